"""Changes of the description of a package: fields, keys, how files are read, views, words."""

import pytest

from numerim.difference.schema import metadata_changes, schema_changes, view_changes
from numerim.difference.told import schema_change


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


def test_the_first_release(tmp_path):
    said = difference(None, side(tmp_path, **BEFORE))
    assert (said["level"], said["summary"]) == ("major", "The first release.")


def test_a_correction_that_says_something_else(told):
    """The cell is another, and what it is read as is not."""
    correction = "article a.csv:L2.C3 {} 3449 seen"
    old = after(corrections=correction.format("3448"))
    said = told(old, after(corrections=correction.format("3447"), votes=FACT.replace("3448", "3449")))
    assert list(lines(said))[-1].endswith("3447 is read as 3449: seen; before, its expect was 3448")


def test_a_correction_of_a_cell_in_the_same_line(told):
    new = after(votes=FACT.replace("dauti", "dautaj"), corrections="article a.csv:L2.C1 dauti dautaj seen")
    said = told(BEFORE, new)
    rows = [row for kind in ("added", "removed") for row in said["resources"]["votes"][kind]]
    assert {cause for row in rows for cause in row["because"]} == {"correction:article/a.csv:L2.C1"}
    assert said["level"] == "patch"  # a row in the place of another


def test_a_vote_that_changed_in_a_line_of_its_own_that_moved(told):
    """Nothing else stands in its line; that it is about the same tells where it is."""
    new = {
        "votes": "has dauti 3449 article a.csv:L1.C3\n" + FACT.splitlines()[1].replace("L3", "L2"),
        "statements": SAID.replace("L2", "L1").replace("L3", "L2").replace("3448", "3449"),
        "sources": "article a.csv two",
    }
    said = told(BEFORE, new)
    assert said["level"] == "patch"
    assert set(said["ledger"]["statements"]) == {"changed", "moved"}
    assert [(c["field"], c["to"]) for c in said["resources"]["votes"]["changed"]] == [("votes", "3449")]
    assert "gone from" not in json.dumps(said)


def test_two_figures_that_were_exchanged_did_not_only_move(told):
    finding = "e R609/x R609 info open {}~by~one,~{}~by~another article|a.csv:L2.C3"
    old = after(findings=finding.format("3448", "2709"))
    said = told(old, after(findings=finding.format("2709", "3448"), sources="article a.csv two"))
    assert [change["field"] for change in said["resources"]["findings"]["changed"]] == ["says"]


@pytest.mark.parametrize("lost", ["statements", "votes"])
def test_it_does_not_say_that_only_locators_moved_where_something_is_gone(told, lost):
    new = MOVED | {lost: MOVED[lost].splitlines()[0]}
    assert "Only locators" not in told(BEFORE, new)["summary"]


def test_doubts_are_counted_apart(told, monkeypatch):
    monkeypatch.setitem(SCHEMAS, "votes", ("unit who votes doubts", "unit who"))
    rows = "has dauti {} {}\nhas mulaj 2709 {}"
    said = told({"votes": rows.format(3448, "-", "-")}, {"votes": rows.format(3449, "R401", "R401")})
    assert said["summary"] == "1 value changed (1 in votes); 2 figures have other doubts."
    assert "  ? 2 figures are now doubted by R401" in list(lines(said))


def test_causes_are_told_once(told):
    new = after(
        votes=FACT.splitlines()[1],
        statements=SAID.replace("published -", "held_back R401", 1),
        findings="e R401/has R401 error open it~does~not~fit article|a.csv:L2.C3~article|a.csv:L3.C3",
        sources="article a.csv two",
    )
    ((row,),) = [told(BEFORE, new)["resources"]["votes"]["removed"]]
    assert row["because"] == ["source:article/a.csv", "finding:R401/has"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_any_field_may_get_another_name(told, name):
    """Also those by which causes are found."""
    columns = SCHEMAS[name][0].split()
    for column in columns:
        fields = " ".join("other" if c == column else c for c in columns)
        new = BEFORE | {"votes": FACT.replace("3448", "3449"), "sources": "article a.csv two"}
        assert told(BEFORE, new, fields={name: fields})["level"] == "major"


def test_the_order_of_changes_is_that_of_the_schema():
    fields = [field(name=f"f{n}") for n in range(9)]
    old, new = ({"votes": {"schema": {"fields": f, "primaryKey": []}}} for f in (fields, []))
    assert [change["field"] for change in schema_changes(old, new, {})][:9] == [f"f{n}" for n in range(9)]


@pytest.mark.parametrize(
    ("version", "level", "after_"),
    [
        (None, "major", "1.0.0"),
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("1.9.9", "patch", "1.9.10"),
    ],
)
def test_next_version(version, level, after_):
    assert next_version(version, level) == after_


def test_words_of_others_stay_words(told):
    new = after(votes=FACT + "\nhas <script>alert(1)</script> 12 article a.csv:L4.C3", sources="article <b>.csv x")
    said = {"package": "p", "to": "1.1.0"} | told(BEFORE, new)
    log = changelog(said, "")
    assert "<" not in log
    assert json.loads(json.dumps(said)) == said


def test_the_changelog_has_the_newest_first(told):
    said = {"package": "p"} | told(BEFORE, MOVED)
    log = changelog(said | {"to": "1.0.1"}, changelog(said | {"to": "1.0.0"}, ""))
    assert log.startswith("# Changes of p\n\n## 1.0.1\n")
    assert log.count("# Changes of p") == 1
    assert log.index("## 1.0.1") < log.index("## 1.0.0")


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
        ({"winners": ["unit"]}, {}, [("the view winners is gone", "major")]),
        ({}, {"winners": ["unit"]}, [("the view winners is new", "minor")]),
    ],
)
def test_views(before, after, told):
    old, new = ({"views": [{"name": n, "columns": c} for n, c in said.items()]} for said in (before, after))
    assert [(schema_change(change), change["level"]) for change in view_changes(old, new)] == told
    assert metadata_changes(old | {"resources": []}, new | {"resources": []}) == []
