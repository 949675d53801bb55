"""Results in a frame of anybody's, held against arithmetic and the law with pandera alone."""

import re
from decimal import Decimal

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from numerim.schemas import Results, results
from tests.conftest import ROOT

HUNDRED, OF_VOTES, COUNCIL, LAW = (
    *("shares make 100", "shares are of the votes", "seats make the council", "the law elects these"),
)


def table(text, **types):
    """Lines of cells divided by spaces, `-` where there is none; under names, all of one contest."""
    head, *rows = [line.split() for line in text.strip().splitlines()]
    cells = [[None if cell == "-" else cell for cell in row] for row in rows]
    frame = pl.DataFrame({name: [row[i] for row in cells] for i, name in enumerate(head)}, strict=False)
    return frame.with_columns(pl.lit("one").alias("contest"), **{n: pl.col(n).cast(t) for n, t in types.items()})


def broken(frame, schema=Results):
    """Check -> the selections of the rows that break it."""
    try:
        schema.validate(frame, lazy=True)
    except SchemaErrors as error:
        told = {}
        for check, row in error.failure_cases.select("check", "index").iter_rows():
            told.setdefault(check, []).append(frame["selection"][row])
        return {check: " ".join(those) for check, those in told.items()}
    return {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selection share\nA 50.0\nB 50.1", {}),  # 2 x 0.05 of rounding
        ("selection share\nA 50.0\nB 50.2", {HUNDRED: "A B"}),
        ("selection share\nA 55.6\nB 37.42\nC 6.98", {}),  # a nought was lost on the way: 55.60
        ("selection share\nA 55.6\nB 37.42\nC 7.00", {HUNDRED: "A B C"}),
        ("selection share\nA 60%\nB 40%", {}),
        ("selection share\nA -\nB 40", {}),  # not all are known
        ("selection votes share\nA 2 66.7\nB 1 33.3", {}),
        ("selection votes share\nA 2 66.6\nB 1 33.4", {OF_VOTES: "A B"}),
        ("selection seats contest_seats\nA 6 10\nB 4 10", {}),
        ("selection seats contest_seats\nA 6 10\nB 5 10", {COUNCIL: "A B"}),
        ("selection votes outcome law\nA 5 elected plurality\nB 4 - plurality", {}),
        ("selection votes outcome law\nA 5 - plurality\nB 4 elected plurality", {LAW: "A B"}),
        ("selection votes outcome law\nA 5 - plurality\nB 5 elected plurality", {}),  # by lot
        ("selection votes outcome law\nA 5 - -\nB 4 elected -", {}),
        ("selection votes outcome law\nA 5 - plurality\nB 4 - plurality", {}),
        ("selection share outcome law\nA 55.1 - plurality\nB 44.9 elected plurality", {LAW: "A B"}),
        (
            "selection votes outcome law\nA 45 runoff two_round_majority\nB 30 - two_round_majority\n"
            "C 25 runoff two_round_majority",
            {LAW: "B C"},
        ),
        ("selection votes seats contest_seats law\nA 100 4 8 dhondt\nB 80 3 8 dhondt\nC 30 1 8 dhondt", {}),
        (
            "selection votes seats contest_seats law\nA 100 3 8 dhondt\nB 80 4 8 dhondt\nC 30 1 8 dhondt",
            {LAW: "A B"},
        ),
        ("selection votes seats contest_seats law\nA 100 5 8 hare\nB 80 2 8 hare\nC 30 1 8 hare", {LAW: "A B"}),
        # a quota of Droop is a whole number: 12 and 3 of 22 have 2 seats and 1; of twice as many, it would be a lot
        ("selection votes seats contest_seats law\nA 12 3 4 droop\nB 7 1 4 droop\nC 3 0 4 droop", {LAW: "A C"}),
        ("selection share\nA 0\nB 0", {}),
        ("selection share\nA 60.0\nB 30.0\nC 0.0", {HUNDRED: "A B C"}),  # one of them may be zero
        ("selection share\nA 60.0\nB 39.85\nC 0.0", {HUNDRED: "A B C"}),
        ("selection share\nA 60.0\nB 39.9\nC 0.0", {}),
        ("selection votes share\nA 10 100\nB 0 0", {}),
        ("selection votes share\nA 200 50.0\nB 200 50.0\nC 0 0.1", {OF_VOTES: "C"}),
        ("selection share\nA 49.8\nB 50.1", {}),
        ("selection share\nA 49.7\nB 50.1", {HUNDRED: "A B"}),
        ("selection share\nA 60 %\nB x", {}),
        ("selection votes share\nA 0 0\nB 0 0", {}),
        ("selection votes share\nA 1 50\nB 1 50", {}),
        ("selection votes share\nA 401 40\nB 599 60", {}),
        ("selection votes share\nA 405 40\nB 595 60", {}),  # 40.5 may be 40
        ("selection votes share\nA 406 40\nB 594 60", {OF_VOTES: "A B"}),
        ("selection votes share\nA 1 33.3\nB 2 66.7\nC 0 1.0", {HUNDRED: "A B C", OF_VOTES: "C"}),
        ("selection seats\nA 6\nB 4", {}),
        ("selection seats contest_seats\nA 6 11\nB 4 11", {COUNCIL: "A B"}),
        ("selection seats contest_seats\nA 6 11\nB 4 -", {COUNCIL: "A B"}),  # said once
        (
            "selection votes outcome law contest_seats\n"
            "A 5 elected single_vote 2\nB 4 - single_vote -\nC 3 elected single_vote -",
            {LAW: "B C"},
        ),
        ("selection votes seats contest_seats law\nA 50 1 3 dhondt\nB 50 2 3 dhondt", {}),  # by lot
        ("selection votes seats contest_seats law\nA 50 3 3 dhondt\nB 50 0 3 dhondt", {LAW: "A B"}),
        ("selection votes seats contest_seats law\nA 50 0 3 dhondt\nB 50 0 3 dhondt", {COUNCIL: "A B"}),
        ("selection votes seats law\nA 75 3 dhondt\nB 25 1 dhondt", {}),
        ("selection votes outcome law\nA 51 runoff two_round_majority\nB 49 runoff two_round_majority", {LAW: "A B"}),
        ("selection votes outcome law\nA 50 elected two_round_majority\nB 50 - two_round_majority", {LAW: "A B"}),
        ("selection votes outcome law round\nA 5 elected two_round_majority 2\nB 4 - two_round_majority 2", {}),
        (
            "selection votes outcome law round\nA 5 - two_round_majority 2\nB 4 elected two_round_majority 2",
            {LAW: "A B"},
        ),
        ("selection share outcome law\nA 50.0 elected two_round_majority\nB 50.0 - two_round_majority", {}),
        ("selection share outcome law\nA 40.0 elected plurality\nB 40.1 - plurality\nC 19.9 - plurality", {LAW: "A B"}),
        ("selection votes share outcome law\nA 5 55.6 - plurality\nB 4 44.4 elected plurality", {LAW: "A B"}),
        (
            "selection votes outcome law contest_seats\n"
            "A 5 elected single_vote 2\nB 4 elected single_vote 2\nC 3 - single_vote 2",
            {},
        ),
        (
            "selection votes outcome law contest_seats\n"
            "A 5 elected block_vote 2\nB 4 - block_vote 2\nC 3 elected block_vote 2",
            {LAW: "B C"},
        ),
        ("selection votes outcome law\nA 5 elected no_such_law\nB 9 - no_such_law", {}),
        ("selection votes outcome law\nA - elected plurality\nB 9 - plurality", {}),
        ("selection votes outcome law\nA 5 elected plurality", {}),  # alone
        (
            "selection share outcome law\nA 49.9 elected two_round_majority\nB 40.0 - two_round_majority\n"
            "C 10.1 - two_round_majority",
            {LAW: "A B"},
        ),
    ],
)
def test_what_does_not_fit_is_told_row_by_row(text, expected):
    assert broken(table(text)) == expected


@pytest.mark.parametrize("dtype", [pl.String, pl.Float64, pl.Decimal(10, 1)])
def test_shares_may_be_text_or_numbers(dtype):
    assert broken(table("selection share\nA 50.0\nB 50.2", share=dtype)) == {HUNDRED: "A B"}


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("selection share\nA 40\nB 30", {"complete": False}, {}),
        ("selection share\nA 70\nB 40", {"complete": False}, {HUNDRED: "A B"}),
        ("selection votes share\nA 400 40\nB 300 30", {"complete": False}, {}),
        ("selection votes seats law\nA 96 9 dhondt\nB 4 1 dhondt", {"threshold": Decimal(5)}, {LAW: "A B"}),
        ("selection votes seats law\nA 96 10 dhondt\nB 4 0 dhondt", {"threshold": Decimal(5)}, {}),
    ],
)
def test_what_is_said_of_the_table_counts(text, said, expected):
    frame = table(text)
    frame = frame.with_columns(contest_seats=pl.lit(10)) if "seats" in frame.columns else frame
    assert broken(frame, results(**said)) == expected


def test_contests_do_not_mix():
    one = table("selection share\nA 60\nB 40")
    other = table("selection share\nA 60\nB 50").with_columns(contest=pl.lit("other"))
    assert broken(pl.concat([one, other])) == {HUNDRED: "A B"}


@pytest.mark.parametrize("spoil", [lambda f: f.drop("contest"), lambda f: pl.concat([f, f])])
def test_a_table_without_its_keys_is_refused(spoil):
    with pytest.raises(SchemaErrors):
        Results.validate(spoil(table("selection share\nA 60\nB 40")), lazy=True)


def test_the_page_shows_what_comes_out(capsys):
    example, printed = re.findall(
        r"```(?:python|text)\n(.*?)```", (ROOT / "docs" / "pandera.md").read_text("utf-8"), re.S
    )[:2]
    exec(example, {})  # noqa: S102
    assert capsys.readouterr().out == printed
