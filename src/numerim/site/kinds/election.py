"""The page of an election: what happened, how far to trust it, how to get it, what changed."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from numerim.site.addresses import card_path, chart_path, election_path
from numerim.site.ballots import of_the_whole, party_totals
from numerim.site.card import card
from numerim.site.charts import bars
from numerim.site.kinds.headline import headline
from numerim.site.language import Language
from numerim.site.published import Drawing, Page, Site
from numerim.site.race import Race, party_of, races, winner
from numerim.site.release import Release
from numerim.site.tiles import Map, tiles_of

FINDINGS = 40
"""So many findings stand on the page; the others are on that of all findings."""

FORMS = ("xlsx", "zip", "results.csv", "results.parquet", "nist.json", "datapackage.json")
"""The forms that most readers look for, in the order in which they are offered."""


def pages(site: Site, t: Language, release: Release) -> Iterator[Page | Drawing]:
    """A page an election, with its charts as files of their own, and a card for those who share its address."""
    told = headline(release, t)
    every = [_race(race, release, t) for race in races(release)]
    of = (release.name,)
    for race in every:
        for chart in race["charts"]:
            yield Drawing(chart["path"], chart["svg"].encode(), of)
    if site.base_url:
        yield Drawing(card_path(release.name), card(release.title(t.code), told), of)
    yield Page(
        election_path(release.name),
        "election.html",
        release.title(t.code),
        {
            "release": release,
            "about": next(iter(release.elections.values())),
            "headline": told,
            "ballots": of_the_whole(release),
            "races": every,
            "others": [row for id_, row in release.elections.items() if id_ != release.name],
            "power": release.power,
            "counts": Counter(row["severity"] for row in release.findings if row["status"] == "open"),
            "findings": release.findings[:FINDINGS],
            "more": len(release.findings) - FINDINGS,
            "forms": (taken := forms(release)),
            "distribution": [_download(site, release, one) for one in taken],
            "sources": release.described.get("sources", []),
            "files": site.sources[release.name].files,
        },
        of,
    )


def _race(race: Race, release: Release, t: Language) -> dict[str, Any]:
    """What stands on the page about a race: its map, its charts, its tables."""
    seats = [(t.party(one.kind, one.party_kind, party_of(one)), number) for one, number in race.seats]
    won = [(t.party(one.kind, one.party_kind, party_of(one)), number) for one, number in race.won]
    title = t.says("Largest list") if race.is_of_lists else t.says("Contests won")
    charts: list[tuple[str, str, str, list[tuple[str, int]]]] = []
    if len(race.contests) > 1 and won:
        charts.append(("won", title, t.says("Contests"), won))
    if len(seats) > 1:
        charts.append(("seats", t.says("Seats by party"), t.measure("seats"), seats))
    return {
        "race": race,
        "won": won,
        "map": _map(race, t),
        "totals": party_totals(release, race.office) if race.round == 1 else [],
        "charts": [
            {
                "path": chart_path(release.name, f"{race.name}-{what}"),
                "name": name,
                "heading": heading,
                "rows": rows,
                "svg": bars(t, name, heading, rows),
            }
            for what, name, heading, rows in charts
        ],
    }


def _map(race: Race, t: Language) -> Map | None:
    ranks = {party_of(one): rank for rank, (one, _) in enumerate(race.won)}
    said = {}
    for contest in race.contests:
        won = winner(contest)
        if won and won.kind != "unnamed":
            party = party_of(won)
            label = t.party(won.kind, won.party_kind, party)
            said[contest.unit_id] = (contest.unit, label, won.name if won.name != party else "", ranks[party])
        else:
            said[contest.unit_id] = (contest.unit, "", "", -1 if won or not contest.runoff else -2)
    return tiles_of(said)


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


def _download(site: Site, release: Release, form: dict[str, Any]) -> dict[str, Any]:
    """A file to take away as schema.org tells of it."""
    address = f"data/{release.name}/{release.version}/{form['name']}"
    return {
        "@type": "DataDownload",
        "name": form["name"],
        "contentUrl": f"{site.base_url}/{address}" if site.base_url else f"../../../{address}",
        "contentSize": str(form["bytes"]),
        "sha256": form["sha256"],
    }
