"""`CITATION.cff`: how to cite the package, for programs (Citation File Format 1.2.0)."""

from typing import Any, Final

from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.terms import not_known_told
from numerim.schemas.vocabulary import TERMS

STAGE: Final[Stage] = "made"
FORMS: Final = ()  # it is about the package, and not a form of it

_NEWER: Final = ("CC-PDM-1.0", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "NLOD-2.0")
"""Identifiers of SPDX that the Citation File Format 1.2.0 does not have yet."""


def export(draft: Draft) -> None:
    """Write the file.

    Its date is the day up to which the sources tell, because a package has no clock (`docs/decisions/016`); when a
    version was published stands in `versions.json`.
    """
    import yaml

    said = draft.descriptor
    content: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "Please cite the package with its version, and the source of a figure beside it. The date is the "
        "day up to which its sources tell.",
        "type": "dataset",
        "title": said["title"],
        "abstract": said["description"],
        "authors": [{"name": draft.settings.publisher, **_contact(draft.settings.contact)}],
        "version": draft.version,
        "date-released": draft.as_of.isoformat(),
        **({"doi": doi} if (doi := draft.file.election.doi) else {}),
        **({"url": draft.page, "repository-artifact": draft.archive} if draft.page else {}),
        **_licence(draft),
        "keywords": said["keywords"],
        "identifiers": [
            *([{"type": "doi", "value": doi, "description": "The package, whatever its version"}] if doi else []),
            {"type": "other", "value": said["id"], "description": "The package, whatever its version"},
        ],
        "references": [_reference(source) for source in said["sources"]],
    }
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
    (draft.folder / "CITATION.cff").write_text(text, encoding="utf-8")


def _licence(draft: Draft) -> dict[str, str]:
    of = draft.licence
    return {"license": of.id} if of.id and of.id not in _NEWER else {"license-url": of.url}


def _contact(contact: str | None) -> dict[str, str]:
    return {"website" if "://" in contact else "email": contact} if contact else {}


def _reference(source: dict[str, Any]) -> dict[str, Any]:
    notes = [f"Licence: {source['licence']}.", TERMS[source["terms"]] + "."]
    notes += [f"To be named as: {source['attribution']}."] if "attribution" in source else []
    notes += [not_known_told(source["not_known"]).capitalize() + "."] if "not_known" in source else []
    said: dict[str, Any] = {
        "type": "generic",
        "title": source["title"],
        "authors": [{"name": source.get("publisher", "unknown")}],
        "languages": [source["language"]],
        "notes": " ".join(notes),
    }
    dates = {"path": "url", "retrieved": "date-accessed", "dated": "date-published"}
    return said | {there: source[here] for here, there in dates.items() if here in source}
