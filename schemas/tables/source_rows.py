"""The table `source_rows`."""

from numerim.schemas.table import Table, column, source_id


class SourceRows(Table, title="Rows of source tables", key=("source_id", "row")):
    """The rows in which figures of the package stand, as the source prints them, as far as its terms allow.

    Of many rows only those have a place here that have a figure in doubt.
    """

    source_id: str = source_id()
    row: str = column(
        "Row",
        "File and line; with a point and the number of a cell it is the `locator` of a statement.",
        pattern="^.*:L[0-9]+$",
    )
    headers_id: str = column("Headers", "What stands over its cells.", references="source_headers.headers_id")
    cells: str = column(
        "Cells",
        "A JSON object, in the order of the columns: the number of a cell in its row (`C3`) and what is printed there; null where the terms of the source do not let the words of the cell be reproduced.",
    )
