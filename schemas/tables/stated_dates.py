"""The table `stated_dates`."""

from numerim.schemas.table import Table, column, doubts, election_id, locator, source_id
from numerim.schemas.vocabulary import DATE_MEASURES


class StatedDates(Table, title="Dates as stated", key=("election_id", "measure"), states="date"):
    """Dates that a source states about an election."""

    election_id: str = election_id()
    measure: str = column("Measure", "What the date is of.", words=DATE_MEASURES)
    date: str = column(
        "Date",
        "ISO 8601, as precisely as the source says; a year that the source leaves out is that of the election.",
        pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    )
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
