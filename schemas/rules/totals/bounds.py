"""Figures of which a source says only that they are above or below something."""

import polars as pl

from numerim.schemas.rule import Rule, rows

_FIRST_TWO = """(select x.*, row_number() over (partition by election_id, contest_id, source_id, said_by
                order by {figure} desc, selection_id) as comes
            from core.{table} as x where kind not in ('remainder', 'unnamed'))"""

RULE = Rule(
    code="R316",
    title="A margin, a lead or a council said to be above or below a figure is so",
    severity="error",
    each="contest",
    needs=("margin|lead|council_size",),
    over=f"""
        with found as (
            select election_id, contest_id, source_id, coalesce(said_by, '') as said_by, 'margin' as measure,
                cast(max(votes) - min(votes) as decimal(24, 6)) as figure, cast(0 as decimal(18, 8)) as half,
                string_agg(place, ' ' order by place) as places
            from {_FIRST_TWO.format(table="contest_votes", figure="votes")} as v
            where comes <= 2 group by election_id, contest_id, source_id, said_by having count(*) = 2
            union all
            select election_id, contest_id, source_id, coalesce(said_by, ''), 'lead',
                cast(max(share) - min(share) as decimal(24, 6)), sum(half), string_agg(place, ' ' order by place)
            from {_FIRST_TWO.format(table="contest_shares", figure="share")} as v
            where comes <= 2 group by election_id, contest_id, source_id, said_by having count(*) = 2
            union all
            select election_id, contest_id, source_id, coalesce(said_by, ''), 'council_size', cast(sum(seats) as decimal(24, 6)),
                0, string_agg(place, ' ' order by place)
            from core.one_seat_counts
            group by election_id, contest_id, source_id, said_by having min(case when complete then 1 else 0 end) = 1
        ),
        said as (
            select election_id, office, gp_unit_id, round, source_id, coalesce(said_by, '') as said_by, measure, relation,
                cast(total as decimal(24, 6)) as bound, place
            from core.one_reported_totals where measure in ('margin', 'council_size')
            union all
            select election_id, office, gp_unit_id, round, source_id, coalesce(said_by, ''), measure, relation,
                cast(share as decimal(24, 6)), place
            from core.one_reported_shares where measure = 'lead'
        )
        select c.election_id, c.contest_id, c.contest_id || ' ' || s.measure as subject, c.label,
            case s.measure when 'council_size' then 'size of the council' else s.measure end as what, s.relation, s.bound,
            f.figure, f.half as tolerance, s.place || ' ' || f.places as locators, s.place as blames
        from said as s
        join core.contests as c on c.election_id = s.election_id and c.office = s.office and c.gp_unit_id = s.gp_unit_id
            and c.round = s.round
        join found as f on f.election_id = c.election_id and f.contest_id = c.contest_id and f.source_id = s.source_id
            and f.said_by = s.said_by and f.measure = s.measure
        where s.relation in ('more than', 'less than')
    """,
    holds=pl.when(pl.col("relation") == "more than")
    .then(pl.col("figure") + pl.col("tolerance") > pl.col("bound"))
    .otherwise(pl.col("figure") - pl.col("tolerance") < pl.col("bound")),
    says="{label}: the {what} is said to be {relation} {bound}, but by the figures of the same source it is {figure}",
    expected="bound",
    actual="figure",
    why="“More than 500” cannot be equalled, only exceeded. Where a source gives the figures themselves, they must not deny what it says in words.",
    passes=[
        {
            "core.contests": rows("election_id contest_id office gp_unit_id round", ("e", "c", "mayor", "u", 1)),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure relation total",
                ("e", "mayor", "u", 1, "s", "margin", relation, bound),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes",
                ("e", "c", "s", "a", "candidate", 1023),
                ("e", "c", "s", "b", "candidate", 500),
            ),
        }
        for relation, bound in (("more than", 500), ("more than", 522), ("less than", 524))
    ],
    fails=[
        {
            "core.contests": rows("election_id contest_id office gp_unit_id round", ("e", "c", "council", "u", 1)),
            "core.one_reported_totals": rows(
                "election_id office gp_unit_id round source_id measure relation total",
                ("e", "council", "u", 1, "s", "council_size", relation, 40),
            ),
            "core.one_seat_counts": rows(
                "election_id contest_id source_id selection_id seats complete", ("e", "c", "s", "a", 40, True)
            ),
        }
        for relation in ("more than", "less than")
    ],
)
