"""Files of the test suite of frictionless-py, with the schema that stock guesses and with wrong ones."""

import copy
from functools import cache

import frictionless
import pytest

from tests.conftest import SHARED
from tests.validation.told import of_numerim, of_stock

FOLDER = SHARED / "data" / "frictionless-csv"
FILES = sorted(FOLDER.glob("*.csv")) if FOLDER.exists() else []
pytestmark = [
    pytest.mark.skipif(not FILES, reason="the shared files are not here"),
    pytest.mark.usefixtures("one_database"),
]


@cache
def _guessed(path):
    resource = frictionless.Resource(path.name, basepath=str(path.parent))
    with resource:
        return resource.schema.to_descriptor()


def guessed(path):
    """The schema that stock guesses, to be changed."""
    return copy.deepcopy(_guessed(path))


def with_constraints(schema, **constraints):
    for field in schema["fields"]:
        field["constraints"] = copy.deepcopy(constraints)
    return schema


def shifted(schema):
    kinds = [field["type"] for field in schema["fields"]]
    for field, kind in zip(schema["fields"], kinds[1:] + kinds[:1], strict=True):
        field["type"] = kind
        field.pop("format", None)
    return schema


def all_of(kind):
    def changed(schema):
        for field in schema["fields"]:
            field["type"] = kind
            field.pop("format", None)
        return schema

    return changed


def one_less(schema):
    return {**schema, "fields": schema["fields"][:-1]}


def one_more(schema):
    return {
        **schema,
        "fields": [*schema["fields"], {"name": "more", "type": "string", "constraints": {"required": True}}],
    }


def keyed(schema):
    return {**schema, "primaryKey": [field["name"] for field in schema["fields"][:1]]}


def to_itself(schema):
    names = [field["name"] for field in schema["fields"]]
    return {**schema, "foreignKeys": [{"fields": names[:1], "reference": {"resource": "", "fields": names[-1:]}}]}


def reversed_fields(schema):
    return {**schema, "fields": schema["fields"][::-1]}


WRONG = {
    "as guessed": lambda schema: schema,
    "types shifted": shifted,
    "integers": all_of("integer"),
    "numbers": all_of("number"),
    "dates": all_of("date"),
    "booleans": all_of("boolean"),
    "years": all_of("year"),
    "required": lambda s: with_constraints(s, required=True),
    "unique": lambda s: with_constraints(s, unique=True),
    "an enum without the cells": lambda s: with_constraints(all_of("string")(s), enum=["none of them"]),
    "short": lambda s: with_constraints(all_of("string")(s), maxLength=3),
    "a pattern": lambda s: with_constraints(all_of("string")(s), pattern="[a-z]+"),
    "a field less": one_less,
    "a field more": one_more,
    "a key": keyed,
    "a key to itself": to_itself,
    "fields reversed": reversed_fields,
    **{
        f"matched {mode}": (lambda m: lambda s: {**reversed_fields(s), "fieldsMatch": m})(mode)
        for mode in ("equal", "subset", "partial")
    },
}


QUICK = ("as guessed", "types shifted", "required", "unique")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_without_a_schema(path):
    assert of_numerim(path) == of_stock(path)


@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.heavy) for name in WRONG]
)
def test_as_stock_says_with_a_schema(name):
    differing = []
    for path in FILES:
        try:
            schema = WRONG[name](guessed(path))
        except frictionless.FrictionlessException:
            continue  # no schema can be guessed: what is wrong is told without one
        if schema["fields"] and of_numerim(path, schema) != of_stock(path, schema):
            differing.append(path.name)
    assert not differing
