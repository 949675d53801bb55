"""The fact `parties`."""

from numerim.schemas.fact import Fact
from numerim.schemas.tables import parties


class Parties(Fact, key=("party_id",), of=parties.Parties, takes=("party_id", "name", "name_en", "acronym", "kind")):
    """The parties, coalitions and initiatives that a statement refers to, and what stands for those without one."""
