"""The roll that turnout is of."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule
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
    relation=Levels(
        f"""
        select w.*, w.office || ' ' || w.gp_unit_id || ' ' || cast(w.round as varchar) || ' turnout' as subject, r.label
        from ({one_whole(_PAIRS, ("election_id", "office", "gp_unit_id", "round"))}) as w
        join core.reports as r on r.election_id = w.election_id and r.office = w.office and r.gp_unit_id = w.gp_unit_id
            and r.round = w.round
    """,
        but=("among", "what", "than"),
    ),
    says="{label}: the turnout figures do not fit one electoral roll: those of {what} imply at least {figure:person|people} registered, those of {than} at most {bound}",
    why="Ballots and a rounded turnout limit how many can be on the roll, and a unit has one roll.",
)
