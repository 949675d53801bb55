"""Rows of totals that hide among the units that they are the totals of, told by their figures."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.vocabulary import BALLOT_MEASURES

COUNTED = ("votes", "seats", *BALLOT_MEASURES)
"""What is added up over units."""

_COUNTS = ", ".join(f"'{name}'" for name in COUNTED)
_LIST = "election_id, source_id, path, stated_in, office, round"
_OF = ", ".join(f"s.{name}" for name in _LIST.split(", "))
_THING = f"{_OF}, s.measure, s.selection_id, s.count_type, s.said_by"
_ALIKE = " and ".join(f"s.{name} = f.{name}" for name in (*_LIST.split(", "), "gp_unit_id"))

EACH_FIGURE = " or ".join(
    f"({group}_sums = figures and {group}_told > 1 and {group}_digits > 5 and {group}_units > 2)"
    for group in ("near", "far")
)
"""SQL: every figure of a row is the sum of the others, in at least two that have six digits together."""

MOST_FIGURES = "far_sums < figures and 2 * far_sums >= figures and far_told > 1 and far_digits > 5"
"""SQL: half of the figures of a row, or more, are the sums of the others, but not all."""


def _tell(group: str, by: str) -> str:
    window = f"over (partition by {_THING}, {by})"
    have = f"sum(case when s.number > 0 then 1 else 0 end) {window}"
    return f"""case when 2 * s.number = sum(s.number) {window} then 1 else 0 end as {group},
                case when s.number > 0 and {have} > 2 and 2 * s.number = sum(s.number) {window} then 1 else 0 end
                    as {group}_tells"""


EACH_UNIT = f"""
        select * from (
            select {_LIST}, gp_unit_id, name, sum(figures) as figures, sum(near) as near_sums, sum(far) as far_sums,
                sum(near_tells) as near_told, sum(far_tells) as far_told,
                sum(near_tells * digits) as near_digits, sum(far_tells * digits) as far_digits,
                count(*) over (partition by {_LIST}, unit_type, parent_id) as near_units,
                count(*) over (partition by {_LIST}, unit_type) as far_units
            from (
                select {_LIST}, gp_unit_id, name, unit_type, parent_id, count(*) as figures, sum(near) as near,
                    sum(far) as far, max(near_tells) as near_tells, max(far_tells) as far_tells,
                    length(cast(cast(figure as decimal(24, 0)) as varchar)) as digits
                from (
                    select {_OF}, s.gp_unit_id, g.name, g.unit_type, coalesce(g.parent_id, '') as parent_id,
                        s.number as figure, {_tell("near", "g.unit_type, g.parent_id")}, {_tell("far", "g.unit_type")}
                    from core.statements as s
                    join core.gp_units as g on g.gp_unit_id = s.gp_unit_id
                    where s.measure in ({_COUNTS}) and s.number is not null
                        and (s.measure not in ('votes', 'seats') or s.selection_id is not null)
                ) as figures
                group by {_LIST}, gp_unit_id, name, unit_type, parent_id, figure
            ) as different
            group by {_LIST}, gp_unit_id, name, unit_type, parent_id
        ) as units
        where far_units > 2"""
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
        of=f"each_unit as f left join core.statements as s on ({which}) and {_ALIKE} and s.measure in ({_COUNTS})",
        there=f"not ({which})",
        subject=f"case when {which} then f.office || ' ' || f.gp_unit_id || ' ' || f.round else f.stated_in end",
        place="s.place",
        keys={"gp_unit_id": f"case when {which} then f.gp_unit_id end"},
        **{name: f"case when {which} then {sql} end" for name, sql in told.items()},
    )
