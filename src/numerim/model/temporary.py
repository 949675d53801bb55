"""Work on a database that leaves nothing but what it is asked for."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import duckdb

from numerim import warehouse

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Work = Callable[Concatenate[duckdb.DuckDBPyConnection, _P], _R]


def without_traces(work: _Work[_P, _R]) -> _Work[_P, _R]:
    """Let some work on a database drop the temporary tables that it made, when it is done."""

    @wraps(work)
    def done(connection: duckdb.DuckDBPyConnection, /, *given: _P.args, **named: _P.kwargs) -> _R:
        there = set(warehouse.rows(connection, _TEMPORARY))
        told = work(connection, *given, **named)
        for (name,) in set(warehouse.rows(connection, _TEMPORARY)) - there:
            connection.execute(f"DROP TABLE temp.{warehouse.quoted(name)}")
        return told

    return done


_TEMPORARY = "SELECT table_name FROM duckdb_tables() WHERE temporary"
