"""Ballots that stand with a unit over the list of those who are voted for, in JSON and XML: a table of their own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from numerim.draft.columns import fitting
from numerim.draft.described import Column, Described
from numerim.draft.figures import cells_of
from numerim.draft.look import Seen, read_so
from numerim.draft.votes import ACCOUNTS
from numerim.draft.words import meanings_of

_WHERE = ("unit", "within", "office", "district", "round", "part")
"""What is said of the ballots of a unit in the same columns as of the votes in it."""


def with_ballots_above(
    seen: Seen, tables: Sequence[Described], content: bytes, shown: str, reference: Path
) -> tuple[Seen, list[Described]]:
    """A nested file with the list of units as a second table, where these have ballots, or people registered.

    In the list of those who are voted for such a figure would stand once for each of them.

    Args:
        seen: how the file is written.
        tables: what its tables say.
        content: its bytes.
        shown: its path in messages.
        reference: where the seeds are.

    Returns:
        The same, where no thing that the list lies in has such figures.
    """
    found = list(tables)
    if len(tables) != 1 or not seen.above or tables[0].levels or tables[0].is_total.count(True):
        return seen, found
    inner = tables[0]
    unit = inner.of("unit")
    names = [unit.name, *(n for n in inner.cells.names if f"{{{n}}}" in unit.text)] if unit else []
    for at in seen.above:
        said = {**seen.said, "tables": [*seen.said["tables"], {"at": at, "columns": "same"}]}
        ignored = {key: why for key, why in seen.said.get("ignore", {}).items() if key != at}
        said = {key: value for key, value in said.items() if key != "ignore"} | ({"ignore": ignored} if ignored else {})
        read = read_so(said, content, shown)
        outer = Described(cells_of(read[1]), {"": []}, [""], unit=inner.unit, within=inner.within)
        if not set(names) <= set(outer.cells.names):
            continue
        _tell(outer, inner, reference)
        if any(column.is_ in ACCOUNTS for column in outer.columns[""]):
            _say(inner, outer)
            return replace(seen, said=said, tables=read), [inner, outer]
    return seen, found


def _tell(outer: Described, inner: Described, reference: Path) -> None:
    """Say what the columns of the units are: as in the inner list, or accounts by their names."""
    where = {column.name: column for column in inner.columns[""] if column.is_ in _WHERE}
    taken: set[str] = set()
    for name, meaning in zip(outer.cells.names, meanings_of(outer.cells.names, reference), strict=True):
        one = fitting(outer.cells, name, meaning)
        counts = outer.cells.number(name) in outer.cells.is_figures
        if name in where:
            outer.columns[""].append(replace(where[name]))
        elif one and one.role in (*ACCOUNTS, "turnout") and counts and one.role not in taken:
            taken.add(one.role)
            outer.columns[""].append(Column(name, one.role, f"so named ({one.language})"))
        elif not any(outer.cells.texts[name]):
            outer.columns[""].append(Column(name, "ignore", "it is empty"))
        else:
            why = "numerim does not know what it says" if counts else "says nothing of ballots"
            outer.columns[""].append(Column(name, "ignore", why, unsure=counts))


def _say(inner: Described, outer: Described) -> None:
    """Say in the inner table of what the outer has that it is read there."""
    read = {column.name for column in outer.columns[""] if column.is_ != "ignore"}
    for column in inner.columns[""]:
        if column.is_ == "ignore" and column.name in read:
            column.why, column.unsure = READ_ABOVE, False


READ_ABOVE = "of the unit; the other table has it"
"""Why a column of an inner list is not read."""
