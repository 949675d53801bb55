"""The cases themselves: what a case may say, and that one that says something wrong fails."""

import re

import pytest

from numerim.schemas.rule import rules
from tests.rules.cases import cases
from tests.rules.elections import made
from tests.rules.outcomes import Outcomes, wrong
from tests.rules.paste import pasted

RIGHT = """
cases:
  - case: More ballots than people
    table: |
      unit, registered, cast, valid, invalid
      Elms, {people}, 100, 90, 10
    each:
      - people: 100
        holds: {R201: 1}
      - people: 99
        find:
          - rule: R201
            says: "mayor of Elms: 100 ballots were cast, but only 99 people are on the roll"
            in_doubt: L2.C2
            expected: 99
            actual: 100
        held_back: L2.C2
"""


@pytest.fixture
def written(tmp_path):
    """The text of a file of cases -> its cases."""

    def of(text):
        (tmp_path / "cases" / "accounting").mkdir(parents=True)
        (tmp_path / "cases" / "accounting" / "some.yml").write_text(text, encoding="utf-8")
        return cases(tmp_path / "cases")

    return of


@pytest.fixture
def told(written, tmp_path):
    """The text of a file of cases -> what is wrong with each."""

    def of(text):
        some = written(text)
        with made(some, tmp_path / "house") as connection:
            outcomes = Outcomes(connection)
            return ["\n".join(wrong(case, number, outcomes)) for number, case in enumerate(some)]

    return of


def test_right(told):
    assert told(RIGHT) == ["", ""]


CHANGED = [  # what a case says instead, and how it is told that something else came out
    ("only 99", "only 98", "not found: R201", "paste it"),
    ("in_doubt: L2.C2", "in_doubt: L2.C3", "its in_doubt is 'L2.C2' instead of 'L2.C3'"),
    ("expected: 99", "expected: 98", "its expected is '99' instead of '98'"),
    ("actual: 100", "actual: 101", "its actual is '100' instead of '101'"),
    ("held_back: L2.C2", "held_back: L2.C3", "held back: L2.C2 instead of L2.C3"),
    ("held_back: L2.C2", "silent: [R202]", "held back: L2.C2 instead of nothing"),
    ("held_back: L2.C2", "silent: [R201]", "R201 is not silent: it holds 0 times, and is broken 1 times"),
    ("held_back: L2.C2", "holds: [R201]", "R201 holds 0 times instead of once or more"),
    ("people: 99", "people: 98", "found, and the case does not say so: R201 mayor of Elms: 100 ballots"),
]


def test_wrong(told):
    """All at once: each case is one that says something else than comes out."""
    head, _, last = re.split(r"(?=      - people)", RIGHT)
    rows = [
        last.replace(*change[:2]).replace("- people", f"- case: v{i}\n        people")
        for i, change in enumerate(CHANGED)
    ]
    for change, said in zip(CHANGED, told(head + "".join(rows)), strict=True):
        assert all(text in said for text in change[2:]), said


def test_holds_so_often(told):
    assert "R201 holds 1 times instead of 2" in told(RIGHT.replace("holds: {R201: 1}", "holds: {R201: 2}"))[0]


@pytest.mark.parametrize("code", ["R201", "R805"])
def test_answers_that_are_gone_are_told(written, tmp_path, code):
    some = written(RIGHT)[:1]
    kind = rules()[code].primitive
    with made(some, tmp_path / "house") as connection:
        connection.execute(f"DROP TABLE core.{kind.name}")
        with pytest.raises(LookupError, match=f"no core.{kind.name}, although .*{code}.* apply"):
            Outcomes(connection).judged(rules()[code], some[0], 0)


@pytest.mark.parametrize(
    ("right", "instead", "says"),
    [
        ("holds: {R201: 1}", "kolds: {R201: 1}", "says nothing of what must come out"),
        ("    table:", "    tabel: x\n    table:", "unknown tabel"),
        ("expected:", "expectd:", "unknown expectd of a finding"),
        ("            expected: 99\n", "", "R201 is to be found without expected"),
        ("            in_doubt: L2.C2\n", "", "R201 is to be found without in_doubt"),
        ("rule: R201", "rule: R299", "there is no rule R299"),
        ("people: 99", "people: 100", "two cases have one name"),
    ],
)
def test_refused(written, right, instead, says):
    with pytest.raises(ValueError, match=says):
        written(RIGHT.replace(right, instead))


def test_pasted():
    """What came out stands where a file says `find: ?`, and again where it said something else."""
    head = RIGHT[: RIGHT.index("        find:")]
    whole, told = pasted(f"{head}        find: ?\n", "accounting/some.yml")
    assert told == []
    assert 'says: "mayor of Elms: 100 ballots were cast, but only 99 people are on the roll"' in whole
    assert "        held_back: L2.C2\n" in whole
    assert pasted(RIGHT.replace("only 99", "only 98"), "accounting/some.yml", again=True) == (whole, [])


def test_pasted_tells_what_else_is_wrong():
    text = RIGHT.replace("R201: 1", "R201: 2")
    whole, told = pasted(text, "accounting/some.yml")
    assert whole == text
    assert "R201 holds 1 times instead of 2" in told


def test_what_numerim_refuses_is_said_of_its_case(told):
    with pytest.raises(
        ValueError, match=r"accounting/some, 'More ballots than people · people 99'.*unknown role or measure 'casts'"
    ):
        told(RIGHT.replace("      - people: 99", "      - people: 99\n        columns: {cast: casts}"))
