"""What `election.yml` declares -> core tables: elections, offices, levels, sources, and the units to expect."""

from collections.abc import Iterator
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.declare.declaration import Election
from numerim.declare.election import ElectionFile
from numerim.errors import InputError, nearest, tell_all
from numerim.model.register import register_country
from numerim.schemas.law import laws, terms, titles
from numerim.schemas.rule import rules
from numerim.schemas.vocabulary import FUSION


def declare(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Fill `core.elections`, `core.offices`, `core.levels`, `core.parameters`, `core.sources` and the like.

    Raises:
        InputError: a law, the country, or the number of its units is not as the seeds have it; all of it is told.
    """
    election = file.election
    for table, rows_of, types in (
        ("core.elections", _elections, _ELECTION),
        ("core.declared_offices", _offices, _OFFICE),
        ("core.measures", _measures, None),
        ("core.inside", _inside, _INSIDE),
        ("core.levels", _levels, _LEVEL),
        ("core.parameters", _parameters, _PARAMETER),
        ("core.sources", _sources, _SOURCE),
        ("core.unit_levels", _unit_levels, _UNIT_LEVEL),
    ):
        frame = pl.DataFrame(list(rows_of(election)), schema=types, infer_schema_length=None)
        warehouse.load(connection, table, frame)
    expected = pl.DataFrame(list(_expected(connection, election)), schema=_EXPECTED)
    warehouse.load(connection, "core.expected_numbers", expected)
    connection.execute(
        f"""
        ALTER TABLE core.sources ADD COLUMN superseded BOOLEAN;
        UPDATE core.sources SET superseded = source_id IN (
            SELECT earlier_id FROM core.sources WHERE earlier_id IS NOT NULL);
        CREATE OR REPLACE TABLE core.council_sizes AS
        SELECT seats::BIGINT AS seats FROM seed.council_sizes WHERE country = '{election.country}';
        CREATE OR REPLACE TABLE core.coalition_members AS
        SELECT election_id, coalesce(nullif(member_id, ''), party_id) AS party_id, coalition_id
        FROM seed.coalition_members;
        CREATE OR REPLACE TABLE core.expected AS
        SELECT e.election_id, o.office, u.gp_unit_id, u.name, e.number
        FROM core.expected_numbers e JOIN core.declared_offices o USING (election_id, unit_type)
        JOIN known.gp_units u ON u.unit_type = e.unit_type AND u.country = '{election.country}'
        WHERE e.named;
        """
    )
    wrong = list(_wrong_laws(connection, file))
    register_country(connection, file)
    tell_all([*wrong, *(_no_country(connection, file) or _wrong_numbers(connection, file))])


_ELECTION: dict[str, Any] = {
    **dict.fromkeys(("election_id", "title", "country"), pl.String),
    **dict.fromkeys(("held_on", "runoff_on"), pl.Date),
    "status": pl.String,
}


def _elections(election: Election) -> Iterator[dict[str, Any]]:
    for name, event in election.events.items():
        yield {
            "election_id": name,
            "title": event.title["en"],
            "country": election.country,
            "held_on": event.held_on,
            "runoff_on": event.runoff_on,
            "status": event.status,
        }


_OFFICE: dict[str, Any] = {
    **dict.fromkeys(("election_id", "office", "unit_type", "outcome_rule", "terms"), pl.String),
    "one_vote": pl.Boolean,
    **dict.fromkeys(("majority_of", "shares_of"), pl.String),
    "threshold": pl.Decimal(9, 6),
    **dict.fromkeys(("title", "kind"), pl.String),
    "seats": pl.Int64,
    "law": pl.String,
    "fusion": pl.Boolean,
    "across": pl.List(pl.String),
}


def _offices(election: Election) -> Iterator[dict[str, Any]]:
    for name, event in election.events.items():
        for office, said in event.offices.items():
            law = laws()[said.outcome_rule] if said.outcome_rule else None
            yield {
                "election_id": name,
                "office": office,
                "unit_type": said.unit,
                "outcome_rule": said.outcome_rule,
                "terms": said.modifies,
                "one_vote": law.one_vote(terms(said.modifies)) if law else None,
                "majority_of": said.majority_of,
                "shares_of": said.shares_of,
                "threshold": said.threshold,
                "title": said.title.get("en", office),
                "kind": said.kind,
                "seats": said.seats,
                "law": said.law,
                "fusion": election.country in FUSION if said.fusion is None else said.fusion,
                "across": list(said.across),
            }


def _measures(election: Election) -> Iterator[dict[str, Any]]:
    for name, said in election.measures.items():
        yield {
            "measure": name,
            "kind": said.kind,
            "table_name": said.table,
            "scope": said.scope,
            "inside": said.inside,
            "title": said.title,
        }


_INSIDE: dict[str, Any] = dict.fromkeys(("source_id", "measure", "inside"), pl.String)


def _inside(election: Election) -> Iterator[dict[str, Any]]:
    for name, source in election.sources.items():
        for inner, outer in source.inside.items():
            yield {"source_id": name, "measure": inner, "inside": outer}


_LEVEL: dict[str, Any] = {"election_id": pl.String, "level": pl.String, "percent": pl.Decimal(9, 6)}


def _levels(election: Election) -> Iterator[dict[str, Any]]:
    for name, event in election.events.items():
        for level, percent in event.levels.items():
            yield {"election_id": name, "level": level, "percent": percent}


_PARAMETER: dict[str, Any] = {
    **dict.fromkeys(("election_id", "rule", "name"), pl.String),
    "value": pl.Decimal(24, 6),
}


def _parameters(election: Election) -> Iterator[dict[str, Any]]:
    for name, event in election.events.items():
        said = event.set_rules.values
        for rule in rules().values():
            for one in rule.parameters:
                value = said.get((rule.code, one.name), one.default)
                if value is not None:
                    yield {"election_id": name, "rule": rule.code, "name": one.name, "value": value}


_SOURCE: dict[str, Any] = {"source_id": pl.String, "rank": pl.Int64, "status": pl.String, "earlier_id": pl.String}


def _sources(election: Election) -> Iterator[dict[str, Any]]:
    for name, source in election.sources.items():
        status = election.status_of(name)
        yield {"source_id": name, "rank": source.rank, "status": status, "earlier_id": source.earlier}


_UNIT_LEVEL: dict[str, Any] = dict.fromkeys(("unit_type", "level"), pl.String)


def _unit_levels(election: Election) -> Iterator[dict[str, Any]]:
    for name, said in election.units.items():
        if said.beside:
            yield {"unit_type": name, "level": said.beside}


_EXPECTED: dict[str, Any] = {
    "election_id": pl.String,
    "unit_type": pl.String,
    "number": pl.Int64,
    "named": pl.Boolean,
}


def _expected(connection: duckdb.DuckDBPyConnection, election: Election) -> Iterator[dict[str, Any]]:
    """How many units of each type there are; `named`: the seeds know each of them."""
    asked = f"SELECT unit_type, count(*) FROM known.gp_units WHERE country = '{election.country}' GROUP BY ALL"
    there = dict(warehouse.rows(connection, asked))
    for name, event in election.events.items():
        for unit, number in event.expect.items():
            named = unit not in _registered(election) or there.get(unit) == number
            yield {"election_id": name, "unit_type": unit, "number": number, "named": named}


def _registered(election: Election) -> list[str]:
    """The types of units that are taken as they are printed; of these the seeds may know only some."""
    return election.registers or [""]


def _wrong_laws(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> Iterator[InputError]:
    """The laws of offices that `seeds/laws.csv` does not have, or that were not in force."""
    asked = "SELECT law_id, title, valid_from, coalesce(valid_to, '') FROM seed.laws ORDER BY 1"
    statutes = {row[0]: row[1:] for row in warehouse.rows(connection, asked)}
    day = file.election.held_on.isoformat()
    for office, said in file.election.offices.items():
        if said.law is None:
            continue
        place = file.place("offices", office, "law")
        if said.law not in statutes:
            cure = nearest(said.law, [*titles(), *statutes])
            yield InputError(place, f"{said.law!r} is no method, and no statute of seeds/laws.csv", cure)
            continue
        title, since, until = statutes[said.law]
        if day[: len(since)] < since or (until and day[: len(until)] > until):
            told = f"{title} was not in force on {day}: seeds/laws.csv has it from {since} to {until or 'today'}"
            yield InputError(place, told, "Name the law of that day.")


def unknown_exempt(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> Iterator[InputError]:
    """The parties that `exempt:` names and that neither the seeds nor the sources have."""
    named = [(office, one) for office, said in file.election.offices.items() for one in said.terms.exempt or ()]
    parties = [party for (party,) in warehouse.rows(connection, "FROM known.parties SELECT party_id")] if named else []
    for office, party in named:
        if party not in parties:
            place = file.place("offices", office)
            yield InputError(place, f"exempt: names no party that is known: {party!r}", nearest(party, parties))


def _no_country(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[InputError]:
    """What is wrong where the seeds do not have the country."""
    code = file.election.country
    asked = f"FROM known.gp_units WHERE country = '{code}' AND unit_type = 'country'"
    if len(warehouse.rows(connection, asked)) == 1:
        return []
    kind = next(office.unit for office in file.election.offices.values())
    lines = file.to_write((), [f"register: {{unit: {kind}, party: party}}"])
    cure = f"To take units and parties as they are printed, add:\n{lines}"
    cure += f"\n  or add to seeds/gp_units.csv: {code.lower()},{code},its name,country,,"
    return [InputError(file.place("country"), f"seeds/gp_units.csv has no unit of type country for {code}", cure)]


def _wrong_numbers(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[InputError]:
    """The numbers of units of which the seeds have others."""
    election = file.election
    asked = (
        "SELECT election_id, e.unit_type, number, count(u.gp_unit_id) FROM core.expected_numbers e "
        f"LEFT JOIN known.gp_units u ON u.unit_type = e.unit_type AND u.country = '{election.country}' GROUP BY ALL"
    )
    wrong = []
    for name, unit, number, known in warehouse.rows(connection, asked):
        if number == known or unit in _registered(election):
            continue
        problem = f"{name} expects {number} units of type {unit}; seeds/gp_units.csv has {known} of {election.country}"
        cure = f"Correct expect: or the seeds; `register: {{unit: {unit}}}` takes units as they are printed."
        place = file.place(*(() if name == election.id else ("others", name)), "expect", unit)
        wrong.append(InputError(place, problem, cure))
    return wrong
