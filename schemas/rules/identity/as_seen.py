"""What a workbook holds that its reader does not see, or that is not what it seems."""

import polars as pl

from numerim.schemas.rule import Rule

_FEW = 4
"""So many sheets of a file are told of in the sentence."""


def _told(answer: pl.DataFrame) -> pl.DataFrame:
    """One row a file and kind of things: of how many sheets, and what of the first of them."""
    named = "“" + pl.col("stated_in") + "”: " + pl.col("remark")
    one = pl.when(pl.col("stated_in") == pl.col("file")).then("remark").otherwise(named)
    few = pl.col("one").head(_FEW).str.join("; ")
    more = pl.col("one").len().cast(pl.Int64) - _FEW
    return (
        answer.with_columns(one=one)
        .sort("source_id", "file", "kind", "path")
        .group_by("source_id", "file", "kind", maintain_order=True)
        .agg(
            pl.col("election_id", "path", "stated_in", "subject", "locators").first(),
            told=few + pl.when(more > 0).then(pl.format("; and of {} more sheets", more)).otherwise(pl.lit("")),
        )
        .with_columns(
            told=pl.when(pl.col("kind") == "hidden").then(pl.col("told") + "; all of it is read").otherwise("told")
        )
    )


RULE = Rule(
    code="R127",
    title="A workbook is what its reader sees",
    severity="info",
    each="list",
    over="""
        with stated as (
            select source_id, path, min(election_id) as election_id from core.statements group by source_id, path
        )
        select coalesce(min(t.election_id), min(e.election_id)) as election_id, s.source_id, s.path, s.stated_in, s.file, s.kind,
            coalesce(s.remark, '') as remark, s.file || ' ' || s.kind as subject, '' as told, '' as locators
        from core.sheets as s
        cross join core.elections as e
        left join stated as t on t.source_id = s.source_id and t.path = s.path
        group by s.source_id, s.path, s.stated_in, s.file, s.kind, s.remark
    """,
    then=_told,
    holds=pl.col("kind") == "",
    says="{file} ({source_id}): {told}",
    why="Hidden rows, columns and sheets are read like others, formulas by the value that is stored with them, merged text in each of its cells, numbers as they are shown. Nothing is left out, and nothing is wrong with it; but if a total does not add up, look there first.",
)
