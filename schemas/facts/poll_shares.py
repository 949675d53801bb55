"""The fact `poll_shares`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import poll_shares


class PollShares(Stated, of=poll_shares.PollShares, takes=("decimals",)):
    """Shares per selection in polls before the vote."""
