"""The page of an election: what happened, how far to trust it, how to get it, what changed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from numerim.site.addresses import card_path, chart_path, election_path
from numerim.site.ballots import of_the_whole, party_totals
from numerim.site.card import card
from numerim.site.charts import bars
from numerim.site.downloads import Download, downloads, tables
from numerim.site.kinds.council import council
from numerim.site.kinds.headline import headline
from numerim.site.language import Language
from numerim.site.parliament import LARGEST
from numerim.site.published import Drawing, Page, Site, looks
from numerim.site.race import Race, party_of, races, ranks, winner
from numerim.site.release import Release, Selection
from numerim.site.tiles import Map, colour, tiles_of

FINDINGS = 12
"""So many findings that are more than a remark stand on the page; all are on the page of all findings."""


def pages(site: Site, t: Language, release: Release) -> Iterator[Page | Drawing]:
    """A page an election, with its charts as files of their own, and a card for those who share its address."""
    told = headline(release, t)
    colours = ranks(races(release))
    every = [_race(race, release, t, colours, site.with_party) for race in races(release)]
    of = (release.name,)
    for race in every:
        for chart in race["charts"]:
            yield Drawing(chart["path"], chart["svg"].encode(), of)
    for contest in release.contests:
        if drawn := council(release.name, contest, colours, t):
            yield Drawing(drawn.path, drawn.svg.encode(), of)
    grave = [row for row in release.findings if row["status"] == "open" and row["severity"] != "info"]
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
            "parts": site.parts[release.name],
            "counts": Counter(row["severity"] for row in release.findings if row["status"] == "open"),
            "findings": grave[:FINDINGS],
            "fresh": site.fresh[release.name],
            "forms": (taken := downloads(release)),
            "tables": tables(release),
            "distribution": [_download(site, release, one) for one in taken if not one.in_archive],
            "sources": release.described.get("sources", []),
            "files": site.sources[release.name].files,
        },
        (*of, looks(release.name)),
    )


def _race(
    race: Race, release: Release, t: Language, colours: Mapping[str, int], with_page: Collection[str]
) -> dict[str, Any]:
    """What stands on the page about a race: its map, its charts, its tables."""
    totals = party_totals(release, race.office) if race.round == 1 else []
    named = {party_of(one): _named(one, release, t) for rows in (race.seats, race.won) for one, _ in rows}
    seats, won = (
        [named[party_of(one)] | {"number": number} for one, number in rows] for rows in (race.seats, race.won)
    )
    title = t.says("Largest list") if race.is_of_lists else t.says("Contests won")
    charts: list[tuple[str, str, str, list[dict[str, Any]]]] = []
    if len(race.contests) > 1 and won:
        charts.append(("won", title, t.says("Contests"), won))
    if len(seats) > 1 and (len(race.contests) > 1 or sum(number for _, number in race.seats) > LARGEST):
        charts.append(("seats", t.says("Seats by party"), t.measure("seats"), seats))
    single = race.contests[0] if len(race.contests) == 1 else None
    return {
        "race": race,
        "colours": [
            row | {"colour": colour(colours[party_of(one)])} for row, (one, _) in zip(won, race.won, strict=True)
        ],
        "map": _map(race, t, colours),
        "single": single,
        "council": council(release.name, single, colours, t) if single else None,
        "totals": [(party if party in with_page else "", *rest) for party, *rest in totals],
        "charts": [
            {
                "path": chart_path(release.name, f"{race.name}-{what}"),
                "name": name,
                "heading": heading,
                "rows": rows,
                "svg": bars(t, name, heading, [(row["label"], row["number"]) for row in rows]),
            }
            for what, name, heading, rows in charts
        ],
    }


def _named(one: Selection, release: Release, t: Language) -> dict[str, Any]:
    """A party: what it is called in short, its page, its name where that is another."""
    label = t.party(one)
    about = release.parties.get(one.party_id, {}) if one.party and label == t.short(one) else {}
    name = (about.get("name_en") if t.code == "en" else "") or about.get("name") or ""
    return {"label": label, "party_id": one.party_id if about else "", "name": "" if name == label else name}


def _map(race: Race, t: Language, colours: Mapping[str, int]) -> Map | None:
    said = {}
    for contest in race.contests:
        won = winner(contest)
        if won and won.kind != "unnamed":
            party = party_of(won)
            said[contest.unit_id] = (contest.unit, t.party(won), won.name if won.name != party else "", colours[party])
        else:
            said[contest.unit_id] = (contest.unit, "", "", -1 if won or not contest.runoff else -2)
    return tiles_of(said)


def _download(site: Site, release: Release, form: Download) -> dict[str, Any]:
    """A file to take away as schema.org tells of it."""
    address = f"data/{release.name}/{release.version}/{form.name}"
    return {
        "@type": "DataDownload",
        "name": form.name,
        "contentUrl": f"{site.base_url}/{address}" if site.base_url else f"../../../{address}",
        "contentSize": str(form.octets),
        "sha256": form.sha256,
    }
