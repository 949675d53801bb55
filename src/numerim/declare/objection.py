"""An objection: a stranger's correction of one published figure, as a small file. All text in it is of others."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from numerim.declare.objected import FOLDER, MOST_BYTES, id_of
from numerim.declare.rights import Address
from numerim.declare.towrite import quoted
from numerim.declare.words import Id, Strict, keys_of
from numerim.declare.yamlfile import Lines, content_of, line_of, parsed
from numerim.errors import CombinedInputError, InputError, nearest
from numerim.markdown import steers

_CURE = "docs/object.md shows what it says; `numerim object` writes one."
_RUN = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[+-]\d[\d.,\s'’%]*")


def _as_text(value: str) -> str:
    """A text of one line that no terminal, page or spreadsheet takes for anything else.

    Raises:
        ValueError: it has characters that steer one.
    """
    value = value.strip()
    for character in value:
        if steers(character):
            told = f"\\u{ord(character):04x}"
            raise ValueError(f"it has the character {told}, which steers a terminal or turns text; leave it out")
    if value.startswith(_RUN) and not _NUMBER.fullmatch(value):
        raise ValueError(f"it begins with {value[0]!r}, so that a spreadsheet would run it; begin with a word")
    if not value:
        raise ValueError("there is nothing")
    return value


def _in_a_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


_Text = Annotated[str, Field(min_length=1), AfterValidator(_as_text)]
_Printed = Annotated[_Text, Field(max_length=500)]
_Short = Annotated[_Text, Field(max_length=200)]
_Because = Annotated[_Text, Field(max_length=2000), BeforeValidator(_in_a_line)]
_Version = Annotated[str, Field(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$")]
_Table = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=60)]
_Locator = Annotated[str, Field(pattern=r"^[^\s|]+$", max_length=500), AfterValidator(_as_text)]


class Answer(Strict):
    """What a person answered.

    Attributes:
        state: a word of `OBJECTION_STATES`.
        because: why, in words; published.
        by: who answers; published.
        on: the day.
    """

    state: Literal["open", "accepted", "declined"]
    because: _Because
    by: _Short
    on: date


class Objection(Strict):
    """What the file of an objection says.

    Attributes:
        objection: the version of this format.
        package: the package.
        version: the version of it that has the figure.
        table: the table whose row the figure makes; None for a cell that makes none.
        key: the key of that row, its parts divided by spaces, as `statements` has it.
        source: the source of the figure.
        locator: where in the source it stands.
        published: the figure as it is published, or what is printed where it is no figure.
        should_be: what it should be: a figure as the package writes it, or the words of the cell.
        because: how one knows.
        evidence: an address at which one can see it.
        by: who objects.
        credit: whether that name may be published.
        on: the day on which it was made.
        answer: what a person answered.
    """

    objection: Literal["1"]
    package: Id
    version: _Version
    table: _Table | None = None
    key: _Printed | None = None
    source: Id
    locator: _Locator
    published: _Printed
    should_be: _Short
    because: _Because
    evidence: Annotated[Address, AfterValidator(_as_text)] | None = None
    by: _Short | None = None
    credit: bool = False
    on: date
    answer: Answer | None = None

    @property
    def state(self) -> str:
        """What became of it, a word of `OBJECTION_STATES`."""
        return self.answer.state if self.answer else "open"

    def text(self) -> str:
        """The file, as numerim writes it: YAML whose texts are written as JSON writes them."""
        said = self.model_dump(exclude_none=True)
        answer = said.pop("answer", {})
        if not self.by:
            del said["credit"]
        lines = [f"objection: {said.pop('objection')}", *(f"{key}: {_written(value)}" for key, value in said.items())]
        lines += ["answer:"] if answer else []
        return "\n".join([*lines, *(f"  {key}: {_written(value)}" for key, value in answer.items())]) + "\n"


def _written(value: Any) -> str:
    if isinstance(value, bool | date):
        return str(value).lower()
    return quoted(value)


def read_objection(path: Path, shown: str) -> Objection:
    """Read the file of an objection.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        InputError: it is not there, too long, no YAML or JSON, or says something that an objection does not say.
    """
    return objection_of(content_of(path, shown), shown)


def objection_of(content: bytes, shown: str) -> Objection:
    """What the file of an objection says, by its bytes; see `read_objection`."""
    if len(content) > MOST_BYTES:
        problem = f"it has {len(content):,} bytes; {MOST_BYTES:,} are the most that an objection has"
        raise InputError(shown, problem, _CURE)
    said, lines = parsed(content, shown)
    if not isinstance(said, dict):
        raise InputError(f"{shown}:L1", "an objection begins with `objection: 1`", _CURE)
    if (version := said.get("objection")) not in (1, "1") or version is True:
        problem = "an objection begins with `objection: 1`, the version of its format"
        told = f"; here it is {str(version)[:40]!r}" if version is not None else ""
        raise InputError(f"{shown}:L{line_of(lines, ('objection',))}", problem + told, _CURE)
    return checked(said, shown, lines)


def checked(said: Mapping[str, Any], shown: str, lines: Lines | None = None) -> Objection:
    """An objection that says these things; see `read_objection`.

    Args:
        said: what it says, by key.
        shown: its name in messages.
        lines: the line of each key, where it is a file.
    """
    try:
        return Objection.model_validate({**said, "objection": "1"})
    except ValidationError as error:
        wrong = []
        for problem in error.errors():
            place = f"{shown}:L{line_of(lines, problem['loc'])}" if lines else shown
            wrong.append(InputError(place, _told(problem), _CURE if lines else ""))
        raise (CombinedInputError(wrong) if len(wrong) > 1 else wrong[0]) from None


def _told(problem: Mapping[str, Any]) -> str:
    where = problem["loc"]
    key = ".".join(map(str, where))[:100]
    if problem["type"] == "extra_forbidden":
        model = Answer if len(where) > 1 else Objection
        return f"unknown key {str(where[-1])[:100]!r}; {nearest(str(where[-1])[:100], keys_of(model))}"
    if problem["type"] == "missing":
        return f"{key!r} is missing"
    return f"{key}: {problem['msg'].removeprefix('Value error, ')}"


def objections_of(files: Mapping[str, bytes], package: str, shown: str) -> dict[str, Objection]:
    """The objections to an election by id.

    Args:
        files: the name of each file -> its bytes.
        package: the id of the election.
        shown: its folder in messages.

    Raises:
        InputError: one cannot be read, is about another package, has the name of somebody who did not agree that it is
            published, or two have one id.
    """
    found: dict[str, Objection] = {}
    for name, content in files.items():
        place = f"{shown}{FOLDER}/{name}"
        one, name = objection_of(content, place), id_of(name, place)
        if one.package != package:
            raise InputError(
                place, f"it is about {one.package}, not {package}", "Move it to the folder of that election."
            )
        if one.by and not one.credit:
            problem = "it names who objects, who did not agree that the name is published (credit: true)"
            raise InputError(place, problem, "Take `by:` out; `numerim answer` does so.")
        if name in found:
            raise InputError(place, f"another file has the id {name!r}", "Give it another name.")
        found[name] = one
    return found
