"""What is found by its name: elections, places, parties and people, in files that pages load as they need."""

import json
import os
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, takewhile
from typing import Any

from numerim.site.addresses import election_path, parts_path, party_path, place_path
from numerim.site.language import LANGUAGES, Language
from numerim.site.published import Site
from numerim.site.release import Contest, Release, Selection

LIMIT = 90_000
"""No file of the index has more octets."""

PARTS = 10_000
"""Of a release with more parts of contests only those are found that have parts themselves."""

FIRST = 15_000
"""So many octets has a file of which there is more: it is for the first letters, and soon gives way to another."""

_LANGUAGES = [Language(code) for code in LANGUAGES]

_LETTERS = str.maketrans({"đ": "d", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True)
class Found:
    """What a search leads to.

    Attributes:
        kind: 0 an election, 1 a place, 2 a party, 3 a person, 4 a part of a contest; the first are shown first.
        path: its page, below the folder of a language.
        names: what it is called, in each language in their order, or once for all.
        details: what tells it from others of its name, likewise in each language or once.
        also: other names that it is found by.
    """

    kind: int
    path: str
    names: tuple[str, ...]
    details: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """What stands in the index."""
        names, details = (
            "" if not any(of) else of[0] if len(set(of)) == 1 else of for of in (self.names, self.details)
        )
        said: list[Any] = [self.kind, self.path, names]
        said += [details] if details or self.also else []
        return json.dumps(said + [" ".join(self.also)] * bool(self.also), ensure_ascii=False, separators=(",", ":"))

    @property
    def keys(self) -> Iterator[str]:
        """Its names with each word first in turn: whichever is typed, the others follow it."""
        for name in dict.fromkeys(self.names + self.also):
            words = folded(name)
            yield from (" ".join(words[at:] + words[:at]) for at in range(len(words)))


def folded(text: str) -> list[str]:
    """The words of a text as they are compared: small, without accents. `static/search.js` does the same."""
    plain = "".join(
        c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.category(c).startswith("M")
    )
    return "".join(c if c.isalnum() else " " for c in plain.translate(_LETTERS)).split()


def index(every: Iterable[Found]) -> Iterator[tuple[str, bytes]]:
    """The files of the index of all that can be found: `search/index.js` says what lies in which of the others.

    Each is a script that hands over what it has, since a page that lies on the disk may load scripts and nothing else.
    A file has what begins with some letters; where that would be too much it has the first of it, and files with a
    letter more the rest.
    """
    ordered = sorted(every, key=lambda one: (one.kind, one.names, one.details, one.path))
    written = [one.written for one in ordered]
    sizes = [len(row.encode()) + 1 for row in written]
    keys = sorted((key, number) for number, one in enumerate(ordered) for key in one.keys)
    listed: dict[str, list[Any]] = {}
    for prefix, numbers, whole in _files(keys, sizes, ""):
        listed[prefix] = [_slug(prefix), int(whole)]
        rows = ",".join(written[number] for number in numbers)
        yield f"search/{_slug(prefix)}.js", f"numerimFound({json.dumps(prefix)},[{rows}])\n".encode()
    said = json.dumps(listed, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    yield "search/index.js", f"numerimIndex({said})\n".encode()


def _files(keys: list[tuple[str, int]], sizes: list[int], prefix: str) -> Iterator[tuple[str, list[int], bool]]:
    """What begins with a prefix: in one file if it fits, else the first of it and what begins with a letter more.

    Args:
        keys: what begins so, in the order of the letters, and the number of what it leads to.
        sizes: how long each is as written, in octets.
        prefix: the letters.
    """
    shared = os.path.commonprefix([keys[0][0], keys[-1][0]]) if keys else ""  # noqa: RUF071 - of letters
    exact = list(dict.fromkeys(number for _, number in takewhile(lambda one: one[0] == shared, keys)))
    numbers = exact + sorted({number for _, number in keys}.difference(exact))
    ends = list(takewhile(lambda size: size <= LIMIT, accumulate(sizes[number] for number in numbers)))
    whole = len(ends) == len(numbers)
    first = max(bisect_right(ends, FIRST), len(exact))  # nothing is behind the files of what is exactly this
    yield prefix, numbers[: len(ends) if whole else min(first, len(ends))], whole
    if not whole:
        longer = keys[bisect_right(keys, (shared, len(sizes))) :]
        for letter, group in groupby(longer, key=lambda one: one[0][len(shared)]):
            yield from _files(list(group), sizes, shared + letter)


def _slug(prefix: str) -> str:
    """The name of a file, of letters that every disk and host takes."""
    return "".join(c if c.isascii() and c.isalnum() else "_" if c == " " else f"-{ord(c):x}" for c in prefix) or "all"


def found_on(site: Site) -> Iterator[Found]:
    """All that can be found on a site."""
    for release in site.releases:
        titles = tuple(release.title(code) for code in LANGUAGES)
        day = next(iter(release.elections.values()))["held_on"]
        yield Found(0, election_path(release.name), titles, (str(day.year),))
    for unit, found in site.at_place.items():
        release, contests = found[0]
        about = release.units.get(unit, {})
        within = release.units.get(about.get("parent_id") or "", {}).get("name", "")
        yield Found(1, place_path(unit), (about.get("name") or contests[0].unit,), (within,))
    for party, found in site.with_party.items():
        about = found[0][0].parties.get(party, {})
        name = about.get("name") or ""
        short = about.get("acronym") or name or party
        also = tuple(one for one in [about.get("name_en") or ""] if one and one not in (name, short))
        yield Found(2, party_path(party), (short,), ("" if name == short else name,), (name, *also) if name else also)
    yield from _people(site)
    yield from _parts(site)


def _parts(site: Site) -> Iterator[Found]:
    """The parts of contests: those that have pages, and the smallest ones on them, unless these are very many."""
    for release in site.releases:
        parts = site.parts[release.name]
        year = str(next(iter(release.elections.values()))["held_on"].year)
        races = {(one.contest.office, one.contest.round) for one in parts.within.values()}
        several, rounds = len({one.contest.id for one in parts.within.values()}) > 1, len(races) > len(dict(races))
        for one in parts.within.values():
            whole = release.units.get(one.unit_id, {}).get("name", one.contest.unit)
            details = tuple(
                " · ".join([whole, *([_race(one.contest, rounds, t)] if several else []), year]) for t in _LANGUAGES
            )
            for at, unit in enumerate(one.parts):
                has_page = (one.contest.id, unit) in parts.within
                if has_page or parts.shown <= PARTS:
                    name = str(release.units.get(unit, {}).get("name", unit)).removeprefix(f"{whole}, ")
                    page = parts_path(release.name, one.contest.id, one.unit_id, 1 + at // one.rows)
                    own = parts_path(release.name, one.contest.id, unit)
                    yield Found(4, own if has_page else f"{page}#{unit}", (name,), details)


def _race(contest: Contest, rounds: bool, t: Language) -> str:
    """What a contest is about, and in which round."""
    office = t.office(contest.office)
    return f"{office}, {t.says('round %(round)s', round=contest.round)}" if rounds else office


def _people(site: Site) -> Iterator[Found]:
    """Everybody who stood, once a place; newest first, so that the address is that of the last time."""
    for unit, found in site.at_place.items():
        years: dict[str, dict[int, None]] = {}
        last: dict[str, tuple[Release, Contest, Selection]] = {}
        for release, contests in found:
            for contest in contests:
                for one in contest.selections:
                    if one.candidate:
                        years.setdefault(one.candidate, {})[contest.held_on.year] = None
                        last.setdefault(one.candidate, (release, contest, one))
        for name, (release, contest, one) in last.items():
            at = _anchor(site, release, contest, one)
            when = ", ".join(map(str, years[name]))
            details = tuple(" · ".join(filter(None, (contest.unit, t.short(one), when))) for t in _LANGUAGES)
            yield Found(3, place_path(unit) + (f"#{at}" if at else ""), (name,), details)


def _anchor(site: Site, release: Release, contest: Contest, one: Selection) -> str:
    """Where somebody stands on the page of a place."""
    if one.figures:
        return next(iter(one.figures.values())).anchor
    where = one.outcome_locator and site.sources[release.name].where(one.outcome_source, one.outcome_locator)
    return f"{contest.id}/{one.id}/outcome" if where else ""
