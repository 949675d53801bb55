"""What there is to know of sheets of workbooks beside their cells: `core.sheets`."""

from collections.abc import Sequence

import polars as pl

from numerim.read.ingest import RawFile


def sheets_of(raw: Sequence[RawFile]) -> pl.DataFrame:
    """Every sheet of the workbooks, with what there is to know of it: a row a kind of things, at least one."""
    found = [
        (one.source, one.path + table.inside, table.at or one.path, one.path, kind, says)
        for one in raw
        for table in one.tables
        if table.places.form == "sheet"
        for kind, says in _by_kind(table.notes).items() or [("", None)]
    ]
    columns = ("source_id", "path", "stated_in", "file", "kind", "remark")
    return pl.DataFrame(found, schema=dict.fromkeys(columns, pl.String), orient="row")


def _by_kind(notes: Sequence[tuple[str, str]]) -> dict[str, str]:
    kinds: dict[str, list[str]] = {}
    for kind, says in notes:
        kinds.setdefault(kind, []).append(says)
    return {kind: ", ".join(told) for kind, told in kinds.items()}
