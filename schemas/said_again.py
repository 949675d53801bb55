"""What rules about repetition ask: the things that one list states on more than one line."""

from numerim.schemas.vocabulary import BALLOT_MEASURES, BY_PARTY, MEASURES

_TABLES = ("vote_counts", "vote_shares", "seat_counts", "ballot_counts", "reported_totals", "reported_shares")
FIGURES = ", ".join(f"'{name}'" for name, spec in MEASURES.items() if spec.table in _TABLES)
"""SQL: the measures that have a figure, of a unit."""

_OF_SELECTION = ", ".join(
    f"'{name}'" for name, spec in MEASURES.items() if spec.scope == "contest" and name not in BY_PARTY
)
_ROUNDED = ", ".join(f"'{name}'" for name, spec in MEASURES.items() if spec.kind in ("share", "points"))

_OF_CONTESTS = ("votes", "share", "seats", "outcome", "candidacy", "council_size", "list_votes")
ROWS = ", ".join(f"'{name}'" for name in (*_OF_CONTESTS, *BALLOT_MEASURES))
"""SQL: the measures that rows of a list state of a unit."""

_HALF = f"case when s.measure in ({_ROUNDED}) then cast(0.5 * power(10, -s.decimals) as decimal(18, 8)) else 0 end"
_WHAT = "election_id, office, gp_unit_id, round, contest_id, selection_id, measure, category, count_type"
_OF_THING = ", ".join(f"s.{c}" for c in _WHAT.split(", "))
_LISTED = "s.source_id, s.path, s.stated_in"
_CREDIT = ("coalesce(s.said_by, '')", "coalesce(s.relation, 'equal')")
_STATED = f"""s.measure in ({FIGURES}, {ROWS}) and s.gp_unit_id is not null and s.category is not null
                    and (s.measure not in ({_OF_SELECTION})
                        or (s.selection_id is not null and s.selection_id <> 'unnamed'))"""
_SAME = " and ".join(
    f"o.{name} is not distinct from {sql}"
    for name, sql in (
        *((c, f"s.{c}") for c in (*_WHAT.split(", "), "source_id", "path", "stated_in")),
        *zip(("said_by", "relation"), _CREDIT, strict=True),
    )
)
_THINGS = f"""
                    select {_OF_THING}, {_LISTED}, {_CREDIT[0]} as said_by, {_CREDIT[1]} as relation
                    from core.statements as s where {_STATED}
                    group by {_OF_THING}, {_LISTED}, {", ".join(_CREDIT)} having min(s.line) <> max(s.line)"""
EACH_REPEATED = f"""
        select {_WHAT}, credited, source_id, path, stated_in, max(listed) as listed, count(distinct line) as times,
            max(beside) as beside, min(figure) as lowest, max(figure) as highest,
            case when max(figure - half) > min(figure + half) then 1 else 0 end as apart,
            max(figure) - min(figure) - max(figure - half) + min(figure + half) as half,
            string_agg(distinct place, ' ' order by place) as places
        from (
            select said.*, case when said.selection_id is null and (around.selections > 0
                or (said.category = 'all' and around.categories > 0)) then 1 else 0 end as beside
            from (
                select {_OF_THING}, s.place, {_LISTED}, s.line, s.number as figure, {_HALF} as half,
                    o.said_by || ' ' || o.relation as credited, case when s.listed then 1 else 0 end as listed
                from core.statements as s
                join ({_THINGS}
                ) as o on {_SAME}
                where {_STATED}
            ) as said
            join (
                select {_LISTED}, s.line, count(s.selection_id) as selections,
                    count(case when s.category <> 'all' then 1 end) as categories
                from core.statements as s
                group by {_LISTED}, s.line
            ) as around on around.source_id = said.source_id and around.path = said.path
                and around.stated_in = said.stated_in and around.line = said.line
        ) as repeated
        group by {_WHAT}, credited, source_id, path, stated_in
    """
"""SQL: one row per thing that a list states on more than one line.

A thing is what a figure is of, as far as the one and the same person is credited with it. Selections that a source does
not name cannot be told apart and are left out. Beside what the thing is, and `source_id`, `path` and `stated_in` of the
list, stand `listed` (1 where the list is said to be complete), `times` (lines), `beside` (1 where a line is about
something closer: a figure of a unit stands beside each of its selections), `lowest`, `highest`, `half` (what rounding
explains), `apart` (1 where no rounding makes them one) and `places`.
"""

IS_REPEATED = f"select 1 from ({_THINGS}) as o limit 1"
"""SQL: there is such a thing."""

_TYPES = {
    **dict.fromkeys((*_WHAT.split(", "), "credited", "source_id", "path", "stated_in", "places"), "varchar"),
    **dict.fromkeys(("listed", "times", "beside", "apart"), "bigint"),
    **dict.fromkeys(("lowest", "highest", "half"), "decimal(24, 8)"),
}
NONE_REPEATED = f"select {', '.join(f'cast(null as {kind}) as {name}' for name, kind in _TYPES.items())} where false"
"""SQL: no such thing."""
