"""The fact `offices`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id
from numerim.schemas.tables import contests


class Offices(Fact, key=("election_id", "office"), of=contests.Contests, takes=("majority_of", "shares_of")):
    """The offices that an election declares or a source names, each of their districts for itself."""

    election_id: str = election_id()
    office: str = column("Race", "The office, with its district where it has several (`council`, `supervisor/3`).")
    unit_type: str = column("Decided in", "The kind of unit whose voters decide, where it is declared.", nullable=True)
    threshold: Annotated[pl.Decimal, 9, 6] = column(
        "Threshold",
        "The least share of the valid votes that takes part in the seats; 0 where there is none.",
        unit="percent",
    )
    title: str = column("Title", "Its name in English; where it has none, the word for it.")
