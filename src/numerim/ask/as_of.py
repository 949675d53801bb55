"""A release as it would have been made at a time: from the inputs that were known then, by the numerim of now."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from numerim import disk, in_memory, inputs
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.fetch import states
from numerim.publish.release import Release, release
from numerim.publish.settle import complete
from numerim.publish.versions import index_of, json_text, versions
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
        there = states.lay_out(house, said, unfinished)
        then = _lay_out_before(house, there, election, said["state"])
        state = inputs.take(there, election)
        with in_memory.checked_as(state) as connection:
            complete(connection, state.file, read_files(state.file))
            made = release(connection, there, state.file, state.said)
        now = {entry["version"]: entry["digest"] for entry in versions(there.published / election)}
        unfinished.rename(folder)
    made = replace(made, folder=folder / "published" / election / made.version)
    is_same = None if then is None else (made.version, now[made.version]) == (then["version"], then["digest"])
    return AsOf(said["at"], made, then["version"] if then else "", is_same, said["numerim"])


def _lay_out_before(house: House, there: House, election: str, number: int) -> states.Said | None:
    """Lay out the releases that were there before that of a state; give what is known of that, if one was made."""
    known = states.releases(house, election)
    then = known.get(number)
    last = then or known.get(max((one for one in known if one < number), default=0))
    home, listed = there.published / election, versions(house.published / election) if last else []
    names = [entry["version"] for entry in listed]
    if last and last["version"] not in names:
        cure = "Put back what `versions.json` listed then."
        raise InputError(f"{election} {last['version']}", "it was published then and is not there any more", cure)
    upto = names.index(last["version"]) + (0 if then else 1) if last else 0
    home.mkdir(parents=True)
    for name in names[:upto]:
        shutil.copytree(house.published / election / name, home / name, copy_function=_link)
    if upto:
        (home / "versions.json").write_text(json_text(index_of(election, listed[:upto])), encoding="utf-8")
    return then


def _link(of: str, to: str) -> None:
    try:
        os.link(of, to)
    except OSError:
        shutil.copy2(of, to)
