"""What fails inside numerim costs what was being asked, not the run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import duckdb
import polars as pl

from numerim import warehouse

K = TypeVar("K")
V = TypeVar("V")

FAILURES = "R001"
"""The rule whose findings are such failures."""


@dataclass(frozen=True)
class Failure:
    """Something that numerim failed at.

    Attributes:
        rule: the rule that was asked.
        what: what failed, as it stands behind the rule in a sentence.
        error: the first line of the error.
        subject: of which finding; empty where it is of the rule.
    """

    rule: str
    what: str
    error: str
    subject: str = ""


def first_line(error: Exception) -> str:
    """An error in one line, without the numbers of lines that DuckDB adds."""
    return str(error).strip().partition("\n")[0].rstrip(".") or type(error).__name__


def without_failing(asked: Callable[[Sequence[K]], Sequence[V]], items: Sequence[K]) -> dict[K, V | Exception]:
    """Ask about many things at once, without those that make it fail.

    Args:
        asked: gives one answer a thing, in their order.
        items: the things.

    Returns:
        Each thing with its answer, or with the error that it led to.

    Raises:
        duckdb.OutOfMemoryException: the memory is too little, which is nothing's fault.
    """
    try:
        return dict(zip(items, asked(items), strict=True))
    except duckdb.OutOfMemoryException:
        raise
    except Exception as error:
        failing = _failing(asked, items, error)
        rest = [item for item in items if item not in failing]
        try:
            return {**failing, **dict(zip(rest, asked(rest), strict=True))}
        except Exception as another:  # they fail only together
            return {**failing, **dict.fromkeys(rest, another)}


def _failing(
    asked: Callable[[Sequence[K]], Sequence[V]], items: Sequence[K], error: Exception
) -> dict[K, V | Exception]:
    if len(items) <= 1:
        return dict.fromkeys(items, error)
    found: dict[K, V | Exception] = {}
    middle = len(items) // 2
    for half in (items[:middle], items[middle:]):
        try:
            asked(half)
        except Exception as inner:
            found |= _failing(asked, half, inner)
    return found


def load(connection: duckdb.DuckDBPyConnection, failures: Sequence[Failure], election: str) -> None:
    """Make `core.failures`: `election_id`, `rule`, `subject`, `what`, `error`."""
    names = ("election_id", "rule", "subject", "what", "error")
    told = [(election, f.rule, f" {f.subject}" if f.subject else "", f.what, f.error) for f in failures]
    frame = pl.DataFrame(told, schema=dict.fromkeys(names, pl.String), orient="row")
    warehouse.load(connection, "core.failures", frame)
