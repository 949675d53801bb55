"""A version, its place on disk, and how it gets there."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from numerim import disk
from numerim.declare.election import ElectionFile
from numerim.declare.house import House
from numerim.declare.settings import Settings, read_settings
from numerim.errors import InputError, nearest
from numerim.publish.contract import ContractError
from numerim.publish.descriptor import addresses, descriptor
from numerim.publish.difference import Side, difference, next_version
from numerim.publish.difference.told import changelog, laid_out
from numerim.publish.draft import Draft
from numerim.publish.formats import exporters
from numerim.publish.formats.archive import archive_path
from numerim.publish.gate import pass_gate
from numerim.publish.terms import permit
from numerim.publish.versions import (
    ANNOUNCED,
    BEHIND,
    Entry,
    announced,
    day_after,
    index_of,
    json_lines,
    json_text,
    versions,
)
from numerim.schemas.table import about, tables

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_FIELDS = 5
"""Levels of `datapackage.json` above the fields, which have a line each."""


@dataclass(frozen=True)
class Release:
    """What a call of `release` came to.

    Attributes:
        package: its name.
        version: the version that is now the latest.
        folder: where that lies.
        is_new: whether this call published it.
        summary: what changed, in a sentence; empty where nothing did.
    """

    package: str
    version: str
    folder: Path
    is_new: bool
    summary: str = ""


def release(
    connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile, settings: Settings | None = None
) -> Release:
    """Publish the schema `clean` of a database, unless the latest release says the same already.

    The release is written beside its place, validated there, and then renamed into it, so that a crash leaves either
    the old state or the new one.

    Args:
        connection: the database.
        house: where things lie.
        file: what `election.yml` says.
        settings: what `numerim.yml` says; it is read where they are absent.

    Raises:
        ContractError: frictionless does not accept the package.
        InputError: the package has no licence, the terms of a source do not allow it, the release before it is not
            as it was published, or the clock is before that.
        DiskError: the disk is full, or cannot be written to.
    """
    settings = settings or read_settings(house)
    permit(connection, file, settings)
    home = house.published / file.election.id
    draft = Draft(connection, file, home / f".unfinished-{os.getpid()}", settings)
    with disk.alone(home / ".lock"), disk.told(f"{house.shown(home)}/", draft.folder):
        if announced(home):
            disk.take_place(home / ANNOUNCED, home / "versions.json")
        disk.clear(disk.left_over(home))
        draft.folder.mkdir()
        return _publish(draft, home)


def _publish(draft: Draft, home: Path) -> Release:
    for exporter in exporters("data"):
        exporter.export(draft)
    draft.descriptor = descriptor(draft)
    listed = versions(home)
    for entry in (one for one in listed[:-1] if (home / one["version"]).is_dir()):
        _see_sums(home, entry)
    old = _before(home, listed[-1]) if listed else None
    changes = difference(old, Side("", draft.folder, draft.descriptor))
    if old and changes["level"] == "none":
        return Release(draft.package, old.version, old.folder, is_new=False)
    day = day_after(listed)
    draft.version = next_version(old.version if old else None, changes["level"])
    head = {"$schema": SCHEMA, "name": draft.package, "version": draft.version}
    described = json_lines(head | addresses(draft) | draft.descriptor, _FIELDS)
    (draft.folder / "datapackage.json").write_text(described + "\n", encoding="utf-8")
    said = {"package": draft.package, "from": old.version if old else None, "to": draft.version, **changes}
    (draft.folder / "diff.json").write_text(laid_out(said), encoding="utf-8")
    before = (old.folder / "CHANGELOG.md").read_text(encoding="utf-8") if old else ""
    (draft.folder / "CHANGELOG.md").write_text(changelog(said, before), encoding="utf-8")
    for exporter in (*exporters("made"), *exporters("told")):
        exporter.export(draft)
    digest = _write_sums(draft.folder)
    pass_gate(draft.folder / "datapackage.json")
    beside = {path for path in draft.folder.rglob("*") if path.is_file()}
    for exporter in exporters("packed"):
        exporter.export(draft)
    packed = [path for path in draft.folder.rglob("*") if path.is_file() and path not in beside]
    for exporter in exporters("whole"):
        exporter.export(draft)
    for path in packed:
        path.unlink()
    entry = {
        "version": draft.version,
        "date": day,
        "status": _status(draft, listed, changes),
        "level": changes["level"],
        "summary": changes["summary"],
        "digest": f"sha256:{digest}",
        "archive": _archive(draft),
    }
    place = home / draft.version
    if place.exists():
        _adopt(place, digest)
    (home.parent / BEHIND).touch()
    _write_json(home / ANNOUNCED, index_of(draft.package, [*listed, entry]))
    disk.sync(home / ANNOUNCED)
    if not place.exists():
        _sync(draft.folder)
        draft.folder.rename(place)
        disk.sync(home)
    disk.take_place(home / ANNOUNCED, home / "versions.json")
    return Release(draft.package, draft.version, place, is_new=True, summary=changes["summary"])


def latest(home: Path) -> tuple[str, str, Path] | None:
    """The version, digest and folder of the latest release of a package; None where there is none, or one is not ended.

    Raises:
        InputError: it is not as it was published.
    """
    if not home.is_dir() or announced(home) or disk.left_over(home) or not (listed := versions(home)):
        return None
    before = _before(home, listed[-1])
    return before.version, listed[-1]["digest"], before.folder


def _before(home: Path, entry: Entry) -> Side:
    """The latest release, to compare with; what is not as it was published must not go into another version.

    Raises:
        InputError: a file of it that counts is gone or was touched.
    """
    version = entry["version"]
    for digest, _, name in (line.partition("  ") for line in _see_sums(home, entry).splitlines()):
        path = home / version / name
        is_here = path.is_file()
        if is_here and sha256(path.read_bytes()).hexdigest() != digest:
            raise _touched(home, version, name)
        if not is_here and path.suffix != ".duckdb":  # git does not carry these, the archive does
            raise _touched(home, version, name)
    return side(home, version)


def _see_sums(home: Path, entry: Entry) -> str:
    """What `SHA256SUMS` of a release says, which must be as it was published."""
    sums = home / entry["version"] / "SHA256SUMS"
    known = sums.read_bytes() if sums.is_file() else b""
    if f"sha256:{sha256(known).hexdigest()}" != entry["digest"]:
        raise _touched(home, entry["version"], sums.name)
    return known.decode()


def _touched(home: Path, version: str, name: str) -> InputError:
    return InputError(
        f"{home.parent.name}/{home.name}/{version}/{name}",
        "it is not as it was published, so no version can follow it",
        "Restore it; `numerim verify` names everything that was touched.",
    )


def side(home: Path, version: str) -> Side:
    """A published release as one side of a comparison.

    Args:
        home: the folder of the package.
        version: the version.
    """
    folder = home / version
    said: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return Side(version, folder, said)


def difference_of(house: House, package: str, before: str | None, after: str | None) -> dict[str, Any]:
    """What changed between two published versions, as `diff.json` has it.

    Args:
        house: where things lie.
        package: the package.
        before: a version; the one that was published before `after` where absent.
        after: a version; the latest where absent.

    Raises:
        InputError: there is no such package or version.
    """
    homes = [index.parent.name for index in sorted(house.published.glob("*/versions.json"))]
    if package not in homes:
        raise InputError(package, "there is no such package", nearest(package, homes))
    home = house.published / package
    known = [entry["version"] for entry in versions(home)]
    for version in (before, after):
        if version is not None and version not in known:
            raise InputError(f"{package} {version}", "there is no such version", f"Versions: {', '.join(known)}.")
    after = after or known[-1]
    if before is None:
        before = known[known.index(after) - 1] if known.index(after) else None
    if before is not None and known.index(before) > known.index(after):
        raise InputError(f"{package} {before} {after}", "the first version comes after the second", "Exchange them.")
    changes = difference(side(home, before) if before else None, side(home, after))
    return {"package": package, "from": before, "to": after, **changes}


def _status(draft: Draft, listed: list[Entry], changes: dict[str, Any]) -> str:
    """How far the count is; `corrected` where this release changes figures of a count that had ended."""
    status = draft.file.election.status
    ended = bool(listed) and listed[-1]["status"] in ("final", "corrected")
    stated: dict[str, tuple[str, ...]] = {
        name: (about(model).states,) for name, model in tables().items() if about(model).states
    }
    stated["selections"] = ("candidate", "party_id", "coalition_id")
    figures = any(
        table.get("removed") or any(change["field"] in stated[name] for change in table.get("changed", ()))
        for name, table in changes["resources"].items()
        if name in stated
    )
    return "corrected" if status == "final" and ended and figures else status


def _archive(draft: Draft) -> dict[str, Any]:
    path = archive_path(draft.folder, draft.package, draft.version)
    content = path.read_bytes()
    return {
        "path": f"{draft.version}/{path.name}",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }


def _adopt(place: Path, digest: str) -> None:
    """Take over a release that a crash left in its place before it was listed; it must be the one made now.

    Raises:
        ContractError: it is another one. A version never changes, so it is not replaced.
    """
    sums = place / "SHA256SUMS"
    if not sums.is_file() or sha256(sums.read_bytes()).hexdigest() != digest:
        raise ContractError(
            f"{place.name} of {place.parent.name} lies in {place.parent.parent.name}/ but is not in versions.json, and "
            "is not what would be published now; restore versions.json or move the folder away"
        )


def _write_sums(folder: Path) -> str:
    """Write `SHA256SUMS` over every file; give its own digest."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    lines = [f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}" for p in files]
    text = "\n".join(lines) + "\n"
    (folder / "SHA256SUMS").write_text(text, encoding="utf-8")
    return sha256(text.encode()).hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json_text(content), encoding="utf-8")


def _sync(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder, folder.parent]:
        disk.sync(path)
