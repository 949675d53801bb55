"""The table `outcomes`."""

from numerim.schemas.table import Table, column, contest_id, doubts, election_id, locator, selection_id, source_id
from numerim.schemas.vocabulary import OUTCOMES


class Outcomes(Table, title="Outcomes", key=("election_id", "contest_id", "selection_id"), states="outcome"):
    """What a source says happened to a selection."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    selection_id: str = selection_id()
    outcome: str = column("Outcome", "What happened.", words=OUTCOMES)
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
