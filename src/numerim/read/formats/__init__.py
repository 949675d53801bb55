"""The source formats: one file, one format, found by its name."""

from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from numerim.read.rawtable import Reader


def known() -> list[str]:
    """The names of the readers."""
    return sorted(module.name for module in iter_modules(__path__))


def reader(name: str) -> Reader:
    """The reader of a format, by a name out of `known()`."""
    return cast(Reader, import_module(f"{__name__}.{name}"))
