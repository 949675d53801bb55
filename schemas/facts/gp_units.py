"""The fact `gp_units`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column
from numerim.schemas.tables import gp_units


class GpUnits(Fact, key=("gp_unit_id",), of=gp_units.GpUnits, takes=("gp_unit_id", "name", "unit_type", "parent_id")):
    """The units that a statement refers to, or that are expected to report, and those that they lie in."""

    level: str = column("Level", "The kind of unit that it is added up with: its own, or what `beside:` says of that.")
