"""The fact `poll_leads`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import poll_leads


class PollLeads(Stated, of=poll_leads.PollLeads, takes=("decimals",)):
    """The lead of the first over the second, as a poll states it."""
