"""The fact `parameters`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id


class Parameters(Fact, key=("election_id", "rule", "name")):
    """A number in a rule, as `rules:` in election.yml sets it, or else its default; none where it has neither."""

    election_id: str = election_id()
    rule: str = column("Rule", "The code of the rule.")
    name: str = column("Name", "The name of the parameter.")
    value: Annotated[pl.Decimal, 24, 6] = column("Value", "Its value.")
