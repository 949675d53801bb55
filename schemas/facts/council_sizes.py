"""The fact `council_sizes`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column


class CouncilSizes(Fact, key=("seats",)):
    """A number of seats that a council of the country may have, by its law."""

    seats: int = column("Seats", "Seats of a council.", unit="seats")
