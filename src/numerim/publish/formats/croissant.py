"""`croissant.json`: the tables in Croissant 1.1, the vocabulary of MLCommons, which loaders of machine learning read.

Each table that has a row is a record set over its CSV, or over its Parquet files where it is large, with its key and
the type and meaning of each column. Files are named relative to this one, so that a copy of the release loads without a
host; a CSV with its SHA-256 (`SHA256SUMS` has those of all).
"""

import json
from typing import Any, Final

from numerim.publish.contract import frictionless_type
from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import Form
from numerim.schemas.table import tables

STAGE: Final[Stage] = "made"
FORMS: Final = (
    Form(
        "croissant.json",
        "Croissant",
        "Describes the tables for loaders of machine learning (MLCommons Croissant).",
        "application/ld+json",
        file_type="JSON_LD",
        standard="http://mlcommons.org/croissant/1.1",
    ),
)

_CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context of the specification, as it asks for it in every file."""
_TYPES: Final = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "date": "sc:Date"}


def export(draft: Draft) -> None:
    """Write the description."""
    said = draft.descriptor
    filled = [resource for resource in said["resources"] if resource["rows"]]
    content: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "@id": said["id"],
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        **({"sameAs": draft.doi} if draft.doi else {}),
        "name": draft.package,
        "alternateName": said["title"],
        "description": said["description"],
        "url": draft.page or "README.md",
        "license": draft.licence.url or draft.licence.name,
        "citeAs": draft.citation,
        "creator": {"@type": "sc:Organization", "name": draft.settings.publisher},
        "publisher": {"@type": "sc:Organization", "name": draft.settings.publisher},
        "datePublished": draft.as_of.isoformat(),
        "version": draft.version,
        "inLanguage": "en",
        "keywords": said["keywords"],
        "temporalCoverage": "{start}/{end}".format(**said["temporal"]),
        "distribution": [_file(resource) for resource in filled],
        "recordSet": [_record_set(resource) for resource in filled],
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (draft.folder / "croissant.json").write_text(text + "\n", encoding="utf-8")


def _file(resource: dict[str, Any]) -> dict[str, Any]:
    if "parts" in resource:
        return {
            "@type": "cr:FileSet",
            "@id": f"data/{resource['name']}",
            "name": f"data/{resource['name']}",
            "description": resource["description"],
            "encodingFormat": "application/vnd.apache.parquet",
            "includes": f"data/{resource['name']}/*.parquet",
        }
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["description"],
        "contentUrl": resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": "text/csv",
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _record_set(resource: dict[str, Any]) -> dict[str, Any]:
    name = resource["name"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["description"],
        "key": [{"@id": f"{name}/{column}"} for column in resource["schema"]["primaryKey"]],
        "field": [_field(resource, field) for field in resource["schema"]["fields"]],
    }


def _field(resource: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    table, column = resource["name"], field["name"]
    spec = tables()[table].to_schema().columns[column]
    unit = f" Unit: {field['unit']}." if "unit" in field else ""
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column}",
        "name": f"{table}/{column}",
        "description": f"{field['description']}{unit}",
        "dataType": _TYPES[frictionless_type(spec.dtype)],
        "source": {**_files_of(resource), "extract": {"column": column}},
    }


def _files_of(resource: dict[str, Any]) -> dict[str, Any]:
    if "parts" in resource:
        return {"fileSet": {"@id": f"data/{resource['name']}"}}
    return {"fileObject": {"@id": resource["path"]}}
