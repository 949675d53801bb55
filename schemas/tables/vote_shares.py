"""The table `vote_shares`."""

from numerim.schemas.table import (
    Share,
    Table,
    column,
    contest_id,
    doubts,
    election_id,
    given,
    gp_unit_id,
    locator,
    selection_id,
    source_id,
)


class VoteShares(
    Table,
    title="Shares of votes",
    key=("election_id", "contest_id", "gp_unit_id", "selection_id"),
    states="share",
):
    """Shares per selection as a source prints them. They are not computed from votes."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    gp_unit_id: str = gp_unit_id("The unit that reports; for a whole contest, that of the contest.")
    selection_id: str = selection_id()
    share: Share = column("Share", "Share of the votes, as printed.", unit="percent", ge=0, nullable=True)
    decimals: int = column("Decimals", "How many decimals the figure is printed with.", ge=0, le=6, nullable=True)
    given: str = given()
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
