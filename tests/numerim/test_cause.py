"""Several findings with one reason are told as one."""

import pytest

from numerim import stages, warehouse
from numerim.ask.advise import advised
from numerim.check.finding import named
from numerim.declare.house import House
from numerim.publish import release
from tests.numerim.test_corrections import FINE, STATIONS, TOTALS, lines

COLUMNS = "unit,candidate,party,office,measure,value,within\n"


def told(connection):
    sql = "SELECT rule, subject, cause, cause_says FROM clean.findings WHERE severity <> 'info' ORDER BY finding_id"
    return warehouse.rows(connection, sql)


def test_a_misprint_that_breaks_several_relations_is_one_cause(judged, ungated, tmp_path):
    """Its sum over the stations, and the valid ballots of its own."""
    votes = {**FINE, "Berg": (5380, 148), "Prizren": TOTALS}
    rows = lines(("A B", "C D"), votes)
    rows += [
        f"{unit},,,mayor,valid,{sum(pair)},{'' if unit == 'Prizren' else 'Prizren'}" for unit, pair in FINE.items()
    ]
    made = judged(rows, head=STATIONS, columns=COLUMNS, complete="units, votes", whole=True)
    found = told(made)
    causes = {cause for _, _, cause, _ in found}
    assert len(found) > 1
    assert len(causes) == 1
    assert None not in causes
    text = advised(made, stages.election_file(House(tmp_path), "xk-test-2030"))
    assert text.count(found[0][3]) == 1
    assert "have one cause" not in text
    made_of = release.release(made, House(tmp_path), stages.election_file(House(tmp_path), "xk-test-2030"))
    readme = (made_of.folder / "README.md").read_text("utf-8")
    assert readme.count(found[0][3]) == 1
    assert "have one cause" not in readme
    assert {says for *_, says in found} == {f"{len(found)} findings would be resolved if s1.csv:L3.C6 were 538"}


def test_misprints_apart_are_causes_apart(judged):
    votes = {**FINE, "Berg": (5380, 148), "Dale": (276, 1170), "Prizren": TOTALS}
    made = judged(lines(("A B", "C D"), votes), head=STATIONS, columns=COLUMNS, complete="units, votes")
    found = told(made)
    assert len(found) == 2
    assert [cause for _, _, cause, _ in found] == [None, None]


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("e-1/mayor/u/1", "R401/e-1/mayor/u/1"),
        ("e-1/mayor/u/1 somebody", "R401/e-1/mayor/u/1 somebody"),
        ("e-1 first", "R401/e-1/first"),
        ("e-1", "R401/e-1"),
        ("e-11/mayor/u/1", "R401/e-1/e-11/mayor/u/1"),
        ("all u 1", "R401/e-1/all u 1"),
    ],
)
def test_the_id_of_a_finding_names_its_election_once(subject, expected):
    assert named("R401", "e-1", subject) == expected


@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017"])
def test_places_are_those_of_statements_and_have_a_role(checked, election):
    made = checked(election)
    lost = """
        SELECT p.* FROM clean.finding_places p ANTI JOIN clean.statements s
            ON (p.source_id, p.locator, p.measure, p.printed) = (s.source_id, s.locator, s.measure, s.printed)
        WHERE p.measure <> '-'"""
    assert warehouse.rows(made, lost) == []
    held = "SELECT DISTINCT source_id, locator, measure FROM clean.statements WHERE fate = 'held_back'"
    doubted = """
        SELECT DISTINCT source_id, locator, measure FROM clean.finding_places JOIN clean.findings USING (finding_id)
        WHERE role = 'in_doubt' AND severity = 'error' AND status = 'open'"""
    assert set(warehouse.rows(made, held)) <= set(warehouse.rows(made, doubted))


@pytest.mark.parametrize(
    ("broken", "of", "one"), [(5, 5, True), (3, 5, True), (2, 5, False), (4, 8, False), (5, 8, True)]
)
def test_a_column_most_of_which_does_not_fit_is_one_cause(judged, broken, of, one):
    """Printed turnout that stands a line too low, in a table of so many municipalities."""
    places = ["Prizren", "Gjakovë", "Pejë", "Ferizaj", "Gjilan", "Podujevë", "Vushtrri", "Suharekë"][:of]
    cast = (412, 538, 163, 276, 391, 507, 244, 629)[:of]
    rows = []
    for i, (place, n) in enumerate(zip(places, cast, strict=True)):
        turnout = (cast[i - 1] if i < broken else n) / 10
        rows += [f"{place},,,,{said},,{x},," for said, x in (("registered", 1000), ("cast", n), ("turnout", turnout))]
    made = judged(rows)
    found = [row for row in told(made) if row[0] == "R403"]
    assert len(found) == broken
    assert len({cause for _, _, cause, _ in found}) == 1
    assert (found[0][2] is not None) == one
    if one:
        assert f"{broken} of the {of} figures of turnout in column 7 of" in found[0][3]
