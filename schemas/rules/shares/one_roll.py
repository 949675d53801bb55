"""The roll that turnout is of."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.wholes import one_whole

_PAIRS = """
    select s.election_id, s.office, s.gp_unit_id, s.round, s.source_id, t.ballots as figure, s.share, s.decimals,
        coalesce(s.said_by, 'the source itself') as what, t.place || ' ' || s.place as places
    from core.one_reported_shares as s
    join core.one_ballot_counts as t on t.election_id = s.election_id and t.office = s.office
        and t.gp_unit_id = s.gp_unit_id and t.round = s.round and t.source_id = s.source_id
        and t.said_by is not distinct from s.said_by and t.measure = 'cast'
    where s.measure = 'turnout' and s.relation = 'equal'
"""

RULE = Rule(
    code="R415",
    title="All turnout figures of one unit fit the same electoral roll",
    severity="warning",
    each="report",
    needs=("turnout",),
    over=f"""
        select w.election_id, w.office, w.gp_unit_id, w.round,
            w.office || ' ' || w.gp_unit_id || ' ' || cast(w.round as varchar) || ' turnout' as subject, r.label, w.pairs,
            w.base_at_least, w.base_at_most, w.raises, w.lowers, w.locators
        from ({one_whole(_PAIRS, ("election_id", "office", "gp_unit_id", "round"))}) as w
        join core.reports as r on r.election_id = w.election_id and r.office = w.office and r.gp_unit_id = w.gp_unit_id
            and r.round = w.round
    """,
    holds=pl.col("base_at_least") <= pl.col("base_at_most").fill_null(pl.col("base_at_least")),
    says="{label}: the turnout figures do not fit one electoral roll: those of {raises} need at least {base_at_least:person|people} registered, those of {lowers} at most {base_at_most}",
    why="Ballots and a rounded turnout limit how many people can be on the roll; all turnout figures of one unit must allow the same roll. A source may credit several people with different figures, but there is one roll.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round", ("e", "all", "u", 1)),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id said_by measure relation share decimals place",
                ("e", "all", "u", 1, "s", "x", "turnout", "equal", 43.4, 1, "a"),
                ("e", "all", "u", 1, "s", "y", "turnout", "equal", 43.6, 1, "b"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id said_by measure ballots place",
                ("e", "all", "u", 1, "s", "x", "cast", 434, "c"),
                ("e", "all", "u", 1, "s", "y", "cast", 436, "d"),
            ),
        }
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round", ("e", "all", "u", 1)),
            "core.one_reported_shares": rows(
                "election_id office gp_unit_id round source_id said_by measure relation share decimals place",
                ("e", "all", "u", 1, "s", "x", "turnout", "equal", 43.4, 1, "a"),
                ("e", "all", "u", 1, "s", "y", "turnout", "equal", 43.6, 1, "b"),
            ),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id said_by measure ballots place",
                ("e", "all", "u", 1, "s", "x", "cast", 434, "c"),
                ("e", "all", "u", 1, "s", "y", "cast", 463, "d"),
            ),
        }
    ],
)
