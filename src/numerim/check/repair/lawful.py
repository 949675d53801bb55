"""What the law forbids, a hint does not propose: a council of a size that it does not know."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check.repair.relations import Cell, New

_SEATS = ("seats", "council_size")
"""The measures of which the law says something."""


@dataclass(frozen=True)
class Sizes:
    """The sizes that councils may have.

    Attributes:
        lawful: those that the law knows; none where nobody knows the law.
        council: the place of a figure -> the council, as one source has it.
        seats: a council -> how many seats it has there.
    """

    lawful: frozenset[int] = frozenset()
    council: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)

    def forbid(self, new: New) -> bool:
        """Whether some figures would make a council of a size that the law does not know."""
        by: dict[str, int] = defaultdict(int)
        for cell, value in new.items():
            council = next((self.council[place] for place in cell.place.split() if place in self.council), None)
            if council is None:
                continue
            if council not in self.seats:  # its size, as it is printed
                by[council] = int(value.value)
            else:
                by[council] = by[council] or self.seats[council]
                by[council] += int(value.value - cell.printed.value)
        return any(size not in self.lawful for size in by.values())


def sizes(connection: duckdb.DuckDBPyConnection, cells: Collection[Cell]) -> Sizes:
    """The sizes that the councils may have in which some cells are."""
    places = sorted({p for cell in cells for p in cell.place.split() if p.rpartition("|")[2] in _SEATS})
    if not places:
        return Sizes()
    lawful = frozenset(int(size) for (size,) in warehouse.rows(connection, "SELECT seats FROM core.council_sizes"))
    if not lawful:
        return Sizes()
    connection.register("_seats", pl.DataFrame({"place": places}))
    rows = warehouse.rows(connection, _COUNCILS)
    connection.unregister("_seats")
    councils = {place: council for place, council, _ in rows}
    return Sizes(lawful, councils, {council: int(seats) for _, council, seats in rows if seats is not None})


_COUNCILS = """
    SELECT p.place, council, seats FROM (
        SELECT s.place, concat_ws(' ', s.election_id, s.contest_id, s.source_id, s.said_by) AS council,
            sum(s.seats) OVER (PARTITION BY s.election_id, s.contest_id, s.source_id, s.said_by) AS seats
        FROM core.one_seat_counts s
        JOIN core.contests c ON c.election_id = s.election_id AND c.contest_id = s.contest_id
            AND split_part(c.office, '/', 1) = 'council'
        WHERE s.complete
        UNION ALL
        SELECT place, place, NULL FROM core.one_reported_totals
        WHERE measure = 'council_size' AND split_part(office, '/', 1) = 'council') f
    JOIN _seats p ON contains(' ' || f.place || ' ', ' ' || p.place || ' ')"""
