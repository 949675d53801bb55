"""The only reader of `raw/**/election.yml`, and of the `sources.lock` beside it."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from numerim import disk
from numerim.declare.as_meant import as_meant, is_touched
from numerim.declare.chosen import wrongly_set
from numerim.declare.contradictions import contradictions
from numerim.declare.declaration import Election
from numerim.declare.globs import written_out
from numerim.declare.lock import NAME, Bytes, Lock, read_lock
from numerim.declare.mistakes import mistakes, problems
from numerim.declare.objected import files_in
from numerim.declare.objection import Objection, objections_of
from numerim.declare.towrite import to_write
from numerim.declare.words import DECLARES
from numerim.declare.yamlfile import Lines, Where, content_of, line_of, parsed
from numerim.errors import CombinedInputError, InputError
from numerim.store import content as snapshot


class ElectionFile(BaseModel):
    """An `election.yml` with the place where it lies.

    Attributes:
        path: the file.
        shown: its name in messages.
        election: what it says.
        lines: where it says it.
        lock: what the `sources.lock` beside it says.
        fetched: each file that is fetched -> its latest good snapshot.
        store: where snapshots lie.
        globs: each pattern that names files of a source -> the files.
        objected: the file of each objection to the election -> its bytes.
        unsaid: what a release needs and a check does not, and the file does not say: how far the count is.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    path: Path
    shown: str
    election: Election
    lines: Lines
    lock: Lock
    fetched: Mapping[str, Bytes] = Field(default_factory=dict)
    store: Path | None = None
    globs: Mapping[str, Sequence[str]] = Field(default_factory=dict)
    objected: Mapping[str, bytes] = Field(default_factory=dict)
    unsaid: tuple[InputError, ...] = ()

    @property
    def objections(self) -> dict[str, Objection]:
        """What readers say is wrong, by id.

        Raises:
            InputError: see `objections_of`.
        """
        return objections_of(self.objected, self.election.id, self.in_source(""))

    @property
    def folder(self) -> Path:
        """The folder of the election."""
        return self.path.parent

    def place(self, *keys: str | int) -> str:
        """Where in the file something is said: `…/election.yml:L12`."""
        return f"{self.shown}:L{line_of(self.lines, keys)}"

    def in_source(self, locator: str) -> str:
        """A file of a source or a place in it, for messages: `raw/…/article.csv:L3.C2`."""
        return f"{self.shown.removesuffix(self.path.name)}{locator}"

    def to_write(self, where: Where, said: Sequence[str], under: str = "") -> str:
        """Lines as they would stand in the file; see `declare.towrite`."""
        try:
            content = self.path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            content = []
        return to_write(content, self.lines, where, said, under)

    @property
    def cure(self) -> str:
        """What writes `sources.lock` anew."""
        return _cure(self.path)

    def sha256(self, source: str, name: str) -> str | None:
        """The SHA-256 that a file of a source must have; None where nobody has looked at it yet."""
        said = self.election.sources[source].files[name]
        known = (self.fetched if said.fetch else self.lock.files).get(name)
        return said.sha256 or (known.sha256 if known else None)

    def unlocked(self) -> list[InputError]:
        """What `sources.lock` lacks of the files that are there, and what it has too much."""
        files = [
            (name, path, said) for name, source in self.election.sources.items() for path, said in source.files.items()
        ]
        named = {(name, path) for name, path, said in files if not said.fetch}
        missing = {path for name, path in named if self.sha256(name, path) is None}
        lacking = sorted(path for path in missing if (self.folder / path.split("!")[0]).exists())
        more = sorted(set(self.lock.files) - {path for _, path in named})
        wrong = []
        if lacking:
            there = "it does not have" if self.lock.files else "it is not there yet; it must have"
            cure = f"`numerim hash {self.folder.name}` writes it."
            wrong.append(InputError(self.lock.shown, f"{there} {', '.join(lacking)}", cure))
        for path in more:
            place = f"{self.lock.shown}:L{self.lock.lines[path]}"
            gone = self.globs and not (self.folder / path.split("!")[0]).exists()
            problem = f"{path!r} is not there any more" if gone else f"election.yml names no file {path!r}"
            wrong.append(InputError(place, problem, self.cure))
        never = [(name, path) for name, path, said in files if said.fetch and path not in self.fetched]
        return [*wrong, *(self._never_fetched(*one) for one in never)]

    def _never_fetched(self, source: str, name: str) -> InputError:
        place, url = (
            self.place("sources", source, "files", name, "fetch"),
            self.election.sources[source].files[name].fetch,
        )
        return InputError(place, f"nothing was fetched yet from {url}", f"`numerim fetch {self.folder.name}` takes it.")

    def see_bytes(self, source: str, name: str, found: Bytes) -> None:
        """See that the bytes of a file of a source are those that it must have, where anybody has said so.

        Raises:
            InputError: they are not; both digests are named, and what to do.
        """
        shown, pinned = self.in_source(name), self.election.sources[source].files[name].sha256
        if pinned and found.sha256 != pinned:
            place = self.place("sources", source, "files", name, "sha256")
            raise InputError(
                shown,
                f"the file is not the one declared: SHA-256 is {found.sha256}, declared is {pinned}",
                f"If the file was meant to change, put the new one on {place}.",
            )
        locked = self.lock.files.get(name)
        if locked and found != locked:
            place = f"{self.lock.shown}:L{self.lock.lines[name]}"
            raise InputError(
                shown,
                f"the file has changed since it was recorded: SHA-256 is {found.sha256} ({found.length:,} bytes), "
                f"{place} has {locked.sha256} ({locked.length:,} bytes)",
                f"If the file was meant to change, `numerim hash {self.folder.name}` takes its new bytes; else put the "
                "old file back.",
            )

    def source_path(self, source: str, name: str) -> Path:
        """The path of a file of a source.

        Raises:
            InputError: it leaves the folder of the election, or has a name that locators cannot carry.
        """
        place = self.place("sources", source, "files", name)
        if not re.fullmatch(r"[\w./-]{1,200}(![\w./%~+@,;=()&$'-]{1,300})*", name):
            raise InputError(
                place,
                f"{name!r} cannot stand in a locator",
                "Use letters, digits, dots and dashes in the name; of a member of an archive, as in "
                "results.zip!folder/r.csv, write a space as %20.",
            )
        name = name.split("!")[0]
        path = self.folder / name
        try:
            is_inside = not Path(name).is_absolute() and path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, RuntimeError):
            problem = f"the path {name!r} is a link that leads to itself"
            raise InputError(place, problem, "Put the file itself there.") from None
        if not is_inside:
            raise InputError(place, f"the path {name!r} leaves the folder of the election", "Move the file there.")
        return path

    def source_bytes(self, source: str, name: str) -> bytes:
        """The bytes of a file of a source.

        Raises:
            InputError: as `source_path`, or it is not there, or cannot be read.
        """
        shown, path = self.in_source(name), self.source_path(source, name)
        if self.election.sources[source].files[name].fetch:
            if self.store is None or name not in self.fetched:
                raise self._never_fetched(source, name)
            return snapshot(self.store, self.fetched[name].sha256)
        try:
            return disk.content_of(path, shown)
        except FileNotFoundError:
            place = self.place("sources", source, "files", name)
            raise InputError(shown, f"there is no such file; {place} names it", disk.meant(path)) from None
        except OSError as error:
            raise disk.unreadable(shown, error) from None


def read_election(path: Path, shown: str) -> ElectionFile:
    """Read an `election.yml`.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        InputError: it is not there, is no YAML, has a key that is unknown or stated twice, lacks something, or
            contradicts itself, or the `sources.lock` beside it is not as numerim writes it; every such place is named.
    """
    objected = files_in(path.parent, shown.removesuffix(path.name))
    return election_of(path, shown, content_of(path, shown), lock_of(path), objected=objected)


def lock_of(path: Path) -> bytes | None:
    """The bytes of the `sources.lock` beside an `election.yml`; None where there is none."""
    beside = path.with_name(NAME)
    return content_of(beside, f"{path.parent.name}/{NAME}") if beside.exists() else None


def election_of(
    path: Path,
    shown: str,
    content: bytes,
    locked: bytes | None,
    fetched: Mapping[str, Bytes] = MappingProxyType({}),
    store: Path | None = None,
    objected: Mapping[str, bytes] = MappingProxyType({}),
) -> ElectionFile:
    """What an `election.yml` says, by its bytes and those of the `sources.lock` beside it; see `read_election`.

    Args:
        path: the file.
        shown: its name in messages.
        content: its bytes.
        locked: those of the `sources.lock` beside it; None where there is none.
        fetched: each file that is fetched -> its latest good snapshot.
        store: where snapshots lie.
        objected: the file of each objection to the election -> its bytes.
    """
    wrong: list[InputError] = []
    lock = Lock(f"{shown.removesuffix(path.name)}{NAME}")
    try:
        lock = read_lock(locked, lock.shown, _cure(path))
    except InputError as error:
        wrong.append(error)
    return _declared(
        path, shown, content, lock, wrong, {"fetched": dict(fetched), "store": store, "objected": objected}
    )


def _cure(path: Path) -> str:
    return f"`numerim hash {path.parent.name}` writes it anew."


class MistakenError(CombinedInputError):
    """An `election.yml` has mistakes.

    Attributes:
        meant: the file as it may be meant; None where too little can be understood.
        touched: the keys to what is not as it is written.
    """

    def __init__(self, errors: Sequence[InputError], meant: ElectionFile | None, touched: set[Where]) -> None:
        super().__init__(errors)
        self.meant = meant
        self.touched = touched


def _declared(
    path: Path, shown: str, content: bytes, lock: Lock, wrong: Sequence[InputError], taken: Mapping[str, Any]
) -> ElectionFile:
    """What an `election.yml` says; `wrong` is what is wrong beside it, `taken` what is known besides."""
    said, lines = parsed(content, shown)
    if not isinstance(said, dict):
        raise InputError(f"{shown}:L1", "an election.yml begins with keys such as `id:` and `title:`")
    mistaken: list[InputError] = []
    touched: set[Where] = set()
    unsaid: tuple[InputError, ...] = ()
    words = {key: list(said[key]) if isinstance(said.get(key), dict) else [] for key in DECLARES}
    election: Election | None
    try:
        election = Election.model_validate(said, context=words)
    except ValidationError as error:
        text = content.decode("utf-8").splitlines()
        mistaken = mistakes(error, shown, lines, lambda where, some: to_write(text, lines, where, some), path.parent)
        election, touched = as_meant(said, lines, path.parent.name, words) or (None, set())
        if all(one["type"] == "missing" and one["loc"][-1] == "status" for one in problems(error, lines)):
            unsaid = tuple(mistaken)
    found = wrongly_set(said)
    if said.get("id") not in (None, path.parent.name):
        problem = f"the id is {said['id']!r} but the folder is {path.parent.name!r}"
        found.append((("id",), problem, "Give both the same name."))
    found += contradictions(election) if election else []
    if ("status",) in touched:  # nobody said how far the count is, so nothing contradicts a certificate
        found = [one for one in found if one[0] != ("certified",)]
    held = [one for one in found if not is_touched(touched, one[0])]
    at = sorted(((line_of(lines, where), problem, cure) for where, problem, cure in held), key=lambda one: one[0])
    every = [*mistaken, *(InputError(f"{shown}:L{line}", problem, cure) for line, problem, cure in at), *wrong]
    file = None
    if election:
        try:
            election, globs = written_out(election, lines, path.parent, shown)
        except InputError as error:
            raise MistakenError(in_order([*every, error], shown), None, touched) from None
        every_file = {"election": election, "lines": lines, "lock": lock, "globs": globs, "unsaid": unsaid, **taken}
        file = ElectionFile(path=path, shown=shown, **every_file)
    if len(every) > len(unsaid):
        raise MistakenError(in_order(every, shown), file, touched)
    if file is None:
        raise TypeError("an election that is valid is there")
    return file


def in_order(wrong: Sequence[InputError], shown: str) -> list[InputError]:
    """What is wrong in the order in which one would mend it: `election.yml` from its top, then its files."""
    apart = [one for error in wrong for one in (error.errors if isinstance(error, CombinedInputError) else [error])]
    return sorted(apart, key=lambda one: _line(one, shown))


def _line(error: InputError, shown: str) -> tuple[bool, int]:
    """The line of a mistake in the file; what stands elsewhere comes last."""
    place, _, line = error.place.rpartition(":L")
    return (False, int(line)) if place == shown and line.isdigit() else (True, 0)
