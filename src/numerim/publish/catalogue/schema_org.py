"""`<package>/schema.org.jsonld`: a package as schema.org has it, for Google Dataset Search.

The context stands in the file, so that nothing has to be fetched to read it, and not as the address
`https://schema.org/`. Croissant 1.0 does the same, with the same `@vocab`, and Google Dataset Search reads Croissant.
Crawlers take the keys for what schema.org calls them and heed nothing else of a context; a JSON-LD processor resolves
the properties that schema.org's own context declares as links (JSON-LD 1.1, section 4.2.2).

Where `base_url` is not known, the links are relative to the folder of the package. Whoever pastes the text into a web
page elsewhere has to put that folder before them.
"""

from collections.abc import Sequence
from typing import Any

from numerim.declare.settings import Settings
from numerim.publish.catalogue import CATALOGUE, TITLE, Download, Listed, downloads, embeddable, link, told_withdrawn

_CONTEXT = {
    "@vocab": "https://schema.org/",
    **{term: {"@type": "@id"} for term in ("contentUrl", "license", "url")},
}
_SHORTEST, _LONGEST = 50, 5000
"""What Google asks of the length of a description, in characters."""


def render(packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
    """One file per package."""
    return {
        f"{package.name}/schema.org.jsonld": embeddable({"@context": _CONTEXT, **_dataset(package, settings)})
        for package in sorted(packages, key=lambda package: package.name)
    }


def _agent(settings: Settings) -> dict[str, Any]:
    contact = settings.contact or ""
    where = {("url" if "://" in contact else "email"): contact} if contact else {}
    return {"@type": "Organization", "name": settings.publisher, **where}


def _dataset(package: Listed, settings: Settings) -> dict[str, Any]:
    said, latest = package.descriptor, package.latest
    files = {file.path for file in package.files}
    pages = [package.path(latest, name) for name in ("README.md", "datapackage.json")]
    pages = pages if package.stands else [f"{package.name}/versions.json"]
    licences = [licence["path"] for licence in said.get("licenses", []) if "path" in licence]
    dataset = {
        "@type": "Dataset",
        "@id": package.id,
        "identifier": package.id,
        "sameAs": said.get("doi"),
        "name": said["title"],
        "description": _description(said),
        "url": link(settings, next((page for page in pages if page in files), pages[-1]), package.name),
        "version": latest["version"] if package.stands else None,
        "creativeWorkStatus": latest["status"] if package.stands else "withdrawn",
        "correction": [
            f"Version {entry['version']}: {told_withdrawn(entry)}" for entry in package.withdrawn
        ],  # schema.org: a correction to a work, textually
        "datePublished": package.versions[0]["date"],
        "dateModified": latest["date"],
        "license": licences[0] if licences else None,
        "isAccessibleForFree": True,
        "creator": _agent(settings),
        "publisher": _agent(settings),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": CATALOGUE,
            "name": TITLE,
            "url": link(settings, "catalog.jsonld", package.name),
        },
        "keywords": said.get("keywords"),
        "temporalCoverage": "{start}/{end}".format(**said["temporal"]) if "temporal" in said else None,
        "spatialCoverage": _place(said.get("spatial", {})),
        "measurementTechnique": "Read from published sources, cell by cell, and held against arithmetic, election law "
        "and each other.",
        "variableMeasured": [
            _variable(table, field)
            for table in package.tables()
            for field in table["schema"]["fields"]
            if "unit" in field
        ],
        # Not `citation`: that is for works about the dataset, and these are what it was made from.
        "isBasedOn": [_source(source) for source in said.get("sources", [])],
        "distribution": [_download(package, one, settings) for one in downloads(package)],
    }
    return {key: value for key, value in dataset.items() if value not in (None, [])}


def _description(said: dict[str, Any]) -> str:
    text = str(said["description"])
    if len(text) < _SHORTEST:
        text = f"{said['title']}. {text} Figures of an election, each with the place that it was read from."
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _place(spatial: dict[str, Any]) -> dict[str, Any] | None:
    if "country" not in spatial:
        return None
    address = {"@type": "PostalAddress", "addressCountry": spatial["country"]}
    return {"@type": "Place", "name": spatial.get("name", spatial["country"]), "address": address}


def _variable(table: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "PropertyValue",
        "propertyID": f"{table['name']}.{field['name']}",
        "name": f"{table.get('title', table['name'])}: {field.get('title', field['name'])}",
        "description": field.get("description", ""),
        "unitText": field["unit"],
    }


def _source(source: dict[str, Any]) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork", "name": source["title"]}
    if "publisher" in source:
        work["publisher"] = {"@type": "Organization", "name": source["publisher"]}
    if "language" in source:
        work["inLanguage"] = source["language"]
    if "path" in source:
        work["url"] = source["path"]
    if licence := source.get("licence", source.get("terms")):
        work["license"] = {"@type": "CreativeWork", "name": licence}
    if "attribution" in source:
        work["creditText"] = source["attribution"]
    return work


def _download(package: Listed, download: Download, settings: Settings) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": download.title,
        "description": download.about,
        "encodingFormat": download.form.media_type,
        "contentUrl": link(settings, download.file.path, package.name),
        "contentSize": f"{download.file.bytes} B",
        "sha256": download.file.sha256,
    }
