"""Figures that are not given, and what the others leave for them."""

import polars as pl

from numerim.schemas.relation import shown
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R320",
    title="No withheld figure can be worked out from the others",
    severity="info",
    each="statement",
    needs=("gaps",),
    over=f"""
        with told as (
            select t.place, t.left_for_it / t.weight as worth, t.blamed, string_agg(o.place, ' ' order by o.place) as others
            from sums_with_gaps as t
            join sums_with_gaps as o on o.sum_of = t.sum_of and o.subject = t.subject and o.source_id = t.source_id and o.given = 1
                and o.place <> ''
            where t.given = 0 and t.gaps = 1 and t.rounded = 0 and t.left_for_it / t.weight >= 0
            group by t.place, t.left_for_it, t.weight, t.blamed
        ),
        worth as (
            select place, min(worth) as least, max(worth) as most, string_agg(others, ' ' order by others) as others,
                max(case when blamed = 1 then 1 else 0 end) as is_total
            from told group by place
        ),
        withheld as (
            select election_id, place, label, measure, what, selection_id, given, '' as kind from core.figures_and_gaps
            where given = 'withheld'
            union all
            select s.election_id, s.place, r.label, s.measure, l.label, s.selection_id, s.given,
                case when s.measure = 'line_votes' then ' on the line of ' || s.party_printed else '' end
                || case when s.count_type <> 'total' then ' (' || s.count_type || ')' else '' end
            from core.statements as s
            join core.reports as r on r.election_id = s.election_id and r.office = s.office and r.gp_unit_id = s.gp_unit_id
                and r.round = s.round
            left join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
                and l.selection_id = s.selection_id
            where s.given = 'withheld' and (s.count_type <> 'total' or s.measure = 'line_votes')
        )
        select g.election_id, g.place as subject, g.label, g.given,
            case when g.selection_id is not null then 'the ' || replace(g.measure, 'line_', '') || ' of ' || g.what else lower(m.title) end
                || g.kind as what,
            w.least, w.most, {shown("w.least")} as told,
            case when w.is_total = 1 then 'come to' else 'leave' end as leave,
            case when w.least = w.most then split_part(g.place, ' ', 1) || '=0>' || cast(cast(w.least as bigint) as varchar) end as mends,
            '—' as printed, 'missing' as slip, g.place || coalesce(' ' || w.others, '') as locators, g.place as blames
        from withheld as g
        join core.measures as m on m.measure = g.measure
        left join worth as w on w.place = g.place
    """,
    holds=pl.col("least").is_null(),
    says="{label}: no figure is given for {what}, but the others {leave} {told}",
    actual="least",
    why="A withheld figure that the others give away can be worked out by anyone. It is reported, but never published as if the source had printed it.",
)
