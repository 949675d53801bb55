"""Shares of any list."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R402",
    title="The shares of one contest never add up to more than 100",
    severity="error",
    each="report",
    relation=Terms(
        """
        select v.election_id, r.office, v.gp_unit_id, r.round, r.contest_id,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end as subject, r.label,
            v.source_id || coalesce(v.said_by, '') as source_id, 1 as weight, 0 as blamed, v.share as figure,
            cast(0.5 * power(10, -v.decimals) as decimal(18, 8)) as half, v.place, v.selection_id as what
        from core.one_vote_shares as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        union all
        select distinct v.election_id, r.office, v.gp_unit_id, r.round, r.contest_id,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end, r.label,
            v.source_id || coalesce(v.said_by, ''), -1, 1, 100, 0, '', 'the whole'
        from core.one_vote_shares as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: the {parts:share adds|shares add} up to {summed} per cent, more than 100",
    why="Parts are never more than their whole, however many of them a source prints. Rounding may add half a unit of the last decimal place for each share.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.1, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.0, 1, False, "sb"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 100.6, 1, False, "sa"),
            ),
        },
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole label",
                ("e", "c", "mayor", "u", 1, True, "mayor of U"),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in selection_id share decimals complete place",
                ("e", "c", "u", "s", "t", "a", 60.0, 1, False, "sa"),
                ("e", "c", "u", "s", "t", "b", 40.2, 1, False, "sb"),
            ),
        },
    ],
)
