"""The fact `expected_numbers`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id


class ExpectedNumbers(Fact, key=("election_id", "unit_type")):
    """How many units of a kind there are, as `expect:` in election.yml says."""

    election_id: str = election_id()
    unit_type: str = column("Type", "The kind of unit, a word of `words`.")
    number: int = column("Number", "How many there are.", unit="units")
    named: bool = column("Named", "Whether the seeds know each of them.")
