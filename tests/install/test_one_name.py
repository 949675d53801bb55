"""All code has one name, `numerim`: in the wheel, and by symbolic links in the checkout; without links, it says so."""

import sys
import zipfile

import pytest

from tests.conftest import ROOT
from tests.install.conftest import copied, done, must

LINKS = ("schemas", "flows", "seeds")


@pytest.mark.parametrize("name", LINKS)
def test_the_links_are_relative_and_stay_inside(name):
    assert (ROOT / "src" / "numerim" / name).readlink().as_posix() == f"../../{name}"
    assert not (ROOT / name).is_symlink()


@pytest.mark.heavy
def test_the_wheel_has_one_top_level_name(wheel, installed):
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"numerim"}
    code = "import numerim.schemas.rule as r; print(r.__file__); import schemas"
    made = done(installed / "python", "-c", code, cwd=installed)
    assert "site-packages/numerim/schemas/rule.py" in made.stdout
    assert "No module named 'schemas'" in made.stderr


@pytest.mark.heavy
def test_the_flows_are_installed_with_the_schedule(wheel, tmp_path):
    """Their modules are there; without Prefect they say so."""
    names = zipfile.ZipFile(wheel).namelist()
    assert {path.name for path in (ROOT / "flows").glob("*.*")} == {
        name.rpartition("/")[2] for name in names if name.startswith("numerim/flows/")
    }


@pytest.fixture
def without_links(tmp_path):
    """A clone as git makes it on a file system that has no symbolic links."""
    git = ("git", "-c", "user.name=somebody", "-c", "user.email=somebody@example.org")
    origin = copied(tmp_path / "origin")
    must("git", "init", "--quiet", cwd=origin)
    must("git", "add", "--all", cwd=origin)
    must(*git, "commit", "--quiet", "--message", "all", cwd=origin)
    must("git", "-c", "core.symlinks=false", "clone", "--quiet", "origin", "clone", cwd=tmp_path)
    return tmp_path / "clone"


@pytest.mark.heavy
def test_a_clone_without_links_says_so(without_links):
    assert (without_links / "src" / "numerim" / "schemas").read_text() == "../../schemas"
    words = "src/numerim/schemas is no symbolic link"
    made = done("make", "run", cwd=without_links)
    assert made.returncode == 2
    assert words in made.stdout + made.stderr
    assert not (without_links / ".venv").exists()
    made = done(sys.executable, "-c", "import numerim", cwd=without_links, PYTHONPATH=str(without_links / "src"))
    assert made.returncode == 1
    assert words in made.stderr


@pytest.mark.heavy
def test_a_wheel_can_be_built_from_it_all_the_same(without_links, wheel, tmp_path):
    must(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=without_links)
    names = [zipfile.ZipFile(path).namelist() for path in (wheel, next(tmp_path.glob("*.whl")))]
    assert names[0] == names[1]
