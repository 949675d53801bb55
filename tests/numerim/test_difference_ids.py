"""Ids that have another form are told once; what else changed is told under the ids of the later release."""

from pathlib import Path

import polars as pl
import pytest

from numerim.publish.difference import Side, difference
from numerim.publish.difference.told import schema_change

TABLES = {
    "elections": ("election title", "election", {}),
    "contests": ("election contest office unit place", "election contest", {"election": "elections"}),
    "selections": (
        "election contest who name party place",
        "election contest who",
        {"election contest": "contests", "party": "parties"},
    ),
    "votes": ("election contest who votes", "election contest who", {"election contest who": "selections"}),
    "parties": ("party name", "party", {}),
    "findings": ("finding contest election subject", "finding", {}),
    "statements": ("cell table_name table_key", "cell", {}),
}
OLD = {
    "elections": "e Local\nf Rerun",
    "contests": "e mayor/has mayor has L2\ne mayor/puke mayor puke L3\nf mayor/has mayor has L9",
    "selections": "e mayor/has dauti Dauti pd L2\ne mayor/has others - - L2\ne mayor/puke dodaj Dodaj pd L3",
    "votes": "e mayor/has dauti 3448\ne mayor/has others 20\ne mayor/puke dodaj 5120",
    "parties": "pd Democrats\nps Socialists",
    "findings": "R401/x mayor/has e mayor/has~dauti\nR402/y - - -",
    "statements": "1 votes e~mayor/has~dauti\n2 votes e~mayor/has~nobody\n3 - -",
}
EVERYWHERE = {name: rows.replace("mayor/", "{}/mayor/") for name, rows in OLD.items()}
PREFIXED = {
    name: "\n".join(line.format("f" if line.startswith("f ") else "e", "e") for line in rows.splitlines())
    for name, rows in EVERYWHERE.items()
}


def side(folder: Path, version: str, tables: dict[str, str]) -> Side:
    resources = []
    for name, (columns, key, links) in TABLES.items():
        rows = [[None if v == "-" else v.replace("~", " ") for v in line.split()] for line in tables[name].splitlines()]
        path = folder / version / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(rows, schema=dict.fromkeys(columns.split(), pl.String), orient="row").write_csv(path)
        schema = {
            "fields": [{"name": column, "type": "string"} for column in columns.split()],
            "primaryKey": key.split(),
            "foreignKeys": [
                {"fields": fields.split(), "reference": {"resource": there, "fields": fields.split()}}
                for fields, there in links.items()
            ],
        }
        resources.append({"name": name, "path": path.name, "schema": schema, "hash": path.read_text("utf-8")})
    return Side(version, folder / version, {"name": "p", "resources": resources})


@pytest.fixture
def told(tmp_path):
    def of(new, old=OLD):
        said = difference(side(tmp_path, "1.0.0", old), side(tmp_path, "2.0.0", new))
        words = [schema_change(change) for change in said["schema"]]
        return said["level"], words, said["resources"] | said["ledger"]

    return of


FORM = "contests.contest is now {election}/{contest} (3 ids)"


def test_a_form_that_all_ids_follow_is_one_line(told):
    assert told(PREFIXED) == ("major", [FORM], {})


@pytest.mark.parametrize(
    ("table", "was", "is_", "expected"),
    [
        ("votes", "dauti 3448", "dauti 3449", ("changed", {"field": "votes", "from": "3448", "to": "3449"})),
        ("contests", "puke L3", "puke L4", ("changed", {"field": "place", "from": "L3", "to": "L4"})),
    ],
)
def test_what_else_changed_is_told_under_the_later_ids(told, table, was, is_, expected):
    level, words, tables = told(PREFIXED | {table: PREFIXED[table].replace(was, is_)})
    kind, change = expected
    (found,) = tables[table][kind]
    assert (level, words, set(tables)) == ("major", [FORM], {table})
    assert change.items() <= found.items()
    assert found["key"]["contest"].startswith("e/mayor/")


def test_a_contest_that_is_gone_takes_its_rows_with_it(told):
    _, words, tables = told({name: rows.replace("\nf f/mayor/has mayor has L9", "") for name, rows in PREFIXED.items()})
    assert words == [FORM.replace("3", "3")]
    assert [row["key"]["contest"] for row in tables["contests"]["removed"]] == ["f/mayor/has"]


def test_one_id_with_another_name(told):
    new = {name: rows.replace("pd", "lsi") for name, rows in OLD.items()}
    assert told(new) == ("patch", ["parties.party pd is now lsi (1 id)"], {})


def test_an_id_that_only_some_rows_have(told):
    """The remainder of one contest is called otherwise; what repeats its id goes with it."""
    old = OLD | {
        "selections": OLD["selections"] + "\ne mayor/puke others - - L3",
        "votes": OLD["votes"] + "\ne mayor/puke others 7",
    }
    new = old | {name: old[name].replace("has others", "has rest") for name in ("selections", "votes")}
    level, words, tables = told(new, old)
    assert (level, tables) == ("patch", {})
    assert words == ["selections.who others is now rest where election is e and contest is mayor/has (1 id)"]


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("dauti Dauti", "dautaj Dautaj"),  # another name: another candidate, as far as anyone can tell
        ("others - - L2", "others - - L2\ne mayor/has rest - - L2"),  # one more
    ],
)
def test_another_row_is_not_another_name(told, was, is_):
    _, words, tables = told(OLD | {"selections": OLD["selections"].replace(was, is_)})
    assert not words
    assert "added" in tables["selections"]


def test_two_that_say_the_same_are_not_told_apart(told):
    old = OLD | {"selections": OLD["selections"].replace("others - - L2", "one - - L2\ne mayor/has two - - L2")}
    new = OLD | {"selections": OLD["selections"].replace("others - - L2", "a - - L2\ne mayor/has b - - L2")}
    _, words, tables = told(new, old)
    assert not words
    assert (len(tables["selections"]["added"]), len(tables["selections"]["removed"])) == (2, 2)
