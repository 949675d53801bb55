"""Second rounds that nobody needs."""

import polars as pl

from numerim.schemas.rule import Rule, rows
from numerim.schemas.standings import first_rounds

RULE = Rule(
    code="R515",
    title="No second round follows a first that was decided",
    severity="warning",
    each="contest",
    needs=("second round",),
    over=f"""
        select f.election_id, f.contest_id, f.contest_id as subject, f.label, f.leader, f.has, f.base, f.what, f.is_decided,
            f.places || ' ' || s.source_id || '|' || s.locator as locators, f.place as blames
        from ({first_rounds()}) as f
        join core.contests as c on c.election_id = f.election_id and c.contest_id = f.contest_id
        join core.contests as s on s.election_id = c.election_id and s.office = c.office and s.gp_unit_id = c.gp_unit_id
            and s.round = 2
    """,
    holds=pl.col("is_decided") == 0,
    says="{label}: {leader} has {has} of {base:{what}}, which is more than half, but there was a second round",
    actual="has",
    why="Whoever has more than half in the first round is elected, and there is no second. Either a figure of the first round is wrong, or something happened that the figures do not tell: a court, a recount, a repeated vote.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
    passes=[
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
            ),
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 500, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 300, True, 1, "c1b"),
                ("e", "c1", "s", "d", "candidate", 200, True, 1, "c1d"),
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
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_votes": rows(
                "election_id contest_id source_id selection_id kind votes complete reports place",
                ("e", "c1", "s", "a", "candidate", 1571, True, 1, "c1a"),
                ("e", "c1", "s", "b", "candidate", 1059, True, 1, "c1b"),
            ),
        },
        {
            "core.contests": rows(
                "election_id contest_id office gp_unit_id round outcome_rule",
                ("e", "c1", "mayor", "u", 1, "two_round_majority"),
                ("e", "c2", "mayor", "u", 2, "two_round_majority"),
            ),
            "core.offices": rows(
                "election_id office majority_of shares_of",
                ("e", "mayor", "valid", "valid"),
            ),
            "core.selections": rows(
                "election_id contest_id selection_id kind label",
                ("e", "c1", "a", "candidate", "A"),
                ("e", "c1", "b", "candidate", "B"),
                ("e", "c1", "d", "candidate", "D"),
            ),
            "core.contest_shares": rows(
                "election_id contest_id source_id selection_id kind share half complete place",
                ("e", "c1", "s", "a", "candidate", 59.73, 0.005, False, "c1a"),
            ),
        },
    ],
)
