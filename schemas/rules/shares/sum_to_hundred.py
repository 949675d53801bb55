"""Shares of a complete list."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R401",
    title="The shares of a complete list add up to 100",
    severity="error",
    each="report",
    relation=Terms("""
        select v.election_id, r.office, v.gp_unit_id, r.round, r.contest_id,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end as subject, r.label,
            v.source_id || coalesce(v.said_by, '') as source_id, 1 as weight, 0 as blamed, v.share as figure,
            cast(0.5 * power(10, -v.decimals) as decimal(18, 8)) as half, v.place, v.selection_id as what
        from core.one_vote_shares as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        left join core.offices as o on o.election_id = r.election_id and o.office = r.office
        where v.complete and coalesce(o.shares_of, 'valid') = 'valid'
            and exists (select 1 from core.one_vote_shares as x where x.election_id = v.election_id and x.contest_id = v.contest_id
                and x.gp_unit_id = v.gp_unit_id and x.source_id = v.source_id and x.share > 0)
        union all
        select distinct v.election_id, r.office, v.gp_unit_id, r.round, r.contest_id,
            case when r.is_whole then r.contest_id else r.contest_id || ' ' || r.gp_unit_id end, r.label,
            v.source_id || coalesce(v.said_by, ''), -1, 1, 100, 0, '', 'the whole'
        from core.one_vote_shares as v
        join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
        left join core.offices as o on o.election_id = r.election_id and o.office = r.office
        where v.complete and coalesce(o.shares_of, 'valid') = 'valid'
            and exists (select 1 from core.one_vote_shares as x where x.election_id = v.election_id and x.contest_id = v.contest_id
                and x.gp_unit_id = v.gp_unit_id and x.source_id = v.source_id and x.share > 0)
    """),
    expected="whole",
    actual="summed",
    says="{label}: the {parts:share adds|shares add} up to {summed} per cent, {apart} away from 100; rounding explains at most {tolerance}. A share is misprinted, or somebody who stood is not listed",
    why="Everybody who stood has a share of one whole, the valid votes. A share printed as 60.82 may stand for 60.815 to 60.825; three such shares together may be off by 0.015.",
    passes=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole",
                ("e", "c", "mayor", "u", 1, True),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in share decimals complete",
                ("e", "c", "u", "s", "t", 69.39, 2, True),
                ("e", "c", "u", "s", "t", 6.29, 2, True),
                ("e", "c", "u", "s", "t", 24.33, 2, True),
            ),
        }
    ],
    fails=[
        {
            "core.reports": rows(
                "election_id contest_id office gp_unit_id round is_whole",
                ("e", "c", "mayor", "u", 1, True),
            ),
            "core.one_vote_shares": rows(
                "election_id contest_id gp_unit_id source_id stated_in share decimals complete",
                ("e", "c", "u", "s", "t", 60.82, 2, True),
                ("e", "c", "u", "s", "t", 19.28, 2, True),
                ("e", "c", "u", "s", "t", 19.46, 2, True),
            ),
        }
    ],
)
