"""Shares in polls."""

from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R416",
    title="The shares of one poll never add up to more than 100",
    severity="error",
    each="statement",
    needs=("poll_share",),
    relation=Terms(
        """
        select v.election_id, v.contest_id, v.poll_id, v.contest_id || ' ' || v.poll_id as subject, v.poll_id as label,
            v.source_id || coalesce(v.said_by, '') as source_id, 1 as weight, 0 as blamed, v.share as figure,
            cast(0.5 * power(10, -v.decimals) as decimal(18, 8)) as half, v.place, v.selection_id as what
        from core.one_poll_shares as v
        union all
        select distinct v.election_id, v.contest_id, v.poll_id, v.contest_id || ' ' || v.poll_id, v.poll_id,
            v.source_id || coalesce(v.said_by, ''), -1, 1, 100, 0, '', 'the whole'
        from core.one_poll_shares as v
    """,
        at_most=True,
    ),
    expected="whole",
    actual="summed",
    says="the poll {label}: the {parts:share adds|shares add} up to {summed} per cent, more than 100",
    why="Parts are never more than their whole, however many of them a source prints. Rounding may add half a unit of the last decimal place for each share.",
    passes=[
        {
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 96.4, 1),
            )
        }
    ],
    fails=[
        {
            "core.one_poll_shares": rows(
                "election_id contest_id poll_id source_id selection_id share decimals",
                ("e", "c", "p", "s", "a", 60.4, 1),
                ("e", "c", "p", "s", "b", 40.4, 1),
            )
        }
    ],
)
