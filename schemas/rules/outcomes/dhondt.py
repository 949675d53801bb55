"""Seats by D’Hondt."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.seats import seat_method

RULE = Rule(
    code="R518",
    title="The seats follow from D’Hondt’s highest averages",
    severity="error",
    each="contest",
    needs=("dhondt",),
    over=seat_method("dhondt"),
    holds=pl.col("unjust") == 0,
    says="{label}: by D’Hondt, {gains} ({gains_votes:vote|votes}, {gains_seats:seat|seats}) has a quotient of {gains_claim} for one seat more, {loses} ({loses_votes:vote|votes}, {loses_seats:seat|seats}) one of {loses_claim} for its last: one seat would move from {loses} to {gains}",
    expected="should",
    actual="loses_seats",
    why="No list has a higher quotient for one more seat than the quotient that won another list its last one: a list with 1,000 votes and 2 seats has 1,000 ÷ 3 = 333 for a third, and nobody may hold a last seat won with less. If two lists tie for a seat, either may have it here; the law says how that is settled. The seats of the two lists are blamed.",
    law="V. D’Hondt, Système pratique et raisonné de représentation proportionnelle, Brussels 1882; the law that the election declares",
    passes=[
        {
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "dhondt")),
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
                ("e", "c", "s", "f", 20000, True, 1),
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
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "dhondt")),
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
                ("e", "c", "s", "f", 20000, True, 1),
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
