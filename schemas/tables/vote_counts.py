"""The table `vote_counts`."""

from numerim.schemas.table import (
    Table,
    column,
    contest_id,
    count_type,
    doubts,
    election_id,
    given,
    gp_unit_id,
    locator,
    selection_id,
    source_id,
)


class VoteCounts(
    Table, title="Votes", key=("election_id", "contest_id", "gp_unit_id", "selection_id", "count_type"), states="votes"
):
    """Votes per selection."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    gp_unit_id: str = gp_unit_id("The unit that reports; for a whole contest, that of the contest.")
    selection_id: str = selection_id()
    count_type: str = count_type()
    votes: int = column("Votes", "Votes for the selection.", unit="votes", ge=0, nullable=True)
    given: str = given()
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
