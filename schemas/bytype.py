"""What rules about types of ballots ask: the total beside its types."""

from numerim.schemas.table import core_key, tables

_SELECTION = """left join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id
            and l.selection_id = f.selection_id"""


_WAYS = "('absentee-in-person', 'absentee-mail')"
"""SQL: the ways of absentee ballots, left out where the source gives these as a whole, too."""


def _judged(table: str, value: str) -> str:
    """SQL of queries, the last named `judged`: one row a figure of a complete list in which the total is printed, too.

    Beside it stand `kinds`, how many kinds of ballots are printed of the same thing, what they make (`summed`), the
    `total`, of how many things the list has one (`totals_of`), how many of these are `larger`, and `lacks`: 1 where so
    many are that a kind of ballots is not printed.
    """
    key = [c for c in core_key(tables()[table]) if c != "count_type"]
    names = ", ".join(f"x.{c}" for c in key)
    whole = ", ".join((*key, "source_id", "said_by"))
    of_list = ", ".join(("election_id", "source_id", "said_by", "stated_in", *(c for c in key if c == "measure")))
    return f"""
        typed as (
            select {names}, x.count_type, x.source_id, coalesce(x.said_by, '') as said_by,
                min(x.stated_in) as stated_in,
                {" || ' ' || ".join(f"x.{c}" for c in key[1:])} as subject,
                min(x.{value}) as figure, min(x.place) as place,
                max(case when x.given = 'figure' then 0 else 1 end) as gap
            from core.{table} as x
            where x.complete
            group by {names}, x.count_type, x.source_id, coalesce(x.said_by, '')
        ),
        counted as (
            select f.*, sum(case when f.count_type = 'total' then 1 else 0 end) over (partition by {whole}) as totals,
                max(case when f.count_type = 'absentee' then 1 else 0 end) over (partition by {whole}) as absent
            from typed as f
        ),
        summed as (
            select f.*, count(case when f.count_type <> 'total' then 1 end) over (partition by {whole}) as kinds,
                sum(case when f.count_type <> 'total' then f.figure end) over (partition by {whole}) as summed,
                max(case when f.count_type = 'total' then f.figure end) over (partition by {whole}) as total,
                max(f.gap) over (partition by {whole}) as gaps
            from counted as f
            where f.totals = 1 and (f.absent = 0 or f.count_type not in {_WAYS})
        ),
        listed as (
            select f.*, max(f.kinds) over (partition by {of_list}) as most_kinds,
                count(case when f.count_type = 'total' and f.gaps = 0 then 1 end)
                    over (partition by {of_list}) as totals_of,
                count(case when f.count_type = 'total' and f.gaps = 0 and f.total > f.summed then 1 end)
                    over (partition by {of_list}) as larger
            from summed as f
            where f.kinds > 0
        ),
        judged as (
            select f.*, case when 2 * f.larger > f.totals_of and (f.most_kinds = 1 or f.totals_of > 2)
                then 1 else 0 end as lacks
            from listed as f
        )"""


def kinds_not_printed(table: str, value: str) -> str:
    """SQL: one row a list that prints totals beside kinds of ballots, and whether it lacks one."""
    return f"""
        select c.*, w.path from (
            with {_judged(table, value)}
            select f.election_id, f.source_id, f.stated_in, '{table}' as what, max(f.lacks) as lacks,
                max(f.totals_of) as totals_of, max(f.larger) as larger,
                string_agg(distinct case when f.count_type <> 'total' then f.count_type end, ', '
                    order by case when f.count_type <> 'total' then f.count_type end) as kinds,
                string_agg(case when f.count_type = 'total' and f.total > f.summed then f.place end, ' '
                    order by f.place) as places
            from judged as f
            group by f.election_id, f.source_id, f.stated_in
        ) as c
        join (select source_id, stated_in, min(path) as path from core.lists group by source_id, stated_in) as w
            on w.source_id = c.source_id and w.stated_in = c.stated_in
    """


def by_type(table: str, value: str) -> str:
    """SQL: the terms of the relations between a figure for all ballots and those by type.

    Where a list does not print a kind of ballots, only those are in it that have more of a kind than in all.

    Args:
        table: a core table whose key has `count_type`.
        value: the column with the figure.
    """
    key = [c for c in core_key(tables()[table]) if c != "count_type"]
    of_selection = "selection_id" in key
    report = "r.contest_id = f.contest_id" if of_selection else "r.office = f.office and r.round = f.round"
    what = "l.label" if of_selection else "lower(m.title)"
    return f"""
        with {_judged(table, value)}
        select {", ".join(f"f.{c}" for c in key)}, 'total' as count_type, f.subject,
            coalesce({what} || ', ' || coalesce(r.label, f.gp_unit_id), f.subject) as label,
            f.source_id || f.said_by as source_id, case when f.count_type = 'total' then -1 else 1 end as weight,
            case when f.count_type = 'total' then 1 else 0 end as blamed, f.figure, 0 as half, f.place,
            f.count_type as what
        from judged as f
        left join core.reports as r on r.election_id = f.election_id and r.gp_unit_id = f.gp_unit_id and {report}
        {_SELECTION if of_selection else "left join core.measures as m on m.measure = f.measure"}
        where f.lacks = 0 or f.summed > f.total
    """
