"""Ballots cast and people registered."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R201",
    title="No more ballots are cast than people are registered",
    severity="error",
    each="report",
    needs=("registered", "cast"),
    relation=Terms(
        """
        select b.election_id, b.office, b.gp_unit_id, b.round, b.office || ' ' || b.gp_unit_id || ' ' || b.round as subject,
            r.label, b.source_id || coalesce(b.said_by, '') as source_id,
            case when b.measure = 'cast' then 1 else -cast(1 + coalesce(l.percent, 0) / 100 as decimal(12, 8)) end as weight,
            case when b.measure = 'cast' then 0 else 1 end as blamed, b.ballots as figure, 0 as half, b.place, b.measure as what
        from core.one_ballot_counts as b
        join core.reports as r on r.election_id = b.election_id and r.office = b.office and r.gp_unit_id = b.gp_unit_id
            and r.round = b.round
        left join core.levels as l on l.election_id = b.election_id and l.level = 'same_day'
        where b.measure in ('registered', 'cast') and not exists (  -- a unit without a roll of its own
            select 1 from core.one_ballot_counts as z
            where z.election_id = b.election_id and z.office = b.office and z.gp_unit_id = b.gp_unit_id and z.round = b.round
                and z.source_id = b.source_id and z.said_by is not distinct from b.said_by
                and z.measure = 'registered' and z.ballots = 0 and not r.is_whole)
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="{label}: {summed:ballot was|ballots were} cast, but only {whole:person|people} may vote",
    why="Nobody votes twice, or without being on the roll. Where people may register on the day, levels: same_day: in election.yml says by how much the roll may be exceeded; the same goes for voters who are on another roll and vote here with a certificate.",
    passes=[
        {
            "core.reports": rows("election_id office gp_unit_id round", ("e", "all", "u", 1)),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "registered", 10, "a"),
                ("e", "all", "u", 1, "s", "cast", 10, "b"),
            ),
        }
    ],
    fails=[
        {
            "core.reports": rows("election_id office gp_unit_id round", ("e", "all", "u", 1)),
            "core.one_ballot_counts": rows(
                "election_id office gp_unit_id round source_id measure ballots place",
                ("e", "all", "u", 1, "s", "registered", 10, "a"),
                ("e", "all", "u", 1, "s", "cast", 11, "b"),
            ),
        }
    ],
)
