"""Made-up elections: no rule accuses a lawful one, and every slip that anything on paper can show is found.

`benchmarks/seeded_errors.py` does the same with many more of them.
"""

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.made.elections import NONE, make
from tests.made.judge import judge
from tests.made.law import split
from tests.made.mutations import MUTATIONS, TELLS, opportunities
from tests.made.oracle import claims
from tests.made.recipes import COUNCILS, RULES, drawn, recipes
from tests.schemas.laws.test_seats import apportion

SHAPES = ("wholes", "stations")
TOLD = ("error", "warning")


def elections(shape, each, units=200):
    """So many elections of each outcome rule."""
    return [
        make(recipe)
        for i, rule in enumerate(RULES)
        for recipe in drawn(each, recipes(shape, units, rule=rule), start=i)
    ]


@pytest.mark.heavy
@pytest.mark.parametrize("shape", SHAPES)
def test_no_rule_accuses_a_lawful_election(shape):
    made = {f"made-{i}": one for i, one in enumerate(elections(shape, 5))}
    accused = [
        (finding.rule, finding.says, made[name].recipe)
        for name, findings in judge(made).items()
        for finding in findings
        if finding.severity in TOLD
    ]
    assert accused == []


@pytest.mark.heavy
@pytest.mark.parametrize("shape", SHAPES)
def test_slips_that_show_are_found(shape):
    base = elections(shape, 3, units=8)
    spoilt = [(name, one) for name in MUTATIONS for one in opportunities(base, name, 3) if one.broken]
    assert {name for name, _ in spoilt} == set(MUTATIONS)
    found = judge({f"made-{i}": one.made for i, (_, one) in enumerate(spoilt)})
    missed = [
        (name, sorted(one.broken), dict(one.right), one.made.recipe)
        for (name, one), findings in zip(spoilt, found.values(), strict=True)
        if not any(finding.severity in TOLD or finding.rule in TELLS for finding in findings)
    ]
    assert len(missed) <= len(spoilt) / 100, missed


@settings(max_examples=150, deadline=None)
@given(recipes(units=25))
def test_made_elections_are_lawful(recipe):
    made = make(recipe)
    assert make(recipe).rows == made.rows
    assert [claim for claim in claims(recipe, made.rows) if not claim.holds] == []


def test_made_elections_are_of_every_kind():
    every = [one for shape in SHAPES for one in elections(shape, 30, units=25)]
    assert {one.recipe.rule for one in every} == set(RULES)
    assert any(one.recipe.units == 1 for one in every)
    assert any(row["round"] == "2" for one in every for row in one.rows)
    assert any("0" in _votes(row) for one in every for row in one.rows)
    ties = [one for one in every if one.recipe.tie and one.recipe.lists > 1]
    assert all(any(len(votes) > len(set(votes)) for votes in map(_votes, one.rows)) for one in ties)


def _votes(row):
    return [text for column, text in row.items() if column.endswith("votes") and text != NONE]


@given(
    votes=st.lists(st.integers(0, 60), min_size=1, max_size=6),
    seats=st.integers(1, 12),
    method=st.sampled_from(COUNCILS),
    threshold=st.sampled_from([0, 5, 20]),
)
@settings(deadline=None)
def test_seats_of_the_oracle_are_those_of_numerim(votes, seats, method, threshold):
    named = {f"l{i}": n for i, n in enumerate(votes)}
    heard = [n for n in votes if n and 100 * n >= threshold * sum(votes)]
    assume(sum(heard) >= seats * (seats + 1))  # with fewer, quotas leave more seats than there are lists
    ours, theirs = split(named, seats, method, Decimal(threshold)), apportion(named, seats, method, threshold)
    assert (ours.sure, sorted(ours.tied), ours.left) == (dict(theirs.sure), sorted(theirs.tied), theirs.by_lot)


@pytest.mark.parametrize(
    ("method", "won"),
    [
        ("dhondt", (4, 3, 1, 0)),
        ("sainte_lague", (3, 3, 1, 1)),
        ("modified_sainte_lague", (3, 3, 1, 0)),  # 100,000 / 7 = 20,000 / 1.4
        ("hare", (3, 3, 1, 1)),
        ("droop", (4, 3, 1, 0)),
    ],
)
def test_seats_by_hand(method, won):
    votes = dict(zip("abcd", (100_000, 80_000, 30_000, 20_000), strict=True))
    assert tuple(split(votes, 8, method).sure.values()) == won
