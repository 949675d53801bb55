"""For tools that show the results of checks: SARIF 2.1.0 (OASIS), as GitHub and editors read it."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from numerim import __version__
from numerim.printed import Judgement, Place, Told, with_cause

_LEVEL = {"error": "error", "warning": "warning", "info": "note"}
_PLACES = 20


def printed(judgements: Sequence[Judgement]) -> str:
    """One log with one run over all files."""
    titles = {code: title for one in judgements for code, title in one.titles.items()}
    codes = sorted(titles | {finding.rule: "" for one in judgements for finding in one.told})
    rules = [
        {"id": code, "shortDescription": {"text": titles.get(code) or code}, "help": {"text": _help(code)}}
        for code in codes
    ]
    run = {
        "tool": {"driver": {"name": "numerim", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, codes.index(finding.rule), one.subject) for one in judgements for finding in one.told
        ],
        "properties": {"summaries": {one.subject: one.summary for one in judgements}},
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(one: Told, index: int, subject: str) -> dict[str, Any]:
    places = [_location(place) for place in one.places[: 1 + _PLACES]]
    result: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": index,
        "level": _LEVEL[one.severity],
        "message": {"text": with_cause(one)},
        "locations": places[:1] or [{"physicalLocation": {"artifactLocation": {"uri": _uri(subject)}}}],
        "partialFingerprints": {"rule/v1": sha256(f"{one.rule} {one.subject}".encode()).hexdigest()[:32]},
    }
    if places[1:]:
        result["relatedLocations"] = [{"id": i, **place} for i, place in enumerate(places[1:], 1)]
    if one.cause:
        result["properties"] = {"cause": one.cause, "causeSays": one.cause_says}
    if one.status != "open":
        result["suppressions"] = [{"kind": "external", "justification": one.reason or one.status}]
    return result


def _location(place: Place) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    if place.printed:
        region["snippet"] = {"text": place.printed}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": region}}


def _uri(path: str) -> str:
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())


def _help(code: str) -> str:
    return f"`numerim show {code}` explains the rule."
