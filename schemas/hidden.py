"""Rows of totals that hide among the units that they are the totals of, told by their figures."""

from numerim.schemas.vocabulary import BALLOT_MEASURES

COUNTED = ("votes", "seats", *BALLOT_MEASURES)
"""What is added up over units."""

_COUNTS = ", ".join(f"'{name}'" for name in COUNTED)
_LIST = "election_id, source_id, path, stated_in, office, round"
_OF = ", ".join(f"s.{name}" for name in _LIST.split(", "))
_THING = f"{_OF}, s.measure, s.selection_id, s.count_type, s.said_by"
_ALIKE = " and ".join(f"s.{name} = t.{name}" for name in _LIST.split(", "))

EACH_FIGURE = " or ".join(
    f"({group}_sums = figures and {group}_told > 1 and {group}_digits > 5 and {group}_units > 2)"
    for group in ("near", "far")
)
"""SQL: every figure of a row is the sum of the others, in at least two that have six digits together."""

MOST_FIGURES = "far_sums < figures and 2 * far_sums >= figures and far_told > 1 and far_digits > 5"
"""SQL: half of the figures of a row, or more, are the sums of the others, but not all."""


def rows_of_totals(which: str) -> str:
    """SQL: the lists of three units or more of one kind, with the rows in them that are totals.

    Units are added up with those of their kind that lie in the same unit (`near`), and with all of their kind (`far`).

    Args:
        which: SQL that tells a row of totals.

    Returns:
        SQL with the columns that name the list, `gp_unit_id`, `subject`, `name` and `others` (so many) of the row, its
        `figures`, how many of them are sums (`fits`), `is_total` (0 for a list without such a row) and `locators`.
    """

    def tell(group: str, by: str) -> str:
        window = f"over (partition by {_THING}, {by})"
        have = f"sum(case when s.number > 0 then 1 else 0 end) {window}"
        return f"""case when 2 * s.number = sum(s.number) {window} then 1 else 0 end as {group},
                case when s.number > 0 and {have} > 2 and 2 * s.number = sum(s.number) {window} then 1 else 0 end
                    as {group}_tells"""

    return f"""
        with figures as (
            select {_OF}, s.gp_unit_id, g.name, g.unit_type, coalesce(g.parent_id, '') as parent_id, s.number as figure,
                {tell("near", "g.unit_type, g.parent_id")}, {tell("far", "g.unit_type")}
            from core.statements as s
            join core.gp_units as g on g.gp_unit_id = s.gp_unit_id
            where s.measure in ({_COUNTS}) and s.number is not null
                and (s.measure not in ('votes', 'seats') or s.selection_id is not null)
        ),
        different as (
            select {_LIST}, gp_unit_id, name, unit_type, parent_id, count(*) as figures, sum(near) as near,
                sum(far) as far, max(near_tells) as near_tells, max(far_tells) as far_tells,
                length(cast(cast(figure as decimal(24, 0)) as varchar)) as digits
            from figures
            group by {_LIST}, gp_unit_id, name, unit_type, parent_id, figure
        ),
        units as (
            select {_LIST}, gp_unit_id, name, sum(figures) as figures, sum(near) as near_sums, sum(far) as far_sums,
                sum(near_tells) as near_told, sum(far_tells) as far_told,
                sum(near_tells * digits) as near_digits, sum(far_tells * digits) as far_digits,
                count(*) over (partition by {_LIST}, unit_type, parent_id) as near_units,
                count(*) over (partition by {_LIST}, unit_type) as far_units
            from different
            group by {_LIST}, gp_unit_id, name, unit_type, parent_id
        ),
        lists as (
            select source_id, path, stated_in, min(election_id) as election_id
            from units where far_units > 2 group by source_id, path, stated_in
        ),
        totals as (
            select {", ".join(f"t.{name}" for name in _LIST.split(", "))}, t.gp_unit_id, t.name, t.figures, t.far_sums,
                case when t.near_sums = t.figures and t.near_units > 2 then t.near_units else t.far_units end as alike,
                string_agg(s.place, ' ' order by s.place) as places
            from units as t
            join core.statements as s on {_ALIKE} and s.gp_unit_id = t.gp_unit_id and s.measure in ({_COUNTS})
            where t.far_units > 2 and ({which})
            group by {", ".join(f"t.{name}" for name in _LIST.split(", "))}, t.gp_unit_id, t.name, t.figures,
                t.far_sums, t.near_sums, t.near_units, t.far_units
        )
        select coalesce(t.election_id, l.election_id) as election_id, l.source_id, l.path, l.stated_in, t.gp_unit_id,
            coalesce(t.office || ' ' || t.gp_unit_id || ' ' || t.round, l.stated_in) as subject, t.name,
            t.alike - 1 as others, t.figures, t.far_sums as fits,
            case when t.gp_unit_id is null then 0 else 1 end as is_total, coalesce(t.places, '') as locators
        from lists as l
        left join totals as t on t.source_id = l.source_id and t.path = l.path and t.stated_in = l.stated_in
    """
