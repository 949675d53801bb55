"""The page of a place: who runs it, its votes, its doubts, in all elections."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from numerim.site.addresses import place_path
from numerim.site.ballots import ballots
from numerim.site.kinds.council import council
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.race import races, ranks
from numerim.site.release import Contest, Release, Row


def pages(site: Site, t: Language) -> Iterator[Page]:
    """A page a place in which something was voted on."""
    said = {release.name: ballots(release) for release in site.releases}
    findings = {release.name: _findings(release) for release in site.releases}
    colours = {release.name: ranks(races(release)) for release in site.releases}
    for unit, found in site.at_place.items():
        about = found[0][0].units.get(unit, {})
        country = t.country(next(iter(found[0][0].elections.values()))["country"])
        is_country = about.get("unit_type") == "country"
        name = country if is_country else about.get("name") or found[0][1][0].unit
        parent = found[0][0].units.get(about.get("parent_id") or "", {})
        within = "" if parent.get("unit_type") == "country" else parent.get("name", "")  # the country is named anyway
        yield Page(
            place_path(unit),
            "place.html",
            name,
            {
                "name": name,
                "within": within,
                "country": country,
                "found": [
                    {
                        "release": release,
                        "contests": contests,
                        "councils": {
                            one.id: drawn
                            for one in contests
                            if (drawn := council(release.name, one, colours[release.name], t))
                        },
                        "parts": {
                            one.id: len(inside.parts)
                            for one in contests
                            if (inside := site.parts[release.name].within.get((one.id, unit)))
                        },
                        "power": _power(release, contests, said[release.name].get(unit, [])),
                        "ballots": said[release.name].get(unit, []),
                        "findings": findings[release.name].get(unit, []),
                    }
                    for release, contests in found
                ],
            },
            tuple(release.name for release, _ in found),
        )


def _power(release: Release, contests: list[Contest], counts: list[Row]) -> list[tuple[int, int]]:
    """Of the figures of contests and ballots, how many are held by no, by one, and by more independent relations."""
    held = [figure.held_by for contest in contests for one in contest.selections for figure in one.figures.values()]
    held += [release.held.get((row["source_id"], row["locator"]), (None,))[0] for row in counts]
    return sorted(Counter(min(by, 2) for by in held if by is not None).items())


def _findings(release: Release) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in release.findings:
        if row["gp_unit_id"]:
            found.setdefault(row["gp_unit_id"], []).append(row)
    return found
