"""Seats by the modified Sainte-Laguë."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.seats import seat_method

RULE = Rule(
    code="R520",
    title="The seats follow from the highest averages of modified Sainte-Laguë",
    severity="error",
    each="contest",
    needs=("modified_sainte_lague",),
    over=seat_method("modified_sainte_lague"),
    holds=pl.col("unjust") == 0,
    says="{label}: by the modified Sainte-Laguë, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has a quotient of {gains_claim} for one seat more, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) one of {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="No list has a higher quotient for one more seat (its votes by 1.4, 3, 5 …) than the quotient that won another list its last one. First divisors other than 1.4 are not known here. If two lists tie for a seat, either may have it here; the law says how that is settled. The seats of the two lists are blamed.",
    law="F. Pukelsheim, Proportional Representation, 2nd edition 2017; the law that the election declares",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office outcome_rule", ("e", "c", "council", "modified_sainte_lague")
            ),
            "core.offices": rows("election_id office threshold", ("e", "council", 0)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
                ("e", "c", "d", "D"),
                ("e", "c", "f", "F"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 100000, True, 1),
                ("e", "c", "s", "b", 80000, True, 1),
                ("e", "c", "s", "d", 30000, True, 1),
                ("e", "c", "s", "f", 19000, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 4, True),
                ("e", "c", "s", "b", 3, True),
                ("e", "c", "s", "d", 1, True),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office outcome_rule", ("e", "c", "council", "modified_sainte_lague")
            ),
            "core.offices": rows("election_id office threshold", ("e", "council", 0)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
                ("e", "c", "d", "D"),
                ("e", "c", "f", "F"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 100000, True, 1),
                ("e", "c", "s", "b", 80000, True, 1),
                ("e", "c", "s", "d", 30000, True, 1),
                ("e", "c", "s", "f", 19000, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 3, True),
                ("e", "c", "s", "b", 3, True),
                ("e", "c", "s", "d", 1, True),
                ("e", "c", "s", "f", 1, True),
            ),
        },
    ],
)
