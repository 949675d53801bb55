"""The table `elections`."""

import polars as pl

from numerim.schemas.table import Table, column
from numerim.schemas.vocabulary import ELECTION_STATUSES


class Elections(Table, title="Elections", key=("election_id",)):
    """The elections that the package speaks of: its own, by-elections, and those that it is compared with."""

    election_id: str = column("Election", "The country, the kind and the year or day.", pattern="^[a-z0-9-]+$")
    title: str = column("Title", "Its name in English.")
    country: str = column(
        "Country", "ISO 3166-1 alpha-2; XK, from the user-assigned range, for Kosovo.", pattern="^[A-Z]{2}$"
    )
    held_on: pl.Date = column("Day", "The day of the vote, of round one where there are several.")
    runoff_on: pl.Date = column("Day of the runoff", "The day of round two.", nullable=True)
    status: str = column("Status", "How far the count is, as the package has it.", words=ELECTION_STATUSES)
