"""One state of all inputs a run: what an election is made from, as it was when the run began.

`election.yml`, the `sources.lock` beside it and `numerim.yml` are read here once and never again; of the sources and
seeds the state has the digests, and what is read later must have them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from numerim import disk, kept, store
from numerim.declare.house import House
from numerim.declare.objected import files_in
from numerim.errors import CombinedInputError, InputError

if TYPE_CHECKING:  # a check of what is known already needs neither
    from numerim.declare.election import ElectionFile
    from numerim.declare.lock import Bytes
    from numerim.declare.settings import Settings

LOCK, SETTINGS = "sources.lock", "numerim.yml"
_AGAIN = "Run it again: it then works with what is there now."


@dataclass(frozen=True)
class State:
    """All that a run of an election is made from.

    Attributes:
        house: where things lie.
        path: the `election.yml`.
        declared: its bytes.
        locked: those of the `sources.lock` beside it; None where there is none.
        settings: those of `numerim.yml`; None where there is none.
        seeds: each file of the reference data -> the SHA-256 of its bytes.
        fetched: each file that is fetched -> its latest good snapshot.
        since: the state that this one is held against, a line of `states.jsonl`; None where there is none.
        objected: the file of each objection to the election -> its bytes.
    """

    house: House
    path: Path
    declared: bytes
    locked: bytes | None
    settings: bytes | None
    seeds: Mapping[str, str]
    fetched: Mapping[str, Bytes] = field(default_factory=lambda: MappingProxyType({}))
    since: Mapping[str, Any] | None = None
    objected: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def election(self) -> str:
        """The id of the election."""
        return self.path.parent.name

    @property
    def shown(self) -> str:
        """The `election.yml` in messages."""
        return self.house.shown(self.path)

    @cached_property
    def file(self) -> ElectionFile:
        """What `election.yml` says.

        Raises:
            InputError: see `read_election`.
        """
        from numerim.declare.election import election_of

        taken, store = self.fetched, self.house.snapshots
        return election_of(self.path, self.shown, self.declared, self.locked, taken, store, self.objected)

    @cached_property
    def said(self) -> Settings:
        """What `numerim.yml` says.

        Raises:
            InputError: see `read_settings`.
        """
        from numerim.declare.settings import settings_of

        return settings_of(self.settings)

    def key(self, stage: str = "", *, settings: bool = False) -> str:
        """A digest of all that a stage depends on.

        What the bytes of the sources are, `election.yml` and `sources.lock` say: no others are read.

        Args:
            stage: `model`, or all that comes later where absent.
            settings: whether `numerim.yml` counts.
        """
        seeds = [part for pair in sorted(self.seeds.items()) for part in pair]
        taken = [part for name, one in sorted(self.fetched.items()) for part in (name, one.sha256)]
        said: list[str | bytes | None] = [self.settings] if settings else []
        if not stage and self.since:
            said.append(json.dumps(self.since, sort_keys=True).encode())
        if not stage:  # only what is published has objections
            said += [part for name, one in sorted(self.objected.items()) for part in (name, one)]
        return kept.digest(kept.code(stage), self.shown, self.declared, self.locked, *seeds, *taken, *said)[:32]

    def kept_as(self, kind: str, name: str) -> Path:
        """Where something of a kind is kept of this election."""
        return self.house.build / "elections" / self.election / kind / name

    def see_sources(self) -> None:
        """See that every file of every source has the bytes that it must have.

        Raises:
            InputError: it has not, is not there, `sources.lock` lacks it, or it was never fetched; all of them are
                told.
        """
        wrong = self.file.unlocked()
        for source, said in self.file.election.sources.items():
            for name in (name for name, one in said.files.items() if not one.fetch):
                try:
                    self.file.see_bytes(source, name, _look(self.file, source, name))
                except InputError as error:
                    wrong.append(error)
        if wrong:
            raise CombinedInputError(wrong)

    @contextmanager
    def held(self) -> Iterator[None]:
        """While something is made from the seeds: see that they are still those of the state when it is made.

        Raises:
            InputError: one of them changed in between.
        """
        yield
        now = _seeds(self.house)
        if changed := sorted(name for name, _ in set(now.items()) ^ set(self.seeds.items())):
            raise InputError(f"seeds/{changed[0]}", "it changed while numerim was at work", _AGAIN)

    def sources(self) -> dict[str, str]:
        """Each file of a source, from the folder of the election -> the SHA-256 that it must have.

        A pattern that names files stands there, too, with a digest of their names.
        """
        named = ((name, path) for name, source in self.file.election.sources.items() for path in source.files)
        patterns = {pattern: kept.digest(*names) for pattern, names in self.file.globs.items()}
        return patterns | {path: self.file.sha256(name, path) or "" for name, path in named}

    def as_it_is(self) -> dict[str, Any]:
        """All of it in words that `kept.remember` takes."""
        texts = {
            name: None if content is None else content.decode("utf-8", "surrogateescape")
            for name, content in (("declared", self.declared), ("locked", self.locked), ("settings", self.settings))
        }
        fetched = {name: asdict(one) for name, one in self.fetched.items()}
        objected = {name: one.decode("utf-8", "surrogateescape") for name, one in self.objected.items()}
        taken = {"fetched": fetched, "objected": objected, "since": self.since}
        return {"path": self.shown, **texts, "seeds": dict(self.seeds), **taken}


def take(house: House, election: str) -> State:
    """The state of all inputs of an election, as it is now.

    Raises:
        InputError: there is no such election, or a file of it cannot be read.
    """
    path = house.election_file(election)
    declared = _content(house, path) or b""
    state = State(
        house=house,
        path=path,
        declared=declared,
        locked=_content(house, path.with_name(LOCK)) if path.with_name(LOCK).exists() else None,
        settings=_content(house, house.root / SETTINGS) if (house.root / SETTINGS).is_file() else None,
        seeds=_seeds(house),
        fetched=_fetched(store.good(house.fetched(election))),
        objected=files_in(path.parent, house.shown(path).removesuffix(path.name)),
    )
    return replace(state, since=_since(state))


def state_of(house: House, said: Mapping[str, Any]) -> State:
    """The state that `as_it_is` put into words."""
    texts = {
        name: None if said[name] is None else str(said[name]).encode("utf-8", "surrogateescape")
        for name in ("declared", "locked", "settings")
    }
    path, fetched = house.root / said["path"], _fetched(said["fetched"])
    objected = {name: str(one).encode("utf-8", "surrogateescape") for name, one in said.get("objected", {}).items()}
    declared, seeds, before = texts["declared"] or b"", said["seeds"], said.get("since")
    return State(house, path, declared, texts["locked"], texts["settings"], seeds, fetched, before, objected)


def sources_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Each file of a source in a line of `states.jsonl`, from the folder of the election -> its SHA-256."""
    return {**said["files"], **{name.split("!")[0]: one["sha256"] for name, one in said["fetched"].items()}}


def _since(state: State) -> dict[str, Any] | None:
    """The state that this one is held against: that of the last release, or else the one before.

    As long as no source changes that stays the same, so that what went back is told until a later state comes.
    """
    folder = state.house.snapshots / state.election
    if not (known := store.lines(folder / "states.jsonl")):
        return None
    try:
        named = {name: digest for name, digest in state.sources().items() if name not in state.file.globs}
        now = {name.split("!")[0]: digest for name, digest in named.items()}
    except InputError:  # whoever reads election.yml next tells it
        return None
    number = known[-1].get("since")
    if now != sources_of(known[-1]):
        released = store.lines(folder / "releases.jsonl")
        number = (released or known)[-1]["state"]
    return known[number - 1] if number else None


def are_there(folder: Path, files: Mapping[str, str]) -> bool:
    """Whether files in a folder have these digests now, and patterns name the same files; see `State.sources`."""

    def found(name: str) -> str:
        if not set(name.split("!")[0]) & set("*?["):
            return _digest(folder / name.split("!")[0])
        from numerim.declare.globs import matches

        return kept.digest(*matches(folder, name))

    try:
        return all(found(name) == digest for name, digest in files.items())
    except OSError:
        return False


@dataclass(frozen=True)
class Hashed:
    """What `numerim hash` found of one file.

    Attributes:
        name: the file, from the folder of the election.
        before: what it was known by; None where it was not.
        now: what it is known by; None where `election.yml` does not name it any more.
    """

    name: str
    before: Bytes | None
    now: Bytes | None


def write_lock(house: House, election: str) -> list[Hashed]:
    """Write the `sources.lock` of an election anew, from the files of its sources as they are now.

    Returns:
        Every file of it and of the one before, by name.

    Raises:
        InputError: `election.yml` cannot be read, a file is missing, or has not the `sha256:` that is declared of it.
        DiskError: it could not be written; it is as it was.
    """
    from numerim.declare.election import election_of
    from numerim.declare.lock import read_lock, written

    path = house.election_file(election)
    beside, shown = path.with_name(LOCK), house.shown(path)
    content = _content(house, beside) if beside.exists() else None
    file = election_of(path, shown, _content(house, path) or b"", None)
    try:
        before = dict(read_lock(content, house.shown(beside), "").files)
    except InputError:  # what is not as numerim wrote it is written anew
        before = {}
    now: dict[str, Bytes] = {}
    wrong: list[InputError] = []
    for source, said in file.election.sources.items():
        for name in (name for name, one in said.files.items() if not one.fetch):
            try:
                now[name] = _look(file, source, name)
                file.see_bytes(source, name, now[name])
            except InputError as error:
                wrong.append(error)
    if wrong:
        raise CombinedInputError(wrong)
    if (text := written(now).encode()) != content and (now or content is not None):
        unfinished = disk.beside(beside)
        with disk.told(house.shown(beside), unfinished):
            unfinished.write_bytes(text)
            disk.take_place(unfinished, beside)
    return [Hashed(name, before.get(name), now.get(name)) for name in sorted({*before, *now})]


def _look(file: ElectionFile, source: str, name: str) -> Bytes:
    from numerim.declare.lock import bytes_of

    return bytes_of(file.source_bytes(source, name))


def _fetched(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Bytes]:
    if not files:
        return {}
    from numerim.declare.lock import Bytes

    return {name: Bytes(one["sha256"], one["length"]) for name, one in files.items()}


def _content(house: House, path: Path, shown: str = "") -> bytes | None:
    shown = shown or house.shown(path)
    try:
        return disk.content_of(path, shown)
    except FileNotFoundError:
        raise InputError(shown, "there is no such file") from None
    except OSError as error:
        raise disk.unreadable(shown, error) from None


def _seeds(house: House) -> dict[str, str]:
    folder = house.reference
    found = {}
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        found[name] = sha256(_content(house, path, f"seeds/{name}") or b"").hexdigest()
    return found


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
