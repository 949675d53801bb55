"""Winners in several sources."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R601",
    title="Sources agree on the winner",
    severity="warning",
    each="contest",
    needs=("two sources",),
    over=f"""
        with winners as (
            select distinct o.election_id, o.contest_id, o.source_id, o.selection_id, o.kind, o.party_id, o.coalition_id,
                count(distinct o.selection_id) over (partition by o.election_id, o.contest_id, o.source_id) as names
            from each_outcome as o
            where o.outcome = 'elected' and o.kind <> 'unnamed' and o.{CURRENT}
        ), pairs as (
            select a.election_id, a.contest_id, a.source_id, b.source_id as other_id, a.selection_id,
                max(case when a.selection_id = b.selection_id
                    or ((a.kind = 'list' or b.kind = 'list')
                        and (a.party_id = b.party_id or a.coalition_id = b.coalition_id or m.party_id is not null or n.party_id is not null))
                    then 1 else 0 end) as agree
            from winners as a
            join winners as b on b.election_id = a.election_id and b.contest_id = a.contest_id
                and b.source_id <> a.source_id and b.names >= a.names
            left join core.coalition_members as m on m.election_id = a.election_id and m.party_id = a.party_id
                and m.coalition_id = b.coalition_id
            left join core.coalition_members as n on n.election_id = a.election_id and n.party_id = b.party_id
                and n.coalition_id = a.coalition_id
            group by a.election_id, a.contest_id, a.source_id, b.source_id, a.selection_id
        ), judged as (
            select election_id, contest_id, min(agree) as agree from pairs group by election_id, contest_id
        )
        select o.election_id, o.contest_id, o.contest_id as subject, o.label, j.agree, count(distinct o.source_id) as sources,
            string_agg(distinct o.source_id || ': ' || o.name, '; ' order by o.source_id || ': ' || o.name) as said,
            string_agg(o.place, ' ' order by o.place) as locators
        from judged as j
        join each_outcome as o on o.election_id = j.election_id and o.contest_id = j.contest_id
            and o.outcome = 'elected' and o.kind <> 'unnamed' and o.{CURRENT}
        group by o.election_id, o.contest_id, o.label, j.agree
    """,
    holds=pl.col("agree") == 1,
    says="{label}: the sources name different winners ({said})",
    why="One contest has one result. A coalition and its member are one winner, and earlier versions of a source are not compared.",
)
