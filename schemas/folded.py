"""Names without what writing varies."""

import polars as pl

_LETTERS = {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"}


def folded(name: pl.Expr) -> pl.Expr:
    """A name without case, diacritics, punctuation and spaces; numbers stay apart (1.12 is not 11.2)."""
    plain = name.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    for _ in range(2):  # a digit may stand between two separators
        plain = plain.str.replace_all(r"(\p{N})[^\p{L}\p{N}|]+(\p{N})", "$1|$2")
    return plain.str.replace_all(r"[^\p{L}\p{N}|]", "").str.replace_many(list(_LETTERS), list(_LETTERS.values()))


def _not_at_the_start(name: pl.Expr) -> pl.Expr:
    """A name with a small first letter: a sentence may begin with it."""
    return name.str.slice(0, 1).str.to_lowercase() + name.str.slice(1)


def alike(answer: pl.DataFrame, one: str, alone: str) -> pl.DataFrame:
    """Join the rows of an answer whose names are the same but for writing.

    Args:
        answer: a row per name: `kind`, `source_id`, `within` (what names must differ in), `printed`, `id`, `locators`.
        one: the column that tells what differs among names that are alike: `id` or `printed`.
        alone: `id` where names of one id are compared, else empty.

    Returns:
        One row per group of names, with `differ` (how many, but for a capital at the start), `told` (the names) and all
        their `locators`.
    """
    by = ["kind", "source_id", "within", "folded", *([alone] if alone else [])]
    names = answer.with_columns(folded=folded(pl.col("printed"))).filter(pl.col("folded") != "")
    rest = [c for c in answer.columns if c not in (*by, "differ", "told", "locators", "printed")]
    return (
        names.sort("printed", "id")
        .group_by(by, maintain_order=True)
        .agg(
            *(pl.col(c).first() for c in rest),
            differ=_not_at_the_start(pl.col(one)).n_unique().cast(pl.Int64),
            told=("“" + pl.col("printed") + "”" + ("" if one == "printed" else " (" + pl.col("id") + ")"))
            .unique(maintain_order=True)
            .str.join(", "),
            locators=pl.col("locators").str.join(" "),
        )
    )
