"""The table `corrections`."""

from numerim.schemas.table import Table, column, locator, source_id


class Corrections(Table, title="Corrections", key=("source_id", "locator")):
    """Declared changes of single cells, each with the value that it replaces and a reason."""

    source_id: str = source_id()
    locator: str = locator()
    expect: str = column("Printed", "What the source prints.")
    value: str = column("Corrected", "What it is read as instead.")
    reason: str = column("Reason", "Why.")
