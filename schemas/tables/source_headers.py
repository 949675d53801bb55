"""The table `source_headers`."""

from numerim.schemas.table import Table, column, source_id


class SourceHeaders(Table, title="Headers of source tables", key=("source_id", "headers_id")):
    """What stands over the columns of a table of a source, once for all rows under it."""

    headers_id: str = column("Headers", "Its file, a `#`, and a number in the file.")
    source_id: str = source_id()
    table_name: str = column("Table", "How the source heads the table; the file where it does not.")
    headers: str = column(
        "Names of the columns",
        "A JSON object, in the order of the columns: each cell by its place in the row, as in `source_rows`, and what stands over it, several header rows joined by ` / `.",
    )
