"""What each column of a table is: by its name, by what stands in it, and by what its figures make."""

from collections.abc import Mapping
from pathlib import Path

from numerim.draft.contests import complete, tell_namesakes
from numerim.draft.described import Described
from numerim.draft.figures import cells_of
from numerim.draft.headerless import by_content
from numerim.draft.names import day_of, larger_things, numbers_of_units, places, texts
from numerim.draft.votes import accounts, counted_rows, figures_of_columns, figures_of_rows, totals_of
from numerim.draft.words import SELECTIONS, Split, meaning_of, split_names
from numerim.read.rawtable import RawTable


def describe(table: RawTable, reference: Path) -> Described:
    """Say what the columns of a table are.

    Args:
        table: the table.
        reference: where the seeds are.
    """
    cells = cells_of(table)
    splits = split_names(cells.names, reference)
    meant = {name: meaning_of(splits[name].own if name in splits else name, reference) for name in cells.names}
    groups = list(dict.fromkeys(split.group for split in splits.values())) or [""]
    said = Described(cells, {"": []}, groups)
    left = dict(meant)
    if sum(name.startswith("column ") for name in cells.names) > len(cells.names) / 2:
        left |= by_content(cells)
        said.notes.append("the file has no header: what its columns are follows from what stands in them")
    if table.places.form == "tree":
        larger_things(said, left, table.layout.at)
    said.held_on = day_of(said, left)
    left = places(said, left)
    numbers_of_units(said, left)
    left = texts(said, left)
    said.totals = totals_of(said)
    rows = counted_rows(said)
    is_long = any(said.of(role) for role in SELECTIONS)
    if is_long:
        figures_of_rows(said, left, rows)
        tell_namesakes(said)
        said.complete += complete(said)
    else:
        for group in groups:
            figures_of_columns(said, group, {n: m for n, m in left.items() if _group(n, splits) == group}, splits, rows)
        left = {name: one for name, one in left.items() if groups != [""] and name not in splits}
        accounts(said, left)
    return said


def _group(name: str, splits: Mapping[str, Split]) -> str:
    return splits[name].group if name in splits else ""
