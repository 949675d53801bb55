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
        SQL with the key, `subject`, `times` (statements), `lowest`, `highest`, `apart` (above 0 where no value fits
        all of them), `said` (who) and `locators`.
    """
    key, value = core_key(tables()[table]), about(tables()[table]).states
    columns = tables()[table].to_schema().columns
    subject = " || ' ' || ".join(f"cast(x.{c} as varchar)" if c == "round" else f"x.{c}" for c in key[1:])
    figure = f"cast(x.{value} as decimal(24, 8))"
    half = "cast(0.5 * power(10, -x.decimals) as decimal(24, 8))" if "decimals" in columns else "0"
    more = "0" if "decimals" in columns else "1"  # more than 40 seats are at least 41
    relation = "coalesce(x.relation, 'equal')" if "relation" in columns else "'equal'"
    names = ", ".join(key)
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
        select {names}, subject, count(*) as times, min(figure) as lowest, max(figure) as highest,
            greatest(max(from_here - to_here), max(from_all) - min(to_all), 0) as apart,
            string_agg(distinct said, '; ' order by said) as said, string_agg(place, ' ' order by place) as locators
        from sources
        group by {names}, subject, stage, hour
        having count(*) > 1 and (count(distinct source_id) > 1 or count(distinct said_by) < count(*))
    """
