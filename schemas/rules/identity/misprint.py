"""Misprinted names of units and parties."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R108",
    title="Units and parties are printed under their right names",
    severity="info",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.name || ' ' || n.printed as subject, n.name, n.printed,
            max(case when n.form = 'misprint' then 1 else 0 end) as misprint,
            string_agg(n.places, ' ' order by n.places) as locators, '' as blames
        from core.names as n
        where n.kind in ('gp_unit', 'party')
        group by n.id, n.name, n.printed
    """,
    holds=pl.col("misprint") == 0,
    says="{name} is printed as “{printed}”",
    why="The seeds list the known misprints. No figure is in doubt, but anyone who searches the source for the name should know.",
)
