"""The fact `expected`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id, gp_unit_id


class Expected(Fact, key=("election_id", "office", "gp_unit_id")):
    """A unit that has an office, of a kind of which `expect:` says how many there are and the seeds know all."""

    election_id: str = election_id()
    office: str = column("Office", "The office.")
    gp_unit_id: str = gp_unit_id("The unit that has it.")
    name: str = column("Name", "Its name.")
    number: int = column("Number", "How many units of its kind there are, as `expect:` says.", unit="units")
