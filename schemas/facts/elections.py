"""The fact `elections`."""

from numerim.schemas.fact import Fact
from numerim.schemas.tables import elections


class Elections(
    Fact,
    key=("election_id",),
    of=elections.Elections,
    takes=("election_id", "title", "held_on", "runoff_on", "status"),
):
    """The elections that `election.yml` declares: its own, by-elections, and those that it is compared with."""
