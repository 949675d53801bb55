"""A row with errors, read and worded as stock frictionless does it, at a part of the cost."""

from collections.abc import Mapping, Sequence
from inspect import signature
from itertools import zip_longest
from string import Formatter
from typing import Any

from frictionless import errors
from frictionless.vendors import stringcase

_ALSO_DEFINED = ("title", "description", "message", "tags")


def _quick(kind: type[Any]) -> type[Any]:
    """A kind of error that words its message from what that needs.

    Stock exports each error as a descriptor to do so, which takes nine tenths of its time.
    """
    needed = [(name, stringcase.snakecase(name)) for _, name, _, _ in Formatter().parse(kind.template) if name]

    def worded(self: Any) -> None:
        self.metadata_assigned.update(_ALSO_DEFINED)
        self.message = kind.template.format(**{name: getattr(self, attribute) for name, attribute in needed})
        self.metadata_initiated = True

    given = [*signature(kind).parameters]

    def reduced(self: Any) -> Any:
        return _again, (kind.type, {name: getattr(self, name) for name in given})

    own = {"__module__": kind.__module__, "__attrs_post_init__": worded, "__reduce__": reduced}
    return type(kind.__name__, (kind,), own)


def _again(kind: str, given: dict[str, Any]) -> Any:
    """An error that was pickled."""
    return _QUICK[kind](**given)


_OF_CELLS = (errors.TypeError, errors.ConstraintError, errors.ExtraCellError, errors.MissingCellError)
_OF_KEYS = (errors.UniqueError, errors.PrimaryKeyError, errors.ForeignKeyError)
_QUICK = {kind.type: _quick(kind) for kind in (*_OF_CELLS, errors.BlankRowError, *_OF_KEYS)}


class WrongRow:
    """One row, with the errors of its cells; those of its keys are added.

    As in stock's `Row`, a cell is read when it is asked for, and all others when the errors are; so errors have stock's
    order.

    Args:
        cells: as printed; there may be fewer than fields, or more.
        handlers: how each field is read, by its name (`frictionless.table.row.create_cell_handlers`).
        number: the number of the row.
    """

    def __init__(self, cells: Sequence[Any], handlers: Mapping[str, Any], number: int) -> None:
        self.number = number
        self._cells = cells
        self._handlers = handlers
        self._values: dict[str, Any] = {}
        self._blank = 0
        self._errors: list[Any] = []
        self._is_read = False
        self._texts = [str(cell) if cell is not None else "" for cell in cells]

    def __getitem__(self, name: str) -> Any:
        if name not in self._values:
            place = self._handlers[name].field_number - 1
            self._read(self._handlers[name], self._cells[place] if place < len(self._cells) else None)
        return self._values[name]

    @property
    def told(self) -> list[Any]:
        """All errors, in stock's order."""
        if not self._is_read:
            self._is_read = True
            self._read_all()
        return self._errors

    def add(self, kind: type[Any], note: str, **more: Any) -> None:
        """Add an error of the row."""
        self.told.append(self._error(kind, note, **more))

    def add_of(self, name: str, kind: type[Any], note: str) -> None:
        """Add an error of a field."""
        self.told.append(self._of_cell(kind, note, self[name], self._handlers[name]))

    def _read_all(self) -> None:
        for handler, cell in zip_longest(self._handlers.values(), self._cells):
            if handler is None:
                break
            if handler.field.name not in self._values:
                self._read(handler, cell)
        width, there = len(self._handlers), len(self._cells)
        for place in range(width, there):
            told = {"cell": str(self._cells[place]), "field_name": "", "field_number": place + 1}
            self._errors.append(self._error(errors.ExtraCellError, "", **told))
        for handler in list(self._handlers.values())[there:]:
            told = {"cell": "", "field_name": handler.field.name, "field_number": handler.field_number}
            self._errors.append(self._error(errors.MissingCellError, "", **told))
        if self._blank == width:
            self._errors = [self._error(errors.BlankRowError, "")]

    def _read(self, handler: Any, cell: Any) -> None:
        value, notes = handler.reader(cell)
        for name, note in notes.items() if notes else ():
            kind = errors.TypeError if name == "type" else errors.ConstraintError
            self._errors.append(self._of_cell(kind, note, cell, handler))
        if value is None and not (notes and "type" in notes):
            self._blank += 1
        self._values[handler.field.name] = value

    def _of_cell(self, kind: type[Any], note: str, cell: Any, handler: Any) -> Any:
        told = {"cell": str(cell), "field_name": handler.field.name, "field_number": handler.field_number}
        return self._error(kind, note, **told)

    def _error(self, kind: type[Any], note: str, **more: Any) -> Any:
        return _QUICK[kind.type](note=note, cells=[*self._texts], row_number=self.number, **more)
