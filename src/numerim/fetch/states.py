"""What was known when: all inputs of every run of an election that is fetched, so that any of them can be made again.

A state is a line of `snapshots/<election>/states.jsonl`: a time, numerim's version, and the digest of every input, each
of which lies in the store. A release is a line of `releases.jsonl` beside it: the state that it was made from.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from numerim import __version__, disk, store
from numerim.declare.house import House
from numerim.declare.lock import Bytes
from numerim.declare.objected import FOLDER
from numerim.errors import InputError
from numerim.inputs import LOCK, SETTINGS, State

Said = dict[str, Any]


def now() -> str:
    """The time, to the second, in UTC: `2026-11-03T21:04:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_recorded(house: House, election: str) -> bool:
    """Whether it is put down what was known of an election when: where anything of it was ever fetched."""
    return house.fetched(election).exists()


def record(state: State) -> Said:
    """Put down all inputs of an election as they are in a state, unless the last line says the same; give the line.

    Raises:
        InputError: a source has not the bytes that it must have, or the list is not as it was written.
        DiskError: it could not be written.
    """
    house = state.house
    kept = house.snapshots
    folder = kept / state.election
    with disk.alone(folder / ".lock"):
        before = states(house, state.election)
        said = {
            "numerim": __version__,
            "path": state.shown,
            "inputs": {
                name: store.put(kept, content)
                for name, content in (
                    (state.path.name, state.declared),
                    (LOCK, state.locked),
                    (SETTINGS, state.settings),
                )
                if content is not None
            },
            "seeds": {name: store.put(kept, (house.reference / name).read_bytes()) for name in state.seeds},
            "files": {name: store.put(kept, state.file.source_bytes(*at)) for name, at in _put(state).items()},
            "fetched": {name: {"sha256": one.sha256, "length": one.length} for name, one in state.fetched.items()},
            "since": state.since["state"] if state.since else None,
            "objected": {name: store.put(kept, content) for name, content in state.objected.items()} or None,
        }
        if said["seeds"] != dict(state.seeds):
            raise InputError("seeds/", "they changed while numerim was at work", "Run it again.")
        if before and said == {key: before[-1].get(key) for key in said}:
            return before[-1]
        line = {"state": len(before) + 1, "at": max(now(), before[-1]["at"] if before else ""), **said}
        store.append(folder / "states.jsonl", line)
        return line


def record_release(house: House, election: str, state: int, version: str, digest: str) -> None:
    """Put down which release was made from a state, or found to say the same.

    Args:
        house: where things lie.
        election: its id.
        state: the number of the state.
        version: the version.
        digest: that of its `SHA256SUMS`, as `versions.json` has it.
    """
    folder = house.snapshots / election
    said = {"state": state, "version": version, "digest": digest}
    with disk.alone(folder / ".lock"):
        before = store.lines(folder / "releases.jsonl")
        if not before or {key: before[-1].get(key) for key in said} != said:
            store.append(folder / "releases.jsonl", {"at": now(), **said})


def states(house: House, election: str) -> list[Said]:
    """The states of an election, the oldest first.

    Raises:
        InputError: the list is not as it was written.
    """
    return store.lines(house.snapshots / election / "states.jsonl")


def releases(house: House, election: str) -> dict[int, Said]:
    """The number of a state -> the release that was last made from it."""
    return {said["state"]: said for said in store.lines(house.snapshots / election / "releases.jsonl")}


def known_by_digest(house: House, election: str) -> dict[str, str]:
    """The digest of each release that can be made again -> a time by which `state_at` finds what it was made from."""
    every = states(house, election)
    at = {said["state"]: said["at"] for said in every}
    last = {said["at"]: said["state"] for said in every}
    found: dict[str, str] = {}
    for said in store.lines(house.snapshots / election / "releases.jsonl"):
        if said["state"] in at and last[at[said["state"]]] == said["state"]:
            found.setdefault(said["digest"], at[said["state"]])
    return found


def state_at(house: House, election: str, when: str) -> Said:
    """What was known of an election at a time.

    Args:
        house: where things lie.
        election: its id.
        when: a time as ISO 8601 has it, in UTC where it names no zone; a day means its end.

    Raises:
        InputError: it is no time, or nothing was known yet.
    """
    until, found = _time(when), states(house, election)
    if not found:
        cure = "What was known when is put down of elections that are fetched."
        raise InputError(election, "no state of it was kept", cure)
    known = [said for said in found if said["at"] <= until]
    if not known:
        raise InputError(
            f"--as-of {when}", f"nothing of {election} was known yet; the first state is of {found[0]['at']}"
        )
    return known[-1]


def as_state(house: House, said: Mapping[str, Any]) -> State:
    """A state as its line has it, in the house of now: its digests are what they were, and nothing in it need be there.

    Raises:
        InputError: an input is not in the store any more, or not as it was.
    """
    path = house.root / said["path"]
    texts = {name: store.content(house.snapshots, digest) for name, digest in said["inputs"].items()}
    declared = texts.get(path.name, b"")
    fetched = {name: Bytes(one["sha256"], one["length"]) for name, one in said["fetched"].items()}
    return State(house, path, declared, texts.get(LOCK), texts.get(SETTINGS), said["seeds"], fetched)


def lay_out(house: House, said: Mapping[str, Any], folder: Path) -> House:
    """Lay out all inputs of a state in a folder of its own, with what was known before; give it as a house.

    Raises:
        InputError: an input is not in the store any more, or not as it was.
        DiskError: they could not be written.
    """
    election = Path(said["path"]).parent
    places = {
        **{folder / (name if name == SETTINGS else election / name): one for name, one in said["inputs"].items()},
        **{folder / "seeds" / name: one for name, one in said["seeds"].items()},
        **{folder / election / name: one for name, one in said["files"].items()},
        **{folder / election / FOLDER / name: one for name, one in (said.get("objected") or {}).items()},
    }
    there = House(folder, folder / "published", folder / "snapshots")
    with disk.told(f"{folder.name}/"):
        for path, digest in places.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(store.content(house.snapshots, digest))
        there.snapshots.mkdir()
        (there.snapshots / "objects").symlink_to((house.snapshots / "objects").resolve())
        good = {
            name: {"good": {"sha256": one["sha256"], "length": one["length"]}} for name, one in said["fetched"].items()
        }
        store.written(there.fetched(election.name), good)
        known = (house.snapshots / election.name / "states.jsonl").read_bytes().splitlines(keepends=True)
        (there.snapshots / election.name / "states.jsonl").write_bytes(b"".join(known[: said["state"]]))
    return there


def _put(state: State) -> dict[str, tuple[str, str]]:
    """Each file of a source that a person put there, from the folder of the election -> its source and name."""
    every = state.file.election.sources.items()
    return {
        name.split("!")[0]: (source, name)
        for source, one in every
        for name, file in one.files.items()
        if not file.fetch
    }


def _time(when: str) -> str:
    try:
        said = datetime.fromisoformat(when)
    except ValueError:
        cure = "Write 2026-11-03, or 2026-11-03T21:04 (UTC), or 2026-11-03T22:04+01:00."
        raise InputError(f"--as-of {when}", "this is not a time", cure) from None
    if len(when) <= len("2026-11-03"):
        said = said.replace(hour=23, minute=59, second=59)
    zoned = said if said.tzinfo else said.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
