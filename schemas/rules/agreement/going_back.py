"""Counts that go back from one version of a source to the next."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R613",
    title="No count goes down from one version of a source to the next",
    severity="warning",
    each="statement",
    needs=("earlier version",),
    over="""
        with versions as (
            select e.source_id as earlier_id, l.source_id as later_id
            from core.sources as e
            join core.sources as l on l.earlier_id = e.source_id
        ), figures as (
            select v.election_id, v.contest_id, v.gp_unit_id, 'votes ' || v.selection_id as what, 'votes for ' || l.label as told,
                v.source_id, v.said_by, cast(v.votes as decimal(24, 6)) as figure, cast(0 as decimal(18, 8)) as half, v.place
            from core.one_vote_counts as v
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.selection_id = v.selection_id
            union all
            select b.election_id, b.office || '/' || cast(b.round as varchar), b.gp_unit_id, b.measure,
                case b.measure when 'cast_men' then 'ballots cast by men' when 'cast_women' then 'ballots cast by women'
                    when 'signatures' then 'voters who signed' when 'cast' then 'ballots cast'
                    else b.measure || ' ballots' end,
                b.source_id, b.said_by, cast(b.ballots as decimal(24, 6)), cast(0 as decimal(18, 8)), b.place
            from core.one_ballot_counts as b
            where b.measure in ('cast', 'valid', 'invalid', 'blank', 'signatures', 'cast_men', 'cast_women')
            union all
            select t.election_id, t.office || '/' || cast(t.round as varchar), t.gp_unit_id, t.measure || ' ' || t.category,
                case t.measure when 'units' then 'units that are counted'
                    when 'polling_stations' then 'polling stations that are counted'
                    else 'votes of ' || t.category end,
                t.source_id, t.said_by, cast(t.total as decimal(24, 6)), cast(0 as decimal(18, 8)), t.place
            from core.one_reported_totals as t
            where t.relation = 'equal' and ((t.measure in ('units', 'polling_stations') and t.category = 'counted')
                or t.measure in ('total_votes', 'list_votes'))
            union all
            select p.election_id, p.office || '/' || cast(p.round as varchar), p.gp_unit_id, p.measure || ' ' || p.category,
                'per cent of the ballots that are counted', p.source_id, p.said_by, cast(p.share as decimal(24, 6)),
                cast(0.5 * power(10, -p.decimals) as decimal(18, 8)), p.place
            from core.one_reported_shares as p
            where p.measure = 'counted' and p.relation = 'equal'
        )
        select e.election_id, e.gp_unit_id, e.contest_id || ' ' || e.gp_unit_id || ' ' || e.what as subject, e.told,
            u.name as unit, e.source_id as earlier, e.figure as before, l.source_id as later, l.figure as after,
            e.figure - l.figure as fewer, e.half + l.half as tolerance, e.place || ' ' || l.place as locators, l.place as blames
        from versions as v
        join figures as e on e.source_id = v.earlier_id
        join figures as l on l.source_id = v.later_id and l.election_id = e.election_id and l.contest_id = e.contest_id
            and l.gp_unit_id = e.gp_unit_id and l.what = e.what and l.said_by is not distinct from e.said_by
        join core.gp_units as u on u.gp_unit_id = e.gp_unit_id
    """,
    holds=pl.col("fewer") <= pl.col("tolerance"),
    says="{unit}: {before} {told} in {earlier}, only {after} in its later version {later}: {fewer} fewer",
    expected="before",
    actual="after",
    why="A count only grows. What a later version takes away was corrected, annulled or counted again, or a row was lost; the source should say which. The roll and the papers may change and are not compared.",
    passes=[
        {
            "core.sources": rows("source_id earlier_id superseded", ("s", None, True), ("t", "s", False)),
            "core.gp_units": rows("gp_unit_id name", ("u", "U")),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round measure category relation share decimals source_id place",
                ("e", "mayor", "u", 1, "counted", "all", "equal", 60, 0, "s", "a"),
                ("e", "mayor", "u", 1, "counted", "all", "equal", 59.9, 1, "t", "b"),
            ),
            "core.selections": rows("election_id contest_id selection_id label", ("e", "c", "a", "A")),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id place",
                ("e", "c", "u", "a", 5, "s", "a"),
                ("e", "c", "u", "a", 6, "t", "b"),
            ),
        }
    ],
    fails=[
        {
            "core.sources": rows("source_id earlier_id superseded", ("s", None, True), ("t", "s", False)),
            "core.gp_units": rows("gp_unit_id name", ("u", "U")),
            "core.selections": rows("election_id contest_id selection_id label", ("e", "c", "a", "A")),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id place",
                ("e", "c", "u", "a", 6, "s", "a"),
                ("e", "c", "u", "a", 5, "t", "b"),
            ),
        },
        {
            "core.sources": rows("source_id earlier_id superseded", ("s", None, True), ("t", "s", False)),
            "core.gp_units": rows("gp_unit_id name", ("u", "U")),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round measure ballots source_id place",
                ("e", "all", "u", 1, "cast", 60, "s", "a"),
                ("e", "all", "u", 1, "cast", 59, "t", "b"),
            ),
        },
        {
            "core.sources": rows("source_id earlier_id superseded", ("s", None, True), ("t", "s", False)),
            "core.gp_units": rows("gp_unit_id name", ("u", "U")),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round measure category relation total source_id place",
                ("e", "mayor", "u", 1, "polling_stations", "counted", "equal", 60, "s", "a"),
                ("e", "mayor", "u", 1, "polling_stations", "counted", "equal", 59, "t", "b"),
            ),
        },
    ],
)
