"""Votes of all selections and valid ballots."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import Sum, Term
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R203",
    title="The votes for all selections add up to the valid ballots",
    severity="error",
    each="report",
    needs=("votes", "valid"),
    relation=Sum(frame=REPORT, parts=(Term("votes", given="f.complete"),), whole="valid"),
    says="{label}: the {parts:selection has|selections have} {summed:vote|votes} together, but {whole:ballot is|ballots are} valid",
    why="Every valid ballot is one vote. That does not hold where voters have several votes. A unit of which a selection could not be read is not judged. The printed total is blamed, because a sum does not tell which of its votes is wrong.",
    passes=[
        {
            "core.reports": rows("election_id contest_id office gp_unit_id round", ("e", "c", "mayor", "u", 1)),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "valid", 100, "t"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id selection_id complete votes place",
                ("e", "c", "u", "s", "a", True, 60, "a"),
                ("e", "c", "u", "s", "b", True, 40, "b"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id contest_id office gp_unit_id round", ("e", "c", "mayor", "u", 1)),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "valid", 100, "t"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id selection_id complete votes place",
                ("e", "c", "u", "s", "a", True, 60, "a"),
                ("e", "c", "u", "s", "b", True, 49, "b"),
            ),
        },
    ],
)
