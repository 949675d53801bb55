"""Names with a remark in them."""

import polars as pl

from numerim.schemas.folded import folded
from numerim.schemas.rule import Rule


def _grouped(answer: pl.DataFrame) -> pl.DataFrame:
    """One row per contest and name without remarks: how many stand under it, bare, in how many spellings, and in all."""
    bare = folded(pl.col("name").str.replace_all(r"\s*[(\[][^()\[\]]*[)\]]", "").str.replace_all(r"[*†‡]+\s*$", ""))
    named = answer.with_columns(bare=bare, is_bare=bare == folded(pl.col("name"))).filter(pl.col("bare") != "")
    return (
        named.sort("election_id", "contest_id", "name")
        .group_by("election_id", "contest_id", "bare", maintain_order=True)
        .agg(
            pl.col("label").first(),
            pl.col("subject").first(),
            names=pl.len(),
            bare_ones=pl.col("is_bare").sum(),
            spellings=pl.col("name").filter(pl.col("is_bare"), pl.col("kind") == "candidate").n_unique(),
            told=("“" + pl.col("name") + "”").str.join(" and "),
            locators=pl.col("locators").str.join(" "),
        )
        .drop("bare")
    )


RULE = Rule(
    code="R121",
    title="Nobody is listed twice in a contest, under two spellings, or with and without a remark after the name",
    severity="warning",
    each="contest",
    over="""
        select l.election_id, l.contest_id, l.contest_id || ' ' || l.selection_id as subject, c.label, l.kind, l.label as name, '' as told,
            l.source_id || '|' || l.locator as locators
        from core.selections as l
        join core.contests as c on c.election_id = l.election_id and c.contest_id = l.contest_id
        where l.kind in ('candidate', 'list')
    """,
    then=_grouped,
    holds=(pl.col("spellings") <= 1) & ((pl.col("bare_ones") == 0) | (pl.col("bare_ones") == pl.col("names"))),
    says="{label}: {told} are counted apart; if they are the same, give them one name under corrections:",
    why="A hyphen, or a remark such as “(withdrawn)”, that is in one table and missing in another turns one candidate into two. Two people whom the source tells apart, each by a remark, are not reported.",
)
