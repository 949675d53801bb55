"""What was touched under `published/` is named."""

import json

import duckdb
import pytest

from numerim.ask.verify import verify
from numerim.publish.library import build_database
from numerim.publish.versions import versions
from tests.conftest import ROOT, seeded

PACKAGE = "xk-local-2021"
LATEST = versions(ROOT / "published" / PACKAGE)[-1]["version"]
HERE = f"{PACKAGE}/{LATEST}"


def append(path):
    content = path.read_bytes()
    path.unlink()  # what lies there may be a link
    path.write_bytes(content + b" ")


def say(path, **more):
    said = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(said | more, indent=2), encoding="utf-8")


def link(path):
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def forge(path):
    """A figure, its sum, and the digest of the sums."""
    from hashlib import sha256

    before = sha256(path.read_bytes()).hexdigest()
    append(path)
    sums = path.parents[1] / "SHA256SUMS"
    digest = sha256(sums.read_bytes()).hexdigest()
    sums.write_text(sums.read_text("utf-8").replace(before, sha256(path.read_bytes()).hexdigest()), "utf-8")
    index = path.parents[2] / "versions.json"
    index.write_text(index.read_text("utf-8").replace(digest, sha256(sums.read_bytes()).hexdigest()), "utf-8")


def another_level(path):
    told = json.loads(path.read_text("utf-8"))["versions"][-1]["level"]
    entry(path, level="minor" if told == "major" else "major")


def entry(path, **more):
    said = json.loads(path.read_text("utf-8"))
    said["versions"][-1] |= more
    path.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def longer(path):
    archive = json.loads(path.read_text("utf-8"))["versions"][-1]["archive"]
    entry(path, archive=archive | {"bytes": archive["bytes"] + 1})


def unlist(path):
    said = json.loads(path.read_text("utf-8"))
    said["versions"] = said["versions"][:-1]
    path.write_text(json.dumps(said | {"last_successful": said["versions"][-1]["version"]}), encoding="utf-8")


def test_what_is_committed_was_not_touched(spoiled):
    found = verify(spoiled)
    assert found.touched == []
    assert found.releases == sum(len(versions(spoiled.published / p)) for p in spoiled.elections())
    beside = [  # releases before numerim 0.4.0 have their database beside the archive, where git does not carry it
        sums.with_name(f"{p}.duckdb")
        for p in spoiled.elections()
        for entry in versions(spoiled.published / p)
        if "archive" in entry
        if (sums := spoiled.published / p / entry["version"] / "SHA256SUMS").read_text("utf-8").count(".duckdb\n")
    ]
    assert found.missing == sorted(path.relative_to(spoiled.root).as_posix() for path in beside)


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
        (f"{HERE}/data/more.csv", lambda path: path.write_text("x"), "not part of what was published"),
        (f"{HERE}/empty", lambda path: path.mkdir(), "not part of what was published"),
        (f"{PACKAGE}/note.txt", lambda path: path.write_text("x"), "not part of what was published"),
        (f"{PACKAGE}/9.9.9", lambda path: path.mkdir(), "not part of what was published"),
        ("stranger", lambda path: (path.mkdir(), (path / "x").touch()), "not part of what was published"),
        (f"{PACKAGE}/versions.json", lambda path: say(path, last_successful="1.0.0"), "written otherwise"),
        (f"{HERE}/diff.json", lambda path: path.unlink(), "is missing"),
        (f"{HERE}/diff.json", lambda path: path.write_text("{"), "SHA256SUMS says"),
        (f"{HERE}/diff.json", lambda path: path.write_text("[]"), "SHA256SUMS says"),
        ("catalog.json", append, "does not say what the releases say"),
        ("catalog.json", lambda path: path.write_bytes(b"\xff"), "does not say what the releases say"),
        ("feed.atom", lambda path: path.unlink(), "is missing"),
    ],
)
def test_what_was_touched_is_named(spoiled, name, spoil, what):
    spoil(spoiled.published / name)
    ((place, told),) = verify(spoiled).touched
    assert place == f"published/{name}"
    assert what in told


@pytest.mark.parametrize(
    ("name", "spoil", "place", "what"),
    [
        (f"{HERE}/data/vote_shares.csv", forge, f"{HERE}/{PACKAGE}-{LATEST}.zip", "does not hold the SHA256SUMS"),
        (f"{HERE}/data", link, f"{HERE}/data/contests.csv", "is a link"),
        (f"{HERE}/README.md", link, f"{HERE}/README.md", "is a link"),
        (f"{PACKAGE}/versions.json", lambda path: path.write_text("{"), f"{PACKAGE}/versions.json", "does not list"),
        (f"{PACKAGE}/versions.json", lambda path: path.write_text("[" * 99999), f"{PACKAGE}/versions.json", "not list"),
        (f"{PACKAGE}/versions.json", lambda path: path.unlink(), HERE, "not part of what was published"),
        (f"{PACKAGE}/versions.json", unlist, f"{PACKAGE}/{LATEST}", "not part of what was published"),
        (
            f"{PACKAGE}/versions.json",
            another_level,
            f"{PACKAGE}/versions.json",
            "its diff.json says",
        ),
        (
            f"{PACKAGE}/versions.json",
            lambda p: entry(p, version="../../x"),
            f"{PACKAGE}/versions.json",
            "is not one of",
        ),
        (f"{PACKAGE}/versions.json", lambda p: entry(p, version=5), f"{PACKAGE}/versions.json", "is not one of"),
        (f"{PACKAGE}/versions.json", lambda p: entry(p, date="soon"), f"{PACKAGE}/versions.json", "is not one of"),
        (f"{PACKAGE}/versions.json", lambda p: entry(p, status="done"), f"{PACKAGE}/versions.json", "is not one of"),
        (
            f"{PACKAGE}/versions.json",
            lambda p: say(p, versions=["1.0.0"]),
            f"{PACKAGE}/versions.json",
            "is not one of",
        ),
        (f"{PACKAGE}/versions.json", longer, f"{PACKAGE}/versions.json", "how long"),
        (f"{PACKAGE}/versions.json", lambda p: entry(p, digest="x"), f"{PACKAGE}/versions.json", "is not one of"),
        (
            f"{PACKAGE}/versions.json",
            lambda p: entry(p, archive={"path": "../../../etc/passwd", "bytes": 1, "hash": "sha256:" + "0" * 64}),
            f"{PACKAGE}/versions.json",
            "is not one of",
        ),
    ],
)
def test_what_else_was_done_is_named_too(spoiled, name, spoil, place, what):
    spoil(spoiled.published / name)
    touched = [told for where, told in verify(spoiled).touched if f"published/{place}/".startswith(f"{where}/")]
    assert any(what in told for told in touched)


@pytest.mark.heavy
def test_a_database_that_says_something_else_is_named(spoiled):
    path = build_database(spoiled)
    assert verify(spoiled).touched == []
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE outcomes SET locator = 'x' WHERE selection_id = 'erion-veliaj'")
    ((place, told),) = verify(spoiled).touched
    assert (place, told[:44]) == ("published/numerim.duckdb", "it does not say what the releases say; remov")


def test_a_release_that_failed_leaves_nothing_to_name(spoiled):
    (spoiled.published / "xk-local-2025").mkdir()
    (spoiled.published / "xk-local-2025" / ".lock").touch()
    assert verify(spoiled).touched == []


def test_a_run_that_was_cut_off_before_the_first_release(tmp_path):
    house = seeded(tmp_path)
    left = house.published / "xk-local-2025" / ".unfinished-7"
    left.mkdir(parents=True)
    found = verify(house)
    assert (found.touched, found.left_over) == ([], ["published/xk-local-2025/.unfinished-7"])


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
