"""The sheet Results: the table `results`, names first and ids last, for those who just want them."""

from dataclasses import replace
from typing import Final

from numerim.draft import Draft
from numerim.workbook.parts import Part, column_of, table_part
from schemas.table import FIRST, tables
from schemas.vocabulary import OFFICES

NAME: Final = "Results"
"""The sheet."""
_COLOUR = "#548235"
_IDS = ("contest_id", "selection_id", "unit_id", "party_id", "coalition_id", "election_id")
"""Columns that people need least; they come last."""


def results_part(draft: Draft) -> Part | None:
    """What the sheet Results holds: the table `results`, the package's own election first; None where it has no row."""
    part = table_part(draft, FIRST)
    if not part.rows:
        return None
    names = [name for name in tables()[FIRST].to_schema().columns if name not in _IDS]
    names += _IDS
    return replace(
        part,
        name=NAME,
        columns=[column_of(f"{FIRST}.{name}") for name in names],
        sql=_ORDERED.format(columns=", ".join(f"r.{name}" for name in names), own=draft.package),
        decimals=len(names),
        colour=_COLOUR,
        elsewhere=f"data/{FIRST}.csv",
        widths={name: part.widths[name] for name in names},
    )


_ORDERED = f"""
    SELECT {{columns}}, coalesce(s.decimals, 0) FROM results r
    LEFT JOIN vote_shares s ON s.contest_id = r.contest_id AND s.selection_id = r.selection_id
        AND s.gp_unit_id = r.unit_id
    ORDER BY r.election_id <> '{{own}}', r.election_id, list_position({list(OFFICES)}, r.office), r.office, r.unit,
        r.round, r.contest_id, r.rank NULLS LAST, r.list, r.selection_id
"""
"""The rows of the table, with how many decimals their share is printed with; the package's own election first."""
