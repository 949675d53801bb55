"""The pages of all places and of all parties: who does not search, or has no script, finds them here."""

from collections.abc import Iterator, Sequence
from typing import Any

from numerim.site.addresses import parties_path, places_path
from numerim.site.kinds.party import called
from numerim.site.language import Language
from numerim.site.published import Page, Site

PLACES = 800
"""So many places stand on a page."""

PARTIES = 250
"""So many parties do."""


def pages(site: Site, t: Language) -> Iterator[Page]:
    """So many pages as the places need, country by country; then those of the parties."""
    of = tuple(release.name for release in site.releases)
    every: list[tuple[str, str, str, str]] = []
    for unit, found in site.at_place.items():
        release, contests = found[0]
        about = release.units.get(unit, {})
        parent = release.units.get(about.get("parent_id") or "", {})
        within = "" if parent.get("unit_type") == "country" else parent.get("name", "")
        country = next(iter(release.elections.values()))["country"]
        every.append((t.country(country), about.get("name") or contests[0].unit, within, unit))
    for number, rows, names in _shares(sorted(every, key=_as_read), PLACES, places_path):
        countries: dict[str, list[tuple[str, str, str]]] = {}
        for country, *place in rows:
            countries.setdefault(country, []).append((place[0], place[1], place[2]))
        said = {"countries": countries, "all": len(every), "names": names, "number": number}
        yield Page(names[number - 1], "places.html", t.says("Places"), said, of)
    parties = sorted(_parties(site, t), key=lambda row: (-row["won"], -row["stood"], row["short"].casefold()))
    for number, rows, names in _shares(parties, PARTIES, parties_path):
        said = {"rows": rows, "names": names, "number": number}
        yield Page(names[number - 1], "parties.html", t.says("Parties"), said, of)


def _shares(rows: Sequence[Any], most: int, path: Any) -> Iterator[tuple[int, Sequence[Any], list[str]]]:
    """Rows page by page: the number of the page, its rows, the addresses of all pages."""
    names = [path(number) for number in range(1, max(1, -(-len(rows) // most)) + 1)]
    for at in range(len(names)):
        yield at + 1, rows[at * most : (at + 1) * most], names


def _as_read(row: tuple[str, str, str, str]) -> tuple[str, ...]:
    """By country and name, without regard to capitals."""
    return row[0], row[1].casefold(), *row[2:]


def _parties(site: Site, t: Language) -> Iterator[dict[str, Any]]:
    for party, found in site.with_party.items():
        about = found[0][0].parties.get(party, {})
        stood = [contest for _, contests in found for contest in contests]
        short, name = called(about, t, party)
        yield {
            "party": party,
            "short": short,
            "name": name,
            "country": t.country(next(iter(found[0][0].elections.values()))["country"]),
            "stood": len(stood),
            "won": sum(any(one.party_id == party for one in contest.winners) for contest in stood),
            "elections": len({contest.election_id for contest in stood}),
        }
