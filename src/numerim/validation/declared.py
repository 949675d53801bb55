"""CSV as its descriptor says, where nothing is to be guessed.

Stock frictionless guesses from the first hundred rows what a dialect leaves open (`csv.Sniffer`), also where it leaves
nothing open that matters: of rows as long as those of findings that takes more time than all else.
"""

import csv
from functools import cache
from typing import Any

from frictionless import Parser, Plugin, system
from frictionless.formats import CsvControl

_SAID = "_is_as_declared"


def take_as_declared(resource: Any) -> None:
    """Let a CSV be opened so that what its dialect does not say is as the standard has it."""
    setattr(resource, _SAID, True)
    _register()


@cache
def _register() -> None:
    system.register("numerim_csv", _Plugin())  # once: it looks for all other plugins again


class _Parser(Parser):
    """Rows as the library asks for them."""

    requires_loader = True

    def read_cell_stream_create(self) -> Any:
        """The rows, header first."""
        control = CsvControl.from_dialect(self.resource.dialect)
        yield from csv.reader(self.loader.text_stream, dialect=control.to_python())


class _Plugin(Plugin):
    def create_parser(self, resource: Any) -> Parser | None:
        """The parser of a CSV that is taken as it is declared."""
        return _Parser(resource) if resource.format == "csv" and getattr(resource, _SAID, False) else None
