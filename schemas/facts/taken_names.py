"""The fact `taken_names`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, source_id


class TakenNames(Fact, key=("id", "printed", "source_id")):
    """A unit that is taken as it is printed (`register:`)."""

    election_id: str = column(
        "Election", "The election in which it is first printed so.", references="elections.election_id"
    )
    id: str = column("Id", "The id that it was given.")
    printed: str = column("Printed", "The name, as a source prints it.")
    source_id: str = source_id()
    unit_type: str = column("Type", "Of which type it is.")
    of_seeds: bool = column("Of the seeds", "Whether the seeds know units of that type of the country.")
    places: str = column("Places", "Every cell that prints it so, `source|file:L3.C2`, with spaces between.")
