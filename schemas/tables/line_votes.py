"""The table `line_votes`."""

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


class LineVotes(
    Table,
    title="Votes by line",
    key=("election_id", "contest_id", "gp_unit_id", "selection_id", "party_id", "count_type"),
    states="votes",
):
    """Votes of a candidate on the line of each party, where several put forward one candidate (fusion).

    The candidate's votes are their sum; `results` has it.
    """

    election_id: str = election_id()
    contest_id: str = contest_id()
    gp_unit_id: str = gp_unit_id("The unit that reports; for a whole contest, that of the contest.")
    selection_id: str = selection_id()
    party_id: str = column("Line", "The party on whose line they were cast.", references="parties.party_id")
    count_type: str = count_type()
    votes: int = column("Votes", "Votes on that line.", unit="votes", ge=0, nullable=True)
    given: str = given()
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
