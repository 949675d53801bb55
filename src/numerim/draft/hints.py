"""What names of columns say that are understood in part: what a column is most likely, and what it cannot be."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from numerim.draft.stems import concepts_in, folded, role_of
from numerim.draft.words import begins_with, in_words, meaning_of, seed

_NOT_VOTES = {"registered", "invalid", "abstained", "turnout", "ballot", "unused", "spoilt", "issued"}
"""What a party is not called by: a name with one of these counts something else, whatever its other words say."""
_PARTY = {"party", "candidate"}
_COUNTED = {"vote", "voter", "voted", "cast", "turnout", "ballot", "registered"}
_TIME = re.compile(
    r"\b(?:by|until|till|at|before|ore|alle|h|hs|kl|um|bis|à|a las|às|as|до|в|на|у|o|do|ob|u)\.?\s*"
    r"(?:[01]?\d|2[0-4])(?:[:.h]\d\d)?\b"
    r"|(?<!\d)(?:[01]?\d|2[0-4])\s*(?:h|hs|hrs|uhr|am|pm|[ap]\.m\.|ч|год)(?![^\W\d])"
    r"|(?<!\d)(?:[01]?\d|2[0-4])[:.h]00(?!\d)|\d{1,2}\s*[時时点]"
)
"""A time of the day, in a name in small letters."""
REASONS = {
    "places": "a count of places, not of votes",
    "people": "a count of those who stand, not of votes",
    "until": "what had been counted at a time of the day",
    "check": "a check of the source",
    "before": "of the election before, or what has changed since",
}


def hint_of(name: str, reference: Path) -> str:
    """What a column counts whose name is not known as a whole, by those of its words that are; empty where by none.

    Such a column has no votes of anybody: `RejectedBallotsFromBoxes`, `Wahlberechtigte mit Wahlschein`.

    Args:
        name: its name.
        reference: where the seeds are.
    """
    plain = folded(in_words(_last(name)))
    tokens, every = plain.split(), concepts_in(plain, seed(reference, "column_stems.csv"))
    if any(_PARTY & {*known} for known in every):
        return ""
    if (found := begins_with(_last(name), reference)) and found.role in _BEGINS:
        return found.role
    for known in every:
        if known[-1] == "voter" and tokens[-1] in _PEOPLE:
            return role_of(filter(None, known)) if len([*filter(None, known)]) > 1 else "other"
        if not set(known) & _NOT_VOTES or (len(tokens) > 1 and len([*filter(None, known)]) < 2):
            continue
        return (role_of(filter(None, known)) if len(tokens) > 1 else "") or "other"
    return ""


_PEOPLE = ("voters", "electors", "elettori", "electores", "electeurs", "eleitores")
"""Who may vote, in languages in which parties are not called by that."""


_BEGINS = ("registered", "signatures", "cast", "invalid", "received", "issued", "unused", "spoilt", "turnout")


def aside_of(name: str, reference: Path) -> str:
    """What a column is that counts neither votes nor ballots: `places`, `until`, `check`; empty if it may."""
    last = _last(name)
    if re.fullmatch(r"(\+\s*/\s*[-–−]|±|Δ)(\s*[(%].*)?", last.strip()):
        return "check"
    plain = f" {folded(in_words(last))} "
    for words, means in _asides(reference).items():
        is_there = (
            words in plain.replace(" ", "") if not words.isascii() and " " not in words else f" {words} " in plain
        )
        begins = words not in _ALONE and plain.startswith(f" {words} ")
        alone = means != "check" or " " in words or begins or re.sub(r"\d+$", "", plain.strip()) == words
        if is_there and alone:
            return means
    if _TIME.search(f"{in_words(last)} ".lower().replace("_", " ")):
        some = {one for known in concepts_in(plain.strip(), seed(reference, "column_stems.csv")) for one in known}
        if some & _COUNTED or meaning_of(last, reference):
            return "until"
    return ""


_ALONE = ("check", "ok")
"""Words that a longer name may begin with, and be that of a party."""


def _last(name: str) -> str:
    """The last key of those that lead to a value; a name without such, as it is."""
    keys = re.split(r"[/:]", name)
    return keys[-1] if len(keys) > 1 and " " not in name and keys[-1] else name


@cache
def _asides(reference: Path) -> Mapping[str, str]:
    with seed(reference, "column_asides.csv").open(encoding="utf-8", newline="") as stream:
        return {folded(row["words"]): row["means"] for row in csv.DictReader(stream)}
