"""The page of an election: what happened, how far to trust it, how to get it, what changed."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from numerim.site.addresses import election_path
from numerim.site.charts import bars
from numerim.site.kinds.headline import headline
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.race import Race, party_of, races, winner
from numerim.site.release import Release
from numerim.site.tiles import Map, tiles_of

FINDINGS = 40
"""So many findings stand on the page; the others are on that of all findings."""

FORMS = ("xlsx", "zip", "results.csv", "results.parquet", "nist.json", "datapackage.json")
"""The forms that most readers look for, in the order in which they are offered."""


def pages(site: Site, t: Language) -> Iterator[Page]:
    """A page an election."""
    for release in site.releases:
        yield Page(
            election_path(release.name),
            "election.html",
            release.title(t.code),
            {
                "release": release,
                "about": next(iter(release.elections.values())),
                "headline": headline(release, t),
                "races": [_race(race, t) for race in races(release)],
                "others": [row for id_, row in release.elections.items() if id_ != release.name],
                "power": _power(release),
                "counts": Counter(row["severity"] for row in release.findings if row["status"] == "open"),
                "findings": release.findings[:FINDINGS],
                "more": len(release.findings) - FINDINGS,
                "forms": forms(release),
                "sources": release.described.get("sources", []),
                "files": site.sources[release.name].files,
            },
        )


def _race(race: Race, t: Language) -> dict[str, Any]:
    """What stands on the page about a race: its map, its charts, its tables."""
    seats = [(t.selection(one.kind, party_of(one)), number) for one, number in race.seats]
    title = t.says("Largest list") if race.is_of_lists else t.says("Contests won")
    charts = []
    if len(race.contests) > 1 and race.won:
        charts.append((title, t.says("Contests"), race.won))
    if len(seats) > 1:
        charts.append((t.says("Seats by party"), t.measure("seats"), seats))
    return {
        "race": race,
        "map": _map(race),
        "charts": [(name, heading, rows, bars(t, name, heading, rows)) for name, heading, rows in charts],
    }


def _map(race: Race) -> Map | None:
    ranks = {party: rank for rank, (party, _) in enumerate(race.won)}
    said = {}
    for contest in race.contests:
        won = winner(contest)
        if won and won.kind != "unnamed":
            party = party_of(won)
            said[contest.unit_id] = (contest.unit, party, won.name if won.name != party else "", ranks[party])
        else:
            said[contest.unit_id] = (contest.unit, "", "", -1 if won or not contest.runoff else -2)
    return tiles_of(said)


def _power(release: Release) -> dict[str, int]:
    """Of the figures that are published, how many can be checked in two ways, in one, in none."""
    held = [row["held_by"] for row in release.statements if row["fate"] == "published" and row["held_by"] is not None]
    return {
        "all": len(held),
        "two": sum(number >= 2 for number in held),
        "one": sum(number == 1 for number in held),
        "none": sum(number == 0 for number in held),
    }


def forms(release: Release) -> list[dict[str, Any]]:
    """What can be taken away: the files of the release that most readers look for."""
    found = []
    for path in sorted(release.folder.rglob("*")):
        name = path.relative_to(release.folder).as_posix()
        kind = next((form for form in FORMS if name.endswith(form)), None)
        if kind and path.is_file():
            content = path.read_bytes()
            found.append({"kind": kind, "name": name, "bytes": len(content), "sha256": sha256(content).hexdigest()})
    return sorted(found, key=lambda one: FORMS.index(one["kind"]))
