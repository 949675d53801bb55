"""What sources say of a whole place: voters, ballots, turnout, and the totals of parties."""

from collections import defaultdict
from typing import Any

from numerim.site.release import Release

TOTALS = {"total_votes": "votes", "total_share": "share", "total_seats": "seats"}
"""A measure of the tables of totals -> what it is of a party."""


def ballots(release: Release) -> dict[str, list[dict[str, Any]]]:
    """Registered voters, ballots and turnout of countries and of units of contests, as rows with `value`."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    units = {contest.unit_id for contest in release.contests}
    units |= {unit for unit, row in release.units.items() if row["unit_type"] == "country"}
    for row in release.rows("ballot_counts", gp_unit_id=units):
        if row["count_type"] == "total":
            found[row["gp_unit_id"]].append(row | {"value": row["ballots"], "decimals": 0})
    for row in release.rows("reported_shares", gp_unit_id=units):
        if row["measure"] == "turnout" and row["category"] == "all":
            found[row["gp_unit_id"]].append(row | {"value": row["share"]})
    return found


def of_the_whole(release: Release) -> list[dict[str, Any]]:
    """Those of the country, in the election that the package is named after."""
    main = next(iter(release.elections))
    countries = {unit for unit, row in release.units.items() if row["unit_type"] == "country"}
    found = (row for unit, rows in ballots(release).items() if unit in countries for row in rows)
    return [row for row in found if row["election_id"] == main]


def party_totals(release: Release, office: str) -> list[tuple[str, str, dict[str, dict[str, Any]]]]:
    """The totals of each party in the whole country for an office, as the sources print them.

    Returns:
        Party, its short name, and by `votes`, `share` and `seats` the row that says it; whoever has most first.
    """
    main = next(iter(release.elections))
    countries = {unit for unit, row in release.units.items() if row["unit_type"] == "country"}
    of: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for table, column in (("reported_totals", "total"), ("reported_shares", "share")):
        for row in release.rows(table):
            if (
                row["measure"] in TOTALS
                and row["category"] in release.parties
                and row["gp_unit_id"] in countries
                and (row["election_id"], row["race"]) == (main, office)
                and row[column] is not None
            ):
                of[row["category"]].setdefault(TOTALS[row["measure"]], row | {"value": row[column]})
    rows = [
        (party, str(release.parties[party]["acronym"] or release.parties[party]["name"]), of[party]) for party in of
    ]
    return sorted(rows, key=lambda row: tuple(-row[2].get(name, {"value": -1})["value"] for name in TOTALS.values()))
