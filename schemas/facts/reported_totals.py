"""The fact `reported_totals`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import reported_totals


class ReportedTotals(Stated, of=reported_totals.ReportedTotals, takes=("relation",)):
    """Totals that a source prints. They are never mixed with counts, and never computed."""
