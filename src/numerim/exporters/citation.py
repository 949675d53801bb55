"""`CITATION.cff`: how to cite the package, for programs (Citation File Format 1.2.0)."""

from typing import Any, Final

from numerim.draft import Draft
from numerim.exporters import Stage

STAGE: Final[Stage] = "made"


def export(draft: Draft) -> None:
    """Write the file. It bears no date of release: a package says only what follows from its sources."""
    import yaml

    said = draft.descriptor
    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Please cite the package with its version, and the source of a figure beside it.",
        "type": "dataset",
        "title": said["title"],
        "abstract": said["description"],
        "authors": [{"name": "numerim"}],
        "version": draft.version,
        "license": "CC0-1.0",
        "keywords": said["keywords"],
        "identifiers": [
            {"type": "other", "value": said["id"], "description": "The package, whatever its version"},
        ],
        "references": [_reference(source) for source in said["sources"]],
    }
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    (draft.folder / "CITATION.cff").write_text(text, encoding="utf-8")


def _reference(source: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "generic",
        "title": source["title"],
        "authors": [{"name": source.get("publisher", "unknown")}],
    }
    said |= {"languages": [source["language"]], "notes": f"Terms: {source['terms']}"}
    return said | ({"date-accessed": source["dated"]} if "dated" in source else {})
