"""Tables in which rows of larger units stand among those of smaller ones, in the manner of several countries."""

import re

import pytest

from numerim.draft.file import judge_any
from tests.numerim.test_strangers_files import changed, lines, workbook


def _station(n: int) -> list[int]:
    """Registered, cast, valid, invalid and the votes of three; other figures for each number."""
    votes = [90 + 17 * n % 61, 70 + 23 * n % 53, 11 + 7 * n % 19]
    invalid = 2 + n % 5
    return [sum(votes) + invalid + 40 + n, sum(votes) + invalid, sum(votes), invalid, *votes]


def _sum(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]


def _korean():
    """A district: ballots that no town counts, then each town with its row, and its stations beneath."""
    rows = [
        [
            "읍면동명",
            "투표구명",
            "선거인수",
            "투표수",
            "유효투표수",
            "무효 투표수",
            "미래당 김하나",
            "새길당 이두리",
            "박세찬",
        ]
    ]
    aside = [[name, "", *_station(n)] for n, name in enumerate(["거소·선상투표", "관외사전투표"], 30)]
    towns = []
    for t, town in enumerate(["가람동", "나래동", "다온읍"]):
        own = [["", f"제{n}투표구", *_station(7 * t + n)] for n in (1, 2, 3)]
        towns += [[town, "소계", *_sum([row[2:] for row in own])], *own]
    leaves = [row[2:] for row in [*aside, *towns] if row[1] != "소계"]
    return [*rows, ["합계", "", *_sum(leaves)], *aside, *towns, ["잘못 투입·구분된 투표지", "", *[0] * 7]]


def _nested(header, larger, *, named, total, blank):
    """Two levels above the stations, each with a row beneath its own."""
    rows, every, n = [header], [], 0
    for upper in larger:
        beneath = []
        for town in ("Merkez", "Yeni"):
            own = [_station(n := n + 1) for _ in range(3)]
            rows += [[upper, town, 100 + n + i, *one] for i, one in enumerate(own, 1)]
            rows.append([upper, town, total, *_sum(own)])
            beneath += own
        rows.append([named.format(upper), total if blank else "", "", *_sum(beneath)])
        every += beneath
    return [*rows, [f"GENEL {total}", "", "", *_sum(every)]]


TURKISH = _nested(
    [
        *("İlçe", "Mahalle", "Sandık No", "Kayıtlı Seçmen", "Oy Kullanan", "Geçerli Oy", "Geçersiz Oy"),
        *("A PARTİSİ", "B PARTİSİ", "BAĞIMSIZ"),
    ],
    ["MERKEZ", "OVACIK"],
    named="{}",
    total="TOPLAM",
    blank=True,
)
COUNTS = ["Censo", "Votos emitidos", "Votos válidos", "Votos nulos", "PA", "PB", "PC"]


def _spanish():
    """Sections and tables of a town have no rows of their own, the town has one that is called `Total Alba`."""
    rows, every, n = [["Municipio", "Distrito", "Sección", "Mesa", *COUNTS]], [], 0
    for town in ("Alba", "Bera"):
        own = []
        for district in ("01", "02"):
            for table in "AB":
                own.append(_station(n := n + 1))
                rows.append([town, district, "001", table, *own[-1]])
        rows.append([f"Total {town}", "", "", "", *_sum(own)])
        every += own
    return [*rows, ["Total provincia", "", "", "", *_sum(every)]]


def _taiwanese():
    """The columns of smaller units are empty where a row is of a larger one."""
    rows, every, n = [], [], 0
    for town in ("松山區", "信義區"):
        own = []
        for village in ("莊敬里", "東榮里", "東榮里"):
            own.append(["", village, n := n + 1, *_station(n)])
        rows += [[town, "", "", *_sum([row[3:] for row in own])], *own]
        every += [row[3:] for row in own]
    header = [
        "行政區別",
        "村里別",
        "投票所別",
        "選舉人數",
        "投票數",
        "有效票數",
        "無效票數",
        "王大明",
        "林小美",
        "陳一心",
    ]
    return [header, ["總計", "", "", *_sum(every)], *rows]


def _japanese():
    """The name of a town stands in the first of its rows, its sum beneath."""
    header = [
        "市区町村",
        "投票区",
        "当日有権者数",
        "投票者数",
        "有効投票数",
        "無効投票数",
        "山田太郎",
        "佐藤花子",
        "鈴木次郎",
    ]
    rows, every, n = [header], [], 0
    for town in ("北山市", "南川町", "東浜村"):
        own = [_station(n := n + 1) for _ in range(3)]
        rows += [[town if i == 0 else "", f"第{i + 1}投票区", *one] for i, one in enumerate(own)]
        rows.append(["", "小計", *_sum(own)])
        every += own
    return [*rows, ["合計", "", *_sum(every)]]


def _more(row, column, by):
    return lambda rows: changed(rows, (row, column, rows[row][column] + by))


KINDS = {
    "towns above their stations, and ballots aside": (_korean(), "csv", 8, 6),
    "the row of a town": (_korean(), "xlsx", 8, 7),
    "the sum of all": (_korean(), "csv", 1, 7),
    "ballots aside": (_korean(), "csv", 3, 8),
    "three levels, of a station": (TURKISH, "csv", 2, 7),
    "three levels, of the highest": (TURKISH, "xlsx", 9, 8),
    "a section in the name of a station": (_spanish(), "csv", 2, 8),
    "a total with a name": (_spanish(), "xlsx", 5, 9),
    "empty columns of smaller units": (_taiwanese(), "xlsx", 4, 7),
    "empty columns in a row of a town": (_taiwanese(), "csv", 2, 8),
    "sums beneath, of a station": (_japanese(), "csv", 2, 6),
    "sums beneath, of a town": (_japanese(), "xlsx", 8, 7),
}


@pytest.mark.parametrize("case", KINDS)
def test_a_slip_in_levels_is_found_where_it_is(tmp_path, case):
    rows, kind, row, column = KINDS[case]
    path = tmp_path / f"stations.{kind}"
    made = workbook if kind == "xlsx" else lambda some: lines(some, ";")
    path.write_bytes(made(rows))
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    path.write_bytes(made(_more(row, column, 31)(rows)))
    told = [one for one in judge_any(str(path)).told if one.severity != "info"]
    at = f"{chr(65 + column)}{row + 1}" if kind == "xlsx" else f"L{row + 1}"
    assert {one.rule for one in told} & {"R203", "R307"}
    assert any(at in {re.sub(r"^.*!", "", place.at) or f"L{place.line}" for place in one.places} for one in told)


def test_levels_are_written_as_parts(drafted):
    said, table, _, _ = drafted(made__csv=lines(_korean(), ","))
    assert said["units"]["counted-aside"]["beside"] == "ward"
    assert [part.get("register") for part in table["parts"]] == [
        {"unit": "polling_station", "within": "ward"},
        {"unit": "counted-aside"},
        {"unit": "ward"},
        {"unit": "country"},
    ]


def _columbian():
    """A table is told by the zone, the place and its own number together."""
    header = ["COD_MUNICIPIO", "MUNICIPIO", "ZONA", "PUESTO", "NOM_PUESTO", "MESA", "SUFRAGANTES"]
    rows = [[*header, "CANDIDATO A", "CANDIDATO B", "VOTOS EN BLANCO", "VOTOS NULOS"]]
    places = [(m, z, p, t) for m in (1, 2) for z in (1, 2) for p in (1, 2) for t in (1, 2)]
    for n, (town, zone, place, table) in enumerate(places):
        votes = [90 + 17 * n % 61, 70 + 23 * n % 53, 5 + n % 3, 1 + n % 4]
        rows.append([town, f"PUEBLO {town}", zone, place, f"ESCUELA {place}", table, sum(votes), *votes])
    return rows


def _brazilian():
    """A section is told by its zone and number; blank and null votes stand among candidates."""
    header = ["NR_TURNO", "CD_MUNICIPIO", "NM_MUNICIPIO", "NR_ZONA", "NR_SECAO", "DS_CARGO"]
    rows = [[*header, "NR_VOTAVEL", "NM_VOTAVEL", "QT_VOTOS"]]
    names = ((13, "ANA LIMA"), (22, "BETO CRUZ"), (95, "VOTO BRANCO"), (96, "VOTO NULO"))
    places = [(town, zone, section) for town in (1, 2) for zone in (1, 2) for section in (11, 12, 13)]
    for n, (town, zone, section) in enumerate(places):
        for number, name in names:
            votes = (n * number) % 7 if number > 90 else 90 + (n * number) % 70
            rows.append([1, 100 + town, f"CIDADE {town}", zone, section, "Prefeito", number, name, votes])
    return rows


def _chilean():
    """The number on the ballot stands before the votes, and accounts among the candidates."""
    rows = [["Comuna", "Mesa", "Nro. Voto", "Candidato", "Partido", "Votos"]]
    for n, (town, table) in enumerate((town, table) for town in ("Alto", "Bajo") for table in (1, 2, 3)):
        votes = [90 + 17 * n % 61, 70 + 23 * n % 53, 30 + n]
        for i, (name, party, number) in enumerate(
            zip(("ANA ROJAS", "BETO DIAZ", "CLO SOTO"), "XYZ", votes, strict=True), 1
        ):
            rows.append([town, table, i, name, party, number])
        for name, number in (
            ("Válidamente Emitidos", sum(votes)),
            ("Votos Nulos", 3),
            ("Votos en Blanco", 4),
            ("Total Votación", sum(votes) + 7),
        ):
            rows.append([town, table, "", name, "", number])
    return rows


TOLD_BY = {
    "a table of a place in a zone": (_columbian(), 4, 7, {"R219"}),
    "numbers on the ballot": (_chilean(), 2, 5, {"R203"}),
}


@pytest.mark.parametrize("case", TOLD_BY)
def test_rows_told_apart_by_several_columns(tmp_path, case):
    rows, row, column, rules = TOLD_BY[case]
    path = tmp_path / "tables.csv"
    path.write_bytes(lines(rows, ";"))
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    path.write_bytes(lines(_more(row, column, 31)(rows), ";"))
    told = [one for one in judge_any(str(path)).told if one.severity != "info"]
    assert rules <= {one.rule for one in told}
    assert any(place.line == row + 1 for one in told for place in one.places)


def test_a_section_of_a_zone_with_two_figures_is_found(tmp_path):
    path = tmp_path / "sections.csv"
    path.write_bytes(lines(_brazilian(), ";"))
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    rows = _brazilian()
    path.write_bytes(lines([*rows, [*rows[9][:-1], rows[9][-1] + 7]], ";"))
    (twice,) = [one for one in judge_any(str(path)).told if one.rule == "R115"]
    assert {place.line for place in twice.places} == {10, 50}
