"""Files as authorities of other countries lay them out, without a line of YAML: what is told of each."""

import io
import json
import re

import pytest
import xlsxwriter

from numerim.draft.file import judge_any

SLOVENE = [
    ["Volitve župana, 1. krog"],
    ["Stanje: 20. 11. 2022"],
    [],
    [
        *("Občina", "Volilni upravičenci", "Oddane glasovnice", "Udeležba v %", "Neveljavne", "Veljavne"),
        *("Kandidat", "Predlagatelj", "Glasov", "Delež v %"),
    ],
    ["Ajdovščina", 1000, 620, 62.0, 20, 600, "Ana Kos", "SD", 330, 55.0],
    [None, None, None, None, None, None, "Luka Turk", "SDS", 270, 45.0],
    ["Bled", 800, 410, 51.25, 10, 400, "Nina Kralj", "NSi", 224, 56.0],
    [None, None, None, None, None, None, "Tina Golob", "SD", 136, 34.0],
    [None, None, None, None, None, None, "Jan Vidmar", "SLS", 40, 10.0],
    ["Izola", 900, 515, 57.22, 15, 500, "Marko Zupan", "SDS", 280, 56.0],
    [None, None, None, None, None, None, "Irena Hribar", "SD", 220, 44.0],
]


def workbook(rows):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Izidi")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell is not None:
                sheet.write(i, j, cell)
    book.close()
    return stream.getvalue()


def changed(rows, *changes):
    """Rows with other cells: row and column from 0, and what stands there."""
    made = [list(row) for row in rows]
    for row, column, cell in changes:
        made[row][column] = cell
    return made


def lines(rows, mark, encoding="utf-8"):
    return "\r\n".join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows).encode(encoding)


KENYAN = [
    ["PRESIDENTIAL ELECTION, RIVER WEST"] + [""] * 9,
    [
        *("Ward", "Polling Station Code", "Polling Station Name", "Registered Voters", "ACHIENG"),
        *("KIMANI", "OTIENO", "Total Valid Votes", "Rejected Ballots", "Turnout"),
    ],
    ["HILL", "00101", "HILL SCHOOL 1", 500, 120, 160, 20, 300, 5, "61.00%"],
    ["HILL", "00102", "HILL SCHOOL 2", 480, 200, 40, 8, 248, 4, "52.50%"],
    ["HILL", "00103", "HILL SCHOOL 3", 450, 90, 180, 9, 279, 0, "62.00%"],
    ["LAKE", "00201", "LAKE SCHOOL 1", 600, 260, 130, 11, 401, 7, "68.00%"],
    ["LAKE", "00202", "LAKE SCHOOL 2", 400, 110, 101, 3, 214, 2, "54.00%"],
    ["", "", "GRAND TOTAL", 2430, 780, 611, 51, 1442, 18, "60.08%"],
]
INDIAN = [
    ["FINAL RESULT SHEET"],
    [
        *("Serial No. of Polling Station", "No. of valid votes cast in favour of", None, None),
        *("Total of valid votes", "No. of rejected votes", "NOTA", "Total"),
    ],
    [None, "RAM SINGH", "SITA DEVI", "ABDUL KHAN"],
    *([i, 100 + 7 * i, 90 + 3 * i, 11 * i, 190 + 21 * i, 0, i, 190 + 22 * i] for i in range(1, 9)),
    ["Total", 1052, 828, 396, 2276, 0, 36, 2312],
]
MEXICAN = [
    [
        *("CLAVE_CASILLA", "ID_ESTADO", "NOMBRE_ESTADO", "DISTRITO", "SECCION", "CASILLA", "PAN", "PRI"),
        *("MORENA", "NO_REGISTRADOS", "NULOS", "TOTAL_VOTOS", "LISTA_NOMINAL"),
    ],
    *(
        [
            *(f"'01{i:04}B01", 1, "SIERRA", "LLANO", 330 + i // 3, f"B{i % 3 + 1}"),
            *(40 + i, 55, 90 - i, i % 2, 5, 190 + i % 2, 400 + i),
        ]
        for i in range(1, 11)
    ),
]
PORTUGUESE = [
    ["Autárquicas 2021 - Câmara Municipal"],
    [
        *("Código", "Freguesia", "Inscritos", "Votantes", "% Votantes", "Brancos", "Nulos"),
        *("PS", "%PS", "PPD/PSD", "%PPD/PSD"),
    ],
    *(
        [110100 + i, f"Vila {i}", 1000, 500, 50.0, 6, 4, 300 + i, 60 + i / 5, 190 - i, 38 - i / 5]
        for i in (0, 5, 10, 15, 20)
    ),
]
ITALIAN = [
    [
        *("PROVINCIA", "COMUNE", "ELETTORI", "VOTANTI", "SCHEDE_BIANCHE", "SCHEDE_NULLE"),
        *("LISTA", "VOTI_LISTA", "PERC_LISTA"),
    ],
    *(
        ["ROMA", f"BORGO {c}", 2000 + c, 1030, 10, 20, name, votes, f"{votes / 10:.2f}".replace(".", ",")]
        for c in (1, 2, 3)
        for name, votes in (("ROSSI", 500 + c), ("VERDI", 500 - c))
    ),
]
AUSTRALIAN = [
    ["2022 First Preferences By Candidate By Vote Type"] + [""] * 9,
    [
        *("DivisionID", "DivisionNm", "Surname", "PartyNm", "OrdinaryVotes", "AbsentVotes"),
        *("ProvisionalVotes", "PrePollVotes", "PostalVotes", "TotalVotes"),
    ],
    *(
        [180 + d, f"Division {d}", f"NAME{d}{k}", p, 1000 * k + d, 31 * k, k, 200 + d, 90 * k, 1122 * k + 200 + 2 * d]
        for d in range(1, 4)
        for k, p in ((1, "Labor"), (2, "Liberal"), (3, "Greens"))
    ),
]
SWEDISH = [
    [
        *("Valdistriktskod", "Kommun", "Valdistrikt", "S", "M", "SD", "blanka", "ogiltiga"),
        *("Giltiga röster", "Röstberättigade", "Valdeltagande %"),
    ],
    *(
        [14800100 + i, "Lund", f"Norr {i}", 300, 200, 90 + i, 6, 4, 590 + i, 1200, 50 + i / 12]
        for i in (0, 6, 12, 18, 24)
    ),
]
ALBANIAN = [
    [
        *("Nr.", "Bashkia", "Nr. QV", "Votues në listë / Meshkuj", "Votues në listë / Femra"),
        *("Votues në listë / Gjithsej", "Votuan / Meshkuj", "Votuan / Femra", "Votuan / Gjithsej"),
        *("Të pavlefshme", "Të vlefshme", "Arben Leka (PS)", "Besa Dema (PD)"),
    ],
    *([i, "Kavajë", 3000 + i, 200, 210, 410, 100 + i, 90, 190 + i, 4, 186 + i, 100, 86 + i] for i in range(1, 7)),
]
SEATS = """<!doctype html><html><body><h2>Alcaldías</h2><table><tr><th>Cantón<th>Padrón<th>Votos recibidos<th>Unidad
<th>Frente<th>Votos válidos<th>Votos nulos</tr>{mayors}</table><h2>Regidurías</h2><table><tr><th>Cantón<th>Regidurías
<th>Unidad<th>Frente</tr>{seats}</table></body></html>"""


def page(wrong_seat=0, wrong_null=0):
    def row(*cells):
        return f"<tr>{''.join(f'<td>{cell}' for cell in cells)}</tr>"

    cantons = [(f"Canton {k}", 1000 + k, 510 + k, 300 + k, 200, 500 + k, 10) for k in range(1, 6)]
    whole = ("Total provincia", *(sum(one[i] for one in cantons) for i in range(1, 7)))
    cantons[2] = (*cantons[2][:6], cantons[2][6] + wrong_null)
    seats = [(f"Canton {k}", 7, 4 + (wrong_seat if k == 2 else 0), 3) for k in range(1, 6)]
    mayors = "".join(row(*one) for one in [*cantons, whole])
    return SEATS.format(mayors=mayors, seats="".join(row(*one) for one in seats)).encode()


FINNISH = [
    [
        *("Alue", "Äänioikeutetut", "Äänestäneet", "Äänestysprosentti", "Hylätyt liput", "Hyväksytyt äänet"),
        *("KOK Äänimäärä", "KOK Osuus äänistä (%)", "SDP Äänimäärä", "SDP Osuus äänistä (%)"),
    ],
    *(
        [
            f"Kylä {i}",
            1000,
            510,
            "51,0",
            10,
            500,
            300 + i,
            f"{60 + i / 5:.1f}".replace(".", ","),
            200 - i,
            f"{40 - i / 5:.1f}".replace(".", ","),
        ]
        for i in range(5)
    ),
]
SOUTH_AFRICAN = [
    [
        *("Ward", "VD_Number", "Registered Voters", "Spoilt Votes", "Total Valid Votes", "Voter Turnout"),
        *("Party Name", "Valid Votes"),
    ],
    *(
        [4160 + v // 3, 41600 + 10 * v, 1000, 20, 500 + v, f"{52 + v / 10:.2f}%", party, votes]
        for v in range(6)
        for party, votes in (("ANC", 300), ("DA", 150 + v), ("IFP", 50))
    ),
]
TOWNS = "Municipality,Ann Ray,Bo Lind\nNorth,100,90\nSouth,80,70\nEast,90,60\nWest,65,75\nTotal,335,{}\n"
LONG = "Town,Candidate,Votes\nElm,Ann,100\nElm,Bo,80\nOak,Ann,50\nOak,Bo,60\nTotal,Ann,150\nTotal,Bo,{}\n"
ALONE = "Candidate,Votes\nAnn,1200\nBo,800\nCy,340\nTotal,{}\n"
BESIDE = "Candidate,Votes\nAnn,1200\nBo,800\nCy,340\nValid votes,{}\nInvalid votes,20\n"
ACROSS = "Bashkia,PS,PD,Gjithsej\nElb,75,60,{}\nHas,80,60,140\nDib,20,30,50\n"
BAVARIAN = [
    [
        *(
            "Gebietsname",
            "Wahlberechtigte gesamt (A)",
            "Wahlberechtigte ohne Wahlschein (A1)",
            "Wahlberechtigte mit Wahlschein (A2)",
        ),
        *("Waehler gesamt (B)", "Stimmen ungueltige (C)", "Stimmen gueltige (D)", "D1", "D2"),
    ],
    *(
        [f"Bezirk {i}", 900 + 11 * i, 600 + 7 * i, 300 + 4 * i, 400 + 5 * i, i, 400 + 4 * i, 250 + i, 150 + 3 * i]
        for i in range(1, 8)
    ),
]
"""Those entitled, with and without a polling card: a sum, and none of votes."""


PAPERS = [
    ["Ward", "Ballots cast", "Papers put aside", "Valid votes", "Ada", "Bo", "Cy"],
    *([f"Ward {i}", 300 + 9 * i, 10 + i, 290 + 8 * i, 100 + 3 * i, 90 + 2 * i, 100 + 3 * i] for i in range(1, 9)),
]
"""What no word is known for, and with the valid ballots makes those cast."""


def records(*changes):
    """A list of records at the top of a file, as open-data portals give it: who stood is called by name, of a party."""
    rows = [
        {"area": area, "electors": 500, "name": name, "party": party, "votes": votes, "valid": 300}
        for area in ("Hill", "Lake", "Moor")
        for name, party, votes in (("Ada", "P", 160), ("Bo", "Q", 100), ("Cy", "R", 40))
    ]
    for row, key, value in changes:
        rows[row][key] = value
    return json.dumps(rows).encode()


FILES = [
    *(
        (f"{name}.csv", text.format(right).encode(), [])
        for name, text, right in (
            ("towns", TOWNS, 295),
            ("long", LONG, 140),
            ("alone", ALONE, 2340),
            ("beside", BESIDE, 2340),
            ("across", ACROSS, 135),
        )
    ),
    ("towns.csv", TOWNS.format(305).encode(), ["R307 L6"]),
    ("long.csv", LONG.format(150).encode(), ["R307 L7"]),
    ("alone.csv", ALONE.format(2350).encode(), ["R203 L5"]),
    ("beside.csv", BESIDE.format(2350).encode(), ["R203 L5"]),
    ("across.csv", ACROSS.format(145).encode(), ["R203 L2"]),
    ("sl.xlsx", workbook(SLOVENE), []),
    ("sl.xlsx", workbook(changed(SLOVENE, (5, 3, None), (6, 3, 52.25))), ["R403 D7"]),
    ("sl.xlsx", workbook(changed(SLOVENE, (6, 5, 401))), ["R202 F7", "R203 F7", "R409 F7"]),
    ("top.json", records(), []),
    ("top.json", records((4, "votes", 110)), ["R203 /5"]),
    ("aside.csv", lines(PAPERS, ","), []),
    ("aside.csv", lines(changed(PAPERS, (4, 5, 89)), ","), ["R203 L5"]),
    ("aside.csv", lines(changed(PAPERS, (4, 2, 41)), ","), ["R202 L5"]),
    ("by.csv", lines(BAVARIAN, ";"), []),
    ("by.csv", lines(changed(BAVARIAN, (3, 8, 195)), ";"), ["R203 L4"]),
    ("by.csv", lines(changed(BAVARIAN, (3, 5, 30)), ";"), ["R202 L4"]),
    ("ke.csv", lines(KENYAN, ","), []),
    ("ke.csv", lines(changed(KENYAN, (3, 4, 210)), ","), ["R203 L4", "R307 L4"]),
    ("ke.csv", lines(changed(KENYAN, (2, 4, 160), (2, 5, 120)), ","), ["R307 L3"]),
    ("ke.csv", lines(changed(KENYAN, (5, 3, 60)), ","), ["R218 L6", "R308 L6", "R421 L6"]),
    ("in.xlsx", workbook(INDIAN), []),
    ("in.xlsx", workbook(changed(INDIAN, (5, 2, 109))), ["R203 C6", "R307 C6"]),
    ("mx.csv", lines(MEXICAN, "|"), []),
    ("mx.csv", lines(changed(MEXICAN, (4, 11, 199)), "|"), ["R219 L5"]),
    ("pt.xlsx", workbook(PORTUGUESE), []),
    ("pt.xlsx", workbook(changed(PORTUGUESE, (3, 6, 40))), ["R219 G4"]),
    ("it.csv", lines(ITALIAN, ";", "latin-1"), []),
    ("it.csv", lines(changed(ITALIAN, (3, 5, 21), (4, 5, 21)), ";", "latin-1"), ["R219 L4"]),
    ("au.csv", lines(AUSTRALIAN, ","), []),
    ("au.csv", lines(changed(AUSTRALIAN, (6, 9, 2447)), ","), ["R311 L7"]),
    ("se.xlsx", workbook(SWEDISH), []),
    ("se.xlsx", workbook(changed(SWEDISH, (3, 9, 1700))), ["R421 J4"]),
    ("al.tsv", lines(ALBANIAN, "\t"), []),
    ("al.tsv", lines(changed(ALBANIAN, (3, 8, 203)), "\t"), ["R202 L4", "R208 L4"]),
    ("fi.csv", lines(FINNISH, ";", "latin-1"), []),
    ("fi.csv", lines(changed(FINNISH, (3, 6, 322)), ";", "latin-1"), ["R203 L4", "R409 L4", "R411 L4"]),
    ("fi.csv", lines(changed(FINNISH, (2, 3, "61,0")), ";", "latin-1"), ["R403 L3"]),
    ("za.csv", lines(SOUTH_AFRICAN, ","), []),
    ("za.csv", lines(changed(SOUTH_AFRICAN, (4, 7, 350)), ","), ["R203 L5"]),
    ("cr.html", page(), []),
    ("cr.html", page(wrong_seat=1), ["R301 table2!R3C"]),
    ("cr.html", page(wrong_null=2), ["R202 table1!R4C7", "R308 table1!R4C7"]),
]


@pytest.mark.parametrize(("name", "content", "wanted"), FILES, ids=[f"{one[0]}-{i}" for i, one in enumerate(FILES)])
def test_what_is_told_of_the_file_of_a_stranger(tmp_path, name, content, wanted):
    path = tmp_path / name
    path.write_bytes(content)
    told = [one for one in judge_any(str(path)).told if one.severity != "info"]
    where = [(one.rule, {_cell(place) for place in one.places}) for one in told]
    print(*((one.says, sorted(places)) for one, (_, places) in zip(told, where, strict=True)), sep="\n")
    rest = list(where)
    for code, place in (one.split() for one in wanted):
        rest.remove(next(one for one in rest if one[0] == code and any(at.startswith(place) for at in one[1])))
    assert rest == []


def _cell(place):
    """`F17` of a sheet, `table3!R4C2` of a page, `L4` of lines."""
    return re.sub(r"^[!#](\w+!(?=[A-Z]+\d+$))?", "", place.at) or f"L{place.line}"


def test_a_page_with_eastern_digits_and_their_marks(tmp_path):
    """Arabic marks for thousands, decimals and percent make no text of a figure."""
    rows = [("القاهرة", 1000, 600, 20), ("الجيزة", 2000, 1500, 40), ("أسوان", 4000, 3000, 100)]
    heads = ("المحافظة", "عدد الناخبين المقيدين", "عدد الحاضرين", "نسبة الحضور", "الأصوات الباطلة", "الأصوات الصحيحة")
    figures = [
        (unit, f"{all_:,}", f"{cast:,}", f"{100 * cast / all_:.2f}%", str(bad), f"{cast - bad:,}")
        for unit, all_, cast, bad in rows
    ]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (heads, *figures))
    eastern = body.translate(str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪"))
    path = tmp_path / "page.html"
    for text, found in ((eastern, []), (eastern.replace("٧٥٫٠٠٪", "٧٧٫٠٠٪", 1), ["R403"])):
        path.write_text(f"<!DOCTYPE html><meta charset=utf-8><table>{text}</table>", encoding="utf-8")
        told = judge_any(str(path))
        assert [one.rule for one in told.told] == found
