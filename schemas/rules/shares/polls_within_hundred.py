"""Shares in polls."""

from numerim.schemas.figures import POLL
from numerim.schemas.relations.sum import Sum
from numerim.schemas.rule import Rule, rows

RULE = Rule(
    code="R416",
    title="The shares of one poll never add up to more than 100",
    severity="error",
    each="statement",
    needs=("poll_share",),
    relation=Sum(frame=POLL, parts=("poll_share",), whole=100, at_most=True),
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
