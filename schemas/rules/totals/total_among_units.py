"""Rows of totals among the rows that they are the totals of."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.vocabulary import BALLOT_MEASURES

_COUNTED = ("votes", "seats", *BALLOT_MEASURES)
_COUNTS = ", ".join(f"'{name}'" for name in _COUNTED)
_LIST = "election_id, source_id, path, stated_in, office, round"
_THING = "s.election_id, s.source_id, s.path, s.stated_in, s.office, s.round, s.measure, s.selection_id, s.count_type, s.said_by"

RULE = Rule(
    code="R310",
    title="No row among the units is the sum of the others",
    severity="error",
    each="list",
    needs=("|".join(_COUNTED),),
    over=f"""
        with figures as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.office, s.round, s.gp_unit_id, g.unit_type,
                coalesce(g.parent_id, '') as parent_id, s.number as figure,
                sum(s.number) over (partition by {_THING}, g.unit_type, g.parent_id) as near,
                sum(s.number) over (partition by {_THING}, g.unit_type) as far,
                sum(case when s.number > 0 then 1 else 0 end) over (partition by {_THING}, g.unit_type, g.parent_id) as near_have,
                sum(case when s.number > 0 then 1 else 0 end) over (partition by {_THING}, g.unit_type) as far_have
            from core.statements as s
            join core.gp_units as g on g.gp_unit_id = s.gp_unit_id
            where s.measure in ({_COUNTS}) and s.number is not null and (s.measure not in ('votes', 'seats') or s.selection_id is not null)
        ),
        values_of as (
            select {_LIST}, unit_type, parent_id, gp_unit_id, figure, count(*) as figures,
                sum(case when 2 * figure = near then 1 else 0 end) as near_sums, sum(case when 2 * figure = far then 1 else 0 end) as far_sums,
                max(case when figure > 0 and near_have > 2 then 1 else 0 end) as near_tells,
                max(case when figure > 0 and far_have > 2 then 1 else 0 end) as far_tells,
                length(cast(cast(figure as decimal(24, 0)) as varchar)) as digits
            from figures
            group by {_LIST}, unit_type, parent_id, gp_unit_id, figure
        ),
        units as (
            select {_LIST}, unit_type, parent_id, gp_unit_id, sum(figures) as figures, sum(near_sums) as near_sums, sum(far_sums) as far_sums,
                sum(near_tells) as near_told, sum(far_tells) as far_told, sum(near_tells * digits) as near_digits,
                sum(far_tells * digits) as far_digits, count(*) over (partition by {_LIST}, unit_type, parent_id) as near_units,
                count(*) over (partition by {_LIST}, unit_type) as far_units
            from values_of
            group by {_LIST}, unit_type, parent_id, gp_unit_id
        ),
        judged as (
            select u.*, case when near_units > 2 and near_sums = figures and near_told > 1 and near_digits > 5 then near_units
                when far_sums = figures and far_told > 1 and far_digits > 5 then far_units else 0 end as total_of
            from units as u
            where u.far_units > 2
        ),
        lists as (
            select source_id, path, stated_in, min(election_id) as election_id from judged group by source_id, path, stated_in
        ),
        totals as (
            select j.election_id, j.source_id, j.path, j.stated_in, j.office, j.round, j.gp_unit_id, g.name, j.total_of, j.figures,
                string_agg(s.place, ' ' order by s.place) as places
            from judged as j
            join core.gp_units as g on g.gp_unit_id = j.gp_unit_id
            join core.statements as s on s.election_id = j.election_id and s.source_id = j.source_id and s.path = j.path
                and s.stated_in = j.stated_in and s.office = j.office and s.round = j.round and s.gp_unit_id = j.gp_unit_id
                and s.measure in ({_COUNTS})
            where j.total_of > 0
            group by j.election_id, j.source_id, j.path, j.stated_in, j.office, j.round, j.gp_unit_id, g.name, j.total_of, j.figures
        )
        select coalesce(t.election_id, l.election_id) as election_id, l.source_id, l.path, l.stated_in, t.gp_unit_id,
            coalesce(t.office || ' ' || t.gp_unit_id || ' ' || t.round, l.stated_in) as subject, t.name, t.total_of - 1 as others, t.figures,
            case when t.gp_unit_id is null then 0 else 1 end as is_total, coalesce(t.places, '') as locators
        from lists as l
        left join totals as t on t.source_id = l.source_id and t.path = l.path and t.stated_in = l.stated_in
    """,
    holds=pl.col("is_total") == 0,
    says="{name} stands in “{stated_in}” among {others:other|others} of its kind, and each of its {figures:figure|figures} is the sum of theirs: it is a row of totals, and everything would be counted twice",
    why="A row is taken for a total if every figure in it is the sum of the other rows, in at least two different figures that have six digits together. That is very unlikely by chance. A total among its parts would be counted twice.",
)
