"""`data/<table>.csv`: UTF-8, comma, a header, one line a row, in the order that the table declares."""

from typing import Final

from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.schemas.table import about, tables
from numerim.warehouse import sql_type, text

STAGE: Final[Stage] = "data"
FORMS: Final = (Form("data/{table}.csv", "CSV", "", "text/csv", file_type="CSV"),)


def export(draft: Draft) -> None:
    """Write a CSV for every table. A number stands without the zeros that its type adds."""
    folder = draft.folder / "data"
    folder.mkdir(parents=True, exist_ok=True)
    for name, model in tables().items():
        columns = [_as_text(c, sql_type(spec.dtype)) for c, spec in model.to_schema().columns.items()]
        draft.connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM clean.{name} ORDER BY {', '.join(about(model).order)}) "
            f"TO {text(str(folder / f'{name}.csv'))} (FORMAT csv, HEADER, DELIMITER ',', QUOTE '\"')"
        )


def _as_text(column: str, kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return f"regexp_replace({column}::VARCHAR, '\\.?0+$', '') AS {column}"
    return f"regexp_replace({column}::VARCHAR, '\\.0$', '') AS {column}" if kind == "DOUBLE" else column
