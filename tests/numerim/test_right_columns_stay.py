"""Tables whose columns are right as they stand, in made-up figures: nobody is lost, no row becomes a name."""

import pytest

from numerim.draft.columns import describe
from numerim.draft.look import look
from tests.conftest import ROOT
from tests.numerim.test_kinds_of_columns import judged, put, table

SEEDS = ROOT / "seeds"
HEAD = ("Precinct", "Registered", "Ballots cast")
TWO = [(f"P{i}", 900 + i, 500 + 2 * i, 300 + i, 200 + i) for i in range(8)]
THREE = [(f"P{i}", 900 + i, 600 + 2 * i, 300 + i, 200 + i, 100 + 3 * i) for i in range(8)]
FORM = [(f"S{i}", 1000 + i, 500 + 2 * i, 10 + i, 490 + i, 200 - i, 190 + 2 * i, 100) for i in range(9)]
WARDS = [(f"Alm{i}", 1000 + i, 500 + 2 * i, 290 + i, 210 + i) for i in range(24)]
BY_NAME = ("Precinct", "Registered", "Valid", "Smith", "Jones")


def roles_of(content):
    """What each column of a table is."""
    said = describe(look(content, "one.csv").tables[0], SEEDS)
    return {one.name: one.is_ for columns in said.columns.values() for one in columns}


@pytest.mark.parametrize(
    "names",
    [
        ("M. Blank", "A. Smith"),
        ("A. Smith", "J. Ward"),
        ("J. Town", "K. City"),
        ("P. List", "A. Blanco"),
        ("R. Blanc", "L. Bianchi"),
        ("N. Cast", "I. Valid"),
        ("N. Blank", "A. Votes"),
        ("1. Blank", "2. Smith"),
        ("A. Blank", "B. Smith", "C. Jones"),
        ("C. Blank", "A. Cast", "B. Smith"),
        ("A. Blank", "K. Cast", "T. Smith"),
        ("a) Ward", "b) City", "c) Blank"),
    ],
)
def test_an_initial_is_no_line_of_a_form(names):
    roles = roles_of(table((*HEAD, *names), *(TWO if len(names) == 2 else THREE)))
    assert roles == dict(zip(HEAD, ("unit", "registered", "cast"), strict=True)) | dict.fromkeys(names, "votes")


@pytest.mark.parametrize(("rows", "told"), [(TWO, []), (put(TWO, 3, 3, 950), ["R213 L5.4"])])
def test_a_candidate_called_blank_is_counted(rows, told, tmp_path):
    _, found, summary = judged(tmp_path, "one.csv", table((*HEAD, "M. Blank", "J. Ward"), *rows))
    assert "1 contest," in summary
    assert "not read" not in summary
    assert found == told


@pytest.mark.parametrize(
    "names",
    [
        ("1. Registered", "2. Cast", "3. Invalid", "4. Valid"),
        ("A. Registered", "B. Cast", "C. Invalid", "D. Valid"),
        ("I. Registered", "II. Cast", "III. Invalid", "IV. Valid"),
        ("(a) Registered", "(b1) Cast", "(b2) Invalid", "(d) Valid"),
        ("lit. a) Registered", "lit. b) Cast", "lit. c) Invalid", "lit. d) Valid"),
    ],
)
def test_lines_of_a_form_are_read(names):
    roles = roles_of(table(("Station", *names, "1. X", "2. Y", "3. Z"), *FORM))
    assert [roles[name] for name in names] == ["registered", "cast", "invalid", "valid"]
    assert [roles[name] for name in ("1. X", "2. Y", "3. Z")] == ["votes"] * 3


@pytest.mark.parametrize(("cells", "told"), [({3: "1.5", 5: "2.5"}, ["R118 L5.4", "R118 L7.4"])])
def test_a_half_is_no_vote_in_halves(cells, told, tmp_path):
    rows = [(f"P{i}", 9000 + i, 5000 + i, 1500 + i, 1200 - i) for i in range(40)]
    rows = [(*row[:3], cells.get(i, row[3]), row[4]) for i, row in enumerate(rows)]
    as_read, found, summary = judged(tmp_path, "half.csv", table((*HEAD, "Labour", "Tory"), *rows))
    assert "“Labour”" in as_read
    assert "not read" not in summary
    assert [one for one in found if one.startswith("R118")] == told


@pytest.mark.parametrize(
    "first",
    [
        ("Alm", "-", "-", 0, 1),
        ("Alm", "-", "-", 1, 2),
        ("Alm", "n/a", "n/a", 0, 1),
        ("Alm", "-", "-", "-", 1),
        ("Alm", "n/a", "n/a", "n/a", 1),
        ("Alm", "pending", "pending", 0, 1),
        ("Alm", "–", "–", "–", "–"),
    ],
)
def test_a_row_of_gaps_is_no_header(first):
    (read,) = look(table(BY_NAME, first, *WARDS), "gaps.csv").tables
    assert list(read.rows.columns) == list(BY_NAME)
    assert read.rows.height == 25
    assert roles_of(table(BY_NAME, first, *WARDS))["Smith"] == "votes"


def test_figures_beneath_gaps_are_judged(tmp_path):
    rows = [BY_NAME, ("Alm", "-", 500, 290, 211), *WARDS]
    _, found, summary = judged(tmp_path, "gaps.csv", table(*rows))
    assert "25 units" in summary
    assert found == ["R203 L2.3"]


NAMED = ("Name", "Labour", "Green", "Liberal", "Votes")


@pytest.mark.parametrize(
    ("names", "rows", "votes"),
    [
        (NAMED, [(f"Alm{i}", 500 + i, 400 - i, 300, 1200) for i in range(8)], 3),
        (("Nr", "Name", "Stimmen", "SPD", "CDU"), [(i, f"Alm{i}", 900 + i, 500, 400 + i) for i in range(1, 9)], 2),
        (("Name", "Yes votes", "No votes"), [(f"Alm{i}", 500 + i, 400 - i) for i in range(8)], 2),
    ],
)
def test_names_beside_votes_of_several_are_units(names, rows, votes):
    roles = roles_of(table(names, *rows))
    assert (roles["Name"], [*roles.values()].count("votes")) == ("unit", votes)


@pytest.mark.parametrize(
    "odd",
    [
        ("Oak1", 1800, "postponed", "", ""),
        ("Oak1", "postponed", "", "", ""),
        ("Oak1", "postponed", "see note", "", ""),
        ("Oak1", 1800, 1010, "6l0", 400),
        ("Oak1", 1800, 1010, "~610", 400),
        ("Oak1", 1800, "1..010", 610, 400),
    ],
)
@pytest.mark.parametrize("gap", [(), ((),)])
def test_a_cell_that_is_no_figure_hides_no_column_and_no_row(odd, gap, tmp_path):
    rows = [*WARDS[:6], *gap, odd, *((f"Oak{i}", 1800 + i, 1010 + i, 610, 400 + i) for i in range(2, 6))]
    _, found, summary = judged(tmp_path, "odd.csv", table(BY_NAME, *rows))
    assert "11 units" in summary
    assert {one.split(".")[0] for one in found if one.startswith("R118")} == {f"R118 L{8 + len(gap)}"}


def test_lists_called_by_numbers_stay_a_header():
    names = ("Registered", "Cast", "Invalid", "1", "2", "3")
    rows = [(f"S{i}", 1000, 500 + i, 10, 240 + i, 150, 100) for i in range(8)]
    over = (None, "Ballots", None, None, "Lists", None, None)
    for header in ([("Station", *names)], [over, ("Station", *names)]):
        (read,) = look(table(*header, *rows), "lists.csv").tables
        assert read.rows.height == 8


@pytest.mark.parametrize("name", ["N. Votanti", "N. votanti"])
def test_a_number_is_no_initial(name):
    assert roles_of(table(("Sezione", "Elettori", name, "Rossi", "Verdi"), *TWO))[name] == "cast"


def test_a_candidate_down_a_column_is_no_account(tmp_path):
    rows = [
        (f"P{i}", name, 300 + i * k) for i in range(8) for k, name in enumerate(("M. Blank", "J. Ward", "A. Smith"))
    ]
    _, _, summary = judged(tmp_path, "long.csv", table(("Precinct", "Candidate", "Votes"), *rows))
    assert "24 figures" in summary
