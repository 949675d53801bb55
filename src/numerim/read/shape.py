"""What stands where in JSON: which keys lead to lists, to maps, to rows of values."""

import re
from array import array
from collections.abc import Sequence
from itertools import chain
from typing import Any

from numerim.read.records import Limits, encoded, too_deep, too_wide

MAP = 3
"""So many values make an object a map."""

MAP_OF_NUMBERS = 50
"""So many numbers make an object a map, where it is no row itself."""

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

    __slots__ = ("above", "above_line", "index", "is_map", "is_row", "item", "key", "keys", "line", "number", "order",
                 "own", "texts", "under")  # fmt: skip

    def __init__(self, above: "At | None", key: str | int | None, order: Order) -> None:
        self.above, self.key, self.order = above, key, order  # the key is None for what stands in a list
        self.under = _Keys(self)
        self.item: At | None = None
        self.is_map = self.is_row = False
        self.line, self.texts = array("q"), list[str | None]()  # values that stand here
        self.own, self.above_line = array("q"), array("q")  # things that stand here, in a list
        self.index = array("q")  # the number of a thing in its list; -1: it is in a map, or alone
        self.keys = list[str | None]()  # the key of a thing in a map
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
        key = str(self.key).replace("~", "~0").replace("/", "~1")
        is_first = self.above.above is None or (self.above.is_thing and not upper)
        return key if is_first else f"{upper}/{key}"

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


def survey(at: At, values: Sequence[Any], shown: str, limits: Limits, depth: int) -> None:
    """Finds what stands at a place and under it: lists, maps, rows.

    Args:
        at: the place.
        values: all that stands there.
        shown: the file in messages.
        limits: how deep it may be nested.
        depth: how deep the place is.

    Raises:
        InputError: it is nested too deeply, or has too many places.
    """
    if depth > limits.nesting:
        raise too_deep(shown, limits)
    objects = [value for value in values if value.__class__ is dict]
    lists = [value for value in values if value.__class__ is list and value]
    at.is_map = not lists and (_is_map(objects) or (not at.is_thing and _is_map_of_numbers(objects)))
    at.is_row = at.is_thing and _is_row(lists)
    if at.is_row:
        lists = []
    inside: dict[str | int, list[Any]] = {}
    if lists or at.is_map:
        things = [v for v in chain(*lists) if v.__class__ is dict or v.__class__ is list]
        if at.is_map:
            things += [v for one in objects for v in one.values() if v.__class__ is dict or v.__class__ is list]
        else:
            things += objects
        survey(at.in_list(), things, shown, limits, depth + 1)
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
        survey(at.under[key], found, shown, limits, depth + 1)


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
