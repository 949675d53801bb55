"""The table `party_leaders`."""

from numerim.schemas.table import Table, column, doubts, election_id, locator, source_id


class PartyLeaders(Table, title="Leaders of parties", key=("election_id", "party_id"), states="leader"):
    """Who leads a party in an election, as the sources say."""

    election_id: str = election_id()
    party_id: str = column("Party", "The party or coalition.", references="parties.party_id")
    leader: str = column("Leader", "The person or persons.")
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
