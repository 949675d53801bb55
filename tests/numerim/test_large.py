"""A release whose tables are large: in parts, the same each time, judged whole, traced, compared, on the site.

The limits are lowered, so that a small election takes the way of a large one.
"""

import json
import shutil
import sqlite3
from contextlib import closing, contextmanager
from zipfile import ZipFile

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from numerim import stages, warehouse
from numerim.ask.trace import trace
from numerim.ask.verify import verify
from numerim.inputs import write_lock
from numerim.model import narrow, pieces
from numerim.publish import fates, gate, large, library, release
from numerim.schemas.table import about, tables
from numerim.site.build import build_site
from numerim.validation.whole import judge
from tests.conftest import completed, seeded, snapshot
from tests.numerim.test_new_forms import COLUMNS, STATIONS

ELECTION = "xk-test-2030"
LIMITS = {"MOST_ROWS": 12, "PART_ROWS": 5, "MOST_IN_ALL": 60}
LARGE = {"statements", "vote_counts", "names", "source_rows"}
ROWS = [
    f"{station},{name},{party},mayor,votes,,{100 + 7 * station + 3 * len(name)},total,Pejë,1"
    for station in range(1, 9)
    for name, party in (("Ann Ray", "PDK"), ("Bo Lee", "LDK"))
]
TOTALS = [
    f"Pejë,{name},{party},mayor,votes,,{sum(100 + 7 * n + 3 * len(name) for n in range(1, 9))},total,,1"
    for name, party in (("Ann Ray", "PDK"), ("Bo Lee", "LDK"))
]


@contextmanager
def limits(**said):
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**LIMITS, **said}.items():
            patch.setattr(large, name, value)
        patch.setattr(gate, "SECOND_JUDGE_UP_TO", 0)  # stock has no reader of Parquet
        yield


def put(house, rows):
    """Write an election of one source."""
    folder = house.raw / "xk" / ELECTION
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "s1.csv").write_text(COLUMNS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    own = {"title": "A", "publisher": "b", "language": "sq", "licence": "CC0-1.0", "rank": 1}
    tables = "[{columns: same, complete: [votes]}]"
    source = "".join(f"    {name}: {value}\n" for name, value in own.items())
    said = f"{STATIONS}  s1:\n{source}    files: {{s1.csv: {{reader: csv, tables: {tables}}}}}\n"
    (folder / "election.yml").write_text(said, encoding="utf-8")
    write_lock(house, ELECTION)


def published(house):
    with completed(house, ELECTION) as connection:
        made = release.release(connection, house, stages.election_file(house, ELECTION))
    stages.bring_up_to_date(house)
    return made.folder


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = seeded(tmp_path_factory.mktemp("large"))
    put(house, [*ROWS, *TOTALS])
    return house


@pytest.fixture(scope="module")
def folder(house):
    with limits():
        return published(house)


@pytest.fixture
def copied(folder, tmp_path):
    """A release to spoil: its `datapackage.json`."""
    shutil.copytree(folder, tmp_path / "copy")
    return tmp_path / "copy" / "datapackage.json"


def described(folder):
    said = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return {resource["name"]: resource for resource in said["resources"]}


def test_a_large_table_has_parts_and_no_csv(folder):
    assert {path.name for path in (folder / "data").iterdir() if path.is_dir()} == LARGE
    for name, said in described(folder).items():
        assert (folder / "data" / f"{name}.csv").exists() == (name not in LARGE), name
        assert isinstance(said["path"], list) == (name in LARGE), name
        if name not in LARGE:
            continue
        rows = [pl.read_parquet(folder / part) for part in said["path"]]
        assert [len(part) for part in rows[:-1]] == [5] * (len(rows) - 1), name
        order = list(about(tables()[name]).order)
        whole = pl.concat(rows).select(order)
        assert whole.rows() == whole.sort(order).rows(), name
        assert [part["first"] for part in said["parts"]] == [part.select(order).to_dicts()[0] for part in rows]
        assert [part["last"] for part in said["parts"]] == [part.select(order).to_dicts()[-1] for part in rows]
        assert sum(part["rows"] for part in said["parts"]) == said["rows"] == len(whole)


def test_it_has_the_rows_of_one_that_is_not_large(house, folder, tmp_path):
    other = seeded(tmp_path)
    put(other, [*ROWS, *TOTALS])
    whole = published(other)
    for name in tables():
        here, there = (pl.read_parquet(warehouse.parts_of(one / "data" / f"{name}.parquet")) for one in (folder, whole))
        assert here.equals(there), name


@pytest.mark.parametrize(("memory", "rows"), [("", None), ("200MB", None), ("", 3)])
def test_it_has_the_same_bytes_each_time(folder, tmp_path, monkeypatch, memory, rows):
    """Whatever memory there is, and however many statements are read, taken over and settled at a time."""
    if memory:
        monkeypatch.setenv("NUMERIM_MEMORY", memory)
    if rows:
        monkeypatch.setattr(pieces, "SLICE", rows)
        monkeypatch.setattr(fates, "_AT_A_TIME", rows)
        monkeypatch.setattr(narrow, "MANY", 0)
    other = seeded(tmp_path)
    put(other, [*ROWS, *TOTALS])
    with limits():
        assert snapshot(published(other)) == snapshot(folder)


def test_it_is_judged_whole(folder):
    whole = judge(folder / "datapackage.json")
    assert whole.valid, whole.report().flatten(["message"])
    counted = {table.name: table.rows for table in whole.tables}
    assert counted == {name: said["rows"] for name, said in described(folder).items()}
    assert not any(table.because for table in whole.tables)


def spoiled(path, change):
    """A part of a table, with a changed column."""
    table = pq.read_table(path)
    rows = change(table.to_pylist())
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), path)


def word(rows):
    rows[1]["fate"] = "lost"
    return rows


def twice(rows):
    return [rows[0], rows[0], *rows[2:]]


def nowhere(rows):
    rows[2]["source_id"] = "s9"
    return rows


@pytest.mark.parametrize(
    ("change", "kind", "row"),
    [(word, "constraint-error", 8), (twice, "primary-key", 8), (nowhere, "foreign-key", 9)],
)
def test_what_is_wrong_in_a_part_is_told_with_the_row_of_the_whole(copied, change, kind, row):
    spoiled(copied.parent / "data" / "statements" / "0002.parquet", change)
    found = {
        (error.type, getattr(error, "row_number", None)) for table in judge(copied).tables for error in table.errors
    }
    assert {(kind, row), ("hash-count", None)} <= found


@pytest.mark.parametrize(
    ("spoil", "kinds"),
    [
        (lambda part: part.unlink(), {"scheme-error"}),
        (lambda part: part.write_bytes(part.read_bytes()[:-200]), {"format-error"}),
        (lambda part: pq.write_table(pq.read_table(part).drop(["note"]), part), {"format-error"}),
        (lambda part: pq.write_table(pq.read_table(part).slice(1), part), {"row-count"}),
    ],
)
def test_a_part_that_is_gone_cut_or_other_is_told(copied, spoil, kinds):
    spoil(copied.parent / "data" / "statements" / "0002.parquet")
    whole = judge(copied)
    assert kinds <= {error.type for table in whole.tables for error in table.errors if table.name == "statements"}
    assert not whole.valid


def test_verify_looks_at_every_part(house, folder):
    with limits():
        assert verify(house).touched == []
    part, more = (folder / "data" / "statements" / name for name in ("0001.parquet", "9999.parquet"))
    kept = part.read_bytes()
    try:
        part.write_bytes(kept[:-1] + b"x")
        more.write_bytes(kept)
        told = {place.rpartition("/")[2] for place, _ in verify(house).touched}
    finally:
        part.write_bytes(kept)
        more.unlink()
    assert told == {"0001.parquet", "9999.parquet"}


def test_a_figure_is_traced_to_its_cell(house, folder):
    (row,) = [row for row in rows_of(folder, "vote_counts") if row["votes"] == 142]
    found = trace(house, ELECTION, "vote_counts", [row["gp_unit_id"], row["selection_id"]])
    assert found.row["votes"] == 142
    assert [(one.printed, one.locator) for one in found.origins] == [("142", "s1.csv:L6.C7")]


def rows_of(folder, table):
    return pl.read_parquet(warehouse.parts_of(folder / "data" / f"{table}.parquet")).to_dicts()


def test_what_holds_tables_once_more_says_where_the_rest_is(folder):
    readme = (folder / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in readme.partition(" have more than 12 rows")[0] for name in LARGE)
    assert "data/<table>/*.parquet" in readme
    report = json.loads((folder / f"{ELECTION}.nist.json").read_text("utf-8"))
    (held,) = report["Election"]
    counts = [one for contest in held["Contest"] for each in contest["ContestSelection"] for one in each["VoteCounts"]]
    assert {one["GpUnitId"] for one in counts} == {held["Contest"][0]["ElectionDistrictId"]}
    assert "16 counts of votes of units that are smaller" in report["Notes"]
    assert "vote_counts/*.parquet" in report["Notes"]
    assert [path.name for path in (folder / "openelections").iterdir()] == ["20301017__xk__general__municipality.csv"]
    sheets = load_workbook(folder / f"{ELECTION}.xlsx", read_only=True)
    about_it = " ".join(str(cell) for row in sheets["About"].iter_rows(values_only=True) for cell in row if cell)
    assert "of the largest as data/<table>/*.parquet" in about_it
    assert "data/statements/*.parquet has every figure" in about_it
    sets = json.loads((folder / "croissant.json").read_text("utf-8"))["distribution"]
    assert {one["@id"] for one in sets if one["@type"] == "cr:FileSet"} == {f"data/{name}" for name in LARGE}


def test_databases_in_the_archive_have_the_answers(folder, tmp_path):
    (archive,) = folder.glob("*.zip")
    with ZipFile(archive) as packed:
        packed.extractall(tmp_path)
    (whole,) = tmp_path.iterdir()
    with warehouse.open_file(whole / f"{ELECTION}.duckdb") as made:
        there = {name for (name,) in warehouse.rows(made, "SHOW TABLES")}
        assert warehouse.rows(made, "SELECT count(*) FROM results") == [(2,)]
        ((told,),) = warehouse.rows(made, f"SELECT value FROM {large.ABOUT}")
    assert LARGE.isdisjoint(there)
    assert {name for name in large.ANSWERS if name not in LARGE} <= there
    assert "statements (" in told
    with closing(sqlite3.connect(whole / f"{ELECTION}.sqlite")) as made:
        (told,) = made.execute(f"SELECT value FROM {large.ABOUT} WHERE name = 'left out'").fetchone()
    assert "vote_counts (18 rows)" in told


def test_the_database_of_all_packages_has_it_whole_and_without_the_keys_of_large_tables(house, folder):
    with limits():
        assert library.is_current(house)
        assert library.says_what_releases_say(house)
    assert not library.is_current(house), "with keys it would be another database"
    with warehouse.open_file(house.analysts_database) as made:
        asked = "SELECT DISTINCT table_name FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        keyed = {name for (name,) in warehouse.rows(made, asked)}
        held = dict(
            warehouse.rows(made, " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in LARGE))
        )
    assert keyed == {*tables(), "packages", "releases"} - LARGE
    assert held == {name: len(rows_of(folder, name)) for name in LARGE}


def test_the_site_has_its_figures_and_its_parts(house, folder, tmp_path):
    with limits():
        build_site(house, tmp_path)
    pages = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in tmp_path.rglob("en/**/*.html")}
    assert any(f"{ELECTION}/1.0.0/data/statements/0002.parquet" in page for page in pages.values())
    assert any(">142<" in page for page in pages.values())


@pytest.mark.parametrize(("most", "level"), [(12, "patch"), (10**6, "major")])
def test_the_next_release_tells_what_changed(tmp_path, most, level):
    """Also where the one before it had a CSV: then who reads that has to read something else."""
    house = seeded(tmp_path)
    put(house, [*ROWS, *TOTALS])
    with limits(MOST_ROWS=most):
        published(house)
    changed = [row.replace(",142,", ",143,") for row in [*ROWS, *TOTALS]]
    put(house, [row.replace(",1204,", ",1205,") for row in changed])
    with limits():
        said = json.loads((published(house) / "diff.json").read_text("utf-8"))
        with completed(house, ELECTION) as connection:
            assert not release.release(connection, house, stages.election_file(house, ELECTION)).is_new
    assert said["level"] == level
    told = [
        (change["from"], change["to"])
        for change in said["resources"]["vote_counts"]["changed"]
        if change["field"] == "votes"
    ]
    assert ("142", "143") in told
    assert {one["resource"] for one in said["schema"]} == ({*LARGE} if level == "major" else set())
