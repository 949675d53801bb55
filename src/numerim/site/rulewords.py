"""What findings say, in another language than the English in which a package has them.

A finding has its sentence, and the values that its rule filled in. The sentence is read back by the template of the
rule, and the values found there fill the translated one. A sentence of another template (of an older release), or a
value with words that are not known here, is left in English: half a translation would be worse than none.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from string import Formatter

from numerim.schemas.rule import rules
from numerim.site.language import Language, rule_words
from numerim.site.release import Release, Row

_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"

_OFFICE, _ROUND = r"(?P<office>[a-z][\w -]*?) of (?P<unit>.+?)", r"(?:, round (?P<round>\d+))?"
_CONTEST = (
    re.compile(rf"{_OFFICE}, (?P<day>\d{{4}}-\d\d-\d\d){_ROUND}(?=: |, | \(|$)"),
    re.compile(rf"{_OFFICE}(?P<day>){_ROUND}(?=: |$)"),
)
"""A contest as rules name it: with its day, or without."""

_AS_IT_STANDS = re.compile(r"“[^“”]*”|\{[^{}]*\}|[\w\u0080-\uffff]+([-./:_,~@][\w\u0080-\uffff]+)+")
"""What no language says otherwise: a quotation, what is to be typed, an id, a file, a place in one."""

_BY_HAND = {"R120": "said"}
"""A rule -> its value that a person writes, in words that nobody can foresee; its sentence ends with it."""

_ONES = {"votes": "vote", "ballots": "ballot", "seats": "seat", "points": "point"}
"""The word for one, where a value is the word for many."""


@dataclass(frozen=True)
class Said:
    """A text, and the language that it is in.

    Attributes:
        text: the text.
        language: ISO 639-1.
        own: what somebody wrote by hand and the text ends with, in English.
    """

    text: str
    language: str
    own: str = ""


class RuleWords:
    """Findings and rules in a language, as far as it has words for them; else in English."""

    def __init__(self, t: Language) -> None:
        """Read `words/rules.<code>.po`, if the language has one."""
        self._t = t
        self._texts, self._values = rule_words(t.code)
        self._named: dict[str, _Names] = {}
        self._said: dict[tuple[str, str, str], Said] = {}

    def says(self, release: Release, finding: Row) -> Said:
        """What a finding says: in the language of the page if its whole sentence can be told there."""
        key = release.name, finding["rule"], finding["says"]
        if key not in self._said:
            self._said[key] = self._told(release, finding)
        return self._said[key]

    def _told(self, release: Release, finding: Row) -> Said:
        english = Said(finding["says"], "en")
        rule = rules().get(finding["rule"])
        translated = self._texts.get(rule.says) if rule else None
        if rule is None or translated is None or not finding["operands"]:
            return english
        operands = json.loads(finding["operands"])
        values = _read(rule.says, finding["says"], operands | finding)
        if values is None:
            return english
        if release.name not in self._named:
            self._named[release.name] = _Names(release)
        told = _Told(self._t, self._values, self._named[release.name])
        filled = {
            name: text if _is_printed(rule.says, name, operands.get(name)) else told.value(text)
            for name, text in values.items()
        }
        by_hand = _BY_HAND.get(rule.code, "")
        own = values[by_hand] if by_hand and filled[by_hand] is None else ""
        if own:
            filled[by_hand] = ""
        if None in filled.values():
            return english
        return Said(_filled(translated, filled, values, self._values).rstrip(), self._t.code, own)

    def of_rule(self, text: str) -> Said:
        """A title, a reason or a law of a rule."""
        translated = self._texts.get(text)
        return Said(translated, self._t.code) if translated else Said(text, "en")


class _Names:
    """What is called by a name in a release, which is the same in all languages; parties by their own."""

    def __init__(self, release: Release) -> None:
        people = (one.name for contest in release.contests for one in contest.selections)
        sources = (text for row in release.rows("sources") for text in (row["source_id"], row["path"], row["title"]))
        units = (row["name"] for row in release.units.values())
        lists = (row["table_name"] for row in release.rows("source_headers"))
        self.offices = {"all", *(contest.office for contest in release.contests)}
        elections = (row["title"] for row in release.elections.values())
        self.same = {*people, *sources, *lists, *units, *elections, *release.units, *release.elections} - self.offices
        self.own: dict[str, str] = {}
        for row in release.parties.values():
            self.own |= {name: name for name in (row["acronym"], row["name"]) if name}
            if row["name_en"]:
                self.own.setdefault(row["name_en"], row["name"] or row["name_en"])


class _Told:
    """Values of a finding in a language."""

    def __init__(self, t: Language, phrases: Mapping[str, str], names: _Names) -> None:
        self._t, self._phrases, self._names = t, phrases, names
        self._known: dict[str, str | None] = {}

    def value(self, text: str) -> str | None:
        """A value; None where it has words that are not known."""
        plain = text.strip()
        if plain not in self._known:
            ways = (self._one, self._contest, self._parts, self._phrase, self._number, self._name)
            self._known[plain] = next((said for way in ways if (said := way(plain)) is not None), None)
        said = self._known[plain]
        return None if said is None else text.replace(plain, said) if plain else text

    def _one(self, text: str) -> str | None:
        """Nothing, a number, a day, a name, a quotation, or a phrase."""
        if re.fullmatch(_NUMBER, text):
            return self._t.number(Decimal(text.replace(",", "")), len(text.partition(".")[2]))
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return self._t.day(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)", text):
            return self._t.moment(text)
        if text in self._phrases:
            return self._phrases[text]
        if text in self._names.offices:
            return self._t.office(text).lower()
        if text in self._names.own:
            return self._names.own[text]
        return text if not text or text in self._names.same or _AS_IT_STANDS.fullmatch(text) else None

    def _name(self, text: str) -> str | None:
        return text if _is_name(text) else None

    def _contest(self, text: str) -> str | None:
        """A contest, and what follows: `mayor of Kukës, 2023-05-14, round 2: PS`."""
        found = _CONTEST[0].match(text) or _CONTEST[1].match(text)
        if found and not found["day"] and found["office"] not in self._names.offices:
            return None
        if not found or not (found["unit"] in self._names.same or _is_name(found["unit"])):
            return None
        after = text[found.end() :]
        between = next((one for one in (": ", ", ", " ") if after.startswith(one)), "")
        rest = self.value(after.removeprefix(between))
        if rest is None:
            return None
        about = [self._phrases.get(found["office"]) or self._t.office(found["office"]).lower()]
        about += [self._t.day(date.fromisoformat(found["day"]))] if found["day"] else []
        about += [self._t.says("round %(round)s", round=found["round"])] if found["round"] else []
        return f"{found['unit']} ({', '.join(about)}){between}{rest}"

    def _phrase(self, text: str) -> str | None:
        """A phrase with parts of its own."""
        for english, translated in self._phrases.items():
            if "{" in english and (found := _pattern(english).fullmatch(text)):
                parts = {name: self.value(part) for name, part in found.groupdict().items()}
                if None not in parts.values():
                    return translated.format_map(parts)
        return None

    def _parts(self, text: str) -> str | None:
        """Parts that are told one by one, and what divides them."""
        for divider, between in (
            ("; ", "; "),
            (": ", ": "),
            (", ", ", "),
            (" → ", " → "),
            (" and ", f" {self._phrases.get('and', '')} "),
        ):
            parts = _split(text, divider)
            if len(parts) > 1 and (said := self._each(parts)) is not None:
                return between.join(said)
        if (found := re.fullmatch(r"(.*?) ?\((.+)\)", text)) and (said := self._each(found.groups())) is not None:
            return f"{said[0]} ({said[1]})".lstrip()
        return None

    def _number(self, text: str) -> str | None:
        """A number, and what it is of."""
        for pattern in (rf"({_NUMBER}) (.+)", rf"(.+) ({_NUMBER})"):
            if (found := re.fullmatch(pattern, text)) and (said := self._each(found.groups())) is not None:
                return " ".join(said)
        return None

    def _each(self, parts: Iterable[str]) -> list[str] | None:
        said = [self.value(part) for part in parts]
        known = [one for one in said if one is not None]
        return known if len(known) == len(said) and len(said) > 1 else None


def _split(text: str, divider: str) -> list[str]:
    """A text taken apart where a divider stands outside of quotation marks and brackets."""
    parts, deep = [""], 0
    at = 0
    while at < len(text):
        deep += text[at] in "“("
        deep -= text[at] in "”)"
        if not deep and text.startswith(divider, at):
            parts.append("")
            at += len(divider)
        else:
            parts[-1] += text[at]
            at += 1
    return parts


def _is_name(text: str) -> bool:
    """Whether all words of a text begin with a capital or a digit, as names do."""
    return all(word.strip("(“”)’'-/&.,")[:1].isupper() or word[:1].isdigit() for word in text.split())


def _read(template: str, text: str, values: Mapping[str, object]) -> dict[str, str] | None:
    """The values of a template as they stand in a text; None where the text is not of that template."""
    pattern, seen = "", set()
    for before, name, words, _ in Formatter().parse(template):
        pattern += re.escape(before)
        if name is None:
            continue
        pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{_as_printed(values.get(name))})"
        seen.add(name)
        if words and words.startswith("{"):
            many = str(values.get(words[1:-1]))
            pattern += f" (?:{re.escape(many)}|{re.escape(_ONES.get(many, many))})"
            if words[1:-1] not in seen:
                pattern += f"(?P<{words[1:-1]}>)"
                seen.add(words[1:-1])
        elif words:
            pattern += " (?:" + "|".join(map(re.escape, words.split("|"))) + ")"
    found = re.fullmatch(pattern, text, re.DOTALL)
    if found is None:
        return None
    return {name: part or str(values.get(name) or "") for name, part in found.groupdict().items()}


def _as_printed(value: object) -> str:
    """A pattern for a value in an English sentence."""
    if isinstance(value, str):
        return re.escape(value)
    return _NUMBER if isinstance(value, (int, float)) else ".*?"


def _is_printed(template: str, name: str, value: object) -> bool:
    """Whether a value stays as a source prints it: in quotation marks (but not what it counts), or a figure as text."""
    return (f"“{{{name}}}”" in template and name != "what") or (
        isinstance(value, str) and bool(re.fullmatch(_NUMBER, value))
    )


def _filled(
    template: str, values: Mapping[str, str | None], english: Mapping[str, str], phrases: Mapping[str, str]
) -> str:
    """A template with its values, and the words for one or for many."""
    said = []
    for text, name, words, _ in Formatter().parse(template):
        said.append(text)
        if name is None:
            continue
        said.append(str(values[name]))
        is_one = english[name] in ("1", "-1")
        if words and words.startswith("{"):
            many = english[words[1:-1]]
            said.append(" " + phrases.get(_ONES.get(many, many) if is_one else many, many))
        elif words:
            one, _, many = words.partition("|")
            said.append(" " + (one if is_one else many))
    return "".join(said)


@cache
def _pattern(phrase: str) -> "re.Pattern[str]":
    parts = (re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in Formatter().parse(phrase))
    return re.compile("".join(parts))
