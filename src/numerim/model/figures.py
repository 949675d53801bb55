"""Printed figures -> numbers. A figure that cannot be read exactly is an error, never a guess."""

import re
from collections.abc import Mapping

import polars as pl

from numerim.declare.sources import Numbers
from numerim.schemas.vocabulary import MEASURES

SHIPPED = {name: measure.kind for name, measure in MEASURES.items()}
"""Measure -> how its value is read, for those that ship."""
_UNIT_OF_SHARE = r"\s*(%|pp|për qind|per cent)\s*$"


def read_figures(
    statements: pl.DataFrame,
    numbers: Numbers,
    words: pl.DataFrame,
    year: pl.Expr,
    kinds: Mapping[str, str] = SHIPPED,
) -> pl.DataFrame:
    """Read the values of statements of one source.

    Args:
        statements: with the columns `measure` and `value` (text), and perhaps `given`.
        numbers: how the source writes numbers.
        words: the number words and names of months of its language: `word`, `kind`, `value`.
        year: the year of the election that a statement is about.
        kinds: measure -> how its value is read; of the measures that ship, where nothing is said.

    Returns:
        The statements with `number` (decimal), `decimals` (of a share), `text` (of anything else) and `how`
        it was read. All null where the value cannot be read.
    """
    kind = pl.col("measure").replace_strict(kinds, default=None)
    value = pl.col("value").str.strip_chars()
    if "given" in statements.columns:
        value = pl.when(pl.col("given") == "figure").then(value)
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


_MOSTLY = 0.6
"""So many figures of a table must have its most usual number of decimals for shorter ones to count as stripped."""


def with_stripped_zeros(statements: pl.DataFrame) -> pl.DataFrame:
    """Percentages of a table whose zeros at the end were stripped have the decimals of the others.

    Spreadsheets and JSON strip them: 55.6 between 6.98 and 37.42 is 55.60. So it is where at least three figures of one
    measure and election stand in a table, most have one number of decimals, and none that has any ends in a zero. What
    a person transcribed from prose (`sentence`) is printed as it stands. Longer figures than the most are left as they
    are: a digit may have slipped in.

    Args:
        statements: with `decimals`, null where a figure is no percentage, and the place of each.
    """
    column = ["source_id", "path", "stated_in", "measure", "election", "election_day"]
    shares = statements.filter(pl.col("decimals").is_not_null() & pl.col("sentence").is_null())
    if shares.is_empty():
        return statements
    bare = pl.col("value").str.replace(_UNIT_OF_SHARE, "").str.strip_chars()
    usual = (
        shares.group_by(column)
        .agg(
            pl.len().alias("figures"),
            pl.col("decimals").mode().max().alias("usual"),
            ((pl.col("decimals") > 0) & bare.str.ends_with("0")).any().alias("has_zeros"),
            pl.col("decimals"),
        )
        .with_columns(
            (pl.col("decimals").list.eval(pl.element() == pl.element().mode().max()).list.mean()).alias("part")
        )
        .filter((pl.col("figures") >= 3) & ~pl.col("has_zeros") & (pl.col("part") >= _MOSTLY) & (pl.col("usual") > 0))
        .select(*column, "usual")
    )
    shorter = (pl.col("decimals") < pl.col("usual")).fill_null(False) & pl.col("sentence").is_null()
    told = pl.format("zeros at its end were stripped: it has {} decimals, as the others of its table", "usual")
    return (
        statements.join(usual, on=column, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            pl.when(shorter).then("usual").otherwise("decimals").alias("decimals"),
            pl.when(shorter)
            .then(pl.concat_str("how", told, separator="; ", ignore_nulls=True))
            .otherwise("how")
            .alias("how"),
        )
        .drop("usual")
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
