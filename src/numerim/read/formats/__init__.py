"""The source formats: one file, one format, found by its name."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from numerim.read.rawtable import Reader
from numerim.read.said import Meant


def known() -> list[str]:
    """The names of the readers."""
    return sorted(module.name for module in iter_modules(__path__))


def means(name: str) -> Callable[[bytes, str], Meant] | None:
    """What says of a file of a format what it means; None where the format does not say it itself."""
    return getattr(reader(name), "MEANS", None)


def reader(name: str) -> Reader:
    """The reader of a format, by a name out of `known()`."""
    return cast(Reader, import_module(f"{__name__}.{name}"))
