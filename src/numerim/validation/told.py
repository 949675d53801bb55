"""What `numerim validate` prints: a line where all is well, else the errors of each table, grouped."""

from collections.abc import Iterator
from typing import Any

from numerim.validation.result import Judged, Whole, kind_of

# What each type of error means to who has to mend the file.
_SAID = {
    "type-error": "not of the type",
    "constraint-error": "breaks a constraint",
    "unique-error": "not unique",
    "primary-key": "primary key repeated or missing",
    "foreign-key": "key not found in the table that it refers to",
    "extra-cell": "more cells than fields",
    "missing-cell": "fewer cells than fields",
    "blank-row": "blank rows",
    "blank-label": "columns without a name",
    "duplicate-label": "two columns of one name",
    "incorrect-label": "columns named otherwise than the schema has it",
    "extra-label": "columns that the schema does not have",
    "missing-label": "columns that are missing",
    "encoding-error": "bytes that are no text in the encoding",
    "source-error": "the file cannot be read as a table",
    "scheme-error": "the file cannot be opened",
    "hash-count": "another hash than the descriptor has",
    "byte-count": "another size than the descriptor has",
    "row-count": "another number of rows than the descriptor has",
    "field-count": "another number of fields than the descriptor has",
}
_LONGEST = 60


def lines(name: str, whole: Whole, most: int) -> Iterator[str]:
    """The answer for a person.

    Args:
        name: what was judged, as the user named it.
        whole: what came of it.
        most: errors of each type and field that are told with their place.
    """
    rows = _many(sum(table.rows or 0 for table in whole.tables), "row")
    tables = _many(len(whole.tables), "table")
    if whole.valid:
        yield f"{name} is valid: {tables}, {rows}, {whole.seconds:.1f} s."
    else:
        for error in whole.errors:
            yield f"{name}: {error.message}"
    for table in whole.tables:
        if not table.valid:
            yield from _of_table(table, most)
        for warning in table.warnings:
            if not warning.startswith("reached error limit"):
                yield f"{table.place or name}: {warning}."
        if table.because:
            yield f"{table.name or name}: judged by frictionless, row by row: {table.because}."
    if not whole.valid:
        errors = len(whole.errors) + sum(sum(table.counted.values()) for table in whole.tables)
        wrong = sum(not table.valid for table in whole.tables)
        if whole.tables:
            told = _many(errors, "error")
            yield f"{name} is not valid: {told} in {wrong} of {tables}, {rows}, {whole.seconds:.1f} s."


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _of_table(table: Judged, most: int) -> Iterator[str]:
    yield f"{table.place or table.name}:"
    groups: dict[tuple[str, str], list[Any]] = {}
    for error in table.errors:
        groups.setdefault(kind_of(error), []).append(error)
    for kind_and_field in table.counted:
        groups.setdefault(kind_and_field, [])
    for (kind, field), errors in groups.items():
        counted = max(table.counted.get((kind, field), 0), len(errors))
        yield f"  {f'{field}: ' if field else ''}{_SAID.get(kind, kind)} ({kind}): {counted:,}"
        for error in errors[:most]:
            yield f"    {_one(error)}"
        if counted > len(errors[:most]):
            yield f"    … and {counted - len(errors[:most]):,} more"


def _one(error: Any) -> str:
    """One error: the row, the cell, and what was expected."""
    row = getattr(error, "row_number", None)
    place = f"row {row:,}: " if row else ""
    if error.type in ("type-error", "constraint-error", "unique-error"):
        return f"{place}{_short(error.cell)!r}; {error.note}"
    if error.type in ("primary-key", "foreign-key"):
        return f"{place}{error.note}"
    if error.type == "extra-cell":
        return f"{place}{_short(error.cell)!r} in column {error.field_number}"
    if error.type == "missing-cell":
        return f"{place}no cell for {error.field_name}"
    return f"{place}{error.message}"


def _short(cell: str) -> str:
    return cell if len(cell) <= _LONGEST else cell[: _LONGEST - 1] + "…"
