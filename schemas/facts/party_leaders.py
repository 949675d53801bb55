"""The fact `party_leaders`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import party_leaders


class PartyLeaders(Stated, of=party_leaders.PartyLeaders, once=False):
    """Who leads a party in an election, as a source says."""
