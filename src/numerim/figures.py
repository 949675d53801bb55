"""Printed figures -> numbers. A figure that cannot be read exactly is an error, never a guess."""

import re
from collections.abc import Mapping

import polars as pl

from numerim.declaration import Numbers

_UNIT_OF_SHARE = r"\s*(%|pp|për qind|per cent)\s*$"


def read_figures(
    statements: pl.DataFrame, numbers: Numbers, words: pl.DataFrame, year: pl.Expr, kinds: Mapping[str, str]
) -> pl.DataFrame:
    """Read the values of statements of one source.

    Args:
        statements: with the columns `measure` and `value` (text).
        numbers: how the source writes numbers.
        words: the number words and names of months of its language: `word`, `kind`, `value`.
        year: the year of the election that a statement is about.
        kinds: measure -> how its value is read.

    Returns:
        The statements with `number` (decimal), `decimals` (of a share), `text` (of anything else) and `how`
        it was read. All null where the value cannot be read.
    """
    kind = pl.col("measure").replace_strict(kinds, default=None)
    value = pl.when(pl.col("given") == "figure").then(pl.col("value").str.strip_chars())
    number_words, months = meanings(words, "number"), meanings(words, "month")

    grouped = rf"^\d{{1,3}}({re.escape(numbers.thousands)}\d{{3}}){{1,3}}$" if numbers.thousands else r"\b\B"
    is_grouped = value.str.contains(grouped)
    plain = (
        pl.when(value.str.contains(r"^-?\d{1,12}$"))
        .then(value)
        .when(is_grouped)
        .then(value.str.replace_all(numbers.thousands, "", literal=True))
    )
    word = value.str.to_lowercase().replace_strict(number_words, default=None, return_dtype=pl.Int64)
    count = pl.coalesce(plain.otherwise(None).cast(pl.Int64, strict=False), word)

    bare = value.str.replace(_UNIT_OF_SHARE, "")
    point = re.escape(numbers.decimal)
    fits = bare.str.contains(rf"^\d{{1,3}}({point}\d{{1,6}})?$") | (
        (kind == "points") & bare.str.contains(rf"^[+-]\d{{1,3}}({point}\d{{1,6}})?$")
    )
    share = pl.when(fits).then(bare.str.replace(numbers.decimal, ".", literal=True))
    fraction = share.otherwise(None).str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)

    is_count, is_share = kind == "count", kind.is_in(["share", "points"])
    number = (
        pl.when(is_count)
        .then(count.cast(pl.Decimal(24, 6)))
        .when(is_share)
        .then(share.otherwise(None).cast(pl.Decimal(24, 6), strict=False))
    )
    date = iso_date(value, months, year)
    text = (
        (pl.when(kind == "date").then(date).when(kind.is_in(["word", "text"]) & (value != "")).then(value))
        .when((kind == "nothing") & (value != ""))
        .then(pl.lit("stated"))
    )
    how = (
        pl.when(is_count & word.is_not_null())
        .then(pl.lit("a number in words"))
        .when(is_count & is_grouped)
        .then(pl.lit(f"{numbers.thousands!r} read as dividing thousands"))
        .when(is_share & value.str.contains(_UNIT_OF_SHARE))
        .then(pl.lit("a percentage, its sign cut off"))
        .when((kind == "date") & ~value.str.contains(r"\d{4}"))
        .then(pl.lit("the year is that of the election"))
    )
    return statements.with_columns(
        number.alias("number"),
        pl.when(is_share & fits).then(fraction).cast(pl.Int64).alias("decimals"),
        text.alias("text"),
        how.alias("how"),
    )


def meanings(words: pl.DataFrame, kind: str) -> dict[str, int]:
    """The words of one kind (`number`, `month`) in lower case -> their number."""
    return {str(word).lower(): int(number) for word, k, number in words.iter_rows() if k == kind}


def iso_date(value: pl.Expr, months: dict[str, int], year: pl.Expr) -> pl.Expr:
    """ISO 8601 as precise as the text: `14 May 2023`, `March 6, 2022`, `March 2022`, `2019`, `14 nëntor`."""
    names = "|".join(re.escape(m) for m in months)

    def padded(part: pl.Expr) -> pl.Expr:
        return part.str.zfill(2)

    def month(pattern: str, group: int) -> pl.Expr:
        found = value.str.to_lowercase().str.extract(pattern, group)
        return padded(found.replace_strict(months, default=None, return_dtype=pl.Int64).cast(pl.String))

    lower = value.str.to_lowercase()
    forms = {
        rf"^(\d{{1,2}}) ({names}) (\d{{4}})$": (3, 2, 1),
        rf"^({names}) (\d{{1,2}}), (\d{{4}})$": (3, 1, 2),
        rf"^({names}) (\d{{4}})$": (2, 1, 0),
        rf"^(\d{{1,2}}) ({names})$": (0, 2, 1),
        rf"^({names})$": (0, 1, 0),
        r"^(\d{4})$": (1, 0, 0),
    }
    candidates = []
    for pattern, (y, m, d) in forms.items():
        parts = [lower.str.extract(pattern, y) if y else year.cast(pl.String)]
        parts += [month(pattern, m)] if m else []
        parts += [padded(lower.str.extract(pattern, d))] if d else []
        candidates.append(pl.when(lower.str.contains(pattern)).then(pl.concat_str(parts, separator="-")))
    iso = pl.when(value.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(value)
    return pl.coalesce(iso.otherwise(None), *(c.otherwise(None) for c in candidates))
