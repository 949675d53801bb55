# ruff: noqa: E501
"""The table `results` judged again: what its figures say of each other, and no more than its package says."""

import csv
import io
import re

import pytest

from numerim import warehouse
from numerim.judge import judge
from numerim.judge.claims import OF_CONTESTS
from numerim.judge.contests import _ASKED
from numerim.schemas.rule import rules
from numerim.schemas.sentence import names
from numerim.schemas.table import tables
from tests.conftest import ELECTIONS

COLUMNS = [
    "election_id",
    "contest_id",
    "contest",
    "round",
    "law",
    "contest_seats",
    "registered",
    "ballots_cast",
    "valid",
    "turnout",
    "selection_id",
    "list",
    "selection_kind",
    "votes_printed",
    "votes",
    "share_printed",
    "share",
    "base",
    "seats_printed",
    "seats",
    "outcome",
    "source_id",
    "threshold",
]
GIVEN = {
    "election_id": "e",
    "round": 1,
    "law": "two_round_majority",
    "source_id": "s",
    "selection_kind": "candidate",
    "base": "valid",
}


def table(contests):
    """Contests -> the text of a table: what they have in common, and a row a selection."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for n, (common, selections) in enumerate(contests):
        for name, own in selections.items():
            row = {
                **GIVEN,
                "contest_id": f"c{n}",
                "contest": f"C{n}",
                "selection_id": name.lower(),
                "list": name,
                **common,
                **own,
            }
            for figure in ("votes", "share", "seats"):
                row.setdefault(f"{figure}_printed", row.get(figure, ""))
            writer.writerow(row)
    return text.getvalue()


@pytest.fixture
def found(tmp_path):
    """Contests -> the findings about them: rule and sentence."""

    def of(*contests):
        (tmp_path / "results.csv").write_text(table(contests))
        return [(one.rule, one.says) for one in judge(str(tmp_path / "results.csv")).told]

    return of


def shares(*figures, **common):
    return common, {name: {"share": share} for name, share in zip("ABCDEF", figures, strict=False)}


def votes(*figures, **common):
    return common, {name: {"votes": n} for name, n in zip("ABCDEF", figures, strict=False)}


def seats(*figures, largest="A", **common):
    return {"law": "dhondt", **common}, {
        name: {"seats": n, "outcome": "largest" if name == largest else ""}
        for name, n in zip("ABCDEF", figures, strict=False)
    }


def with_outcomes(contest, **outcomes):
    common, selections = contest
    return common, {name: {**row, "outcome": outcomes.get(name, "")} for name, row in selections.items()}


WHOLE = [shares("60.00", "40.00")] * 5


@pytest.mark.parametrize(
    "contests",
    [
        WHOLE,
        [shares("60.00", "20.00")] * 5,
        [*WHOLE[:3], *[shares("60.00", "20.00")] * 2],
        [shares("33.33", "33.33", "33.33")],
        [shares("50.00", "30.00", "30.00", law="block-vote", contest_seats=3)],
        [votes(60, 40, valid=100, ballots_cast=110, registered=200, turnout="55.00")],
        [
            (
                {"valid": 300, "ballots_cast": 310},
                {"A": {"votes": 100, "share": "33.33"}, "B": {"votes": 200, "share": "66.67"}},
            )
        ],
        [seats(6, 5, contest_seats=11)],
        [with_outcomes(shares("51.00", "49.00"), A="elected")],
        [with_outcomes(shares("41.00", "39.00", "20.00"), A="runoff", B="runoff")],
        [with_outcomes(votes(30, 20, law="plurality"), A="elected")],
        [({}, {"A": {"share": "40.00"}, "Others": {"share": "60.00", "selection_kind": "remainder"}})],
    ],
)
def test_nothing_is_said_of_what_is_right(found, contests):
    assert found(*contests) == []


@pytest.mark.parametrize(
    ("contests", "expected"),
    [
        ([*WHOLE, shares("59.56", "40.00")], ("R401", "C5: the 2 shares add up to 99.56 per cent, 0.44 away from 100; rounding explains at most 0.01. Either a share is wrong, or a candidate or list is missing")),
        ([shares("60.00", "40.02")], ("R402", "C0: the 2 shares add up to 100.02 per cent, more than 100")),
        ([shares("52.255", "40.10")], ("R408", "C0: the share of A is printed as 52.255, with 3 decimals where the others have 2; without its last digit it would be 52.25")),
        ([votes(60, 41, valid=100)], ("R203", "C0: the votes for the 2 selections add up to 101, but 100 ballots are valid")),
        ([votes(60, 40, ballots_cast=50)], ("R213", "C0: A 60 votes from only 50 ballots")),
        ([votes(60, ballots_cast=300, registered=200)], ("R201", "C0: 300 ballots were cast, but only 200 people are on the roll")),
        ([votes(60, ballots_cast=100, registered=200, turnout="51.00")], ("R403", "C0: turnout is printed as 51 per cent, but 100 of 200 registered is 50 per cent; 51 per cent would be 102 voters")),
        ([votes(60, turnout="151.00")], ("R801", "C0: turnout is printed as 151 per cent; more than 100 per cent of the people registered cannot have voted")),
        ([({"valid": 300}, {"A": {"votes": 100, "share": "33.43"}})], ("R411", "C0: A has 100 of 300 votes, which is 33.333 per cent, but 33.43 is printed; that would be 100 votes")),
        ([seats(6, 6, contest_seats=11)], ("R301", "C0: 12 seats are won, but the council has 11")),
        ([*[seats(6, 5, contest_seats=11)] * 5, seats(6, 4, contest_seats=11)], ("R301", "C5: 10 seats are won, but the council has 11")),
        ([seats(5, 6, contest_seats=11)], ("R505", "C0: A is named as the largest with 5 seats, but another list has 6")),
        ([with_outcomes(votes(60, 70, law="plurality"), A="elected")], ("R501", "C0: A is said to be elected with 60 votes, but B has 70")),
        ([with_outcomes(shares("49.00", "31.00"), A="elected")], ("R502", "C0: A is said to be elected in the first round with 49 per cent, which is not more than half")),
        ([with_outcomes(votes(49, 31, valid=98), A="elected")], ("R511", "C0: A is said to be elected in the first round with 49 of 98 votes (valid); more than half would be 50")),
        ([with_outcomes(shares("40.00", "35.00", "25.00"), A="runoff", C="runoff")], ("R504", "C0: C goes to the runoff with 25 per cent; the best of those who do not has 35")),
        ([with_outcomes(votes(40, 35, 25), A="runoff", C="runoff")], ("R513", "C0: C goes to the runoff with 25 votes, but B, who does not, has 35")),
        ([with_outcomes(votes(40, 35, 25), A="runoff", B="runoff", C="runoff")], ("R503", "C0: 3 go to the runoff: A, B, C")),
        ([with_outcomes(votes(40, 40, law="plurality"), A="elected", B="elected")], ("R507", "C0: 2 are said to be elected: A, B")),
        ([with_outcomes(votes(60, 40), A="elected", B="runoff")], ("R508", "C0: the source names a winner of the first round and says that there is a second")),
        ([({"law": "dhondt", "threshold": 5, "valid": 100}, {"A": {"votes": 4, "seats": 1}})], ("R523", "C0: A has 4 of 100 valid votes, 4 per cent, which is below the threshold of 5, but has 1 seat")),
        ([({}, {"A": {"votes": -4}})], ("R211", "C0: A has -4, which is below zero")),
        ([({}, {"A": {"votes": "4x"}})], ("R118", "C0: a figure of A cannot be read: “4x”")),
        ([({}, {"A": {"votes": 4}, "a": {"votes": 5}})], ("R115", "C0: A stands there more than once (lines 2 and 3), with different figures")),
        ([({}, {"A": {"votes": 4}, "a": {"votes": 4}})], ("R702", "C0: A stands there more than once (lines 2 and 3), with the same figures")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(found, contests, expected):
    rest = [one for one in found(*contests) if one[0] not in ("R413", "R506")]
    assert rest == [expected]


def test_remarks(found):
    assert [rule for rule, _ in found(with_outcomes(shares("35.00", "20.00"), A="runoff", B="runoff"))] == ["R413"]
    assert found(seats(5, 5, 1, contest_seats=11)) == [
        ("R506", "C0: A is named as the largest, but 2 lists have 5 seats: A, B")
    ]


def test_what_is_held_back_is_judged_as_printed(found):
    figures = {"A": {"share": "", "share_printed": "60,82%"}, "B": {"share": "", "share_printed": "40,82 %"}}
    assert found(({}, figures)) == [("R402", "C0: the 2 shares add up to 101.64 per cent, more than 100")]
    counts = {"A": {"votes": "", "votes_printed": "1.890.952"}, "B": {"votes": 5}}
    assert found(({"valid": 1_890_952}, counts)) == [
        ("R203", "C0: the votes for the 2 selections add up to 1,890,957, but 1,890,952 ballots are valid")
    ]


@pytest.mark.skipif("results" not in tables(), reason="packages have no table of results")
@pytest.mark.parametrize("election", ELECTIONS)
def test_a_package_judged_again_says_what_can_be_decided_from_it_and_no_more(election, checked, tmp_path):
    connection = checked(election)
    path = tmp_path / "results.csv"
    connection.execute(f"COPY clean.results TO {warehouse.text(str(path))} (HEADER)")
    judgement = judge(str(path))
    contests = [row[0] for row in warehouse.rows(connection, "SELECT contest_id FROM clean.results")]
    again = {(one.rule, contests[one.places[0].line - 2]) for one in judgement.told}
    codes = ", ".join(map(warehouse.text, sorted(OF_CONTESTS)))
    asked = f"SELECT rule, contest_id FROM clean.findings WHERE rule IN ({codes}) AND status <> 'corrected' AND contest_id IN (SELECT contest_id FROM clean.results)"
    assert again == set(warehouse.rows(connection, asked))
    assert judgement.counts["contests"] == len(set(contests))


def test_a_sentence_of_a_rule_finds_what_it_names():
    """A rule may be worded anew; what its sentence names must then be told here as well."""
    for asked in _ASKED:
        if not asked.says:
            columns = set(re.findall(r"\w+", asked.broken))
            assert names(rules()[asked.code].says) <= columns, asked.code
