"""`data/<table>.csv`: UTF-8, comma, a header, one line a row, in the order that the table declares.

A large table has none (`publish.large`).
"""

from typing import Final

from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.publish.large import as_text
from numerim.schemas.table import about, tables
from numerim.warehouse import sql_type, text

STAGE: Final[Stage] = "data"
FORMS: Final = (Form("data/{table}.csv", "CSV", "", "text/csv", file_type="CSV"),)


def export(draft: Draft) -> None:
    """Write a CSV for every table. A number stands without the zeros that its type adds."""
    folder = draft.folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in tables().items():
        if draft.is_large(name):
            continue
        columns = [f"{as_text(c, sql_type(spec.dtype))} AS {c}" for c, spec in model.to_schema().columns.items()]
        draft.connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM clean.{name} ORDER BY {', '.join(about(model).order)}) "
            f"TO {text(str(folder / f'{name}.csv'))} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"')"
        )
