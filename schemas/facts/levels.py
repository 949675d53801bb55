"""The fact `levels`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id
from numerim.schemas.vocabulary import LEVELS


class Levels(Fact, key=("election_id", "level")):
    """A percentage above which something is told of an election, as `levels:` in election.yml says."""

    election_id: str = election_id()
    level: str = column("Level", "What it is of.", words=LEVELS)
    percent: Annotated[pl.Decimal, 9, 6] = column("Percent", "The percentage.", unit="percent")
