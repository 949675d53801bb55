"""The fact `within`."""

from numerim.schemas.fact import Fact
from numerim.schemas.table import column, gp_unit_id


class Within(Fact, key=("gp_unit_id", "ancestor_id")):
    """A unit of which something is stated, with a unit that it lies in, however far above; and with itself."""

    gp_unit_id: str = gp_unit_id("The unit that lies in the other.")
    ancestor_id: str = column("Lies in", "The unit that it lies in, or itself.", references="gp_units.gp_unit_id")
