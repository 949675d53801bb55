"""The fact `seat_counts`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import seat_counts


class SeatCounts(Stated, of=seat_counts.SeatCounts):
    """Seats per selection."""
