"""Shares of any list."""

from numerim.schemas.figures import LIST
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R402",
    title="The shares of one contest never add up to more than 100",
    severity="error",
    each="report",
    relation=Sum(frame=LIST, parts=(Term("share", given="coalesce(f.one_vote, true)"),), whole=100, at_most=True),
    expected="whole",
    actual="summed",
    says="{label}: the {parts:share adds|shares add} up to {summed} per cent, more than 100",
    why="Parts are never more than their whole, however many of them a source prints. Rounding may add half a unit of the last decimal place for each share. Where voters have several votes, shares of the ballots may make more.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.1, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.0, 1, False, "sb"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 100.6, 1, False, "sa"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.0, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.2, 1, False, "sb"),
            ),
        },
    ],
)
