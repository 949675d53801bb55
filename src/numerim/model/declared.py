"""What `election.yml` declares -> core tables: elections, offices, levels, sources, and the units to expect."""

from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.errors import InputError, nearest, tell_all
from numerim.model.register import register_country
from numerim.schemas.law import laws, terms
from numerim.schemas.rule import rules
from numerim.schemas.vocabulary import FUSION


def declare(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Fill `core.elections`, `core.offices`, `core.levels`, `core.parameters`, `core.sources` and the like.

    Raises:
        InputError: a law, the country, or the number of its units is not as the seeds have it; all of it is told.
    """
    election = file.election
    events = [
        {
            "election_id": name,
            "title": event.title["en"],
            "country": election.country,
            "held_on": event.held_on,
            "runoff_on": event.runoff_on,
            "status": event.status,
        }
        for name, event in election.events.items()
    ]
    schema = {"runoff_on": pl.Date}
    warehouse.load(connection, "core.elections", pl.DataFrame(events, schema_overrides=schema))
    offices = [
        {
            "election_id": name,
            "office": office,
            "unit_type": said.unit,
            "outcome_rule": said.outcome_rule,
            "terms": said.modifies,
            "one_vote": laws()[said.outcome_rule].one_vote(terms(said.modifies)) if said.outcome_rule else None,
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
        for name, event in election.events.items()
        for office, said in event.offices.items()
    ]
    office_text = ("election_id", "office", "unit_type", "outcome_rule", "terms", "majority_of", "shares_of")
    office_schema: dict[str, Any] = {**dict.fromkeys(office_text, pl.String), "threshold": pl.Decimal(9, 6)}
    office_schema |= {
        "title": pl.String,
        "kind": pl.String,
        "seats": pl.Int64,
        "law": pl.String,
        "fusion": pl.Boolean,
        "one_vote": pl.Boolean,
        "across": pl.List(pl.String),
    }
    warehouse.load(connection, "core.declared_offices", pl.DataFrame(offices, schema=office_schema))
    measures = [
        {"measure": name, "kind": m.kind, "table_name": m.table, "scope": m.scope, "inside": m.inside, "title": m.title}
        for name, m in election.measures.items()
    ]
    warehouse.load(connection, "core.measures", pl.DataFrame(measures, infer_schema_length=None))
    inside = [
        {"source_id": name, "measure": inner, "inside": outer}
        for name, source in election.sources.items()
        for inner, outer in source.inside.items()
    ]
    inside_schema = dict.fromkeys(("source_id", "measure", "inside"), pl.String)
    warehouse.load(connection, "core.inside", pl.DataFrame(inside, schema=inside_schema))
    levels = [
        {"election_id": name, "level": level, "percent": percent}
        for name, event in election.events.items()
        for level, percent in event.levels.items()
    ]
    level_schema: dict[str, Any] = {"election_id": pl.String, "level": pl.String, "percent": pl.Decimal(9, 6)}
    warehouse.load(connection, "core.levels", pl.DataFrame(levels, schema=level_schema))
    parameters = [
        {"election_id": name, "rule": rule.code, "name": one.name, "value": value}
        for name, event in election.events.items()
        for said in (event.set_rules.values,)
        for rule in rules().values()
        for one in rule.parameters
        if (value := said.get((rule.code, one.name), one.default)) is not None
    ]
    parameter_schema: dict[str, Any] = {
        **dict.fromkeys(("election_id", "rule", "name"), pl.String),
        "value": pl.Decimal(24, 6),
    }
    warehouse.load(connection, "core.parameters", pl.DataFrame(parameters, schema=parameter_schema))
    sources = [
        {"source_id": name, "rank": source.rank, "status": election.status_of(name), "earlier_id": source.earlier}
        for name, source in election.sources.items()
    ]
    source_schema = {"source_id": pl.String, "rank": pl.Int64, "status": pl.String, "earlier_id": pl.String}
    warehouse.load(connection, "core.sources", pl.DataFrame(sources, schema=source_schema))
    levels_of = [{"unit_type": name, "level": said.beside} for name, said in election.units.items() if said.beside]
    level_of_schema = dict.fromkeys(("unit_type", "level"), pl.String)
    warehouse.load(connection, "core.unit_levels", pl.DataFrame(levels_of, schema=level_of_schema))
    taken = election.registers or [""]  # of these the seeds may know only some
    of_country = f"SELECT unit_type, count(*) FROM known.gp_units WHERE country = '{election.country}' GROUP BY ALL"
    there = dict(warehouse.rows(connection, of_country))
    expected = [
        {
            "election_id": name,
            "unit_type": unit,
            "number": number,
            "named": unit not in taken or there.get(unit) == number,
        }
        for name, event in election.events.items()
        for unit, number in event.expect.items()
    ]
    expected_schema = {"election_id": pl.String, "unit_type": pl.String, "number": pl.Int64, "named": pl.Boolean}
    warehouse.load(connection, "core.expected_numbers", pl.DataFrame(expected, schema=expected_schema))
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
    asked = "SELECT law_id, title, valid_from, coalesce(valid_to, '') FROM seed.laws ORDER BY 1"
    statutes = {row[0]: row[1:] for row in warehouse.rows(connection, asked)}
    wrong: list[InputError] = []
    for office, said in election.offices.items():
        if said.law is not None and said.law not in statutes:
            place = file.place("offices", office, "law")
            cure = nearest(said.law, list(statutes))
            wrong.append(InputError(place, f"{said.law!r} is not in seeds/laws.csv", cure))
        elif said.law is not None:
            title, since, until = statutes[said.law]
            day = election.held_on.isoformat()
            if day[: len(since)] < since or (until and day[: len(until)] > until):
                told = f"{title} was not in force on {day}: seeds/laws.csv has it from {since} to {until or 'today'}"
                wrong.append(InputError(file.place("offices", office, "law"), told, "Name the law of that day."))
    register_country(connection, file)
    country = f"FROM known.gp_units WHERE country = '{election.country}' AND unit_type = 'country'"
    if len(warehouse.rows(connection, country)) != 1:
        code, kind = election.country, next(office.unit for office in election.offices.values())
        cure = "To take units and parties as they are printed, add:\n" + file.to_write(
            (), [f"register: {{unit: {kind}, party: party}}"]
        )
        cure += f"\n  or add to seeds/gp_units.csv: {code.lower()},{code},its name,country,,"
        wrong.append(
            InputError(file.place("country"), f"seeds/gp_units.csv has no unit of type country for {code}", cure)
        )
        tell_all(wrong)
    for name, unit, number, known in warehouse.rows(
        connection,
        "SELECT election_id, e.unit_type, number, count(u.gp_unit_id) FROM core.expected_numbers e "
        f"LEFT JOIN known.gp_units u ON u.unit_type = e.unit_type AND u.country = '{election.country}' GROUP BY ALL",
    ):
        if number != known and unit not in taken:
            problem = (
                f"{name} expects {number} units of type {unit}; seeds/gp_units.csv has {known} of {election.country}"
            )
            cure = f"Mend expect: or the seeds; `register: {{unit: {unit}}}` takes units as they are printed."
            place = file.place(*(() if name == election.id else ("others", name)), "expect", unit)
            wrong.append(InputError(place, problem, cure))
    tell_all(wrong)
