"""Printed figures -> numbers. A figure that cannot be read exactly is an error, never a guess."""

import re
from collections.abc import Callable, Mapping

import polars as pl

from numerim.declare.election import ElectionFile
from numerim.declare.numbers import Numbers
from numerim.model.numbers import grouped, point, printed_figures, ungrouped
from numerim.schemas.vocabulary import MEASURES

SHIPPED = {name: measure.kind for name, measure in MEASURES.items()}
"""Measure -> how its value is read, for those that ship."""


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
        The statements with `number` (decimal), `decimals` and `digits` (of a share), `text` (of anything else) and
        `how` it was read. All null where the value cannot be read.
    """
    by = [name for name in _READ_BY if name in statements.columns]
    cells = statements.select(by)
    each = cells.unique()  # a figure stands in many cells, and is read once
    read = each.hstack(_read(each, numbers, words, year, kinds))
    told = cells.join(read, on=by, how="left", nulls_equal=True, maintain_order="left").drop(by)
    return statements.with_columns(told)


_READ_BY = ("measure", "value", "given", "election")
"""All that says how the value of a statement is read."""


def _read(
    statements: pl.DataFrame, numbers: Numbers, words: pl.DataFrame, year: pl.Expr, kinds: Mapping[str, str]
) -> pl.DataFrame:
    """What `read_figures` adds to statements."""
    kind = pl.col("measure").replace_strict(kinds, default=None)
    printed = pl.col("value")
    if "given" in statements.columns:
        printed = pl.when(pl.col("given") == "figure").then(printed)
    parts = printed_figures(statements.select(printed).to_series(), numbers)
    frame = statements.with_columns(parts.select(pl.all().name.prefix("_")))
    value = frame.select(printed.str.strip_chars()).to_series()
    number_words, months = meanings(words, "number"), meanings(words, "month")
    is_count, is_share = kind == "count", kind.is_in(["share", "points"])
    count, share = pl.col("_count"), pl.col("_share")
    has_part = pl.lit(value=False)
    if numbers.fractions:
        has_part = count.str.contains(rf"^-?(?:\d{{1,12}}|{grouped(numbers)}){point(numbers)}\d{{1,9}}$")
        has_part &= ~count.str.contains(rf"^-?{grouped(numbers)}$")
        count = pl.when(has_part).then(count.str.replace(rf"{point(numbers)}\d{{1,9}}$", "")).otherwise(count)

    is_grouped = count.str.contains(rf"^-?{grouped(numbers)}$")
    plain = (
        pl.when(count.str.contains(r"^-?\d{1,12}$"))
        .then(count)
        .when(is_grouped)
        .then(ungrouped(count, numbers))
        .when((pl.col("measure") == "margin") & count.str.contains(rf"^\+(?:\d{{1,12}}|{grouped(numbers)})$"))
        .then(ungrouped(count, numbers).str.strip_prefix("+"))
    )
    word = count.str.to_lowercase().replace_strict(number_words, default=None, return_dtype=pl.Int64)
    scaled, times = _scaled(count, numbers)
    whole = pl.coalesce(plain.otherwise(None).cast(pl.Int64, strict=False), word, scaled)

    sign = pl.when(kind == "points").then(share.str.extract("^([+-])")).fill_null("")
    bare = pl.when(kind == "points").then(share.str.replace("^[+-]", "")).otherwise(share)
    plainly = pl.when(bare.str.contains(rf"^\d{{1,3}}({point(numbers)}\d{{1,6}})?$")).then(
        bare.str.replace(point(numbers), ".")
    )
    digits = pl.when(pl.col("_is_per_mille")).then(_a_tenth(plainly)).otherwise(plainly)
    fraction = digits.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)
    fits = digits.is_not_null()

    number = (
        pl.when(is_count)
        .then(whole.cast(pl.Decimal(24, 6)))
        .when(is_share & fits)
        .then(pl.concat_str(sign, digits).cast(pl.Decimal(24, 6), strict=False))
    )
    date = iso_date(pl.col("_value"), months, year)
    text = (
        (pl.when(kind == "date").then(date).when(kind.is_in(["word", "text"]) & (value != "")).then(value))
        .when((kind == "nothing") & (value != ""))
        .then(pl.lit("stated"))
    )
    is_figure = is_count | is_share
    how = [
        pl.when(is_figure & pl.col("_is_hidden")).then(pl.lit("characters in it that cannot be seen left out")),
        pl.when(is_figure & pl.col("_is_script")).then(pl.lit("digits of another script")),
        pl.when(is_figure & pl.col("_mark").is_not_null()).then(pl.format("“{}” is a mark beside it", "_mark")),
        pl.when(is_figure & pl.col("_is_bracketed")).then(pl.lit(f"its brackets read as {numbers.brackets}")),
        pl.when(is_count & has_part).then(pl.lit("what stands behind its decimal mark left out")),
        pl.when(is_count & word.is_not_null())
        .then(pl.lit("a number in words"))
        .when(is_count & is_grouped)
        .then(pl.lit(f"{numbers.thousands or '٬'!r} read as dividing thousands"))
        .when(is_count & plain.otherwise(None).is_null() & times.is_not_null())
        .then(pl.format("“{}” read as times {}", times, times.replace_strict(_times(numbers), default=None)))
        .when(is_share & pl.col("_is_per_mille"))
        .then(pl.lit("a figure per mille, as a percentage"))
        .when(is_share & pl.col("_is_unit"))
        .then(pl.lit("a percentage, its sign cut off"))
        .when((kind == "date") & ~value.str.contains(r"\d{4}"))
        .then(pl.lit("the year is that of the election")),
    ]
    return frame.select(
        number.alias("number"),
        pl.when(is_share & fits).then(fraction).cast(pl.Int64).alias("decimals"),
        text.alias("text"),
        pl.concat_str(how, separator="; ", ignore_nulls=True).replace("", None).alias("how"),
        pl.when(is_share).then(digits).alias("digits"),
    )


def as_written(
    statements: pl.DataFrame,
    file: ElectionFile,
    words: Callable[[str], pl.DataFrame],
    year: pl.Expr,
) -> pl.DataFrame:
    """Read the values of statements, each as its source, file, table or column writes numbers.

    Args:
        statements: as `read_figures`, with `source_id` and `written`, how the figure is written (JSON of `Numbers`),
            null where that is as its source says.
        file: what `election.yml` says.
        words: the number words and names of months of a language.
        year: the year of the election that a statement is about.

    Returns:
        As `read_figures`, in the order of the statements.
    """
    kinds = {name: measure.kind for name, measure in file.election.measures.items()}
    alike: dict[tuple[str, str], list[pl.DataFrame]] = {}  # sources that write alike are read at once
    numbered = statements.with_row_index("_at")
    ways = statements.select("source_id", "written").unique()
    several = numbered.group_by("source_id", "written", maintain_order=True)
    for (source, written), some in several if ways.height != 1 else [(ways.row(0), numbered)]:
        said = file.election.sources[str(source)]
        numbers = said.numbers.model_dump_json() if written is None else str(written)
        alike.setdefault((numbers, said.language), []).append(some)
    read = [
        read_figures(pl.concat(some), Numbers.model_validate_json(numbers), words(language), year, kinds)
        for (numbers, language), some in alike.items()
    ]
    whole = pl.concat(read)
    return (whole if whole["_at"].is_sorted() else whole.sort("_at")).drop("_at")


def _a_tenth(digits: pl.Expr) -> pl.Expr:
    """A tenth of a number, exactly: 5.4 -> 0.54; null where it would have more than six decimals."""
    whole = digits.str.extract(r"^(\d+)").str.zfill(2)
    fraction = digits.str.extract(r"\.(\d+)$").fill_null("")
    moved = pl.concat_str(whole.str.head(-1), pl.lit("."), whole.str.tail(1), fraction)
    return pl.when(fraction.str.len_chars() < 6).then(moved)


def _times(numbers: Numbers) -> dict[str, int]:
    return {word.lower(): times for word, times in numbers.scale.items()}


def _scaled(text: pl.Expr, numbers: Numbers) -> tuple[pl.Expr, pl.Expr]:
    """Figures with a word such as “thousand” behind them as whole numbers, and that word in lower case.

    Null where there is none, or where the figure would not be whole.
    """
    if not numbers.scale:
        return pl.lit(None, pl.Int64), pl.lit(None, pl.String)
    words = "|".join(re.escape(word.lower()) for word in sorted(numbers.scale, key=len, reverse=True))
    lower = text.str.to_lowercase()
    word = lower.str.extract(rf"({words})$")
    figure = lower.str.replace(rf"\s*(?:{words})$", "")
    decimals = rf"(?:{point(numbers)}\d{{1,9}})?"
    has_groups = bool(numbers.thousands) and numbers.thousands != numbers.decimal
    whole = rf"(?:\d{{1,6}}|{grouped(numbers)})" if has_groups else r"\d{1,6}"
    figure = pl.when(figure.str.contains(rf"^{whole}{decimals}$")).then(figure)
    parts = figure.str.extract_groups(rf"^(?P<whole>{whole})(?:{point(numbers)}(?P<part>\d+))?$")
    zeros = word.replace_strict({w: len(str(t)) - 1 for w, t in _times(numbers).items()}, default=None)
    part = parts.struct.field("part").fill_null("").str.strip_chars_end("0")
    number = pl.concat_str(
        ungrouped(parts.struct.field("whole"), numbers) if has_groups else parts.struct.field("whole"),
        part,
        pl.lit("0" * 9).str.head(zeros - part.str.len_chars().cast(pl.Int64)),
    )
    fits = part.str.len_chars().cast(pl.Int64) <= zeros
    return pl.when(fits).then(number).cast(pl.Int64, strict=False), word


def meanings(words: pl.DataFrame, kind: str) -> dict[str, int]:
    """The words of one kind (`number`, `month`) in lower case -> their number."""
    return {str(word).lower(): int(number) for word, k, number in words.iter_rows() if k == kind}


def iso_date(value: pl.Expr, months: dict[str, int], year: pl.Expr) -> pl.Expr:
    """ISO 8601 as precise as the text: `14 May 2023`, `March 6, 2022`, `March 2022`, `14 nëntor`, `14.5.2023`."""
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
    numbered = {
        r"^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\.?$": (3, 2, 1),
        r"^(\d{4})[/.年] ?(\d{1,2})[/.月] ?(\d{1,2})[.日]?$": (1, 2, 3),
    }
    candidates = []
    for pattern, (y, m, d) in forms.items():
        parts = [lower.str.extract(pattern, y) if y else year.cast(pl.String)]
        parts += [month(pattern, m)] if m else []
        parts += [padded(lower.str.extract(pattern, d))] if d else []
        candidates.append(pl.when(lower.str.contains(pattern)).then(pl.concat_str(parts, separator="-")))
    for pattern, places in numbered.items():  # a day with slashes may begin with its month, and is left unread
        day = pl.concat_str([padded(lower.str.extract(pattern, place)) for place in places], separator="-")
        is_day = day.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        candidates.append(pl.when(lower.str.contains(pattern) & is_day).then(day))
    iso = pl.when(value.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(value)
    return pl.coalesce(iso.otherwise(None), *(c.otherwise(None) for c in candidates))
