"""A question in SQL to a published database, within limits of time, memory and rows."""

from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from threading import Event, Timer
from time import monotonic
from typing import Any

import duckdb

from numerim import warehouse
from numerim.errors import InputError


@dataclass(frozen=True)
class Limits:
    """What a question may take.

    Attributes:
        seconds: how long it may take.
        memory: how much memory DuckDB may take for it, such as `2GB`; the answer may take as much again.
        rows: how many rows the answer may have.
    """

    seconds: float = 60.0
    memory: str = "2GB"
    rows: int = 1_000_000


def answered(path: Path, sql: str, limits: Limits) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The answer of a published database to a question: the names of its columns, and its rows.

    Raises:
        InputError: DuckDB cannot answer it, or it takes more than the limits allow.
    """
    memory = warehouse.size_of(limits.memory, "--memory")
    ends, late = monotonic() + limits.seconds, Event()
    most = getrusage(RUSAGE_SELF).ru_maxrss * 1024 + 2 * warehouse.bytes_of(memory)
    with warehouse.open_published(path, memory) as connection:

        def stop() -> None:
            late.set()
            connection.interrupt()

        clock = Timer(limits.seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            connection.execute(sql)
            columns = [column[0] for column in connection.description or []]
            found: list[tuple[Any, ...]] = []
            while some := connection.fetchmany(10_000):
                found += some
                if monotonic() > ends:
                    late.set()
                if late.is_set() or len(found) > limits.rows:
                    break
                if getrusage(RUSAGE_SELF).ru_maxrss * 1024 > most:
                    raise MemoryError
        except (duckdb.OutOfMemoryException, MemoryError):
            cure = "Ask for less, or give it more with --memory."
            raise InputError("sql", f"the question takes more than {memory} of memory", cure) from None
        except (duckdb.Error, RuntimeError) as error:
            if not late.is_set():
                cure = '`numerim sql "SHOW TABLES"` lists what there is; files and the network cannot be read.'
                raise InputError("sql", str(error), cure) from None
        finally:
            clock.cancel()
    if late.is_set():
        told = f"the question takes more than {limits.seconds:g} seconds"
        raise InputError("sql", told, "Ask for less, or give it more with --seconds.")
    if len(found) > limits.rows:
        told = f"the answer has more than {limits.rows:,} rows"
        raise InputError("sql", told, "Add LIMIT or WHERE; data/ of a package has its tables whole.")
    return columns, found


def is_query(sql: str) -> bool:
    """Whether a text is one single statement that only asks."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error:
        return True  # let the engine say what is wrong with it
    return len(statements) == 1 and statements[0].type == duckdb.StatementType.SELECT
