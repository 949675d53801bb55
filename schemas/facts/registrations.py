"""The fact `registrations`."""

from numerim.schemas.fact import Stated
from numerim.schemas.tables import registrations


class Registrations(Stated, of=registrations.Registrations, once=False):
    """The parties that were registered for an election."""
