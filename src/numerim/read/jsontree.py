"""JSON and JSON lines as tables of nested records.

- Every list makes a table, at the keys that lead to it: `Localities/Candidates`; a list that is the document, at ``.
- A list in a list is a row with its columns by number, from 0, if it holds a value: `[["name", "votes"], ["A", 1]]`;
  otherwise its things are a list of their own, at `rows/*`.
- An object is a **map**, read as a list whose things have a column `…/@key`, if everywhere at its place all its values
  are objects, or lists of objects, it has three or more of them in one place, and they are of one shape: each has at
  least half of all keys that they have together (of those in lists, four fifths), or they are maps themselves. Where an
  object in another, or the document, has fifty values or more and all are numbers, it is a map too.
- Whoever reads a file may say which objects are maps (`keyed:`), and which are lists of one thing (`alone:`).
- Where a list stands at the same keys elsewhere, a thing alone is a list of one (as converters of XML write it).
- Rows that are lists have columns by the names that the document tells beside them, or in the first of them.
- Lists of values of one object that are as long as each other (`{"names": [..], "votes": [..]}`) are the columns of
  one table, at `…/*`.

Numbers are the text that the file prints. A key that stands twice in an object, `NaN` and `Infinity` are refused.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from numerim.errors import InputError
from numerim.read.records import (
    Limits,
    Records,
    Things,
    Tree,
    Values,
    check_size,
    texts_of,
    too_deep,
    too_many,
)
from numerim.read.shape import Asked, At, Decide, Order, survey, titles_of, token

_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


class _Refused:
    """Stands in the tree where something is refused."""

    def __init__(self, problem: str, cure: str) -> None:
        self.problem = problem
        self.cure = cure


def read_json(
    content: bytes,
    shown: str,
    limits: Limits | None = None,
    keyed: Collection[str] | Decide | None = None,
    alone: Collection[str] = (),
) -> list[Records]:
    """The tables of a JSON file.

    Args:
        content: the file: UTF-8, UTF-16 or UTF-32.
        shown: the file in messages.
        limits: how much is read.
        keyed: the lists that maps make, or what decides of each; None: their shape does.
        alone: the lists that single objects make.

    Raises:
        InputError: it is no JSON, has a key twice or a value that JSON does not have, or exceeds a limit.
    """
    limits = limits or Limits()
    text = _text(content, shown, limits)
    if not text.strip():
        raise InputError(shown, "the file is empty", "Fetch it again.")
    return _tables(_parsed(text, shown, limits), Asked(shown, limits, _decide(keyed), frozenset(alone)))


def read_json_lines(
    content: bytes,
    shown: str,
    limits: Limits | None = None,
    keyed: Collection[str] | Decide | None = None,
    alone: Collection[str] = (),
) -> list[Records]:
    """The tables of a file with a JSON value on each line: those of a list of them.

    A place counts the lines from 0, as the list would: `#/2/votes` is on line 3. Empty lines are left out.

    Args:
        content: the file: UTF-8, UTF-16 or UTF-32.
        shown: the file in messages.
        limits: how much is read.
        keyed: as `read_json`.
        alone: as `read_json`.

    Raises:
        InputError: a line is no JSON, has a key twice or a value that JSON does not have, or the file exceeds a limit.
    """
    limits = limits or Limits()
    lines = _text(content, shown, limits).split("\n")
    printed = [(number, line) for number, line in enumerate(lines) if line.strip()]
    if not printed:
        raise InputError(shown, "the file is empty", "Fetch it again.")
    values = [_parsed(line, shown, limits, number) for number, line in printed]
    asked = Asked(shown, limits, _decide(keyed), frozenset(alone))
    return _tables(values, asked, [number for number, _ in printed])


def _decide(keyed: Collection[str] | Decide | None) -> Decide | None:
    if keyed is None or callable(keyed):
        return keyed
    maps = frozenset(keyed)
    return lambda at, objects, by_shape: at in maps


def _text(content: bytes, shown: str, limits: Limits) -> str:
    check_size(content, shown, limits)
    encoding = json.detect_encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"byte {error.start + 1:,} of the file is not {encoding.removesuffix('-sig').upper()}"
        raise InputError(shown, problem, "JSON is written in UTF-8.") from None
    if text.count(",") + text.count("[") + text.count("{") > limits.values:
        bare = _STRINGS.sub('""', text)
        if bare.count(",") + bare.count("[") + bare.count("{") > limits.values:
            raise too_many(shown, limits)
    return text


def _object(pairs: list[tuple[str, Any]]) -> Any:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    keys = [key for key, _ in pairs]
    twice = next(key for i, key in enumerate(keys) if key in keys[:i])
    return _Refused(f"the key {twice!r} stands twice in one object", "Which of the two is meant? Ask who published it.")


def _constant(text: str) -> _Refused:
    return _Refused(f"{text} is no value of JSON", "What is unknown is null; ask who published the file.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant)


def _parsed(text: str, shown: str, limits: Limits, line: int = 0) -> Any:
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        ends = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        cure = "The file seems to be cut off; fetch it again." if ends else "Is it JSON, as published?"
        if error.msg == "Extra data":
            cure = "Are these JSON lines, a value on each?"
        place = f"{shown}:L{line + error.lineno}"
        raise InputError(place, f"column {error.colno} is no JSON: {error.msg}", cure) from None
    except RecursionError:
        raise too_deep(shown, limits) from None


def _tables(document: Any, asked: Asked, numbers: Sequence[int] | None = None) -> list[Records]:
    shown, limits = asked.shown, asked.limits
    root = At(None, "", Order(shown, limits))
    asked.titles.update(titles_of(document))
    survey(root, [document], asked, 0)
    try:
        _Walk().document(document, root, numbers)
    except _Odd as odd:
        refused = odd.value
        problem, cure = refused.problem, refused.cure
        raise InputError(f"{shown}{_find(document, refused, numbers)}", problem, cure) from None
    tables = _tree(root, shown, limits).tables()
    if not tables:
        raise InputError(shown, "the file has no values", "Is it the right file?")
    return tables


class _Odd(Exception):  # noqa: N818
    def __init__(self, value: _Refused) -> None:
        self.value = value


def _text_of(value: Any) -> str | None:
    if value is None or value.__class__ is str:
        return value
    if value is True:
        return "true"
    if value is False:
        return "false"
    raise _Odd(value)


class _Walk:
    """Goes through a document once, and puts each value and thing down at its place."""

    def __init__(self) -> None:
        self.last = 0

    def document(self, value: Any, root: At, numbers: Sequence[int] | None) -> None:
        self.last = 1
        root.own.append(1)
        root.above_line.append(0)
        root.index.append(-1)
        if numbers is None:
            self.put(value, root, 1)
        else:
            for number, one in zip(numbers, value, strict=True):
                self.thing(one, root.in_list(), 1, number)

    def thing(self, value: Any, at: At, above: int, index: int) -> None:
        self.last = line = self.last + 1
        at.own.append(line)
        at.above_line.append(above)
        at.index.append(index)
        self.put(value, at, line)

    def put(self, value: Any, at: At, line: int) -> None:
        kind = value.__class__
        if at.item is not None:
            item = at.item
            if kind is list:
                for i, one in enumerate(value):
                    self.thing(one, item, line, i)
            elif kind is dict and at.is_map:
                has_objects = any(one.__class__ is dict or one.__class__ is list for one in value.values())
                for key, one in value.items():
                    if has_objects and one.__class__ is str:  # said of the object itself, beside what is keyed
                        self.put(one, at.under[key], line)
                        continue
                    item.keys.append(key)
                    self.thing(one, item, line, -1)
            elif value is not None:  # null where others have a list says that there is none
                item.keys.append(None)
                self.thing(value, item, line, -1)
        elif kind is dict:
            self.fields(value.items(), at, line)
        elif kind is list:
            self.fields(enumerate(value), at, line)
        else:
            at.line.append(line)
            at.texts.append(_text_of(value))

    def fields(self, pairs: Any, at: At, line: int) -> None:
        under, put = at.under, self.put
        for key, value in pairs:
            inner = under[key]
            if value.__class__ is str and inner.item is None:
                inner.line.append(line)
                inner.texts.append(value)
            else:
                put(value, inner, line)


def _tree(root: At, shown: str, limits: Limits) -> Tree:
    things = [at for at in root.order if at is root or at.own]
    for number, at in enumerate(things):
        at.number = number
    joined = {one: first.beside_at() for first in things if first.beside for one in (first, *first.beside)}
    lists = [_things(at, joined) for at in things]
    columns = []
    for at in root.order:
        if at.is_thing and at.above is not None and at.above.is_map and at.own:
            key = f"{at.name()}/@key".removeprefix("/")
            text = texts_of(at.keys, shown, limits, key)
            columns.append(Values(key, at.number, "", np.frombuffer(at.own, np.int64), text))
        if at.line:
            name = f"{joined[at]}/{at.name().rpartition('/')[2]}" if at in joined else at.name() or "@value"
            text = texts_of(at.texts, shown, limits, name)
            columns.append(Values(name, at.thing().number, at.after(), np.frombuffer(at.line, np.int64), text))
    columns.sort(key=lambda values: int(values.line[0]))  # places that are lists were found first
    return Tree(shown, lists, columns, limits)


def _things(at: At, joined: Mapping[At, str]) -> Things:
    if at.above is None:
        return Things("", None, np.ones(1, np.int64), np.zeros(1, np.int64), pl.Series(["#"]))
    before = at.above.after()
    index = pl.Series(np.frombuffer(at.index, np.int64))
    if at.above.is_map:
        step = pl.Series([before + ("" if key is None else token(key)) for key in at.keys], dtype=pl.String)
    else:
        numbered = pl.concat_str(pl.lit(f"{before}/"), index.cast(pl.String))
        step = pl.select(pl.when(index >= 0).then(numbered).otherwise(pl.lit(before))).to_series()
    above = np.frombuffer(at.above_line, np.int64)
    beside = tuple(one.number for one in at.beside)
    is_column = at in joined and not at.beside
    own = np.frombuffer(at.own, np.int64)
    return Things(joined.get(at, at.name()), at.above.thing().number, own, above, step, beside, is_column)


def _find(document: Any, refused: _Refused, numbers: Sequence[int] | None) -> str:
    """Where something stands, as a place."""
    open_: list[tuple[str, Any]] = [("#", document)]
    while open_:
        place, value = open_.pop()
        if value is refused:
            return place
        inner: Iterator[tuple[str | int, Any]] = iter(())
        if value.__class__ is dict:
            inner = iter(value.items())
        elif value.__class__ is list:
            named = numbers if value is document and numbers is not None else range(len(value))
            inner = iter(zip(named, value, strict=True))
        open_ += [(place + token(key), one) for key, one in inner]
    return ""
