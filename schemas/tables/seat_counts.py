"""The table `seat_counts`."""

from numerim.schemas.table import (
    Table,
    column,
    contest_id,
    doubts,
    election_id,
    given,
    locator,
    selection_id,
    source_id,
)


class SeatCounts(Table, title="Seats", key=("election_id", "contest_id", "selection_id"), states="seats"):
    """Seats per selection."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    selection_id: str = selection_id()
    seats: int = column("Seats", "Seats won.", unit="seats", ge=0, nullable=True)
    given: str = given()
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
