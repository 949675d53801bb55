"""What a rule that is no relation puts in doubt, and holds back, beside the relations."""

import pytest

from numerim.check.blame import _others
from numerim.check.finding import Finding
from numerim.schemas.rule import rules

A, B, C = (f"s|a.csv:L{line}.C3|seats" for line in (2, 3, 4))


def found(code, *places, held=None):
    row = {"subject": "u", "locators": " ".join(places), "blames": " ".join(places)}
    return Finding(f"{code}/e/u", rules()[code], "e", row, in_doubt=None if held is None else [*held], held_back=held)


@pytest.mark.parametrize(
    ("code", "places", "singled_by", "singled", "in_doubt", "held"),
    [
        ("R302", (A, B), None, (), {A, B}, set()),  # of two figures nothing tells which is wrong
        ("R302", (A,), None, (), {A}, {A}),  # one that only it can break
        ("R302", (A, B), "R203", (A,), {A}, set()),  # an error has singled it out, and holds it back itself
        ("R302", (A,), "R205", (A,), {A}, {A}),  # a warning takes no blame from an error
        ("R302", (A, B), "R203", (C,), {A, B}, set()),
        ("R101", (A, B), None, (), {A, B}, {A, B}),  # of an unknown unit no figure can be published
        ("R507", (A, B), None, (), {A, B}, {A, B}),  # two winners of one seat are one claim
        ("R310", (A, B), None, (), {A, B}, {A, B}),
    ],
)
def test_what_is_held_back(code, places, singled_by, singled, in_doubt, held):
    finding = found(code, *places)
    related = [found(singled_by, *singled, held=[*singled])] if singled_by else []
    _others([finding, *related], related)
    disputed = finding.disputed
    assert set(disputed) == in_doubt
    assert {place for place, severity in disputed.items() if severity == "error"} == held
