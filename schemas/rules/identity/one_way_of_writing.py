"""Names that one source writes in several ways."""

import polars as pl

from numerim.schemas.folded import alike
from numerim.schemas.rule import Rule

RULE = Rule(
    code="R116",
    title="A source always writes the name of a unit or a party the same way",
    severity="info",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.kind || ' ' || n.id as subject, n.kind, n.id, n.printed, n.source_id, n.name,
            '' as within, cast(1 as bigint) as differ, n.printed as told, string_agg(n.places, ' ' order by n.places) as locators, '' as blames
        from core.names as n
        where n.kind in ('gp_unit', 'party') and coalesce(n.form, '') <> 'misprint'
        group by n.kind, n.id, n.printed, n.source_id, n.name
    """,
    then=lambda answer: alike(answer, "printed", "id"),
    holds=pl.col("differ") == 1,
    says="{name} is printed in {differ:way|ways} that differ only in case, accents, punctuation or spaces: {told}",
    why="Nothing is wrong, but anyone who searches the source should know. Known misprints are reported by another rule.",
)
