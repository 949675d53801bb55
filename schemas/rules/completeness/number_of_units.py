"""The number of units whose names nobody knows beforehand."""

import polars as pl

from schemas.rule import Rule, rows

_STATEMENTS = "election_id office round source_id path stated_in contest_id gp_unit_id all_units"

RULE = Rule(
    code="R707",
    title="A list of all units has as many as are expected",
    severity="warning",
    each="list",
    over="""
        with known as (
            select distinct x.election_id, u.unit_type
            from core.expected as x
            join core.gp_units as u on u.gp_unit_id = x.gp_unit_id
        )
        select s.election_id, s.source_id, s.path, s.stated_in, s.office,
            s.office || ' ' || n.unit_type || ' ' || s.stated_in as subject, n.unit_type, n.number as expected,
            count(distinct s.gp_unit_id) as listed, abs(n.number - count(distinct s.gp_unit_id)) as apart,
            case when count(distinct s.gp_unit_id) < n.number then 'missing' else 'too many' end as which, '' as locators
        from core.statements as s
        join core.gp_units as u on u.gp_unit_id = s.gp_unit_id
        join core.expected_numbers as n on n.election_id = s.election_id and n.unit_type = u.unit_type
        left join known as k on k.election_id = n.election_id and k.unit_type = n.unit_type
        where s.all_units and s.contest_id is not null and s.round = 1 and k.election_id is null
        group by s.election_id, s.source_id, s.path, s.stated_in, s.office, n.unit_type, n.number
    """,
    holds=pl.col("listed") == pl.col("expected"),
    says="“{stated_in}” ({source_id}), which should list every {unit_type}, has {listed} of {expected}: {apart} are {which} ({office})",
    expected="expected",
    actual="listed",
    why="Polling stations and the like have no names that are known beforehand; how many there are is declared under expect: in election.yml. A unit that stands there under two names is one too many.",
    passes=[
        {
            "core.expected_numbers": rows("election_id unit_type number", ("e", "polling_station", 2)),
            "core.gp_units": rows("gp_unit_id unit_type", ("u", "polling_station"), ("v", "polling_station")),
            "core.statements": rows(
                _STATEMENTS,
                ("e", "mayor", 1, "s", "f", "t", "c", "u", True),
                ("e", "mayor", 1, "s", "f", "t", "c", "v", True),
            ),
        }
    ],
    fails=[
        {
            "core.expected_numbers": rows("election_id unit_type number", ("e", "polling_station", 3)),
            "core.gp_units": rows("gp_unit_id unit_type", ("u", "polling_station"), ("v", "polling_station")),
            "core.statements": rows(
                _STATEMENTS,
                ("e", "mayor", 1, "s", "f", "t", "c", "u", True),
                ("e", "mayor", 1, "s", "f", "t", "c", "v", True),
            ),
        },
        {
            "core.expected_numbers": rows("election_id unit_type number", ("e", "polling_station", 1)),
            "core.gp_units": rows("gp_unit_id unit_type", ("u", "polling_station"), ("v", "polling_station")),
            "core.statements": rows(
                _STATEMENTS,
                ("e", "mayor", 1, "s", "f", "t", "c", "u", True),
                ("e", "mayor", 1, "s", "f", "t", "c", "v", True),
            ),
        },
    ],
)
