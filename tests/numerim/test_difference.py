"""What two releases differ in, as tables: earlier rows, later rows, what is told."""

import json
from pathlib import Path

import polars as pl
import pytest

from numerim.publish.difference import Side, difference, next_version
from numerim.publish.difference.told import changelog, lines, schema_change

SCHEMAS = {
    "votes": ("unit who votes source_id locator", "unit who"),
    "sources": ("source_id path sha256", "source_id path"),
    "statements": ("source_id locator measure printed table_name table_key fate rules", "source_id locator measure"),
    "findings": ("election_id finding_id rule severity status says locators", "election_id finding_id"),
    "corrections": ("source_id locator expect value reason", "source_id locator"),
    "objections": ("objection_id locator should_be state", "objection_id"),
}


def side(folder: Path, version="1.0.0", more=None, fields=None, **tables) -> Side:
    """A release with these rows: a line a row, its values divided by blanks; `-` is nothing, `~` a blank."""
    resources = []
    for name, (columns, key) in SCHEMAS.items():
        rows = [
            [None if v == "-" else v.replace("~", " ") for v in line.split()]
            for line in tables.get(name, "").strip().splitlines()
        ]
        own = (fields or {}).get(name, columns).split()
        path = folder / version / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(rows, schema=dict.fromkeys(own, pl.String), orient="row").write_csv(path)
        schema = {"fields": [{"name": c, "type": "string"} for c in own]}
        before = dict(zip(columns.split(), own, strict=True))
        schema["primaryKey"] = [before[c] for c in key.split()]
        resources.append({"name": name, "path": path.name, "schema": schema, "hash": path.read_text()})
    return Side(version, folder / version, {"name": "p", "resources": resources} | (more or {}))


FACT = "has dauti 3448 article a.csv:L2.C3\nhas mulaj 2709 article a.csv:L3.C3"
SAID = (
    "article a.csv:L2.C3 votes 3448 votes has~dauti published -\n"
    "article a.csv:L3.C3 votes 2709 votes has~mulaj published -"
)
BEFORE = {"votes": FACT, "statements": SAID, "sources": "article a.csv one"}
MOVED = {
    "votes": "has dauti 3448 article a.csv:L3.C3\nhas mulaj 2709 article a.csv:L2.C3",
    "statements": "article a.csv:L3.C3 votes 3448 votes has~dauti published -\n"
    "article a.csv:L2.C3 votes 2709 votes has~mulaj published -",
    "sources": "article a.csv two",
}


def after(**tables):
    return BEFORE | tables


@pytest.fixture
def told(tmp_path):
    def of(old, new, **more):
        return difference(side(tmp_path, "1.0.0", **old), side(tmp_path, "1.0.1", **new, **more))

    return of


@pytest.mark.parametrize(
    ("new", "level", "summary"),
    [
        (BEFORE, "none", "Nothing changed."),
        (
            after(
                votes=FACT.replace("3448", "3449"), statements=SAID.replace("3448", "3449"), sources="article a.csv two"
            ),
            "patch",
            "1 value changed (1 in votes).",
        ),
        (MOVED, "patch", "Only locators moved: the same figures stand elsewhere in a.csv."),
        (after(votes=FACT + "\nhas third 12 article a.csv:L4.C3"), "minor", "1 row added (1 in votes)."),
        (after(votes=FACT.splitlines()[0]), "patch", "1 row removed (1 in votes)."),
        (after(sources="article a.csv one\nsecond b.csv x"), "minor", "No published figure changed; sources did."),
        (after(findings="e R401/x R401 error open no -"), "patch", "1 row added (1 in findings)."),
        (
            after(corrections="article a.csv:L2.C3 3448 3449 seen"),
            "patch",
            "No published figure changed; corrections did.",
        ),
        (after(objections="a a.csv:L2.C3 3449 open"), "patch", "No published figure changed; objections did."),
        (after(sources="article a.csv two"), "patch", "No published figure changed; sources did."),
    ],
)
def test_level_and_summary(told, new, level, summary):
    said = told(BEFORE, new)
    assert (said["level"], said["summary"]) == (level, summary)


def test_a_vote_is_told_once_with_its_source(told):
    new = after(
        votes=FACT.replace("3448", "3449"), statements=SAID.replace("3448", "3449"), sources="article a.csv two"
    )
    said = told(BEFORE, new)
    assert said["resources"] == {
        "votes": {
            "changed": [
                {
                    "key": {"unit": "has", "who": "dauti"},
                    "field": "votes",
                    "from": "3448",
                    "to": "3449",
                    "because": ["source:article/a.csv"],
                }
            ]
        }
    }
    assert set(said["ledger"]) == {"statements", "sources"}
    assert said["causes"]["source:article/a.csv"] == {
        "kind": "source",
        "source_id": "article",
        "path": "a.csv",
        "from": "one",
        "to": "two",
    }


def test_rows_that_moved_are_told_with_both_places(told):
    said = told(BEFORE, MOVED)
    assert said["resources"]["votes"] == {
        "moved": [
            {"key": {"unit": "has", "who": "dauti"}, "from": "a.csv:L2.C3", "to": "a.csv:L3.C3"},
            {"key": {"unit": "has", "who": "mulaj"}, "from": "a.csv:L3.C3", "to": "a.csv:L2.C3"},
        ]
    }
    assert set(said["ledger"]["statements"]) == {"moved"}


def test_a_vote_that_changed_in_a_row_that_moved(told):
    """Other cells of its line tell where it stands now."""
    name = "article a.csv:L{}.C2 outcome elected outcomes has~dauti published -\n"
    old = after(statements=name.format(2) + SAID)
    new = MOVED | {
        "votes": MOVED["votes"].replace("3448", "3449"),
        "statements": name.format(3) + MOVED["statements"].replace("3448", "3449"),
    }
    said = told(old, new)
    (change,) = said["resources"]["votes"]["changed"]
    assert (change["field"], change["from"], change["to"]) == ("votes", "3448", "3449")
    assert [c["field"] for c in said["ledger"]["statements"]["changed"]] == ["printed"]


def test_a_row_put_before_the_others(told):
    new = {
        "votes": "has third 12 article a.csv:L2.C3\n" + FACT.replace("L3", "L4").replace("L2", "L3"),
        "statements": "article a.csv:L2.C3 votes 12 votes has~third published -\n"
        + SAID.replace("L3", "L4").replace("L2", "L3"),
        "sources": "article a.csv two",
    }
    said = told(BEFORE, new)
    assert said["level"] == "minor"
    assert [row["key"]["who"] for row in said["resources"]["votes"]["added"]] == ["third"]
    assert len(said["resources"]["votes"]["moved"]) == 2
    assert "removed" not in said["ledger"]["statements"]
    assert len(said["ledger"]["statements"]["added"]) == 1


def test_a_row_taken_out_before_others(told):
    new = {
        "votes": FACT.splitlines()[1].replace("L3", "L2"),
        "statements": SAID.splitlines()[1].replace("L3", "L2"),
        "sources": "article a.csv two",
    }
    said = told(BEFORE, new)
    assert [row["key"]["who"] for row in said["resources"]["votes"]["removed"]] == ["dauti"]
    (gone,) = said["ledger"]["statements"]["removed"]
    assert gone["key"]["locator"] == "a.csv:L2.C3"


def test_findings_that_only_name_other_places_moved(told):
    finding = "e R401/x R401 error open it~does~not~fit {}"
    said = told(
        after(findings=finding.format("article|a.csv:L2.C3~article|a.csv:L3.C1")),
        MOVED | {"findings": finding.format("article|a.csv:L2.C1~article|a.csv:L3.C3")},
    )
    assert set(said["resources"]["findings"]) == {"moved"}


@pytest.mark.parametrize(
    ("new", "cause"),
    [
        (
            after(votes=FACT.replace("3448", "3449"), corrections="article a.csv:L2.C3 3448 3449 seen"),
            "a correction at a.csv:L2.C3: 3448 is read as 3449: seen",
        ),
        (
            after(
                votes=FACT.splitlines()[1],
                statements=SAID.replace("published -", "held_back R401", 1),
                findings="e R401/has R401 error open it~does~not~fit article|a.csv:L2.C3",
            ),
            "the finding R401/has is new: it does not fit",
        ),
        (
            after(votes=FACT.replace("3448", "3449")),
            "another reading of the same sources by numerim, its reference data or election.yml",
        ),
        (
            after(votes=FACT + "\nhas third 12 second b.csv:L2.C3", sources="article a.csv one\nsecond b.csv x"),
            "b.csv of the source second is new",
        ),
    ],
)
def test_what_brought_it(told, new, cause):
    said = told(BEFORE, new)
    printed = list(lines(said))
    number = next(line.split("]")[0] + "]" for line in printed if line.endswith(cause)).strip()
    assert any(line.startswith(("  ~", "  +", "  -")) and number in line for line in printed)


def test_a_correction_that_is_withdrawn(told):
    old = after(votes=FACT.replace("3448", "3449"), corrections="article a.csv:L2.C3 3448 3449 seen")
    (cause,) = told(old, BEFORE)["causes"].values()
    assert (cause["is"], cause["expect"]) == ("withdrawn", "3448")


@pytest.mark.parametrize(
    ("fields", "more", "level", "words"),
    [
        ({"votes": "unit who ballots source_id locator"}, {}, "major", "votes.votes is now called ballots"),
        ({"votes": "place who votes source_id locator"}, {}, "major", "votes.unit is now called place"),
        ({}, {"title": "Another"}, "patch", None),
    ],
)
def test_fields_and_words(told, fields, more, level, words):
    said = told(BEFORE, BEFORE, fields=fields, more=more)
    assert said["level"] == level
    assert [schema_change(change) for change in said["schema"]][:1] == ([words] if words else [])
    assert not said["resources"]


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
