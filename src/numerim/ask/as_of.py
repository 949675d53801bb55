"""A release as it would have been made at a time: from the inputs that were known then, by the numerim of now."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from numerim import disk, in_memory, inputs
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.fetch import states
from numerim.inputs import State
from numerim.publish.difference import Side
from numerim.publish.draft import Draft
from numerim.publish.listing import folder_of
from numerim.publish.making import Before, describe, make, write_tables
from numerim.publish.release import Release, side
from numerim.publish.settle import complete
from numerim.publish.terms import permit
from numerim.publish.versions import Entry, entry_of, latest_of, stands, versions
from numerim.read.ingest import read_files


@dataclass(frozen=True)
class AsOf:
    """What came of it.

    Attributes:
        at: the time from which on this was known.
        made: the release, in a folder of its own.
        then: the version that was published then; empty where none was.
        is_same: whether it is that byte for byte; None where none was published then.
        numerim: the version of numerim that put down the state.
    """

    at: str
    made: Release
    then: str
    is_same: bool | None
    numerim: str


def as_of(house: House, election: str, when: str, into: Path | None = None) -> AsOf:
    """Make the release of an election again that was, or could have been, made at a time.

    Args:
        house: where things lie.
        election: its id.
        when: the time; see `state_at`.
        into: the folder that it is made in; `build/as-of/<election>/<time>` where absent.

    Raises:
        InputError: nothing was known then, the folder is there already, or see `release`.
        DiskError: it could not be written.
    """
    said = states.state_at(house, election, when)
    folder = into or house.build / "as-of" / election / said["at"].replace(":", "")
    if into is None:
        shutil.rmtree(folder, ignore_errors=True)
    elif into.exists():
        raise InputError(str(into), "it is there already", "Name a folder that is not there yet.")
    unfinished = disk.beside(folder)
    with disk.told(str(folder), unfinished):
        shutil.rmtree(unfinished, ignore_errors=True)
        then, listed = _then(house, election, said)
        there = states.lay_out(house, said, unfinished)
        made = _made(house, inputs.take(there, election), listed, there.published)
        unfinished.rename(folder)
    made = replace(made, folder=folder / made.folder.relative_to(unfinished))
    is_same = None if then is None else (made.version, made.digest) == (then["version"], then["digest"])
    return AsOf(said["at"], made, then["version"] if then else "", is_same, said["numerim"])


def before_it(house: House, package: str, version: str) -> AsOf | None:
    """The release that would be the latest without a version, made again where its folder has left.

    Args:
        house: where things lie.
        package: the package.
        version: the version.

    Returns:
        It; None where there is none, it is there, or the version is not the latest.

    Raises:
        InputError: there is no such version, or see `as_of`.
    """
    entries = versions(house.published / package)
    one = entry_of(package, entries, version)
    earlier = [entry for entry in entries if stands(entry) and entry is not one]
    if one is not latest_of(entries) or not earlier or "left" not in earlier[-1]:
        return None
    return as_of(house, package, earlier[-1]["left"]["as_of"])


def _then(house: House, election: str, said: states.Said) -> tuple[states.Said | None, list[Entry]]:
    """What is known of the release of a state, if one was made, and the releases that were listed before that."""
    known = states.releases(house, election)
    then = known.get(said["state"])
    last = then or known.get(max((one for one in known if one < said["state"]), default=0))
    listed = versions(house.published / election) if last else []
    names = [entry["version"] for entry in listed]
    if last and last["version"] not in names:
        cure = "Put back what `versions.json` listed then."
        raise InputError(f"{election} {last['version']}", "it was published then and is not there any more", cure)
    upto = names.index(last["version"]) + (0 if then else 1) if last else 0
    until = (then or said)["at"]
    return then, [_as_it_was(entry, until) for entry in listed[:upto]]


def _as_it_was(entry: Entry, until: str) -> Entry:
    """What was said of a release at a time: not yet that it left, and that it was withdrawn only if it had been."""
    later = {"left"} if stands(entry) or entry["withdrawn"]["at"] <= until else {"left", "withdrawn"}
    return {name: value for name, value in entry.items() if name not in later}


def _made(house: House, state: State, listed: Sequence[Entry], published: Path) -> Release:
    """Make the release of a state again that follows others."""
    home, apart = published / state.election, published.with_name(".before")
    latest = latest_of(listed)
    before = None
    if listed:
        side = _side(house, state.election, latest, apart) if latest else None
        log = _log(house, state.election, latest["version"]) if latest else ""
        before = Before(side, log, latest["status"] if latest else "", listed[-1]["version"])
    home.mkdir(parents=True)
    with in_memory.checked_as(state) as connection:
        complete(connection, state.file, read_files(state.file))
        permit(connection, state.file, state.said)
        draft = Draft(connection, state.file, home / ".unfinished", state.said)
        draft.folder.mkdir()
        entry = make(draft, before)
    shutil.rmtree(apart, ignore_errors=True)
    if entry is None and latest:  # it says what the one before it says
        shutil.rmtree(draft.folder)
        place = home / latest["version"]
        if there := folder_of(house, state.election, _listed_now(house, state.election, latest["version"])):
            shutil.copytree(there, place)
        return Release(state.election, latest["version"], place, latest["digest"], False)
    if entry is None:
        raise TypeError("the first release says something new")
    draft.folder.rename(home / entry["version"])
    return Release(state.election, entry["version"], home / entry["version"], entry["digest"], True, entry["summary"])


def _side(house: House, election: str, entry: Entry, apart: Path) -> Side:
    """A release that another follows: as it lies there, or its tables made again from its inputs."""
    if there := folder_of(house, election, _listed_now(house, election, entry["version"])):
        return side(there.parent, there.name)
    at = states.known_by_digest(house, election).get(entry["digest"])
    if at is None:
        raise InputError(f"{election} {entry['version']}", "its folder and its inputs are not here any more")
    laid_out = states.lay_out(house, states.state_at(house, election, at), apart)
    state = inputs.take(laid_out, election)
    with in_memory.checked_as(state) as connection:
        complete(connection, state.file, read_files(state.file))
        draft = Draft(
            connection, state.file, laid_out.published / election / entry["version"], state.said, entry["version"]
        )
        draft.folder.mkdir(parents=True)
        write_tables(draft)
        describe(draft)
    return side(draft.folder.parent, draft.folder.name)


def _log(house: House, election: str, version: str) -> str:
    """The `CHANGELOG.md` of a release, which is the end of that of each later one.

    Raises:
        InputError: no release that is here has it.
    """
    for entry in reversed(versions(house.published / election)):
        folder = folder_of(house, election, entry)
        text = (folder / "CHANGELOG.md").read_text("utf-8") if folder else ""
        head, _, _ = text.partition("\n")
        if (start := text.find(f"\n## {version}\n")) >= 0:
            return f"{head}\n{text[start:]}"
    raise InputError(f"{election} {version}", "no release that is here tells in its CHANGELOG.md what it changed")


def _listed_now(house: House, election: str, version: str) -> Entry:
    return entry_of(election, versions(house.published / election), version)
