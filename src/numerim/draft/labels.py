"""What stands among those who are voted for: accounts of ballots, write-ins, answers; labels down a column."""

import re
from pathlib import Path

import numpy

from numerim.draft.described import Described
from numerim.draft.hints import hint_of
from numerim.draft.stems import folded
from numerim.draft.words import meaning_of
from numerim.judge.words import ACCOUNTS, TOTAL, WRITE_IN

_TO_OURS = {"total": "valid", "over": "overvotes", "under": "undervotes"}


def words_among(said: Described, column: str, reference: Path) -> dict[str, str]:
    """What stands among those who are voted for, and is no person.

    A total stands in every unit; who has such a word for a last name stands in one.
    """
    values, unit = said.cells.values(column), said.of("unit")
    where: dict[str, set[str]] = {}
    if unit and unit.is_ == "unit" and len(said.cells.values(unit.name)) > 1:
        for text, place in zip(said.cells.texts[column], said.cells.texts[unit.name], strict=True):
            if re.search(TOTAL, folded(text)):
                where.setdefault(text, set()).add(place)
    accounts = {word.strip(): ours for ours, words in ACCOUNTS.items() for word in " ".join(words.split()).split(";")}
    found: dict[str, str] = {}
    for value in values:
        plain = folded(value)
        if (ours := accounts.get(plain)) and ours != "turnout":
            found[value] = _TO_OURS.get(ours, ours)
        elif re.search(TOTAL, plain):
            is_name = len(where.get(value, ())) == 1 and len(plain.split()) > 1
            if (
                is_name
                and not re.search(TOTAL, plain.split()[0])
                and meaning_of(plain.rsplit(" ", 1)[0], reference) is None
            ):
                continue
            found[value] = "valid"
        elif plain in ("yes", "no"):
            found[value] = plain
        elif re.search(WRITE_IN, plain) and len(plain.split()) <= 3:
            found[value] = "others" if "other" in plain else "write-in"
        elif (made := meaning_of(OF_ALL.sub("", value), reference)) and made.role in COUNTED:
            found[value] = COUNTED[made.role]
    _understood_in_part(said, values, found, reference)
    total = [value for value, ours in found.items() if ours == "valid"]
    if len(total) > 1 and "cast" not in found.values():  # of valid votes and all votes these are the ballots cast
        found[total[-1]] = "cast"
    return found


OF_ALL = re.compile(r"(?i)^(i alt|ialt|in totaal|summa|summe|totalt?|razem|ukupno|итого|всего)\s+(?=\w+\s)")
"""Words for a total before the name of an account."""
COUNTED = {name: name for name in ("valid", "invalid", "blank", "registered", "cast")} | {"votes": "valid"}
"""What a name means that stands among persons -> the account that it is."""


def _understood_in_part(said: Described, values: list[str], found: dict[str, str], reference: Path) -> None:
    """Labels with more words for invalid ballots, beside all of these: a part of them; or for who may vote."""
    for value in values:
        hint = hint_of(value, reference) if value not in found and found else ""
        if hint == "registered" and hint not in found.values():
            found[value] = hint
        elif hint == "invalid" and hint in found.values():
            word = re.sub(r"[^a-z0-9]+", "-", folded(value)).strip("-")[:60]
            if re.match("[a-z]", word):
                said.accounts[word] = (value, "invalid")
                found[value] = word


def are_labels(said: Described, name: str, reference: Path) -> bool:
    """Whether a column names two accounts or more, each once: its rows are what one place has, not places.

    Not where a percentage stands beneath counts, or two rows of one account differ: these would be read wrongly.
    """
    cells = said.cells
    texts = cells.texts[name]
    if len(set(texts)) < len(texts) or any((cells.figures[:, i] > 100).any() for i in cells.shares):
        return False
    rows: dict[str, set[tuple[float, ...]]] = {}
    for text, figures in zip(texts, numpy.nan_to_num(cells.figures).tolist(), strict=True):
        if (one := meaning_of(OF_ALL.sub("", text), reference)) and one.role in COUNTED:
            rows.setdefault(one.role, set()).add(tuple(figures))
    return len(rows) > 1 and all(len(some) == 1 for some in rows.values())
