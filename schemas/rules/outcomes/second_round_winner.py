"""Winners of second rounds."""

import polars as pl

from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R516",
    title="A second round has a winner where the source names winners",
    severity="info",
    each="contest",
    needs=("second round",),
    over="""
        select c.election_id, c.contest_id, c.contest_id as subject, c.label, v.source_id, count(o.selection_id) as winners,
            v.places as locators
        from core.contests as c
        join (select election_id, contest_id, source_id, string_agg(place, ' ' order by place) as places from (
                select election_id, contest_id, source_id, place from core.contest_votes
                union all select election_id, contest_id, source_id, place from core.contest_shares) as figures
            group by election_id, contest_id, source_id) as v on v.election_id = c.election_id and v.contest_id = c.contest_id
        left join core.one_outcomes as o on o.election_id = c.election_id and o.contest_id = c.contest_id
            and o.source_id = v.source_id and o.outcome = 'elected'
        where c.outcome_rule = 'two_round_majority' and c.round = 2 and exists (select 1 from core.one_outcomes as x
            join core.contests as y on y.election_id = x.election_id and y.contest_id = x.contest_id
            where x.source_id = v.source_id and x.election_id = c.election_id and x.outcome = 'elected' and y.office = c.office)
        group by c.election_id, c.contest_id, c.label, v.source_id, v.places
    """,
    holds=pl.col("winners") > 0,
    says="{label}: the source gives figures and names winners elsewhere, but none here",
    why="A second round elects. Where the source is silent about it, the reader should know that nothing was left out on the way.",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome place", ("e", "c2", "s", "a", "elected", "oa")
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c2", "s", "a", "candidate", 500, True, 1, "c2a"),
                ("e", "c2", "s", "b", "candidate", 300, True, 1, "c2b"),
            ),
        },
    ],
    fails=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
            ),
            "core.one_outcomes": rows(
                "election_id contest_id source_id selection_id outcome place", ("e", "c1", "s", "a", "elected", "oa")
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c2", "s", "a", "candidate", 500, True, 1, "c2a"),
                ("e", "c2", "s", "b", "candidate", 300, True, 1, "c2b"),
            ),
        },
    ],
)
