"""Lists below the threshold."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.seats import below_threshold

RULE = Rule(
    code="R523",
    title="A list below the threshold has no seats",
    severity="error",
    each="selection",
    needs=("dhondt|sainte_lague|modified_sainte_lague|hare|droop",),
    over=below_threshold(),
    holds=pl.col("seats") == 0,
    says="{label}: {list} has {votes} of {valid:valid vote|valid votes}, {percent} per cent, which is below the threshold of {threshold}, but {seats:seat|seats}",
    actual="seats",
    why="Where the law has a threshold, a list with a smaller share of the valid votes takes no part in the distribution of the seats. Votes and threshold are compared in whole numbers, not as a rounded share. Lists that the law exempts (of minorities, say) need an office of their own in election.yml, or an acceptance.",
    law="The law that the election declares",
    passes=[
        {
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "dhondt")),
            "core.offices": rows("election_id office threshold", ("e", "council", 4)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
                ("e", "c", "d", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 600, True, 1),
                ("e", "c", "s", "b", 361, True, 1),
                ("e", "c", "s", "d", 39, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 5, True),
                ("e", "c", "s", "b", 3, True),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows("election_id contest_id office outcome_rule", ("e", "c", "council", "dhondt")),
            "core.offices": rows("election_id office threshold", ("e", "council", 4)),
            "core.selections": rows(
                "election_id contest_id selection_id label",
                ("e", "c", "a", "A"),
                ("e", "c", "b", "B"),
                ("e", "c", "d", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id votes complete reports",
                ("e", "c", "s", "a", 600, True, 1),
                ("e", "c", "s", "b", 361, True, 1),
                ("e", "c", "s", "d", 39, True, 1),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete",
                ("e", "c", "s", "a", 4, True),
                ("e", "c", "s", "b", 3, True),
                ("e", "c", "s", "d", 1, True),
            ),
        },
    ],
)
