"""Words that speak of an office: `seeds/office_words.csv`."""

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from numerim.draft.stems import folded
from numerim.draft.words import seed


def guessed_office(text: str, reference: Path) -> str:
    """The office that the name of a file or a title speaks of; empty where it speaks of none."""
    plain = folded(text)
    return next((office for pattern, office in _spoken_of(reference) if pattern.search(plain)), "")


@cache
def _spoken_of(reference: Path) -> Sequence[tuple[re.Pattern[str], str]]:
    """What speaks of each office, those that go before others first: `seeds/office_words.csv`."""
    with seed(reference, "office_words.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    by_office: dict[str, list[str]] = {}
    for row in rows:
        plain = re.escape(folded(row["words"]))
        ends = "" if row["words"].endswith("*") or row["language"] in _UNSPACED else r"\b"
        begins = "" if row["language"] in _UNSPACED else r"\b"
        by_office.setdefault(row["office"], []).append(f"{begins}{plain}{ends}")
    return [(re.compile("|".join(every)), office) for office, every in by_office.items()]


_UNSPACED = ("ja", "ko", "zh")
"""Languages that write no space between words, or not always."""
