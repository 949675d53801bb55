"""A release of an election: made, and listed unless it has to wait; and what is listed, to compare with."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from numerim import disk
from numerim.declare.election import ElectionFile
from numerim.declare.house import House
from numerim.declare.listing import Publish
from numerim.declare.settings import Settings, read_settings
from numerim.errors import InputError, nearest
from numerim.publish import listing, waiting
from numerim.publish.difference import Side, difference
from numerim.publish.draft import Draft
from numerim.publish.making import SUMS, Before, make, touched
from numerim.publish.terms import permit
from numerim.publish.versions import Entry, announced, entry_of, latest_of, stands, versions
from numerim.publish.waiting import Waiting


@dataclass(frozen=True)
class Release:
    """What a call of `release` came to.

    Attributes:
        package: its name.
        version: the version that is now the latest, or that waits.
        folder: where that lies.
        digest: the SHA-256 of its `SHA256SUMS`, as `versions.json` has it.
        is_new: whether this call published it.
        summary: what changed, in a sentence; empty where nothing did.
        waits: why it waits, in words; empty where it does not.
        approve: the command that approves it, where it waits for that.
    """

    package: str
    version: str
    folder: Path
    digest: str
    is_new: bool
    summary: str = ""
    waits: str = ""
    approve: str = ""

    @property
    def standing(self) -> str:
        """What became of it, in a word: `new`, `unchanged`, `waits`."""
        return "waits" if self.waits else "new" if self.is_new else "unchanged"


def release(
    connection: duckdb.DuckDBPyConnection,
    house: House,
    file: ElectionFile,
    settings: Settings | None = None,
    state: int | None = None,
) -> Release:
    """Publish the schema `clean` of a database, unless the latest release says the same already, or it has to wait.

    The release is written beside its place, validated there, and then renamed into it, so that a crash leaves either
    the old state or the new one. Where it may have to wait it is made apart from `published/` (see `waiting`).

    Args:
        connection: the database.
        house: where things lie.
        file: what `election.yml` says.
        settings: what `numerim.yml` says; it is read where they are absent.
        state: the number of the state of inputs that the database was made from; None where none is kept.

    Raises:
        ContractError: frictionless does not accept the package.
        InputError: the package has no licence, the terms of a source do not allow it, the release before it is not
            as it was published, or the clock is before that.
        DiskError: the disk is full, or cannot be written to.
    """
    settings = settings or read_settings(house)
    permit(connection, file, settings)
    package, publish = file.election.id, file.election.publish
    with listing.alone(house, package) as home:
        listed = versions(home)
        apart = waiting.may_wait(publish, listed)
        folder = (house.unlisted / package if apart else home) / f".unfinished-{os.getpid()}"
        with disk.told(f"{house.shown(folder.parent)}/", folder):
            folder.mkdir(parents=True)
            draft = Draft(connection, file, folder, settings)
            entry = make(draft, before(home, listed))
            if entry and apart:
                one = waiting.let_wait(connection, house, folder, entry, listed, state)
                return _list_or_wait(house, one, publish)
            made = _unchanged(house, package) if entry is None else _listed(house, folder, entry)
        waiting.drop(house, package)
        listing.let_leave(house, package, publish)
        return made


def go_on_waiting(house: House, file: ElectionFile, digest: str) -> Release | None:
    """A release that waits and is still what would be published: listed, where it may be by now.

    Args:
        house: where things lie.
        file: what `election.yml` says.
        digest: the digest of the release, as `versions.json` has it.

    Returns:
        What became of it; None where another waits, or none, or it cannot follow what is listed.
    """
    package = file.election.id
    with listing.alone(house, package) as home:
        one = waiting.that_waits(house, package)
        if one is None or one.entry["digest"] != digest or not one.fits(versions(home)):
            return None
        if touched(one.folder(house), one.entry):
            return None
        return _list_or_wait(house, one, file.election.publish)


def _list_or_wait(house: House, one: Waiting, publish: Publish) -> Release:
    digest, summary = one.entry["digest"], one.entry["summary"]
    if why := one.holds(publish):
        command = one.to_approve(publish)
        return Release(one.package, one.version, one.folder(house), digest, False, summary, why, command)
    place = listing.put_waiting_into_list(house, one, publish)
    return Release(one.package, one.version, place, digest, True, summary)


def _listed(house: House, folder: Path, entry: Entry) -> Release:
    place = listing.put_into_list(house, folder, entry)
    return Release(folder.parent.name, entry["version"], place, entry["digest"], True, entry["summary"])


def _unchanged(house: House, package: str) -> Release:
    home = house.published / package
    latest = latest_of(versions(home))
    if latest is None:
        raise TypeError("what is unchanged is listed")
    return Release(package, latest["version"], home / latest["version"], latest["digest"], False)


def latest(home: Path) -> tuple[str, str, Path] | None:
    """The version, digest and folder of the latest release of a package; None where there is none, or one is not ended.

    Raises:
        InputError: it is not as it was published.
    """
    if not home.is_dir() or announced(home) or disk.left_over(home) or not (entry := latest_of(versions(home))):
        return None
    seen = _as_published(home, entry)
    return seen.version, entry["digest"], seen.folder


def before(home: Path, entries: Sequence[Entry]) -> Before | None:
    """What the next release of a package follows; None where there is nothing.

    Raises:
        InputError: the latest release that stands is not as it was published.
    """
    if not entries:
        return None
    for entry in entries:
        if (home / entry["version"]).is_dir() and touched(home / entry["version"], entry, ends=(SUMS,)):
            raise _touched(home, entry["version"], SUMS)
    number, latest = entries[-1]["version"], latest_of(entries)
    if latest is None:
        return Before(None, "", "", number)
    old = _as_published(home, latest)
    return Before(old, (old.folder / "CHANGELOG.md").read_text(encoding="utf-8"), latest["status"], number)


def _as_published(home: Path, entry: Entry) -> Side:
    """The latest release, to compare with; what is not as it was published must not go into another version.

    Raises:
        InputError: a file of it that counts is gone or was touched.
    """
    if wrong := touched(home / entry["version"], entry):
        raise _touched(home, entry["version"], wrong[0])
    return side(home, entry["version"])


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
    known = versions(house.published / package)
    names = [entry["version"] for entry in known]
    for version in (before, after):
        if version is not None:
            entry_of(package, known, version)
    stand = [entry["version"] for entry in known if stands(entry)]
    latest = latest_of(known)
    after = after or (latest["version"] if latest else (stand or names)[-1])
    if before is None:
        earlier = [name for name in names[: names.index(after)] if name in stand]
        before = earlier[-1] if earlier else None
    if before is not None and names.index(before) > names.index(after):
        raise InputError(f"{package} {before} {after}", "the first version comes after the second", "Exchange them.")
    new = _side_of(house, package, entry_of(package, known, after))
    if before and listing.folder_of(house, package, entry_of(package, known, before)) is None:
        said: dict[str, Any] = json.loads((new.folder / "diff.json").read_text(encoding="utf-8"))
        if said["from"] == before:  # that has left; the release says itself what it changed
            return said
    old = _side_of(house, package, entry_of(package, known, before)) if before else None
    return {"package": package, "from": before, "to": after, **difference(old, new)}


def _side_of(house: House, package: str, entry: Entry) -> Side:
    """A release as one side of a comparison, also one that was withdrawn.

    Raises:
        InputError: its folder is not there any more.
    """
    folder = listing.folder_of(house, package, entry)
    if folder is None:
        again = f" --as-of {entry['left']['as_of']}" if "left" in entry else ""
        cure = f"`numerim release {package}{again}` makes it again." if again else "It was withdrawn."
        raise InputError(f"{package} {entry['version']}", "its folder is not here any more", cure)
    return side(folder.parent, entry["version"])
