"""The table `gp_unit_parents`."""

from numerim.schemas.table import Table, column


class GpUnitParents(Table, title="Units within units", key=("gp_unit_id", "parent_id")):
    """Which units a unit lies in; `gp_units` has the first of them, and some lie in several."""

    gp_unit_id: str = column("Unit", "The unit.", references="gp_units.gp_unit_id")
    parent_id: str = column("Parent", "A unit that it lies in.", references="gp_units.gp_unit_id")
