"""The only place that opens DuckDB."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from numerim import disk
from numerim.errors import DiskError, InputError

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

# The copy costs less than planning a question twice, which is what it advises. Only what is asked here is meant.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result makes an extra copy", module=re.escape(__name__))

# A file that DuckDB 1.1 and later can open.
_STORAGE = "v1.0.0"


def quoted(name: str) -> str:
    """An identifier, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text literal for SQL."""
    return "'" + value.replace("'", "''") + "'"


def parts_of(path: Path) -> list[Path]:
    """The files of a table by its path: that file, or those in the folder of its name; none where there is neither."""
    return [path] if path.is_file() else sorted(path.with_suffix("").glob(f"*{path.suffix}"))


def parquet(path: Path) -> str:
    """A Parquet file as a table for SQL, or its parts (`parts_of`): those files, whatever their paths look like."""
    names = ["".join(f"[{c}]" if c in "[]*?" else c for c in str(part)) for part in parts_of(path) or [path]]
    return f"read_parquet([{', '.join(map(text, names))}], hive_partitioning = false)"


_SIZE = re.compile(r"\s*\d+(\.\d+)?\s*[KMGT]i?B\s*", re.IGNORECASE)


def _settings(threads: int = 2) -> dict[str, str | bool | int | float | list[str]]:
    """How each database is opened.

    `NUMERIM_MEMORY` says how much memory it may take (`2GB`); what it needs beyond lies on the disk meanwhile. Where
    nothing is said, it is DuckDB's own limit: four fifths of the memory of the machine.

    Raises:
        InputError: `NUMERIM_MEMORY` is no size.
    """
    said = os.environ.get("NUMERIM_MEMORY")
    # To look for what a question asks twice, and keep the answer, takes longer than to ask it twice.
    always: dict[str, str | bool | int | float | list[str]] = {"disabled_optimizers": "common_subplan"}
    return {"threads": threads, **always, **({"memory_limit": size_of(said, "NUMERIM_MEMORY")} if said else {})}


def size_of(said: str, place: str) -> str:
    """A size as it is said, such as `2GB`; the place says where.

    Raises:
        InputError: it is no size.
    """
    if not _SIZE.fullmatch(said):
        raise InputError(place, f"{said!r} is no size", "Write it as 2GB or 512MB.")
    return said.strip()


def bytes_of(size: str) -> int:
    """How many bytes a size is."""
    number, unit = re.fullmatch(r"([\d.]+)\s*([KMGT])i?B", size, re.IGNORECASE).groups()  # type: ignore[union-attr]
    return int(float(number) * 1000 ** (" KMGT".index(unit.upper())))


def open_memory(threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A database that is gone when it is closed.

    Raises:
        InputError: `NUMERIM_MEMORY` is no size.
    """
    spilled = Path(tempfile.gettempdir()) / f"{disk.mine()}{next(_OPENED)}"
    return duckdb.connect(":memory:", config={**_settings(threads), "temp_directory": str(spilled)})


_OPENED = count(1)
"""So many databases in memory were opened: two may not have the same folder for what does not fit."""


def at_once() -> int:
    """How many questions are asked at a time: one where memory is limited, since each takes all that it may."""
    return 1 if os.environ.get("NUMERIM_MEMORY") else 2


def limit_memory(connection: duckdb.DuckDBPyConnection, size: str) -> None:
    """Say how much memory a database may take.

    Raises:
        InputError: it is no size.
    """
    connection.execute(f"SET memory_limit = {text(size_of(size, '--memory'))}")


def plan_in_no_time(connection: duckdb.DuckDBPyConnection) -> None:
    """Plan questions as they are written from now on: over few rows, optimizing takes longer than it saves."""
    names = ",".join(name for (name,) in rows(connection, "SELECT name FROM duckdb_optimizers()"))
    connection.execute(f"SET disabled_optimizers = {text(names)}")


@contextmanager
def create(path: Path, *, packed: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database file, that takes its place, whole, when the block has ended.

    The connection writes to it through the catalog `out`; DuckDB 1.1 and later can open the file. The same
    statements give the same bytes: one thread, and none of the compressions whose bytes differ from run to run or end
    in what lay in memory before.

    Args:
        path: where it will lie.
        packed: whether it may have those: the file is a fifth as large, and its bytes are others each time.

    Raises:
        DiskError: what DuckDB wrote is not what it was given.
        duckdb.Error: it could not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _finished(path) as unfinished, open_memory(threads=1) as connection:
        if not packed:
            connection.execute("SET disabled_compression_methods = 'dictionary,fsst,dict_fsst,alp,alprd,bitpacking'")
        options = f"(STORAGE_VERSION {text(_STORAGE)}, BLOCK_SIZE 16384)"
        connection.execute(f"ATTACH {text(str(unfinished))} AS out {options}")
        connection.execute("USE out")
        yield connection
        held = _held(connection, "out")
        connection.execute("CHECKPOINT out; USE memory; DETACH out")
        _see_that_it_is_whole(unfinished, path, held)


@contextmanager
def work_on(path: Path, *, of: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database file, empty or a copy of another; it takes its place, whole, when the block has ended.

    Raises:
        DiskError: what DuckDB wrote is not what it was given.
        duckdb.Error: it could not be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _finished(path) as unfinished:
        if of is not None:
            shutil.copyfile(of, unfinished)
        with duckdb.connect(str(unfinished), config=_settings()) as connection:
            yield connection
            held = _held(connection, "current_database()")
            connection.execute("CHECKPOINT")
        _see_that_it_is_whole(unfinished, path, held)


@contextmanager
def _finished(path: Path) -> Iterator[Path]:
    """A place beside that of a file, for a database that takes it when the block has ended; else it lies there."""
    unfinished = disk.beside(path)
    disk.clear([unfinished, unfinished.with_name(f"{unfinished.name}.wal")])
    yield unfinished
    disk.take_place(unfinished, path)


def _held(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, tuple[int, int]]:
    """Every table -> its number of rows, and a hash of all that is in them whatever their order."""
    name = catalog if catalog.endswith(")") else text(catalog)
    tables = rows(
        connection,
        f"SELECT database_name, schema_name, table_name FROM duckdb_tables() WHERE database_name = {name} "
        "AND NOT internal AND NOT temporary",
    )
    held = {}
    # of a row hashed once, values of its last column could change places between rows without a trace
    for database, schema, table in tables:
        where = f"{quoted(database)}.{quoted(schema)}.{quoted(table)}"
        ((count, content),) = rows(connection, f'SELECT count(*), bit_xor(hash(hash("_row"))) FROM {where} AS "_row"')
        held[f"{schema}.{table}"] = (count, content)
    return held


def _see_that_it_is_whole(unfinished: Path, path: Path, held: dict[str, tuple[int, int]]) -> None:
    """Look at a closed database again: DuckDB does not say what fails while it closes a file."""
    if unfinished.with_name(f"{unfinished.name}.wal").exists():
        raise DiskError(str(path), "DuckDB did not finish writing it: its .wal is still there", _AGAIN)
    with open_file(unfinished) as connection:
        found = _held(connection, "current_database()")
    if found != held:
        lost = sorted(table for table in held if found.get(table) != held[table])
        told = f"DuckDB wrote it without an error, but not whole: {', '.join(lost)}"
        raise DiskError(str(path), told, _AGAIN)


_AGAIN = "See whether the disk is full or fails, and run it again. What was there before is as it was."


def open_file(path: Path) -> duckdb.DuckDBPyConnection:
    """A database file that is there, to ask and not to change."""
    return duckdb.connect(str(path), read_only=True, config=_settings())


def open_published(path: Path, memory: str | None = None) -> duckdb.DuckDBPyConnection:
    """A published database: read-only, with no way to files, network, extensions or settings."""
    limit: dict[str, Any] = {"memory_limit": memory} if memory else {}
    connection = duckdb.connect(str(path), read_only=True, config=_settings() | limit)
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def read_csv(
    path: Path, columns: int, delimiter: str, quote: str, padded: bool
) -> tuple[pl.DataFrame, list[tuple[int, str]]]:
    """Read a CSV in UTF-8 as text, with no header and nothing guessed. Empty lines are passed over.

    Args:
        path: the file.
        columns: how many columns it must have.
        delimiter: the character between cells.
        quote: the character around cells; empty where there is none.
        padded: whether rows may have fewer cells; those that they lack are null.

    Returns:
        The rows with columns `c0`, `c1` …, and of every row that does not fit the byte (from 0) at which it begins
        and what is wrong with it.
    """
    pads = "null_padding = true, parallel = false" if padded else "null_padding = false"
    names = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(columns))
    with _reading().cursor() as connection:
        answer: Any = connection.sql(  # what `execute` gives would lie in memory twice
            f"""
                FROM read_csv({text(str(path))}, auto_detect = false, header = false, delim = {text(delimiter)},
                    quote = {text(quote)}, escape = {text(quote)}, columns = {{{names}}}, strict_mode = true,
                    store_rejects = true, {pads}, nullstr = '\x01', new_line = '\\n', max_line_size = 1000000)
            """
        )
        rows = _told(answer.to_arrow_table())
        rejects = connection.execute(
            "SELECT line_byte_position - 1, any_value(error_message) FROM reject_errors GROUP BY 1 ORDER BY 1"
        ).fetchall()
    return rows, [(int(byte), str(problem)) for byte, problem in rejects]


@cache
def _reading() -> duckdb.DuckDBPyConnection:
    """The database that files are read through, opened once: to open one takes longer than to read a small file."""
    connection = open_memory()
    # Short texts lie in their cells, as polars has them, and not once more beside it.
    connection.execute("SET arrow_output_version = '1.4'; SET produce_arrow_string_view = true")
    return connection


_SQL_TYPES = {"Float64": "DOUBLE", "String": "VARCHAR", "Int64": "BIGINT", "Boolean": "BOOLEAN", "Date": "DATE"}


def sql_type(dtype: object) -> str:
    """The DuckDB type of a pandera column.

    Raises:
        TypeError: a type that the contract does not use.
    """
    name = str(dtype)
    if decimal := re.fullmatch(r"Decimal\(precision=(\d+), scale=(\d+)\)", name):
        return f"DECIMAL({decimal[1]}, {decimal[2]})"
    if name not in _SQL_TYPES:
        raise TypeError(f"no DuckDB type for {name}")
    return _SQL_TYPES[name]


def load(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame | pa.Table, more: str = "") -> None:
    """Put a frame into a table, in the place of one that may be there; `more` is SQL of a further column."""
    connection.register("_frame", frame)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT *{f', {more}' if more else ''} FROM _frame")
    connection.unregister("_frame")


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The answer to a question as a frame."""
    return _told(_asked(connection, sql))


def batches(connection: duckdb.DuckDBPyConnection, sql: str, rows: int = 200_000) -> Iterator[pl.DataFrame]:
    """The answer to a question as frames of so many rows; none where it has no row."""
    result: Any = connection.execute(sql)
    for batch in result.to_arrow_reader(rows):
        if batch.num_rows:
            yield _told(batch)


def _told(answer: Any) -> pl.DataFrame:
    """An answer as a frame; ids (`numerim.model.ids`) are text in it."""
    import polars as pl  # its start takes a tenth of a second; who asks for no frame does not wait for it

    return pl.DataFrame(pl.from_arrow(answer)).with_columns(pl.col(pl.Categorical).cast(pl.String))


def _asked(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The answer to a question, as Arrow; a relation (`connection.sql`) would plan the question twice."""
    result: Any = connection.execute(sql)
    return result.to_arrow_table()


def frames(
    connection: duckdb.DuckDBPyConnection, questions: Sequence[str]
) -> Iterator[pl.DataFrame | duckdb.Error | None]:
    """The answers to many questions in their order, two asked at a time (`at_once`).

    Returns:
        Of each question its answer, None where that has no row, or the error where DuckDB could not answer it.

    Raises:
        duckdb.OutOfMemoryException: the memory is too little, which is no question's fault.
    """

    def ask(sql: str) -> pl.DataFrame | duckdb.Error | None:
        try:
            with connection.cursor() as own:
                table = _asked(own, sql)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            return error
        return _told(table) if table.num_rows else None

    with ThreadPoolExecutor(at_once()) as pool:
        waiting: deque[Future[pl.DataFrame | duckdb.Error | None]] = deque()
        for sql in questions:  # few answers lie ready at a time: each may be large
            waiting.append(pool.submit(ask, sql))
            if len(waiting) == 2 * at_once():
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The answer to a question, row by row; for answers about contests and files, not about votes."""
    return connection.execute(sql).fetchall()
