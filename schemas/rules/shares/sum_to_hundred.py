"""Shares of a complete list."""

from numerim.schemas.figures import LIST
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R401",
    title="The shares of a complete list add up to 100",
    severity="error",
    each="report",
    relation=Sum(
        frame=LIST,
        parts=(Term("share", given="f.complete and coalesce(f.shares_of, 'valid') = 'valid'"),),
        whole=100,
        some=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: the {parts:share adds|shares add} up to {summed} per cent, {apart} away from 100; rounding explains at most {tolerance}. A share is misprinted, or somebody who stood is not listed",
    why="Everybody who stood has a share of one whole, the valid votes. A share printed as 60.82 may stand for 60.815 to 60.825; three such shares together may be off by 0.015.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole",
                ("e", "c", "mayor", "u", 1, True),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in share decimals complete",
                ("e", "c", "u", "s", "t", 69.39, 2, True),
                ("e", "c", "u", "s", "t", 6.29, 2, True),
                ("e", "c", "u", "s", "t", 24.33, 2, True),
            ),
        }
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole",
                ("e", "c", "mayor", "u", 1, True),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in share decimals complete",
                ("e", "c", "u", "s", "t", 60.82, 2, True),
                ("e", "c", "u", "s", "t", 19.28, 2, True),
                ("e", "c", "u", "s", "t", 19.46, 2, True),
            ),
        }
    ],
)
