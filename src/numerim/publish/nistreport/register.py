"""What a report has beside its elections: units, parties, their leaders, and offices."""

from typing import Final

import duckdb

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.publish.nistreport.objects import Json, identifier, object_id, text, typed

# The seeds write the units of these countries in Albanian; what a register adds is spelled as the source has it.
_LANGUAGES: Final = {"al": "sq", "xk": "sq"}
_UNKNOWN_LANGUAGE: Final = "und"  # ISO 639-2

_SEVERAL: Final = (" and ", " dhe ", " & ", ",", ";", "/")
"""What stands between the names of several leaders."""


def gp_units(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[Json]:
    """The ReportingUnits: every unit of the package, with those that it is composed of."""
    composed: dict[str, list[str]] = {}
    for unit, parent in warehouse.rows(
        connection,
        "SELECT gp_unit_id, parent_id FROM clean.gp_units SEMI JOIN nist_units USING (gp_unit_id) ORDER BY ALL",
    ):
        composed.setdefault(parent, []).append(object_id("unit", unit))
    voters = {
        (unit, measure): ballots
        for unit, measure, ballots in warehouse.rows(
            connection, "SELECT gp_unit_id, measure, ballots FROM nist_ballots WHERE measure <> 'cast'"
        )
    }
    as_printed = (file.election.registered.unit, file.election.registered.within)
    return [
        typed(
            "ReportingUnit",
            id_=object_id("unit", unit),
            Type=nist or "other",
            Name=text(**{_UNKNOWN_LANGUAGE if kind in as_printed else _language(unit): name}),
            ExternalIdentifier=identifier("iso-3166-2", iso),
            VotersRegistered=voters.get((unit, "registered")),
            # Those who came, whether or not they cast a ballot: not the ballots cast, which are in BallotCounts.
            VotersParticipated=voters.get((unit, "signatures")),
            ComposingGpUnitIds=composed.get(unit),
        )
        for unit, name, kind, iso, nist in warehouse.rows(
            connection,
            "SELECT gp_unit_id, u.name, unit_type, iso_3166_2, nist FROM clean.gp_units u LEFT JOIN clean.words w "
            "ON w.kind = 'unit_type' AND w.word = unit_type SEMI JOIN nist_units USING (gp_unit_id) "
            "ORDER BY gp_unit_id",
        )
    ]


def _language(unit: str) -> str:
    """The language of the name of a unit, by the country with which its id begins."""
    return _LANGUAGES.get(unit.split("-")[0], _UNKNOWN_LANGUAGE)


def leaders(connection: duckdb.DuckDBPyConnection, package: str) -> dict[str, str]:
    """Party -> its leader in the election of the package, where that is one person."""
    return {
        party: leader
        for party, leader in warehouse.rows(
            connection,
            "SELECT party_id, leader FROM clean.party_leaders SEMI JOIN nist_parties USING (party_id) "
            f"WHERE election_id = {warehouse.text(package)} ORDER BY party_id",
        )
        if not any(between in leader for between in _SEVERAL)
    }


def persons(led_by: dict[str, str]) -> list[Json]:
    """The Persons: leaders of parties. Candidates have none, since no source says who of one name is one person."""
    return [
        typed(
            "Person",
            id_=object_id("leader", party),
            FullName=text(und=leader),
            PartyId=object_id("party", party),
        )
        for party, leader in led_by.items()
    ]


def parties(connection: duckdb.DuckDBPyConnection, package: str, led_by: dict[str, str]) -> list[Json]:
    """The Parties and Coalitions. What stands for those without a party is none, and not here."""
    return [
        typed(
            "Coalition" if kind == "coalition" else "Party",
            id_=object_id("party", party),
            Name=text(und=name, en=name_en),
            Abbreviation=text(und=acronym) if acronym else None,
            IsRecognizedParty=is_registered or None,
            LeaderPersonIds=[object_id("leader", party)] if party in led_by else None,
        )
        for party, name, name_en, acronym, kind, is_registered in warehouse.rows(
            connection,
            f"""
            SELECT party_id, name, name_en, acronym, kind, party_id IN (
                SELECT party_id FROM clean.registrations WHERE election_id = {warehouse.text(package)})
            FROM nist_parties ORDER BY party_id
            """,
        )
    ]


def offices(connection: duckdb.DuckDBPyConnection) -> list[Json]:
    """The Offices to which somebody is elected. A PartyContest cannot refer to one, so councils have none."""
    return [
        typed(
            "Office",
            id_=object_id("office", office, unit),
            Name=text(en=name),
            ElectionDistrictId=object_id("unit", unit),
        )
        for office, unit, name in warehouse.rows(
            connection,
            "SELECT DISTINCT race, gp_unit_id, name FROM nist_contests WHERE contest_kind <> 'list' ORDER BY ALL",
        )
    ]
