"""The same `raw/` and `seeds/` give the same bytes, whatever the folder, the zone, the language and the hash seed."""

import locale
import os
import shutil
import subprocess
import sys
from hashlib import sha256

import pytest

from tests.conftest import ELECTIONS, ROOT, snapshot

PLACES = {
    "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "a longer name for the same": {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
    "x": {"TZ": "America/Lima", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "4242", "SOURCE_DATE_EPOCH": "86400"},
}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    """Place -> every file under `published/`, made there from nothing: path -> digest."""
    found = {}
    for place, environment in PLACES.items():
        root = tmp_path_factory.mktemp("elsewhere") / place
        for name in ("raw", "seeds"):
            shutil.copytree(ROOT / name, root / name)
        for election in ELECTIONS:
            command = [sys.executable, "-m", "numerim", "release", election]
            done = subprocess.run(
                command, cwd=root, env=os.environ | environment, capture_output=True, text=True, check=False
            )
            assert done.returncode in (0, 1), done.stderr
        found[place] = {
            path.relative_to(root / "published").as_posix(): sha256(path.read_bytes()).hexdigest()
            for path in sorted((root / "published").rglob("*"))
            if path.is_file() and path.name != ".lock"
        }
    return found


@pytest.mark.heavy
@pytest.mark.parametrize("place", [place for place in PLACES if place != "here"])
def test_same_bytes(rebuilt, place):
    """All of them: CSV, Parquet, DuckDB, XLSX, JSON, Markdown, sums, archives."""
    here, there = rebuilt["here"], rebuilt[place]
    assert sum(name.endswith("SHA256SUMS") for name in here) == len(ELECTIONS)
    differ = {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)}
    dated = {"feed.atom", "catalog.json", "catalog.jsonld", "numerim.duckdb"}
    dated |= {f"{e}/{name}" for e in ELECTIONS for name in ("versions.json", "schema.org.jsonld")}
    allowed = dated if "SOURCE_DATE_EPOCH" in PLACES[place] else set()
    assert differ <= allowed


@pytest.mark.heavy
@pytest.mark.parametrize("name", ["de_DE.UTF-8", "tr_TR.UTF-8"])
def test_the_languages_are_there(name):
    """Without them the test above would compare C with C; `.ci/run` makes them."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        pytest.skip(f"{name} is not installed; .ci/run makes it")
    finally:
        locale.setlocale(locale.LC_ALL, before)


WARDS = "Ward,Registered,Cast,Valid,Ann,Bob\nNorth,100,60,58,30,28\nSouth,90,50,49,20,29\nEast,80,44,44,20,24\n"


@pytest.mark.heavy
def test_run_and_release_write_the_same(tmp_path, started):
    """One reads what it has checked from a file again, the other has all in memory."""
    (tmp_path / "w.csv").write_text(WARDS, encoding="utf-8")
    made = []
    for command in (["run"], ["release", "w"]):
        root = tmp_path / command[0]
        (root / "raw").mkdir(parents=True)
        shutil.copytree(ROOT / "seeds", root / "seeds")
        drafted = started("new", "../w.csv", "--id", "w", "--country", "AL", "--date", "2025-05-11", cwd=root)
        assert (drafted.returncode, started(*command, cwd=root).returncode) == (0, 0)
        made.append(snapshot(root / "published" / "w"))
    assert len(made[0]) > 50
    assert made[0] == made[1]
