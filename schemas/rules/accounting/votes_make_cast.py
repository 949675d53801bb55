"""All votes, ballots without one, and ballots cast, where nobody says how many were valid."""

from numerim.schemas.figures import REPORT
from numerim.schemas.relations.sum import BESIDE, Sum, Term
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R219",
    title="The votes for all selections and the ballots without a vote add up to the ballots cast",
    severity="error",
    each="report",
    needs=("votes", "invalid|undervotes", "cast"),
    relation=(
        Sum(
            frame=REPORT,
            parts=(
                Term("votes", given="f.complete"),
                "invalid",
                Term("blank", need="where told", given="f.blank_is <> 'inside'"),
                Term("", need="where told", given=BESIDE),
            ),
            whole="cast",
            without=("valid",),
        ),
        Sum(
            frame=REPORT,
            parts=(
                Term("votes", given="f.complete and f.one_vote"),
                Term("undervotes", given="f.blank_is = 'cast'"),
                Term("overvotes", need="where told", given="f.blank_is = 'cast'"),
            ),
            whole="cast",
            without=("valid", "invalid", "blank"),
        ),
    ),
    says="{label}: votes and ballots without one add up to {summed} ({told}), but {whole:ballot was|ballots were} cast",
    why="A ballot has a vote or has none. Checked if the source does not print the valid ballots but lists all who stood. If it prints undervotes instead of invalid ballots, checked if they add up in nearly all of its units.",
)
