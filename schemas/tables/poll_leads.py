"""The table `poll_leads`."""

from numerim.schemas.table import Share, Table, column, contest_id, doubts, election_id, locator, source_id


class PollLeads(Table, title="Leads in polls", key=("election_id", "contest_id", "poll_id"), states="lead"):
    """The lead of the first over the second as a poll states it."""

    election_id: str = election_id()
    contest_id: str = contest_id()
    poll_id: str = column("Poll", "Pollster and time of the fieldwork.", pattern="^[a-z0-9-]+$")
    lead: Share = column("Lead", "The difference, as printed.", unit="percentage points")
    decimals: int = column("Decimals", "How many decimals the figure is printed with.", ge=0, le=6)
    doubts: str = doubts()
    source_id: str = source_id()
    locator: str = locator()
