"""The only reader of `raw/**/election.yml`."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from numerim.declaration import (
    Acceptance,
    Cell,
    Correction,
    Election,
    Event,
    Layout,
    Numbers,
    Office,
    Part,
    Register,
    Source,
    SourceFile,
    Spans,
)
from numerim.errors import InputError, nearest
from numerim.yamlfile import Lines, line_of, load


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
        InputError: it is not there, is no YAML, has a key that is unknown or stated twice, or lacks something;
            the message names the first such place and, where there are more, their number.
    """
    said, lines = load(path, shown)
    if not isinstance(said, dict):
        raise InputError(f"{shown}:L1", "an election.yml begins with keys such as `id:` and `title:`")
    try:
        election = Election.model_validate(said)
    except ValidationError as error:
        raise _explained(error, shown, lines) from None
    if election.id != path.parent.name:
        raise InputError(
            f"{shown}:L{line_of(lines, ('id',))}",
            f"the id is {election.id!r} but the folder is {path.parent.name!r}",
            "Give both the same name.",
        )
    return ElectionFile(path=path, shown=shown, election=election, lines=lines)


def _explained(error: ValidationError, shown: str, lines: Lines) -> InputError:
    problems = error.errors()
    unknown = [p for p in problems if p["type"] == "extra_forbidden"]
    first = (unknown or problems)[0]
    where = tuple(part for part in first["loc"] if part not in ("same", "dict[str,Cell]", "literal['same']"))
    where = tuple(part for part in where if not str(part).startswith(("dict[", "literal[")))
    if "parts" in where and (i := where.index("parts")) and where[: i + 1] not in lines:
        where = where[:i] + where[i + 2 :]  # a table of one part is written without parts:
    place = f"{shown}:L{line_of(lines, where)}"
    rest = f" ({len(problems) - 1} more after this one)" if len(problems) > 1 and not unknown else ""
    key = ".".join(str(part) for part in where)
    if first["type"] == "extra_forbidden":
        return InputError(place, f"unknown key {where[-1]!r}", nearest(str(where[-1]), _keys_at(where[:-1])))
    if first["type"] == "missing":
        return InputError(place, f"{key!r} is missing{rest}", "docs/add-an-election.md shows what it must say.")
    return InputError(place, f"{key}: {first['msg'].removeprefix('Value error, ')}{rest}")


_MODELS: dict[str, type[BaseModel]] = {
    "others": Event,
    "sources": Source,
    "files": SourceFile,
    "offices": Office,
    "tables": Layout,
    "parts": Part,
    "columns": Cell,
    "spans": Spans,
    "register": Register,
    "numbers": Numbers,
    "corrections": Correction,
    "accept": Acceptance,
}


def _keys_at(where: tuple[str | int, ...]) -> list[str]:
    """The keys that are known at a place of the file."""
    model: type[BaseModel] = Election
    for step in where:
        model = _MODELS.get(str(step), model)
    keys = [(field.alias or name) for name, field in model.model_fields.items()]
    return keys + (list(Part.model_fields) if model is Layout else [])
