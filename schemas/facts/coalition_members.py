"""The fact `coalition_members`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column


class CoalitionMembers(Fact, key=("election_id", "party_id", "coalition_id")):
    """A party that stood in an election with a coalition, as the seeds know; of all elections that they know."""

    election_id: str = column("Election", "The election.")
    party_id: str = column("Party", "The party; where only a wing of it did, that wing.")
    coalition_id: str = column("Coalition", "The coalition.")
