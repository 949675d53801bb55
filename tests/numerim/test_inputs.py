"""One state of all inputs a run; `sources.lock`; what did not change is not worked on again."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from numerim import in_memory, inputs, stages
from numerim.cli import app
from numerim.declare.house import House
from numerim.errors import InputError
from tests.conftest import ROOT
from tests.numerim.conftest import COLUMNS, HEAD, SOURCE
from tests.numerim.test_bad_input import edit

ELECTION = "xk-test-2030"
ROWS = {
    "s1": ("Prishtina,Arben Vitisë,LVV,mayor,votes,,600,,1", "Prishtina,Uran Ismaili,PDK,mayor,votes,,500,,1"),
    "s2": ("Prizren,,,mayor,turnout,,140,,1", "Prizren,Shaqir Totaj,PDK,mayor,share,,61.5,,1"),
}
UNPINNED = re.sub(r"\n        sha256: .*", "", SOURCE)
YML = HEAD + "".join(UNPINNED.format(name=name, rank=rank, complete="") for rank, name in enumerate(ROWS, 1))


@pytest.fixture
def house(tmp_path):
    """A checkout with one small election of two sources."""
    made = House(tmp_path)
    shutil.copytree(ROOT / "seeds", made.seeds)
    folder = made.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    (folder / "election.yml").write_text(YML, encoding="utf-8")
    for name, rows in ROWS.items():
        (folder / f"{name}.csv").write_text(COLUMNS + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    inputs.write_lock(made, ELECTION)
    return made


def folder_of(house):
    return house.raw / "xk" / ELECTION


def kept(house):
    """Everything that is kept: (kind, key)."""
    files = (house.build / "elections" / ELECTION).glob("*/[!.]*")
    return {(path.parent.name, path.name.partition(".")[0]) for path in files}


def rehash(house):
    inputs.write_lock(house, ELECTION)


FORMS = [("--explain",), ("--format", "json"), (), ("--rules",)]
FORMS += [("--format", form) for form in ("text", "csv", "sarif", "github")]


def test_a_check_of_what_did_not_change_says_the_same(house, numerim):
    """In every form; the first three are also made anew."""
    anew = []
    for form in FORMS[:3]:
        shutil.rmtree(house.build, ignore_errors=True)
        anew.append(numerim("check", ELECTION, *form, cwd=house.root))
    before = kept(house)
    again = [numerim("check", ELECTION, *form, cwd=house.root) for form in FORMS]
    assert [one.stdout for one in again[:3]] == [one.stdout for one in anew]
    assert {(one.returncode, one.stderr) for one in (*anew, *again)} == {(1, "")}
    assert len({one.stdout for one in again}) == len(FORMS)
    assert kept(house) == before


def seed(house):
    with (house.seeds / "people.csv").open("a", encoding="utf-8") as file:
        file.write("XK,Somebody New,Somebody Neu,variant\n")


def source(house):
    edit(folder_of(house) / "s1.csv", ",600,", ",601,")
    rehash(house)


def declared(old, new):
    return lambda house: edit(folder_of(house) / "election.yml", old, new)


def touched(house):
    for path in house.root.rglob("*.csv"):
        os.utime(path)


def settings(house):
    (house.root / "numerim.yml").write_text("publisher: Institute of Counting\n", encoding="utf-8")


LATER = {"model", "checked", "judged", "remarks", "released"}
CHANGES = {
    "nothing": (lambda house: None, set()),
    "times of files": (touched, set()),
    "a file that nothing names": (lambda house: (folder_of(house) / "notes.csv").write_text("a\n"), set()),
    "a source": (source, {"cells", *LATER}),
    "a seed": (seed, LATER),
    "a comment in election.yml": (declared("status:", "# how far\nstatus:"), LATER),
    "what is declared of a file": (declared("complete: []", "complete: [units]"), {"cells", *LATER}),
    "numerim.yml": (settings, {"remarks", "released"}),
}


@pytest.mark.heavy
def test_a_change_makes_anew_what_depends_on_it(house, ungated):
    """By all stages, one change after the other; of two sources, one is read again."""

    def work():
        from numerim.ask.answer import answer

        state = inputs.take(house, ELECTION)
        state.see_sources()
        if not stages.released(state):
            made = stages.ingest_into_file(state), stages.validate_file(state), True
            stages.publish_file(state)
        else:
            made = stages.ingest_into_file(state), stages.validate_file(state), False
        answer(house, ELECTION)
        return made

    assert work() == (True, True, True)
    for change, (spoil, expected) in CHANGES.items():
        before = kept(house)
        spoil(house)
        assert work() == ("model" in expected, "checked" in expected, "released" in expected), change
        new = [kind for kind, _ in kept(house) - before]
        assert set(new) == expected, change
        assert len(new) == len(set(new)), change


CODE = {
    "cli.py": "later",
    "schemas/rules/counts/r201.py": "later",
    "publish/settle.py": "later",
    "check/check.py": "later",
    "model/conform.py": "model later",
    "read/formats/csv.py": "read model later",
    "schemas/vocabulary.py": "read model later",
    "declare/words.py": "read model later",
    "new.txt": "",
}


def test_a_change_of_numerim_makes_anew_what_can_depend_on_it(tmp_path):
    package = tmp_path / "numerim"
    shutil.copytree(ROOT / "src" / "numerim", package, ignore=shutil.ignore_patterns("__pycache__", "seeds"))
    rule = next(iter(sorted((package / "schemas" / "rules").glob("*/[!_]*.py"))))

    def digests():
        code = "from numerim.kept import code; print(code('read'), code('model'), code())"
        env = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
        said = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, check=True)
        return dict(zip(("read", "model", "later"), said.stdout.split(), strict=True))

    before = digests()
    assert digests() == before
    for name, changed in CODE.items():
        path = rule if "rules" in name else package / name
        with path.open("a", encoding="utf-8") as file:
            file.write("# another line\n")
        now = digests()
        assert {stage for stage in now if now[stage] != before[stage]} == set(changed.split()), name
        before = now


def kept_file(house, kind="judged"):
    (found,) = (house.build / "elections" / ELECTION / kind).glob("*.json")
    return found


def other_byte(path):
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])


SPOILS = {
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "empty": lambda path: path.write_bytes(b""),
    "one byte": other_byte,
    "gone": lambda path: path.unlink(),
}


@pytest.mark.heavy
def test_what_is_kept_and_was_touched_is_made_anew(house, numerim):
    first = numerim("check", ELECTION, "--format", "json", cwd=house.root)
    whole = kept_file(house).read_bytes()
    for how, spoil in SPOILS.items():
        for kind in ("judged", "remarks"):
            spoil(kept_file(house, kind))
        again = numerim("check", ELECTION, "--format", "json", cwd=house.root)
        assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, ""), how
        assert kept_file(house).read_bytes() == whole, how


@pytest.mark.heavy
def test_databases_and_tables_that_were_touched_are_made_anew(house):
    state = inputs.take(house, ELECTION)
    assert (stages.ingest_into_file(state), stages.validate_file(state)) == (True, True)
    told = stages.findings_as_markdown(state, {})
    for how in ("cut off", "one byte", "gone"):
        for kind in ("cells", "model", "checked"):
            files = "*.rows" if kind == "cells" else "*.duckdb"
            for path in (house.build / "elections" / ELECTION / kind).rglob(files):
                SPOILS[how](path)
        assert (stages.ingest_into_file(state), stages.validate_file(state)) == (True, True), how
        assert stages.findings_as_markdown(state, {}) == told, how
        assert (stages.ingest_into_file(state), stages.validate_file(state)) == (False, False), how


@pytest.mark.parametrize("build", ["a file", "a place where nothing can be written"])
def test_where_nothing_can_be_kept_nothing_is_said(house, numerim, build):
    kept_elsewhere = numerim("check", ELECTION, cwd=house.root)
    shutil.rmtree(house.build)
    house.build.write_bytes(b"") if build == "a file" else house.build.symlink_to("/proc/self")
    done = numerim("check", ELECTION, cwd=house.root)
    assert (done.returncode, done.stdout, done.stderr) == (1, kept_elsewhere.stdout, "")


@pytest.mark.parametrize(("build", "there"), [(False, False), (True, True)])
def test_in_a_folder_that_is_no_checkout_a_check_keeps_nothing_unless_it_may(house, numerim, build, there):
    shutil.rmtree(house.seeds)
    if build:
        house.build.mkdir()
    assert numerim("check", ELECTION, cwd=house.root).returncode == 1
    assert bool(kept(house)) == there
    assert house.build.exists() == there


@pytest.mark.heavy
def test_two_at_once(house):
    """Checks, and stages: one makes what the other finds made."""
    numerim = [sys.executable, "-m", "numerim", "check", ELECTION, "--format", "json"]
    script = (
        "from pathlib import Path; from numerim import inputs, stages; from numerim.declare.house import House\n"
        f"state = inputs.take(House(Path.cwd()), {ELECTION!r})\n"
        "print(int(stages.ingest_into_file(state)), int(stages.validate_file(state)))\n"
    )
    both = [subprocess.Popen(numerim, cwd=house.root, stdout=-1, stderr=-1) for _ in range(2)]
    both += [subprocess.Popen([sys.executable, "-c", script], cwd=house.root, stdout=-1, stderr=-1) for _ in range(2)]
    told = [one.communicate() for one in both]
    assert [errors for _, errors in told] == [b""] * 4
    assert told[0] == told[1]
    assert json.loads(told[0][0])
    made = [said.split() for said, _ in told[2:]]
    assert [sum(map(int, stage)) for stage in zip(*made, strict=True)] == [1, 1]


@pytest.mark.heavy
def test_of_each_kind_the_last_three_are_kept(house):
    for i in range(5):
        edit(folder_of(house) / "election.yml", "status:", f"# {i}\nstatus:")
        state = inputs.take(house, ELECTION)
        stages.ingest_into_file(state)
        assert stages.model_file(state).is_file()
    assert len({key for kind, key in kept(house) if kind == "model"}) == 3


@pytest.mark.heavy
def test_a_release_of_what_did_not_change_is_not_made_again(house, ungated, monkeypatch):
    monkeypatch.chdir(house.root)
    typed = CliRunner()
    first = typed.invoke(app, ["release", ELECTION])
    assert f"{ELECTION} published 1.0.0: published/{ELECTION}/1.0.0" in first.output
    with monkeypatch.context() as nothing_is_made:
        nothing_is_made.setattr(in_memory, "checked_as", lambda state: 1 / 0)
        again = typed.invoke(app, ["release", ELECTION])
        assert again.output == f"{ELECTION} unchanged since 1.0.0: published/{ELECTION}/1.0.0\n"
        assert again.exit_code == first.exit_code == 1
        edit(folder_of(house) / "s1.csv", ",600,", ",601,")
        assert "the file has changed since it was recorded" in str(typed.invoke(app, ["release", ELECTION]).exception)
        edit(folder_of(house) / "s1.csv", ",601,", ",600,")
        edit(house.published / ELECTION / "1.0.0" / "CHANGELOG.md", "1.0.0", "1.0.1")
        spoiled = typed.invoke(app, ["release", ELECTION])
        assert "it is not as it was published" in str(spoiled.exception)
    shutil.rmtree(house.published)
    assert "published 1.0.0" in typed.invoke(app, ["release", ELECTION]).output


@pytest.mark.heavy
def test_what_is_edited_while_a_run_goes_on_is_the_next_runs(house, ungated):
    state = inputs.take(house, ELECTION)
    with in_memory.checked_as(state) as connection:
        edit(folder_of(house) / "election.yml", "title: {en: Test}", "title: {en: Another}")
        settings(house)
        made = stages.publish(connection, state)
    said = json.loads((made.folder / "datapackage.json").read_text("utf-8"))
    assert said["title"].startswith("Test")
    assert "Institute of Counting" not in json.dumps(said)
    assert "Test" in (made.folder / "data" / "elections.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (
            "source",
            r"s1\.csv: the file has changed since it was recorded: SHA-256 is \w{64} \(.* bytes\), .* has \w{64}",
        ),
        ("lock", r"s1\.csv: the file has changed since it was recorded"),
        ("seed", r"seeds/people\.csv: it changed while numerim was at work\n  Run it again"),
    ],
)
def test_what_changes_under_a_run_ends_it(house, monkeypatch, what, told):
    state = inputs.take(house, ELECTION)
    if what == "seed":
        conform = stages.conform
        monkeypatch.setattr(stages, "conform", lambda *given: (conform(*given), seed(house)))
    else:
        edit(folder_of(house) / "s1.csv", ",600,", ",601,")
        if what == "lock":
            rehash(house)
    with pytest.raises(InputError, match=told):
        stages.ingest_into_file(state)
    assert not stages.model_file(state).exists()


def lock(*lines):
    return lambda folder: (folder / "sources.lock").write_text("".join(f"{line}\n" for line in lines), "utf-8")


def without(name):
    return lambda folder: lock(*(line for line in lines_of(folder) if name not in line))(folder)


def lines_of(folder):
    return (folder / "sources.lock").read_text("utf-8").splitlines()


PLACE = f"raw/xk/{ELECTION}/sources.lock"
ANEW = f"\n  `numerim hash {ELECTION}` writes it"
LOCKS = {
    "missing": (
        lambda folder: (folder / "sources.lock").unlink(),
        f"{PLACE}: it is not there yet; it must have s1.csv, s2.csv{ANEW}",
    ),
    "without a file": (without("s2"), f"{PLACE}: it does not have s2.csv{ANEW}"),
    "a file too many": (
        lambda folder: lock(*lines_of(folder), lines_of(folder)[-1].replace("s2", "old"))(folder),
        f"{PLACE}:L4: election.yml names no file 'old.csv'{ANEW} anew.",
    ),
    "stale": (
        lambda folder: edit(folder / "s1.csv", ",600,", ",6000,"),
        f"raw/xk/{ELECTION}/s1.csv: the file has changed since it was recorded: SHA-256 is ",
    ),
    "a conflict": (lock("<<<<<<< HEAD", "s1.csv: {}"), f"{PLACE}:L2: not YAML: "),
    "no digest": (
        lock('"s1.csv": {bytes: 12, sha256: "12"}'),
        f"{PLACE}:L1: 's1.csv' is not as numerim wrote it{ANEW} anew.",
    ),
    "empty": (lock(), f"{PLACE}: the file is empty; it is not as numerim wrote it{ANEW} anew."),
    "a list": (lock("- s1.csv"), f"{PLACE}:L1: it does not name files; it is not as numerim wrote it{ANEW} anew."),
}


@pytest.mark.parametrize("how", LOCKS)
def test_a_lock_that_is_not_right_is_told_and_written_anew(house, numerim, how):
    spoil, told = LOCKS[how]
    spoil(folder_of(house))
    done = numerim("check", ELECTION, cwd=house.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"numerim: {told}")
    assert f"`numerim hash {ELECTION}`" in done.stderr
    assert numerim("hash", ELECTION, cwd=house.root).returncode == 0
    inputs.take(house, ELECTION).see_sources()


def test_hash_says_what_it_found(house, numerim):
    folder = folder_of(house)
    (folder / "s1.csv").write_text(COLUMNS + "".join(f"{row}\n" for row in ROWS["s1"][:1]), encoding="utf-8")
    shutil.move(folder / "s2.csv", folder / "s3.csv")
    edit(folder / "election.yml", "      s2.csv:", "      s3.csv:")
    told = numerim("hash", ELECTION, cwd=house.root).stdout.splitlines()
    known = r"\w{12}… \(\d+ bytes\)"
    for line, pattern in zip(
        told,
        (
            rf"s1\.csv changed: {known} → {known}",
            rf"s2\.csv gone: {known}",
            rf"s3\.csv new: {known}",
            f"{PLACE} is written: 2 files.",
        ),
        strict=True,
    ):
        assert re.fullmatch(pattern, line), line
    assert numerim("hash", ELECTION, cwd=house.root).stdout == f"{PLACE} is as it was: 2 files.\n"
    (folder / "s1.csv").unlink()
    before = lines_of(folder)
    done = numerim("hash", ELECTION, cwd=house.root)
    assert done.returncode == 2
    assert f"s1.csv: there is no such file; raw/xk/{ELECTION}/election.yml:L" in done.stderr
    assert lines_of(folder) == before


def test_a_digest_that_a_person_wrote_is_no_tools_to_change(house, numerim):
    folder = folder_of(house)
    digest = inputs.take(house, ELECTION).sources()["s1.csv"]
    edit(folder / "election.yml", "      s1.csv:\n", f"      s1.csv:\n        sha256: {digest}\n")
    without("s1")(folder)
    assert numerim("check", ELECTION, cwd=house.root).returncode == 1
    edit(folder / "s1.csv", ",600,", ",601,")
    before = lines_of(folder)
    for command in ("check", "hash"):
        done = numerim(command, ELECTION, cwd=house.root)
        assert done.returncode == 2
        assert "s1.csv: the file is not the one declared: SHA-256 is " in done.stderr
        assert f"declared is {digest}\n  If the file was meant to change, put the new one on raw/" in done.stderr
    assert lines_of(folder) == before
