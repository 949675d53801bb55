"""Winners without figures of their own."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R509",
    title="Where a source gives shares, it says which is the winner’s",
    severity="info",
    each="contest",
    needs=("share", "outcome"),
    over="""
        select o.election_id, o.contest_id, o.contest_id as subject, c.label, l.label as winner, count(w.selection_id) as own,
            count(distinct v.selection_id) as shares, o.place || ' ' || string_agg(v.place, ' ' order by v.place) as locators
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id
        join core.contest_shares as v on v.election_id = o.election_id and v.contest_id = o.contest_id
            and v.source_id = o.source_id and v.stated_in = o.stated_in
        left join core.contest_shares as w on w.election_id = o.election_id and w.contest_id = o.contest_id
            and w.source_id = o.source_id and w.selection_id = o.selection_id
        where o.outcome = 'elected' and l.kind <> 'unnamed'
        group by o.election_id, o.contest_id, c.label, l.label, o.place
    """,
    holds=pl.col("own") > 0,
    says="{label}: {winner} is said to be elected, but the source does not say which of the {shares:share|shares} is theirs",
    why="A winner whose party is not printed cannot be matched with the shares of parties. numerim does not guess that the largest share is the winner’s.",
)
