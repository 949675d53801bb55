"""The fact `stated_dates`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import stated_dates


class StatedDates(Stated, of=stated_dates.StatedDates, once=False):
    """Dates that a source states about an election."""
