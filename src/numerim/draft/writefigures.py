"""How figures are written, and what stands where none does, as `numbers:`, `missing:` and `inside:` of a draft."""

import json
from collections.abc import Sequence

from numerim.draft.described import Column, Described
from numerim.draft.figures import Numbers


def numbers_told(tables: Sequence[Described]) -> list[str]:
    """The lines of a source: how it writes figures, what an empty cell means, which accounts lie in others.

    Args:
        tables: those of the source.
    """
    lines = []
    if numbers := _of_all(tables):
        lines.append(f"    {numbers_line(numbers)}")
    marks = list(dict.fromkeys(mark for said in tables for mark in said.cells.marks))
    told = [
        *(('"": not_listed',) if any(map(_has_empty, tables)) else ()),
        *(f"{json.dumps(mark, ensure_ascii=False)}: not_given" for mark in marks),
    ]
    inside = {key: value for said in tables for key, value in said.inside.items()}
    if inside:
        own = ", ".join(f"{key}: {value}" for key, value in inside.items())
        lines.append(f"    inside: {{{own}}}   # as the sums show")
    if told:
        lines.append(f"    missing: {{{', '.join(told)}}}")
    return lines


def otherwise_written(said: Described, tables: Sequence[Described]) -> list[str]:
    """The line of a table that writes its figures in another way than its source does; none where it does not.

    Args:
        said: the table.
        tables: all tables of the source.
    """
    numbers = _of_all(tables)
    return [numbers_line(said.cells.numbers)] if numbers and _is_marked(said) and said.cells.numbers != numbers else []


def _of_all(tables: Sequence[Described]) -> Numbers | None:
    """How a source writes figures: as the first table in which marks stand in what is read; None where in none."""
    marked = [said.cells.numbers for said in tables if said.cells.numbers != Numbers()]
    read = [said.cells.numbers for said in tables if said.cells.numbers != Numbers() and _is_marked(said)]
    return next(iter([*read, *marked]), None)


def numbers_line(numbers: Numbers) -> str:
    """How figures are written, as a source, a table or a column says it."""
    groups = f", groups: {numbers.groups}" if numbers.groups else ""
    return f'numbers: {{thousands: "{numbers.thousands}", decimal: "{numbers.decimal}"{groups}}}'


def _read(said: Described) -> list[Column]:
    """The columns of figures that are read."""
    every = [column for columns in said.columns.values() for column in columns if column.is_ != "ignore"]
    return [column for column in every if said.cells.number(column.name) in said.cells.is_figures]


def _is_marked(said: Described) -> bool:
    """Whether points, commas or other marks stand in figures that are read."""
    texts = (text for column in _read(said) for text in said.cells.values(column.name))
    return any(not text.removesuffix("%").strip().isdigit() for text in texts)


def _has_empty(said: Described) -> bool:
    texts = said.cells.texts
    return any(not all(texts[column.name]) for column in _read(said)) or any(
        not any(texts[c.name]) for columns in said.columns.values() for c in columns if c.is_ == "votes"
    )
