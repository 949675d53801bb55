"""Votes that a list leaves out."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R410",
    title="The votes of a list add up to the total that its shares are of",
    severity="info",
    each="statement",
    needs=("total_share", "total_votes"),
    over="""
        select t.election_id, t.office || ' ' || t.gp_unit_id || ' ' || t.stated_in as subject, t.stated_in, count(*) as lists,
            sum(t.total) as summed,
            cast(max(100 * t.total / (s.share + cast(0.5 * power(10, -s.decimals) as decimal(18, 8)))) as bigint) as base_at_least,
            cast(max(100 * t.total / (s.share + cast(0.5 * power(10, -s.decimals) as decimal(18, 8)))) as bigint) - sum(t.total)
                as left_out,
            min(s.place) || ' ' || string_agg(t.place, ' ' order by t.place) as locators, '' as blames
        from core.reported_totals as t
        join core.reported_shares as s on s.election_id = t.election_id and s.office = t.office
            and s.gp_unit_id = t.gp_unit_id and s.round = t.round and s.category = t.category
            and s.source_id = t.source_id and s.stated_in = t.stated_in and s.measure = 'total_share'
        left join core.offices as o on o.election_id = t.election_id and o.office = t.office
        where t.measure = 'total_votes' and coalesce(o.shares_of, 'valid') = 'valid'
        group by t.election_id, t.office, t.gp_unit_id, t.source_id, t.stated_in
        having count(*) > 1
    """,
    holds=pl.col("left_out") <= 0,
    says="the {lists:row|rows} of “{stated_in}” make {summed:vote|votes} together, but by their shares there are at least {base_at_least}: {left_out:vote|votes} or more are not in the table, probably those of lists without a row",
    why="Votes and their printed shares tell how large the total must be at least. A list that adds up to less leaves something out.",
    passes=[
        {
            "core.reported_totals": rows(
                "election_id office gp_unit_id round source_id stated_in measure category total",
                ("e", "council", "u", 1, "s", "t", "total_votes", "p", 600),
                ("e", "council", "u", 1, "s", "t", "total_votes", "q", 400),
            ),
            "core.reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure category share decimals",
                ("e", "council", "u", 1, "s", "t", "total_share", "p", 60, 1),
                ("e", "council", "u", 1, "s", "t", "total_share", "q", 40, 1),
            ),
        }
    ],
    fails=[
        {
            "core.reported_totals": rows(
                "election_id office gp_unit_id round source_id stated_in measure category total",
                ("e", "council", "u", 1, "s", "t", "total_votes", "p", 600),
                ("e", "council", "u", 1, "s", "t", "total_votes", "q", 300),
            ),
            "core.reported_shares": rows(
                "election_id office gp_unit_id round source_id stated_in measure category share decimals",
                ("e", "council", "u", 1, "s", "t", "total_share", "p", 60, 1),
                ("e", "council", "u", 1, "s", "t", "total_share", "q", 30, 1),
            ),
        }
    ],
)
