"""Kinds of ballots that a list does not print."""

import polars as pl

from numerim.schemas.bytype import kinds_not_printed
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R319",
    title="A list that prints totals beside kinds of ballots prints every kind",
    severity="info",
    each="list",
    needs=("count types",),
    over=f"""
        select k.election_id, k.source_id, k.path, k.stated_in, k.stated_in || ' ' || k.what as subject, k.kinds, k.lacks, k.totals_of, k.larger,
            coalesce(case when k.lacks = 1 then k.places end, '') as locators, '' as blames
        from ({kinds_not_printed("vote_counts", "votes")}
            union all {kinds_not_printed("ballot_counts", "ballots")}
            union all {kinds_not_printed("line_votes", "votes")}) as k
    """,
    holds=pl.col("lacks") == 0,
    says="in “{stated_in}” ({source_id}) {larger} of {totals_of:total is|totals are} larger than the kinds of ballots beside them ({kinds}): a kind is not printed, so the totals are not held against these",
    why="Where a source leaves out a kind of ballots, its totals are larger than what it prints, in one unit as in the next. That is told once; that a kind has more than all together is an error, whatever is left out. One kind beside its totals is judged as several are.",
)
