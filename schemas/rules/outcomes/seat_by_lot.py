"""Seats that a lot decides."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.seats import seat_ties

RULE = Rule(
    code="R524",
    title="No seat has to be decided by lot",
    severity="info",
    each="contest",
    needs=("dhondt|sainte_lague|modified_sainte_lague|hare|droop",),
    over=seat_ties(),
    holds=pl.col("tied") == 0,
    says="{label}: the last of {seats:seat|seats} has to be decided by lot: {winners} won where {losers} had as good a claim",
    why="Where the claims of two lists to the last seat are equal, the law settles it, often by lot. The seats as they are printed are then one of several right distributions.",
    law="The law that the election declares",
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
                ("e", "c", "s", "f", 20000, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 4, True),
                ("e", "c", "s", "b", 3, True),
                ("e", "c", "s", "d", 1, True),
            ),
        },
        {
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "hare")),
            "core.offices": rows("election_id office threshold", ("e", "council", 0)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 500, True, 1),
                ("e", "c", "s", "b", 500, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 3, True),
                ("e", "c", "s", "b", 2, True),
            ),
        },
    ],
)
