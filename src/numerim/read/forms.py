"""Forms: each value on a line of its own, behind what it is called, and several forms beneath each other.

A form begins wherever the name stands with which the first of them begins. Its lines become the columns of a table in
which each form is a row. Lines above the first form are of all. `Polling station: 12` in one cell is a name and a
value, and so are two cells where no other line has them as its names.
"""

from itertools import pairwise

import polars as pl

from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.locator import Places
from numerim.read.limits import see_columns
from numerim.read.rawtable import CELL, UNREAD, Opened

LINE = "line"
MARK = r"^\W*([0-9]{1,3}([.\-/][0-9]{1,2})?|[A-Za-z]|[IVX]{1,5})\W*$"
"""The number or letter of a line, before what it is called."""
_LABELLED = r"^((?:\W*\d{1,2}[.)]\s*)?[^:：0-9]{2,60})[:：]\s*(\S.*)$"
_ENDS = r"[^\W\d].*[:：]\s*$"
_COLON = r"\s*[:：]+$"
_NO_FIGURE = "a line of a form in which nothing stands"
_BEHIND = "behind the figure of its line"


def forms(
    rows: pl.DataFrame, layout: Layout, places: Places, where: str, source: Opened
) -> tuple[pl.DataFrame, dict[str, str], pl.DataFrame]:
    """The forms as rows of a table: each cell keeps the place where it stands.

    Args:
        rows: the rows of cells in which something stands, `c0`, `c1` …, and the `line` of each.
        layout: what is said of them: the first `header:` columns hold the names; `headings:` calls the column of what
            stands alone above each; `grid:` may replace the names, in the order in which they first stand.
        places: how places are written.
        where: the forms, in messages.
        source: the file.

    Returns:
        The table, each column of `CELL`; where its names stand; the cells that are not read, and why.

    Raises:
        InputError: no line has a value, or `grid:` has not as many names as there are.
    """
    texts = rows.with_columns(pl.all().exclude(LINE).fill_null("").str.strip_chars())
    used = [name for name in texts.columns if name != LINE and (texts[name] != "").any()]
    over, behind = used[: layout.header], used[layout.header :]
    lines = _lines(texts, over, behind)
    values = lines.filter(pl.col("text") != "")
    if values.is_empty():
        problem = f"no line has a value behind the first {layout.header} columns, which hold names"
        raise InputError(where, problem, f"Look at header: and turned: ({source.place}).")
    values, number = _numbered(lines.filter(pl.col("name").is_in(values["name"].implode())))
    names = values["name"].unique(maintain_order=True).to_list()
    see_columns(len(names), where)
    of = pl.DataFrame({"form": range(1, number + 1)}, schema={"form": pl.Int64})
    columns: list[pl.Series] = []
    alone, kept = _headings(lines, values, of) if layout.headings is not None else (None, [])
    if layout.headings is not None and alone is not None:
        columns.append(alone.alias(layout.headings))
    called = names
    if layout.grid is not None:
        if len(layout.grid) != len(names):
            problem = f"the forms have {len(names)} different names, grid: has {len(layout.grid)}"
            raise InputError(where, problem, f"Name each on {source.place}, in the order in which they first stand.")
        called = list(layout.grid)
    for name, own in zip(names, called, strict=True):
        columns.append(_column(values.filter(pl.col("name") == name), of).alias(own))
    first = values.unique("name", keep="first", maintain_order=True)
    headings = {
        own: places.at(line, at) for own, (line, at) in zip(called, first.select(LINE, "at").iter_rows(), strict=True)
    }
    return pl.DataFrame(columns), headings, _unread(texts, lines, values, kept)


def _lines(texts: pl.DataFrame, over: list[str], behind: list[str]) -> pl.DataFrame:
    """Each name with the cell `at` which it stands, and the `text` and `cell` of its value; one line may have several.

    What numbers a line is no part of its name. Without a value the text is empty.
    """
    plain = [pl.when(~pl.col(name).str.contains(MARK) & (pl.col(name) != "")).then(pl.col(name)) for name in over]
    every = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in over]
    cells = {name: int(name[1:]) + 1 for name in [*over, *behind]}
    filled = [pl.when(pl.col(name) != "").then(pl.lit(cells[name], pl.Int64)) for name in behind]
    at = [pl.lit(cells[name], pl.Int64) for name in over]
    named = [pl.when(one.is_not_null()).then(cell) for one, cell in zip(plain, at, strict=True)]
    marked = [pl.when(one.is_not_null()).then(cell) for one, cell in zip(every, at, strict=True)]
    nothing = pl.lit(None, pl.String)
    made = texts.select(
        LINE,
        pl.coalesce(
            pl.concat_str(plain, separator=" / ", ignore_nulls=True).replace("", None),
            pl.concat_str(every, separator=" / ", ignore_nulls=True),
        ).alias("name"),
        pl.coalesce(*named, *marked).alias("at"),
        pl.coalesce(*(pl.when(pl.col(name) != "").then(pl.col(name)) for name in behind), nothing).alias("text"),
        pl.coalesce(*filled, pl.lit(None, pl.Int64)).alias("cell"),
        pl.sum_horizontal(*(one.is_not_null().cast(pl.Int64) for one in every)).alias("n"),
    )
    is_pair = pl.col("text").is_null() & (pl.col("n") == 1) & pl.col("name").str.contains(_LABELLED)
    pair = pl.col("name").str.extract(_LABELLED, 2)
    first, last = pl.coalesce(every), pl.coalesce(every[::-1])
    two = texts.select(first.alias("first"), last.alias("last"), pl.coalesce(*marked[::-1]).alias("last_at"))
    made = made.hstack(two)
    known = made.filter(pl.col("text").is_not_null())["name"].implode()
    is_two = pl.col("text").is_null() & (pl.col("n") == 2) & ~pl.col("name").is_in(known)
    is_two &= ~pl.col("first").str.contains(MARK)
    made = made.with_columns(
        pl.when(is_two).then("first").otherwise("name").alias("name"),
        pl.when(is_two).then("last").otherwise("text").alias("text"),
        pl.when(is_two).then("last_at").otherwise("cell").alias("cell"),
    ).drop("first", "last", "last_at")
    made = made.with_columns(
        pl.when(is_pair).then(pl.col("name").str.extract(_LABELLED, 1)).otherwise("name").alias("name"),
        pl.when(is_pair).then(pair).otherwise("text").fill_null("").alias("text"),
        pl.when(is_pair).then("at").otherwise(pl.col("cell")).alias("cell"),
    )
    every_cell = [*over, *behind]
    pairs = [
        texts.filter(pl.col(name).str.contains(_ENDS) & (pl.col(after) != "")).select(
            LINE,
            pl.col(name).alias("name"),
            pl.lit(cells[name], pl.Int64).alias("at"),
            pl.col(after).alias("text"),
            pl.lit(cells[after], pl.Int64).alias("cell"),
            pl.lit(1, pl.Int64).alias("n"),
        )
        for name, after in pairwise(every_cell)
    ]
    paired = pl.concat([one.cast(made.schema) for one in pairs]) if pairs else made.clear()
    made = made.filter(~pl.col(LINE).is_in(paired[LINE].implode()))
    made = pl.concat([made, paired]).sort(LINE, "at", nulls_last=True)
    return made.with_columns(pl.col("name").str.replace(_COLON, "").str.replace_all(r"\s+", " ")).filter(
        pl.col("name") != ""
    )


def _numbered(values: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The lines with the number of their `form`, 0 above the first; a name that stands twice in one is told apart."""
    times = values.group_by("name", maintain_order=True).len()
    often = times["len"].value_counts(sort=True).sort("count", "len", descending=[True, True])["len"][0]
    first = times.filter(pl.col("len") == often)["name"][0]
    values = values.with_columns((pl.col("name") == first).cast(pl.Int64).cum_sum().alias("form"))
    turn = pl.int_range(1, pl.len() + 1).over("form", "name")
    again = pl.format("{} ({})", "name", turn)
    return values.with_columns(pl.when(turn > 1).then(again).otherwise("name").alias("name")), often


def _column(own: pl.DataFrame, of: pl.DataFrame) -> pl.Series:
    """What the lines of one name say of each form; what stands above all forms is of each."""
    all_ = own.filter(pl.col("form") == 0)
    cell = pl.struct("text", LINE, "cell").cast(CELL)
    if all_.height and all_.height == own.height:
        return of.join(all_.select(LINE, "text", "cell"), how="cross").select(cell.alias("cell")).to_series()
    found = own.filter(pl.col("form") > 0)
    joined = of.join(found.select("form", LINE, "text", "cell"), on="form", how="left", maintain_order="left")
    return joined.select(pl.when(pl.col(LINE).is_not_null()).then(cell).alias("cell")).to_series()


def _headings(lines: pl.DataFrame, values: pl.DataFrame, of: pl.DataFrame) -> tuple[pl.Series, list[int]]:
    """What stands alone above each form, unlike above any other; and the lines on which that is."""
    begins = (
        values.filter(pl.col("form") > 0)
        .group_by("form", maintain_order=True)
        .agg(pl.col(LINE).first().alias("begin"), pl.col(LINE).last().alias("end"))
    )
    begins = begins.with_columns(pl.col("end").shift(1).fill_null(0))
    alone = lines.filter((pl.col("text") == "") & ~pl.col(LINE).is_in(values[LINE].implode()))
    found = alone.select(LINE, "name", "at").join(begins, how="cross")
    found = found.filter((pl.col(LINE) > pl.col("end")) & (pl.col(LINE) < pl.col("begin")))
    found = found.filter(pl.col("form").n_unique().over("name") == 1).group_by("form").last()
    cell = pl.struct(pl.col("name").alias("text"), LINE, pl.col("at").alias("cell")).cast(CELL)
    joined = of.join(found, on="form", how="left", maintain_order="left")
    made = joined.select(pl.when(pl.col(LINE).is_not_null()).then(cell).alias("cell")).to_series()
    return made, found[LINE].to_list()


def _unread(texts: pl.DataFrame, lines: pl.DataFrame, values: pl.DataFrame, kept: list[int]) -> pl.DataFrame:
    """The cells that are in no form, and those behind the first value of a line."""
    long = texts.unpivot(index=LINE, variable_name="cell", value_name="text").filter(pl.col("text") != "")
    long = long.with_columns(pl.col("cell").str.slice(1).cast(pl.Int64) + 1)
    read = pl.concat([values.select(LINE, "cell"), values.select(LINE, pl.col("at").alias("cell"))])
    long = long.join(read, on=[LINE, "cell"], how="anti").filter(~pl.col(LINE).is_in(kept))
    figures = values.filter(pl.col("text") != "").group_by(LINE).agg(pl.col("cell").min().alias("from"))
    long = long.join(figures, on=LINE, how="left")
    is_named = pl.col("from").is_not_null() & (pl.col("cell") < pl.col("from"))
    reason = pl.when(pl.col("from").is_null()).then(pl.lit(_NO_FIGURE)).otherwise(pl.lit(_BEHIND))
    return long.filter(~is_named).select(LINE, "cell", "text", reason.alias("reason")).cast(pl.Schema(UNREAD))
