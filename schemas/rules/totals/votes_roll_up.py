"""Votes of a unit and of the units below it."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rollup import rollup
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R307",
    title="A unit’s votes are the sum of the votes in the units within it",
    severity="error",
    each="vote_counts",
    needs=("votes", "units below"),
    relation=Terms(
        rollup(
            "f.measure = 'votes'",
            {"contest_id": "f.contest_id", "selection_id": "f.selection_id", "count_type": "'total'"},
        )
    ),
    says="{label}: the {parts:unit below has|units below have} {summed:vote|votes} together, {whole:is|are} printed",
    why="What a unit reports is what the units in it report, level by level. Judged where a source lists all units, or as many as election.yml expects, and each of them has a figure for the selection. The total is blamed: the parts are nearer to the count.",
    passes=[
        {
            "core.gp_units": rows(
                "gp_unit_id name unit_type",
                ("m", "M", "municipality"),
                ("u", "U", "polling_station"),
                ("v", "V", "polling_station"),
            ),
            "core.within": rows("gp_unit_id ancestor_id", ("m", "m"), ("u", "u"), ("v", "v"), ("u", "m"), ("v", "m")),
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round label", *[("e", "c", "mayor", u, 1, u) for u in "muv"]
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id source_id all_units votes place",
                ("e", "c", "m", "a", "s", True, 30, "m"),
                ("e", "c", "u", "a", "s", True, 10, "u"),
                ("e", "c", "v", "a", "s", True, 20, "v"),
            ),
        },
    ],
    fails=[
        {
            "core.gp_units": rows(
                "gp_unit_id name unit_type",
                ("m", "M", "municipality"),
                ("u", "U", "polling_station"),
                ("v", "V", "polling_station"),
            ),
            "core.within": rows("gp_unit_id ancestor_id", ("m", "m"), ("u", "u"), ("v", "v"), ("u", "m"), ("v", "m")),
            "core.expected_numbers": rows("election_id unit_type number", ("e", "polling_station", 2)),
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round label", *[("e", "c", "mayor", u, 1, u) for u in "muv"]
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id source_id all_units votes place",
                ("e", "c", "m", "a", "s", False, 30, "m"),
                ("e", "c", "u", "a", "s", False, 10, "u"),
                ("e", "c", "v", "a", "s", False, 21, "v"),
            ),
        },
    ],
)
