"""Leads in polls."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R405",
    title="The lead that a poll states is the difference of its first two",
    severity="error",
    over="""
        select l.election_id, l.contest_id || ' ' || l.poll_id as subject, l.poll_id, l.lead as stated,
            max(v.share) as first_share, min(v.share) as second_share, max(v.share) - min(v.share) as computed,
            cast(0.5 * power(10, -l.decimals) as decimal(18, 8)) + sum(cast(0.5 * power(10, -v.decimals) as decimal(18, 8)))
                as tolerance,
            l.place || ' ' || string_agg(v.place, ' ' order by v.place) as locators, l.place as blames
        from core.one_poll_leads as l
        join (select *, row_number() over (partition by election_id, contest_id, poll_id, source_id
                order by share desc, selection_id) as place_in_order from core.one_poll_shares) as v
            on v.election_id = l.election_id and v.contest_id = l.contest_id and v.poll_id = l.poll_id
            and v.source_id = l.source_id and v.place_in_order <= 2
        group by l.election_id, l.contest_id, l.poll_id, l.lead, l.decimals, l.place
        having count(*) = 2
    """,
    holds=(pl.col("computed") - pl.col("stated")).abs() <= pl.col("tolerance"),
    says="the poll {poll_id} states a lead of {stated} points, but {first_share} less {second_share} is {computed}",
    why="The lead follows from the two shares; each of the three figures may be off by half of its last digit. The lead is blamed.",
    passes=[
        {
            "core.one_poll_leads": rows(
                "election_id contest_id poll_id source_id lead decimals place",
                ("e", "c", "p", "s", 17.7, 1, "x"),
            ),
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 55.5, 1),
                ("e", "c", "p", "s", "b", 37.8, 1),
                ("e", "c", "p", "s", "d", 1.8, 1),
            ),
        }
    ],
    fails=[
        {
            "core.one_poll_leads": rows(
                "election_id contest_id poll_id source_id lead decimals place",
                ("e", "c", "p", "s", 71.7, 1, "x"),
            ),
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 55.5, 1),
                ("e", "c", "p", "s", "b", 37.8, 1),
            ),
        }
    ],
)
