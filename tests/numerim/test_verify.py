"""What was touched under `published/` is named."""

import json

import pytest

from numerim.verify import verify
from numerim.versions import versions
from tests.conftest import ROOT

PACKAGE = "xk-local-2021"
LATEST = versions(ROOT / "published" / PACKAGE)[-1]["version"]
HERE = f"{PACKAGE}/{LATEST}"


def append(path):
    path.write_bytes(path.read_bytes() + b" ")


def say(path, **more):
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said | more, indent=2), encoding="utf-8")


def unlist(path):
    said = json.loads(path.read_text("utf-8"))
    said["versions"] = said["versions"][:-1]
    path.write_text(json.dumps(said | {"last_successful": said["versions"][-1]["version"]}), encoding="utf-8")


def test_what_is_committed_was_not_touched(spoiled):
    found = verify(spoiled)
    assert found.touched == []
    assert found.releases == sum(len(versions(spoiled.published / p)) for p in spoiled.elections())
    assert found.missing == [
        f"published/{p}/{versions(spoiled.published / p)[-1]['version']}/{p}.duckdb" for p in spoiled.elections()
    ]


@pytest.mark.parametrize(
    ("name", "spoil", "what"),
    [
        (f"{HERE}/data/vote_shares.csv", append, "SHA256SUMS says"),
        (f"{HERE}/datapackage.json", append, "SHA256SUMS says"),
        (f"{PACKAGE}/1.0.0/README.md", append, "SHA256SUMS says"),
        (f"{HERE}/SHA256SUMS", append, "versions.json says"),
        (f"{HERE}/{PACKAGE}-{LATEST}.zip", append, "versions.json says"),
        (f"{HERE}/{PACKAGE}-{LATEST}.zip", lambda path: path.unlink(), "is missing"),
        (f"{HERE}/data/contests.parquet", lambda path: path.unlink(), "is missing"),
        (f"{HERE}/SHA256SUMS", lambda path: path.unlink(), "is missing"),
        (f"{HERE}/data/more.csv", lambda path: path.write_text("x"), "not part of the release"),
        (f"{PACKAGE}/versions.json", lambda path: path.write_text("{"), "cannot be read"),
        (f"{PACKAGE}/versions.json", lambda path: path.unlink(), "cannot be read"),
        (f"{PACKAGE}/versions.json", lambda path: say(path, last_successful="1.0.0"), "last successful"),
        ("catalog.json", append, "does not say what the releases say"),
        ("feed.atom", lambda path: path.unlink(), "is missing"),
    ],
)
def test_what_was_touched_is_named(spoiled, name, spoil, what):
    spoil(spoiled.published / name)
    ((place, told),) = verify(spoiled).touched
    assert place == f"published/{name}"
    assert what in told


def test_a_release_that_is_not_listed(spoiled):
    unlist(spoiled.published / PACKAGE / "versions.json")
    ((place, told),) = verify(spoiled).touched
    assert (place, told) == (f"published/{HERE}", "versions.json does not list this release")


def test_the_command(numerim, spoiled):
    done = numerim("verify", cwd=spoiled.root)
    assert (done.returncode, "all as they were published" in done.stdout) == (0, True), done.stdout
    append(spoiled.published / HERE / "README.md")
    done = numerim("verify", cwd=spoiled.root)
    assert done.returncode == 1
    assert done.stdout.startswith(f"published/{HERE}/README.md: its SHA-256 is ")


def test_nothing_is_published(numerim, tmp_path):
    for name in ("raw", "seeds"):
        (tmp_path / name).mkdir()
    done = numerim("verify", cwd=tmp_path)
    assert (done.returncode, "nothing is published yet" in done.stderr) == (2, True)
