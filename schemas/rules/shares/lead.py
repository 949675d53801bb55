"""Leads."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R404",
    title="A stated lead is the difference of the first two",
    severity="error",
    over="""
        select l.election_id, c.contest_id as subject, c.label, l.share as stated, max(v.share) as first_share,
            min(v.share) as second_share, max(v.share) - min(v.share) as computed,
            cast(0.5 * power(10, -l.decimals) as decimal(18, 8)) + sum(cast(0.5 * power(10, -v.decimals) as decimal(18, 8)))
                as tolerance,
            l.place || ' ' || string_agg(v.place, ' ' order by v.place) as locators, l.place as blames
        from core.one_reported_shares as l
        join core.contests as c on c.election_id = l.election_id and c.office = l.office and c.gp_unit_id = l.gp_unit_id
            and c.round = l.round
        join (select *, row_number() over (partition by election_id, contest_id, gp_unit_id, source_id, stated_in
                order by share desc, selection_id) as place_in_order from core.one_vote_shares
                where selection_id not like '%-others') as v
            on v.election_id = c.election_id and v.contest_id = c.contest_id and v.source_id = l.source_id
            and v.stated_in = l.stated_in and v.place_in_order <= 2
        where l.measure = 'lead'
        group by l.election_id, c.contest_id, c.label, l.share, l.decimals, l.place
        having count(*) = 2
    """,
    holds=(pl.col("computed") - pl.col("stated")).abs() <= pl.col("tolerance"),
    says="{label}: the lead is printed as {stated} points, but {first_share} less {second_share} is {computed}",
    why="The lead follows from the two shares; each of the three figures may be off by half of its last digit. The lead is blamed.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure share decimals place",
                ("e", "mayor", "u", 1, "s", "t", "lead", 20.11, 2, "x"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals",
                ("e", "c", "u", "s", "t", "a", 54.69, 2),
                ("e", "c", "u", "s", "t", "b", 34.58, 2),
                ("e", "c", "u", "s", "t", "d", 4.27, 2),
            ),
        }
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round",
                ("e", "c", "mayor", "u", 1),
            ),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure share decimals place",
                ("e", "mayor", "u", 1, "s", "t", "lead", 20.31, 2, "x"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals",
                ("e", "c", "u", "s", "t", "a", 54.69, 2),
                ("e", "c", "u", "s", "t", "b", 34.58, 2),
            ),
        }
    ],
)
