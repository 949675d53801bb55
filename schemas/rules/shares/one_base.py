"""The whole that the shares of a contest are of."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.wholes import one_whole

_PAIRS = """
    select r.election_id, r.office, s.gp_unit_id, r.round, s.said_by, s.source_id, t.votes as figure, s.share, s.decimals,
        coalesce(l.label, s.selection_id) as what, t.place || ' ' || s.place as places
    from core.one_vote_shares as s
    join core.one_vote_counts as t on t.election_id = s.election_id and t.contest_id = s.contest_id
        and t.gp_unit_id = s.gp_unit_id and t.selection_id = s.selection_id and t.source_id = s.source_id
        and t.said_by is not distinct from s.said_by
    join core.reports as r on r.election_id = s.election_id and r.contest_id = s.contest_id and r.gp_unit_id = s.gp_unit_id
    left join core.selections as l on l.election_id = s.election_id and l.contest_id = s.contest_id
        and l.selection_id = s.selection_id
"""

RULE = Rule(
    code="R409",
    title="All shares of one contest can be of the same total",
    severity="warning",
    each="report",
    needs=("votes", "share"),
    over=f"""
        select w.election_id, r.contest_id, w.office, w.gp_unit_id, w.round,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end as subject, r.label, w.pairs,
            w.base_at_least, w.base_at_most, w.raises, w.lowers, b.ballots as stated, k.summed,
            coalesce('; the source states ' || cast(b.ballots as varchar) || ' (' || b.measure || ')', '')
                || coalesce('; the votes sum to ' || cast(k.summed as varchar), '') as beside,
            trim(w.locators || ' ' || coalesce(b.place, '')) as locators
        from ({one_whole(_PAIRS, ("election_id", "office", "gp_unit_id", "round", "said_by"))}) as w
        join core.reports as r on r.election_id = w.election_id and r.office = w.office and r.gp_unit_id = w.gp_unit_id
            and r.round = w.round
        left join core.offices as o on o.election_id = w.election_id and o.office = w.office
        left join core.one_ballot_counts as b on b.election_id = w.election_id and b.office = w.office
            and b.gp_unit_id = w.gp_unit_id and b.round = w.round and b.source_id = w.source_id
            and b.said_by is not distinct from w.said_by and b.measure = o.shares_of
        left join (
            select election_id, contest_id, gp_unit_id, source_id, said_by, cast(sum(votes) as bigint) as summed
            from core.one_vote_counts group by election_id, contest_id, gp_unit_id, source_id, said_by
            having min(case when complete then 1 else 0 end) = 1
        ) as k on k.election_id = w.election_id and k.contest_id = r.contest_id and k.gp_unit_id = w.gp_unit_id
            and k.source_id = w.source_id and k.said_by is not distinct from w.said_by and o.shares_of = 'valid'
    """,
    holds=(pl.col("base_at_least") <= pl.col("base_at_most").fill_null(pl.col("base_at_least")))
    & (
        pl.col("stated").is_between(pl.col("base_at_least"), pl.col("base_at_most").fill_null(pl.col("stated")))
        | ((pl.col("stated") == 0) & (pl.col("base_at_least") == 1) & pl.col("base_at_most").is_null())
    ).fill_null(True)
    & (
        (pl.col("summed") == 0)
        | pl.col("summed").is_between(pl.col("base_at_least"), pl.col("base_at_most").fill_null(pl.col("summed")))
    ).fill_null(True),
    says="{label}: the votes and shares do not fit one total: {raises} needs at least {base_at_least:vote|votes} in all, {lowers} at most {base_at_most}{beside}",
    why="Votes and a rounded share limit what the total can be; all shares of one unit must allow the same total. Where the source states that total, or lists all votes, it must lie in the range too.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.0, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.0, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 600, True, "va"),
                ("e", "c", "u", "s", "t", "b", 400, True, "vb"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "valid", 1000, "b"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 12.5, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 0.0, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 1, False, "va"),
                ("e", "c", "u", "s", "t", "b", 0, False, "vb"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.0, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.0, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 600, False, "va"),
                ("e", "c", "u", "s", "t", "b", 450, False, "vb"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "cast")),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.0, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.0, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 600, False, "va"),
                ("e", "c", "u", "s", "t", "b", 400, False, "vb"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "cast", 1010, "b"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.offices": rows("election_id office shares_of", ("e", "mayor", "valid")),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.0, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 39.0, 1, False, "sb"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id votes complete place",
                ("e", "c", "u", "s", "t", "a", 600, True, "va"),
                ("e", "c", "u", "s", "t", "b", 390, True, "vb"),
            ),
        },
    ],
)
