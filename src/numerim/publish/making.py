"""A release is made whole: its files, its version, its digests and its archive, wherever it will lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from numerim import doing
from numerim.publish.descriptor import addresses, descriptor
from numerim.publish.difference import Side, difference, next_version
from numerim.publish.difference.told import changelog, laid_out
from numerim.publish.draft import Draft
from numerim.publish.formats import exporters
from numerim.publish.formats.archive import archive_path
from numerim.publish.gate import pass_gate
from numerim.publish.large import is_of_table
from numerim.publish.signature import sign
from numerim.publish.versions import Entry, json_lines, today
from numerim.schemas.table import about, tables

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
SUMS = "SHA256SUMS"
_FIELDS = 5
"""Levels of `datapackage.json` above the fields, which have a line each."""


@dataclass(frozen=True)
class Before:
    """What a release follows.

    Attributes:
        side: the latest release that stands, to compare with; None where all were withdrawn.
        log: its `CHANGELOG.md`.
        status: how far the count was in it; empty where there is none.
        number: the highest version that was ever taken.
    """

    side: Side | None
    log: str
    status: str
    number: str


def make(draft: Draft, before: Before | None) -> Entry | None:
    """Make a release in the folder of a draft, unless it says the same as the one before.

    Returns:
        What `versions.json` is to say of it; None where there is nothing new.

    Raises:
        ContractError: the package is not valid.
        InputError: it is to be signed, and cannot be.
    """
    doing.at("writing the release", 0, len(exporters()) - len(exporters("packed")) - len(exporters("whole")))
    write_tables(draft)
    old = before.side if before else None
    changes = difference(old, Side("", draft.folder, draft.descriptor))
    if old and changes["level"] == "none":
        return None
    draft.version = next_version(before.number if before else None, changes["level"])
    describe(draft)
    said = {"package": draft.package, "from": old.version if old else None, "to": draft.version, **changes}
    (draft.folder / "diff.json").write_text(laid_out(said), encoding="utf-8")
    (draft.folder / "CHANGELOG.md").write_text(changelog(said, before.log if before else ""), encoding="utf-8")
    for exporter in (*exporters("made"), *exporters("told")):
        exporter.export(draft)
        doing.more()
    digest = _write_sums(draft.folder)
    doing.at("checking the release")
    pass_gate(draft.folder / "datapackage.json")
    sign(draft.folder / SUMS, draft.package, draft.version, draft.settings)
    beside = {path for path in draft.folder.rglob("*") if path.is_file()}
    doing.at("packing the release", 0, len(exporters("packed")) + len(exporters("whole")))
    for exporter in exporters("packed"):
        exporter.export(draft)
        doing.more()
    packed = [path for path in draft.folder.rglob("*") if path.is_file() and path not in beside]
    for exporter in exporters("whole"):
        exporter.export(draft)
        doing.more()
    for path in packed:
        path.unlink()
    entry = {
        "version": draft.version,
        "date": today(),
        "status": _status(draft, before.status if before else "", changes),
        "level": changes["level"],
        "summary": changes["summary"],
        "digest": f"sha256:{digest}",
        "archive": _archive(draft),
    }
    certified = draft.descriptor.get("certified")
    return entry | ({"certified": certified} if certified else {})


def write_tables(draft: Draft) -> None:
    """Write the tables of a release, and know what its `datapackage.json` will say."""
    for exporter in exporters("data"):
        exporter.export(draft)
        doing.more()
    draft.descriptor = descriptor(draft)


def describe(draft: Draft) -> None:
    """Write the `datapackage.json` of a release whose version is known."""
    head = {"$schema": SCHEMA, "name": draft.package, "version": draft.version}
    described = json_lines(head | addresses(draft) | draft.descriptor, _FIELDS)
    (draft.folder / "datapackage.json").write_text(described + "\n", encoding="utf-8")


def touched(folder: Path, entry: Entry, ends: Sequence[str] = ("",)) -> list[str]:
    """The files of a release that are gone or not as they were made.

    Args:
        folder: where it lies.
        entry: what `versions.json` says of it.
        ends: with what the names of the files end that are looked at.
    """
    sums = folder / SUMS
    known = sums.read_bytes() if sums.is_file() else b""
    if f"sha256:{sha256(known).hexdigest()}" != entry["digest"]:
        return [SUMS]
    lines = [line.partition("  ") for line in known.decode().splitlines()]
    files = {name: digest for digest, _, name in lines if name.endswith(tuple(ends))}
    if "" in ends and (archive := entry.get("archive")):
        files[archive["path"].partition("/")[2]] = archive["hash"].removeprefix("sha256:")
    return [name for name, digest in files.items() if not _is(folder / name, digest)]


def _is(path: Path, digest: str) -> bool:
    """Whether a file has its bytes; git does not carry databases, which are in the archive."""
    if not path.is_file():
        return path.suffix == ".duckdb"
    return digest_of(path) == digest


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def tables_digest(folder: Path) -> str:
    """A digest of what the tables of a release say, whatever its version; see `Entry`, `withdrawn`."""
    lines = (folder / SUMS).read_text("utf-8").splitlines()
    data = sorted(line for line in lines if is_of_table(line.partition("  ")[2]))
    return f"sha256:{sha256(chr(10).join(data).encode()).hexdigest()}"


def _status(draft: Draft, before: str, changes: dict[str, Any]) -> str:
    """How far the count is; `corrected` where this release changes figures of a count that had ended."""
    status = draft.file.election.status
    stated: dict[str, tuple[str, ...]] = {
        name: (about(model).states,) for name, model in tables().items() if about(model).states
    }
    stated["selections"] = ("candidate", "party_id", "coalition_id")
    figures = any(
        table.get("removed") or any(change["field"] in stated[name] for change in table.get("changed", ()))
        for name, table in changes["resources"].items()
        if name in stated
    )
    return "corrected" if status == "final" and before in ("final", "corrected") and figures else status


def _archive(draft: Draft) -> dict[str, Any]:
    path = archive_path(draft.folder, draft.package, draft.version)
    return {
        "path": f"{draft.version}/{path.name}",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest_of(path)}",
    }


def _write_sums(folder: Path) -> str:
    """Write `SHA256SUMS` over every file; give its own digest."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    lines = [f"{digest_of(p)}  {p.relative_to(folder).as_posix()}" for p in files]
    text = "\n".join(lines) + "\n"
    (folder / SUMS).write_text(text, encoding="utf-8")
    return sha256(text.encode()).hexdigest()
