"""What names of columns mean that are made of known words: `seeds/column_stems.csv`."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
_UMLAUT = re.compile("([aou])e")
"""How ä, ö and ü are written where there are only the letters from a to z."""
_ANY = "*"
"""The language of abbreviations that stand in names of any."""

_BESIDE = frozenset({"of", "number", "total", "name", "aside"})
"""What says nothing of its own beside other words."""

_ROLES: Mapping[frozenset[str], str] = {
    frozenset(concepts.split()): role
    for role, every in {
        "votes": "vote; vote received; vote candidate; vote party; received candidate; received party",
        "valid": "valid; vote valid; ballot valid; vote valid cast; ballot valid cast; valid cast",
        "invalid": "invalid; vote invalid; ballot invalid; vote invalid cast; ballot invalid cast; invalid blank;"
        "vote invalid blank; ballot invalid blank",
        "blank": "blank; vote blank; ballot blank; vote blank cast; ballot blank cast",
        "registered": "registered; voter; voter registered; registered turnout; voter registered turnout",
        "cast": "cast; voted; voter voted; vote cast; ballot cast; voter cast; ballot; ballot voted; voted cast",
        "turnout": "turnout; turnout share; voter turnout; voter turnout share; voted share; voter voted share",
        "share": "share; vote share; vote valid share; share candidate; share party; vote share candidate;"
        "vote share party",
        "seats": "seat; seat received; seat party",
        "candidate": "candidate",
        "party": "party",
        "district": "district",
        "issued": "ballot issued; voter issued; issued",
        "received": "ballot received",
        "unused": "unused; ballot unused",
        "spoilt": "spoilt; ballot spoilt",
        "registered_men": "men registered; men voter; men voter registered",
        "registered_women": "women registered; women voter; women voter registered",
        "cast_men": "men voted; men voter voted; men cast",
        "cast_women": "women voted; women voter voted; women cast",
        "ignore": "abstained; voter abstained; abstained share; code; code party; code candidate; number;"
        "vote valid turnout; invalid share; vote invalid share; ballot invalid share; blank share; vote blank share;"
        "valid share; ballot valid share; abstained registered; men; women",
    }.items()
    for concepts in every.split(";")
}
"""The concepts in a name, without those that say nothing of their own -> what the column is."""


def folded(name: str) -> str:
    """A name in small letters, without accents, with one space for all that is no letter or digit."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.lower()).lower() if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare.translate(_LETTERS)))


def said_once(name: str) -> str:
    """A name without the text of a cell that spans several rows of a header: `NOTA / NOTA`."""
    return " / ".join(dict.fromkeys(name.split(" / ")))


@dataclass(frozen=True)
class _Stems:
    """What words mean, and what words mean that begin so: each -> language -> concept; and every language, in order."""

    languages: Sequence[str]
    words: Mapping[str, Mapping[str, str]]
    begin: Mapping[str, Mapping[str, str]]


@cache
def _stems(path: Path) -> _Stems:
    words: dict[str, dict[str, str]] = {}
    begin: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    languages = sorted({row["language"] for row in rows} - {_ANY})
    for row in sorted(rows, key=lambda row: row["language"] != _ANY):  # a language's own words go before
        there = begin if row["stem"].endswith("*") else words
        which = languages if row["language"] == _ANY else [row["language"]]
        there.setdefault(folded(row["stem"]), {}).update(dict.fromkeys(which, row["concept"]))
    return _Stems(languages, words, begin)


@lru_cache(maxsize=20_000)
def _concepts(token: str, path: Path) -> Mapping[str, str]:
    """What a word means: language -> concept, of languages that know it; as a whole, or by its longest stem."""
    stems, found = _stems(path), dict[str, str]()
    for one in dict.fromkeys((token, _UMLAUT.sub(r"\1", token))):
        ways = (stems.words.get(one, {}), *(stems.begin.get(one[:n], {}) for n in range(len(one), 0, -1)))
        for way in ways:
            for language, concept in way.items():
                found.setdefault(language, concept)
    return found


def composed(plain: str, path: Path) -> tuple[str, str, str] | None:
    """What a name means of which every word is known, in one language or, as in bilingual headers, in several.

    Args:
        plain: the name, as `folded` makes it.
        path: the words: `language,stem,concept`; a stem with `*` has any ending.

    Returns:
        A role, measure or `ignore`; the type of unit that it names, if any; and the language. None where a word is
        unknown, or where the words together mean nothing.
    """
    tokens = plain.split()
    if not 1 <= len(tokens) <= 14:
        return None
    known = [_concepts(token, path) for token in tokens]
    found: dict[tuple[str, str], str] = {}
    for language in sorted(set(known[0]).intersection(*known[1:])):
        if role := _role(one[language] for one in known):
            found.setdefault(role, language)
    every = [concept for one in known for concept in {*one.values()} if len({*one.values()}) == 1]
    if (
        not found
        and len(every) == len(tokens)
        and sum(one not in _BESIDE for one in every) > 1
        and (role := _role(every))
    ):
        found[role] = ""
    if len(found) != 1:
        return None
    (((is_, unit), language),) = found.items()
    return is_, unit, language


def concepts_in(plain: str, path: Path) -> list[list[str]]:
    """What the words of a name mean, in each language in which one of them is known: empty of those that are not.

    Args:
        plain: the name, as `folded` makes it.
        path: as `composed`.
    """
    known = [_concepts(token, path) for token in plain.split()]
    every = ([one.get(language, "") for one in known] for language in _stems(path).languages)
    return sorted((some for some in every if any(some)), key=lambda some: some.count(""))


def role_of(concepts: Iterable[str]) -> str:
    """The account that some words mean together; empty where none."""
    every = list(concepts)
    made = _role(every) if every and every[-1] != "of" else None
    return made[0] if made and made[0] in _OF_UNITS else ""


def _role(concepts: Iterable[str]) -> tuple[str, str] | None:
    """A role, measure or `ignore`, and the type of unit that is named, if any; of a code, that which it is of."""
    every = list(concepts)
    if every[-1] == "of":  # a name that goes on
        return None
    some = frozenset(every) - _BESIDE
    units = {one for one in some if one.startswith("unit ")}
    unit = min(units, default="").removeprefix("unit ") if len(units) == 1 else ""
    if unit and some == units and "total" not in every:
        return ("ignore" if "number" in every else "unit"), unit
    if unit and some - units == {"code"}:
        return "ignore", unit
    if not some and {*every} == {"total"}:
        return "votes", ""
    if not some and "number" in every and "name" not in every:
        return "ignore", ""
    made = _ROLES.get(some - units if unit else some)
    if unit and made not in _OF_UNITS:
        return None
    if made in ("party", "candidate") and set(every) == {"of", made}:  # it may be a name itself: Die PARTEI
        return None
    return (made, "") if made and some - units else None


_OF_UNITS = ("registered", "cast", "valid", "invalid", "blank", "turnout", "votes", "received", "issued", "unused")
"""What names say of a unit: ballots of the polling station, valid votes of the municipality."""
