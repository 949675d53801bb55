"""Changes of turnout."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R406",
    title="A stated change of turnout is the difference between the two turnouts",
    severity="error",
    each="reported_shares",
    needs=("turnout_change",),
    relation=Terms("""
        with before as (
            select c.place as change_place, s.election_id, s.share, s.decimals, s.place,
                row_number() over (partition by c.place order by x.held_on desc, s.statement_id) as nth
            from core.one_reported_shares as c
            join core.elections as y on y.election_id = c.election_id
            join core.one_reported_shares as s on s.gp_unit_id = c.gp_unit_id and s.office = c.office
                and s.round = c.round and s.source_id = c.source_id and s.measure = 'turnout' and s.relation = 'equal'
            join core.elections as x on x.election_id = s.election_id and x.held_on < y.held_on
            where c.measure = 'turnout_change'
        ),
        changes as (
            select d.election_id, d.office, d.gp_unit_id, d.round, d.measure, d.category, d.gp_unit_id || ' turnout' as subject,
                b.election_id as label, d.source_id || coalesce(d.said_by, '') as source_id, case when t.share < b.share then -1 else 1 end as way,
                d.share, d.decimals, d.place, t.share as now, t.decimals as now_decimals, t.place as now_place, b.share as before,
                b.decimals as before_decimals, b.place as before_place
            from core.one_reported_shares as d
            join core.one_reported_shares as t on t.election_id = d.election_id and t.office = d.office
                and t.gp_unit_id = d.gp_unit_id and t.round = d.round and t.source_id = d.source_id and t.measure = 'turnout'
                and t.relation = 'equal' and t.said_by is not distinct from d.said_by
            join before as b on b.change_place = d.place and b.nth = 1
            where d.measure = 'turnout_change'
        ),
        terms as (
            select c.*, way as weight, 0 as blamed, now as figure, now_decimals as d, now_place as spot, 'turnout' as what from changes as c
            union all
            select c.*, -way, 0, before, before_decimals, before_place, 'before' from changes as c
            union all
            select c.*, case when share < 0 then 1 else -1 end, 1, share, decimals, place, 'change' from changes as c
        )
        select election_id, office, gp_unit_id, round, measure, category, subject, label, source_id, weight, blamed, figure,
            cast(0.5 * power(10, -d) as decimal(18, 8)) as half, spot as place, what
        from terms
    """),
    says="turnout is said to have changed by {whole:point|points}, but between {label} and now it changed by {summed} ({told})",
    why="Each of the three may be off by half a unit of its last decimal. Only the size is checked: the arrow that tells which way is often lost in a copy.",
)
