"""Offices with several races, units of several types, and namesakes among them."""

from hashlib import sha256

import pytest

from numerim import warehouse
from numerim.errors import InputError
from tests.conftest import completed, loud, seeded

YML = """
id: de-test-2030
title: {{en: Test}}
country: DE
licence: CC0-1.0
held_on: 2030-10-17
status: final
{head}
sources:
  board:
    title: A source
    language: de
    licence: CC0-1.0
    rank: 1
    missing: {{"": not_listed}}
    files:
      board.csv:
        sha256: {sha}
        reader: csv
        tables:
{table}
"""
OFFICES = """
units: {postal-district: {beside: municipality}}
offices:
  senate: {unit: state, outcome_rule: plurality}
  house: {unit: state, outcome_rule: plurality}
  direct: {unit: constituency, across: [municipality, postal-district, state], outcome_rule: plurality}
register: {unit: municipality, within: state, party: party}
"""


@pytest.fixture
def checked(tmp_path):
    """Lines of a file, what its table is, and what is declared above -> a checked database."""

    def of(lines, table, head=OFFICES):
        house = seeded(tmp_path)
        folder = house.raw / "de" / "de-test-2030"
        folder.mkdir(parents=True)
        content = "\n".join(lines) + "\n"
        (folder / "board.csv").write_text(content, encoding="utf-8")
        table = "\n".join(f"          {line}" for line in table.strip().splitlines())
        yml = YML.format(head=head, table=table, sha=sha256(content.encode()).hexdigest())
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return loud(completed(house, "de-test-2030"))

    return of


RACES = """
- set: {within: Ost}
  columns:
    race:
      is: office
      words:
        Senator: senate
        House, all of it: house
        "House, {district} (special)": house
        "House, {district}": house
    town: unit
    name: candidate
    votes: votes
"""


@pytest.mark.parametrize(
    ("printed", "contest", "district"),
    [
        ("Senator", "senate/de-ost/1", None),
        ("House, 4", "house/de-ost/4/1", "4"),
        ("House, North 2", "house/de-ost/north-2/1", "North 2"),
        ("House, 4 (special)", "house/de-ost/4/1", "4"),  # the first that fits
        ("House, all of it", "house/de-ost/1", None),  # one without a role before all
    ],
)
def test_a_column_holds_the_office_and_its_district(checked, printed, contest, district):
    made = checked(["race,town,name,votes", f'"{printed}",A,Anna,10', f'"{printed}",A,Bert,20'], RACES)
    assert warehouse.rows(made, "SELECT contest_id, district FROM clean.contests") == [
        (f"de-test-2030/{contest}", district)
    ]


def test_what_no_word_fits_is_an_error_with_its_place(checked):
    with pytest.raises(InputError, match=r"board\.csv:L2\.C4: unknown office: 'Mayor'"):
        checked(["race,town,name,votes", "Mayor,A,Anna,10"], RACES)


KINDS = """
- parts:
    - only: {kind: [town]}
      set: {within: Ost, office: direct}
      complete: [units, total_votes]
      columns: &columns
        number: unit_number
        name: unit
        A: {is: total_votes, with: {party: A}}
        B: {is: total_votes, with: {party: B}}
    - only: {kind: [post]}
      register: {unit: postal-district, within: state}
      set: {within: Ost, office: direct}
      complete: [units, total_votes]
      columns: *columns
    - only: {kind: [district]}
      register: {unit: constituency, within: state}
      set: {within: Ost, office: direct}
      complete: [units, votes]
      columns:
        number: unit_number
        name: unit
        A: {is: votes, with: {party: A}}
        B: {is: votes, with: {party: B}}
"""
ROWS = [
    "kind,number,name,A,B",
    "district,1,Auberg,30,40",
    "district,2,Berlau,50,10",
    "town,101,Auberg,20,20",
    "town,102,Neustadt,30,15",
    "town,203,Neustadt,20,10",
    "post,900,Post,10,5",
]


def test_units_of_one_name(checked):
    """By their type, as the rows are said to be of, and by their numbers."""
    made = checked(ROWS, KINDS)
    assert warehouse.rows(made, "SELECT unit_type, gp_unit_id FROM clean.gp_units ORDER BY ALL") == [
        ("constituency", "de-ost-auberg-constituency"),
        ("constituency", "de-ost-berlau"),
        ("country", "de"),
        ("municipality", "de-ost-auberg-municipality"),
        ("municipality", "de-ost-neustadt-102"),
        ("municipality", "de-ost-neustadt-203"),
        ("postal-district", "de-ost-post"),
        ("state", "de-ost"),
    ]
    assert warehouse.rows(
        made, "SELECT gp_unit_id, category, total FROM clean.reported_totals ORDER BY ALL LIMIT 3"
    ) == [
        ("de-ost-auberg-municipality", "de-a", 20),
        ("de-ost-auberg-municipality", "de-b", 20),
        ("de-ost-neustadt-102", "de-a", 30),
    ]
    assert warehouse.rows(made, "SELECT rule, subject FROM clean.findings WHERE severity <> 'info'") == []


def test_units_that_may_lie_in_several_are_astray_unless_said(checked):
    """What is said of towns is of no constituency that is known."""
    made = checked(ROWS, KINDS, OFFICES.replace("across: [municipality, postal-district, state], ", ""))
    said = "SELECT count(*) FROM clean.findings WHERE severity = 'error' AND rule = 'R119'"
    assert warehouse.rows(made, said) == [(1,)]
    assert warehouse.rows(made, "SELECT count(*) FROM clean.reported_totals") == [(0,)]


LEVELS = """
- parts:
    - only: {kind: [town]}
      set: {within: Ost, office: senate}
      complete: [units, votes]
      columns: &columns
        number: unit_number
        name: unit
        A: {is: votes, with: {party: A}}
        B: {is: votes, with: {party: B}}
    - only: {kind: [post]}
      register: {unit: postal-district, within: state}
      set: {within: Ost, office: senate}
      complete: [units, votes]
      columns: *columns
    - only: {kind: [whole]}
      set: {office: senate}
      columns: *columns
"""


@pytest.mark.parametrize(
    ("head", "whole", "broken"),
    [
        (OFFICES, "80,50", []),  # towns and post together
        (OFFICES, "80,51", [("R307",)]),
        (OFFICES.replace("beside: municipality", "type: other"), "80,50", [("R307",)]),
    ],
)
def test_units_beside_others_make_the_whole_with_them(checked, head, whole, broken):
    made = checked(["kind,number,name,A,B", *ROWS[3:], f"whole,,Ost,{whole}"], LEVELS, head)
    assert warehouse.rows(made, "SELECT DISTINCT rule FROM clean.findings WHERE severity = 'error'") == broken


def test_votes_of_units_beside_others_are_of_the_contest(checked):
    """Where no whole is printed, it is reckoned from both kinds."""
    made = checked(["kind,number,name,A,B", *ROWS[3:]], LEVELS.rpartition("    - only: {kind: [whole]}")[0])
    votes = "SELECT selection_id, votes, reports FROM core.contest_votes ORDER BY ALL"
    assert warehouse.rows(made, votes) == [("de-a", 80, 4), ("de-b", 50, 4)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("House, {district}\"", "House, {districts}\"", "unknown role 'districts'; did you mean 'district'"),
        ("set: {within: Ost}", "set: {within: Ost}\n  register: {unit: towns}", "unknown unit type 'towns'"),
    ],
)  # fmt: skip
def test_what_is_misspelt(checked, old, new, says):
    with pytest.raises(InputError, match=says):
        checked(["race,town,name,votes", "Senator,A,Anna,10"], RACES.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("across: [municipality,", "across: [municipalty,"), ("beside: municipality", "beside: municipalty")],
)
def test_what_is_misspelt_above(checked, old, new):
    with pytest.raises(InputError, match="unknown unit type 'municipalty'; did you mean 'municipality'"):
        checked(["race,town,name,votes", "Senator,A,Anna,10"], RACES, OFFICES.replace(old, new))
