"""The page of a finding: what does not fit, where it stands in the source, whether it matters."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from numerim.locator import parts
from numerim.schemas.relations.ratio import RATIO
from numerim.schemas.rule import rules
from numerim.site.addresses import finding_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import PLACES, Release, Row
from numerim.site.sources import File, Line, tables

SUMS_OF_SHARES = ("R417",)
"""Rules about shares of 100 whose sentence says so in a value alone."""


def pages(site: Site, t: Language, release: Release) -> Iterator[Page]:
    """A page a finding."""
    rules = {row["code"]: row for row in _rules(site)}
    sources = site.sources[release.name]
    lines = {(file.source_id, line.row): (file, line) for file in sources.files for line in file.lines}
    contests = {contest.id: contest for contest in release.contests}
    for row in release.findings:
        places = release.places.get(row["finding_id"], [])
        yield Page(
            finding_path(release.name, row["finding_id"]),
            "finding.html",
            f"{row['rule']} · {release.title(t.code)}",
            {
                "release": release,
                "finding": row,
                "rule": rules.get(row["rule"], {}),
                "contest": contests.get(row["contest_id"]),
                "hints": _hints(row),
                "pair": _pair(row, t),
                "groups": _shown(lines, places),
                "more": release.places_number.get(row["finding_id"], 0) - PLACES,
            },
            (release.name,),
        )


def _rules(site: Site) -> list[dict[str, Any]]:
    path = site.house.published / "rules.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return found


def _hints(row: dict[str, Any]) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = json.loads(row["hints"]) if row["hints"] else []
    return said[:5]


def _pair(row: Row, t: Language) -> list[tuple[str, str]]:
    """What is there, what should be, and what rounding explains, each with its unit."""
    if _is_of_hundred(row["rule"]):
        said = {name: f"{t.figure(row[name])}%" for name in ("actual", "expected") if row[name]}
        slip = t.lead("share", Decimal(row["tolerance"])) if row["tolerance"] else ""
    else:
        said = {name: t.figure(row[name]) for name in ("actual", "expected") if row[name]}
        slip = t.figure(row["tolerance"]) if row["tolerance"] else ""
    names = {"actual": t.says("Found"), "expected": t.says("Expected")}
    pair = [(names[name], text) for name, text in said.items()]
    return [*pair, (t.says("Rounding explains at most"), slip)] if pair and slip else pair


def _is_of_hundred(code: str) -> bool:
    """Whether what a rule compares are shares of 100: a ratio, or a figure that its sentence calls per cent."""
    if (rule := rules().get(code)) is None:
        return False
    return rule.primitive is RATIO or code in SUMS_OF_SHARES or f"{{{rule.figures[1]}}} per cent" in rule.says


def _shown(lines: dict[tuple[str, str], tuple[File, Line]], places: list[Row]) -> list[dict[str, Any]]:
    """The rows in which the places of a finding are, each once and file by file; of other places where they are."""
    found: dict[str, dict[str, Any]] = {}
    for place in places:
        at = parts(place["locator"])
        file, line = lines.get((place["source_id"], at.row if at else ""), (None, None))
        shown = file.name if file and line and line.cells else ""
        group = found.setdefault(shown, {"file": file, "lines": {}, "marked": defaultdict(dict), "places": []})
        if shown and at and line:
            group["lines"][line.row] = line
            group["marked"][line.row][at.cell] = place["role"]
        else:
            group["places"].append(place)
    return [group | {"tables": tables(group["lines"].values())} for group in found.values()]
