"""The only reader of `raw/**/election.yml`."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from numerim.declare.contradictions import contradictions
from numerim.declare.declaration import Election
from numerim.declare.mistakes import mistakes
from numerim.declare.words import DECLARES
from numerim.declare.yamlfile import Lines, line_of, load
from numerim.errors import CombinedInputError, InputError


class ElectionFile(BaseModel):
    """An `election.yml` with the place where it lies."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    path: Path
    shown: str
    election: Election
    lines: Lines

    @property
    def folder(self) -> Path:
        """The folder of the election."""
        return self.path.parent

    def place(self, *keys: str | int) -> str:
        """Where in the file something is said: `…/election.yml:L12`."""
        return f"{self.shown}:L{line_of(self.lines, keys)}"

    def in_source(self, path: str, line: int | None = None, cell: int | None = None) -> str:
        """Where in a source something stands, for messages: `raw/…/article.csv:L3.C2`."""
        place = f"{self.shown.removesuffix(self.path.name)}{path}"
        place += f":L{line}" if line is not None else ""
        return place + (f".C{cell}" if cell is not None else "")

    def source_path(self, source: str, name: str) -> Path:
        """The path of a file of a source.

        Raises:
            InputError: it leaves the folder of the election, or has a name that locators cannot carry.
        """
        place = self.place("sources", source, "files", name)
        path = self.folder / name
        if not re.fullmatch(r"[\w./-]{1,200}", name):
            raise InputError(
                place, f"{name!r} cannot stand in a locator", "Use letters, digits, dots and dashes in the name."
            )
        if Path(name).is_absolute() or not path.resolve().is_relative_to(self.folder.resolve()):
            raise InputError(place, f"the path {name!r} leaves the folder of the election", "Move the file there.")
        return path


def read_election(path: Path, shown: str) -> ElectionFile:
    """Read an `election.yml`.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        InputError: it is not there, is no YAML, has a key that is unknown or stated twice, lacks something, or
            contradicts itself; every such place is named.
    """
    said, lines = load(path, shown)
    if not isinstance(said, dict):
        raise InputError(f"{shown}:L1", "an election.yml begins with keys such as `id:` and `title:`")
    try:
        words = {key: list(said[key]) if isinstance(said.get(key), dict) else [] for key in DECLARES}
        election = Election.model_validate(said, context=words)
    except ValidationError as error:
        raise CombinedInputError(mistakes(error, shown, lines, path.parent)) from None
    wrong = [
        InputError(f"{shown}:L{line_of(lines, at)}", problem, cure) for at, problem, cure in contradictions(election)
    ]
    if election.id != path.parent.name:
        problem = f"the id is {election.id!r} but the folder is {path.parent.name!r}"
        wrong.insert(0, InputError(f"{shown}:L{line_of(lines, ('id',))}", problem, "Give both the same name."))
    if wrong:
        raise CombinedInputError(wrong)
    return ElectionFile(path=path, shown=shown, election=election, lines=lines)
