"""`data/<table>.parquet`: typed, zstd, sorted by the key, with titles and descriptions as metadata."""

import json
from typing import Final

from numerim.contract import described, documented
from numerim.draft import Draft
from numerim.exporters import Stage
from numerim.warehouse import text
from schemas.table import about, tables

STAGE: Final[Stage] = "data"


def export(draft: Draft) -> None:
    """Write a Parquet file for every table; the same rows give the same bytes."""
    for name, model in tables().items():
        columns = model.to_schema().columns
        metadata = {
            "title": about(model).title,
            "description": documented(model),
            "columns": json.dumps({c: described(spec) for c, spec in columns.items()}, ensure_ascii=False),
        }
        pairs = ", ".join(f"{key}: {text(value)}" for key, value in metadata.items())
        draft.connection.execute(
            f"COPY (FROM clean.{name} ORDER BY {', '.join(about(model).key)}) "
            f"TO {text(str(draft.folder / 'data' / f'{name}.parquet'))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
        )
