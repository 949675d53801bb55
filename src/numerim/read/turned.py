"""Tables that lie on their side: units beside each other in the first rows, what is counted beneath each other."""

from collections.abc import Sequence

import polars as pl

from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.locator import Places
from numerim.read.rawtable import Opened, numbered

LINE = "line"


def turned(
    rows: pl.DataFrame, layout: Layout, places: Places, where: str, source: Opened
) -> tuple[pl.DataFrame, dict[str, str]]:
    """A table with its rows as columns: each cell keeps the place where it stands.

    Args:
        rows: the rows of cells in which something stands, `c0`, `c1` …, and the `line` of each.
        layout: what is said of it: the first `header:` columns have the names; `grid:` may replace these.
        places: how places are written.
        where: the table, in messages.
        source: the file.

    Returns:
        The table, each column of `CELL`; and where its names stand.

    Raises:
        InputError: a row has no name or that of another, `grid:` has not as many names as there are rows, or no column
            is left.
    """
    texts = rows.drop(LINE).with_columns(pl.all().fill_null("").str.strip_chars())
    used = [name for name in texts.columns if (texts[name] != "").any()]
    if len(used) <= layout.header:
        problem = f"the table has {len(used)} columns, of which the first {layout.header} hold names"
        raise InputError(where, f"{problem}: no unit is left", f"Look at header: and turned: ({source.place}).")
    over, units = used[: layout.header], used[layout.header :]
    lines = rows[LINE].to_list()
    given = [" / ".join(filter(None, row)) for row in texts.select(over).iter_rows()] if over else [""] * len(lines)
    if layout.grid is not None:
        if len(layout.grid) != len(lines):
            problem = f"the table is turned and has {len(lines)} rows, grid: has {len(layout.grid)} names"
            raise InputError(where, problem, f"Name each row on {source.place}, in their order.")
        given = list(layout.grid)
    first = int(over[-1][1:]) + 1 if over else 1
    names: dict[str, int] = {}
    for line, name in zip(lines, given, strict=True):
        own = numbered(name, names) if layout.repeats else name
        if not own or own in names:
            problem = f"the row {own!r} stands there twice" if own else "the row has no name"
            raise InputError(
                f"{where}{places.at(line, first)}", problem, "Name the rows under grid:, in their order (turned: true)."
            )
        names[own] = line
    cells = pl.Series("cell", [int(name[1:]) + 1 for name in units], pl.Int64)
    body = texts.select(units)
    columns = [
        pl.DataFrame({"text": pl.Series("text", body.row(i), pl.String), "cell": cells})
        .select(pl.struct("text", pl.lit(line, pl.Int64).alias(LINE), "cell").alias(name))
        .to_series()
        for i, (name, line) in enumerate(names.items())
    ]
    return pl.DataFrame(columns), headings(texts.select(over), lines, names, places)


def headings(over: pl.DataFrame, lines: Sequence[int], names: dict[str, int], places: Places) -> dict[str, str]:
    """Where the texts of names stand: those of their cells, and the names that they make together."""
    found = {
        text: places.at(line, int(column[1:]) + 1)
        for column in over.columns
        for text, line in zip(over[column], lines, strict=True)
        if text
    }
    last = int(over.columns[-1][1:]) + 1 if over.columns else 1
    return {name: places.at(line, last) for name, line in names.items()} | found
