"""What is listed of a package in `versions.json`, and what a person decides of that: approved, withdrawn.

Everything here happens under the lock of the package, and becomes true with one rename of `versions.json`. What comes
before that is undone by the next run if a crash ends it, and what comes after is completed: see `put_in_order`.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from numerim import disk
from numerim.declare.house import House
from numerim.declare.listing import Publish
from numerim.errors import InputError
from numerim.fetch import states
from numerim.publish import waiting
from numerim.publish.contract import ContractError
from numerim.publish.making import SUMS, tables_digest, touched
from numerim.publish.versions import (
    ANNOUNCED,
    BEHIND,
    Entry,
    announced,
    day_after,
    entry_of,
    index_of,
    json_text,
    latest_of,
    now,
    stands,
    today,
    versions,
)
from numerim.publish.waiting import Waiting

WITHDRAWN = "withdrawn"


@contextmanager
def alone(house: House, package: str) -> Iterator[Path]:
    """Hold the lock of a package, whose folder is given, in order."""
    home: Path = house.published / package
    with disk.alone(home / ".lock"), disk.told(f"{house.shown(home)}/"):
        put_in_order(house, package)
        yield home


def put_in_order(house: House, package: str) -> None:
    """Complete what a run that was cut off had made true of a package, and clear what it had not."""
    home = house.published / package
    if announced(home):
        disk.take_place(home / ANNOUNCED, home / "versions.json")
    disk.clear(disk.left_over(home))
    entries = versions(home)
    for entry in entries:
        if (home / entry["version"]).exists():
            if not stands(entry):
                _move(home / entry["version"], aside(house, package, entry["version"]))
            elif "left" in entry:
                _remove(home / entry["version"])
    one = waiting.that_waits(house, package)
    if one and one.state is not None and any(entry["digest"] == one.entry["digest"] for entry in entries):
        states.record_release(house, package, one.state, one.version, one.entry["digest"])
    waiting.tidy(house, package, entries)


def is_in_order(house: House, package: str) -> bool:
    """Whether nothing is left of a run that was cut off, as far as one sees without the lock."""
    home = house.published / package
    if announced(home) or disk.left_over(home) or disk.left_over(house.unlisted / package):
        return False
    gone = (entry["version"] for entry in versions(home) if not stands(entry) or "left" in entry)
    return not any((home / version).exists() for version in gone)


def aside(house: House, package: str, version: str) -> Path:
    """Where a release lies that was withdrawn."""
    return house.unlisted / package / WITHDRAWN / version


def folder_of(house: House, package: str, entry: Entry) -> Path | None:
    """Where a release lies; None where it does not any more."""
    at = house.published / package / entry["version"] if stands(entry) else aside(house, package, entry["version"])
    return at if at.is_dir() else None


def put_into_list(house: House, folder: Path, entry: Entry) -> Path:
    """List a release that was made beside its place; give its place.

    Args:
        house: where things lie.
        folder: where it was made, in the folder of the package.
        entry: what `versions.json` is to say of it.

    Raises:
        ContractError: another release lies in its place.
    """
    home = folder.parent
    place: Path = home / entry["version"]
    if place.exists():
        _adopt(place, entry["digest"])
    else:
        disk.sync_whole(folder)
    listed = versions(home)
    entries = [*listed, entry | {"date": day_after(listed)}]
    _write_list(house, home, entries, lambda: None if place.exists() else _take(folder, place))
    return place


def put_waiting_into_list(house: House, one: Waiting, publish: Publish) -> Path:
    """List a release that waits, byte for byte as it waited; give its place.

    Raises:
        InputError: it does not follow what is listed any more, or was touched.
    """
    home = house.published / one.package
    folder, entry = one.folder(house), one.entry
    _see_it(house, one, versions(home))
    unfinished = home / f".unfinished-{os.getpid()}"
    with disk.told(f"{house.shown(home)}/", unfinished):
        shutil.copytree(folder, unfinished, copy_function=_link)
        entry = entry | ({"approved": one.approved} if one.approved else {})
        place = put_into_list(house, unfinished, entry)
    if one.state is not None:
        states.record_release(house, one.package, one.state, one.version, entry["digest"])
    waiting.drop(house, one.package)
    let_leave(house, one.package, publish)
    return place


def approve(house: House, package: str, digest: str, by: str, publish: Publish) -> tuple[Waiting, Path | None]:
    """Approve the release of a package that waits, and list it, unless there is an embargo.

    Args:
        house: where things lie.
        package: the package.
        digest: its digest, or so much of it as tells it from any other.
        by: who approves it.
        publish: what `election.yml` says of its releases.

    Returns:
        The release, and its place; None in the stead of that where an embargo holds it.

    Raises:
        InputError: none waits, or another, or it does not follow what is listed any more.
    """
    with alone(house, package):
        one = waiting.that_waits(house, package)
        if one is None:
            raise InputError(package, "no release of it waits", f"`numerim release {package}` makes one.")
        said = digest.removeprefix("sha256:").lower()
        if len(said) < len(one.short) or not one.digest.startswith(said):
            problem = f"the release that waits has another digest: {one.digest}"
            raise InputError(digest, problem, f"Look at it (`numerim approve {package}`), then: {one.command}")
        _see_it(house, one, versions(house.published / package))
        if not one.approved:
            one = Waiting(**{**vars(one), "approved": {"by": by, "at": now()}})
            waiting.put_down(house, one)
        return one, None if one.holds(publish) else put_waiting_into_list(house, one, publish)


def withdraw(house: House, package: str, version: str, by: str, because: str) -> tuple[Entry, Path | None, bool]:
    """Withdraw a release: it is not listed as one any more, and its files leave `published/`.

    Returns:
        What `versions.json` says of it now; where its files lie (None where they were not there any more); and whether
        a release that waited is gone, since it followed this one.

    Raises:
        InputError: there is no such release, or it was withdrawn before.
    """
    with alone(house, package) as home:
        entries = versions(home)
        entry = entry_of(package, entries, version)
        if not stands(entry):
            told = f"it was withdrawn at {entry['withdrawn']['at']}"
            raise InputError(f"{package} {version}", told, "It stays so; what mends it is a new release.")
        folder = home / version
        said = {"by": by, "at": now(), "because": because, "title": _title(home, entries, entry), "tables": "unknown"}
        if (folder / SUMS).is_file():
            said["tables"] = tables_digest(folder)
        changed = [one | {"withdrawn": said} if one is entry else one for one in entries]
        _write_list(house, home, changed)
        put_in_order(house, package)
        one = waiting.that_waits(house, package)
        stale = one is not None and not one.fits(changed) and waiting.drop(house, package)
        at = aside(house, package, version)
        return entry_of(package, changed, version), at if at.is_dir() else None, stale


def let_leave(house: House, package: str, publish: Publish) -> list[str]:
    """Let the folders leave that `keep:` does not name, of releases that can be made again; give their versions."""
    home = house.published / package
    entries = versions(home)
    stay = publish.stay([entry["version"] for entry in entries if stands(entry)])
    known = states.known_by_digest(house, package) if len(stay) < len(entries) else {}
    go = {
        entry["version"]: {"on": today(), "as_of": known[entry["digest"]]}
        for entry in entries
        if stands(entry) and entry["version"] not in stay and "left" not in entry and entry["digest"] in known
    }
    if go:
        left = [entry | ({"left": go[entry["version"]]} if entry["version"] in go else {}) for entry in entries]
        _write_list(house, home, left)
        put_in_order(house, package)
    return list(go)


def bring_back(house: House, package: str, version: str, folder: Path) -> Path:
    """Put a release into its place again that had left, and was made again elsewhere; give its place.

    Raises:
        InputError: what was made is not that release, byte for byte.
    """
    with alone(house, package) as home:
        entries = versions(home)
        entry = entry_of(package, entries, version)
        back = {name: value for name, value in entry.items() if name != "left"}
        if wrong := touched(folder, back):
            raise InputError(house.shown(folder / wrong[0]), f"it is not that of {package} {version}")
        place, unfinished = home / version, home / f".unfinished-{os.getpid()}"
        with disk.told(f"{house.shown(home)}/", unfinished):
            shutil.copytree(folder, unfinished)
            disk.sync_whole(unfinished)
            listed = [back if one is entry else one for one in entries]
            _write_list(house, home, listed, lambda: _take(unfinished, place))
        return place


def _write_list(house: House, home: Path, entries: Sequence[Entry], then: Callable[[], None] = lambda: None) -> None:
    """Say in `versions.json` what is listed, and that the catalogue does not say so yet."""
    (house.published / BEHIND).touch()
    (home / ANNOUNCED).write_text(json_text(index_of(home.name, list(entries))), encoding="utf-8")
    disk.sync(home / ANNOUNCED)
    then()
    disk.take_place(home / ANNOUNCED, home / "versions.json")


def _take(folder: Path, place: Path) -> None:
    folder.rename(place)
    disk.sync(place.parent)


def _adopt(place: Path, digest: str) -> None:
    """Take over a release that a crash left in its place before it was listed; it must be the one made now.

    Raises:
        ContractError: it is another one. A version never changes, so it is not replaced.
    """
    if touched(place, {"digest": digest}, ends=(SUMS,)):
        raise ContractError(
            f"{place.name} of {place.parent.name} lies in {place.parent.parent.name}/ but is not in versions.json, and "
            "is not what would be published now; restore versions.json or move the folder away"
        )


def _see_it(house: House, one: Waiting, entries: Sequence[Entry]) -> None:
    """See that a release that waits is as it was made, and follows what is listed.

    Raises:
        InputError: it is not, or does not.
    """
    cure = f"`numerim release {one.package}` makes it anew."
    folder = one.folder(house)
    if not one.fits(entries):
        latest = latest_of(entries)
        listed = f"{latest['version']} is listed now" if latest else "what it followed was withdrawn"
        raise InputError(f"{one.package} {one.version}", f"it does not follow what is listed: {listed}", cure)
    if wrong := touched(folder, one.entry):
        raise InputError(house.shown(folder / wrong[0]), "it is not as it was made, so it cannot be listed", cure)


def _title(home: Path, entries: Sequence[Entry], entry: Entry) -> str:
    """What a release is about, by its own descriptor or another of the package."""
    for one in (entry, *reversed(entries)):
        path = home / one["version"] / "datapackage.json"
        if path.is_file():
            return str(json.loads(path.read_text("utf-8"))["title"])
    return home.name


def _move(folder: Path, to: Path) -> None:
    """Put a folder elsewhere, on another disk, too; what is there already is it, whole."""
    if not to.exists():
        unfinished = disk.beside(to)
        disk.clear([unfinished])
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(folder, unfinished, copy_function=_link)
        disk.sync_whole(unfinished)
        unfinished.rename(to)
        disk.sync(to.parent)
    _remove(folder)


def _remove(folder: Path) -> None:
    """Take a folder away; nobody sees half of it."""
    unfinished = disk.beside(folder)
    folder.rename(unfinished)
    disk.clear([unfinished])


def _link(of: str, to: str) -> None:
    try:
        os.link(of, to)
    except OSError:
        shutil.copy2(of, to)
