"""Second rounds that are missing."""

import polars as pl

from numerim.schemas.rule import Rule


def _in_lists(answer: pl.DataFrame) -> pl.DataFrame:
    """Only of sources that list all second rounds: they are said to, or have most of them and at least three."""
    of = ("election_id", "source_id", "office")
    has, wanted = pl.col("rounds").sum().over(of), pl.len().over(of)
    return answer.filter((pl.col("lists_all") == 1) | ((2 * has > wanted) & (has > 2)))


RULE = Rule(
    code="R711",
    title="A source that lists second rounds has one for every undecided first round",
    severity="warning",
    each="contest",
    needs=("second round",),
    law_asks="second round: listed",
    then=_in_lists,
    says="{label} goes to a second round ({told}), but {source_id}, which has second rounds of the others, has none for it",
    why="A first round in which nobody is elected has a second. A source that gives more than half of these, and at least three, should give all.",
    law="The law that the election declares; in Kosovo Law No. 03/L-072 on Local Elections",
)
