"""Names that are no names."""

import polars as pl

from numerim.schemas.rule import Rule

_SCRIPTS = (r"\p{Latin}", r"\p{Cyrillic}", r"\p{Greek}", r"\p{Georgian}", r"\p{Armenian}")
_MIXED = "|".join(rf"{a}\p{{M}}*{b}" for a in _SCRIPTS for b in _SCRIPTS if a != b)
_HIDDEN = r"[\p{Cc}--\t\n\r]|[\x{200B}\x{2060}\x{FEFF}\x{00AD}\x{202A}-\x{202E}\x{2066}-\x{2069}\x{FFFD}]|\p{Co}"


def _fault(answer: pl.DataFrame) -> pl.DataFrame:
    """Say what is wrong with each name."""
    name = pl.col("printed")
    return answer.with_columns(
        fault=pl.when(~name.str.contains(r"[\p{L}\p{N}]"))
        .then(pl.lit("has neither letters nor digits"))
        .when(name.str.contains(_HIDDEN))
        .then(pl.lit("has characters that cannot be seen or read"))
        .when(name.str.contains(_MIXED))
        .then(pl.lit("has letters of two alphabets in one word"))
        .otherwise(pl.lit(""))
    )


RULE = Rule(
    code="R113",
    title="A name has letters or digits, one alphabet in each word, and no hidden characters",
    severity="warning",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.kind || ' ' || n.printed as subject, n.kind, n.printed, '' as fault,
            string_agg(n.places, ' ' order by n.places) as locators
        from core.names as n
        group by n.kind, n.printed
    """,
    then=_fault,
    holds=pl.col("fault") == "",
    says="the name “{printed}” {fault}",
    why="Such a name comes from a damaged file, a cell that has slipped, or a letter that only looks like another; nobody who types it will find it.",
)
