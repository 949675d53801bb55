"""Rows that are nearly the totals of the rows that they stand among."""

import polars as pl

from numerim.schemas.rule import Rule
from numerim.schemas.vocabulary import BALLOT_MEASURES

_COUNTED = ("votes", "seats", *BALLOT_MEASURES)
_COUNTS = ", ".join(f"'{name}'" for name in _COUNTED)
_THING = "s.election_id, s.source_id, s.path, s.stated_in, s.office, s.round, s.measure, s.selection_id, s.count_type, s.said_by"

RULE = Rule(
    code="R318",
    title="No row among the units is nearly the sum of the others",
    severity="warning",
    each="list",
    needs=("|".join(_COUNTED),),
    over=f"""
        with figures as (
            select s.election_id, s.source_id, s.path, s.stated_in, s.office, s.round, s.gp_unit_id, g.name, g.unit_type, s.number as figure, s.place,
                sum(s.number) over (partition by {_THING}, g.unit_type) as whole,
                sum(case when s.number > 0 then 1 else 0 end) over (partition by {_THING}, g.unit_type) as have,
                count(*) over (partition by {_THING}, g.unit_type) as units
            from core.statements as s
            join core.gp_units as g on g.gp_unit_id = s.gp_unit_id
            where s.measure in ({_COUNTS}) and s.number is not null and (s.measure not in ('votes', 'seats') or s.selection_id is not null)
        ),
        told as (
            select election_id, source_id, path, stated_in, office, round, gp_unit_id, name, max(units) as units, count(*) as figures,
                count(case when 2 * figure = whole then 1 end) as fits,
                count(distinct case when 2 * figure = whole and have > 2 then figure end) as differ,
                coalesce(sum(case when 2 * figure = whole and have > 2 then length(cast(cast(figure as decimal(24, 0)) as varchar)) end), 0) as digits,
                string_agg(place, ' ' order by place) as places
            from figures
            group by election_id, source_id, path, stated_in, office, round, gp_unit_id, name
        ),
        lists as (
            select source_id, path, stated_in, min(election_id) as election_id from told where units > 2 group by source_id, path, stated_in
        ),
        nearly as (
            select * from told where units > 2 and fits < figures and differ > 1 and digits > 5 and 2 * fits >= figures
        )
        select coalesce(t.election_id, l.election_id) as election_id, l.source_id, l.path, l.stated_in, t.gp_unit_id,
            coalesce(t.office || ' ' || t.gp_unit_id || ' ' || t.round, l.stated_in) as subject, t.name, t.units - 1 as others, t.figures, t.fits,
            case when t.gp_unit_id is null then 0 else 1 end as is_nearly, coalesce(t.places, '') as locators
        from lists as l
        left join nearly as t on t.source_id = l.source_id and t.path = l.path and t.stated_in = l.stated_in
    """,
    holds=pl.col("is_nearly") == 0,
    says="{name} stands in “{stated_in}” among {others:other|others} of its kind, and {fits} of its {figures:figure|figures} are the sums of theirs: it seems to be a row of totals with a slip",
    why="Two sums or more that have six digits together are very unlikely by chance, even if the other figures do not fit. A total among its parts would be counted twice. Where all of them fit, or the name says so, other rules tell.",
)
