"""The fact `vote_counts`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import vote_counts


class VoteCounts(Stated, of=vote_counts.VoteCounts, takes=("given",), gapped=True):
    """Votes per selection."""
