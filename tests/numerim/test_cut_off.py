"""A disk that is full and a run that is killed: what was there stays whole, and the next run goes on."""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256

import duckdb
import pytest

from numerim import inputs, stages, warehouse
from numerim.ask.verify import verify
from numerim.declare.house import House
from numerim.errors import DiskError
from numerim.publish.library import build_database, says_what_releases_say
from numerim.publish.versions import versions
from tests.conftest import ROOT, UNFINISHED, difference, snapshot
from tests.numerim.test_bad_input import edit, rehash

pytestmark = pytest.mark.heavy

ELECTION = "xk-local-2021"
LATEST = versions(ROOT / "published" / ELECTION)[-1]["version"]
HEADROOM = 48_000_000


def heavy(*case):
    return pytest.param(*case, marks=pytest.mark.heavy)


@pytest.fixture(scope="module")
def furnish(tmp_path_factory):
    """A folder -> a checkout in it of one election, up to date, whose source has changed since."""
    once = tmp_path_factory.mktemp("furnished")
    for name in (f"raw/xk/{ELECTION}", "seeds", f"published/{ELECTION}"):
        shutil.copytree(ROOT / name, once / name, ignore=UNFINISHED)
    stages.bring_up_to_date(House(once))
    folder = once / "raw" / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    return lambda root: House(shutil.copytree(once, root, dirs_exist_ok=True))


def state(house):
    """What is published, without what a dead run may leave."""
    files = {name: content for name, content in snapshot(house.published).items() if "unfinished" not in name}
    return files | {"numerim.duckdb": sha256(house.analysts_database.read_bytes()).hexdigest()}


@pytest.fixture
def small(tmp_path, furnish):
    """A checkout on a file system of its own: (bytes to leave free) -> it."""
    place = tmp_path / "small"
    place.mkdir()
    size = 100_000_000
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    house = furnish(place)

    def leave(free):
        (place / "ballast").unlink(missing_ok=True)
        with (place / "ballast").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(place).free - free)
        return house

    yield leave
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("free", [heavy(0), 8_192, 700_000, heavy(1_200_000)])
def test_a_release_on_a_full_disk(numerim, ungated, small, free):
    house = small(free)
    before = state(house)
    done = numerim("release", ELECTION, cwd=house.root)
    assert done.returncode == 3, done.stdout + done.stderr
    assert re.match(r"numerim: \S+: it could not be written: No space left on device", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    after = state(house)
    if versions(house.published / ELECTION)[-1]["version"] == LATEST:
        assert difference(before, after) == {}
    assert after["numerim.duckdb"] == before["numerim.duckdb"]
    assert verify(house).touched == []
    small(HEADROOM)
    done = numerim("release", ELECTION, cwd=house.root)
    assert done.returncode in (0, 1), done.stderr
    found = verify(house)
    assert (found.touched, found.left_over) == ([], [])
    assert says_what_releases_say(house)


@pytest.mark.parametrize("free", [heavy(0), 8_192, heavy(100_000), 400_000])
def test_the_analysts_database_on_a_full_disk(numerim, small, free):
    """Its place is told, with what it needs; and a question that needs it is not answered from half of it."""
    house = small(free)
    house.analysts_database.write_bytes(b"")  # an old numerim left this
    small(free)
    done = numerim("sql", "FROM winners", cwd=house.root)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert done.stderr.startswith("numerim: published/numerim.duckdb: it could not be written: No space left on device")
    assert re.search(r"Make room for more than [\d,.]+ [kM]B and run it again", done.stderr)
    assert [path.name for path in house.published.iterdir() if "unfinished" in path.name] == []


def test_the_working_database_on_a_full_disk(small):
    house = small(HEADROOM)
    state = inputs.take(house, ELECTION)
    stages.ingest_into_file(state)
    before = stages.model_file(state).read_bytes()
    edit(house.raw / "xk" / ELECTION / "election.yml", "status: preliminary\nexpect", "status: partial\nexpect")
    changed = inputs.take(house, ELECTION)
    small(100_000)
    for stage in (lambda: stages.validate_file(state), lambda: stages.ingest_into_file(changed)):
        with pytest.raises(DiskError, match=rf"^build/elections/{ELECTION}/\w+/\w+\.duckdb: .*No space left"):
            stage()
        assert [path.name for path in house.build.rglob("*") if "unfinished" in path.name] == []
    assert stages.model_file(state).read_bytes() == before
    assert not stages.checked_file(state).exists()
    assert not stages.model_file(changed).exists()


@pytest.mark.parametrize("limit", [heavy(4_096), 40_000, heavy(200_000)])
def test_a_file_that_may_not_grow(tmp_path, furnish, started, limit):
    """The same without a file system of its own."""
    import resource

    house = furnish(tmp_path)
    before = state(house)
    hold = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))}
    done = started("release", ELECTION, cwd=house.root, **hold)
    assert done.returncode == 3, done.stderr
    where = rf"(published/\S+|a copy of raw/xk/{ELECTION}/article\.csv in \S+)"
    assert re.match(f"numerim: {where}: it could not be written: File too large", done.stderr), done.stderr
    assert difference(before, state(house)) == {}
    assert verify(house).touched == []


@pytest.mark.parametrize(
    "spoil",
    ["DELETE FROM t WHERE n > 5", "UPDATE t SET half = CASE n WHEN 8 THEN 5 ELSE 4 END WHERE n IN (8, 10)"],
    ids=["rows are lost", "figures change places"],
)
def test_a_database_that_is_not_what_was_written_does_not_take_its_place(tmp_path, monkeypatch, spoil):
    made = "CREATE TABLE t AS SELECT range AS n, range // 2 AS half FROM range(100000)"
    path = tmp_path / "x.duckdb"
    with warehouse.create(path) as connection:
        connection.execute(made)
    before = path.read_bytes()
    opened = warehouse.open_file

    def half(unfinished):
        with duckdb.connect(str(unfinished)) as connection:
            connection.execute(spoil)
        return opened(unfinished)

    monkeypatch.setattr(warehouse, "open_file", half)
    with pytest.raises(DiskError, match=r"not whole: main\.t"), warehouse.create(path) as connection:
        connection.execute(made)
    assert path.read_bytes() == before


KILLED = """
import os, signal, sys
from pathlib import Path
from numerim import cli, disk, warehouse
from numerim.publish import making
step, name = sys.argv.pop(1).split()
module, function = {"disk": disk, "making": making, "warehouse": warehouse}[step.split(".")[0]], step.split(".")[1]
done = getattr(module, function)
def dies(*arguments):
    if name in {Path(a).name for a in arguments if isinstance(a, Path)}:
        os.kill(os.getpid(), signal.SIGKILL)
    return done(*arguments)
setattr(module, function, dies)
cli.main()
"""


@pytest.mark.parametrize(
    ("step", "left"),
    [
        (f"warehouse._see_that_it_is_whole {ELECTION}.duckdb", rf"{ELECTION}/\.unfinished-\d+"),
        heavy("making.pass_gate datapackage.json", rf"{ELECTION}/\.unfinished-\d+"),
        ("disk.take_place versions.json", rf"{ELECTION}/\d+\.\d+\.\d+"),
        heavy("disk.take_place catalog.json", r"\.catalog\.json\.unfinished"),
        heavy("disk.take_place schema.org.jsonld", rf"{ELECTION}/\.schema\.org\.jsonld\.unfinished"),
        ("warehouse._see_that_it_is_whole numerim.duckdb", r"\.unfinished-\d+-numerim\.duckdb"),
    ],
)
def test_a_run_that_is_killed(tmp_path, furnish, numerim, ungated, step, left):
    house = furnish(tmp_path)
    old = state(house)["numerim.duckdb"]
    killed = subprocess.run([sys.executable, "-c", KILLED, step, "release", ELECTION], cwd=tmp_path, check=False)
    assert killed.returncode == -9
    done = numerim("verify", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert re.search(rf"^published/{left}: left by a run that was cut off", done.stderr, re.M), done.stderr
    assert state(house)["numerim.duckdb"] == old
    again = numerim("release", ELECTION, cwd=tmp_path)
    assert again.returncode in (0, 1), again.stderr
    found = verify(house)
    assert (found.touched, found.left_over) == ([], [])
    assert [path.name for path in house.published.rglob("*") if "unfinished" in path.name] == []
    assert len(versions(house.published / ELECTION)) == len(versions(ROOT / "published" / ELECTION)) + 1
    assert says_what_releases_say(house)


def test_what_a_working_database_of_a_dead_run_left_is_cleared(tmp_path, furnish):
    house = furnish(tmp_path)
    state = inputs.take(house, ELECTION)
    folder = stages.model_file(state).parent
    folder.mkdir(parents=True)
    for name in (".unfinished-7-0123.duckdb", ".unfinished-7-0123.duckdb.wal"):
        (folder / name).touch()
    stages.ingest_into_file(state)
    assert sorted(path.suffix for path in folder.iterdir() if path.name != ".lock") == [".duckdb", ".sha256"]


def test_a_stranger_beside_what_was_left_is_still_named(tmp_path, furnish):
    house = furnish(tmp_path)
    (house.published / ".unfinished-7").mkdir()
    (house.published / ELECTION / LATEST / ".unfinished-7").touch()
    build_database(house)
    assert [place for place, _ in verify(house).touched] == [f"published/{ELECTION}/{LATEST}/.unfinished-7"]
