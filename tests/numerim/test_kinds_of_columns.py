"""Kinds of columns, each in a small table of made-up figures, without a line of YAML: what is read and told."""

import json
import re

import pytest

from numerim.draft.file import judge_any
from numerim.errors import InputError


def table(*rows, mark=","):
    return "".join(mark.join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows).encode()


def judged(folder, name, content):
    """What columns are read as, in words; and each finding: its rule, and its first place."""
    path = folder / name
    path.write_bytes(content)
    found = judge_any(str(path))
    read = re.search(r"Read as: (.*?)(; not read: .*)?\. `numerim new`", found.summary)
    places = [f"{one.rule} {one.places[0].at or f'L{one.places[0].line}.{one.places[0].cell}'}" for one in found.told]
    return (read[1] if read else "", places, found.summary)


WARDS = [
    {"name": f"Ward {i}", "registered": 1000 + i, "cast": 600 + 2 * i, "invalid": 10, "valid": 590 + 2 * i,
     "lists": [{"list": "P", "votes": 300 + i}, {"list": "Q", "votes": 290 + i}]}
    for i in range(1, 7)
]  # fmt: skip
FIRST = {**WARDS[0], "valid": 692, "cast": 702}
AS_XML = "".join(
    f"<ward name='{w['name']}' registered='{w['registered']}' cast='{w['cast']}' invalid='10' valid='{w['valid']}'>"
    + "".join(f"<list name='{one['list']}' votes='{one['votes']}'/>" for one in w["lists"])
    + "</ward>"
    for w in WARDS
)
ABOVE = "registered from “{0}registered”, cast from “{0}cast”, invalid from “{0}invalid”, valid from “{0}valid”"
PRECINCTS = [
    ("county", "precinct", "office", "party", "candidate", "votes", "registered", "voters"),
    *(
        ("Kent", f"P{p}", "Governor", party, name, votes + p * k, 400 + p, 230 + 3 * p)
        for p in range(1, 7)
        for k, (party, name, votes) in enumerate((("REP", "Ann", 100), ("DEM", "Bo", 90)), 1)
    ),
]
TOWNS = ("Town", "Registered", "Cast", "Invalid", "Valid", "Ann", "Bo")


@pytest.mark.parametrize(
    ("name", "content", "read", "told"),
    [
        ("units.json", json.dumps({"units": WARDS}).encode(), ABOVE.format("units/"), []),
        ("wards.json", json.dumps(WARDS).encode(), ABOVE.format(""), []),
        ("one.json", json.dumps(WARDS[0]).encode(), ABOVE.format(""), []),
        ("slip.json", json.dumps([FIRST, *WARDS[1:]]).encode(), ABOVE.format(""), ["R203 #/0/valid"]),
        ("wards.xml", f"<all>{AS_XML}</all>".encode(), ABOVE.format("all/ward/@"), []),
        (
            "voters.csv",
            table(("precinct", "voters", "cast", "Ann", "Bo"), *((f"P{p}", 400, 200 + p, 100, p) for p in range(9))),
            "registered from “voters”, cast from “cast”",
            [],
        ),
    ],
)
def test_accounts_are_read(name, content, read, told, tmp_path):
    as_read, found, _ = judged(tmp_path, name, content)
    assert read in as_read
    assert found == told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, []),
        ({(3, 5): 402}, ["R213 L4.6"]),
        ({(3, 7): 950, (4, 7): 950}, ["R201 L4.8"]),
        ({(3, 7): 950}, []),  # rows of one unit differ: it is no account of that
    ],
)
def test_columns_of_voters_beside_votes(changed, told, tmp_path):
    rows = [[changed.get((i, j), cell) for j, cell in enumerate(row)] for i, row in enumerate(PRECINCTS)]
    _, found, summary = judged(tmp_path, "kent.csv", table(*rows))
    assert found == told
    assert "Not looked at" not in summary


@pytest.mark.parametrize("counted", [(1000, 0, 0, 0, 0, 0), (None,) * 6, (1000, *(None,) * 5), (0,) * 6])
def test_a_table_that_waits_for_the_count_says_so(counted, tmp_path):
    _, found, summary = judged(tmp_path, "wait.csv", table(TOWNS, *((f"T{i}", *counted) for i in range(8))))
    assert summary.startswith("no figures yet")
    assert found == []
    _, _, summary = judged(
        tmp_path, "wait.csv", table(TOWNS, *((f"T{i}", 1000, 500, 10, 490, 290, 200) for i in "abc"))
    )
    assert "no figures yet" not in summary


RACES = [
    ("P1", 400, 200, 101, 90, 191, 81, 71, 152),
    ("P2", 420, 221, 121, 93, 214, 82, 75, 157),
    ("P3", 380, 230, 131, 70, 201, 61, 73, 134),
    ("P4", 410, 181, 91, 60, 151, 71, 79, 150),
    ("P5", 430, 191, 99, 66, 165, 73, 84, 157),
    ("P6", 390, 171, 81, 59, 140, 69, 70, 139),
]
OF_FOUR = [(row[0], row[3], row[4], row[6], row[7]) for row in RACES]
OVER = ("Precinct", "Registered", "Ballots Cast", "Governor", None, None, "Senator", None, None)
BENEATH = (None, None, None, "Ann", "Bo", "Total", "Cy", "Di", "Total")
VOTES = [
    (f"Kreis {i}", 1000 + i, 600 + i, 590 + i, 10, 300 + i, 290, 595, 5 + i, 295 - i, 250 + i, 50) for i in range(8)
]
TWO = ("Gebiet", "Wahlberechtigte", "Wähler")
AFTER = (
    "Erststimmen gültig",
    "Erststimmen ungültig",
    "X",
    "Y",
    "Zweitstimmen gültig",
    "Zweitstimmen ungültig",
    "X",
    "Y",
)
EACH = tuple(f"小選挙区 {one}" for one in ("有効投票数", "無効投票数", "自民", "立憲"))
EACH += tuple(f"比例代表 {one}" for one in ("有効投票数", "無効投票数", "自民", "立憲", "公明"))
ROWS = [
    (f"Ort {i}", vote, 1000, 600, bad, 600 - bad, 300 + i, 300 - i - bad)
    for i in range(8)
    for vote, bad in (("Erststimme", 10), ("Zweitstimme", 5))
]


def put(rows, row, column, value):
    made = [list(one) for one in rows]
    made[row][column] = value
    return made


@pytest.mark.parametrize(
    ("rows", "races", "told"),
    [
        ([OVER, BENEATH, *RACES], 2, []),
        ([OVER, BENEATH, *put(RACES, 1, 3, 112)], 2, ["R203 L4.6"]),
        ([("P", "Governor - Ann", "Governor - Bo", "Senator - Cy", "Senator - Di"), *OF_FOUR], 2, []),
        ([(*TWO, *AFTER, "Z"), *VOTES], 2, []),
        ([(*TWO, *AFTER, "Z"), *put(VOTES, 2, 9, 298)], 2, ["R203 L4.8"]),
        ([("市区町村", "当日有権者数", "投票者数", *EACH), *VOTES], 2, []),
        ([("Ort", "Stimmart", "Wahlberechtigte", "Wähler", "Ungültige", "Gültige", "X", "Y"), *ROWS], 2, []),
        ([("Station", "Labour - Ann", "Labour - Bo", "Tory - Cy"), *((r[0], r[3], r[4], r[6]) for r in RACES)], 1, []),
    ],
)  # fmt: skip
def test_races_side_by_side(rows, races, told, tmp_path):
    _, found, summary = judged(tmp_path, "races.csv", table(*rows))
    assert f"{races} contest" in summary
    assert "not read" not in summary
    assert found == told


FRAME = [(i, f"M{i}", 900 + i, 500 - i) for i in range(1, 6)]
NUMBERED = [(f"Station {i}", 1000, 500 + i, 10, 240 + i, 150, 100) for i in range(8)]


@pytest.mark.parametrize(
    ("content", "read"),
    [
        (table(("Station", "Registered", "Cast", "Invalid", 1, 2, 3), *NUMBERED), "votes of 3 columns, “1” to “3”"),
        (
            table((None, 0, 1, 2), (0, "Mjesto", "Broj birača", "Broj listića"), *FRAME),
            "unit from “Mjesto”, registered from “Broj birača”, cast from “Broj listića”",
        ),
    ],
)  # fmt: skip
def test_headers_of_numbers(content, read, tmp_path):
    as_read, found, _ = judged(tmp_path, "numbers.csv", content)
    assert read in as_read
    assert found == []


def test_lists_without_figures_do_not_stop_a_file(tmp_path):
    won = {"sources": ["Ministry"], "elected": [{"who": "Ada", "sex": "f"}], "wards": WARDS}
    as_read, found, _ = judged(tmp_path, "more.json", json.dumps(won).encode())
    assert ABOVE.format("wards/") in as_read
    assert found == []


def test_a_file_of_no_use_says_why(tmp_path):
    """Not which layouts are known, where it is far from any of them."""
    margins = table(("party", "place", "margin"), *(("P", f"W{i}", 16000 + 7 * i) for i in range(4)))
    shares = table(
        ("ELEC", "ABS", "ROT", "BLAU", "ORT"), *((900 + i, "0.49", "0.31", "0.20", f"O{i}") for i in range(4))
    )
    for content, says in ((margins, "cannot tell what its columns of figures count"), (shares, "are shares")):
        with pytest.raises(InputError, match=says):
            judged(tmp_path, "none.csv", content)


def test_two_files_that_write_a_name_with_other_punctuation(tmp_path):
    head = ("Gebiet", "Wahlberechtigte", "Wähler", "Ungültige", "Gültige", "X", "Y")
    paths = []
    for name, unit, more in (("land.csv", "Karlsruhe-Stadt", 0), ("kreis.csv", "Karlsruhe-_Stadt", 5)):
        rows = [
            (one, 1000, 600 + more, 10, 590 + more, 300 + more + i, 290 - i) for i, one in enumerate((unit, "A", "B"))
        ]
        paths.append(tmp_path / name)
        paths[-1].write_bytes(table(head, *rows))
    found = judge_any(tuple(map(str, paths)))
    assert "2 contests, 3 units" in found.summary
    assert [one.severity for one in found.told if one.rule != "R116"] == []


FORM = [(f"S{i}", 1000 + i, 500 + 2 * i, 10 + i, 490 + i, 200 - i, 190 + 2 * i, 100) for i in range(9)]
ROLL = "valid from “{3}”, registered from “{0}”, cast from “{1}”, invalid from “{2}”"
BOROUGHS = [(f"Borgo {i}", 2000 + i, 1030, 10 + i, 30 + i, 500 + i, 500 - 2 * i) for i in range(8)]
HELD = ("COMUNE", "ELETTORI", "VOTANTI", "SCHEDE BIANCHE", "SCHEDE NON VALIDE (BIANCHE INCL.)", "ROSSI", "VERDI")
LISTS = [(f"Dorf {i}", one, 700 + i * k, 20 + i, 720 + i * k + i) for i in range(5) for k, one in enumerate("XYZ", 1)]
PANACHAGE = ("Kandidatenstimmen", "Zusatzstimmen", "Parteistimmen")
BY_NUMBER = [
    (f"Station {i}", one, votes + i, 505 + 3 * i, 15) for i in range(8) for one, votes in enumerate((240, 150, 100), 1)
]


@pytest.mark.parametrize(
    ("rows", "read", "told"),
    [
        *(
            ([("Sezione", *names, "X", "Y", "Z"), *FORM], ROLL.format(*names), [])
            for names in (
                ("lit. a", "lit. b", "lit. c", "lit. d"),
                ("a", "b", "c", "d"),
                ("I", "II", "III", "IV"),
                ("a) Elettori", "b) Votanti", "c) Schede nulle", "d) Voti validi"),
            )
        ),
        ([("Ort", *"abcd", "X", "Y", "Z"), *put(FORM, 3, 4, 495)], "valid from “d”", ["R202 L5.5", "R203 L5.5"]),
        ([HELD, *BOROUGHS], "blank from “SCHEDE BIANCHE”", []),
        ([HELD, *put(BOROUGHS, 2, 2, 1003)], "blank from “SCHEDE BIANCHE”", ["R219 L4.3"]),
        ([("Ort", "Liste", *PANACHAGE), *LISTS], "votes from “Parteistimmen”", []),
        ([("Station", "List", "Votes", "Cast", "Invalid"), *BY_NUMBER], "party from “List”, votes from “Votes”", []),
    ],
)  # fmt: skip
def test_lines_of_forms_and_kinds_of_votes(rows, read, told, tmp_path):
    as_read, found, _ = judged(tmp_path, "form.csv", table(*rows))
    assert read in as_read
    assert found == told


def test_votes_in_halves_are_told(tmp_path):
    rows = [(f"Ort {i}", 1950 + i, f"{100 + i}.5", f"{200 + i}.5", 301 + 2 * i) for i in range(8)]
    as_read, found, summary = judged(tmp_path, "half.csv", table(("Ort", "born", "X", "Y", "Total"), *rows))
    assert "valid from “Total”" in as_read
    assert "not read: “X”, “Y”" in summary
    assert found == []
    with pytest.raises(InputError, match="told in halves"):
        judged(tmp_path, "half.csv", table(("Ort", "born", "X", "Y"), *(row[:4] for row in rows)))


PEOPLE = ("Precinct", "Registered", "Ballots cast", "Invalid", "A. Fox", "M. Blank", "J. Ward", "P. List")
OF_PEOPLE = [(f"P{i}", 900 + 7 * i, 500 + 3 * i, 10, 200 + i, 140 + i, 90, 60 + i) for i in range(12)]
REGIONS = ("Constituency code", "Constituency number", "Region code", "Region number", "Electorate", "Valid votes")
OF_REGIONS = [
    (f"W{i}", 100 + 3 * i, 7 * i % 5, 40 + i % 3, i % 3, 900 + 7 * i, 500 + i, 300, 200 + i) for i in range(12)
]
HALVED = [(f"P{i}", 4000 + 3 * i, 3010 + 2 * i, 10, 3000 + 2 * i, 1500 + i, 1500 + i) for i in range(40)]
ELECTION = ("Precinct", "Registered", "Cast", "Invalid", "Valid", "Ann", "Bo")
RUNOFF = [
    (f"P{i}", one, votes, opponent, 500 + 2 * i)
    for i in range(6)
    for one, votes, opponent in (("Ann", 300 + i, 200 + i), ("Bo", 200 + i, 300 + i))
]
VOTED = [(f"P{i}", 500 + i + 1 + i % 5, 500 + i, 200 + i, 300) for i in range(9)]


@pytest.mark.parametrize(
    ("rows", "read", "told"),
    [
        ([PEOPLE, *OF_PEOPLE], "invalid from “Invalid”, votes of 4 columns, “A. Fox” to “P. List”", []),
        ([PEOPLE, *put(OF_PEOPLE, 3, 4, 950)], "cast from “Ballots cast”", ["R219 L5.5", "R213 L5.5"]),
        ([("Code", *REGIONS, "Lab", "Con"), *OF_REGIONS], "votes of 2 columns, “Lab” to “Con”", []),
        ([ELECTION, *put(HALVED, 3, 5, "1.5")], "votes of 2 columns, “Ann” to “Bo”", ["R118 L5.6"]),
        ([("Precinct", "Candidate", "Votes", "Rival", "Both"), *RUNOFF], "“Candidate”, votes from “Votes”", []),
        ([("Precinct", "Number of voters who voted", "Votes cast", "Ann", "Bo"), *VOTED], "cast from", []),
    ],
)  # fmt: skip
def test_names_and_figures_that_look_like_something_else(rows, read, told, tmp_path):
    """People called like accounts, codes of places, a cut zero, a whole beside the votes, and two counts of voters."""
    as_read, found, _ = judged(tmp_path, "else.csv", table(*rows))
    assert read in as_read
    assert found == told
    assert "registered from “Number" not in as_read


def test_people_in_rows_are_called_like_accounts(tmp_path):
    rows = [(f"P{i}", one, n + i) for i in range(6) for one, n in (("A. Fox", 200), ("M. Blank", 140), ("L. Cast", 90))]
    _, found, summary = judged(tmp_path, "rows.csv", table(("Ward", "Candidate", "Votes"), *rows))
    assert "18 figures, 1 contest, 6 units" in summary
    assert found == []


@pytest.mark.parametrize(("cast", "left"), [((10, 20), True), ((152, 152), False)])
def test_a_column_of_ballots_that_differs_in_a_contest(cast, left, tmp_path):
    """It is no account then, nor one of a contest with a single row."""
    head = ("county", "precinct", "office", "party", "candidate", "votes", "ballots_cast")
    both = [(p, name, ballots) for p in range(4) for name, ballots in zip("AB", cast, strict=True)]
    rows = [("Kent", f"P{p}", "Mayor", "", name, 100 + 10 * p + (name == "B"), ballots) for p, name, ballots in both]
    rows += [("Kent", f"P{p}", "Sheriff", "", "Cy", 150 + p, cast[1]) for p in range(4)]
    _, told, summary = judged(tmp_path, "beside.csv", table(head, *rows))
    assert told == ([] if left else ["R213 L13.6"])
    assert ("Not looked at: ballots_cast." in summary) == left


def with_shares(decimals, changed):
    """Wards with the votes and shares of two lists, as JSON has them; of the third the first share is changed."""
    wards = [
        [
            {"list": name, "votes": n, "share": round(100 * n / sum(two), decimals)}
            for name, n in zip("PQ", two, strict=True)
        ]
        for two in ((50, 50), (60, 90), (70, 70), (75, 25), (33, 67), (80, 40))
    ]
    wards[2][0]["share"] = changed
    return json.dumps([{"ward": f"W{n}", "lists": lists} for n, lists in enumerate(wards)]).encode()


@pytest.mark.parametrize(
    ("decimals", "changed", "told"),
    [
        (2, 50.0, []),
        (2, 40.0, ["R409", "R411"]),
        (1, 50.0, []),
        (1, 50.04, ["R408", "R409", "R411"]),
    ],
)
def test_numbers_of_json_have_no_zeros_at_their_end(decimals, changed, told, tmp_path):
    _, found, _ = judged(tmp_path, "wards.json", with_shares(decimals, changed))
    assert sorted({one.split()[0] for one in found}) == told
