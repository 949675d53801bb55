"""Seats by Hare."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.seats import seat_method

RULE = Rule(
    code="R521",
    title="The seats follow from the Hare quota and the largest remainders",
    severity="error",
    each="contest",
    needs=("hare",),
    over=seat_method("hare"),
    holds=pl.col("unjust") == 0,
    says="{label}: by Hare, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has {gains_claim:vote|votes} left over by its seats for one seat more, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="The quota is the votes of the lists above the threshold divided by the seats, not rounded. Each list gets a seat for every full quota; the seats left go to the largest remainders. No list may have a larger remainder without a seat than another had when it got its extra seat. If two lists tie for a seat, either may have it here; the law says how that is settled. The seats of the two lists are blamed.",
    law="F. Pukelsheim, Proportional Representation, 2nd edition 2017 (Hare, Hamilton); the law that the election declares",
    passes=[
        {
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "hare")),
            "core.offices": rows("election_id office threshold", ("e", "council", 0)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
                ("e", "c", "d", "D"),
                ("e", "c", "f", "F"),
                ("e", "c", "g", "G"),
                ("e", "c", "h", "H"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 47000, True, 1),
                ("e", "c", "s", "b", 16000, True, 1),
                ("e", "c", "s", "d", 15800, True, 1),
                ("e", "c", "s", "f", 12000, True, 1),
                ("e", "c", "s", "g", 6100, True, 1),
                ("e", "c", "s", "h", 3100, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 5, True),
                ("e", "c", "s", "b", 2, True),
                ("e", "c", "s", "d", 1, True),
                ("e", "c", "s", "f", 1, True),
                ("e", "c", "s", "g", 1, True),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "hare")),
            "core.offices": rows("election_id office threshold", ("e", "council", 0)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
                ("e", "c", "d", "D"),
                ("e", "c", "f", "F"),
                ("e", "c", "g", "G"),
                ("e", "c", "h", "H"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 47000, True, 1),
                ("e", "c", "s", "b", 16000, True, 1),
                ("e", "c", "s", "d", 15800, True, 1),
                ("e", "c", "s", "f", 12000, True, 1),
                ("e", "c", "s", "g", 6100, True, 1),
                ("e", "c", "s", "h", 3100, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 5, True),
                ("e", "c", "s", "b", 2, True),
                ("e", "c", "s", "d", 2, True),
                ("e", "c", "s", "f", 1, True),
            ),
        },
    ],
)
