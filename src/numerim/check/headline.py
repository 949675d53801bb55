"""Which of the figures of a finding is told first: the one that is singled out, else the printed total of a sum."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from numerim.locator import order

_CLEAR, TIMES = 0.5, 10
"""A hint with this likelihood, and so many times that of the next, is clear: it can be pasted as a correction.

Measured by `benchmarks/corrections.py`, whose figures are in `benchmarks/README.md`.
"""


def is_clear(hints: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the first hint is far likelier than all else: only then there is something to paste."""
    if not hints:
        return False
    first, second = hints[0]["likelihood"], hints[1]["likelihood"] if len(hints) > 1 else 0
    return first is not None and first >= _CLEAR and first >= TIMES * (second or 0)


def suspected(finding: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The changes of a finding's first hint, where that is clear: `place`, `printed`, `value`, as hints have them."""
    hints = json.loads(finding["hints"] or "[]")
    changes = hints[0]["changes"] if finding["status"] == "open" and is_clear(hints) else []
    return [change for change in changes if change["value"] is not None]


def in_order(finding: Mapping[str, Any], places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places of a finding: where to look first, then those in doubt, then the others, each as one reads.

    The first is what the clear hint changes, or what alone is in doubt; then of a sum its printed total.

    Args:
        finding: a row of the table `findings`.
        places: its rows of the table `finding_places`, as one reads.
    """
    first = {_cell(place) for change in suspected(finding) for place in change["place"].split()}
    if not _at(first, places):
        doubted = {_of(place) for place in places if place["role"] == "in_doubt"}
        first = doubted if len(doubted) == 1 else set()
    total = _total(finding, places)
    ahead = _at(first | total, places)
    taken = set(map(id, ahead))
    ahead.sort(key=lambda place: (_of(place) not in first, _of(place) not in total, place["role"] != "in_doubt"))
    rest = [place for place in places if id(place) not in taken] if taken else places
    return [
        *ahead,
        *(place for place in rest if place["role"] == "in_doubt"),
        *(place for place in rest if place["role"] != "in_doubt"),
    ]


def _at(cells: Collection[tuple[str, ...]], places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those of some places, of which there may be very many, that are one of a few cells."""
    locators = {cell[1] for cell in cells}
    return [place for place in places if place["locator"] in locators and _of(place) in cells] if cells else []


def _total(finding: Mapping[str, Any], places: Sequence[Mapping[str, Any]]) -> set[tuple[str, ...]]:
    """Where the printed total of a sum stands; the first place that has its figure, empty where none is a sum."""
    operands = json.loads(finding["operands"] or "{}")
    if "summed" not in operands or (whole := _number(operands.get("whole"))) is None:
        return set()
    begins = f"{whole.normalize():f}"  # a figure is written so, with or without decimals that are 0
    fitting = [p for p in places if str(p["value"]).startswith(begins) and _number(p["value"]) == whole]
    if len(fitting) > 1:
        times = Counter(place["measure"] for place in places)
        fitting.sort(key=lambda place: (times[place["measure"]], order(place["locator"])))
    return {_of(place) for place in fitting[:1]}


def _number(text: object) -> Decimal | None:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def _cell(place: str) -> tuple[str, ...]:
    return tuple(place.split("|"))


def _of(place: Mapping[str, Any]) -> tuple[str, ...]:
    return place["source_id"], place["locator"], place["measure"]
