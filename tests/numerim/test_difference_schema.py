"""Changes of the description of a package: fields, keys, how files are read, views, words."""

import pytest

from numerim.publish.difference.schema import metadata_changes, schema_changes, view_changes
from numerim.publish.difference.told import schema_change


def field(**more):
    return {"name": "votes", "type": "integer", "constraints": {}} | more


@pytest.mark.parametrize(
    ("old", "new", "level", "words"),
    [
        (field(), field(type="number"), "major", "the type of votes.votes was integer and is number"),
        (field(unit="votes"), field(unit="ballots"), "major", "the unit of votes.votes was votes and is ballots"),
        (
            field(constraints={"enum": ["a", "b"]}),
            field(constraints={"enum": ["a", "b", "c"]}),
            "minor",
            "votes.votes may also be c",
        ),
        (
            field(constraints={"enum": ["a", "b"]}),
            field(constraints={"enum": ["a"]}),
            "major",
            "votes.votes may no longer be b",
        ),
        (
            field(constraints={"required": True}),
            field(),
            "major",
            "votes.votes may be empty",
        ),
        (field(), field(name="ballots"), "major", "votes.votes is gone"),
    ],
)
def test_schema(old, new, level, words):
    before, now = ({"votes": {"schema": {"fields": [f], "primaryKey": []}}} for f in (old, new))
    first = schema_changes(before, now, {})[0]
    assert (first["level"], schema_change(first)) == (level, words)


def test_resources_that_come_and_go():
    one = {"votes": {"schema": {"fields": [], "primaryKey": []}}}
    assert [(c["change"], c["level"]) for c in schema_changes(one, {}, {})] == [("removed", "major")]
    assert [(c["change"], c["level"]) for c in schema_changes({}, one, {})] == [("added", "minor")]


def test_the_order_of_changes_is_that_of_the_schema():
    fields = [field(name=f"f{n}") for n in range(9)]
    old, new = ({"votes": {"schema": {"fields": f, "primaryKey": []}}} for f in (fields, []))
    assert [change["field"] for change in schema_changes(old, new, {})][:9] == [f"f{n}" for n in range(9)]


RESOURCE = {
    "name": "votes",
    "path": "data/votes.csv",
    "dialect": {"delimiter": ","},
    "encoding": "utf-8",
    "schema": {
        "fields": [{"name": "votes", "type": "integer", "categories": [{"value": "1", "label": "One"}]}],
        "primaryKey": [],
        "missingValues": [""],
        "foreignKeys": [{"fields": ["votes"], "reference": {"resource": "units", "fields": ["votes"]}}],
    },
}


def of_schema(**more):
    return RESOURCE | {"schema": RESOURCE["schema"] | more}


@pytest.mark.parametrize(
    ("new", "level", "path"),
    [
        (RESOURCE, None, None),
        (RESOURCE | {"dialect": {"delimiter": ",", "doubleQuote": True}}, None, None),
        ({name: value for name, value in RESOURCE.items() if name not in ("encoding", "dialect")}, None, None),
        (RESOURCE | {"dialect": {"delimiter": ";"}}, "major", None),
        (RESOURCE | {"encoding": "utf-16"}, "major", None),
        (RESOURCE | {"title": "Votes"}, None, "resources.votes.title"),
        (of_schema(missingValues=["", "0"]), "major", None),
        (of_schema(foreignKeys=[]), "minor", None),
        (
            of_schema(foreignKeys=[{"fields": ["votes"], "reference": {"resource": "units", "fields": ["id"]}}]),
            "minor",
            None,
        ),
        (of_schema(fieldsMatch="subset"), None, "resources.votes.schema.fieldsMatch"),
        (
            of_schema(fields=[{"name": "votes", "type": "integer", "groupChar": "."}]),
            "major",
            "resources.votes.fields.votes.categories.1",
        ),
        (
            of_schema(fields=[RESOURCE["schema"]["fields"][0] | {"rdfType": "x"}]),
            None,
            "resources.votes.fields.votes.rdfType",
        ),
    ],
)
def test_nothing_in_a_descriptor_changes_untold(new, level, path):
    told = schema_changes({"votes": RESOURCE}, {"votes": new}, {})
    assert [change["level"] for change in told] == [level] * (level is not None)
    words = metadata_changes({"resources": [RESOURCE]}, {"resources": [new]})
    assert [change["path"] for change in words] == [path] * (path is not None)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"winners": ["unit"]}, {"winners": ["unit"]}, []),
        ({"winners": ["unit", "party"]}, {"winners": ["unit"]}, [("the view winners.party is gone", "major")]),
        ({"winners": ["unit"]}, {"winners": ["unit", "party"]}, [("the view winners.party is new", "minor")]),
        (
            {"winners": ["unit", "party"]},
            {"winners": ["party", "unit"]},
            [("the fields of the view winners stand in another order", "major")],
        ),
        ({"winners": ["unit"]}, {}, [("the view winners is gone", "major")]),
        ({}, {"winners": ["unit"]}, [("the view winners is new", "minor")]),
    ],
)
def test_views(before, after, told):
    old, new = ({"views": [{"name": n, "columns": c} for n, c in said.items()]} for said in (before, after))
    assert [(schema_change(change), change["level"]) for change in view_changes(old, new)] == told
    assert metadata_changes(old | {"resources": []}, new | {"resources": []}) == []


def test_the_words_of_a_view():
    old, new = ({"resources": [], "views": [{"name": "winners", "description": d, "columns": []}]} for d in "ab")
    assert metadata_changes(old, new) == [{"path": "views.winners.description", "from": "a", "to": "b"}]
