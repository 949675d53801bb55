"""Ballots by type of ballot."""

from numerim.schemas.bytype import by_type
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R313",
    title="Ballots by type add up to the total",
    severity="error",
    each="ballot_counts",
    needs=("count types",),
    relation=Terms(by_type("ballot_counts", "ballots")),
    says="{label}: the kinds of ballots make {summed} ({told}), the total is {whole}",
    why="Every ballot is cast on the day, early, by mail or in one other way. Judged where a source prints the total beside a kind, and lists everything, unless it leaves out a kind throughout. If absentee ballots are given both as a whole and by how they were cast, the whole is taken.",
    passes=[
        {
            "core.ballot_counts": rows(
                "election_id office gp_unit_id round measure source_id count_type complete ballots place",
                ("e", "mayor", "u", 1, "cast", "s", "total", True, 30, "t"),
                ("e", "mayor", "u", 1, "cast", "s", "election-day", True, 10, "x"),
                ("e", "mayor", "u", 1, "cast", "s", "early", True, 20, "y"),
                ("e", "mayor", "u", 1, "valid", "s", "total", True, 30, "v"),
                ("e", "mayor", "u", 1, "valid", "s", "early", True, 20, "w"),
            ),
        },
    ],
    fails=[
        {
            "core.ballot_counts": rows(
                "election_id office gp_unit_id round measure source_id count_type complete ballots place",
                ("e", "mayor", "u", 1, "cast", "s", "total", True, 31, "t"),
                ("e", "mayor", "u", 1, "cast", "s", "election-day", True, 10, "x"),
                ("e", "mayor", "u", 1, "cast", "s", "early", True, 20, "y"),
            ),
        },
    ],
)
