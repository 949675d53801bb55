"""A wiki page dumped as text: headings in equals signs, an infobox as `- Key: value`, tables with pipes.

A table is named by the heading over it and, after ` / `, by the line of text between that heading and it, where
there is one. An infobox is a table of one row whose columns are its keys.
"""

from collections.abc import Sequence

import polars as pl

from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.read.rawtable import CELL, Opened, RawTable, headings_of, match, names_of

_NUMBER = r"^[\d.,]+%?$"


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read every table and infobox of the page.

    Raises:
        InputError: rows of one table have different numbers of cells, a row fits its grid in two ways or none,
            a key of an infobox stands there twice, or the headings are not those of the layouts.
    """
    for key, value in (("delimiter", source.said.delimiter), ("quote", source.said.quote)):
        if value is not None:
            raise InputError(
                source.place, f"{key}: is for the reader csv; cells of a page are divided by pipes", "Leave it out."
            )
    blocks = _blocks(source)
    titles = [str(block["title"][0]) for block in blocks]
    hits = match(titles, layouts, source.shown)
    return [
        (_infobox if blocks[hit]["kind"][0] == "item" else _table)(blocks[hit], layout, i, source)
        for i, (hit, layout) in enumerate(zip(hits, layouts, strict=True))
    ]


def _blocks(source: Opened) -> list[pl.DataFrame]:
    """Runs of lines that make one table or infobox: title, kind, text, line."""
    text = pl.col("text")
    kind = (
        pl.when(text.str.contains(r"^=+ .* =+$"))
        .then(pl.lit("heading"))
        .when(text.str.starts_with("|"))
        .then(pl.lit("row"))
        .when(text.str.contains(r"^- [^:]+: "))
        .then(pl.lit("item"))
        .otherwise(pl.lit("caption"))
    )
    lines = (
        pl.DataFrame({"text": source.text.split("\n")}, schema={"text": pl.String})
        .with_row_index("line", offset=1)
        .with_columns(text.str.strip_chars(), pl.col("line").cast(pl.Int64))
        .filter(text != "")
        .with_columns(kind.alias("kind"))
        .with_columns(
            pl.when(kind == "heading").then(text.str.strip_chars("= ")).forward_fill().fill_null("").alias("heading")
        )
    )
    lost = lines.filter((pl.col("kind") == "caption") & text.str.contains(r"[\d|]"))
    if lost.height:
        raise InputError(
            f"{source.shown}:L{lost['line'][0]}",
            f"{lost['text'][0]!r} is neither a heading, a caption, an infobox nor a row of a table",
            "A row begins with a pipe, a line of an infobox is `- Key: value`; what prose states goes into a CSV.",
        )
    section = (pl.col("kind") == "heading").cum_sum()
    caption = pl.when(pl.col("kind") == "caption").then(text.str.strip_chars("- *:"))
    lines = lines.with_columns(caption.forward_fill().over(section).fill_null("").alias("caption"))
    title = (
        pl.when(pl.col("caption") == "")
        .then(pl.col("heading"))
        .otherwise(pl.col("heading") + " / " + pl.col("caption"))
    )
    run = (pl.col("kind") != pl.col("kind").shift(1, fill_value="")) | (title != title.shift(1, fill_value=""))
    lines = lines.with_columns(title.alias("title"), run.cum_sum().alias("run"))
    blocks = lines.filter(pl.col("kind").is_in(["row", "item"])).partition_by("run", maintain_order=True)
    if not blocks:
        raise InputError(source.shown, "there is no table in it")
    return blocks


def _infobox(block: pl.DataFrame, layout: Layout, index: int, source: Opened) -> RawTable:
    if said := layout.model_fields_set & {"skip", "header", "grid", "short", "headings", "until", "spans"}:
        raise InputError(
            source.place, f"{min(said)}: is for tables; {layout.at!r} is an infobox, whose keys are its columns"
        )
    parts = block.select(
        pl.col("text").str.extract(r"^- ([^:]+): ").alias("key"),
        pl.struct(
            pl.col("text").str.extract(r"^- [^:]+: +(.*)$").alias("text"),
            pl.col("line"),
            pl.lit(2, pl.Int64).alias("cell"),
        ).alias("cell"),
    )
    if twice := parts.filter(pl.col("key").is_duplicated()).height:
        raise InputError(f"{source.shown}:L{block['line'][0]}", f"{twice} lines of the infobox have the same key")
    cells = {key: pl.Series(key, [cell], CELL) for key, cell in parts.iter_rows()}
    headings = {key: f":L{line}.C1" for key, line in zip(parts["key"], block["line"], strict=True)}
    return RawTable(layout.at, pl.DataFrame(cells), layout, index, headings)


def _table(block: pl.DataFrame, layout: Layout, index: int, source: Opened) -> RawTable:
    inner = pl.col("text").str.strip_prefix("|").str.strip_suffix("|")
    rows = block.select("line", inner.str.split("|").list.eval(pl.element().str.strip_chars()).alias("cells"))
    rows, unread = _without_lines_around(rows, layout, source)
    width = int(rows["cells"].list.len()[0])
    wrong = rows.filter(pl.col("cells").list.len() != width)
    if wrong.height:
        has = int(wrong["cells"].list.len()[0])
        raise InputError(
            f"{source.shown}:L{wrong['line'][0]}",
            f"the row has {has} {'cell' if has == 1 else 'cells'}, the header of its table has {width}",
            "Look for a pipe too many or too few.",
        )
    if rows.height <= layout.header:
        raise InputError(f"{source.shown}:L{rows['line'][0]}", f"the table {layout.at!r} has a header and no row")
    header = list(rows.head(layout.header).iter_rows())
    headings = headings_of(header)
    rows = rows.slice(layout.header)
    grid = list(layout.grid or names_of([texts for _, texts in header]))
    if len(set(grid)) != len(grid):
        raise InputError(
            f"{source.shown}:L{block['line'][0]}",
            "two columns of the table have the same name",
            "Name the columns yourself, under grid:.",
        )
    if len(grid) != width + bool(layout.spans):
        raise InputError(
            f"{source.shown}:L{block['line'][0]}",
            f"the grid has {len(grid)} columns; the rows have {width} cells"
            + (", and one more that a spanning cell pushed out" if layout.spans else ""),
        )
    if not layout.spans:
        plain = rows.select(_cell(i, i).alias(name) for i, name in enumerate(grid))
        return RawTable(layout.at, plain, layout, index, headings, unread)
    return RawTable(layout.at, _realigned(rows, grid, layout, source), layout, index, headings, unread)


def _without_lines_around(rows: pl.DataFrame, layout: Layout, source: Opened) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows without those that `skip:` and `until:` leave out, and the cells of these."""
    first = pl.col("cells").list.get(0)
    begins = rows.select(first.str.starts_with(layout.until) if layout.until else first == "").to_series()
    end = begins.slice(layout.skip + layout.header).arg_max() if layout.until is not None else None
    if layout.skip >= rows.height or (layout.until is not None and not begins[layout.skip + layout.header :].any()):
        key = f"skip: {layout.skip}" if layout.skip >= rows.height else f"until: {layout.until!r}"
        problem = f"the table {layout.at!r} has no row for `{key}`"
        raise InputError(source.place, problem, "Look at its first and last rows again.")
    end = rows.height if end is None else layout.skip + layout.header + end
    cells = (
        rows.with_row_index("row")
        .filter((pl.col("row") < layout.skip) | (pl.col("row") >= end))
        .with_columns(pl.int_ranges(1, pl.col("cells").list.len() + 1).alias("cell"))
        .explode("cells", "cell")
        .select(
            "line",
            "cell",
            pl.col("cells").alias("text"),
            pl.when(pl.col("row") < layout.skip)
            .then(pl.lit(f"above the table (skip: {layout.skip})"))
            .otherwise(pl.lit(f"beneath the table (until: {layout.until!r})"))
            .alias("reason"),
        )
    )
    return rows.slice(layout.skip, end - layout.skip), cells.filter(pl.col("text") != "")


def _cell(i: int, at: int) -> pl.Expr:
    return pl.struct(
        pl.col("cells").list.get(i, null_on_oob=True).alias("text"),
        pl.col("line"),
        pl.lit(at + 1, pl.Int64).alias("cell"),
    )


def _realigned(rows: pl.DataFrame, grid: list[str], layout: Layout, source: Opened) -> pl.DataFrame:
    """Undo how a cell that spans rows cut them.

    A row that has the spanning cell has lost its last column; a row beneath it begins after that cell.
    """
    spans = layout.spans
    if spans is None:  # pragma: no cover
        raise TypeError("the layout has no spans")
    span = grid.index(spans.column)

    def fits(present: bool) -> pl.Expr:
        claims = []
        for name, looks in spans.tell.items():
            at = grid.index(name) - (0 if present or grid.index(name) < span else 1)
            text = pl.col("cells").list.get(at, null_on_oob=True)
            number = text.str.contains(_NUMBER)
            claims.append(
                {"number": number, "empty": text == "", "text": (text != "") & ~number}[looks].fill_null(False)
            )
        return pl.all_horizontal(claims)

    rows = rows.with_columns(fits(True).alias("present"), fits(False).alias("beneath"))
    unclear = rows.filter(pl.col("present") == pl.col("beneath"))
    if unclear.height:
        how = "in two ways" if unclear["present"][0] else "in no way"
        raise InputError(
            f"{source.shown}:L{unclear['line'][0]}",
            f"the row fits the grid of {layout.at!r} {how}",
            "Say more under spans: tell:, or correct the row under corrections:.",
        )
    if not rows["present"][0]:
        raise InputError(f"{source.shown}:L{rows['line'][0]}", f"the first row has no cell {spans.column!r}")
    columns = []
    for i, name in enumerate(grid):
        beneath = i - 1 if i > span else i
        full = _cell(i, i) if i < len(grid) - 1 else pl.lit(None, CELL)
        if i == span:
            columns.append(pl.when("present").then(full).forward_fill().alias(name))
        else:
            columns.append(pl.when("present").then(full).otherwise(_cell(beneath, beneath)).alias(name))
    return rows.select(columns)
