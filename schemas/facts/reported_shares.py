"""The fact `reported_shares`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import reported_shares


class ReportedShares(Stated, of=reported_shares.ReportedShares, takes=("decimals", "relation")):
    """Percentages, and differences of them, that a source prints about more than one selection."""
