"""Units with the figures of the unit before them."""

import polars as pl

from numerim.schemas.parameter import CHANCE, number, value_of
from numerim.schemas.rule import Rule

_LIST = "election_id, frame, source_id, path, stated_in"
_SAME_LIST = " and ".join(f"x.{c} = n.{c}" for c in _LIST.split(", "))
_REPORTS = (
    "core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id and r.gp_unit_id = s.gp_unit_id"
)
_CELLS = f"""
            select s.election_id, s.contest_id, s.source_id, s.path, s.stated_in, s.gp_unit_id, s.line, s.count_type, s.number, s.place, r.is_whole,
                s.contest_id as frame, s.selection_id as thing
            from core.statements as s
            join {_REPORTS} and not r.is_whole
            where s.measure in ('votes', 'line_votes') and s.number is not null and s.selection_id is not null
            union all
            select s.election_id, s.contest_id, s.source_id, '', '', s.gp_unit_id, s.statement_id, s.count_type, s.votes, s.place, r.is_whole,
                r.office || ' ' || r.round, lpad(cast(row_number() over (partition by s.contest_id, s.source_id, s.said_by
                    order by s.statement_id) as varchar), 6, '0')
            from core.one_vote_counts as s
            join {_REPORTS} and r.is_whole"""
"""SQL: votes of units, with the contest and selection, and of whole contests, with the office and their place in the list."""

_FIGURES = "cast(sum(cast(hash(thing, count_type, cast(number as bigint)) as decimal(20, 0))) as decimal(38, 0))"
"""SQL: a number for all the figures of a unit, whatever their order: to sort their texts takes ten times as long."""

_BEFORE = f"over (partition by {_LIST}, case when is_whole then figures end order by line, gp_unit_id)"

RULE = Rule(
    code="R890",
    title="Two units do not have the same figures throughout",
    severity="warning",
    each="contest",
    needs=("votes|line_votes", "several units"),
    over=f"""
        with cells as ({_CELLS}),
        figures as (
            select {_LIST}, contest_id, gp_unit_id, is_whole, min(line) as line, {_FIGURES} as figures,
                cast(sum(number) as bigint) as summed, count(case when number > 0 then 1 end) as there,
                array_to_string(list_sort(list(place)), ' ') as places
            from cells group by {_LIST}, contest_id, gp_unit_id, is_whole
        ),
        spread as (
            select {_LIST}, thing, count(*) as units, stddev_pop(cast(number as double)) as apart
            from cells where count_type = 'total' group by {_LIST}, thing
        ),
        own as (
            select {_LIST}, stddev_pop(cast(number as double)) as apart from cells where count_type = 'total' group by {_LIST}
        ),
        surprises as (
            select {", ".join(f"s.{c}" for c in _LIST.split(", "))},
                sum(ln(1 + case when s.units > 2 then s.apart else o.apart end)) as surprise
            from spread as s join own as o on {_SAME_LIST.replace("x.", "s.").replace("n.", "o.")}
            group by {", ".join(f"s.{c}" for c in _LIST.split(", "))}
        ),
        neighbours as (
            select *, lag(gp_unit_id) {_BEFORE} as before_id, lag(figures) {_BEFORE} as figures_before, lag(places) {_BEFORE} as places_before,
                count(*) over (partition by {_LIST}) as units
            from figures
        )
        select n.election_id, n.contest_id, n.contest_id || ' ' || n.gp_unit_id as subject, n.gp_unit_id, c.label, u.name as unit,
            b.name || case when n.is_whole then '' else ', the unit before it' end as unit_before, n.summed, n.there,
            case when n.is_whole then n.units * (n.units - 1) / 2 else n.units end * exp(-x.surprise) as by_chance,
            cast({value_of("R890", "chance", "n.election_id")} as double) as least,
            case when n.figures = n.figures_before then 1 else 0 end as same, n.places || coalesce(' ' || n.places_before, '') as locators
        from neighbours as n
        join surprises as x on {_SAME_LIST}
        join core.contests as c on c.election_id = n.election_id and c.contest_id = n.contest_id
        join core.gp_units as u on u.gp_unit_id = n.gp_unit_id
        left join core.gp_units as b on b.gp_unit_id = n.before_id
        where n.there >= 2 and n.summed >= {value_of("R890", "votes", "n.election_id")}
            and n.units > 1 and (n.is_whole or b.unit_type = u.unit_type)
    """,
    holds=(pl.col("same") == 0) | (pl.col("by_chance") > pl.col("least")),
    says="{label}: {unit} has the same figures as {unit_before} ({summed:vote|votes} in all): one seems to be copied from the other",
    parameters=(
        CHANCE,
        number(
            "votes", 30, "units with fewer votes are left out", "42 of 44 such pairs were corrected later", "votes", 1
        ),
    ),
    why="Whoever types a long table may type the line above again: of 44 such pairs among 27,386 units of one state, 42 were corrected later. Reported if such a pair is hardly chance.",
)
