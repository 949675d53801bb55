"""Stock tools open what is published, as a stranger gets it: the archive of each package, unpacked."""

import json
import shutil
import subprocess
import sys
import zipfile

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from numerim.declare.house import House
from numerim.publish import library
from numerim.publish.storage import SHARED
from numerim.publish.versions import versions
from numerim.publish.views import VIEWS
from numerim.schemas.table import about, tables
from tests.conftest import ELECTIONS, ROOT
from tests.tools import python_with, run


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """Package -> the folder that its archive holds."""
    folder = tmp_path_factory.mktemp("downloads")
    found = {}
    for package in ELECTIONS:
        entry = versions(ROOT / "published" / package)[-1]
        with zipfile.ZipFile(ROOT / "published" / package / entry["archive"]["path"]) as archive:
            archive.extractall(folder)
        found[package] = folder / f"{package}-{entry['version']}"
    return found


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """`numerim.duckdb`, made of what is committed."""
    root = tmp_path_factory.mktemp("checkout")
    shutil.copytree(ROOT / "published", root / "published", ignore=shutil.ignore_patterns("*.duckdb", ".*"))
    return library.build_database(House(root))


def descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize("package", ELECTIONS)
def test_the_archive_is_the_release(unpacked, package):
    """All of it, and `sha256sum -c` says so."""
    folder = unpacked[package]
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    listed = [line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
    named = [form["path"] for form in descriptor(folder).get("forms", ()) if form["only_in_archive"]]
    assert there == {*listed, "SHA256SUMS", f"{package}.duckdb", *named}
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("package", ELECTIONS)
def test_frictionless(unpacked, package):
    """The command line of stock frictionless: types, keys, foreign keys, digests, sizes, numbers of rows."""
    folder = unpacked[package]
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "INVALID" not in done.stdout


def test_frictionless_sees_a_figure_that_was_touched(unpacked, tmp_path):
    folder = shutil.copytree(unpacked["xk-local-2021"], tmp_path / "package")
    path = folder / "data" / "vote_shares.csv"
    path.write_text(path.read_text("utf-8").replace("45.54", "45.45"), encoding="utf-8")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "hash" in done.stdout


@pytest.mark.parametrize("package", ELECTIONS)
def test_the_descriptor_is_complete(unpacked, package):
    said = descriptor(unpacked[package])
    for name in ("title", "description", "created", "licenses", "sources", "contributors", "keywords"):
        assert said[name], name
    assert said["temporal"]["start"] <= said["temporal"]["end"]
    assert said["spatial"]["country"] == package[:2].upper()
    assert said["id"].startswith("urn:uuid:")
    for resource in said["resources"]:
        assert {"name", "path", "title", "description", "bytes", "hash", "rows", "schema"} <= resource.keys()
        assert resource["schema"]["primaryKey"]
        for field in resource["schema"]["fields"]:
            assert field["title"], field["name"]
            assert field["description"], field["name"]
    units = [f for r in said["resources"] for f in r["schema"]["fields"] if "unit" in f]
    words = [f for r in said["resources"] for f in r["schema"]["fields"] if "categories" in f]
    assert len(units) > 5
    assert len(words) > 20
    assert all({c["value"] for c in f["categories"]} == set(f["constraints"]["enum"]) for f in words)


@pytest.mark.parametrize("package", ELECTIONS)
def test_polars(unpacked, package):
    folder = unpacked[package]
    for resource in descriptor(folder)["resources"]:
        csv = pl.read_csv(folder / resource["path"], infer_schema=False)
        parquet = pl.read_parquet(folder / "data" / f"{resource['name']}.parquet")
        assert csv.columns == parquet.columns == [f["name"] for f in resource["schema"]["fields"]]
        assert csv.height == parquet.height == resource["rows"]
        order = about(tables()[resource["name"]]).order
        assert parquet.equals(parquet.sort(order, nulls_last=True))


@pytest.mark.parametrize("package", ELECTIONS)
def test_parquet_explains_itself(unpacked, package):
    for name, model in tables().items():
        file = pq.ParquetFile(unpacked[package] / "data" / f"{name}.parquet")
        said = {k.decode(): v.decode() for k, v in file.metadata.metadata.items()}
        assert said["title"] == about(model).title
        assert list(json.loads(said["columns"])) == list(model.to_schema().columns)
        groups = [file.metadata.row_group(group) for group in range(file.metadata.num_row_groups)]
        assert {g.column(i).compression for g in groups for i in range(g.num_columns)} <= {"ZSTD"}


PANDAS = """
import json, sys
from pathlib import Path
import pandas
folder = Path(sys.argv[1])
for resource in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]:
    csv = pandas.read_csv(folder / resource["path"])
    parquet = pandas.read_parquet(folder / "data" / (resource["name"] + ".parquet"))
    assert list(csv.columns) == list(parquet.columns), resource["name"]
    assert len(csv) == len(parquet) == resource["rows"], resource["name"]
    for field in resource["schema"]["fields"]:
        if field["type"] == "integer" and len(csv) and field["constraints"].get("required"):
            assert csv[field["name"]].dtype == parquet[field["name"]].dtype == "int64", field["name"]
            assert (csv[field["name"]] == parquet[field["name"]]).all()
        if field["type"] == "number" and len(csv):
            assert parquet[field["name"]].dtype == "float64", field["name"]
            assert (csv[field["name"]].dropna() == parquet[field["name"]].dropna()).all()
        if field["type"] == "date" and len(csv):
            assert list(csv[field["name"]].dropna()) == [d.isoformat() for d in parquet[field["name"]].dropna()]
print(pandas.__version__)
"""


@pytest.mark.heavy
@pytest.mark.parametrize("package", ELECTIONS)
def test_pandas(unpacked, package):
    assert run(python_with("pandas", "pyarrow"), PANDAS, unpacked[package])


DATASETS = """
import sys
from datasets import load_dataset
found = load_dataset(sys.argv[1], cache_dir=sys.argv[2])["train"]
types = {name: str(feature.dtype) for name, feature in found.features.items()}
assert types["votes"] == types["seats"] == types["rank"] == "int64", types
assert types["share"] == types["lead"] == "float64", types
assert types["held_on"] == "date32", types
print(len(found), sum(seats or 0 for seats in found["seats"]), found.column_names[0])
"""


@pytest.mark.heavy
def test_datasets_of_hugging_face(unpacked, tmp_path):
    """`load_dataset` of a release gives `results`."""
    folder = unpacked["al-local-2023"]
    told = run(python_with("datasets"), DATASETS, folder, tmp_path).split()
    rows = {resource["name"]: resource["rows"] for resource in descriptor(folder)["resources"]}
    assert told == [str(rows["results"]), "1613", "election_id"]


DATABASE = """
import duckdb, json, sys
assert duckdb.__version__ == "1.1.3"
connection = duckdb.connect(sys.argv[1], read_only=True)
ask = lambda sql: connection.execute(sql).fetchall()
print(json.dumps({
    "tables": dict(ask("SELECT table_name, comment FROM duckdb_tables()")),
    "views": {name: len(ask(f"FROM {name}"))
              for name, in ask("SELECT view_name FROM duckdb_views() WHERE NOT internal")},
    "silent": ask("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"),
    "keys": ask("SELECT table_name, constraint_column_names FROM duckdb_constraints() "
                "WHERE constraint_type = 'PRIMARY KEY'"),
    "links": len(ask("SELECT 1 FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY'")),
    "types": ask("SELECT DISTINCT data_type FROM duckdb_columns() WHERE table_name = 'outcomes' "
                 "AND column_name = 'outcome'")[0][0],
    "mayors": ask("SELECT count(*) FROM results WHERE outcome = 'elected' AND election_id = 'al-local-2023'")[0][0],
    "runoffs": ask("SELECT count(DISTINCT unit) FROM results WHERE outcome = 'runoff' "
                   "AND election_id = 'xk-local-2021'")[0][0],
    "seats": int(ask("SELECT coalesce(sum(seats), 0) FROM results WHERE office = 'council'")[0][0]),
}))
"""


def opened(database):
    return json.loads(run(python_with("duckdb==1.1.3"), DATABASE, database))


@pytest.mark.heavy
def test_duckdb_1_1_opens_the_database_of_a_package(unpacked):
    said = opened(unpacked["al-local-2023"] / "al-local-2023.duckdb")
    assert set(said["tables"]) == set(tables())
    assert all(said["tables"].values())
    assert set(said["views"]) == set(VIEWS)
    assert said["silent"] == []
    assert (said["keys"], said["links"]) == ([], 0)
    assert said["types"].startswith("ENUM('elected', 'runoff'")
    assert (said["mayors"], said["seats"]) == (61, 1613)


@pytest.mark.heavy
def test_duckdb_1_1_opens_the_database_of_all_packages(everything):
    said = opened(everything)
    assert set(said["tables"]) == {*tables(), "packages", "releases"}
    assert said["silent"] == []
    for name, key in said["keys"]:
        if name not in ("packages", "releases"):
            own = [] if name in SHARED else ["package"]
            assert key == [*own, *about(tables()[name]).key], name
    assert said["links"] > 30
    assert (said["mayors"], said["runoffs"], said["seats"]) == (61, 21, 1613)
    assert all(rows for view, rows in said["views"].items() if view != "open_objections")  # nobody has objected
    assert "open_objections" in said["views"]


def test_election_and_package_are_in_every_key(everything):
    """But of the tables that all packages share: units, parties, elections themselves."""
    with duckdb.connect(str(everything), read_only=True) as connection:
        keys = connection.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        for name, key in keys:
            columns = {c for (c,) in connection.execute(f"SELECT name FROM pragma_table_info('{name}')").fetchall()}
            assert ("package" in key) == (name not in SHARED)
            assert {"election_id", "finding_id"} & set(key) or "election_id" not in columns  # both say of which election


@pytest.mark.heavy
@pytest.mark.parametrize("package", ELECTIONS)
def test_cffconvert(unpacked, package):
    cffconvert = python_with("cffconvert==2.0.0", "setuptools<81").with_name("cffconvert")
    for arguments, told in ((["--validate"], "valid"), (["--format", "apalike"], "numerim")):
        done = subprocess.run(
            [cffconvert, *arguments], cwd=unpacked[package], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert told in done.stdout
