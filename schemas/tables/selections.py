"""The table `selections`."""

from numerim.schemas.table import Table, column, contest_id, election_id, locator, source_id
from numerim.schemas.vocabulary import SELECTION_KINDS


class Selections(Table, title="Selections", key=("election_id", "contest_id", "selection_id")):
    """What could be voted for in a contest."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    selection_id: str = column(
        "Selection", "The candidate, the party or coalition, or the answer, within its contest.", pattern="^[a-z0-9-]+$"
    )
    kind: str = column("Kind", "What was voted for.", words=SELECTION_KINDS)
    selection: str = column("Name", "Its name: that of the candidate, or of the party or coalition.")
    candidate: str = column("Candidate", "The person, under the form of the name that numerim uses.", nullable=True)
    party_id: str = column(
        "Party",
        "The party, where a source names it; the first, where several put forward one candidate.",
        references="parties.party_id",
        nullable=True,
    )
    coalition_id: str = column(
        "Coalition", "The coalition, where a source names it.", references="parties.party_id", nullable=True
    )
    ballot_number: int = column("Number", "Its number on the ballot, where a source says it.", nullable=True, ge=0)
    candidates: int = column(
        "Candidates", "How many candidates its list has, where a source says it.", nullable=True, ge=0
    )
    source_id: str = source_id()
    locator: str = locator("Where in the source it is first named: in a result rather than in a poll.")
