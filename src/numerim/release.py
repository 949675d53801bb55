"""A version, its place on disk, and how it gets there."""

import fcntl
import json
import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb

from numerim.contract import ContractError
from numerim.descriptor import descriptor
from numerim.diff import diff, next_version
from numerim.draft import Draft
from numerim.election import ElectionFile
from numerim.exporters import exporters
from numerim.exporters.duckdb import build
from numerim.gate import pass_gate
from numerim.house import House

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True)
class Release:
    """What a call of `release` came to.

    Attributes:
        package: its name.
        version: the version that is now the latest.
        folder: where that lies.
        is_new: whether this call published it.
    """

    package: str
    version: str
    folder: Path
    is_new: bool


def release(connection: duckdb.DuckDBPyConnection, house: House, file: ElectionFile) -> Release:
    """Publish the schema `clean` of a database, unless the latest release says the same already.

    The release is written beside its place, validated there, and then renamed into it, so that a crash leaves either
    the old state or the new one.

    Raises:
        ContractError: frictionless does not accept the package.
        OSError: the disk.
    """
    home = house.published / file.election.id
    home.mkdir(parents=True, exist_ok=True)
    draft = Draft(connection, file, home / f".unfinished-{os.getpid()}")
    with (home / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one release of a package at a time
        for left_over in home.glob(".unfinished-*"):
            shutil.rmtree(left_over)
        draft.folder.mkdir()
        try:
            return _publish(draft, home)
        finally:
            shutil.rmtree(draft.folder, ignore_errors=True)


def versions(home: Path) -> list[dict[str, str]]:
    """The releases of a package, the oldest first: what `versions.json` lists."""
    index = home / "versions.json"
    listed: list[dict[str, str]] = json.loads(index.read_text(encoding="utf-8"))["versions"] if index.is_file() else []
    return listed


def _publish(draft: Draft, home: Path) -> Release:
    for exporter in exporters("data"):
        exporter.export(draft)
    draft.descriptor = descriptor(draft)
    listed = versions(home)
    latest = listed[-1]["version"] if listed else None
    old_folder = home / latest if latest else None
    old = _descriptor_of(old_folder) if old_folder else None
    changes = diff(old, old_folder, draft.descriptor, draft.folder)
    if latest and old_folder and changes["level"] == "none":
        if not (old_folder / f"{draft.package}.duckdb").is_file():
            build(old_folder, draft.package)
        return Release(draft.package, latest, old_folder, is_new=False)
    draft.version = next_version(latest, changes["level"])
    _write_json(draft.folder / "datapackage.json", {"$schema": SCHEMA, "version": draft.version, **draft.descriptor})
    _write_json(draft.folder / "diff.json", {"from": latest, "to": draft.version, **changes})
    _write_changelog(draft, old_folder, changes)
    for exporter in exporters("made"):
        exporter.export(draft)
    digest = _write_sums(draft.folder)
    pass_gate(draft.folder / "datapackage.json")
    place = home / draft.version
    if place.exists():
        _adopt(place, digest)
    else:
        _sync(draft.folder)
        draft.folder.rename(place)
    entry = {"version": draft.version, "status": draft.file.election.status, "digest": f"sha256:{digest}"}
    _write_json_atomically(home / "versions.json", {"package": draft.package, "versions": [*listed, entry]})
    return Release(draft.package, draft.version, place, is_new=True)


def _adopt(place: Path, digest: str) -> None:
    """Take over a release that a crash left in its place before it was listed; it must be the one made now.

    Raises:
        ContractError: it is another one. A version never changes, so it is not replaced.
    """
    sums = place / "SHA256SUMS"
    if not sums.is_file() or sha256(sums.read_bytes()).hexdigest() != digest:
        raise ContractError(
            f"{place.name} of {place.parent.name} lies in published/ but is not in versions.json, and is not what "
            "would be published now; restore versions.json or move the folder away"
        )


def _descriptor_of(folder: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {key: value for key, value in said.items() if key not in ("$schema", "version")}


def _write_changelog(draft: Draft, old_folder: Path | None, changes: dict[str, Any]) -> None:
    lines = [f"## {draft.version}", ""]
    if old_folder is None:
        lines.append("- The first release.")
    lines += [f"- {change}" for change in changes["schema"]]
    for name, rows in changes["resources"].items():
        told = [f"{len(rows[kind])} {word}" for kind, word in _WORDS.items() if rows.get(kind)]
        lines.append(f"- {name}: {'new' if rows.get('new') else ', '.join(told)}")
    if changes["metadata"]:
        lines.append(f"- described otherwise: {', '.join(changes['metadata'])}")
    before = (old_folder / "CHANGELOG.md").read_text(encoding="utf-8").split("\n", 2)[2] if old_folder else ""
    text = "\n".join([f"# Changes of {draft.package}", "", *lines, ""]) + (f"\n{before}" if before else "")
    (draft.folder / "CHANGELOG.md").write_text(text, encoding="utf-8")


_WORDS = {"added": "rows added", "removed": "rows removed", "changed": "values changed"}


def _write_sums(folder: Path) -> str:
    """Write `SHA256SUMS` over every file but the database; give its own digest."""
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".duckdb")
    lines = [f"{sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}" for p in files]
    text = "\n".join(lines) + "\n"
    (folder / "SHA256SUMS").write_text(text, encoding="utf-8")
    return sha256(text.encode()).hexdigest()


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _write_json_atomically(path: Path, content: dict[str, Any]) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    _write_json(unfinished, content)
    _sync_file(unfinished)
    unfinished.replace(path)
    _sync_file(path.parent)


def _sync(folder: Path) -> None:
    for path in [*(p for p in folder.rglob("*")), folder, folder.parent]:
        _sync_file(path)


def _sync_file(path: Path) -> None:
    descriptor_number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor_number)
    finally:
        os.close(descriptor_number)
