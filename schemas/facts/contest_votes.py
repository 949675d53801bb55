"""The fact `contest_votes`."""

from numerim.schemas.fact import Fact, complete, place, said_by, stated_in
from numerim.schemas.table import column, contest_id, election_id, selection_id, source_id
from numerim.schemas.vocabulary import SELECTION_KINDS


class ContestVotes(Fact, key=("election_id", "contest_id", "selection_id", "source_id", "said_by")):
    """The votes that a source gives a selection in a whole contest.

    They are the figure of the contest's own unit, or else the sum over all units that report.
    """

    election_id: str = election_id()
    contest_id: str = contest_id()
    selection_id: str = selection_id()
    kind: str = column("Kind", "What was voted for.", words=SELECTION_KINDS)
    votes: int = column("Votes", "Votes for the selection.", unit="votes")
    reports: int = column(
        "Reports", "How many units' figures they are the sum of; 1 where they are printed.", unit="units"
    )
    source_id: str = source_id()
    said_by: str = said_by()
    place: str = place()
    stated_in: str = stated_in()
    complete: bool = complete()
