"""What a careful person should know of a sheet, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from numerim.read.workbook.sheet import Note, cell_name, column_name

_FEW = 3


@dataclass
class Told:
    """What was seen in the cells of a sheet; places are rows and columns from 1.

    Attributes:
        formulas: how many cells are formulas.
        valueless: formulas that have no value stored.
        errors: error values.
        rounded: cells of which more digits are stored than shown: what is shown, and what is stored.
        unseen: numbers whose format shows nothing.
    """

    formulas: int = 0
    valueless: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    rounded: list[tuple[int, int, str, str]] = field(default_factory=list)
    unseen: list[tuple[int, int]] = field(default_factory=list)

    def notes(self) -> list[Note]:
        """Each kind of thing in one sentence, with examples."""
        found: list[Note] = []
        if self.formulas:
            found.append(
                Note(
                    "formulas",
                    f"{_count(self.formulas, 'cell is a formula', 'cells are formulas')}; stored values are read",
                )
            )
        if self.valueless:
            empty = _count(
                len(self.valueless), "formula has no stored value and is", "formulas have no stored values and are"
            )
            found.append(Note("formulas", f"{empty} read as empty ({_cells(self.valueless)})"))
        if self.errors:
            kinds = ", ".join(f"{text} in {cell_name(row, column)}" for row, column, text in self.errors[:_FEW])
            held = _count(len(self.errors), "cell holds an error", "cells hold errors")
            found.append(Note("errors", f"{held} ({kinds}{_and_more(self.errors)})"))
        if self.rounded:
            few = ", ".join(
                f"{cell_name(row, column)} is {shown} for {stored}"
                for row, column, shown, stored in self.rounded[:_FEW]
            )
            cells = _count(len(self.rounded), "cell is", "cells are")
            says = f"{cells} shown with fewer digits than stored, and read as shown ({few}{_and_more(self.rounded)})"
            found.append(Note("rounded", says))
        if self.unseen:
            cells = _count(len(self.unseen), "number is", "numbers are")
            says = f"{cells} formatted so that nothing is shown, and read as stored ({_cells(self.unseen)})"
            found.append(Note("unseen", says))
        return found


def hidden_notes(sheet: bool, rows: Sequence[int], columns: Sequence[int]) -> list[Note]:
    """What is hidden of a sheet: itself, rows, columns."""
    found = [Note("hidden", "the sheet is hidden")] if sheet else []
    if rows:
        found.append(_hidden("row is hidden", "rows are hidden", rows, [str(row) for row in rows]))
    if columns:
        names = [column_name(column) for column in columns]
        found.append(_hidden("column is hidden", "columns are hidden", columns, names))
    return found


def _hidden(one: str, several: str, numbers: Sequence[int], names: Sequence[str]) -> Note:
    """That rows or columns are hidden, with their names; those that follow each other as one."""
    runs: list[list[int]] = []
    for i, number in enumerate(numbers):
        if runs and number == numbers[runs[-1][1]] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    told = [names[a] if a == b else f"{names[a]}–{names[b]}" for a, b in runs]
    return Note("hidden", f"{_count(len(numbers), one, several)} ({', '.join(told[:10])}{_and_more(told, 10)})")


def _cells(places: Sequence[tuple[int, int]]) -> str:
    return ", ".join(cell_name(row, column) for row, column in places[:_FEW]) + _and_more(places)


def _and_more(things: Sequence[object], few: int = _FEW) -> str:
    return ", …" if len(things) > few else ""


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
