"""In which country units lie, by their names."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from numerim.draft.described import COARSE, Described
from numerim.draft.stems import folded
from numerim.draft.words import seed

_LEAST = {"seeds/": 3, "ISO 3166-2": 5}
"""So many names of one country must be known, by where they are known from."""
_MOST = {"seeds/": 0.5, "ISO 3166-2": 0.8}
"""This part of all names must be."""
_SPOKEN = {"sq": ("AL", "XK"), "sr": ("XK",), "mk": ("MK",)}
"""Language -> countries in which fewer names will do, as those who write the table speak it."""
_MANY = 1000
"""More names than that are those of precincts, which no list has."""
_ROLES = ("within", "unit")
_TWICE = re.compile(r"\s*[/|()\[\]]\s*|\s+[-–—]\s+")
"""What stands between the names that a unit has in two languages."""


@dataclass(frozen=True)
class Located:
    """The country in which units lie.

    Attributes:
        code: its code.
        why: how that is known.
        is_whole: whether nearly all units of a kind that the country has are there.
    """

    code: str
    why: str
    is_whole: bool = False


def located(tables: Sequence[Described], language: str, reference: Path) -> Located | None:
    """The country in which the units of some tables lie; None where their names do not say.

    Args:
        tables: the tables.
        language: in which their columns are named.
        reference: where the seeds are.
    """
    some = (
        _located(dict.fromkeys(n for said in tables for n in _units(said, role)), language, reference)
        for role in _ROLES
    )
    return next((one for one in some if one), None)


def _located(names: Collection[str], language: str, reference: Path) -> Located | None:
    if not 0 < len(names) <= _MANY:
        return None
    words = _words(reference)
    ways = {name: _ways(name, words) for name in names}
    for where, known in (("seeds/", _of_seeds), ("ISO 3166-2", _of_iso)):
        places = known(reference)
        found: dict[str, list[str]] = {}
        ids: dict[str, set[str]] = {}
        for name, some in ways.items():
            fits = {place for way in some for place in places.get(way, ())}
            for code in {code for code, _, _ in fits}:
                found.setdefault(code, []).append(name)
                ids.setdefault(code, set()).update(one for of, one, _ in fits if of == code)
        ranked = sorted(found, key=lambda code: -len(found[code]))
        if not ranked or (len(ranked) > 1 and 2 * len(found[ranked[1]]) > len(found[ranked[0]])):
            continue
        code, some_names = ranked[0], found[ranked[0]]
        least = 1 if where == "seeds/" and code in _SPOKEN.get(language, ()) else _LEAST[where]
        if len(some_names) >= least and len(some_names) >= _MOST[where] * len(names):
            such = ", ".join(f"“{name}”" for name in some_names[:3])
            why = f"{len(some_names)} of the {len(names)} names of units, such as {such}, are known there ({where})"
            return Located(code, why, _is_whole(code, ids[code], places))
    return None


Places = Mapping[str, frozenset[tuple[str, str, str]]]
"""A name as it is compared -> what it may be the name of: a country, and the id and type of a unit of it."""


def _is_whole(code: str, ids: Iterable[str], places: Places) -> bool:
    kinds = {one: kind for some in places.values() for of, one, kind in some if of == code}
    every, there = Counter(kinds.values()), Counter(kinds[one] for one in ids)
    return any(n >= _WHOLE * every[kind] and n > 1 for kind, n in there.items())


def area_of(said: Described, there: Located | None, country: str, title: str) -> tuple[str, str] | None:
    """The kind and name of the area over which a table has totals, where they are not those of the country.

    Of a table whose units all lie in one larger unit it is that; else it has the title, unless nearly all units of the
    country are there, or the total is called like the country.

    Args:
        said: the table.
        there: the country in which its units lie, as their names say.
        country: what the country is called.
        title: what the election is called.
    """
    totals, within = said.totals_of_all, said.of("within")
    if not totals or not said.of("unit") or "within" in said.set or said.unit in COARSE[:3]:
        return None
    if within is not None:
        rows = zip(said.cells.texts[within.name], said.is_total, strict=True)
        larger = {text for text, is_total in rows if not is_total}
        return (said.within, larger.pop()) if len(larger) == 1 and "" not in larger else None
    if (there and there.is_whole) or any(folded(country) in folded(text) for text in totals):
        return None
    return "region", title


_WHOLE = 0.9
"""This part of the units of a country is nearly all of them."""


def _units(said: Described, role: str) -> list[str]:
    """The names of the units of a table, or of what they lie in, but for totals."""
    column = said.of(role)
    if column is None:
        return []
    mark = re.fullmatch(r"\{unit\}(\W+)\{.*", column.is_)
    texts = [text.split(mark[1], 1)[0] if mark else text for text in said.cells.values(column.name)]
    return [text for text in texts if text not in said.totals and re.search(r"[^\W\d_]{2}", text)]


def _ways(name: str, words: frozenset[str]) -> set[str]:
    """What a name may be compared by: itself, each of two names, and those without a word for the kind of unit."""
    found: set[str] = set()
    for part in {name, *_TWICE.split(name)}:
        said = folded(part).split()
        for n in (0, 1, 2):
            for front, back in (
                (" ".join(said[:n]), said[n:]),
                (" ".join(said[len(said) - n :]), said[: len(said) - n]),
            ):
                if back and (not n or front in words):
                    found.add("".join(back))
    return found


@cache
def _words(reference: Path) -> frozenset[str]:
    with seed(reference, "unit_words.csv").open(encoding="utf-8", newline="") as stream:
        return frozenset(folded(row["words"]) for row in csv.DictReader(stream))


@cache
def _of_seeds(reference: Path) -> Places:
    found: dict[str, set[tuple[str, str, str]]] = {}
    kinds: dict[str, tuple[str, str, str]] = {}
    for file, name in (("gp_units", "name"), ("gp_unit_names", "printed"), ("gp_unit_inflections", "printed")):
        with seed(reference, f"{file}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if file == "gp_units":
                    kinds[row["gp_unit_id"]] = (row["country"], row["gp_unit_id"], row["unit_type"])
                unit = kinds.get(row["gp_unit_id"])
                if unit and unit[2] != "country":
                    found.setdefault(folded(row[name]).replace(" ", ""), set()).add(unit)
    return {name: frozenset(units) for name, units in found.items()}


@cache
def _of_iso(reference: Path) -> Places:
    import pycountry

    found: dict[str, set[tuple[str, str, str]]] = {}
    for one in pycountry.subdivisions:
        name = re.sub(r"\s*[\[(†].*$", "", one.name)
        found.setdefault(folded(name).replace(" ", ""), set()).add((one.country_code, one.code, one.type))
    return {name: frozenset(units) for name, units in found.items()}
