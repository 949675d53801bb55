"""Lists whose length is stated."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R703",
    title="A list is as long as the source says",
    severity="warning",
    each="reported_totals",
    needs=("units_won|units",),
    over="""
        select t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.category, t.measure || ' ' || t.category as subject, t.total as stated,
            case when t.measure = 'units_won' then 'won by ' || coalesce(p.acronym, p.name, t.category)
                when t.category = 'runoff' then 'going to a runoff' else t.category end as told,
            min(case when o.all_units then 1 else 0 end) as is_all,
            count(distinct case
                when t.measure = 'units_won' and o.outcome = 'elected'
                    and (l.party_id = t.category or l.coalition_id = t.category) then o.contest_id
                when t.measure = 'units' and t.category in ('decided', 'counted') and o.outcome = 'elected' then o.contest_id
                when t.measure = 'units' and t.category = 'runoff' and o.outcome = 'runoff' then o.contest_id
                end) as listed,
            min(t.place) as locators
        from core.reported_totals as t
        join core.contests as c on c.election_id = t.election_id and c.office = t.office and c.round = t.round
        join core.outcomes as o on o.election_id = c.election_id and o.contest_id = c.contest_id
            and o.source_id = t.source_id and o.stated_in = t.stated_in
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        left join core.parties as p on p.party_id = t.category
        where t.measure = 'units_won' or (t.measure = 'units' and t.category in ('decided', 'counted', 'runoff'))
        group by t.election_id, t.office, t.gp_unit_id, t.round, t.measure, t.category, t.total, t.place, p.acronym, p.name
    """,
    then=lambda data: data.filter((pl.col("listed") >= pl.col("stated")) | (pl.col("is_all") == 1)),
    holds=pl.col("listed") == pl.col("stated"),
    says="{stated:unit is|units are} said to be {told}, but {listed:is|are} listed",
    expected="listed",
    actual="stated",
    why="A source that miscounts its own list has left something out, or put something in.",
)
