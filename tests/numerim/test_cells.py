"""What stands in cells: patterns, rows that are chosen by them, columns that repeat, cells that cannot be read."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from tests.numerim.conftest import found

OWN = "offices: {mayor: {unit: municipality, outcome_rule: plurality}}\nregister: {unit: municipality, party: party}"


def votes(connection):
    sql = """SELECT locator, unit_printed, candidate, party_printed, measure, coalesce(number::DOUBLE::VARCHAR, text)
        FROM core.statements ORDER BY statement_id"""
    return [(at.split(":")[-1], *rest) for at, *rest in warehouse.rows(connection, sql)]


def unread(connection):
    sql = "SELECT says FROM clean.findings WHERE rule = 'R118' ORDER BY says"
    return [says for (says,) in warehouse.rows(connection, sql)]


def test_of_several_patterns_the_first_that_fits_all_of_a_cell_is_meant(declared):
    table = """set: {office: mayor}
            columns:
              town: unit
              first: ["{candidate} ({party}) ({share}%)", "{candidate} ({share}%)"]
              second: {is: ["{candidate} ({party}) ({share}%)", "{candidate} ({share}%)", candidate]}"""
    made = declared(
        "fr",
        OWN,
        (table, "town,first,second", "Ville,Ann Ray (P) (55.5%),Bo Lind (44.5%)", "Mas,Cy Dow (60%),Di Eck"),
    )
    assert votes(made) == [
        ("L2.C2", "Ville", "Ann Ray", "P", "share", "55.5"),
        ("L2.C3", "Ville", "Bo Lind", None, "share", "44.5"),
        ("L3.C2", "Mas", "Cy Dow", None, "share", "60.0"),
    ]
    assert "R118" not in found(made)


def test_a_cell_that_fits_no_pattern_is_held_back(declared):
    table = """set: {office: mayor}
            columns:
              town: unit
              who: ["{candidate} ({party})", "{candidate}, {party}"]
              votes: votes
              next: ["{candidate} ({party}) ({share}%)", "{candidate} ({share}%)"]"""
    rows = ["Ville,Ann Ray (P),12,Bo Lind (44.5%)", "Mas,Cy Dow (P,13,Di Eck (40%)", "Bourg,Ed Fox (P),14,Gy Hay (30"]
    made = declared("fr", OWN, (table, "town,who,votes,next", *rows))
    assert [one[:2] for one in votes(made) if one[-1] is None] == [("L3.C3", "Mas"), ("L4.C4", "Bourg")]
    assert unread(made) == [
        "t0.csv:L3.C3: “Cy Dow (P” does not read as “{candidate} ({party})” (L3.C2) (votes); what it should be is "
        "declared under corrections:, how the source writes numbers under numbers: and missing:",
        "t0.csv:L4.C4: “Gy Hay (30” does not read as “{candidate} ({share}%)” (share); what it should be is "
        "declared under corrections:, how the source writes numbers under numbers: and missing:",
    ]


def test_most_of_a_column_that_fits_no_pattern_is_the_end(declared):
    table = "{set: {office: mayor}, columns: {town: unit, who: '{candidate} ({share}%)'}}"
    with pytest.raises(InputError, match=r"“Ann: 1%” does not read as “\{candidate} .*” \(3 such cells") as error:
        declared("fr", OWN, (table, "town,who", "Ville,Ann: 1%", "Mas,Bo: 2%", "Bourg,Cy: 3%", "Pic,Di (4%)"))
    assert error.value.place == "raw/fr/fr-test-2030/t0.csv:L2.C2"


ROWS = ["TOTAL,x,9", "Totally,x,1", "TOTAL OF B,x,9", ",x,2", "*,x,3", "A*B,x,4", "Mas\u00adsif\u00a0Est,x,5"]


@pytest.mark.parametrize(
    ("values", "left"),
    [
        ("TOTAL", ["TOTAL"]),
        ('"TOTAL*"', ["TOTAL", "TOTAL OF B"]),
        ('["*OF B", Totally]', ["TOTAL OF B", "Totally"]),
        ('""', [None]),
        ("null", [None]),
        ('[null, "T*"]', [None, "TOTAL", "TOTAL OF B", "Totally"]),
        ('"*"', ["*", "A*B", "Mas\u00adsif\u00a0Est", "TOTAL", "TOTAL OF B", "Totally"]),
        ('"**"', ["*"]),
        ('"A**B"', ["A*B"]),
        ('"A*"', ["A*B"]),
        ('"Massif Est"', ["Mas\u00adsif\u00a0Est"]),
    ],
)
def test_rows_are_chosen_by_what_one_sees(values, left, declared_together):
    """`only:`, `but:` and `leave:` mean the same rows."""
    common = "set: {office: mayor, unit: Ville}, columns: {town: note, list: party, votes: votes}"
    tables = [
        f"{{{common}, leave: {{town: {values}, because: a total}}}}",
        f"{{{common}, parts: [{{but: {{town: {values}}}}}, {{only: {{town: {values}}}, set: {{count_type: early}}}}]}}",
    ]
    lines = ["town,list,votes", *(f"{row.replace('x', f'P{i}')}" for i, row in enumerate(ROWS))]
    by_leave, by_part = declared_together([("fr", OWN, (table, *lines)) for table in tables])
    names = {row.split(",")[0] or None for row in ROWS}
    read = {name for (name,) in warehouse.rows(by_leave, "SELECT note FROM core.statements")}
    sql = "SELECT note FROM core.statements WHERE count_type = 'early'"
    assert sorted(names - read, key=str) == sorted(left, key=str)
    assert sorted((name for (name,) in warehouse.rows(by_part, sql)), key=str) == sorted(left, key=str)


def test_what_no_row_has_is_told(declared):
    table = (
        "{set: {office: mayor}, leave: {town: 'TOTAL**', because: x}, columns: {town: unit, list: party, votes: votes}}"
    )
    with pytest.raises(InputError, match=r"no row is left out by it \(town: TOTAL\*\*\)"):
        declared("fr", OWN, (table, "town,list,votes", "TOTAL,P,1"))


def test_columns_are_known_by_what_one_sees_of_their_names(declared):
    table = (
        "{set: {office: mayor}, columns: {Polling station: unit, list: party, votes: votes}, ignore: {'no': number}}"
    )
    made = declared("fr", OWN, (table, "no,Polling\u00a0sta\u00adtion, list\u200b,votes", "1,Ville,P,1"))
    assert votes(made) == [("L2.C4", "Ville", None, "P", "votes", "1.0")]
