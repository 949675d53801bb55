"""The only reader of `raw/**/election.yml`, and of the `sources.lock` beside it."""

import re
import stat
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from numerim.declare.chosen import wrongly_set
from numerim.declare.contradictions import contradictions
from numerim.declare.declaration import Election
from numerim.declare.lock import NAME, Bytes, Lock, read_lock
from numerim.declare.mistakes import mistakes
from numerim.declare.words import DECLARES
from numerim.declare.yamlfile import Lines, content_of, line_of, parsed
from numerim.errors import CombinedInputError, InputError


class ElectionFile(BaseModel):
    """An `election.yml` with the place where it lies.

    Attributes:
        path: the file.
        shown: its name in messages.
        election: what it says.
        lines: where it says it.
        lock: what the `sources.lock` beside it says.
    """

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    path: Path
    shown: str
    election: Election
    lines: Lines
    lock: Lock

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

    @property
    def cure(self) -> str:
        """What writes `sources.lock` anew."""
        return _cure(self.path)

    def sha256(self, source: str, name: str) -> str | None:
        """The SHA-256 that a file of a source must have; None where nobody has looked at it yet."""
        said, locked = self.election.sources[source].files[name].sha256, self.lock.files.get(name)
        return said or (locked.sha256 if locked else None)

    def unlocked(self) -> list[InputError]:
        """What `sources.lock` lacks, and what it has too much."""
        named = {(name, path) for name, source in self.election.sources.items() for path in source.files}
        lacking = sorted({path for name, path in named if self.sha256(name, path) is None})
        more = sorted(set(self.lock.files) - {path for _, path in named})
        wrong = []
        if lacking:
            there = "it does not have" if self.lock.files else "it is not there yet; it must have"
            cure = f"`numerim hash {self.folder.name}` writes it."
            wrong.append(InputError(self.lock.shown, f"{there} {', '.join(lacking)}", cure))
        for path in more:
            place = f"{self.lock.shown}:L{self.lock.lines[path]}"
            wrong.append(InputError(place, f"election.yml names no file {path!r}", self.cure))
        return wrong

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
                f"the bytes are not those declared: SHA-256 is {found.sha256}, declared is {pinned}",
                f"If the file was meant to change, put the new one on {place}.",
            )
        locked = self.lock.files.get(name)
        if locked and found != locked:
            place = f"{self.lock.shown}:L{self.lock.lines[name]}"
            raise InputError(
                shown,
                f"the bytes are not those that numerim knows: SHA-256 is {found.sha256} ({found.length:,} bytes), "
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
        if Path(name).is_absolute() or not path.resolve().is_relative_to(self.folder.resolve()):
            raise InputError(place, f"the path {name!r} leaves the folder of the election", "Move the file there.")
        return path

    def source_bytes(self, source: str, name: str) -> bytes:
        """The bytes of a file of a source.

        Raises:
            InputError: as `source_path`, or it is not there, or cannot be read.
        """
        shown, path = self.in_source(name), self.source_path(source, name)
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise InputError(shown, "it is no file: a folder, a pipe or a device", "Name a regular file.")
            return path.read_bytes()
        except FileNotFoundError:
            place = self.place("sources", source, "files", name)
            raise InputError(shown, f"there is no such file; {place} names it") from None
        except OSError as error:
            raise InputError(shown, f"the file cannot be read: {error.strerror}") from None


def read_election(path: Path, shown: str) -> ElectionFile:
    """Read an `election.yml`.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        InputError: it is not there, is no YAML, has a key that is unknown or stated twice, lacks something, or
            contradicts itself, or the `sources.lock` beside it is not as numerim writes it; every such place is named.
    """
    return election_of(path, shown, content_of(path, shown), lock_of(path))


def lock_of(path: Path) -> bytes | None:
    """The bytes of the `sources.lock` beside an `election.yml`; None where there is none."""
    beside = path.with_name(NAME)
    return content_of(beside, f"{path.parent.name}/{NAME}") if beside.exists() else None


def election_of(path: Path, shown: str, content: bytes, locked: bytes | None) -> ElectionFile:
    """What an `election.yml` says, by its bytes and those of the `sources.lock` beside it; see `read_election`."""
    wrong: list[InputError] = []
    lock = Lock(f"{shown.removesuffix(path.name)}{NAME}")
    try:
        lock = read_lock(locked, lock.shown, _cure(path))
    except InputError as error:
        wrong.append(error)
    election, lines = _declared(path, shown, content, wrong)
    return ElectionFile(path=path, shown=shown, election=election, lines=lines, lock=lock)


def _cure(path: Path) -> str:
    return f"`numerim hash {path.parent.name}` writes it anew."


def _declared(path: Path, shown: str, content: bytes, wrong: list[InputError]) -> tuple[Election, Lines]:
    """What an `election.yml` says, and where; `wrong` is what is wrong beside it."""
    said, lines = parsed(content, shown)
    if not isinstance(said, dict):
        raise InputError(f"{shown}:L1", "an election.yml begins with keys such as `id:` and `title:`")
    wrong += [InputError(f"{shown}:L{line_of(lines, at)}", problem, cure) for at, problem, cure in wrongly_set(said)]
    try:
        words = {key: list(said[key]) if isinstance(said.get(key), dict) else [] for key in DECLARES}
        election = Election.model_validate(said, context=words)
    except ValidationError as error:
        raise CombinedInputError([*mistakes(error, shown, lines), *wrong]) from None
    wrong = [
        *wrong,
        *(
            InputError(f"{shown}:L{line_of(lines, at)}", problem, cure)
            for at, problem, cure in contradictions(election)
        ),
    ]
    if election.id != path.parent.name:
        problem = f"the id is {election.id!r} but the folder is {path.parent.name!r}"
        wrong.insert(0, InputError(f"{shown}:L{line_of(lines, ('id',))}", problem, "Give both the same name."))
    if wrong:
        raise CombinedInputError(wrong)
    return election, lines
