"""The questions that rules of agreement ask: what is stated about one thing more than once."""

from numerim.schemas.table import about, core_key, tables


def restated(table: str, *, exact: bool = False) -> str:
    """SQL over a core table: one row per key that has several statements, with the lowest and highest value.

    Shares may differ by half a unit of the last decimal place of each. Statements that one source credits to different
    people are a dispute that it reports, not a disagreement; they are left out. So are sources that have a later
    version. Figures are compared that are from one stage of the count: all that are final, all that are preliminary,
    and those of one partial count, since another one was taken at another hour.

    Args:
        table: a table that is made of statements.
        exact: only figures that are stated exactly, not as “more than” or the like.
    """
    key, value = core_key(tables()[table]), about(tables()[table]).states
    columns = tables()[table].to_schema().columns
    subject = " || ' ' || ".join(f"cast(x.{c} as varchar)" if c == "round" else f"x.{c}" for c in key[1:])
    half = "cast(0.5 * power(10, -x.decimals) as decimal(18, 8))"
    tolerance = f"max({half}) + min({half})" if "decimals" in columns else "0"
    return f"""
        select {", ".join(f"x.{c}" for c in key)}, {subject} as subject, count(*) as times,
            min(x.{value}) as lowest, max(x.{value}) as highest, max(x.{value}) - min(x.{value}) as spread,
            {tolerance} as tolerance,
            string_agg(distinct x.source_id || ', ' || x.stated_in, '; '
                order by x.source_id || ', ' || x.stated_in) as said,
            string_agg(x.place, ' ' order by x.place) as locators
        from core.{table} as x
        left join core.sources as v on v.source_id = x.source_id
        where not coalesce(v.superseded, false){" and x.relation = 'equal'" if exact else ""}
        group by {", ".join(f"x.{c}" for c in key)}, coalesce(v.status, 'final'),
            case when v.status = 'partial' then x.source_id else '' end
        having count(*) > 1
            and (count(distinct x.source_id) > 1 or count(distinct coalesce(x.said_by, '')) < count(*))
    """
