"""The sheet Results: names in place of ids, and the published figures side by side, for those who just want them."""

from dataclasses import replace
from typing import Final

from numerim.draft import Draft
from numerim.views import VIEWS
from numerim.workbook.parts import Column, Part, column_of, measured
from schemas.vocabulary import OFFICES

NAME: Final = "Results"
"""The sheet."""
_COLOUR = "#548235"
_KEY = ("election_id", "contest_id", "selection_id")
_ORIGINS = {
    "election_id": "selections.election_id",
    "office": "contests.office",
    "unit": "gp_units.name",
    "round": "contests.round",
    "candidate": "selections.candidate",
    "party": "parties.acronym",
    "coalition": "parties.acronym",
    "votes": "vote_counts.votes",
    "share": "vote_shares.share",
    "seats": "seat_counts.seats",
    "outcome": "outcomes.outcome",
    "doubts": "vote_counts.doubts",
    "held_back": "statements.rules",
    "contest_id": "selections.contest_id",
    "selection_id": "selections.selection_id",
    "locators": "finding_places.locator",
}
"""Column of the view, in the order of the sheet -> the column of the contract that it is from."""
_OF_MANY = ("doubts", "held_back", "locators")
"""Columns that are from many sheets."""
_SAYS = VIEWS["results"].columns | {"unit": "The name of the unit whose voters decide."}
"""Column of the view -> what it means; that of the unit, in the view, goes on from its id."""
_SQL = VIEWS["results"].sql.format(package="")
_ORDERED = f"""
    SELECT {", ".join(_ORIGINS)}, decimals
    FROM ({_SQL}) LEFT JOIN (
        SELECT election_id, contest_id, selection_id, decimals
        FROM vote_shares SEMI JOIN contests USING (election_id, contest_id, gp_unit_id)
    ) USING (election_id, contest_id, selection_id)
    ORDER BY election_id <> '{{own}}', election_id, list_position({list(OFFICES)}, office), unit, round, contest_id,
        votes DESC NULLS LAST, share DESC NULLS LAST, seats DESC NULLS LAST, candidate NULLS LAST, selection_id
"""
"""The rows of the view, with how many decimals their share is printed with; the package's own election first."""


def results_part(draft: Draft) -> Part | None:
    """What the sheet Results holds: the rows of the view `results`; None where it has none."""
    rows, widths = measured(draft, list(_ORIGINS), _SQL)
    if not rows:
        return None
    columns = [_column(name) for name in _ORIGINS]
    return Part(
        name=NAME,
        title="Results",
        told=f"{VIEWS['results'].says} {_origins_told(columns)}",
        columns=columns,
        sql=_ORDERED.format(own=draft.package),
        decimals=len(columns),
        colour=_COLOUR,
        elsewhere=f"the view results of {draft.package}.duckdb",
        rows=rows,
        widths=widths,
    )


def _column(name: str) -> Column:
    column = column_of(_ORIGINS[name])
    table, there = column.origin.split(".")
    return replace(
        column,
        name=name,
        title=column.title if name == there else name.replace("_", " ").capitalize(),
        description=_SAYS[name] if name in _OF_MANY else f"{_SAYS[name]} From the sheet {table}.",
        key=name in _KEY,
    )


def _origins_told(columns: list[Column]) -> str:
    """Which sheets the columns are from."""
    told: dict[str, list[str]] = {}
    for column in columns:
        if column.key or column.name in _OF_MANY:
            continue
        told.setdefault(column.origin.split(".")[0], []).append(column.name)
    each = "; ".join(f"{', '.join(names)} from {table}" for table, names in told.items())
    return (
        f"It is put together from the other sheets, with names in place of ids: {each}. Those sheets say where in the "
        "sources a figure stands, and what is doubted about it."
    )
