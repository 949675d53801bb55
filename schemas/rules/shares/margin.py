"""Margins in votes."""

from numerim.schemas.figures import CONTEST
from numerim.schemas.relations.sum import FIRST_TWO, Sum
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R407",
    title="A stated margin is the difference between the first two",
    severity="error",
    each="contest",
    needs=("margin", "votes"),
    relation=Sum(frame=CONTEST, parts=FIRST_TWO["votes"], whole="margin"),
    says="{label}: the margin is printed as {whole:vote|votes}, but the first two are {summed} apart ({told})",
    why="The margin follows from the votes of the first two. The margin is blamed.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total place",
                ("e", "mayor", "u", 1, "s", "margin", 100, "x"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes kind",
                ("e", "c", "s", "a", 600, "list"),
                ("e", "c", "s", "b", 500, "list"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure total place",
                ("e", "mayor", "u", 1, "s", "margin", 100, "x"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes kind",
                ("e", "c", "s", "a", 600, "list"),
                ("e", "c", "s", "b", 400, "list"),
            ),
        }
    ],
)
