"""What stands where in JSON: which keys lead to lists, to maps, to rows of values."""

import re
from array import array
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from numerim.read.records import Limits, encoded, too_deep, too_wide

MAP = 3
"""So many values make an object a map."""

MAP_OF_NUMBERS = 50
"""So many numbers make an object a map, where it is no row itself."""

Decide = Callable[[str, Sequence[dict[str, Any]], bool], bool]
"""Whether the keys of objects are data: by the list that they would make, the objects, and what their shape says."""


@dataclass(frozen=True)
class Asked:
    """What is asked of the shape of a document.

    Attributes:
        shown: the file in messages.
        limits: how deep it may be nested.
        decide: whether an object is a map; its shape says so where nobody does.
        alone: lists that objects make by themselves, each of one thing.
        titles: names for the columns of rows that are lists, by how many there are.
    """

    shown: str
    limits: Limits
    decide: Decide | None = None
    alone: frozenset[str] = frozenset()
    titles: dict[int, list[str]] = field(default_factory=dict)


_NUMBER = re.compile(r"\s*[-+]?\d[\d.,'’ \xa0\u202f]*%?\s*")

_ROW = 1000  # the most columns of a row that is a list


class _Keys(dict[Any, "At"]):
    """The places under one, made when they are asked for."""

    def __init__(self, at: "At") -> None:
        self.at = at

    def __missing__(self, key: str | int) -> "At":
        made = self[key] = At(self.at, key, self.at.order)
        return made


class Order(list["At"]):
    """All places, in the order in which they are met."""

    def __init__(self, shown: str, limits: Limits) -> None:
        super().__init__()
        self.shown, self.limits = shown, limits

    def add(self, at: "At") -> None:
        """Puts one more down.

        Raises:
            InputError: there are too many.
        """
        self.append(at)
        if len(self) > self.limits.columns:
            raise too_wide(self.shown, self.limits)


class At:
    """A place by the keys that lead to it, without numbers, and what stands there."""

    __slots__ = ("above", "above_line", "beside", "index", "is_map", "is_row", "item", "key", "keys", "line", "number",
                 "order", "own", "texts", "titles", "under")  # fmt: skip

    def __init__(self, above: "At | None", key: str | int | None, order: Order) -> None:
        self.above, self.key, self.order = above, key, order  # the key is None for what stands in a list
        self.under = _Keys(self)
        self.item: At | None = None
        self.is_map = self.is_row = False
        self.line, self.texts = array("q"), list[str | None]()  # values that stand here
        self.own, self.above_line = array("q"), array("q")  # things that stand here, in a list
        self.index = array("q")  # the number of a thing in its list; -1: it is in a map, or alone
        self.keys = list[str | None]()  # the key of a thing in a map
        self.titles = list[str]()  # of the columns of a row
        self.beside = list[At]()  # the lists of an object that are as long as this one, each the column of a table
        self.number = 0
        order.add(self)

    def in_list(self) -> "At":
        """The things of the list that stands here."""
        if self.item is None:
            self.item = At(self, None, self.order)
        return self.item

    @property
    def is_thing(self) -> bool:
        """Whether what stands here is in a list."""
        return self.key is None

    def name(self) -> str:
        """The keys from the top; a list in a list is `*`."""
        if self.above is None:
            return ""
        upper = self.above.name()
        if self.key is None:
            in_list = self.above.is_thing and self.above.above is not None
            return f"{upper}/*".removeprefix("/") if in_list else upper
        titles = self.above.titles
        key = titles[self.key] if isinstance(self.key, int) and self.key < len(titles) else str(self.key)
        key = key.replace("~", "~0").replace("/", "~1")
        is_first = self.above.above is None or (self.above.is_thing and not upper)
        return key if is_first else f"{upper}/{key}"

    def name_in_list(self) -> str:
        """The name that the things of a list here have."""
        return f"{self.name()}/*".removeprefix("/") if self.is_thing and self.above is not None else self.name()

    def beside_at(self) -> str:
        """The name of the table that lists as long as each other make: that of the object they stand in, and `*`."""
        return f"{self.above.name().rpartition('/')[0]}/*".removeprefix("/") if self.above is not None else "*"

    def thing(self) -> "At":
        """The thing that what stands here belongs to."""
        return self if self.is_thing or self.above is None else self.above.thing()

    def after(self) -> str:
        """What the place has after that of the thing."""
        if self.is_thing or self.above is None:
            return ""
        return self.above.after() + token(self.key)


def token(key: str | int | None) -> str:
    """A key as part of a place, with the stroke before it; nothing for what stands in a list."""
    return "" if key is None else "/" + encoded(str(key).replace("~", "~0").replace("/", "~1"))


def survey(at: At, values: Sequence[Any], asked: Asked, depth: int) -> None:
    """Finds what stands at a place and under it: lists, maps, rows.

    Args:
        at: the place.
        values: all that stands there.
        asked: what is asked.
        depth: how deep the place is.

    Raises:
        InputError: it is nested too deeply, or has too many places.
    """
    if depth > asked.limits.nesting:
        raise too_deep(asked.shown, asked.limits)
    objects = [value for value in values if value.__class__ is dict]
    lists = [value for value in values if value.__class__ is list and value]
    if objects and not lists:
        by_shape = _is_map(objects) or (not at.is_thing and _is_map_of_numbers(objects))
        at.is_map = asked.decide(at.name_in_list(), objects, by_shape) if asked.decide else by_shape
    at.is_row = at.is_thing and _is_row(lists)
    if at.is_row:
        at.titles = _names_above(lists) or asked.titles.get(max(map(len, lists)), [])
        lists = []
    inside: dict[str | int, list[Any]] = {}
    if lists or at.is_map or (objects and at.name_in_list() in asked.alone):
        things = [v for v in chain(*lists) if v.__class__ is dict or v.__class__ is list]
        if at.is_map:
            things += [v for one in objects for v in one.values() if v.__class__ is dict or v.__class__ is list]
        else:
            things += objects
        survey(at.in_list(), things, asked, depth + 1)
    else:
        for one in objects:
            for key, value in one.items():
                if value.__class__ is dict or value.__class__ is list:
                    inside.setdefault(key, []).append(value)
    if at.is_row:
        for row in values:
            if row.__class__ is list:
                for i, value in enumerate(row):
                    if value.__class__ is dict or value.__class__ is list:
                        inside.setdefault(i, []).append(value)
    for key, found in inside.items():
        survey(at.under[key], found, asked, depth + 1)
    if inside and not at.is_row:
        for some in _as_long(objects, [key for key in inside if all(one.__class__ is list for one in inside[key])]):
            first, *others = (at.under[key].in_list() for key in some)
            first.beside = others


def titles_of(document: Any) -> dict[int, list[str]]:
    """Names of columns that a document tells beside rows of values: so many -> the names.

    A list of different words, or of objects with different names, under a key that speaks of columns or fields; the
    longest are tables of results, so of two that are as long the first is taken.
    """
    found: dict[int, list[str]] = {}
    open_: deque[tuple[str, Any]] = deque([("", document)])
    while open_:
        key, value = open_.popleft()
        if value.__class__ is dict:
            open_ += value.items()
        elif value.__class__ is list and _SPEAKS.search(key):
            names = _words(value) or next((w for n in _NAMING if (w := _words([_of(one, n) for one in value]))), [])
            if names:
                found.setdefault(len(names), names)
    return found


_SPEAKS = re.compile(r"(?i)col(s|umn|onne|umna)|spalte|field|campo|head|title|label|names?$|schema|kolom|kolumn|sloup")
"""Keys of lists of names of columns."""
_NAMING = ("name", "label", "title", "text", "fieldName", "header", "caption", "alias", "id")


def _of(value: Any, key: str) -> Any:
    return value.get(key) if value.__class__ is dict else None


def _words(values: Sequence[Any]) -> list[str]:
    """Values that are different texts and no numbers; else none."""
    are_words = len(values) > 1 and all(v.__class__ is str and v.strip() and not _NUMBER.fullmatch(v) for v in values)
    return [str(v) for v in values] if are_words and len({*values}) == len(values) else []


def _names_above(rows: Sequence[list[Any]]) -> list[str]:
    """The first of rows, where it has words alone, and numbers stand beneath some of these; else none."""
    names = _words(rows[0])
    beneath = [row for row in rows[1:] if len(row) == len(names) and any(map(_is_number, row))]
    return names if names and len(rows) > 1 and 2 * len(beneath) > len(rows) - 1 else []


def _is_number(value: Any) -> bool:
    return value.__class__ is str and _NUMBER.fullmatch(value) is not None


def _as_long(objects: Sequence[dict[str, Any]], keys: Sequence[str | int]) -> list[list[str]]:
    """Keys of lists of values that are as long as each other in every object, of words and of numbers among them."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for key in keys:
        values = [one.get(str(key)) for one in objects]
        flat = [v for one in values if one.__class__ is list for v in one or ()]
        if all(v is None or v.__class__ is list for v in values) and not any(v.__class__ in (dict, list) for v in flat):
            groups.setdefault(tuple(len(v or ()) for v in values), []).append(str(key))
    found = []
    for lengths, some in groups.items():
        every = [[v for one in objects for v in one.get(key) or () if v is not None] for key in some]
        has_words = any(not any(map(_is_number, one)) for one in every if one)
        has_numbers = any(all(map(_is_number, one)) for one in every if one)
        if len(some) > 1 and max(lengths) > 1 and has_words and has_numbers:
            found.append(some)
    return found


def _is_row(lists: Sequence[list[Any]]) -> bool:
    if not lists or max(map(len, lists)) > _ROW:
        return False
    return any(v.__class__ is not dict and v.__class__ is not list for one in lists for v in one)


def _is_map(objects: Sequence[dict[str, Any]]) -> bool:
    if not objects or max(map(len, objects)) < MAP:
        return False
    values = [value for one in objects for value in one.values() if value is not None]
    if all(value.__class__ is dict for value in values):
        return _alike(values, 0.5)
    if all(value.__class__ is list for value in values):
        things = list(chain(*values))
        return all(thing.__class__ is dict for thing in things) and _alike(things, 0.8)
    return False


def _is_map_of_numbers(objects: Sequence[dict[str, Any]]) -> bool:
    if not objects or max(map(len, objects)) < MAP_OF_NUMBERS:
        return False
    values = [value for one in objects for value in one.values() if value is not None]
    return all(value.__class__ is str and _NUMBER.fullmatch(value) for value in values)


def _alike(objects: Sequence[dict[str, Any]], share: float) -> bool:
    shapes = {tuple(one) for one in objects}
    if not shapes:
        return False
    together = len(set(chain(*shapes)))
    if together and all(len(shape) >= share * together for shape in shapes):
        return True
    inner = [value for one in objects for value in one.values()]
    return all(value.__class__ is dict for value in inner) and _alike(inner, share)
