"""Tables that lie beneath each other in a sheet, a page or a text, and tables whose header stands again on each page.

A header is a row of names: two cells or more with words, and no figure. A block is a header, the rows beneath it, and
the lines of one cell right above it, which title it. `blocks:` says where its title stands: above the header
(`above`), in the header's first cell (`corner`), or nowhere, as the same table goes on (`again`).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from numerim.read.grid import LINE, Grid, spread_of, unread_of

_FIGURE = r"^[-+−(]?\s*\d[\d\s.,'’  %‰()*]*$"
_WORD = r"\p{L}"
_CALLED = (
    r"(page|seite|side|sida|sivu|pagina|página|pág|pag|str|strana|stránka|strona|oldal|sayfa|faqja|стр|страница"
    r"|сторінка|σελίδα)"
)
_OF = r"of|von|av|af|de|di|du|sur|z|от|из|з|od"
_PAGE = rf"^\W*{_CALLED}?\W*\d+(\s*({_OF}|/)\s*\d+)?\W*$"
_FOOT = rf"(?i)^\W*({_CALLED}\W*\d+(\s*({_OF}|/)\s*\d+)?|\d{{1,3}}\s*({_OF})\s*\d{{1,3}})\W*$"
"""The number of a page; and as it is the last cell of a row: `10/2023` may name a column, too."""
_SAYS_NOTHING = re.compile(
    r"^\W*(vote for|elect)( not more than| no more than| up to)?( any)? *(\d+|one|two|three|four|five|six|seven)\W*$|"
    + _PAGE,
    re.IGNORECASE,
)
"""Lines that title nothing: the number of a page, or for how many one may vote."""
_VOTE_FOR = re.compile(r"[\s,;-]*[(\[]\s*(vote for|elect)[^()]*\)?\s*\d*\W*$", re.IGNORECASE)
_CONTINUED = re.compile(
    r"[\s,:–-]*[(\[]?\b(continued|cont(inue)?s?\b\.?|cont[’']d|fortsetzung|forts\b\.?|fortsat|fortsättning|jatkuu|suite"
    r"|suite et fin|continua|continúa|continuação|continuación|continuare|segue|vervolg|pokračování|pokračovanie"
    r"|ciąg dalszy|c\.?\s?d\.|nastavak|продължение|продолжение|продовження|συνέχεια|devam[ıi]?)[)\]]?\W*$",
    re.IGNORECASE,
)
"""What is said of a block that goes on, on the next page."""
_FAR = 2
"""So many empty rows may stand between a title and its header."""


_TITLE = "the title of a block"
_PAGES = "between pages: the header again, or a line around it"
_BENEATH = "beneath a block"
_BETWEEN = "above the blocks, or between them"


@dataclass
class Block:
    """A block: numbers of rows, from 0.

    Attributes:
        header: the rows of its header.
        above: the lines of one cell right above it, and what they say.
        body: the rows beneath it.
        aside: why rows are not read -> these.
        names: what its header says, and in which cells.
        title: what it is called.
    """

    header: list[int]
    above: list[tuple[int, str]]
    body: list[int]
    aside: dict[str, list[int]] = field(default_factory=dict)
    names: tuple[tuple[tuple[int, str], ...], ...] = ()
    title: str = ""

    @property
    def rows(self) -> list[int]:
        """All of its rows."""
        aside = (row for some in self.aside.values() for row in some)
        return list(dict.fromkeys([*self.header, *(row for row, _ in self.above), *self.body, *aside]))

    def join(self, other: "Block") -> None:
        """Go on with another that has the same header."""
        self.body += other.body
        again = [row for row in other.rows if row not in {*other.body}]
        self.aside[_PAGES] = [*self.aside.get(_PAGES, ()), *self.aside.pop(_BENEATH, ()), *again]


def divided(grid: Grid, how: str, *, alone: bool) -> list[Grid]:
    """The blocks of a grid, each as a grid whose rows keep their numbers; without a header it is itself.

    Titles and headers that stand again are beside them.

    Args:
        grid: the rows of cells.
        how: what `blocks:` says.
        alone: whether it is the only one of its file: else blocks are called by its title, too.
    """
    blocks = blocks_of(grid, how) if grid.cells.height and grid.cells.width else []
    if not blocks:
        return [grid]
    known = {row for one in blocks for row in one.rows}
    between = [row for row in range(grid.cells.height) if row not in known]
    blocks[0].aside[_BETWEEN] = between
    spread = spread_of(grid)
    made = []
    for block in blocks:
        rows = [*block.header, *block.body]
        beside = [unread_of(_numbered(grid.cells, some), why) for why, some in block.aside.items()]
        title = " / ".join(filter(None, ("" if alone and block.title else grid.title, block.title)))
        lines = [row + 1 for row in rows]
        made.append(replace(grid, title=title, cells=spread[rows], spans=(), lines=lines, beside=pl.concat(beside)))
    return made


def _numbered(cells: pl.DataFrame, rows: Sequence[int]) -> pl.DataFrame:
    return cells[sorted(rows)].with_columns(pl.Series(LINE, sorted(row + 1 for row in rows), pl.Int64))


def blocks_of(grid: Grid, how: str) -> list[Block]:
    """The blocks of a grid, as `blocks:` says where their titles stand; none where no row is a header."""
    rows = _looked_at(grid)
    found = _apart(rows)
    if how == "again":
        return _as_one(found)
    if how == "corner":
        for block in found:
            block.title = rows.first[block.header[-1]] or rows.first[block.header[0]]
    else:
        _title(found)
    return _different(_gone_on(found))


@dataclass(frozen=True)
class _Rows:
    """What the rows of a grid look like, each by its number from 0.

    Attributes:
        filled: those in which something stands.
        headers: those that may be headers.
        figures: those that have a figure.
        alone: those in which one cell is filled, or which number a page and have no figure -> the text of that cell.
        inside: those of them whose cell is not the first and spans others.
        first: the first cell of each header.
        texts: the cells of each header, with their numbers.
    """

    filled: list[int]
    headers: set[int]
    figures: set[int]
    alone: dict[int, str]
    inside: set[int]
    first: dict[int, str]
    texts: dict[int, tuple[tuple[int, str], ...]]


def _looked_at(grid: Grid) -> _Rows:
    text = pl.col("text")
    cells = grid.cells.with_row_index("row").unpivot(index="row", variable_name="cell", value_name="text")
    cells = cells.with_columns(text.str.strip_chars(), pl.col("row").cast(pl.Int64)).filter(text != "")
    cells = cells.with_columns(pl.col("cell").str.slice(1).cast(pl.Int64)).sort("row", "cell")
    is_figure = text.str.contains(_FIGURE)
    rows = cells.group_by("row", maintain_order=True).agg(
        pl.len().alias("n"),
        is_figure.sum().alias("figures"),
        text.str.contains(_WORD).sum().alias("words"),
        text.filter(text.str.contains(_WORD)).slice(1).n_unique().alias("different"),
        text.first().alias("first"),
        pl.col("cell").first().alias("cell"),
    )
    behind = pl.col("words") - 1
    is_header = (pl.col("figures") == 0) & (pl.col("words") >= 2) & ((behind == 1) | (pl.col("different") > 1))
    foot = cells.with_columns((pl.col("cell") == pl.col("cell").max().over("row")).alias("last"))
    foot = foot.filter(text.str.contains(_FOOT) & ~is_figure)  # several are numbered parties, or sides
    page = foot.group_by("row").agg(text.first(), pl.len().alias("n"), pl.col("last").any())
    page = page.filter((pl.col("n") == 1) & pl.col("last")).select("row", "text")
    pages = page.join(rows.filter((pl.col("figures") == 0) & (pl.col("n") > 1)).select("row"), on="row")
    headers = rows.filter(is_header).join(pages, on="row", how="anti")
    numbers = set(headers["row"])
    alone = rows.filter((pl.col("n") == 1) & (pl.col("words") == 1))
    spans = {(top - 1, left - 1) for top, left, _, right in grid.spans if left < right}
    of_headers = cells.filter(pl.col("row").is_in(headers["row"].implode()))
    texts: dict[int, list[tuple[int, str]]] = {}
    for row, cell, one in of_headers.select("row", "cell", "text").iter_rows():
        texts.setdefault(row, []).append((cell, one))
    return _Rows(
        rows["row"].to_list(),
        numbers,
        set(rows.filter(pl.col("figures") > 0)["row"]),
        dict(alone.select("row", "first").iter_rows()) | dict(pages.select("row", "text").iter_rows()),
        {row for row, cell in alone.select("row", "cell").iter_rows() if cell > 0 and (row, cell) in spans},
        {row: one if cell == 0 else "" for row, one, cell in headers.select("row", "first", "cell").iter_rows()},
        {row: tuple(some) for row, some in texts.items()},
    )


def _apart(rows: _Rows) -> list[Block]:
    """A block for each header beneath which figures stand, and the lines above it that may be its title."""
    if not rows.headers:
        return []
    order = {row: i for i, row in enumerate(rows.filled)}
    found: list[Block] = []
    runs: list[list[int]] = []
    for row in sorted(rows.headers):
        if runs and order[row] == order[runs[-1][-1]] + 1 and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    ends = [run[0] for run in runs[1:]] + [rows.filled[-1] + 1 if rows.filled else 0]
    runs = [run for run, end in zip(runs, ends, strict=True) if _any(rows, run[-1], end)]
    for run in runs:
        begins = order[run[0]]
        if begins and rows.filled[begins - 1] in rows.inside and rows.filled[begins - 1] == run[0] - 1:
            run = [run[0] - 1, *run]
            begins -= 1
        above: list[int] = []
        beneath, i = run[0], begins - 1
        while i >= 0 and (row := rows.filled[i]) in rows.alone and beneath - row <= (1 if above else _FAR + 1):
            above.insert(0, row)
            beneath, i = row, i - 1
        titles = [row for row in above if not _SAYS_NOTHING.match(rows.alone[row])]
        block = Block(run, [(row, rows.alone[row]) for row in titles], [])
        block.aside[_PAGES] = [row for row in above if row not in titles]
        found.append(block)
    if not found:
        return []
    starts = [min(block.rows) for block in found]
    for block, end in zip(found, [*starts[1:], (rows.filled[-1] + 1) if rows.filled else 0], strict=True):
        body = [row for row in rows.filled if block.header[-1] < row < end]
        last = max((i for i, row in enumerate(body) if row not in rows.alone), default=-1)
        block.body, block.aside[_BENEATH] = body[: last + 1], body[last + 1 :]
        block.names = tuple(rows.texts.get(row, ()) for row in block.header)
    return found


def _any(rows: _Rows, first: int, end: int) -> bool:
    """Whether a row of figures lies there."""
    return any(row in rows.figures for row in range(first, end))


def _as_one(found: list[Block]) -> list[Block]:
    """The blocks with the first header as one; a block with another header stays one of its own."""
    made: list[Block] = []
    for block in found:
        before = next((one for one in made if one.names == block.names), None)
        if before is None:
            block.aside[_TITLE] = [row for row, _ in block.above]
            made.append(block)
        else:
            before.join(block)
    return _different(made)


def _title(found: Sequence[Block]) -> None:
    """Call each block what the lines above its header say that stand above no other, or else all that they say."""
    times = Counter(text for block in found for text in {_plain(text) for _, text in block.above})
    for block in found:
        texts = [plain for _, text in block.above if (plain := _plain(text))]
        own = [text for text in texts if times[text] == 1]
        block.title = " / ".join(own if own and len(own) < len(texts) and _names(own) else texts)


def _names(texts: Sequence[str]) -> bool:
    return any(re.search(r"[^\W\d_]{3}", text) for text in texts)


def _plain(text: str) -> str:
    """What a line calls a block: without that it goes on, and for how many one may vote."""
    return " ".join(_VOTE_FOR.sub("", _CONTINUED.sub("", text)).split())


def _gone_on(found: Sequence[Block]) -> list[Block]:
    """The blocks; one with the title and the header of the one before it, or without a title, goes on with that."""
    made: list[Block] = []
    for block in found:
        block.aside[_TITLE] = [row for row, _ in block.above]
        if made and block.names == made[-1].names and block.title in ("", made[-1].title):
            made[-1].join(block)
        else:
            made.append(block)
    return made


def _different(blocks: list[Block]) -> list[Block]:
    """The blocks with a title each that no other has."""
    taken: Counter[str] = Counter()
    for block in blocks if len(blocks) > 1 else ():
        name = block.title or "block"
        taken[name] += 1
        block.title = f"{name} ({taken[name]})" if taken[name] > 1 else name
    return blocks
