"""The table `registrations`."""

from numerim.schemas.table import Table, column, doubts, election_id, locator, source_id


class Registrations(Table, title="Registered parties", key=("election_id", "party_id"), states="number"):
    """The parties that were registered for an election."""

    election_id: str = election_id()
    party_id: str = column("Party", "The party or coalition.", references="parties.party_id")
    number: int = column("Number", "Its number on the ballot.", unit="ordinal", ge=1)
    acronym: str = column("Acronym", "As registered.", nullable=True)
    coalition_id: str = column(
        "Coalition", "The coalition that it is registered with.", references="parties.party_id", nullable=True
    )
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
