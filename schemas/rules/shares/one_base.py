"""The whole that shares are of."""

import polars as pl

from schemas.rule import Rule, rows

RULE = Rule(
    code="R409",
    title="One base fits all shares of one whole",
    severity="warning",
    over="""
        select election_id, whole as subject, count(*) as pairs,
            max(100 * figure / (share + half)) as base_at_least, min(100 * figure / (share - half)) as base_at_most,
            arg_max(what, 100 * figure / (share + half)) as raises, arg_min(what, 100 * figure / (share - half)) as lowers,
            string_agg(places, ' ' order by places) as locators
        from (
            select s.election_id, s.office || ' ' || s.gp_unit_id || ' total_share' as whole, t.category as what,
                t.total as figure, s.share, cast(0.5 * power(10, -s.decimals) as decimal(18, 8)) as half,
                t.place || ' ' || s.place as places, s.source_id
            from core.one_reported_shares as s
            join core.one_reported_totals as t on t.election_id = s.election_id and t.office = s.office
                and t.gp_unit_id = s.gp_unit_id and t.round = s.round and t.category = s.category
                and t.source_id = s.source_id and t.stated_in = s.stated_in and t.measure = 'total_votes'
            where s.measure = 'total_share'
            union all
            select s.election_id, s.contest_id, s.selection_id, t.votes, s.share,
                cast(0.5 * power(10, -s.decimals) as decimal(18, 8)), t.place || ' ' || s.place, s.source_id
            from core.one_vote_shares as s
            join core.one_vote_counts as t on t.election_id = s.election_id and t.contest_id = s.contest_id
                and t.gp_unit_id = s.gp_unit_id and t.selection_id = s.selection_id and t.source_id = s.source_id
            union all
            select s.election_id, s.office || ' ' || s.gp_unit_id || ' ' || cast(s.round as varchar) || ' turnout', coalesce(s.said_by, ''), t.ballots, s.share,
                cast(0.5 * power(10, -s.decimals) as decimal(18, 8)), t.place || ' ' || s.place, s.source_id
            from core.one_reported_shares as s
            join core.one_ballot_counts as t on t.election_id = s.election_id and t.office = s.office
                and t.gp_unit_id = s.gp_unit_id and t.round = s.round and t.source_id = s.source_id
                and t.said_by is not distinct from s.said_by and t.measure = 'cast'
            where s.measure = 'turnout'
        ) as pairs
        where share > half
        group by election_id, whole, source_id
        having count(*) > 1
    """,
    holds=pl.col("base_at_least") <= pl.col("base_at_most"),
    says="the figures and shares of {subject} are not of one whole: {raises} needs at least {base_at_least}, {lowers} at most {base_at_most}",
    why="A figure and its share, printed with d decimals, bound the whole to an interval; the intervals of one whole meet.",
    passes=[
        {
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals",
                ("e", "c", "u", "s", "t", "a", 60.0, 1),
                ("e", "c", "u", "s", "t", "b", 40.0, 1),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes",
                ("e", "c", "u", "s", "t", "a", 600),
                ("e", "c", "u", "s", "t", "b", 400),
            ),
        }
    ],
    fails=[
        {
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals",
                ("e", "c", "u", "s", "t", "a", 60.0, 1),
                ("e", "c", "u", "s", "t", "b", 40.0, 1),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes",
                ("e", "c", "u", "s", "t", "a", 600),
                ("e", "c", "u", "s", "t", "b", 450),
            ),
        }
    ],
)
