"""`catalog.jsonld`: the packages in DCAT 3 (W3C Recommendation, 22 August 2024), within the bounds of DCAT-AP 3.0.0.

The context stands in the file, so that nothing has to be fetched to read it (JSON-LD 1.1, section 3.1). It sets no
`@base`: where `base_url` is not known, the links are resolved against the address that the file was taken from (section
4.1.3). A harvester that forgets this address has to be given it.

A package is a dataset that has one dataset per release as its versions (DCAT 3, section 11.1). The catalogue lists the
packages alone, so that a portal that follows `dcat:dataset` shows each of them once. `adms:status` says of a
version alone that it was withdrawn, and its description by whom and why: the words of that vocabulary tell the life of
a dataset, while numerim's tell how far a count is; that stands in words in every version.

Distributions are what a portal can offer for download and preview: the whole as one file, as a Data Package, workbook,
database and report, and every table that has a row, in CSV and Parquet. SHACL shapes of DCAT-AP ask for the class of
everything that is pointed to, so each term of a vocabulary of the EU says what it is.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from numerim.declare.settings import Settings
from numerim.publish.catalogue import (
    ABOUT,
    CATALOGUE,
    TITLE,
    Download,
    File,
    Listed,
    downloads,
    embeddable,
    is_there,
    link,
    told_withdrawn,
)
from numerim.publish.forms import ARCHIVE, DESCRIPTOR
from numerim.publish.stable import country_name, stable_id
from numerim.publish.versions import Entry, stands

Node = dict[str, Any]

_EU = "http://publications.europa.eu/resource/authority"
_IANA = "https://www.iana.org/assignments/media-types"
_CONTEXT: Node = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{
        term: {"@id": term, "@language": "en"}
        for term in (
            "adms:versionNotes",
            "dcat:keyword",
            "dct:description",
            "dct:title",
            "rdfs:label",
            "skos:prefLabel",
        )
    },
    **{
        term: {"@id": term, "@type": "xsd:date"}
        for term in ("dcat:endDate", "dcat:startDate", "dct:issued", "dct:modified")
    },
    **{
        term: {"@id": term, "@type": "@id"}
        for term in (
            "dcat:downloadURL",
            "dcat:hasCurrentVersion",
            "dcat:isVersionOf",
            "dcat:previousVersion",
        )
    },
    "dcat:byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
    "spdx:checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
}
_PUBLIC = {"@id": f"{_EU}/access-right/PUBLIC", "@type": "dct:RightsStatement"}
_THEMES = {"@id": f"{_EU}/data-theme", "@type": "skos:ConceptScheme", "dct:title": "Data theme"}
_THEME = {
    "@id": f"{_EU}/data-theme/GOVE",
    "@type": "skos:Concept",
    "skos:prefLabel": "Government and public sector",
}
_WITHDRAWN = {
    "@id": f"{_EU}/dataset-status/WITHDRAWN",
    "@type": "skos:Concept",
    "skos:prefLabel": "withdrawn",
}
_NOT_ISO = {"XK": "1A0"}
"""Countries whose code in the authority table Country is not ISO 3166-1 alpha-3."""


def render(packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
    """`catalog.jsonld`."""
    listed = sorted(packages, key=lambda package: package.name)
    dates = [entry["date"] for package in listed for entry in package.versions]
    countries = sorted({package.descriptor["spatial"]["country"] for package in listed if _has_country(package)})
    catalogue = {
        "@context": _CONTEXT,
        "@id": CATALOGUE,
        "@type": "dcat:Catalog",
        "dct:title": TITLE,
        "dct:description": ABOUT,
        "dct:publisher": _agent(settings),
        "foaf:homepage": {"@id": settings.base_url, "@type": "foaf:Document"} if settings.base_url else None,
        "dct:language": _languages(["en"]),
        "dcat:themeTaxonomy": _THEMES,
        "dct:issued": min(dates, default=None),
        "dct:modified": max(dates, default=None),
        "dct:spatial": [_country(code) for code in countries],
        "dcat:dataset": [_dataset(package, settings) for package in listed],
    }
    return {"catalog.jsonld": embeddable(_said(catalogue))}


def _agent(settings: Settings) -> Node:
    said = {"@id": stable_id("agent", settings.publisher), "@type": "foaf:Agent", "foaf:name": settings.publisher}
    contact = settings.contact
    if not contact:
        return said
    return said | ({"foaf:page": {"@id": contact}} if "://" in contact else {"foaf:mbox": {"@id": f"mailto:{contact}"}})


def _dataset(package: Listed, settings: Settings) -> Node:
    said, latest = package.descriptor, package.latest
    files = {file.path for file in package.files}
    readme = package.path(latest, "README.md")
    languages = ["en", *(source.get("language", "en") for source in said.get("sources", []))]
    temporal = said.get("temporal")
    return _said(
        {
            "@id": package.id,
            "@type": "dcat:Dataset",
            "dct:identifier": package.id,
            "dct:title": said["title"],
            "dct:description": said["description"],
            "dcat:version": latest["version"] if package.stands else None,
            "dct:issued": package.versions[0]["date"],
            "dct:modified": latest["date"],
            **_common(package, latest, settings),
            "dct:creator": _agent(settings),
            "dct:language": _languages(languages),
            "dct:temporal": temporal
            and {
                "@type": "dct:PeriodOfTime",
                "dcat:startDate": temporal["start"],
                "dcat:endDate": temporal["end"],
            },
            "dcat:keyword": said.get("keywords"),
            "dct:provenance": [_provenance(source) for source in said.get("sources", [])],
            "foaf:page": {"@id": link(settings, readme), "@type": "foaf:Document"} if readme in files else None,
            "dcat:distribution": [_distribution(package, latest, one, settings) for one in downloads(package)],
            "adms:status": None if package.stands else _WITHDRAWN,
            "dcat:hasCurrentVersion": stable_id(package.name, latest["version"]) if package.stands else None,
            "dcat:hasVersion": list(_versions(package, settings)),
        }
    )


def _common(package: Listed, entry: Entry, settings: Settings) -> Node:
    """What is as true of a release as of the package."""
    return {
        "dct:publisher": _agent(settings),
        "dct:license": _licence(package, entry),
        "dct:accessRights": _PUBLIC,
        "dct:spatial": _country(package.descriptor["spatial"]["country"]) if _has_country(package) else None,
        "dcat:theme": _THEME,
    }


def _versions(package: Listed, settings: Settings) -> Iterator[Node]:
    previous = None
    for entry in package.versions:
        version = entry["version"]
        title = package.descriptor["title"]
        is_latest = entry is package.latest
        found = downloads(package) if is_latest else []
        yield _said(
            {
                "@id": stable_id(package.name, version),
                "@type": "dcat:Dataset",
                "dct:identifier": stable_id(package.name, version),
                "dct:title": f"{title}, version {version}",
                "dct:description": " ".join(
                    [
                        f"Version {version} of {title}. The status of the count in it: {entry['status']}.",
                        *([] if stands(entry) else [told_withdrawn(entry)]),
                    ]
                ),
                "adms:status": None if stands(entry) else _WITHDRAWN,
                "dcat:version": version,
                "adms:versionNotes": entry.get("summary"),
                "dct:issued": entry["date"],
                **_common(package, entry, settings),
                "dcat:isVersionOf": package.id,
                "dcat:previousVersion": previous,
                "dcat:distribution": [{"@id": _name(package, entry, one.file.path)} for one in found]
                or list(_former(package, entry, settings)),
            }
        )
        previous = stable_id(package.name, version) if stands(entry) else previous


def _former(package: Listed, entry: Entry, settings: Settings) -> Iterator[Node]:
    """The distributions of a release that is not the latest one, whose descriptor nobody keeps the size of."""
    if not is_there(entry):
        return
    descriptor = File(package.path(entry, "datapackage.json"), 0, "")
    about = "Describes every table and column."
    yield _distribution(package, entry, Download(descriptor, DESCRIPTOR.title, about, DESCRIPTOR), settings)
    if archive := package.archive(entry):
        yield _distribution(package, entry, Download(archive, ARCHIVE.title, ARCHIVE.about, ARCHIVE), settings)


def _distribution(package: Listed, entry: Entry, download: Download, settings: Settings) -> Node:
    form, file = download.form, download.file
    media_type = {"@id": f"{_IANA}/{form.media_type}", "@type": "dct:MediaType"}
    code = form.file_type
    return _said(
        {
            "@id": _name(package, entry, file.path),
            "@type": "dcat:Distribution",
            "dct:title": download.title,
            "dct:description": download.about,
            "dcat:accessURL": {"@id": link(settings, file.path), "@type": "rdfs:Resource"},
            "dcat:downloadURL": link(settings, file.path),
            "dcat:mediaType": media_type,
            "dcat:packageFormat": media_type if form is ARCHIVE else None,
            "dct:format": code and {"@id": f"{_EU}/file-type/{code}", "@type": "dct:MediaTypeOrExtent"},
            **_size(file),
            "dct:issued": entry["date"],
            "dct:license": _licence(package, entry),
            "dct:conformsTo": form.standard and {"@id": form.standard, "@type": "dct:Standard"},
        }
    )


def _size(file: File) -> Node:
    if not file.sha256:
        return {}
    checksum = {
        "@type": "spdx:Checksum",
        "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
        "spdx:checksumValue": file.sha256,
    }
    return {"dcat:byteSize": file.bytes, "spdx:checksum": checksum}


def _name(package: Listed, entry: Entry, path: str) -> str:
    return stable_id(package.name, entry["version"], path.removeprefix(package.path(entry, "")))


def _licence(package: Listed, entry: Entry) -> Node | None:
    paths = [licence["path"] for licence in package.licences(entry) if "path" in licence]
    return {"@id": paths[0], "@type": "dct:LicenseDocument"} if paths else None


def _provenance(source: Node) -> Node:
    licence = source.get("licence", source.get("terms"))
    said = [
        f"Read from: {source['title']}." + (f" {source['publisher']}." if "publisher" in source else ""),
        source.get("path", ""),
        f"Terms: {licence}" if licence else "",
        f"To be named as: {source['attribution']}" if "attribution" in source else "",
    ]
    return {"@type": "dct:ProvenanceStatement", "rdfs:label": " ".join(part for part in said if part)}


def _languages(codes: Iterable[str]) -> list[Node]:
    """ISO 639-1 codes as terms of the authority table Language, whose codes are those of ISO 639-3."""
    import pycountry

    known = (pycountry.languages.get(alpha_2=code) for code in dict.fromkeys(codes))
    return [
        {"@id": f"{_EU}/language/{language.alpha_3.upper()}", "@type": "dct:LinguisticSystem"}
        for language in known
        if language
    ]


def _has_country(package: Listed) -> bool:
    return "country" in package.descriptor.get("spatial", {})


def _country(code: str) -> Node:
    """A country of the authority table Country, or a place that has a name alone."""
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    place = {"@type": "dct:Location", "skos:prefLabel": country_name(code)}
    known = _NOT_ISO.get(code) or (country and country.alpha_3)
    return {"@id": f"{_EU}/country/{known}", **place} if known else place


def _said(node: Node) -> Node:
    """A node without the properties that nothing is known of."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
