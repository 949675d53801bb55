"""Ballots of a unit and of the units below it."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rollup import rollup
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R308",
    title="A unit’s ballots are the sum of the ballots in the units within it",
    severity="error",
    each="ballot_counts",
    needs=("units below",),
    relation=Terms(rollup("f.selection_id is null", {"measure": "f.measure", "count_type": "'total'"})),
    says="{label}: the {parts:unit below has|units below have} {summed} together, {whole:is|are} printed",
    why="What a unit reports is what the units in it report, level by level: people on the roll, ballots cast, valid, invalid and all others. Judged where a source lists all units, or as many as election.yml expects, and each of them has the figure. The total is blamed: the parts are nearer to the count.",
    passes=[
        {
            "core.gp_units": rows(
                "gp_unit_id name unit_type",
                ("m", "M", "country"),
                ("u", "U", "municipality"),
                ("v", "V", "municipality"),
            ),
            "core.within": rows("gp_unit_id ancestor_id", ("m", "m"), ("u", "u"), ("v", "v"), ("u", "m"), ("v", "m")),
            "core.reports": rows(
                "election_id office gp_unit_id round label", *[("e", "mayor", u, 1, u) for u in "muv"]
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure all_units ballots place",
                ("e", "mayor", "m", 1, "s", "cast", True, 30, "m"),
                ("e", "mayor", "u", 1, "s", "cast", True, 10, "u"),
                ("e", "mayor", "v", 1, "s", "cast", True, 20, "v"),
                ("e", "mayor", "m", 1, "s", "valid", True, 30, "n"),
                ("e", "mayor", "u", 1, "s", "valid", True, 10, "w"),
            ),
        },
    ],
    fails=[
        {
            "core.gp_units": rows(
                "gp_unit_id name unit_type",
                ("m", "M", "country"),
                ("u", "U", "municipality"),
                ("v", "V", "municipality"),
            ),
            "core.within": rows("gp_unit_id ancestor_id", ("m", "m"), ("u", "u"), ("v", "v"), ("u", "m"), ("v", "m")),
            "core.reports": rows(
                "election_id office gp_unit_id round label", *[("e", "mayor", u, 1, u) for u in "muv"]
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure all_units ballots place",
                ("e", "mayor", "m", 1, "s", "cast", True, 31, "m"),
                ("e", "mayor", "u", 1, "s", "cast", True, 10, "u"),
                ("e", "mayor", "v", 1, "s", "cast", True, 20, "v"),
            ),
        },
    ],
)
