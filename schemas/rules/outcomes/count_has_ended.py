"""Winners of counts that go on."""

from numerim.schemas.relations.level import Levels
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R528",
    title="Nobody is said to be elected before the count has ended",
    severity="warning",
    each="contest",
    needs=("outcome", "counted"),
    relation=Levels(
        """
        select o.election_id, o.contest_id, o.contest_id as subject, o.label, o.source_id, o.name as what, max(s.share) as figure, 100 as bound,
            'at least' as must, o.place || ' ' || string_agg(s.place, ' ' order by s.place) as locators, o.place as blames
        from each_outcome as o
        join core.reported_shares as s on s.election_id = o.election_id and s.source_id = o.source_id
            and s.gp_unit_id = o.gp_unit_id and s.round = o.round and s.office in (o.office, 'all')
            and s.measure = 'counted' and s.relation in ('equal', 'less than')
        where o.outcome = 'elected'
        group by o.election_id, o.contest_id, o.label, o.source_id, o.name, o.place
        """,
        but=("what", "must", "blames"),
    ),
    says="{label}: {what} is said to be elected, but only {figure} per cent was counted; whoever leads a count is not yet elected",
    actual="figure",
    why="Nobody is elected until the count has ended; before that, a source can only say who leads.",
)
