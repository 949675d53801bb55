"""The catalogue of all packages: one file, one way to list them, found by its name.

Every module has `render(packages, settings)`, which gives the files that it makes: the path under `published/` -> the
text. They follow from what is published and from `numerim.yml` alone, so that `numerim verify` can make them again and
compare. Links in them are absolute where `numerim.yml` has a `base_url`, and else relative to the file that they stand
in.
"""

import fnmatch
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import PurePosixPath
from pkgutil import iter_modules
from typing import Any, Protocol, cast
from urllib.parse import quote

from numerim.declare.settings import Settings
from numerim.publish.formats import forms
from numerim.publish.forms import ARCHIVE, DESCRIPTOR, Form
from numerim.publish.stable import stable_id
from numerim.publish.versions import Entry, latest_of, stands

TITLE = "Election results with their sources and doubts"
ABOUT = (
    "Results of elections, read from published sources: every figure with the place it was read from, the doubts about "
    "it, and the rules it was held against. One Frictionless Data Package per election, in numbered versions."
)
CATALOGUE = stable_id("catalog.json")
"""The identifier of the catalogue. Names of packages have no dot, so none of them has the same."""


@dataclass(frozen=True)
class File:
    """A file of a release.

    Attributes:
        path: where it lies, from `published/`.
        bytes: its size.
        sha256: of its bytes.
    """

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Listed:
    """A package as the catalogue knows it.

    Attributes:
        name: its name.
        versions: its releases, the oldest first, as `versions.json` lists them.
        descriptor: what the `datapackage.json` of the latest one says.
        files: the files of the latest one, in the order of their paths.
        former: the licences of the releases before it, by version, as their descriptors state them.
    """

    name: str
    versions: tuple[Entry, ...]
    descriptor: dict[str, Any]
    files: tuple[File, ...]
    former: Mapping[str, list[dict[str, str]]] = field(default_factory=dict)

    def licences(self, entry: Entry) -> list[dict[str, str]]:
        """The licences of a release, which may have others than the latest one."""
        said: list[dict[str, str]] = self.former.get(entry["version"], self.descriptor.get("licenses", []))
        return said

    @property
    def id(self) -> str:
        """An identifier that stays the same whatever the version and wherever the files lie (RFC 9562, version 5)."""
        return stable_id(self.name)

    @property
    def latest(self) -> Entry:
        """The entry of the latest release that was not withdrawn; of the last one where all were."""
        return latest_of(self.versions) or self.versions[-1]

    @property
    def stands(self) -> bool:
        """Whether there is a release that was not withdrawn."""
        return stands(self.latest)

    @property
    def withdrawn(self) -> list[Entry]:
        """The releases that were withdrawn."""
        return [entry for entry in self.versions if not stands(entry)]

    def path(self, entry: Entry, name: str) -> str:
        """Where a file of a release lies, from `published/`."""
        return f"{self.name}/{entry['version']}/{name}"

    def archive(self, entry: Entry) -> File | None:
        """A release as one file, where that can be had; releases before numerim 0.3.0 have none."""
        said = entry.get("archive") if is_there(entry) else None
        return File(f"{self.name}/{said['path']}", said["bytes"], said["hash"].partition(":")[2]) if said else None

    def tables(self) -> Iterator[dict[str, Any]]:
        """The resources of the latest release that have a row."""
        return (table for table in self.descriptor["resources"] if table.get("rows") != 0)


def is_there(entry: Entry) -> bool:
    """Whether the files of a release lie under `published/`."""
    return stands(entry) and "left" not in entry


def told_withdrawn(entry: Entry) -> str:
    """That a release was withdrawn, in a sentence; who and why are as they were said."""
    return "Withdrawn by {by} at {at}: {because}".format(**entry["withdrawn"])


@dataclass(frozen=True)
class Download:
    """A file in which somebody may want the data of a package.

    Attributes:
        file: the file.
        title: what it is.
        about: what is in it.
        form: what its format says of it.
    """

    file: File
    title: str
    about: str
    form: Form


class Catalogue(Protocol):
    """A way to list the packages."""

    def render(self, packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
        """The files: path under `published/` -> text."""
        ...


def render(packages: Sequence[Listed], settings: Settings | None = None) -> dict[str, str]:
    """All files of the catalogue: path under `published/` -> text.

    Args:
        packages: what is published.
        settings: what `numerim.yml` says.
    """
    settings = settings or Settings()
    files: dict[str, str] = {}
    for module in sorted(iter_modules(__path__), key=lambda m: m.name):
        made = cast(Catalogue, import_module(f"{__name__}.{module.name}")).render(packages, settings)
        if twice := files.keys() & made.keys():
            raise RuntimeError(f"two modules of the catalogue make {', '.join(sorted(twice))}")
        files |= made
    return files


def downloads(package: Listed) -> list[Download]:
    """What the latest release can be had as: the whole first, then its tables that have a row.

    Of the whole, the archive and the descriptor go first, then what any program of the media type opens, then what
    follows a standard of its own.
    """
    latest = package.latest
    if not package.stands:
        return []
    files = {file.path: file for file in package.files}
    found = [Download(archive, ARCHIVE.title, ARCHIVE.about, ARCHIVE) if (archive := package.archive(latest)) else None]
    every = [form for form in forms() if form not in (ARCHIVE, DESCRIPTOR)]
    wholes = sorted((form for form in every if not form.of_tables), key=lambda form: bool(form.standard))
    for form in (DESCRIPTOR, *wholes):
        path = package.path(latest, form.named(package.name, latest["version"]))
        for one in fnmatch.filter(sorted(files), path):
            title = f"{form.title}: {PurePosixPath(one).name}" if form.of_several else form.title
            found.append(Download(files[one], title, form.about, form))
    for form in (form for form in every if form.of_tables):
        for table in package.tables():
            path = package.path(latest, form.named(package.name, latest["version"], table["name"]))
            for one in [path] if path in files else _parts_of(path, files):
                title = f"{table.get('title') or table['name']} ({form.title})"
                title = title if one == path else f"{title[:-1]}, part {int(PurePosixPath(one).stem)})"
                found.append(Download(files[one], title, table.get("description", ""), form))
    return [download for download in found if download]


def _parts_of(path: str, files: Mapping[str, File]) -> list[str]:
    """The parts of a large table, by the path of the file that one that is not large has."""
    stem, _, ending = path.rpartition(".")
    return sorted(one for one in files if one.startswith(f"{stem}/") and one.endswith(f".{ending}"))


def link(settings: Settings, path: str, home: str = "") -> str:
    """A path as an address, or where `base_url` is not known as a relative reference (RFC 3986, section 4.2).

    Args:
        settings: what `numerim.yml` says.
        path: a path from `published/`.
        home: the folder under `published/` in which the file lies that has the link.
    """
    if settings.base_url:
        return settings.address(path)
    return quote(path.removeprefix(f"{home}/") if home in ("", path.partition("/")[0]) else f"../{path}")


def embeddable(document: dict[str, Any]) -> str:
    """A document as JSON that no `<script>` element of HTML can be closed with (JSON-LD 1.1, section 7.3)."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text + "\n"
