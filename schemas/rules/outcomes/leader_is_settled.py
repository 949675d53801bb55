"""Leaders of counts that have ended."""

import polars as pl

from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R531",
    title="A count that has ended has a winner, not only a leader",
    severity="warning",
    each="contest",
    needs=("leading",),
    over=f"""
        select c.election_id, c.contest_id, c.contest_id as subject, c.label, string_agg(distinct l.label, ', ' order by l.label) as leaders,
            max(case when exists (select 1 from core.one_outcomes as x where x.election_id = c.election_id
                and x.contest_id = c.contest_id and x.outcome in ('elected', 'runoff')) then 1 else 0 end) as settled,
            string_agg(o.place, ' ' order by o.place) as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.elections as e on e.election_id = c.election_id and e.status = 'final'
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        where o.outcome = 'leading' and o.{CURRENT}
        group by c.election_id, c.contest_id, c.label
    """,
    holds=pl.col("settled") == 1,
    says="{label}: the sources say only that {leaders} leads, although the election has ended",
    why="After an election has ended the winner is known, and need not be whoever led during the count.",
)
