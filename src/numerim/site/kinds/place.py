"""The page of a place: who runs it, its votes, its doubts, in all elections."""

from collections.abc import Iterator
from typing import Any

from numerim.site.addresses import place_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import Release


def pages(site: Site, t: Language) -> Iterator[Page]:
    """A page a place in which something was voted on."""
    ballots = {release.name: _ballots(release) for release in site.releases}
    findings = {release.name: _findings(release) for release in site.releases}
    for unit, found in site.at_place.items():
        about = found[0][0].units.get(unit, {})
        name = about.get("name") or found[0][1][0].unit
        within = found[0][0].units.get(about.get("parent_id") or "", {}).get("name", "")
        yield Page(
            place_path(unit),
            "place.html",
            name,
            {
                "name": name,
                "within": within,
                "country": t.country(next(iter(found[0][0].elections.values()))["country"]),
                "found": [
                    {
                        "release": release,
                        "contests": contests,
                        "ballots": ballots[release.name].get(unit, []),
                        "findings": findings[release.name].get(unit, []),
                    }
                    for release, contests in found
                ],
            },
            tuple(release.name for release, _ in found),
        )


def _ballots(release: Release) -> dict[str, list[dict[str, Any]]]:
    """Registered voters, ballots and turnout by unit."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in release.rows("ballot_counts"):
        if row["count_type"] == "total":
            said = row | {"value": row["ballots"], "is_share": False}
            found.setdefault(row["gp_unit_id"], []).append(said)
    for row in release.rows("reported_shares"):
        if row.get("measure") == "turnout" and "gp_unit_id" in row:
            said = row | {"value": row["share"], "is_share": True}
            found.setdefault(row["gp_unit_id"], []).append(said)
    return found


def _findings(release: Release) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in release.findings:
        if row["gp_unit_id"]:
            found.setdefault(row["gp_unit_id"], []).append(row)
    return found
