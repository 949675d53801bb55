"""The forms for other people's programs: Croissant, SQLite, the layout of OpenElections; and the DOI of a package."""

import csv
import json
import sqlite3
from contextlib import closing
from io import StringIO

import pytest
import yaml

from numerim import stages
from numerim.declare.house import House
from numerim.publish import large
from numerim.publish.descriptor import descriptor
from numerim.publish.difference import Side, difference
from numerim.publish.draft import Draft
from numerim.publish.formats import citation, croissant, exporters, openelections, parquet, sqlite
from numerim.publish.formats import csv as csv_form
from numerim.publish.views import VIEWS
from numerim.schemas.table import about, tables
from tests.conftest import ELECTIONS, ROOT
from tests.numerim.conftest import HEAD
from tests.tools import python_with, run

STATIONS = HEAD.replace("sources:", "register: {unit: polling_station, party: party}\nrunoff_on: 2030-11-14\nsources:")
COLUMNS = "unit,candidate,party,office,measure,category,value,count_type,within,round\n"
ROWS = (
    "1,Ann Ray,PDK,mayor,votes,,120,total,Pejë,1",
    "1,Bo Lee,LDK,mayor,votes,,80,total,Pejë,1",
    '2,"Ray, Ann",PDK,mayor,votes,,95,total,Pejë,1',
    "Pejë,Ann Ray,PDK,mayor,votes,,215,total,,1",
    "Pejë,Bo Lee,LDK,mayor,votes,,80,total,,1",
    "Pejë,Ann Ray,PDK,mayor,votes,,300,total,,2",
    "Pejë,Bo Lee,LDK,mayor,share,,40.5,total,,2",
)


def drafted(connection, house, election, folder, **more):
    """A release as far as its data are written and described."""
    draft = Draft(connection, stages.election_file(house, election), folder, version="1.2.3", **more)
    csv_form.export(draft)
    parquet.export(draft)
    draft.descriptor = descriptor(draft)
    return draft


@pytest.fixture(scope="module")
def real(house, checked, tmp_path_factory):
    """The id of a published election -> its draft."""
    made = {}

    def of(election):
        if election not in made:
            made[election] = drafted(checked(election), house, election, tmp_path_factory.mktemp("forms"))
        return made[election]

    return of


@pytest.fixture
def small(judged, tmp_path):
    """Rows of one source -> the draft of a small election."""

    def of(rows, **more):
        connection = judged(rows, whole=True, **more)
        folder = tmp_path / "release"
        folder.mkdir()
        return drafted(connection, House(tmp_path), "xk-test-2030", folder)

    return of


def votes(draft):
    openelections.export(draft)
    folder = draft.folder / "openelections"
    return {path.name: path.read_text("utf-8").splitlines() for path in sorted(folder.glob("*"))}


def test_votes_in_the_layout_of_openelections(small):
    assert votes(small(ROWS[:2] + ROWS[3:], head=STATIONS, columns=COLUMNS)) == {
        "20301017__xk__general__municipality.csv": [
            "county,municipality,office,district,party,candidate,votes",
            ",Pejë,Mayor,,PDK,Ann Ray,215",
            ",Pejë,Mayor,,LDK,Bo Lee,80",
        ],
        "20301017__xk__general__precinct.csv": [
            "county,municipality,precinct,office,district,party,candidate,votes",
            ",Pejë,1,Mayor,,PDK,Ann Ray,120",
            ",Pejë,1,Mayor,,LDK,Bo Lee,80",
        ],
        "20301114__xk__general__runoff__municipality.csv": [
            "county,municipality,office,district,party,candidate,votes",
            ",Pejë,Mayor,,PDK,Ann Ray,300",
        ],
    }


def test_where_no_votes_are_there_is_no_file_and_no_form(small):
    draft = small(ROWS[-1:], head=STATIONS, columns=COLUMNS)
    assert votes(draft) == {}
    assert not {"openelections/*.csv"} & {form["path"] for form in draft.descriptor["forms"]}


def test_people_and_ballots_are_offices_where_votes_stand_beside(small):
    counts = ("1,,,all,registered,,500,total,Pejë,1", "1,,,all,cast,,210,total,Pejë,1")
    (told,) = votes(small((*ROWS[:2], *counts), head=STATIONS, columns=COLUMNS)).values()
    assert told[1:3] == [",Pejë,1,Registered Voters,,,,500", ",Pejë,1,Ballots Cast,,,,210"]


def test_every_vote_of_a_package_is_there_once(real):
    """What `results` has, neither more nor less."""
    draft = real("al-local-2023")
    rows = [row for lines in votes(draft).values() for row in csv.DictReader(StringIO("\n".join(lines)))]
    stated = draft.connection.execute("SELECT unit, votes FROM clean.results WHERE votes IS NOT NULL").fetchall()
    assert sorted((row["municipality"], int(row["votes"])) for row in rows) == sorted(stated)


@pytest.fixture(scope="module")
def database(real):
    """A package -> its SQLite file."""

    def of(election):
        draft = real(election)
        path = draft.folder / f"{election}.sqlite"
        if not path.exists():
            sqlite.export(draft)
        return path

    return of


@pytest.mark.parametrize("election", ELECTIONS)
def test_sqlite_has_what_the_tables_have(real, database, election):
    draft = real(election)
    with closing(sqlite3.connect(database(election))) as made:
        assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert made.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, model in tables().items():
            columns = list(model.to_schema().columns)
            order = ", ".join(about(model).key)
            here = made.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY {order}").fetchall()
            there = draft.connection.execute(f"SELECT {', '.join(columns)} FROM clean.{name}").fetchall()
            assert sorted(map(_plain, here)) == sorted(map(_plain, there)), name
            keys = sorted((place, column) for _, column, _, _, _, place in made.execute(f"PRAGMA table_info({name})"))
            assert tuple(column for place, column in keys if place) == about(model).key
        for name, view in VIEWS.items():
            found = made.execute(f"SELECT * FROM {name}")
            assert [column[0] for column in found.description] == list(view.columns)


def _plain(row):
    """A row as texts, whatever the types are that its numbers and days have."""
    told = []
    for value in row:
        try:
            told.append("" if value is None else str(float(value)))
        except (TypeError, ValueError):
            told.append(str(value))
    return told


def test_sqlite_says_what_is_lost_of_a_large_package(real, tmp_path, monkeypatch):
    monkeypatch.setattr(large, "MOST_IN_ALL", 100)
    draft = real("xk-local-2021")
    path = draft.folder / f"{draft.package}.sqlite"
    path.unlink(missing_ok=True)
    sqlite.export(draft)
    with closing(sqlite3.connect(path)) as made:
        there = {name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        (told,) = made.execute("SELECT value FROM about_this_file WHERE name = 'left out'").fetchone()
        assert made.execute("PRAGMA foreign_key_check").fetchall() == []
    path.unlink()
    assert there == {*large.ANSWERS, "about_this_file"}
    assert "statements (" in told


def test_sqlite_is_the_same_each_time(real, database):
    before = database("xk-local-2017").read_bytes()
    database("xk-local-2017").unlink()
    assert database("xk-local-2017").read_bytes() == before


def test_croissant_names_each_column_once(real):
    draft = real("xk-local-2021")
    croissant.export(draft)
    said = json.loads((draft.folder / "croissant.json").read_text("utf-8"))
    fields = [field["@id"] for table in said["recordSet"] for field in table["field"]]
    assert len(fields) == len(set(fields))
    named = {key["@id"] for table in said["recordSet"] for key in table["key"]}
    assert named <= set(fields)
    files = {file["@id"] for file in said["distribution"]}
    assert {field["source"]["fileObject"]["@id"] for table in said["recordSet"] for field in table["field"]} == files
    assert all((draft.folder / file).is_file() for file in files)


DOI = "10.5281/zenodo.1234567"


def test_a_doi_stands_where_one_looks_for_it(small):
    draft = small(ROWS, head=STATIONS.replace("country: XK", f"country: XK\ndoi: {DOI}"), columns=COLUMNS)
    citation.export(draft)
    said = yaml.safe_load((draft.folder / "CITATION.cff").read_text("utf-8"))
    assert said["doi"] == said["identifiers"][0]["value"] == DOI
    assert draft.descriptor["doi"] == f"https://doi.org/{DOI}"
    assert draft.citation.endswith(f" https://doi.org/{DOI}")


def test_without_a_doi_nothing_speaks_of_one(small):
    draft = small(ROWS, head=STATIONS, columns=COLUMNS)
    citation.export(draft)
    assert "doi" not in draft.descriptor
    assert "doi" not in (draft.folder / "CITATION.cff").read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "level", "told"),
    [
        (["x.nist.json", "croissant.json"], "none", []),
        (["x.nist.json"], "minor", [("croissant.json", "added")]),
        (["x.nist.json", "croissant.json", "x.old"], "major", [("x.old", "removed")]),
        (None, "minor", [("croissant.json", "added")]),
    ],
    ids=["the same", "one more", "one fewer", "of a release that does not name them"],
)
def test_a_form_more_is_a_minor(tmp_path, before, level, told):
    (tmp_path / "x.nist.json").touch()
    new = {"resources": [], "forms": [{"path": path} for path in ("x.nist.json", "croissant.json")]}
    old = {"resources": []} | ({} if before is None else {"forms": [{"path": path} for path in before]})
    found = difference(Side("1.0.0", tmp_path, old), Side("", tmp_path, new))
    assert found["level"] == level
    assert [(change["form"], change["change"]) for change in found["schema"]] == told


def test_forms_that_are_named_are_those_that_are_written(real):
    """Whether a format has anything to say of a package is known before it writes it."""
    draft = real("al-local-2023")
    for exporter in exporters("made"):
        if hasattr(exporter, "has"):
            exporter.export(draft) if exporter is not openelections else votes_once(draft)
    named = {form["path"] for form in draft.descriptor["forms"] if not form["only_in_archive"]}
    conditional = {form.named(draft.package, "") for e in exporters("made") if hasattr(e, "has") for form in e.FORMS}
    assert {path for path in conditional if any(draft.folder.glob(path))} == conditional & named


def votes_once(draft):
    if not (draft.folder / "openelections").exists():
        openelections.export(draft)


def test_the_limit_is_what_the_documentation_says():
    told = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert f"{large.MOST_IN_ALL:,} rows" in told


def test_the_layout_is_read_as_that_of_openelections(real, numerim, tmp_path):
    draft = real("al-local-2023")
    votes_once(draft)
    (path,) = (draft.folder / "openelections").glob("*")
    done = numerim("check", str(path))
    assert (done.returncode, done.stdout.split(": ")[1]) == (0, "OpenElections"), done.stdout + done.stderr


LOADED = """
import json, sys
import mlcroissant
dataset = mlcroissant.Dataset(sys.argv[1])
told = dataset.metadata.ctx.issues
records = {each.name: list(dataset.records(each.name)) for each in dataset.metadata.record_sets}
first = {name: str(value) for name, value in records["results"][0].items()}
print(json.dumps([list(told.errors), {name: len(rows) for name, rows in records.items()}, first]))
"""

OPENED = """
import asyncio, json, sys
from datasette.app import Datasette
async def ask(path):
    opened = Datasette([path])
    database = opened.get_database("al-local-2023")
    keys = await database.primary_keys("results")
    leads_to = [key["other_table"] for key in await database.foreign_keys_for_table("results")]
    page = await opened.client.get("/al-local-2023/results.json?_size=1&_shape=array")
    print(json.dumps([keys, leads_to, await database.view_names(), page.status_code, page.json()]))
asyncio.run(ask(sys.argv[1]))
"""


@pytest.mark.heavy
def test_mlcroissant_loads_every_table(real):
    draft = real("al-local-2023")
    croissant.export(draft)
    python = python_with("mlcroissant==1.1.1", "datasette==0.65.5")
    errors, rows, first = json.loads(run(python, LOADED, draft.folder / "croissant.json"))
    assert errors == []
    assert rows == {one["name"]: one["rows"] for one in draft.descriptor["resources"] if one["rows"]}
    assert first["results/election_id"] == "b'al-by-2022-03-06'"
    assert first["results/held_on"] == "2022-03-06 00:00:00"


@pytest.mark.heavy
def test_datasette_opens_the_database(database):
    python = python_with("mlcroissant==1.1.1", "datasette==0.65.5")
    keys, leads_to, views, status, (first,) = json.loads(run(python, OPENED, database("al-local-2023")))
    assert keys == ["election_id", "contest_id", "selection_id"]
    assert {"elections", "gp_units", "parties"} <= set(leads_to)
    assert (views, status, first["election_id"]) == (["open_findings", "open_objections"], 200, "al-by-2022-03-06")
