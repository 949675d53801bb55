"""A party's share over all contests, and what it could be a share of."""

import polars as pl

from numerim.schemas.relation import shown
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R419",
    title="A party’s overall share is a share of something that is counted",
    severity="warning",
    each="reported_shares",
    needs=("total_share",),
    over=f"""
        with stated as (
            select t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.category, t.source_id, t.said_by, t.stated_in, t.share,
                cast(0.5 * power(10, -t.decimals) as decimal(18, 8)) as half, t.place
            from core.one_reported_shares as t
            where t.measure = 'total_share' and t.relation = 'equal' and t.category <> 'all' and t.{CURRENT}
        ), totals as (
            select v.election_id, v.office, v.gp_unit_id, v.measure, v.source_id, v.stated_in, v.category, v.total, v.place,
                sum(v.total) over (partition by v.election_id, v.office, v.gp_unit_id, v.round, v.measure, v.source_id, v.said_by, v.stated_in) as whole
            from core.one_reported_totals as v
            where v.measure in ('total_votes', 'total_seats') and v.relation = 'equal' and v.category <> 'all' and v.{CURRENT}
        ), won as (
            select o.election_id, c.office, o.source_id, l.party_id, l.coalition_id, o.contest_id,
                count(*) over (partition by o.election_id, c.office, o.source_id) as whole
            from core.one_outcomes as o
            join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
            join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id and l.selection_id = o.selection_id
            where o.outcome = 'elected' and o.said_by is null and o.all_units and o.{CURRENT}
        ), bases as (
            select v.election_id, v.category, 'the ' || case v.measure when 'total_votes' then 'votes' else 'seats' end || ' of the ' || v.office as what,
                coalesce(cast(y.share as double), 100.0 * v.total / v.whole) as share,
                coalesce(cast(0.5 * power(10, -y.decimals) as double), 0.0) as half, v.place
            from totals as v
            left join core.one_reported_shares as y on y.election_id = v.election_id and y.measure = 'total_share' and y.office = v.office
                and y.gp_unit_id = v.gp_unit_id and y.category = v.category and y.source_id = v.source_id and y.stated_in = v.stated_in
                and v.measure = 'total_votes'
            where v.whole > 0
            union all
            select w.election_id, s.category, 'the contests for ' || w.office, 100.0 * count(distinct w.contest_id) / max(w.whole), 0.0, ''
            from won as w
            join (select distinct election_id, category from stated) as s on s.election_id = w.election_id
                and s.category in (w.party_id, w.coalition_id)
            group by w.election_id, s.category, w.office, w.source_id
        ), beside as (
            select distinct v.election_id, v.category, v.source_id, v.stated_in from totals as v where v.measure = 'total_votes'
        )
        select s.election_id, s.office, s.gp_unit_id, s.round, s.measure, s.category, s.office || ' ' || s.gp_unit_id || ' ' || s.category as subject,
            coalesce(p.acronym, p.name_en, p.name, s.category) as name, s.share, s.half as tolerance, s.source_id, s.stated_in,
            count(case when abs(b.share - s.share) <= s.half + b.half + 0.0000001 then 1 end) as fits,
            string_agg({shown("round(b.share, 2)")} || ' per cent of ' || b.what, ', ' order by b.what, b.share) as told,
            trim(s.place || ' ' || string_agg(distinct b.place, ' ' order by b.place)) as locators, s.place as blames
        from stated as s
        join bases as b on b.election_id = s.election_id and b.category = s.category
        left join core.parties as p on p.party_id = s.category
        left join beside as d on d.election_id = s.election_id and d.category = s.category and d.source_id = s.source_id
            and d.stated_in = s.stated_in
        where d.source_id is null
        group by s.election_id, s.office, s.gp_unit_id, s.round, s.measure, s.category, p.acronym, p.name_en, p.name, s.share, s.half, s.source_id,
            s.stated_in, s.place
    """,
    holds=pl.col("fits") > 0,
    says="“{stated_in}” ({source_id}) gives {name} {share} per cent overall without saying of what; it has {told}",
    actual="share",
    why="A share of votes is not one of seats, nor of contests won. Checked if the source prints no votes beside it, and some table counts them.",
)
