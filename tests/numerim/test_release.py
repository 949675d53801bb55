"""Versions, differences, and that a release is there whole or not at all."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from numerim import library, release, stages
from numerim.contract import ContractError
from numerim.diff import next_version
from tests.conftest import ROOT, snapshot
from tests.numerim.test_bad_input import edit, rehash

ELECTION = "xk-local-2021"
LATEST = release.versions(ROOT / "published" / ELECTION)[-1]["version"]
PATCH, MINOR, MAJOR = (next_version(LATEST, level) for level in ("patch", "minor", "major"))


def publish(house, election=ELECTION):
    with stages.checked(house, election) as connection:
        return release.release(connection, house, stages.election_file(house, election))


def changes(made):
    return json.loads((made.folder / "diff.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("version", "level", "after"),
    [
        (None, "major", "1.0.0"),
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("1.9.9", "patch", "1.9.10"),
    ],
)
def test_next_version(version, level, after):
    assert next_version(version, level) == after


@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_what_is_committed_is_what_the_raw_files_give(spoiled, election):
    before = snapshot(spoiled.published)
    made = publish(spoiled, election)
    assert not made.is_new
    assert snapshot(spoiled.published) == before


def test_a_comment_in_election_yml_changes_nothing(spoiled):
    yml = spoiled.raw / "xk" / ELECTION / "election.yml"
    yml.write_text("# Another comment.\n" + yml.read_text("utf-8"), encoding="utf-8")
    assert not publish(spoiled).is_new


def test_one_share_changed_is_a_patch_with_that_change(spoiled):
    folder = spoiled.raw / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    made = publish(spoiled)
    assert (made.version, made.is_new) == (PATCH, True)
    told = changes(made)
    assert told["level"] == "patch"
    assert told["resources"]["vote_shares"] == {
        "added": [],
        "removed": [],
        "changed": [
            {
                "key": {
                    "election_id": ELECTION,
                    "contest_id": "mayor/xk-prishtine/1",
                    "gp_unit_id": "xk-prishtine",
                    "selection_id": "arben-vitia",
                },
                "field": "share",
                "from": "45.54",
                "to": "45.45",
            }
        ],
    }
    assert set(told["resources"]) == {"vote_shares", "statements", "sources"}
    log = (made.folder / "CHANGELOG.md").read_text("utf-8")
    assert log.index(f"## {PATCH}") < log.index(f"## {LATEST}")
    assert "vote_shares: 1 values changed" in log
    assert [entry["version"] for entry in release.versions(made.folder.parent)][-2:] == [LATEST, PATCH]


def test_rows_added_are_a_minor_and_a_removed_one_a_patch(spoiled):
    folder = spoiled.raw / "xk" / ELECTION
    line = "25,Skënderaj,,,mayor,outcome,,elected,,\n"
    text = (folder / "article.csv").read_text("utf-8")
    (folder / "article.csv").write_text(text + line, encoding="utf-8")
    rehash(folder)
    added = publish(spoiled)
    assert added.version == MINOR
    assert len(changes(added)["resources"]["contests"]["added"]) == 1
    assert len(changes(added)["resources"]["findings"]["removed"]) == 1
    (folder / "article.csv").write_text(text, encoding="utf-8")
    rehash(folder)
    assert publish(spoiled).version == next_version(MINOR, "minor")  # the finding is a row that is added again


def test_another_schema_is_a_major(spoiled):
    path = spoiled.published / ELECTION / LATEST / "datapackage.json"
    said = json.loads(path.read_text("utf-8"))
    said["resources"][0]["schema"]["fields"][0]["name"] = "election"
    path.write_text(json.dumps(said), encoding="utf-8")
    made = publish(spoiled)
    assert made.version == MAJOR
    assert "elections.election is gone" in changes(made)["schema"]


def test_other_words_in_the_descriptor_are_a_patch(spoiled):
    edit(
        spoiled.raw / "xk" / ELECTION / "election.yml", "Kosovan local elections 2021", "Local elections 2021 in Kosovo"
    )
    made = publish(spoiled)
    assert made.version == PATCH
    assert "title" in changes(made)["metadata"]


@pytest.mark.parametrize("step", ["_write_sums", "pass_gate", "_sync", "_write_json_atomically"])
def test_a_crash_leaves_the_old_state(spoiled, monkeypatch, step):
    """Wherever it happens; the next run goes on as if nothing had been."""
    folder = spoiled.raw / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    before = snapshot(spoiled.published)

    def crash(*_):
        raise OSError("the power failed")

    with monkeypatch.context() as patched:
        patched.setattr(release, step, crash)
        with pytest.raises(OSError, match="power"):
            publish(spoiled)
    after = snapshot(spoiled.published)
    listed = release.versions(spoiled.published / ELECTION)
    assert listed[-1]["version"] == LATEST
    assert {k: v for k, v in after.items() if f"/{PATCH}/" not in k and not k.endswith(".lock")} == before
    assert publish(spoiled).version == PATCH
    assert [entry["version"] for entry in release.versions(spoiled.published / ELECTION)][-2:] == [LATEST, PATCH]


def test_the_gate_refuses_a_package_that_frictionless_does_not_accept(spoiled, monkeypatch):
    from numerim.exporters import csv

    good = csv.export

    def export(draft):
        good(draft)
        path = draft.folder / "data" / "outcomes.csv"
        path.write_text(path.read_text("utf-8").replace(",runoff,", ",walkover,", 1), encoding="utf-8")

    monkeypatch.setattr(csv, "export", export)
    before = snapshot(spoiled.published)
    with pytest.raises(ContractError, match="walkover"):
        publish(spoiled)
    assert snapshot(spoiled.published) == before


@pytest.mark.parametrize(
    ("zone", "locale", "seed"), [("Pacific/Kiritimati", "C", "1"), ("America/Lima", "C.UTF-8", "2")]
)
def test_the_same_bytes_anywhere(tmp_path, house, zone, locale, seed):
    """Another folder, timezone, locale and hash seed."""
    for name in ("raw", "seeds"):
        (tmp_path / name).symlink_to(ROOT / name)
    env = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "numerim", "release", ELECTION]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    sums = [root / ELECTION / v for root, v in ((tmp_path / "published", "1.0.0"), (house.published, LATEST))]
    there, here = ((folder / "SHA256SUMS").read_text("utf-8").splitlines() for folder in sums)
    assert [line for line in there if "data/" in line] == [line for line in here if "data/" in line]


def test_the_index_lists_the_latest_versions(spoiled):
    (spoiled.published / "catalog.json").unlink()
    stages.bring_up_to_date(spoiled)
    listed = json.loads((spoiled.published / "catalog.json").read_text("utf-8"))["packages"]
    assert [entry["name"] for entry in listed] == sorted(spoiled.elections())
    assert all((spoiled.published / entry["path"]).is_file() for entry in listed)
    assert library.is_current(spoiled)


def test_a_version_that_is_there_is_never_replaced(spoiled):
    """Even if versions.json is lost."""
    home = spoiled.published / ELECTION
    shutil.rmtree(home)
    first = publish(spoiled)
    before = snapshot(first.folder)
    (home / "versions.json").unlink()
    edit(spoiled.raw / "xk" / ELECTION / "article.csv", "45.54", "45.45")
    rehash(spoiled.raw / "xk" / ELECTION)
    with pytest.raises(ContractError, match=r"is not in versions\.json"):
        publish(spoiled)
    assert snapshot(first.folder) == before
