"""Which of the figures of a finding is told first: the one that is singled out, else the printed total of a sum."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
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
    if first.isdisjoint(_of(place) for place in places):
        doubted = {_of(place) for place in places if place["role"] == "in_doubt"}
        first = doubted if len(doubted) == 1 else set()
    total = _total(finding, places)
    return sorted(
        places, key=lambda place: (_of(place) not in first, _of(place) not in total, place["role"] != "in_doubt")
    )


def _total(finding: Mapping[str, Any], places: Sequence[Mapping[str, Any]]) -> set[tuple[str, ...]]:
    """Where the printed total of a sum stands; the first place that has its figure, empty where none is a sum."""
    operands = json.loads(finding["operands"] or "{}")
    if (whole := operands.get("whole")) is None or "summed" not in operands:
        return set()
    times = Counter(place["measure"] for place in places)
    fitting = [place for place in places if _number(place["value"]) == _number(whole)]
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
