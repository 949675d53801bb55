"""The fact `office_units`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, election_id


class OfficeUnits(Fact, key=("election_id", "office", "gp_unit_id")):
    """A unit that may be meant where a figure of an office lies in no unit that has it."""

    election_id: str = election_id()
    office: str = column("Office", "The office of which such a figure is.")
    gp_unit_id: str = column("Unit", "A unit that has the office, or lies in one that has; of the seeds.")
    name: str = column("Name", "Its name.")
    has_office: bool = column("Has the office", "Whether it has the office itself.")
