"""Which objects of JSON are keyed by data, such as names of candidates or codes of units, and which by words."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from numerim.draft.keypaths import Nest, last_key, said_by_key
from numerim.draft.stems import folded
from numerim.draft.words import in_words, meaning_of, meanings_of

_NUMBER = re.compile(r"\s*[-+]?\d[\d.,'’ \xa0\u202f]*%?\s*")
_CODE = re.compile(r"[\d.:/-]*\d[\d.:/-]*|[A-Z]{1,3}[-_ ]?\d+")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*[ ,].*[\w)]|[A-ZÀ-ÞΑ-ΫА-Я][^\W\d_]*[a-zà-ÿα-ωа-я'’-]+[^\W\d_]*")
"""Words with a space between, or one that begins with a capital: how people and places are written, hardly a key."""
_HALF = 0.5


class Keyed:
    """Decides of each object whether its keys are data, and keeps what it decided.

    Attributes:
        maps: the lists that objects make whose keys are data.
        differs: whether that is not what their shape says.
    """

    def __init__(self, reference: Path) -> None:
        self.reference = reference
        self.maps: list[str] = []
        self.differs = False

    def decide(self, at: str, objects: Sequence[Mapping[str, Any]], by_shape: bool) -> bool:
        """Whether objects at one place are maps.

        The keys of a map are no words that columns are called by, but for those of blank ballots and totals among
        names; they are called candidates, votes or units together, look like names or codes, or are others in each
        object. Their values are of one shape, or all are figures.

        Args:
            at: the list that they would make.
            objects: the objects.
            by_shape: whether their shape alone says so.
        """
        found = self._are_keyed(at, objects, by_shape)
        self.differs = self.differs or found != by_shape
        if found:
            self.maps.append(at)
        return found

    def _are_keyed(self, at: str, objects: Sequence[Mapping[str, Any]], by_shape: bool) -> bool:
        keys = list(dict.fromkeys(key for one in objects for key in one))
        values = [value for one in objects for value in one.values() if value is not None]
        if not keys or not values or len(keys) > _MANY:
            return by_shape
        said = said_by_key(last_key(at), self.reference) if last_key(at) else ""
        known = [key for key in keys if self._is_word(key)]
        named = [key for key in keys if _CODE.fullmatch(key) or (_NAME.fullmatch(key) and key not in known)]
        if 2 * len(known) > len(keys):
            return False
        of_data = said.partition(" ")[0] in _LISTS and said != "count_type"
        changes = max(map(len, objects)) < _HALF * len(keys)
        is_data = len(named) >= _MOSTLY * len(keys) or of_data or changes
        if all(value.__class__ is dict for value in values):
            return by_shape or (is_data and (len(values) > 1 or of_data) and _alike(values))
        if any(value.__class__ is dict for value in values):
            return by_shape or self._are_named_beside(objects)
        if all(value.__class__ is list for value in values):
            return by_shape or (is_data and len(keys) > 1 and all(_has_objects(value) for value in values))
        if all(value.__class__ is str and _NUMBER.fullmatch(value) for value in values):
            is_row = at == "" or at.endswith("/*") or said.startswith("unit") or any(map(self._is_of_a_count, keys))
            return by_shape or (len(keys) > 1 and of_data and not is_row and len(known) < len(keys)) or changes
        return by_shape

    def _are_named_beside(self, objects: Sequence[Mapping[str, Any]]) -> bool:
        """Whether objects hold such of one shape by names, each with figures, and texts that say what these are of."""
        inner = {key: value for one in objects for key, value in one.items() if value.__class__ is dict}
        texts = [value for one in objects for value in one.values() if value.__class__ is not dict]
        are_names = len(inner) > 1 and all(_NAME.fullmatch(key) and not self._is_word(key) for key in inner)
        figures = (v for one in inner.values() for v in one.values())
        are_counts = all(v.__class__ is str and _NUMBER.fullmatch(v) for v in figures)
        return are_names and are_counts and _alike([*inner.values()]) and all(v.__class__ is str for v in texts)

    def _is_of_a_count(self, key: str) -> bool:
        """Whether a key says how something is counted: a number, a share; then the object is one count, and no list."""
        return said_by_key(key, self.reference) in ("count", "share")

    def _is_word(self, key: str) -> bool:
        """Whether columns are called so; a name that holds a word, such as a party of the blank vote, is none."""
        said = said_by_key(key, self.reference)
        plain = folded(in_words(key))
        return bool(said) or meanings_of([plain], self.reference)[0] is not None


_LISTS = ("unit", "candidate", "party", "option", "votes", "office")
_MANY = 5000
"""Objects with more keys are told by their shape alone."""
_MOSTLY = 0.8


def _has_objects(values: Any) -> bool:
    return bool(values) and all(one.__class__ is dict for one in values)


def _alike(objects: Sequence[Mapping[str, Any]]) -> bool:
    together = {key for one in objects for key in one}
    return bool(together) and all(len(one) >= _HALF * len(together) for one in objects)


def alone_in(nest: Nest, words: Sequence[str], reference: Path) -> list[str]:
    """Objects of the things of a list that are units by themselves, beside each other.

    Each has a name, and two have accounts of ballots at the same keys.

    Args:
        nest: where the things stand.
        words: their columns of words.
        reference: where the seeds are.
    """
    by_end: dict[str, dict[str, list[str]]] = {}
    for name in nest.own:
        keys = name.removeprefix(f"{nest.at}/").split("/")
        meaning = meaning_of(keys[-1], reference) if len(keys) > 1 else None
        if meaning and meaning.role in ("registered", "cast", "valid", "invalid"):
            by_end.setdefault("/".join(keys[1:]), {})[keys[0]] = keys
    found: dict[str, None] = {}
    for branches in by_end.values():
        ats = [f"{nest.at}/{branch}".removeprefix("/") for branch in branches]
        if len(ats) > 1 and all(any(name.startswith(f"{at}/") for name in words) for at in ats):
            found |= dict.fromkeys(ats)
    return list(found)
