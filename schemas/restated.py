"""The question that rules of agreement ask: whether all that is stated of one thing can be true together."""

from numerim.schemas.table import about, core_key, tables

_FAR = "cast(1000000000000000 as decimal(24, 8))"
"""As good as no bound."""


def restated(table: str) -> str:
    """SQL over a core table: one row per key that has several statements, and how far they are `apart`.

    A figure stands for an interval: a share for half a unit of its last decimal place to both sides, “more than 40” for
    all above, “about 40” for anything. What one source says of a thing agrees if its intervals have a point in common;
    what several say, if theirs have one (intervals on a line that meet two by two all have one point in common:
    Helly 1923). Figures that one source credits to different people are a dispute that it reports, not a
    disagreement; for it stands all that they say. Sources that have a later version are left out. Figures are compared
    that are from one stage of the count: all that are final, all that are preliminary, and those of one partial count,
    since another one was taken at another hour.

    Args:
        table: a table that is made of statements.

    Returns:
        SQL with the key, `subject`, `label` and `selection` (what people call it), `times` (statements), `lowest`,
        `highest`, `apart` (above 0 where no value fits all of them), `said` (who) and `locators`.
    """
    key, value = core_key(tables()[table]), about(tables()[table]).states
    columns = tables()[table].to_schema().columns
    subject = " || ' ' || ".join(f"cast(x.{c} as varchar)" if c == "round" else f"x.{c}" for c in key[1:])
    figure = f"cast(x.{value} as decimal(24, 8))"
    half = "cast(0.5 * power(10, -x.decimals) as decimal(24, 8))" if "decimals" in columns else "0"
    more = "0" if "decimals" in columns else "1"  # more than 40 seats are at least 41
    relation = "coalesce(x.relation, 'equal')" if "relation" in columns else "'equal'"
    names = ", ".join(key)
    label, joins = _names(key)
    voice = f"partition by {names}, stage, hour, source_id, said_by"
    return f"""
        with stated as (
            select {", ".join(f"x.{c}" for c in key)}, {subject} as subject, coalesce(v.status, 'final') as stage,
                case when v.status = 'partial' then x.source_id else '' end as hour, x.source_id,
                coalesce(x.said_by, '') as said_by, x.{value} as figure, x.source_id || ', ' || x.stated_in as said,
                x.place,
                case {relation} when 'equal' then {figure} - {half} when 'more than' then {figure} + {more}
                    else -{_FAR} end as low,
                case {relation} when 'equal' then {figure} + {half} when 'less than' then {figure} - {more}
                    else {_FAR} end as high
            from core.{table} as x
            left join core.sources as v on v.source_id = x.source_id
            where not coalesce(v.superseded, false)
        ),
        voices as (select *, max(low) over ({voice}) as from_here, min(high) over ({voice}) as to_here from stated),
        sources as (
            select *, min(least(from_here, to_here)) over (partition by {names}, stage, hour, source_id) as from_all,
                max(greatest(from_here, to_here)) over (partition by {names}, stage, hour, source_id) as to_all
            from voices
        )
        select {", ".join(f"x.{c}" for c in key)}, x.subject, {label}, count(*) as times, min(x.figure) as lowest,
            max(x.figure) as highest,
            greatest(max(x.from_here - x.to_here), max(x.from_all) - min(x.to_all), 0) as apart,
            string_agg(distinct x.said, '; ' order by x.said) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from sources as x
        {joins}
        group by {", ".join(f"x.{c}" for c in key)}, x.subject, x.stage, x.hour
        having count(*) > 1 and (count(distinct x.source_id) > 1 or count(distinct x.said_by) < count(*))
    """


def _names(key: tuple[str, ...]) -> tuple[str, str]:
    """SQL of what people call the thing, and the joins that it takes: `label`, and `selection` where it is of one."""
    unit = "left join core.gp_units as u on u.gp_unit_id = x.gp_unit_id"
    if "contest_id" not in key:
        election = "left join core.elections as e on e.election_id = x.election_id"
        if "gp_unit_id" not in key:
            return "coalesce(min(e.title), x.election_id) as label", election
        label = "coalesce(min(e.title), x.election_id) || ', ' || coalesce(min(u.name), x.gp_unit_id)"
        return f"{label} as label", f"{election} {unit}"
    joins = "left join core.contests as c on c.election_id = x.election_id and c.contest_id = x.contest_id"
    label = "coalesce(min(c.label), x.contest_id)"
    if "gp_unit_id" in key:
        joins = f"{joins} {unit}"
        place = "', ' || coalesce(min(u.name), x.gp_unit_id)"
        label += f" || case when min(c.gp_unit_id) = x.gp_unit_id then '' else {place} end"
    if "selection_id" not in key:
        return f"{label} as label", joins
    selections = """left join core.selections as l on l.election_id = x.election_id and l.contest_id = x.contest_id
            and l.selection_id = x.selection_id"""
    return f"{label} as label, coalesce(min(l.label), x.selection_id) as selection", f"{joins} {selections}"
