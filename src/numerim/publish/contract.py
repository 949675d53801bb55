"""What follows from a table's declaration: DDL with comments, and what a Table Schema says."""

from collections.abc import Callable
from functools import cache
from typing import Any

import duckdb
import pandera.polars as pa
import polars as pl

from numerim.schemas.table import Table, about, references, tables
from numerim.warehouse import batches, rows, sql_type, text

_FRICTIONLESS_TYPES = {
    "Float64": "number",
    "String": "string",
    "Int64": "integer",
    "Boolean": "boolean",
    "Date": "date",
}
_STATISTICS = {
    "isin": "allowed_values",
    "greater_than_or_equal_to": "min_value",
    "less_than_or_equal_to": "max_value",
    "str_matches": "pattern",
}
_NAMES = {
    "isin": "enum",
    "greater_than_or_equal_to": "minimum",
    "less_than_or_equal_to": "maximum",
    "str_matches": "pattern",
}


class ContractError(Exception):
    """A clean table that breaks its own contract: a fault of numerim, never of a source."""


def frictionless_type(dtype: object) -> str:
    """The Table Schema type of a pandera column.

    Raises:
        TypeError: a type that the contract does not use.
    """
    name = str(dtype)
    if name.startswith("Decimal"):
        return "number"
    if name not in _FRICTIONLESS_TYPES:
        raise TypeError(f"no Table Schema type for {name}")
    return _FRICTIONLESS_TYPES[name]


def constraints(column: pa.Column, name: str) -> dict[str, Any]:
    """The checks of a column as Table Schema constraints.

    Args:
        column: the pandera column.
        name: its name, for the error.

    Raises:
        TypeError: a check that Table Schema cannot express; none is ever dropped.
    """
    said: dict[str, Any] = {} if column.nullable else {"required": True}
    for check in column.checks:
        if check.name not in _NAMES:
            raise TypeError(f"the column {name} has the check {check.name!r}, which Table Schema cannot express")
        value = (check.statistics or {})[_STATISTICS[str(check.name)]]
        said[_NAMES[str(check.name)]] = getattr(value, "pattern", value)
    return said


def table_schema(name: str) -> dict[str, Any]:
    """The Frictionless Table Schema of a table (Data Package v2)."""
    every = tables()
    model = every[name]
    fields = []
    for column, spec in model.to_schema().columns.items():
        metadata = spec.metadata or {}
        field = {
            "name": column,
            "type": frictionless_type(spec.dtype),
            "title": spec.title,
            "description": described(spec),
            "constraints": constraints(spec, f"{name}.{column}"),
        }
        if metadata["unit"]:
            field["unit"] = metadata["unit"]
        if metadata["words"]:
            field["categories"] = [{"value": w, "label": says} for w, says in metadata["words"].items()]
        fields.append(field)
    schema = {"fields": fields, "primaryKey": list(about(model).key), "missingValues": [""]}
    keys = [
        {"fields": own, "reference": {"resource": table, "fields": theirs}} for table, own, theirs in foreign_keys(name)
    ]
    return {**schema, "foreignKeys": keys} if keys else schema


def foreign_keys(name: str) -> list[tuple[str, list[str], list[str]]]:
    """The foreign keys of a table: the other table, own columns, its columns.

    Where the other table's key has several columns and this one has all of them, all of them take part.
    """
    every = tables()
    keys = []
    for column, (table, target) in references(every[name]).items():
        key = about(every[table]).key
        whole = target in key and set(key) <= set(every[name].to_schema().columns)
        own = [column if part == target else part for part in key] if whole else [column]
        keys.append((table, own, [target if part == column else part for part in own]))
    return keys


def described(spec: pa.Column) -> str:
    """The description of a column, with the meanings of its words."""
    return str(spec.description)


def ddl(schema: str, name: str, of: str | None = None) -> str:
    """SQL that makes a table of the contract, empty; its key is seen to when it is full (`see_key`, `validate`).

    Args:
        schema: where it goes.
        name: its name.
        of: the table of the contract whose columns it has, if that is another.
    """
    columns = tables()[of or name].to_schema().columns
    parts = [f"{c} {sql_type(spec.dtype)}{'' if spec.nullable else ' NOT NULL'}" for c, spec in columns.items()]
    return f"CREATE OR REPLACE TABLE {schema}.{name} ({', '.join(parts)});"


def see_key(connection: duckdb.DuckDBPyConnection, schema: str, name: str) -> None:
    """See that no key of a table stands there twice; an index that grows row by row costs more than all else of it.

    Raises:
        ContractError: one does.
    """
    key, table = ", ".join(about(tables()[name]).key), f"{schema}.{name}"
    alike = f"SELECT 1 FROM {table} HAVING count(*) > count(DISTINCT hash({key}))"
    twice = f"SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1 LIMIT 1"
    if rows(connection, alike) and (found := rows(connection, twice)):
        raise ContractError(f"{name}: the key {found[0]} stands there twice")


def comments(schema: str, name: str) -> str:
    """SQL that says what a table of the contract and its columns mean."""
    model = tables()[name]
    told = [f"COMMENT ON TABLE {schema}.{name} IS {text(documented(model))};"]
    for c, spec in model.to_schema().columns.items():
        told.append(f"COMMENT ON COLUMN {schema}.{name}.{c} IS {text(meaning(spec))};")
    return "\n".join(told)


def meaning(spec: pa.Column) -> str:
    """What a value of a column means, with its unit."""
    unit = (spec.metadata or {}).get("unit")
    return f"{described(spec)} Unit: {unit}." if unit else described(spec)


def documented(model: type[Table]) -> str:
    """The description of a table: its docstring, unwrapped."""
    return " ".join((model.__doc__ or "").split())


def validate(connection: duckdb.DuckDBPyConnection, name: str, *, key: bool = True) -> None:
    """Hold a clean table against its model, all of it at once; pandera words what is not as declared.

    Columns, types and what may be empty are the declared, by the DDL.

    Args:
        connection: a database with that table.
        name: the table.
        key: whether its key is looked at, too.

    Raises:
        ContractError: a value, a type or the key is not as declared; the first such places are named.
    """
    asked = _asked_of(name)
    if asked and rows(connection, asked):
        for frame in batches(connection, f"FROM clean.{name}"):
            see_values(name, frame)
    if key:
        see_key(connection, "clean", name)


def see_values(name: str, frame: pl.DataFrame) -> None:
    """Hold rows of a clean table against its model.

    Raises:
        ContractError: a value or a type is not as declared.
    """
    try:
        tables()[name].validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases.select("column", "check", "failure_case").head(10).rows()
        raise ContractError(f"{name}: " + "; ".join(f"{c}: {k}: {v}" for c, k, v in cases)) from None


@cache
def _asked_of(name: str) -> str:
    """SQL: whether a value of a clean table is not as declared; texts are looked at once each. Empty: all are right.

    Raises:
        TypeError: a column has a check that is not known here.
    """
    wrong, asked = [], []
    for column, spec in tables()[name].to_schema().columns.items():
        for claim, value in constraints(spec, f"{name}.{column}").items():
            if claim in ("minimum", "maximum"):
                wrong.append(f"{column} {'<' if claim == 'minimum' else '>'} {value}")
            elif claim != "required":
                unlike = f"SELECT 1 FROM (SELECT DISTINCT {column} AS cell FROM clean.{name}) WHERE NOT "
                asked.append(unlike + _CLAIMED[claim](value))
    asked += [f"SELECT 1 FROM clean.{name} WHERE {' OR '.join(wrong)}"] if wrong else []
    return f"{' UNION ALL '.join(asked)} LIMIT 1" if asked else ""


_CLAIMED: dict[str, Callable[[Any], str]] = {
    "enum": lambda words: f"cell IN ({', '.join(map(text, words))})",
    "pattern": lambda pattern: f"regexp_matches(cell, {text(pattern if pattern.startswith('^') else f'^{pattern}')})",
}
