"""Rows of totals that hide among the units that they are the totals of, told by their figures."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.vocabulary import BALLOT_MEASURES

COUNTED = ("votes", "seats", *BALLOT_MEASURES)
"""What is added up over units."""

_COUNTS = ", ".join(f"'{name}'" for name in COUNTED)
_IN_LIST = ("election_id", "source_id", "path", "stated_in", "office", "round")
_LIST = ", ".join(_IN_LIST)
_OF = ", ".join(f"s.{name}" for name in _IN_LIST)
_THING = (*_IN_LIST, "measure", "selection_id", "count_type", "said_by")
_BY = ", ".join(f"s.{name}" for name in _THING)
_ALIKE = " and ".join(f"s.{name} = f.{name}" for name in (*_IN_LIST, "gp_unit_id"))

EACH_FIGURE = " or ".join(
    f"({group}_sums = figures and {group}_told > 1 and {group}_digits > 5 and {group}_units > 2)"
    for group in ("near", "far")
)
"""SQL: every figure of a row is the sum of the others, in at least two that have six digits together."""

MOST_FIGURES = "far_sums < figures and 2 * far_sums >= figures and far_told > 1 and far_digits > 5"
"""SQL: half of the figures of a row, or more, are the sums of the others, but not all."""


def _alike(one: str, other: str, *names: str) -> str:
    return " and ".join(f"{one}.{name} is not distinct from {other}.{name}" for name in names)


EACH_UNIT = f"""
        with counted_figures as (
            select {_OF}, hash({_BY}) as thing, s.gp_unit_id, g.name, g.unit_type,
                coalesce(g.parent_id, '') as parent_id, s.number as figure
            from core.statements as s
            join core.gp_units as g on g.gp_unit_id = s.gp_unit_id
            where s.measure in ({_COUNTS}) and s.number is not null
                and (s.measure not in ('votes', 'seats') or s.selection_id is not null)
        ),
        near_sums as (
            select thing, unit_type, parent_id, sum(figure) as total,
                sum(case when figure > 0 then 1 else 0 end) as have
            from counted_figures group by thing, unit_type, parent_id
        ),
        far_sums as (
            select thing, unit_type, sum(total) as total, sum(have) as have from near_sums group by thing, unit_type
        ),
        row_totals as (
            select {_LIST}, gp_unit_id, sum(near) as near_sums, sum(far) as far_sums, sum(near_tells) as near_told,
                sum(far_tells) as far_told, sum(near_tells * digits) as near_digits,
                sum(far_tells * digits) as far_digits
            from (
                select {_LIST}, gp_unit_id, sum(near) as near, sum(far) as far,
                    max(case when near_have > 2 then near else 0 end) as near_tells,
                    max(case when far_have > 2 then far else 0 end) as far_tells,
                    length(cast(cast(figure as decimal(24, 0)) as varchar)) as digits
                from (
                    select f.*, near.have as near_have, far.have as far_have,
                        case when 2 * f.figure = near.total then 1 else 0 end as near,
                        case when 2 * f.figure = far.total then 1 else 0 end as far
                    from counted_figures as f
                    join near_sums as near on {_alike("near", "f", "thing", "unit_type", "parent_id")}
                    join far_sums as far on {_alike("far", "f", "thing", "unit_type")}
                    where 2 * f.figure = near.total or 2 * f.figure = far.total
                ) as sums
                group by {_LIST}, gp_unit_id, figure
            ) as different
            group by {_LIST}, gp_unit_id
        ),
        listed_units as (
            select {_LIST}, gp_unit_id, name, unit_type, parent_id, count(*) as figures
            from counted_figures group by {_LIST}, gp_unit_id, name, unit_type, parent_id
        ),
        listed_kinds as (
            select {_LIST}, unit_type, parent_id, count(*) as near_units
            from listed_units group by {_LIST}, unit_type, parent_id
        ),
        all_of_kind as (
            select {_LIST}, unit_type, sum(near_units) as far_units from listed_kinds group by {_LIST}, unit_type
            having sum(near_units) > 2
        )
        select u.*, k.near_units, cast(a.far_units as bigint) as far_units,
            coalesce(t.near_sums, 0) as near_sums, coalesce(t.near_told, 0) as near_told,
            coalesce(t.near_digits, 0) as near_digits, coalesce(t.far_sums, 0) as far_sums,
            coalesce(t.far_told, 0) as far_told, coalesce(t.far_digits, 0) as far_digits
        from listed_units as u
        join listed_kinds as k on {_alike("k", "u", *_IN_LIST, "unit_type", "parent_id")}
        join all_of_kind as a on {_alike("a", "u", *_IN_LIST, "unit_type")}
        left join row_totals as t on {_alike("t", "u", *_IN_LIST, "gp_unit_id")}"""
"""SQL: the units in lists of three or more of one kind, with how many of their figures are the sums of the others.

Units are added up with those of their kind that lie in the same unit (`near`), and with all of their kind (`far`).
"""


def no_total(which: str) -> Coverage:
    """No unit in a list of three or more is a row of totals.

    Args:
        which: SQL that tells a row of totals.
    """
    told = {
        "label": "cast(cast(f.far_sums as bigint) as varchar)",
        "name": "f.name",
        "said": """cast(case when f.near_sums = f.figures and f.near_units > 2 then f.near_units
            else f.far_units end - 1 as varchar)""",
    }
    return Coverage(
        of="each_unit as f",
        beside=f"left join core.statements as s on ({which}) and {_ALIKE} and s.measure in ({_COUNTS})",
        there=f"not ({which})",
        subject=f"case when {which} then f.office || ' ' || f.gp_unit_id || ' ' || f.round else f.stated_in end",
        place="s.place",
        keys={"gp_unit_id": f"case when {which} then f.gp_unit_id end"},
        **{name: f"case when {which} then {sql} end" for name, sql in told.items()},
    )
