"""From tables to statements: one row a figure or claim, in the source's own words."""

from collections.abc import Callable, Sequence
from itertools import chain

import polars as pl

from numerim.declare.declaration import Correction
from numerim.declare.election import ElectionFile
from numerim.errors import InputError, NothingYetError, going_on, tell_all
from numerim.model.columns import may_lack, states_nothing
from numerim.model.doubted import Doubts
from numerim.model.parts import as_declared, filled, groups, left, parts
from numerim.model.pieces import Gathered, Pieces, as_it_is
from numerim.model.stated import PLACE, nothing, of_part
from numerim.model.visible import NOTHING_SEEN, seen
from numerim.read.ingest import RawFile
from numerim.read.rawtable import RawTable

_PLACE = ["source_id", "path", "stands"]


def read_statements(file: ElectionFile, raw: Sequence[RawFile]) -> pl.DataFrame:
    """Everything that the sources of an election state, at once; see `take_statements`.

    Raises:
        InputError: see there; what is wrong is told at once.
    """
    found: list[InputError] = []
    stated: list[pl.DataFrame] = [nothing()]
    take_statements(file, raw, found, stated.append, lambda cells: None)
    tell_all(found)
    return pl.concat(stated)


def take_statements(
    file: ElectionFile,
    raw: Sequence[RawFile],
    wrong: list[InputError],
    take: Callable[[pl.DataFrame], None],
    aside: Callable[[pl.DataFrame], None],
) -> None:
    """Read everything that the sources of an election state, so many statements at a time.

    Args:
        file: what `election.yml` says.
        raw: the tables of its sources.
        wrong: what is wrong is put down there, and the other tables are read all the same: a column or row is not
            accounted for, a cell does not have the form declared, a measure is unknown, a cell with a figure is
            empty, or a correction or a doubt is stale.
        take: takes the statements: columns `STATEMENT`; all text but line, cell, complete and all_units. Those of each
            part of a table come in the order in which they stand there.
        aside: takes the other cells with a digit in them (`PLACE`, `printed`, `fate`, `note`).

    Raises:
        InputError: they state nothing.
        NothingYetError: all cells of their columns of figures are empty; what says that there is none is a text.
    """
    stated, left_out = Gathered(take), Gathered(aside)
    so_far = _Seen(file)
    stale = set(range(len(file.election.corrections)))
    for raw_file in raw:
        fixes = {i: c for i, c in enumerate(file.election.corrections) if c.source == raw_file.source}
        has_lists = len(raw_file.tables) > 1 and raw_file.tables[0].places.form == "tree"
        places: list[pl.DataFrame] = []
        others: list[pl.DataFrame] = []
        for table in raw_file.tables:
            rows, done = _corrected(table, raw_file, fixes, file, wrong)
            stale -= done
            with going_on(wrong):
                pieces, cells = _of_table(rows, table, raw_file, file)
                for some in chain.from_iterable(one.each() for one in pieces):
                    kept = so_far.kept(some)
                    stated.add(kept)
                    if has_lists:
                        places.append(kept.select(_PLACE))
                for some in chain.from_iterable(one.each() for one in cells):
                    if has_lists:
                        others.append(some)
                    else:
                        left_out.add(some)
        if others:
            left_out.add(_told_once(others, places))
    stated.end()
    left_out.end()
    read = {(one.source, one.path) for one in raw}
    for i in sorted(stale):
        correction = file.election.corrections[i]
        said = file.election.sources.get(correction.source)
        if said is None or all((correction.source, path) in read for path in said.files):
            problem = f"the correction is stale: there is no cell {correction.at} in source {correction.source!r}"
            cure = "Remove it, or give the place as `numerim trace` prints it."
            wrong.append(InputError(file.place("corrections", i), problem, cure))
    if not wrong:
        so_far.tell()


class _Seen:
    """What was seen of statements on the way: whether there are any, and the doubts that `election.yml` has of them."""

    def __init__(self, file: ElectionFile) -> None:
        self._file, self._doubts = file, Doubts(file)
        told = pl.col("measure").is_in(may_lack(file.election.measures)) & (pl.col("given") != "not_listed")
        self._is_kept = (pl.col("given") == "figure") | told  # a figure, or that there is none where that is kept
        self._any = self._says_something = self._has_rows = self._has_figure = False

    def kept(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows of columns of figures that are statements."""
        self._any = self._any or bool(rows.height)
        if not self._says_something:
            self._says_something = _has_text(rows)
        statements = rows.filter(self._is_kept)
        self._has_rows = self._has_rows or bool(statements.height)
        if not self._has_figure:
            self._has_figure = bool((statements["given"] == "figure").any())
        return self._doubts.of(statements)

    def tell(self) -> None:
        """Tell that they state nothing, or which doubts are stale.

        Raises:
            InputError: see `take_statements`.
            NothingYetError: see there.
        """
        file = self._file
        if not self._has_figure:
            if not self._any and not _has_figures(file):
                raise InputError(file.shown, "its sources state nothing", "A column must be a measure, such as votes.")
            if not self._says_something:
                problem = "its sources have no figure yet: all cells of their columns of figures are empty"
                cure = "There is nothing to check or publish until something is counted."
                raise NothingYetError(file.shown, problem, cure)
            if not self._has_rows:
                problem = "its sources have no figure: by `missing:`, every cell in their columns of figures says so"
                raise InputError(file.shown, problem, "Look at `missing:`; it must not name what is a figure.")
        self._doubts.tell()


def _has_text(rows: pl.DataFrame) -> bool:
    """Whether a cell of a figure has one, or text that says why not."""
    text = pl.coalesce("corrected", "printed").fill_null("")
    empty = (text == "") | text.str.contains(NOTHING_SEEN)
    return bool(rows.select(((pl.col("given") == "figure") | ~empty).any()).item())


def _told_once(aside: Sequence[pl.DataFrame], stated: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The other cells of a nested file, each once: what a list lies in may have a table of its own."""
    every = pl.concat(aside)
    if stated:
        every = every.join(pl.concat(stated).unique(), on=_PLACE, how="anti")
    return every.sort("fate", descending=True, maintain_order=True).unique(_PLACE, keep="first", maintain_order=True)


def _of_table(
    rows: pl.DataFrame, table: RawTable, raw: RawFile, file: ElectionFile
) -> tuple[list[Pieces], list[Pieces]]:
    """What the rows of a table state, and its other cells.

    Raises:
        InputError: see `take_statements`; what is wrong in each of its parts is told.
    """
    place = file.place("sources", raw.source, "files", raw.path, "tables", table.index)
    statements: list[Pieces] = []
    wrong: list[InputError] = []
    rows, others = as_declared(rows, table.layout), list[Pieces]()
    with going_on(wrong):
        rows, others = left(table, rows, raw, file)
        rows = filled(table, rows, raw, file)
    for part, spec in parts(table, rows, raw, file):
        with going_on(wrong):
            each = groups(part, spec, place, file.election.measures)
            made = [of_part(some, one, table, raw, file) for some, one in each]
            statements += [piece for stated, _ in made for piece in stated]
            used = [piece for _, pieces in made for piece in pieces]
            if len(made) > 1 and used:  # a column may stand beside several groups
                once = pl.concat(piece.whole() for piece in used).unique(PLACE, keep="first", maintain_order=True)
                used = [as_it_is(once)]
            others += used
    tell_all(wrong)
    return statements, [*others, as_it_is(_unread(table, raw))]


def _unread(table: RawTable, raw: RawFile) -> pl.DataFrame:
    """The cells with a digit in the lines that are left out by their position."""
    return table.unread.filter(pl.col("text").str.contains(r"\d")).select(
        pl.lit(raw.source).alias("source_id"),
        pl.lit(raw.path + table.inside).alias("path"),
        "line",
        "cell",
        table.places.each(pl.col("line"), pl.col("cell")).alias("stands"),
        pl.col("text").alias("printed"),
        pl.lit("ignored").alias("fate"),
        pl.col("reason").alias("note"),
    )


def _has_figures(file: ElectionFile) -> bool:
    """Whether a column is declared that has figures."""
    tables = (table for said in file.election.sources.values() for one in said.files.values() for table in one.tables)
    columns = (part.columns for table in tables for part in table.parts if part.columns != "same")
    return not all(states_nothing(cell, file.election.measures) for some in columns for cell in some.values())


def _corrected(
    table: RawTable, raw: RawFile, fixes: dict[int, Correction], file: ElectionFile, wrong: list[InputError]
) -> tuple[pl.DataFrame, set[int]]:
    """The rows with `printed` kept and declared corrections applied; those that expect something else are wrong."""
    done = set()
    columns = []
    for name in table.rows.columns:
        cell = pl.col(name)
        text, line, number = (cell.struct.field(f) for f in ("text", "line", "cell"))
        fixed = text
        for i, fix in fixes.items():
            here = pl.lit(raw.path + table.inside) + table.places.each(line, number) == fix.at
            hit = table.rows.filter(here)
            if hit.is_empty():
                continue
            printed = hit.select(text).item(0, 0)
            if printed != fix.expect and seen(printed or "") != seen(fix.expect):
                problem = f"the correction is stale: {fix.at} is {printed!r}, not {fix.expect!r}"
                cure = "Look at the source again; change the correction or remove it."
                wrong.append(InputError(file.place("corrections", i), problem, cure))
            done.add(i)
            fixed = pl.when(here).then(pl.lit(fix.set)).otherwise(fixed)
        read = fixed
        if table.rows.select(text.str.contains(r"[^\x00-\x7F]").any()).item(0, 0):  # what one sees as empty is empty
            read = pl.when(fixed.str.contains(NOTHING_SEEN)).then(pl.lit("")).otherwise(fixed)
        columns.append(
            pl.struct(
                read.alias("text"),
                text.alias("printed"),
                pl.when(fixed.ne_missing(text)).then(fixed).alias("corrected"),
                line.alias("line"),
                number.alias("cell"),
            ).alias(name)
        )
    return table.rows.select(columns), done
