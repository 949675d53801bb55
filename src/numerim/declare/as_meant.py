"""An `election.yml` that has mistakes, as it may be meant: so that what else is wrong is told with them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from numerim.declare.declaration import Election
from numerim.declare.mistakes import keys_at, problems
from numerim.declare.yamlfile import Lines, Where

_ROUNDS = 8
"""So often what is wrong is taken away; one may uncover another."""


def as_meant(
    said: Mapping[str, Any], lines: Lines, folder: str, context: Mapping[str, Any]
) -> tuple[Election, set[Where]] | None:
    """What a file with mistakes says without them.

    Keys that are written like a known one are taken for that; what lacks is taken for something that may stand there,
    what is wrong is left out.

    Args:
        said: what the file says.
        lines: where it says that.
        folder: the name of the folder of the election.
        context: the words that it declares.

    Returns:
        That, and the keys to what is not as it is written; None where too little is left.
    """
    left = deepcopy(dict(said))
    touched: set[Where] = set()
    for _ in range(_ROUNDS):
        try:
            return Election.model_validate(left, context=dict(context)), touched
        except ValidationError as error:
            found = problems(error, lines)
        misspelt = [one for one in found if one["type"] == "extra_forbidden"]
        for problem in sorted(misspelt or found, key=lambda one: tuple(map(str, one["loc"])), reverse=True):
            _mend(left, problem, folder, touched)
    return None


def _mend(left: dict[str, Any], problem: Mapping[str, Any], folder: str, touched: set[Where]) -> None:
    """Take away what a problem is about, or put in what lacks."""
    where: Where = tuple(step for step in problem["loc"] if step != "[key]")
    if not where:
        return
    at, inside = _within(left, where)
    step = where[len(at)] if len(at) < len(where) else where[-1]
    if problem["type"] == "missing" and len(at) == len(where) - 1 and isinstance(inside, dict):
        touched.add(where)
        key = str(where[-1])
        if (value := _placeholder(where, folder, left)) is not None:
            inside[key] = value
        else:
            _take_away(left, where[:-1])
        return
    name = _own(inside, step)
    if problem["type"] == "extra_forbidden" and name is not None and isinstance(inside, dict):
        known = [key for key in keys_at(where[:-1]) if key not in inside]
        value = inside.pop(name)
        if close := get_close_matches(str(name), known, n=1):
            inside[close[0]] = value
        return
    touched.add(where)
    _take_away(left, (*at, step))


def _take_away(left: Any, where: Where) -> None:
    if not where:
        return
    at, inside = _within(left, where)
    name = _own(inside, where[-1])
    if len(at) == len(where) - 1 and name is not None:
        del inside[name]


def _within(left: Any, where: Where) -> tuple[Where, Any]:
    """The deepest dictionary or list on the way to some keys, and the keys to it."""
    inside, at = left, ()
    for step in where[:-1]:
        name = _own(inside, step)
        if name is None or not isinstance(inside[name], dict | list):
            break
        inside, at = inside[name], (*at, step)  # type: ignore[assignment]
    return at, inside


def _own(inside: Any, step: str | int) -> Any:
    """A step as a key or index of a dictionary or list; None where it has none like it."""
    if isinstance(inside, list):
        return step if isinstance(step, int) and step < len(inside) else None
    return next((key for key in inside if str(key).lower() == str(step).lower()), None)


def _placeholder(where: Where, folder: str, left: Mapping[str, Any]) -> Any:
    """Something that may stand where something lacks; None where nothing may."""
    key, is_source = str(where[-1]), where[:1] == ("sources",)
    code = folder[:2].upper()
    said: dict[str, Any] = {
        "id": folder,
        "title": "A source" if is_source else {"en": "An election"},
        "country": code if code.isalpha() and len(code) == 2 else "XX",
        "held_on": date(1900, 1, 1 + len(where)),
        "status": "preliminary",
        "language": "en",
        "licence": "not stated",
        "rank": 900 + [*map(str, left.get("sources", {}))].index(str(where[1])) if key == "rank" else None,
        "reader": "csv",
        "parts": [{"columns": {}}],
        "columns": {},
    }
    return said.get(key)


def is_touched(touched: Sequence[Where] | set[Where], where: Where) -> bool:
    """Whether something, or a part of it, is not as it is written."""
    return any(one[: len(where)] == where for one in touched)
