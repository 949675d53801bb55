"""What rules about types of ballots ask: the total beside its types."""

from numerim.schemas.table import core_key, tables

_SELECTION = """left join core.selections as l on l.election_id = f.election_id and l.contest_id = f.contest_id
            and l.selection_id = f.selection_id"""


def by_type(table: str, value: str) -> str:
    """SQL: the terms of the relations between a figure for all ballots and those by type.

    Args:
        table: a core table whose key has `count_type`.
        value: the column with the figure.
    """
    key = [c for c in core_key(tables()[table]) if c != "count_type"]
    names = ", ".join(f"x.{c}" for c in key)
    subject = " || ' ' || ".join(f"x.{c}" for c in key[1:])
    whole = ", ".join((*key, "source_id", "said_by"))
    of_selection = "selection_id" in key
    report = "r.contest_id = f.contest_id" if of_selection else "r.office = f.office and r.round = f.round"
    what = "l.label" if of_selection else "f.measure"
    return f"""
        with typed as (
            select {names}, x.count_type, x.source_id, coalesce(x.said_by, '') as said_by, {subject} as subject,
                min(x.{value}) as figure, min(x.place) as place
            from core.{table} as x
            where x.complete
            group by {names}, x.count_type, x.source_id, coalesce(x.said_by, '')
        ),
        counted as (
            select f.*, sum(case when f.count_type = 'total' then 1 else 0 end) over (partition by {whole}) as totals,
                sum(case when f.count_type in ('total', 'absentee-in-person', 'absentee-mail') then 0 else 1 end)
                    over (partition by {whole}) as types,
                sum(case when f.count_type in ('absentee-in-person', 'absentee-mail') then 1 else 0 end)
                    over (partition by {whole}) as ways,
                max(case when f.count_type = 'absentee' then 1 else 0 end) over (partition by {whole}) as absent
            from typed as f
        )
        select {", ".join(f"f.{c}" for c in key)}, 'total' as count_type, f.subject,
            coalesce({what} || ', ' || coalesce(r.label, f.gp_unit_id), f.subject) as label,
            f.source_id || f.said_by as source_id, case when f.count_type = 'total' then -1 else 1 end as weight,
            case when f.count_type = 'total' then 1 else 0 end as blamed, f.figure, 0 as half, f.place,
            f.count_type as what
        from counted as f
        left join core.reports as r on r.election_id = f.election_id and r.gp_unit_id = f.gp_unit_id and {report}
        {_SELECTION if of_selection else ""}
        where f.totals = 1 and f.types + case when f.absent = 1 then 0 else f.ways end > 1
            and (f.absent = 0 or f.count_type not in ('absentee-in-person', 'absentee-mail'))
    """
