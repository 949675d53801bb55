"""Hints by evidence: tables with a slip in them, through the whole check, and which figure is suggested, and why."""

import json

import pytest

from numerim import stages, warehouse
from numerim.ask.advise import advised
from numerim.declare.house import House
from tests.numerim.conftest import HEAD

STATIONS = HEAD.replace(
    "offices: {mayor: {outcome_rule: two_round_majority}, council: {}}\n",
    "offices:\n"
    + "".join(
        f"  {name}: {{unit: municipality, outcome_rule: plurality}}\n"
        for name in ("mayor", "clerk", "judge", "coroner")
    ),
).replace("sources:\n", "register: {unit: polling_station, party: party}\nsources:\n")
COLUMNS = "unit,within,office,candidate,party,measure,value\n"

UNITS = ("Alba", "Berg", "Cove", "Dale", "Elms", "Ford", "Glen", "Hill")
PEOPLE = (612, 745, 498, 421, 655, 301, 1102, 560)
TASTE = (0.61, 0.74, 0.35, 0.66, 0.58, 0.67, 0.60, 0.64)
"""How many vote in each unit, and what part of them for the Blue."""

CONTESTS = {
    "mayor": (("Xavier Xen", "Blue"), ("Yann Ypp", "Red"), 1.0, 0.0),
    "clerk": (("Uma Uhl", "Blue"), ("Vera Voss", "Red"), 0.93, 0.03),
    "judge": (("Sam Soll", "Blue"), ("Tom Tell", "Red"), 0.88, -0.02),
}


def county(offices=tuple(CONTESTS)):
    """Votes of an election: office, unit and candidate -> votes."""
    votes = {}
    for office in offices:
        (blue, _), (red, _), turnout, more = CONTESTS[office]
        for unit, people, taste in zip(UNITS, PEOPLE, TASTE, strict=True):
            cast = round(people * turnout)
            votes[office, unit, blue] = round(cast * (taste + more))
            votes[office, unit, red] = cast - votes[office, unit, blue]
    return votes


def printed(votes, wrong):
    """The rows of a table, with the totals of the votes as they are, and some figures wrong."""
    party = {name: party for *both, _, _ in CONTESTS.values() for name, party in both}
    rows = [
        f"{unit},Prizren,{office},{name},{party[name]},votes,{wrong.get((office, unit, name), n)}"
        for (office, unit, name), n in votes.items()
    ]
    for office in dict.fromkeys(office for office, *_ in votes):
        for name in dict.fromkeys(name for of, _, name in votes if of == office):
            total = sum(n for (of, _, who), n in votes.items() if (of, who) == (office, name))
            rows.append(f"Prizren,,{office},{name},{party[name]},votes,{wrong.get((office, 'Prizren', name), total)}")
    return rows


@pytest.fixture
def hinted(judged):
    """Votes, and the figures that are wrong -> a database, and by rule what is suggested, as JSON has it."""

    def of(votes, wrong, more=(), whole=False):
        rows = [*printed(votes, wrong), *more]
        made = judged(rows, head=STATIONS, columns=COLUMNS, complete="units, votes", whole=whole)
        rows = warehouse.rows(
            made, "SELECT rule, subject, hints FROM clean.findings WHERE hints IS NOT NULL ORDER BY finding_id"
        )
        return made, {(rule, subject): json.loads(hints) for rule, subject, hints in rows}

    return of


def of_unit(connection, place):
    """The unit and the candidate of a place."""
    sql = f"SELECT gp_unit_id, selection_id FROM core.statements WHERE place = '{place.split()[0]}'"
    return tuple(name.rpartition("-")[2] for name in warehouse.rows(connection, sql)[0])


def first(connection, hints):
    """Unit, value and slip of the first hint."""
    change = hints[0]["changes"][0]
    return of_unit(connection, change["place"])[0], int(change["value"]), change["slip"]


def test_of_many_figures_that_one_digit_would_mend_the_one_that_does_not_fit_its_unit_is_named(hinted):
    votes = county()
    right = votes["mayor", "Glen", "Xavier Xen"]
    made, found = hinted(votes, {("mayor", "Glen", "Xavier Xen"): right - 300})
    (hints,) = found.values()
    assert first(made, hints) == ("glen", right, "replaced")
    assert hints[0]["likelihood"] > 0.5
    assert len(hints) > 6  # any other unit could be wrong by 300, too, and the total
    why = " / ".join(hints[0]["because"])
    assert f"then the unit has {PEOPLE[6]:,} here; its other contests suggest" in why
    assert "the party’s votes in the other contests of the unit suggest" in why


def test_of_few_figures_for_none_of_which_anything_speaks_none_is_favoured(judged, tmp_path):
    """Two lists and the valid ballots, off by a figure that no slip of a finger makes."""
    rows = [f"Prizren,,{party},mayor,votes,,{n},," for party, n in (("LVV", 4687), ("LDK", 5274))]
    made = judged([*rows, "Prizren,,,mayor,valid,,14161,,"], complete="votes")
    told = advised(made, stages.election_file(House(tmp_path), "xk-test-2030"))
    assert "nothing points to one of these 3 figures; only the source can tell" in told
    assert "possible:" not in told


@pytest.mark.parametrize("offices", [("mayor",), tuple(CONTESTS)])
def test_the_figure_above_that_was_typed_again(offices, hinted):
    votes = county(offices)
    right = votes["mayor", "Elms", "Xavier Xen"]
    again = votes["mayor", "Dale", "Xavier Xen"]
    made, found = hinted(votes, {("mayor", "Elms", "Xavier Xen"): again})
    (hints,) = found.values()
    assert first(made, hints) == ("elms", right, "line")
    assert "it repeats the figure of the unit before it" in hints[0]["because"]
    assert warehouse.rows(made, "SELECT impact FROM clean.findings WHERE rule = 'R307'") == [("none",)]


def test_a_total_that_is_misprinted_is_named_where_every_unit_is_as_usual(hinted):
    votes = county()
    total = sum(n for (office, _, name), n in votes.items() if (office, name) == ("clerk", "Uma Uhl"))
    made, found = hinted(votes, {("clerk", "Prizren", "Uma Uhl"): total - 400})
    (hints,) = found.values()
    assert first(made, hints) == ("prizren", total, "replaced")


def test_where_nothing_tells_figures_apart_none_is_favoured(hinted, tmp_path):
    votes = county(("mayor",))
    right = votes["mayor", "Glen", "Xavier Xen"]
    made, found = hinted(votes, {("mayor", "Glen", "Xavier Xen"): right + 1})
    (hints,) = found.values()
    assert {of_unit(made, hint["changes"][0]["place"])[0] for hint in hints} == {*map(str.lower, UNITS), "prizren"}
    assert hints[0]["likelihood"] < 0.5
    told = advised(made, stages.election_file(House(tmp_path), "xk-test-2030"))
    assert f"nothing points to one of these {len(hints)} figures; only the source can tell" in told
    assert "under corrections:" not in told


def test_a_small_slip_alone_could_be_anywhere(hinted):
    votes = county(("mayor",))
    red = votes["mayor", "Hill", "Yann Ypp"]
    _, found = hinted(votes, {("mayor", "Hill", "Yann Ypp"): red + 2})
    (alone,) = found.values()
    assert alone[0]["likelihood"] < 0.4


def test_another_column_that_is_wrong_in_the_same_unit_speaks_for_it(hinted):
    votes = county(("mayor",))
    blue, red = votes["mayor", "Hill", "Xavier Xen"], votes["mayor", "Hill", "Yann Ypp"]
    wrong = {("mayor", "Hill", "Yann Ypp"): red + 2, ("mayor", "Hill", "Xavier Xen"): blue * 10}
    made, found = hinted(votes, wrong)
    of_red = next(hints for (_, subject), hints in found.items() if "yann" in subject)
    assert first(made, of_red)[:2] == ("hill", red)


def test_a_line_typed_twice_leads_to_the_second_and_to_what_the_total_leaves(hinted):
    votes = county(("mayor",))
    wrong = {("mayor", "Elms", name): votes["mayor", "Dale", name] for name in ("Xavier Xen", "Yann Ypp")}
    made, found = hinted(votes, wrong)
    hints = next(hints for (rule, _), hints in found.items() if rule == "R890")
    changes = {of_unit(made, c["place"]): int(c["value"]) for c in hints[0]["changes"]}
    assert changes == {("elms", "xen"): 380, ("elms", "ypp"): 275}
    assert hints[0]["likelihood"] > 0.9


def test_a_figure_that_nobody_can_read_is_what_the_total_leaves(hinted, tmp_path):
    votes = county(("mayor",))
    made, found = hinted(votes, {("mayor", "Cove", "Yann Ypp"): "3x4"}, whole=True)
    (hints,) = found.values()
    change = hints[0]["changes"][0]
    assert (change["printed"], int(change["value"]), change["slip"]) == ("3x4", 324, "missing")
    assert hints[0]["because"] == ["the total of Prizren leaves it"]
    assert warehouse.rows(made, "SELECT count(*) FROM clean.statements WHERE value = '324'") == [(0,)]
    told = advised(made, stages.election_file(House(tmp_path), "xk-test-2030"))
    assert "is 324, not 3x4 (what is left of the total)" in told


def test_two_that_nobody_can_read_are_left_alone(hinted):
    votes = county(("mayor",))
    _, found = hinted(votes, {("mayor", "Cove", "Yann Ypp"): "3x4", ("mayor", "Dale", "Yann Ypp"): "1x"})
    assert found == {}


def test_digits_exchanged_with_the_cell_beside_it(judged):
    """Of 1284 and 637 the tens changed places: 1234 and 687, in a table with a column a candidate."""
    rows = [
        "Prizren,LVV,,mayor,votes,,1234,,",
        "Prizren,LDK,,mayor,votes,,687,,",
        "Prizren,PDK,,mayor,votes,,96,,",
    ]
    shares = [f"Prizren,{party},,mayor,share,,{share},," for party, share in (("LVV", "63.66"), ("LDK", "31.58"))]
    made = judged([*rows, *shares, "Prizren,PDK,,mayor,share,,4.76,,"], head=HEAD)
    found = warehouse.rows(made, "SELECT hints FROM clean.findings WHERE rule = 'R411' AND hints IS NOT NULL")
    changes = [
        {(c["printed"], c["value"], c["slip"]) for c in hint["changes"]}
        for (hints,) in found
        for hint in json.loads(hints)[:1]
    ]
    assert changes
    assert all(one == {("1234", "1284", "transposed"), ("687", "637", "transposed")} for one in changes)


SPREADSHEET = HEAD.replace("two_round_majority", "plurality")


@pytest.mark.parametrize(
    ("votes", "shares", "right"),
    [
        (("31742", "25881"), ("52.62", "42.90"), ("25881", "28581")),
        (("5120", "4880"), ("51.20", "48.80"), None),  # all is well
    ],
)
def test_shares_that_were_worked_out_from_the_slip_follow_it(judged, votes, shares, right):
    """The second has 28,581; two digits were swapped, and the share worked out from that."""
    valid = "60323" if right else "10000"
    rows = [f"Prizren,,,mayor,valid,,{valid},,"]
    for party, n, share in zip(("LVV", "LDK"), votes, shares, strict=True):
        rows += [f"Prizren,,{party},mayor,votes,,{n},,", f"Prizren,,{party},mayor,share,,{share},,"]
    made = judged(rows, head=SPREADSHEET, complete="votes, share")
    found = warehouse.rows(made, "SELECT rule, hints FROM clean.findings WHERE hints IS NOT NULL")
    if right is None:
        assert found == []
        return
    assert {rule for rule, _ in found} >= {"R203", "R401"}
    for _, hints in found:
        told = [(c["printed"], c["value"], c["slip"]) for c in json.loads(hints)[0]["changes"]]
        assert told == [(*right, "swapped"), ("42.90", "47.38", "followed")]


def test_a_nought_beside_seats_is_the_hint(judged):
    rows = []
    for party, votes, seats in (("LVV", 0, 9), ("LDK", 800, 4), ("PDK", 400, 2)):
        rows += [f"Prizren,,{party},council,votes,,{votes},,", f"Prizren,,{party},council,seats,,{seats},,"]
    made = judged(rows, head=HEAD.replace("council: {}", "council: {outcome_rule: sainte_lague}"))
    found = warehouse.rows(made, "SELECT hints FROM clean.findings WHERE hints IS NOT NULL")
    assert found
    for (hints,) in found:
        (hint,) = json.loads(hints)
        (change,) = hint["changes"]
        assert (of_unit(made, change["place"])[1], change["printed"], change["value"]) == ("lvv", "0", None)
        assert hint["because"] == ["9 seats stand beside it"]


def test_no_hint_makes_a_council_of_a_size_that_the_law_does_not_know(judged):
    """15 of 17 seats are lawful in Kosovo as 15; the printed size 18 could be 17 for the sum, which no law knows."""
    rows = ["Prizren,,,council,council_size,,15,,"]
    rows += [f"Prizren,,{party},council,seats,,{n},," for party, n in (("LVV", 9), ("LDK", 5), ("PDK", 3))]
    made = judged(rows)
    ((hints,),) = warehouse.rows(made, "SELECT hints FROM clean.findings WHERE rule = 'R301'")
    changed = [c for hint in json.loads(hints) for c in hint["changes"]]
    assert {c["place"].rpartition("|")[2] for c in changed} == {"seats"}
    assert {(c["printed"], c["value"]) for c in changed} == {("9", "7"), ("5", "3"), ("3", "1")}


def test_the_sum_is_weighed_instead_of_the_total(hinted):
    """Many units could be wrong; whichever it is, the contest has the total or the sum, and the winner stays."""
    votes = county(("mayor",))
    right = votes["mayor", "Glen", "Xavier Xen"]
    made, _ = hinted(votes, {("mayor", "Glen", "Xavier Xen"): right + 3})
    assert warehouse.rows(made, "SELECT impact FROM clean.findings WHERE rule = 'R307'") == [("none",)]


def test_the_sum_instead_of_the_total_changes_the_winner(hinted):
    votes = county(("mayor",))
    margin = sum(n if name == "Xavier Xen" else -n for (_, _, name), n in votes.items())
    total = sum(n for (_, _, name), n in votes.items() if name == "Yann Ypp")
    made, _ = hinted(votes, {("mayor", "Prizren", "Yann Ypp"): total + margin + 40})
    assert warehouse.rows(made, "SELECT impact FROM clean.findings WHERE rule = 'R307'") == [("decisive",)]
