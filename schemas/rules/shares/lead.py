"""Leads."""

from numerim.schemas.figures import CONTEST
from numerim.schemas.relations.sum import FIRST_TWO, Sum
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R404",
    title="A stated lead is the difference between the first two",
    severity="error",
    each="contest",
    needs=("lead",),
    relation=Sum(frame=CONTEST, parts=FIRST_TWO["share"], whole="lead", of_table=True),
    says="{label}: the lead is printed as {whole:point|points}, but the first two are {summed} apart ({told})",
    why="The lead follows from the two shares; each of the three figures may be off by half a unit of its last decimal place. The lead is blamed.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure share decimals place",
                ("e", "mayor", "u", 1, "s", "t", "lead", 20.11, 2, "x"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id stated_in selection_id share half kind",
                ("e", "c", "s", "t", "a", 54.69, 0.005, "list"),
                ("e", "c", "s", "t", "b", 34.58, 0.005, "list"),
                ("e", "c", "s", "t", "d", 4.27, 0.005, "list"),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure share decimals place",
                ("e", "mayor", "u", 1, "s", "t", "lead", 20.31, 2, "x"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id stated_in selection_id share half kind",
                ("e", "c", "s", "t", "a", 54.69, 0.005, "list"),
                ("e", "c", "s", "t", "b", 34.58, 0.005, "list"),
            ),
        }
    ],
)
