"""How `election.yml` names a method, and what modifies it."""

import json
from decimal import Decimal

import pytest
from pydantic import ValidationError

from numerim.declare.offices import Office
from numerim.schemas.contest import Terms
from numerim.schemas.law import laws, terms


@pytest.mark.parametrize(
    ("said", "method", "statute", "expected"),
    [
        ({"law": "plurality"}, "plurality", None, Terms()),
        ({"outcome_rule": "plurality", "law": "al-electoral-code"}, "plurality", "al-electoral-code", Terms()),
        ({"law": {"block-vote": {"seats": 3}}}, "block_vote", None, Terms(seats=3)),
        ({"law": {"limited_vote": {"seats": 4, "votes": 3}}}, "limited_vote", None, Terms(seats=4, votes=3)),
        ({"law": "block-vote", "seats": 3}, "block_vote", None, Terms(seats=3)),
        (
            {"outcome_rule": {"two_round_majority": {"least": 40, "ahead": 10, "of": "cast"}}, "law": "xk-x"},
            "two_round_majority",
            "xk-x",
            Terms(least=Decimal(40), ahead=Decimal(10), of="cast"),
        ),
        ({"outcome_rule": "two_round_majority", "majority_of": "cast"}, "two_round_majority", None, Terms(of="cast")),
        ({"law": {"majority": {"quorum": 33.5}}}, "majority", None, Terms(quorum=Decimal("33.5"))),
        (
            {"law": {"dhondt": {"threshold": 3, "threshold_of": "cast", "exempt": ["al-pbdnj"]}}},
            "dhondt",
            None,
            Terms(threshold=Decimal(3), threshold_of="cast", exempt=("al-pbdnj",)),
        ),
        ({"outcome_rule": "hare", "threshold": 5}, "hare", None, Terms(threshold=Decimal(5))),
        ({}, None, None, Terms()),
    ],
)
def test_a_method_and_its_terms(said, method, statute, expected):
    office = Office.model_validate(said)
    assert (office.outcome_rule, office.law, terms(office.modifies)) == (method, statute, expected)


def test_nothing_is_told_where_nothing_modifies_a_method():
    assert Office.model_validate({"law": "plurality"}).modifies is None
    assert json.loads(Office.model_validate({"law": {"block-vote": {"seats": 3}}}).modifies) == {"seats": 3}


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"law": {"majorty": {"quorum": 33}}}, "unknown outcome rule 'majorty'; did you mean 'majority'"),
        ({"law": {"majority": {"quorm": 33}}}, "unknown parameter of majority 'quorm'; did you mean 'quorum'"),
        ({"law": {"majority": {"quorum": 133}}}, "less than or equal to 100"),
        ({"law": {"majority": {"of": "votes"}}}, "unknown base 'votes'"),
        ({"law": {"majority": 33}}, "is written as"),
        ({"law": {"majority": {}, "plurality": {}}}, "a method is one word"),
        ({"law": {"block_vote": {"seats": 3}}, "seats": 4}, "`seats` is said twice"),
        ({"law": "plurality", "terms": {"seats": 3}}, "stands under its name"),
        ({"law": {"dhondt": {"threshold": 0.05}}}, "0.05 is 0.05 per cent, which no law has; write per cent: 5"),
        ({"law": "dhondt", "threshold": 0.03}, "write per cent: 3"),
        ({"law": {"majority": {"majority": 0.4}}}, "write per cent: 40"),
    ],
)
def test_what_is_wrong_is_said(said, says):
    with pytest.raises(ValidationError, match=says):
        Office.model_validate(said)


def test_every_parameter_that_a_law_takes_is_one():
    for law in laws().values():
        assert set(law.takes) <= set(Terms.__dataclass_fields__)
