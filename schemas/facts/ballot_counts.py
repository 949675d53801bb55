"""The fact `ballot_counts`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import ballot_counts


class BallotCounts(Stated, of=ballot_counts.BallotCounts, takes=("given",), gapped=True):
    """People registered and ballots, per unit."""
