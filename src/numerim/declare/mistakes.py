"""What is wrong with an `election.yml`, each mistake with its place and its cure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from numerim.declare.declaration import Acceptance, Correction, Doubt, Election, Event
from numerim.declare.listing import Certified, Publish
from numerim.declare.numbers import Numbers
from numerim.declare.offices import Account, Ballots, Office, Unit
from numerim.declare.rights import FORMS, NamedLicence, Terms
from numerim.declare.sources import Register, Source, SourceFile
from numerim.declare.tables import Cell, Layout, Leave, Part, Places, Repeat, Spans
from numerim.declare.towrite import quoted
from numerim.declare.yamlfile import Lines, Where, line_of
from numerim.errors import InputError, nearest

_TO_WRITE = {
    "id": "id: xk-local-2025   # the name of its folder",
    "title": "title: {en: Kosovan local elections 2025}",
    "title of a source": "title: Results by municipality",
    "country": "country: XK   # its code in ISO 3166-1",
    "held_on": "held_on: 2025-10-12   # the day of the vote",
    "status": "status: final   # how far the count is: partial, preliminary or final",
    "sources": "sources:\n  commission:   # what its figures are from\n    title: Results by municipality",
    "language": "language: sq   # that of the document",
    "licence": "licence: CC-BY-4.0   # or in words what its terms allow",
    "rank": "rank: 1   # where sources disagree the lowest is believed",
    "files": "files:\n  results.csv:   # the file, beside election.yml\n    reader: csv",
    "reader": "reader: csv   # the format of the file",
    "tables": "tables:\n  - columns: {unit: unit, candidate: candidate, votes: votes}   # what its columns are",
    "parts": "columns: {unit: unit, candidate: candidate, votes: votes}   # what each column is",
    "columns": "columns: {unit: unit, candidate: candidate, votes: votes}   # what each column is",
    "is": "is: votes   # or what else the column is",
    "by": "by: Central Election Commission   # the authority that certified the count",
    "on": "on: 2025-11-02   # the day of the certificate",
}
"""What to write where a key is missing."""

_BOOLEANS = ("y", "n", "yes", "no", "on", "off", "true", "false")


Write = Callable[[Where, Sequence[str]], str]
"""Lines as they would stand under some keys of the file."""


def mistakes(
    error: ValidationError, shown: str, lines: Lines, write: Write, folder: Path | None = None
) -> list[InputError]:
    """Every mistake that pydantic found, in the order of the file.

    Args:
        error: what pydantic says.
        shown: the name of the file in messages.
        lines: where everything in it stands.
        write: puts lines as they would stand there.
        folder: that of the election.
    """
    known = _known(folder)
    every = problems(error, lines)
    told: list[tuple[int, InputError]] = []
    for problem in every:
        if not _follows_from_another(problem, every):
            line = line_of(lines, problem["loc"])
            told.append(
                (line, _explained(problem, f"{shown}:L{line}", lines, lambda at, key: write(at, _to_write(key, known))))
            )
    return [mistake for _, mistake in sorted(told, key=lambda one: one[0])]


def problems(error: ValidationError, lines: Lines) -> list[dict[str, Any]]:
    """What pydantic found, each with `loc` as keys of the file."""
    return [{**problem, "loc": _where(problem["loc"], lines)} for problem in error.errors()]


def _where(loc: Iterable[str | int], lines: Lines) -> Where:
    """A place that pydantic names, as keys of the file."""
    where = tuple(part for part in loc if not str(part).startswith(("dict[", "literal[", *FORMS)))
    if "parts" in where and (i := where.index("parts")) and where[: i + 1] not in lines and len(where) > i + 1:
        where = where[:i] + where[i + 2 :]  # a table of one part is written without parts:
    return where


def _follows_from_another(problem: Mapping[str, Any], problems: list[dict[str, Any]]) -> bool:
    """Whether a problem says nothing of its own beside the others."""
    where, kind = problem["loc"], problem["type"]
    others = [other for other in problems if other is not problem]
    deeper = [other for other in others if other["loc"][: len(where)] == where and other["type"] != kind]
    if kind == "too_short":  # the list is not empty: what is in it is wrong
        return bool(problem["input"])
    if kind == "literal_error" and where[-1:] == ("columns",):
        return not isinstance(problem["input"], str)
    if kind == "dict_type" and isinstance(problem["input"], str):
        return any(other["type"] == "literal_error" for other in deeper)
    if kind == "missing":
        beside = [o["loc"][-1] for o in others if o["type"] == "extra_forbidden" and o["loc"][:-1] == where[:-1]]
        names = ["columns", "parts"] if where[-1] == "parts" else [str(where[-1])]
        return any(get_close_matches(str(unknown), names, n=1) for unknown in beside)
    return any(other["loc"] == (*where, "[key]") for other in others)


_A_COMMA = 'If it is the rest of a text with a comma in it, put that text in quotes: {en: "Mayors, round one"}.'


def _explained(
    problem: Mapping[str, Any], place: str, lines: Lines, write: Callable[[Where, Where], str]
) -> InputError:
    where: Where = problem["loc"]
    key = ".".join(str(part) for part in where)
    if problem["type"] == "extra_forbidden":
        if " " in str(where[-1]) and problem["input"] is None:
            return InputError(place, f"unknown key {str(where[-1])!r}", _A_COMMA)
        return InputError(place, f"unknown key {str(where[-1])!r}", nearest(str(where[-1]), keys_at(where[:-1])))
    if problem["type"] == "missing":
        name = "columns" if where[-1] == "parts" else str(where[-1])
        key = ".".join([*map(str, where[:-1]), name])
        return InputError(place, f"{key!r} is missing", f"Add:\n{write(where[:-1], where)}")
    if problem["input"] is None and where and problem["type"].endswith("_type"):
        if " " in str(where[-1]):
            return InputError(place, f"there is nothing under {str(where[-1])!r}", _A_COMMA)
        return InputError(place, f"there is nothing under {str(where[-1])!r}", f"Write:\n{write(where[:-1], where)}")
    if where[-1:] == ("[key]",):
        return _key_that_is_no_text(problem, where[:-2], place, lines)
    if problem["type"] == "literal_error" and where[-1:] == ("columns",):
        return InputError(place, f"{key} is {problem['input']!r}", "Write `same`, or what each column is.")
    told = problem["msg"].removeprefix("Value error, ")
    return InputError(place, f"{key}: {told}" if key else told)


def _known(folder: Path | None) -> dict[str, str]:
    """What the folder of an election says of it: its name, its country, and the files in it."""
    if folder is None:
        return {}
    said = {"id": f"id: {folder.name}"}
    code = folder.parent.name
    if len(code) == 2 and code.isalpha():
        said["country"] = f"country: {code.upper()}"
    try:
        files = sorted(path.name for path in folder.iterdir() if path.is_file() and path.name not in _OURS)
    except OSError:
        files = []
    if files:
        said["files"] = "\n".join(["files:", *(f"  {quoted(name)}:\n    reader: csv" for name in files[:5])])
    return said


_OURS = ("election.yml", "sources.lock")


def _to_write(where: Where, folder: Mapping[str, str]) -> list[str]:
    key = str(where[-1])
    if key == "title" and len(where) > 1 and where[-3:-2] == ("sources",):
        key = "title of a source"
    said = folder.get(key) or _TO_WRITE.get(key, f"{key}: …   # docs/add-an-election.md shows what it says")
    return said.split("\n")


def _key_that_is_no_text(problem: Mapping[str, Any], where: Where, place: str, lines: Lines) -> InputError:
    """A key such as `no:`, which YAML takes for something else than text."""
    read = problem["input"]
    keys = [at for at in lines if at[:-1] == where and at]
    as_written = [at for at in keys if isinstance(read, bool) and str(at[-1]).lower() in _BOOLEANS]
    if not as_written:
        return InputError(place, f"{'.'.join(map(str, where))}: a name is {read!r}, not text", "Put it in quotes.")
    written = as_written[0]
    return InputError(
        f"{place.rpartition(':L')[0]}:L{lines[written]}",
        f"the name {written[-1]} is not text: YAML reads it as {str(read).lower()}",
        f'Put it in quotes: "{written[-1]}".',
    )


_MODELS: dict[str, type[BaseModel]] = {
    "others": Event,
    "sources": Source,
    "files": SourceFile,
    "offices": Office,
    "tables": Layout,
    "parts": Part,
    "columns": Cell,
    "repeat": Repeat,
    "spans": Spans,
    "leave": Leave,
    "units": Unit,
    "ballots": Ballots,
    "accounts": Account,
    "register": Register,
    "numbers": Numbers,
    "terms": Terms,
    "licence": NamedLicence,
    "corrections": Correction,
    "doubts": Doubt,
    "accept": Acceptance,
    "publish": Publish,
    "certified": Certified,
}


def keys_at(where: Where) -> list[str]:
    """The keys that are known at a place of the file."""
    model: type[BaseModel] = Election
    for step in where:
        model = _MODELS.get(str(step), model)
        if model is Register and "tables" in where:
            model = Places
    models: list[type[BaseModel]] = [Layout, Part] if model is Layout else [model]
    return [(field.alias or name) for one in models for name, field in one.model_fields.items()]
