"""The only place that opens DuckDB."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

# A file that DuckDB 1.1 and later can open.
_STORAGE = "v1.0.0"


def quoted(name: str) -> str:
    """An identifier, quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text literal for SQL."""
    return "'" + value.replace("'", "''") + "'"


def parquet(path: Path) -> str:
    """A Parquet file as a table for SQL: that one file, whatever its path looks like."""
    name = "".join(f"[{c}]" if c in "[]*?" else c for c in str(path))
    return f"read_parquet({text(name)}, hive_partitioning = false)"


def open_memory(threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A database that is gone when it is closed."""
    return duckdb.connect(":memory:", config={"threads": threads})


def create(path: Path) -> duckdb.DuckDBPyConnection:
    """A new database file, in the place of one that may be there.

    The connection writes to it through the catalog `out`; DuckDB 1.1 and later can open the file. The same
    statements give the same bytes: one thread, and no FSST, whose symbol tables differ from run to run.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    connection = open_memory(threads=1)
    connection.execute("SET disabled_compression_methods = 'fsst,dict_fsst'")
    connection.execute(f"ATTACH {text(str(path))} AS out (STORAGE_VERSION {text(_STORAGE)}, BLOCK_SIZE 16384)")
    connection.execute("USE out")
    return connection


def open_file(path: Path) -> duckdb.DuckDBPyConnection:
    """A database file that is there, to go on with."""
    return duckdb.connect(str(path), config={"threads": 2})


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """A published database: read-only, with no way to files, network, extensions or settings."""
    connection = duckdb.connect(str(path), read_only=True, config={"threads": 2})
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def is_query(sql: str) -> bool:
    """Whether a text is one single statement that only asks."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error:
        return True  # let the engine say what is wrong with it
    return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT


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
    with open_memory() as connection:
        rows = frame(
            connection,
            f"""
                FROM read_csv({text(str(path))}, auto_detect = false, header = false, delim = {text(delimiter)},
                    quote = {text(quote)}, escape = {text(quote)}, columns = {{{names}}}, strict_mode = true,
                    store_rejects = true, {pads}, nullstr = '\x01', new_line = '\\n', max_line_size = 1000000)
            """,
        )
        rejects = connection.execute(
            "SELECT line_byte_position - 1, any_value(error_message) FROM reject_errors GROUP BY 1 ORDER BY 1"
        ).fetchall()
    return rows, [(int(byte), str(problem)) for byte, problem in rejects]


def load(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Put a frame into a table, in the place of one that may be there."""
    connection.register("_frame", frame)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM _frame")
    connection.unregister("_frame")


def frame(connection: duckdb.DuckDBPyConnection, sql: str) -> pl.DataFrame:
    """The answer to a question as a frame."""
    # Not through the Arrow capsule of the relation: DuckDB 2.0 then reports leaks when Python ends.
    relation: Any = connection.sql(sql)
    answer = pl.from_arrow(relation.to_arrow_table())
    return answer if isinstance(answer, pl.DataFrame) else answer.to_frame()


def frames(
    connection: duckdb.DuckDBPyConnection, questions: Sequence[str]
) -> Iterator[pl.DataFrame | duckdb.Error | None]:
    """The answers to many questions in their order, two asked at a time.

    Returns:
        Of each question its answer, None where that has no row, or the error where DuckDB could not answer it.
    """

    def ask(sql: str) -> pl.DataFrame | duckdb.Error | None:
        try:
            with connection.cursor() as own:
                relation: Any = own.sql(sql)
                table = relation.to_arrow_table()
                del relation
        except duckdb.Error as error:
            return error
        if table.num_rows == 0:
            return None
        answer = pl.from_arrow(table)
        return answer if isinstance(answer, pl.DataFrame) else answer.to_frame()

    with ThreadPoolExecutor(max_workers=2) as pool:
        waiting: deque[Future[pl.DataFrame | duckdb.Error | None]] = deque()
        for sql in questions:  # few answers lie ready at a time: each may be large
            waiting.append(pool.submit(ask, sql))
            if len(waiting) > 3:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    """The answer to a question, row by row; for answers about contests and files, not about votes."""
    return connection.execute(sql).fetchall()
