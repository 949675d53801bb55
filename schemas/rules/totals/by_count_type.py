"""Votes by type of ballot."""

from numerim.schemas.bytype import by_type
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R311",
    title="Votes by type of ballot add up to the total",
    severity="error",
    each="vote_counts",
    needs=("count types",),
    relation=Terms(by_type("vote_counts", "votes")),
    says="{label}: the kinds of ballots make {summed:vote|votes} ({told}), the total is {whole}",
    why="Every vote is cast on the day, early, by mail or in one other way. Judged where a source prints the total beside a kind, and lists everything, unless it leaves out a kind throughout. If absentee ballots are given both as a whole and by how they were cast, the whole is taken.",
    passes=[
        {
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id source_id count_type complete votes place",
                ("e", "c", "u", "a", "s", "total", True, 30, "t"),
                ("e", "c", "u", "a", "s", "election-day", True, 10, "x"),
                ("e", "c", "u", "a", "s", "absentee", True, 20, "y"),
                ("e", "c", "u", "a", "s", "absentee-mail", True, 15, "z"),
            ),
        },
    ],
    fails=[
        {
            "core.vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id source_id count_type complete votes place",
                ("e", "c", "u", "a", "s", "total", True, 30, "t"),
                ("e", "c", "u", "a", "s", "election-day", True, 10, "x"),
                ("e", "c", "u", "a", "s", "absentee-mail", True, 21, "y"),
            ),
        },
    ],
)
