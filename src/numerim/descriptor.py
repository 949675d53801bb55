"""`datapackage.json` (Data Package v2)."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim.contract import documented, table_schema
from numerim.draft import Draft
from schemas.table import about, tables


def descriptor(draft: Draft) -> dict[str, Any]:
    """What `datapackage.json` says, without the version.

    Args:
        draft: a release whose CSV files are written.
    """
    election = draft.file.election
    return {
        "name": draft.package,
        "title": election.title["en"],
        "description": f"Results of the {election.title['en']} as {len(election.sources)} "
        f"{'source states them' if len(election.sources) == 1 else 'sources state them'}, with the doubts about them.",
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": "CC0 1.0 Universal",
                "path": "https://creativecommons.org/publicdomain/zero/1.0/",
            }
        ],
        "sources": [
            {"title": f"{source.title}. {source.publisher}. Terms: {source.licence}"}
            for source in election.sources.values()
        ],
        "contributors": [{"title": "numerim", "roles": ["compiler"]}],
        "keywords": ["elections", "local elections", "results", election.country],
        "resources": [_resource(draft.folder, name) for name in tables()],
    }


def _resource(folder: Path, name: str) -> dict[str, Any]:
    model = tables()[name]
    path = f"data/{name}.csv"
    content = (folder / path).read_bytes()
    return {
        "name": name,
        "type": "table",
        "path": path,
        "title": about(model).title,
        "description": documented(model),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": table_schema(name),
    }
