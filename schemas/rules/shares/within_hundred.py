"""Shares of any list."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R402",
    title="The shares of one whole never exceed 100",
    severity="error",
    over="""
        select election_id, whole as subject, what, count(*) as shares, sum(share) as summed, sum(share) - 100 as excess,
            sum(half) as tolerance, string_agg(places, ' ' order by places) as locators
        from (
            select election_id, contest_id as whole, 'contest ' || contest_id as what, gp_unit_id || coalesce(said_by, '') as within, source_id, selection_id, max(share) as share,
                max(cast(0.5 * power(10, -decimals) as decimal(18, 8))) as half, string_agg(place, ' ' order by place) as places
            from core.one_vote_shares group by election_id, contest_id, gp_unit_id, said_by, source_id, selection_id
            union all
            select election_id, contest_id || ' ' || poll_id, 'poll ' || poll_id, '', source_id, selection_id, max(share),
                max(cast(0.5 * power(10, -decimals) as decimal(18, 8))), string_agg(place, ' ' order by place)
            from core.one_poll_shares group by election_id, contest_id, poll_id, source_id, selection_id
            union all
            select election_id, office || ' ' || gp_unit_id || ' ' || measure, case measure when 'total_share' then 'parties' else measure end || ' in “' || stated_in || '”', stated_in || ' ' || cast(round as varchar) || coalesce(said_by, ''), source_id, category, max(share),
                max(cast(0.5 * power(10, -decimals) as decimal(18, 8))), string_agg(place, ' ' order by place)
            from core.one_reported_shares where measure in ('total_share', 'turnout', 'counted')
            group by election_id, office, gp_unit_id, measure, stated_in, source_id, category, round, said_by
        ) as shares
        group by election_id, whole, what, within, source_id
    """,
    holds=pl.col("excess") <= pl.col("tolerance"),
    says="{what}: the {shares} shares add up to {summed} per cent, which is more than the whole",
    why="Parts are not more than their whole, however many of them a source prints. Rounding may add half of the last digit a share.",
    passes=[
        {
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals",
                ("e", "c", "u", "s", "t", "a", 52.255, 3),
                ("e", "c", "u", "s", "t", "b", 47.75, 2),
            )
        },
        {
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 96.4, 1),
            )
        },
    ],
    fails=[
        {
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round measure source_id stated_in category share decimals",
                ("e", "all", "u", 1, "total_share", "s", "t", "a", 67, 0),
                ("e", "all", "u", 1, "total_share", "s", "t", "b", 48, 0),
            )
        },
        {
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals",
                ("e", "c", "u", "s", "t", "a", 100.6, 1),
            )
        },
    ],
)
