"""The fact `vote_shares`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import vote_shares


class VoteShares(Stated, of=vote_shares.VoteShares, takes=("decimals",)):
    """Shares per selection, as a source prints them."""
