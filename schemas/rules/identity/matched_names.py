"""Names that are known in another way of writing."""

import polars as pl

from numerim.schemas.rule import Rule

_FEW = 6
"""So many names are told in the sentence; the operands, and `--explain`, have all."""


def _told(answer: pl.DataFrame) -> pl.DataFrame:
    """One row per election: how many names were matched, and which."""
    one = "“" + pl.col("printed") + "” is " + pl.col("name")
    return (
        answer.sort("kind", "name", "printed")
        .group_by("election_id", maintain_order=True)
        .agg(
            subject=pl.col("election_id").first(),
            names=pl.col("printed").filter(pl.col("printed") != "").len(),
            told=one.filter(pl.col("printed") != "").head(_FEW).str.join(", "),
            matched=(pl.col("printed") + " = " + pl.col("name")).filter(pl.col("printed") != "").str.join("\n"),
            locators=pl.col("locators").str.join(" "),
        )
        .with_columns(
            names=pl.col("names").cast(pl.Int64),
            more=pl.when(pl.col("names") > _FEW)
            .then(pl.format(" and {} more", pl.col("names") - _FEW))
            .otherwise(pl.lit("")),
        )
    )


RULE = Rule(
    code="R124",
    title="Sources write names as the seeds have them",
    severity="info",
    each="election",
    over="""
        select e.election_id, coalesce(m.kind, '') as kind, coalesce(m.printed, '') as printed, coalesce(m.name, '') || coalesce(' (' || g.unit_type || ')', '') as name,
            cast(0 as bigint) as names, '' as told, '' as matched, '' as more, e.election_id as subject, coalesce(string_agg(m.places, ' ' order by m.places), '') as locators
        from core.elections as e
        left join core.matched_names as m on m.election_id = e.election_id
        left join core.gp_units as g on m.kind = 'gp_unit' and g.gp_unit_id = m.id
        group by e.election_id, m.kind, m.printed, m.name, g.unit_type
    """,
    then=_told,
    holds=pl.col("names") == 0,
    says="{names:printed name is|printed names are} written differently in the seeds, and read as known: {told}{more}",
    why="Case, accents, spaces, punctuation, letters that look alike, a word for the kind of unit (“Bashkia”, “County”) and a second name beside it in another language do not make it another name. Nothing has to be done: a row in the seeds takes precedence over such a match, so if one is wrong, say so there.",
)
