"""What numerim itself failed at."""

import polars as pl

from numerim.schemas.rule import Rule

RULE = Rule(
    code="R001",
    title="Every rule could be checked, and hints could be looked for",
    severity="warning",
    each="election",
    over="""
        select e.election_id, coalesce(f.rule || f.subject, 'all') as subject, coalesce(f.rule, '') as failed,
            coalesce(f.what, '') as what, coalesce(f.error, '') as error, '' as locators
        from core.elections as e
        left join core.failures as f on f.election_id = e.election_id
    """,
    holds=pl.col("failed") == "",
    says="{failed} {what}: {error}. That is a fault of numerim, not of the source; please report it with this line",
    guards=True,
    why="A fault in one rule must not hide what the others find: the figures are published as if it had not been checked.",
)
