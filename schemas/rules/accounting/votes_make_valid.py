"""Votes of all selections and valid ballots."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R203",
    title="The votes for all selections add up to the valid ballots",
    severity="error",
    each="report",
    needs=("votes", "valid"),
    relation=Terms("""
        with listed as (
            select v.election_id, r.office, v.gp_unit_id, r.round, v.source_id, coalesce(v.said_by, '') as said_by, r.label,
                v.votes, v.place, v.selection_id
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id and r.gp_unit_id = v.gp_unit_id
            where v.complete
        ),
        unknown as (
            select distinct s.election_id, s.office, s.gp_unit_id, s.round, s.source_id
            from core.statements as s
            where s.measure = 'votes' and s.selection_id is null
        ),
        valid as (
            select b.election_id, b.office, b.gp_unit_id, b.round, b.source_id, coalesce(b.said_by, '') as said_by, b.ballots, b.place
            from core.one_ballot_counts as b
            left join unknown as u on u.election_id = b.election_id and u.office = b.office and u.gp_unit_id = b.gp_unit_id
                and u.round = b.round and u.source_id = b.source_id
            where b.measure = 'valid' and u.source_id is null
        )
        select b.election_id, b.office, b.gp_unit_id, b.round, b.office || ' ' || b.gp_unit_id || ' ' || b.round as subject,
            cast(null as varchar) as label, b.source_id || b.said_by as source_id, -1 as weight, 1 as blamed, b.ballots as figure,
            0 as half, b.place, 'valid' as what
        from valid as b
        union all
        select v.election_id, v.office, v.gp_unit_id, v.round, v.office || ' ' || v.gp_unit_id || ' ' || v.round, v.label,
            v.source_id || v.said_by, 1, 0, v.votes, 0, v.place, v.selection_id
        from listed as v
        join valid as b on b.election_id = v.election_id and b.office = v.office and b.gp_unit_id = v.gp_unit_id
            and b.round = v.round and b.source_id = v.source_id and b.said_by = v.said_by
    """),
    says="{label}: the {parts:selection has|selections have} {summed:vote|votes} together, but {whole:ballot is|ballots are} valid",
    why="Every valid ballot is one vote. That does not hold where voters have several votes. A unit of which a selection could not be read is not judged. The printed total is blamed, because a sum does not tell which of its votes is wrong.",
    passes=[
        {
            "core.reports": rows("election_id contest_id office gp_unit_id round", ("e", "c", "mayor", "u", 1)),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "valid", 100, "t"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id selection_id complete votes place",
                ("e", "c", "u", "s", "a", True, 60, "a"),
                ("e", "c", "u", "s", "b", True, 40, "b"),
            ),
        },
    ],
    fails=[
        {
            "core.reports": rows("election_id contest_id office gp_unit_id round", ("e", "c", "mayor", "u", 1)),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "mayor", "u", 1, "s", "valid", 100, "t"),
            ),
            "core.one_vote_counts": rows(
                "election_id contest_id gp_unit_id source_id selection_id complete votes place",
                ("e", "c", "u", "s", "a", True, 60, "a"),
                ("e", "c", "u", "s", "b", True, 49, "b"),
            ),
        },
    ],
)
