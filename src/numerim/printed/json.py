"""For machines: everything that is known of each finding, every place included."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from numerim.printed import Judgement, Place, Told


def printed(judgements: Sequence[Judgement]) -> str:
    """A list with one object a file: `file`, `summary`, `counts`, `rules`, `findings`."""
    told: list[dict[str, Any]] = [
        {
            "file": one.subject,
            "summary": one.summary,
            "counts": {**one.counts, **one.by_severity},
            "rules": one.titles,
            "findings": [_finding(finding) for finding in one.told],
        }
        for one in judgements
    ]
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _finding(one: Told) -> dict[str, Any]:
    apart = ("places", "suspected")
    said = {name: value for name, value in asdict(one).items() if value is not None and name not in apart}
    if one.suspected:
        said["suspected"] = [{**asdict(suspect), "place": _place(suspect.place)} for suspect in one.suspected]
    return {**said, "places": [_place(place) for place in one.places]}


def _place(place: Place) -> dict[str, Any]:
    return {name: value for name, value in asdict(place).items() if value is not None and (name != "at" or value)}
