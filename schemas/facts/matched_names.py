"""The fact `matched_names`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.tables.names import Names


class MatchedNames(
    Fact,
    key=("kind", "id", "printed", "source_id"),
    of=Names,
    takes=("kind", "id", "name", "printed", "source_id"),
):
    """A printed name that the seeds have in another way of writing, and that was read as that one."""

    election_id: str = column(
        "Election", "The election in which it is first printed so.", references="elections.election_id"
    )
    places: str = column("Places", "Every cell that prints it so, `source|file:L3.C2`, with spaces between.")
