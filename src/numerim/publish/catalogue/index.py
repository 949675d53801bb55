"""`catalog.json`: the packages, for Frictionless tools and for people.

It is a Data Package Catalog, as the recipe "Data Catalog" of the Data Package standard has it
(https://datapackage.org/recipes/data-catalog/): a Data Package with `profile` `data-package-catalog` whose resources
are Data Packages. The recipe is older than frictionless-py's `Catalog`, which reads `datasets` instead; both lists are
there, and what numerim says of a package beyond its place stands in `datasets`. `frictionless.Package` takes a profile
that it does not know for the path of a file, so in Python the file is opened with `frictionless.Catalog`.

A Data Package has at least one resource. Where there are no packages, only the empty `datasets` are left. A package of
which every release was withdrawn is among the `datasets` and says so.
"""

import json
from collections.abc import Sequence
from typing import Any

from numerim.declare.settings import Settings
from numerim.publish.catalogue import ABOUT, CATALOGUE, TITLE, Listed, link
from numerim.publish.forms import DESCRIPTOR

_NAME = "numerim"
_COPIED = {
    "keywords": (),
    "temporal": ("start", "end"),
    "spatial": ("country", "name", "units"),
    "licenses": ("name", "title", "path"),
}
"""What is copied from a descriptor, and the order of its keys, which must not depend on that of the descriptor."""


def render(packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
    """`catalog.json`."""
    listed = sorted(packages, key=lambda package: package.name)
    said: dict[str, Any] = {"name": _NAME, "id": CATALOGUE, "title": TITLE, "description": ABOUT}
    if any(package.stands for package in listed):
        said = {"$schema": "https://datapackage.org/profiles/2.0/datapackage.json", **said}
        said["profile"] = "data-package-catalog"
    if settings.base_url:
        said["homepage"] = settings.base_url
    if settings.publisher != _NAME:
        said["contributors"] = [{"title": settings.publisher, "roles": ["publisher"]}]
    said["datasets"] = [_dataset(package, settings) for package in listed]
    if "profile" in said:
        said["resources"] = [_resource(package, settings) for package in listed if package.stands]
    return {"catalog.json": json.dumps(said, ensure_ascii=False, indent=2) + "\n"}


def _dataset(package: Listed, settings: Settings) -> dict[str, Any]:
    said, latest = package.descriptor, package.latest
    archive = package.archive(latest)
    dataset: dict[str, Any] = {
        "name": package.name,
        "id": package.id,
        "title": said["title"],
        "description": said["description"],
    }
    if package.stands:
        dataset |= {
            "version": latest["version"],
            "date": latest["date"],
            "status": latest["status"],
        }
        for what in ("certified", "approved"):
            dataset |= {what: _in_order(latest[what], ("by", "at", "on"))} if what in latest else {}
        dataset["package"] = link(settings, package.path(latest, "datapackage.json"))
    dataset["versions"] = link(settings, f"{package.name}/versions.json")
    if package.withdrawn:
        told = ("by", "at", "because")
        dataset["withdrawn"] = [
            {"version": entry["version"], **{part: entry["withdrawn"][part] for part in told}}
            for entry in package.withdrawn
        ]
    if archive:
        dataset["archive"] = {
            "path": link(settings, archive.path),
            "bytes": archive.bytes,
            "hash": f"sha256:{archive.sha256}",
        }
    return dataset | {key: _in_order(said[key], first) for key, first in _COPIED.items() if key in said}


def _resource(package: Listed, settings: Settings) -> dict[str, Any]:
    path = package.path(package.latest, "datapackage.json")
    resource = {
        "name": package.name,
        "title": package.descriptor["title"],
        "path": link(settings, path),
        "profile": "data-package",
        "format": "json",
        "mediatype": DESCRIPTOR.media_type,
        "encoding": "utf-8",
    }
    for file in package.files:
        if file.path == path:
            resource |= {"bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
    return resource


def _in_order(value: Any, first: Sequence[str]) -> Any:
    """A value whose objects have some keys first, in their order, and then the others by name."""
    if isinstance(value, dict):
        keys = [key for key in first if key in value]
        return {key: _in_order(value[key], first) for key in [*keys, *sorted(value.keys() - set(keys))]}
    return [_in_order(each, first) for each in value] if isinstance(value, list) else value
