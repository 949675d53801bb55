"""Units with the figures of the unit before them."""

import polars as pl

from numerim.schemas.parameter import CHANCE, number, value_of
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R890",
    title="Two neighbouring units do not have the same figures throughout",
    severity="warning",
    each="contest",
    needs=("votes|line_votes", "parts"),
    over=f"""
        with figures as (
            select s.election_id, s.contest_id, s.source_id, s.path, s.stated_in, s.gp_unit_id, min(s.line) as line,
                string_agg(s.selection_id || ' ' || s.count_type || ' ' || cast(cast(s.number as bigint) as varchar), ', '
                    order by s.selection_id || ' ' || s.count_type || ' ' || cast(cast(s.number as bigint) as varchar)) as figures,
                cast(sum(s.number) as bigint) as summed, count(case when s.number > 0 then 1 end) as there,
                string_agg(s.place, ' ' order by s.place) as places
            from core.statements as s
            join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id
                and r.gp_unit_id = s.gp_unit_id and not r.is_whole
            where s.measure in ('votes', 'line_votes') and s.number is not null and s.selection_id is not null
            group by s.election_id, s.contest_id, s.source_id, s.path, s.stated_in, s.gp_unit_id
        ),
        spread as (
            select s.election_id, s.contest_id, s.source_id, s.path, s.stated_in, s.selection_id,
                ln(1 + stddev_pop(cast(s.number as double))) as surprise
            from core.statements as s
            join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id
                and r.gp_unit_id = s.gp_unit_id and not r.is_whole
            where s.measure in ('votes', 'line_votes') and s.number is not null and s.selection_id is not null
                and s.count_type = 'total'
            group by s.election_id, s.contest_id, s.source_id, s.path, s.stated_in, s.selection_id
        ),
        surprises as (
            select election_id, contest_id, source_id, path, stated_in, sum(surprise) as surprise
            from spread group by election_id, contest_id, source_id, path, stated_in
        ),
        neighbours as (
            select f.*, lag(f.gp_unit_id) over (partition by f.election_id, f.contest_id, f.source_id, f.path, f.stated_in
                    order by f.line, f.gp_unit_id) as before_id,
                lag(f.figures) over (partition by f.election_id, f.contest_id, f.source_id, f.path, f.stated_in
                    order by f.line, f.gp_unit_id) as figures_before,
                lag(f.places) over (partition by f.election_id, f.contest_id, f.source_id, f.path, f.stated_in
                    order by f.line, f.gp_unit_id) as places_before,
                count(*) over (partition by f.election_id, f.contest_id, f.source_id, f.path, f.stated_in) as units
            from figures as f
        )
        select n.election_id, n.contest_id, n.contest_id || ' ' || n.gp_unit_id as subject, n.gp_unit_id, c.label, u.name as unit,
            b.name as unit_before, n.summed, n.there, n.units * exp(-x.surprise) as by_chance,
            cast({value_of("R890", "chance", "n.election_id")} as double) as least,
            case when n.figures = n.figures_before then 1 else 0 end as same, n.places || ' ' || n.places_before as locators
        from neighbours as n
        join surprises as x on x.election_id = n.election_id and x.contest_id = n.contest_id and x.source_id = n.source_id
            and x.path = n.path and x.stated_in = n.stated_in
        join core.contests as c on c.election_id = n.election_id and c.contest_id = n.contest_id
        join core.gp_units as u on u.gp_unit_id = n.gp_unit_id
        join core.gp_units as b on b.gp_unit_id = n.before_id
        where n.there >= 2 and n.summed >= {value_of("R890", "votes", "n.election_id")}
    """,
    holds=(pl.col("same") == 0) | (pl.col("by_chance") > pl.col("least")),
    says="{label}: {unit} has the same figures as {unit_before}, the unit before it ({summed:vote|votes} in all): one seems to be copied from the other",
    parameters=(
        CHANCE,
        number(
            "votes", 30, "units with fewer votes are left out", "42 of 44 such pairs were corrected later", "votes", 1
        ),
    ),
    why="Who types a long table takes the line above once more. Two units with the same votes for everybody are hardly ever a chance, and hardly ever right: of 44 such pairs among 27,386 units of one state 42 were corrected later. Asked of neighbours in a table with votes for at least two, where chance would hardly bring forth such a pair.",
)
