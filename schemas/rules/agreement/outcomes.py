"""Outcomes in several sources."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R612",
    title="Sources agree on whether a contest is decided, and on the pair of a runoff",
    severity="warning",
    each="contest",
    needs=("two sources",),
    over=f"""
        with stated as (
            select o.* from each_outcome as o
            join core.sources as v on v.source_id = o.source_id
            where o.outcome <> 'largest' and o.{CURRENT}
                and not (o.outcome in ('leading', 'undecided') and v.status <> 'final')
        ), again as (
            select distinct k.election_id, k.contest_id, k.selection_id
            from stated as k
            join stated as m on m.election_id = k.election_id and m.contest_id = k.contest_id
                and m.outcome = k.outcome and m.source_id <> k.source_id and m.selection_id <> k.selection_id
            left join core.coalition_members as c on c.election_id = m.election_id and c.party_id = m.party_id
                and c.coalition_id = k.coalition_id
            where k.kind = 'list' and (m.coalition_id = k.coalition_id or c.party_id is not null)
                and (m.kind <> 'list' or k.selection_id = k.coalition_id)
        )
        select o.election_id, o.contest_id, o.contest_id as subject, o.label, count(distinct o.source_id) as sources,
            count(distinct o.outcome) as outcomes,
            count(distinct case when o.outcome = 'runoff' and o.kind <> 'unnamed' and a.selection_id is null
                then o.selection_id end) as pair,
            string_agg(distinct o.source_id || ': ' || o.name || ' ' || o.outcome, '; '
                order by o.source_id || ': ' || o.name || ' ' || o.outcome) as said,
            string_agg(o.place, ' ' order by o.place) as locators
        from stated as o
        left join again as a on a.election_id = o.election_id and a.contest_id = o.contest_id
            and a.selection_id = o.selection_id
        group by o.election_id, o.contest_id, o.label
        having count(distinct o.source_id) > 1
    """,
    holds=(pl.col("outcomes") == 1) & (pl.col("pair") <= 2),
    says="{label}: the sources do not agree: {said}",
    why="One contest has one outcome. A leader in an unfinished count contradicts nothing, and earlier versions of a source are not compared.",
)
