"""The fact `outcomes`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import outcomes


class Outcomes(Stated, of=outcomes.Outcomes):
    """What a source says happened to a selection."""
