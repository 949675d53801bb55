"""The page of a finding: what does not fit, where it stands in the source, whether it matters."""

import json
from collections.abc import Iterator
from typing import Any

from numerim.locator import parts
from numerim.site.addresses import finding_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import PLACES, Release
from numerim.site.sources import File, Line, Sources


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
                "rows": _shown(sources, lines, places),
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


def _shown(
    sources: Sources, lines: dict[tuple[str, str], tuple[File, Line]], places: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The rows in which the places of a finding stand, each once, with the cells that it is about."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for place in places:
        at = parts(place["locator"])
        key = place["source_id"], at.row if at else place["locator"]
        if key not in found:
            file, line = lines.get(key, (None, None))
            found[key] = {"source": key[0], "row": key[1], "file": file, "line": line, "marked": {}, "places": []}
        found[key]["marked"][at.cell if at else ""] = place["role"]
        found[key]["places"].append(place)
    return list(found.values())
