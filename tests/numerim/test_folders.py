"""`numerim check` of folders, and of several files: each is judged, and one line sums up all."""

import io
import shutil
import zipfile

import pytest

from numerim.draft.folders import parts_of
from tests.conftest import ROOT

COLUMNS = "county,precinct,office,district,candidate,party,votes\n"
PLACES = ["Elms", "Oaks", "Ash", "Birch"]
GOOD = COLUMNS + "".join(
    f"X,{p},Mayor,,Ann Ray,A,{i + 10}\nX,{p},Mayor,,Bo Lind,B,{i + 5}\n" for i, p in enumerate(PLACES)
)
OFF = GOOD + "X,TOTAL,Mayor,,Ann Ray,A,146\nX,TOTAL,Mayor,,Bo Lind,B,26\n"
VOTES = "municipality,candidate,votes\n" + "".join(
    f"{place},Ann Ray,{60 + i}\n{place},Bo Lind,{30 + i}\n" for i, place in enumerate(PLACES)
)
TURNOUT = "municipality,registered,valid votes\n" + "".join(
    f"{place},{300 + i},{(90 if place != 'Ash' else 70) + 2 * i}\n" for i, place in enumerate(PLACES)
)
OTHER = VOTES.replace("Elms", "Hill").replace("Oaks", "Lake").replace("Birch", "Wood")


def _folder(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def zipped(files):
    """A zip file of these."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


CHECKED = [
    ({"a.csv": GOOD}, ["in"], 0, None, ""),
    ({"a.csv": GOOD, "b.csv": OFF}, ["in"], 1, "2 files together, 18 figures: 1 error, errors in 1 of them.", ""),
    ({"a.csv": GOOD, "b/c/d.csv": GOOD}, ["in"], 0, "2 files together, 16 figures: nothing was found.", ""),
    (
        {"a.csv": GOOD, "b.csv": GOOD},
        ["in/a.csv", "in/b.csv"],
        0,
        "2 files together, 16 figures: nothing was found.",
        "",
    ),
    (
        {"a.csv": GOOD, "note.md": "hello\n"},
        ["in"],
        2,
        "2 files together, 8 figures: nothing was found. 1 of them could not be read.",
        "in/note.md: ",
    ),
    (
        {"a.csv": OFF, "x.pdf": b"%PDF-1.4\n"},
        ["in"],
        2,
        "2 files together, 10 figures: 1 error, errors in 1 of them. 1 of them could not be read.",
        "in/x.pdf: ",
    ),
    ({"a.csv": GOOD, ".hidden": "x", ".git/b.csv": OFF}, ["in"], 0, None, ""),
    ({"a.csv": GOOD}, ["in", "in/a.csv"], 0, None, ""),
    ({"sub/.keep": ""}, ["in"], 2, None, "in: there is no file in this folder\n  Name files of results"),
    ({"datapackage.json": "{}", "data/results.csv": GOOD}, ["in"], 2, None, "in: it is a package of numerim"),
    ({"datapackage.json": "{}", "a.csv": GOOD}, ["in"], 0, None, ""),
    ({"p.zip": zipped({"p/datapackage.json": "{}", "p/a.csv": GOOD})}, ["in/p.zip"], 0, None, ""),
    ({"datapackage.json": "{}"}, ["in/datapackage.json"], 2, None, "it is the descriptor of a Data Package"),
    (
        {"p.zip": zipped({"p/datapackage.json": "{}", "p/data/results.csv": GOOD})},
        ["in/p.zip"],
        2,
        None,
        "it holds a package of numerim, and no files of results\n  Unpack it, and name p/data/results.csv. `numerim",
    ),
    (
        {"a.csv": GOOD},
        ["in", "in/no.csv"],
        2,
        "2 files together, 8 figures: nothing was found. 1 of them could not be read.",
        "in/no.csv: there is no such file",
    ),
]


@pytest.mark.parametrize(("files", "named", "code", "last", "told"), CHECKED)
def test_a_folder_is_judged_file_by_file(tmp_path, numerim, files, named, code, last, told):
    _folder(tmp_path / "in", files)
    done = numerim("check", *named, cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == code, done.stderr
    assert told in done.stderr if told else not done.stderr
    if last:
        assert lines[-1] == last
    else:
        assert not any("files together" in line for line in lines)


def test_a_folder_says_the_same_as_its_files(tmp_path, numerim):
    _folder(tmp_path / "in", {"a.csv": GOOD, "b.csv": OFF, "c.csv": VOTES})
    of_folder = numerim("check", "in", cwd=tmp_path).stdout.splitlines()
    one_by_one = [
        line
        for name in ("a", "b", "c")
        for line in numerim("check", f"in/{name}.csv", cwd=tmp_path)
        .stdout.partition("This is how the columns were read")[0]
        .splitlines()
    ]
    assert [line.partition(" Read as: ")[0] for line in of_folder[:-1]] == one_by_one


PARTS = [
    ({"a.csv": VOTES, "b.csv": TURNOUT}, [["a.csv", "b.csv"]]),
    ({"a.csv": VOTES, "b.csv": VOTES}, [["a.csv"], ["b.csv"]]),
    ({"a.csv": OTHER, "b.csv": TURNOUT}, [["a.csv"], ["b.csv"]]),
    ({"a.csv": GOOD, "b.csv": OFF}, [["a.csv"], ["b.csv"]]),
    ({"2020-11-03-a.csv": VOTES, "2024-11-05-b.csv": TURNOUT}, [["2020-11-03-a.csv"], ["2024-11-05-b.csv"]]),
    ({"2020-11-03-a.csv": VOTES, "b.csv": TURNOUT}, [["2020-11-03-a.csv", "b.csv"]]),
    ({"a.csv": VOTES, "n.md": "x\n", "z.csv": TURNOUT}, [["a.csv", "z.csv"], ["n.md"]]),
    ({"a/a.csv": VOTES, "b/b.csv": TURNOUT}, [["a/a.csv"], ["b/b.csv"]]),
    ({f"{i:02}.csv": TURNOUT if i else VOTES for i in range(13)}, [[f"{i:02}.csv"] for i in range(13)]),
]


@pytest.mark.parametrize(("files", "parts"), PARTS)
def test_files_that_say_different_things_of_the_same_units_are_one_election(tmp_path, files, parts):
    _folder(tmp_path, files)
    found = [[part] if isinstance(part, str) else list(part) for part in parts_of([str(tmp_path)])]
    assert [[one.removeprefix(f"{tmp_path}/") for one in part] for part in found] == parts


def test_such_files_are_held_against_each_other(tmp_path, numerim):
    _folder(tmp_path / "in", {"votes.csv": VOTES, "turnout.csv": TURNOUT})
    done = numerim("check", "in", cwd=tmp_path)
    assert done.returncode == 1
    assert (
        "error R203: contest, Ash: the votes for the 2 selections add up to 94, but 74 ballots are valid" in done.stdout
    )
    assert "in/turnout.csv:4" in done.stdout
    assert "in/votes.csv:6" in done.stdout
    assert [numerim("check", f"in/{name}.csv", cwd=tmp_path).returncode for name in ("votes", "turnout")] == [0, 0]


@pytest.mark.parametrize("form", ["json", "sarif", "github", "csv", "table"])
def test_machines_get_no_line_that_sums_up(tmp_path, numerim, form):
    _folder(tmp_path / "in", {"a.csv": GOOD, "b.csv": OFF})
    done = numerim("check", "in", "--format", form, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, "")
    assert "files together" not in done.stdout


@pytest.mark.parametrize("named", ["raw/aa/t-1", "raw/aa/t-1/", "raw/aa/t-1/election.yml", "t-1"])
def test_a_path_to_an_election_names_it(tmp_path, numerim, named):
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    _folder(tmp_path, {"votes.csv": VOTES})
    assert numerim("new", "votes.csv", "--id", "t-1", "--country", "AD", cwd=tmp_path).returncode == 0
    shutil.move(tmp_path / "raw/ad", tmp_path / "raw/aa")
    done = numerim("check", named, cwd=tmp_path)
    assert done.returncode == 0
    assert "t-1: nothing was found." in done.stdout


def test_an_election_that_lies_elsewhere_is_not_taken_for_a_folder_of_files(tmp_path, numerim):
    _folder(tmp_path / "in", {"a.csv": GOOD, "election.yml": "id: t-1\n"})
    done = numerim("check", "in", cwd=tmp_path)
    assert done.returncode == 2
    assert "in/election.yml: this election lies in no raw/<country>/<election>/" in done.stderr
    assert numerim("check", "in/a.csv", cwd=tmp_path).returncode == 0


def test_a_terminal_is_told_how_far_the_work_is(tmp_path, monkeypatch, capsys):
    from numerim.ask.shown import Checked
    from numerim.judge.several import tell

    _folder(tmp_path, {"a.csv": GOOD, "b.csv": GOOD})
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert tell([str(tmp_path / "a.csv"), str(tmp_path / "b.csv")], Checked.text, False, []) == 0
    said = capsys.readouterr().err
    assert "1 of 2: " in said
    assert "2 of 2: " in said
    assert said.endswith("\r\033[K")
