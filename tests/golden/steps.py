"""What the modules of `numerim.check` give one another while elections are checked, in few letters.

The tables beside this tell what is found in the end, rounded and cut short. What is handed from one module to the next
is held here as it is: which cells lie near, each value that would mend one with how likely it is, each weight.
"""

import inspect
import pkgutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from hashlib import sha256
from importlib import import_module
from typing import Any
from unittest.mock import patch

import duckdb
import polars as pl

import numerim.check
from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Relation
from numerim.check.repair.slips import Figure

LEFT_OUT = ("check", "suggest", "decided", "relations", "questions", "failures", "lawful", "finding")
"""Modules whose answers are seen otherwise, or have all that was read."""
SEEN_IN_OTHERS = ("order", "mends", "touched", "cells_of", "figure")
"""Functions that are asked so often that how often changes with every turn of the code."""

Steps = dict[str, list[str]]
"""A function -> what it gave, call by call."""


@contextmanager
def recorded() -> Iterator[Steps]:
    """What functions give that one module of the room calls of another."""
    names = [one.name for one in pkgutil.walk_packages(numerim.check.__path__, "numerim.check.")]
    modules = [import_module(name) for name in names]
    steps: Steps = defaultdict(list)
    made: dict[Any, Any] = {}
    with ExitStack() as stack:
        for module in modules:
            for name, thing in list(vars(module).items()):
                of = getattr(thing, "__module__", "")
                if not inspect.isfunction(thing) or of == module.__name__ or of not in names:
                    continue
                if of.removeprefix("numerim.check.") in LEFT_OUT or name in SEEN_IN_OTHERS:
                    continue
                made.setdefault(thing, _kept(thing, steps))
                stack.enter_context(patch.object(sys.modules[module.__name__], name, made[thing]))
        yield steps


def _kept(function: Callable[..., Any], steps: Steps) -> Callable[..., Any]:
    @wraps(function)
    def kept(*args: Any, **more: Any) -> Any:
        given = function(*args, **more)
        given = list(given) if inspect.isgenerator(given) else given
        steps[f"{function.__module__.removeprefix('numerim.check.')}.{function.__name__}"].append(plain(given))
        return given

    return kept


def plain(value: Any) -> str:
    """A value as text that is the same on every machine: cells by their places, relations by their cells."""
    if isinstance(value, float):
        return f"{value:.9g}"
    if isinstance(value, Cell):
        around = value.around and plain([value.around.unit, value.around.figure, list(value.around.usual)])
        return f"{value.place}={value.printed.text}@{value.spot} {around} {plain(value.elsewhere)}"
    if isinstance(value, Relation):
        return f"{value.key} {value.broken} {value.size} {sorted(cell.place for cell in value.cells())}"
    if isinstance(value, Near):
        return plain([value.broken, list(value.cells.values()), value.lines])
    if isinstance(value, Figure):
        return f"{value.units}/{value.decimals}"
    if isinstance(value, (Decimal, Fraction)):
        return str(Fraction(value))
    if isinstance(value, (duckdb.DuckDBPyConnection, pl.DataFrame)):
        return type(value).__name__
    if isinstance(value, Mapping):
        return str(sorted(f"{_name(key)}: {plain(of)}" for key, of in value.items()))
    if isinstance(value, (set, frozenset)):
        return str(sorted(map(plain, value)))
    if isinstance(value, (list, tuple)):
        return str([plain(of) for of in value])
    if is_dataclass(value) and not isinstance(value, type):
        return f"{type(value).__name__} {[plain(getattr(value, one.name)) for one in fields(value)]}"
    return str(value)


def _name(key: Any) -> str:
    return key.place if isinstance(key, Cell) else plain(key)


TITLE = "what modules gave one another"


def in_letters(steps: Steps) -> list[str]:
    """What was recorded, by function: how often it was called, and letters that are others if it gave another thing."""
    return [
        f"{name} {len(gave)} {sha256(chr(10).join(sorted(gave)).encode()).hexdigest()[:8]}"
        for name, gave in sorted(steps.items())
    ]
