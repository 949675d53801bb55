"""The table `poll_shares`."""

from numerim.schemas.table import (
    Share,
    Table,
    column,
    contest_id,
    doubts,
    election_id,
    locator,
    selection_id,
    source_id,
)


class PollShares(Table, title="Polls", key=("election_id", "contest_id", "poll_id", "selection_id"), states="share"):
    """Shares per selection in polls before the vote. A poll is not a count."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    poll_id: str = column("Poll", "Pollster and time of the fieldwork.", pattern="^[a-z0-9-]+$")
    selection_id: str = selection_id()
    pollster: str = column("Pollster", "Who asked.")
    fieldwork: str = column(
        "Fieldwork",
        "When, in ISO 8601 as precisely as the source says.",
        pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    )
    share: Share = column("Share", "Share of those asked, as printed.", unit="percent", ge=0)
    decimals: int = column("Decimals", "How many decimals the figure is printed with.", ge=0, le=6)
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
