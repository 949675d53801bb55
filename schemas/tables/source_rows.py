"""The table `source_rows`."""

from numerim.schemas.table import Table, column, source_id


class SourceRows(Table, title="Rows of source tables", key=("source_id", "row")):
    """The rows in which figures of the package stand, as the source prints them, as far as its terms allow.

    Of many rows only those have a place here that have a figure in doubt.
    """

    source_id: str = source_id()
    row: str = column(
        "Row",
        "The place of the row; with that of a cell (`cells`) it is the `locator` of a statement: `r.csv:L12` and `C3` are `r.csv:L12.C3`, `r.xlsx!Sheet1!17` and `F` are `r.xlsx!Sheet1!F17`, `r.json#/Votes/3` and `/name` are `r.json#/Votes/3/name`.",
        pattern="^.+(:L[0-9]+|![0-9]+|!R[0-9]+|#.*)$",
    )
    headers_id: str = column("Headers", "What stands over its cells.", references="source_headers.headers_id")
    cells: str = column(
        "Cells",
        "A JSON object, in the order of the columns: each cell by its place in the row (`C3`, the letters of a column of a workbook, the key of a value) and what is printed there; null where the terms of the source do not let the words of the cell be reproduced.",
    )
