"""What changed between a count that goes on and the final one."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R615",
    title="Preliminary figures are the same as the final ones",
    severity="info",
    each="statement",
    needs=("two sources",),
    over="""
        with pairs as (
            select e.source_id as earlier_id, e.status as earlier_status, l.source_id as later_id, l.status as later_status
            from core.sources as e
            join core.sources as l on l.source_id <> e.source_id and (l.earlier_id = e.source_id
                or (e.status <> 'final' and l.status = 'final' and not coalesce(e.superseded, false)
                    and not coalesce(l.superseded, false)))
        ), figures as (
            select v.election_id, v.contest_id, v.gp_unit_id, 'votes ' || v.selection_id as what, 'votes for ' || l.label as told,
                v.source_id, v.said_by, cast(v.votes as decimal(24, 6)) as figure, cast(0 as decimal(18, 8)) as half, v.place
            from core.one_vote_counts as v
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.selection_id = v.selection_id
            union all
            select v.election_id, v.contest_id, v.gp_unit_id, 'share ' || v.selection_id, 'per cent for ' || l.label,
                v.source_id, v.said_by, cast(v.share as decimal(24, 6)),
                cast(0.5 * power(10, -v.decimals) as decimal(18, 8)), v.place
            from core.one_vote_shares as v
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.selection_id = v.selection_id
            union all
            select v.election_id, v.contest_id, '', 'seats ' || v.selection_id, 'seats for ' || l.label, v.source_id, v.said_by,
                cast(v.seats as decimal(24, 6)), cast(0 as decimal(18, 8)), v.place
            from core.one_seat_counts as v
            join core.selections as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.selection_id = v.selection_id
            union all
            select b.election_id, r.contest_id, b.gp_unit_id, b.measure, b.measure, b.source_id, b.said_by,
                cast(b.ballots as decimal(24, 6)), cast(0 as decimal(18, 8)), b.place
            from core.one_ballot_counts as b
            join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
                and r.round = b.round
            union all
            select t.election_id, t.office || '/' || t.gp_unit_id || '/' || cast(t.round as varchar), t.gp_unit_id,
                t.measure || ' ' || t.category, t.measure || ' ' || t.category, t.source_id, t.said_by,
                cast(t.total as decimal(24, 6)), cast(0 as decimal(18, 8)), t.place
            from core.one_reported_totals as t where t.relation = 'equal'
            union all
            select p.election_id, p.office || '/' || p.gp_unit_id || '/' || cast(p.round as varchar), p.gp_unit_id,
                p.measure || ' ' || p.category, p.measure || ' ' || p.category, p.source_id, p.said_by,
                cast(p.share as decimal(24, 6)), cast(0.5 * power(10, -p.decimals) as decimal(18, 8)), p.place
            from core.one_reported_shares as p where p.relation = 'equal'
        ), compared as (
            select e.election_id, e.contest_id, p.earlier_id, p.earlier_status, p.later_id, p.later_status, e.told, e.gp_unit_id,
                case when e.half = 0 then cast(cast(e.figure as bigint) as varchar) else cast(cast(e.figure as double) as varchar) end as before,
                case when l.half = 0 then cast(cast(l.figure as bigint) as varchar) else cast(cast(l.figure as double) as varchar) end as after,
                case when abs(l.figure - e.figure) > e.half + l.half then 1 else 0 end as changed,
                e.place || ' ' || l.place as places,
                row_number() over (partition by e.election_id, e.contest_id, p.earlier_id, p.later_id
                    order by case when abs(l.figure - e.figure) > e.half + l.half then 0 else 1 end, abs(l.figure - e.figure) desc,
                        e.gp_unit_id, e.what) as position
            from pairs as p
            join figures as e on e.source_id = p.earlier_id
            join figures as l on l.source_id = p.later_id and l.election_id = e.election_id and l.contest_id = e.contest_id
                and l.gp_unit_id = e.gp_unit_id and l.what = e.what and l.said_by is not distinct from e.said_by
        )
        select x.election_id, x.contest_id, x.contest_id || ' ' || x.earlier_id || ' ' || x.later_id as subject,
            coalesce(max(c.label), x.contest_id) as label, x.earlier_id as earlier, x.earlier_status, x.later_id as later,
            x.later_status, count(*) as figures, sum(x.changed) as changed,
            string_agg(case when x.changed = 1 and x.position <= 5 then x.told
                || case when u.gp_unit_id <> c.gp_unit_id then ' in ' || u.name else '' end || ' ' || x.before
                || ' → ' || x.after end, ', ' order by x.position) as told,
            coalesce(string_agg(case when x.position <= 5 then x.places end, ' ' order by x.position), '') as locators, '' as blames
        from compared as x
        left join core.contests as c on c.election_id = x.election_id and c.contest_id = x.contest_id
        left join core.gp_units as u on u.gp_unit_id = x.gp_unit_id
        group by x.election_id, x.contest_id, x.earlier_id, x.earlier_status, x.later_id, x.later_status
    """,
    holds=pl.col("changed") == 0,
    says="{label}: of {figures:figure|figures} in {earlier} ({earlier_status}) {changed:is another|are others} in {later} ({later_status}); most changed: {told}",
    expected="",
    actual="changed",
    why="An unfinished count changes; that is no contradiction, and no other rule mentions it. This one tells by how much: at most five figures for each contest, the largest changes first. Shares may differ by what they are rounded by.",
    passes=[
        {
            "core.sources": rows("source_id status superseded", ("s", "preliminary", False), ("t", "final", False)),
            "core.selections": rows("election_id contest_id selection_id label", ("e", "c", "a", "A")),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id place",
                ("e", "c", "u", "a", 5, "s", "a"),
                ("e", "c", "u", "a", 5, "t", "b"),
            ),
        }
    ],
    fails=[
        {
            "core.sources": rows("source_id status superseded", ("s", "preliminary", False), ("t", "final", False)),
            "core.contests": rows("election_id contest_id gp_unit_id label", ("e", "c", "u", "the mayor of U")),
            "core.selections": rows("election_id contest_id selection_id label", ("e", "c", "a", "A")),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id selection_id votes source_id place",
                ("e", "c", "u", "a", 5, "s", "a"),
                ("e", "c", "u", "a", 7, "t", "b"),
            ),
        },
        {
            "core.sources": rows(
                "source_id status superseded earlier_id", ("s", "partial", True, None), ("t", "partial", False, "s")
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round measure category relation share decimals source_id place",
                ("e", "all", "u", 1, "turnout", "all", "equal", 31.5, 1, "s", "a"),
                ("e", "all", "u", 1, "turnout", "all", "equal", 43.2, 1, "t", "b"),
            ),
        },
    ],
)
