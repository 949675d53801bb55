"""Releases that wait, are approved and withdrawn: what is listed, who decided so, and what a crash leaves."""

import json
import os
import shutil
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from numerim import inputs, stages
from numerim.ask.verify import verify
from numerim.declare.house import House
from numerim.declare.listing import Publish
from numerim.errors import InputError
from numerim.publish import listing, making, shelf, waiting
from numerim.publish.versions import json_text, latest_of, versions
from numerim.publish.waiting import Waiting
from tests.command import as_text, typed
from tests.conftest import difference, seeded, snapshot
from tests.numerim.conftest import COLUMNS, HEAD, SOURCE

ELECTION = "xk-test-2030"
ROWS = "Pejë,Ana Berisha,,mayor,votes,,600,,1\nPejë,Ben Krasniqi,,mayor,votes,,400,,1\n"
MORE = ROWS.replace("600", "601")
WRONG = ROWS + "Pejë,,,mayor,cast,,900,,1\nPejë,,,mayor,valid,,1000,,1\n"
"""More ballots are valid than were cast."""
NAME = 'A <b onload="x">\u202e =HYPERLINK("x")|]]>\x1b[31m'
APPROVED = Publish(when="approved")


@pytest.fixture(scope="module", autouse=True)
def _ungated():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "pass_gate", lambda descriptor: None)
        yield


def write(house, rows, publish):
    """The election as it is declared now, with these rows."""
    folder = house.raw / "xk" / ELECTION
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "s1.csv").write_text(COLUMNS + rows, encoding="utf-8")
    source = SOURCE.format(name="s1", rank=1, sha="", complete="votes").replace('        sha256: ""\n', "")
    (folder / "election.yml").write_text(
        HEAD.replace("sources:", f"publish: {{{publish}}}\nsources:") + source, encoding="utf-8"
    )
    inputs.write_lock(house, ELECTION)


def ask(house, *words):
    return as_text(typed(*words, cwd=house.root))


def state(house):
    """The versions that are listed, of them those that stand, and the one that waits."""
    entries, waits = versions(house.published / ELECTION), waiting.that_waits(house, ELECTION)
    stand = [entry["version"] for entry in entries if "withdrawn" not in entry]
    return [entry["version"] for entry in entries], stand, waits.version if waits else ""


def readable(house):
    """What a reader of `published/` sees, without databases and locks."""
    return snapshot(house.published)


@pytest.fixture(scope="module")
def furnished(tmp_path_factory):
    """A house in which 1.0.0 is listed and 1.0.1 waits, made once."""
    house = seeded(tmp_path_factory.mktemp("waiting"))
    write(house, ROWS, "when: always")
    assert ask(house, "release", ELECTION).returncode == 0
    write(house, MORE, "when: approved")
    done = ask(house, "release", ELECTION)
    assert (done.returncode, state(house)) == (0, (["1.0.0"], ["1.0.0"], "1.0.1"))
    assert "It is not listed: a person approves each release." in done.stdout
    shutil.rmtree(house.build, ignore_errors=True)
    house.analysts_database.unlink()
    return house


@pytest.fixture
def house(furnished, tmp_path):
    return House(Path(shutil.copytree(furnished.root, tmp_path / "house", symlinks=True)))


def that_waits(house):
    one = waiting.that_waits(house, ELECTION)
    assert one is not None
    return one


FUTURE, PAST = (datetime.now(UTC) + timedelta(hours=sign) for sign in (1, -1))
CLEAN, DOUBTED, HELD, SAME = {}, {"errors": 1}, {"held_back": 2}, {"withdrawn": "1.0.1"}
SIGNED = {"approved": {"by": "Ann", "at": "2030-10-18T00:00:00Z"}}


@pytest.mark.parametrize(
    ("publish", "one", "why"),
    [
        ({}, CLEAN, ""),
        ({}, DOUBTED, ""),
        ({}, SAME, "which was withdrawn"),
        ({}, SAME | SIGNED, ""),
        ({"when": "clean"}, CLEAN, ""),
        ({"when": "clean"}, DOUBTED, "1 error is open and 0 figures are held back"),
        ({"when": "clean"}, HELD, "0 errors are open and 2 figures are held back"),
        ({"when": "clean"}, DOUBTED | SIGNED, ""),
        ({"when": "approved"}, CLEAN, "a person approves each release"),
        ({"when": "approved"}, SIGNED, ""),
        ({"embargo": FUTURE}, CLEAN, "nothing is listed before"),
        ({"embargo": FUTURE, "when": "approved"}, SIGNED, "nothing is listed before"),
        ({"embargo": PAST}, CLEAN, ""),
        ({"embargo": PAST, "when": "clean"}, DOUBTED, "1 error is open"),
    ],
)
def test_why_a_release_waits(publish, one, why):
    said = Publish.model_construct(**{"when": "always", "embargo": None, "keep": "all", **publish})
    made = Waiting(**{"package": "p", "entry": {}, "made": "", "follows": "", "number": "", "errors": 0, "held_back": 0}
                   | one)  # fmt: skip
    assert (why in made.holds(said)) if why else made.holds(said) == ""


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("when: sometimes", "publish.when: Input should be 'clean', 'approved' or 'always'"),
        (
            "embargo: 2026-05-03 20:00",
            "publish.embargo: 2026-05-03 20:00 is not a time with its zone; write it as 2026-05",
        ),
        ("embargo: 2026-05-03", "publish.embargo: 2026-05-03 is not a time with its zone"),
        ("embargo: 2026-13-03 20:00 +02:00", "is not a time with its zone"),
        ("keep: some", "publish.keep: 'some' names no releases; say `all`, `latest`, a number"),
        ("keep: 0", "publish.keep: 0 names no releases"),
        ("keep: latest", "only a release that can be made again may leave published/"),
        ("wen: always", "did you mean 'when'"),
        ("when: always}\ncertified: {by: The commission, on: 2030-10-16", "before the day of the vote, 2030-10-17"),
        ("when: always}\ncertified: {by: The commission", "'certified.on' is missing"),
    ],
)
def test_what_cannot_be_said(tmp_path, said, problem):
    house = seeded(tmp_path)
    write_error = None
    try:
        write(house, ROWS, said)
    except InputError as error:
        write_error = str(error)
    assert write_error is not None
    assert problem in write_error


def test_a_count_that_goes_on_is_not_certified(tmp_path):
    with pytest.raises(InputError, match="said of a count that has ended, and status: is partial"):
        write_with(seeded(tmp_path), "status: partial\ncertified: {by: The commission, on: 2030-11-01}")


def write_with(house, said):
    write(house, ROWS, "when: always")
    path = house.raw / "xk" / ELECTION / "election.yml"
    path.write_text(path.read_text("utf-8").replace("status: final", said), encoding="utf-8")
    inputs.write_lock(house, ELECTION)


@pytest.mark.parametrize("zone", ["+02:00", "+0200", "Z", "UTC"])
def test_an_embargo_is_a_time_with_its_zone(zone):
    said = Publish(embargo=f"2026-05-03 20:00 {zone}").embargo
    assert said == datetime(2026, 5, 3, 20 if zone in ("Z", "UTC") else 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("keep", "stay"),
    [("all", "1 2 3 4"), ("latest", "4"), (2, "3 4"), (9, "1 2 3 4"), (["1.0.0"], "1 4"), (["9.0.0"], "4")],
)
def test_which_releases_stay(keep, stay):
    names = [f"{n}.0.0" for n in range(1, 5)]
    assert sorted(Publish(keep=keep).stay(names)) == [f"{n}.0.0" for n in stay.split()]


def test_what_waits_is_in_nothing_that_is_published(house):
    shown = "".join(path.read_text("utf-8") for path in house.published.rglob("*") if path.suffix in (".json", ".atom"))
    assert "1.0.1" not in shown
    assert verify(house).touched == []
    assert not list(house.published.rglob("1.0.1*"))


def test_what_waits_is_shown_before_it_is_approved(house):
    one = that_waits(house)
    done = ask(house, "approve", ELECTION)
    assert f"digest    {one.digest}" in done.stdout
    assert "votes 600 -> 601" in done.stdout
    assert f'numerim approve {ELECTION} {one.short} --by "YOUR NAME"' in done.stdout
    assert f"{ELECTION} 1.0.1 waits since {one.made}" in ask(house, "approve").stdout


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["{digest}"], "--by: it is missing"),
        (["{digest}", "--by", " \u200b "], "nothing can be seen in it"),
        (["--by", "Ann"], "does not say which release is approved"),
        (["{short}", "--by", "Ann"], "the release that waits has another digest: {digest}"),
        (["f" * 64, "--by", "Ann"], "--by \"YOUR NAME\""),
    ],
)  # fmt: skip
def test_what_does_not_approve_it(house, words, problem):
    one, before = that_waits(house), readable(house)
    digests = {"digest": one.digest, "short": one.digest[:8]}
    done = ask(house, "approve", ELECTION, *(word.format(**digests) for word in words))
    assert (done.returncode, problem.format(**digests) in done.stderr) == (2, True), done.stderr
    assert difference(before, readable(house)) == {}


def test_what_was_approved_is_what_is_published(house):
    one = that_waits(house)
    before = snapshot(one.folder(house))
    done = ask(house, "approve", ELECTION, one.short, "--by", NAME)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    entry = latest_of(versions(house.published / ELECTION))
    assert (entry["version"], entry["digest"], entry["approved"]["by"]) == ("1.0.1", f"sha256:{one.digest}", NAME)
    assert snapshot(house.published / ELECTION / "1.0.1") == before
    assert state(house) == (["1.0.0", "1.0.1"], ["1.0.0", "1.0.1"], "")
    assert (verify(house).touched, verify(house).left_over) == ([], [])
    beside = (house.published / ELECTION / "1.0.1.md").read_text("utf-8")
    assert "approved by A &lt;b" in beside
    assert not any(character in beside for character in "<\u202e\x1b")
    assert json.loads((house.published / "catalog.json").read_text("utf-8"))["datasets"][0]["approved"]["by"] == NAME
    assert "No release of" in ask(house, "approve", ELECTION).stdout


@pytest.mark.parametrize("spoil", ["data/vote_counts.csv", "xk-test-2030-1.0.1.zip", "SHA256SUMS"])
def test_what_was_touched_while_it_waited_is_not_published(house, spoil):
    one = that_waits(house)
    with (one.folder(house) / spoil).open("ab") as file:
        file.write(b" ")
    done = ask(house, "approve", ELECTION, one.short, "--by", "Ann")
    assert (done.returncode, "not as it was made" in done.stderr) == (2, True)
    assert state(house) == (["1.0.0"], ["1.0.0"], "1.0.1")


def test_approved_before_an_embargo_ends(house, monkeypatch):
    one = that_waits(house)
    dark = Publish(when="approved", embargo="2099-01-01 00:00 Z")
    assert listing.approve(house, ELECTION, one.digest, "Ann", dark)[1] is None
    assert state(house)[2] == "1.0.1"
    assert that_waits(house).holds(dark) == "nothing is listed before 2099-01-01 00:00 +00:00"
    assert that_waits(house).holds(dark, datetime(2099, 1, 1, tzinfo=UTC)) == ""


def test_a_release_is_withdrawn(house):
    stages.approve(house, ELECTION, that_waits(house).digest, "Ann")
    before = snapshot(house.published / ELECTION / "1.0.1")
    done = ask(house, "withdraw", ELECTION, "1.0.1", "--by", NAME, "--because", "<i>Another town\u202e</i>")
    assert done.returncode == 0, done.stderr
    assert not any(character in done.stdout for character in "\u202e\x1b")
    assert state(house) == (["1.0.0", "1.0.1"], ["1.0.0"], "")
    assert snapshot(house.unlisted / ELECTION / "withdrawn" / "1.0.1") == before
    assert not (house.published / ELECTION / "1.0.1").exists()
    assert verify(house).touched == []
    index = json.loads((house.published / ELECTION / "versions.json").read_text("utf-8"))
    assert index["last_successful"] == "1.0.0"
    for name in (
        "feed.atom",
        "catalog.json",
        "catalog.jsonld",
        f"{ELECTION}/schema.org.jsonld",
        f"{ELECTION}/1.0.1.md",
    ):
        text = (house.published / name).read_text("utf-8")
        assert "ithdrawn" in text
        assert "Another town" in text
        assert ("<i>" in text) == (name == "catalog.json"), "text in JSON is text; everything else has it escaped"
    done = ask(house, "diff", ELECTION, "1.0.0", "1.0.1")
    assert "votes 600 -> 601" in done.stdout
    assert "1.0.1 was withdrawn by A" in done.stderr
    assert ask(house, "diff", ELECTION).stdout.startswith(f"{ELECTION} (nothing) → 1.0.0")
    spoiled = house.unlisted / ELECTION / "withdrawn" / "1.0.1" / "README.md"
    spoiled.write_text("x", encoding="utf-8")
    assert [place for place, _ in verify(house).touched] == [f"unlisted/{ELECTION}/withdrawn/1.0.1/README.md"]
    shutil.rmtree(house.unlisted)
    assert (verify(house).touched, verify(house).missing) == ([], [f"{ELECTION} 1.0.1, which was withdrawn"])


def test_a_withdrawn_release_is_followed_by_a_higher_number_and_not_by_itself(house):
    """A run of the same inputs waits for a person, whatever `when:` says; other inputs do not."""
    stages.approve(house, ELECTION, that_waits(house).digest, "Ann")
    ask(house, "withdraw", ELECTION, "1.0.1", "--by", "Bo", "--because", "Another town")
    write(house, MORE, "when: always")
    done = ask(house, "release", ELECTION)
    assert state(house) == (["1.0.0", "1.0.1"], ["1.0.0"], "1.0.2")
    assert "its tables are those of 1.0.1, which was withdrawn" in done.stdout
    write(house, ROWS, "when: always")
    assert "unchanged since 1.0.0" in ask(house, "release", ELECTION).stdout
    assert state(house)[2] == ""
    write(house, WRONG, "when: clean")
    done = ask(house, "release", ELECTION)
    assert (done.returncode, state(house)[2]) == (1, "1.1.0"), done.stdout
    assert "It is not listed: 1 error is open and 1 figure is held back." in done.stdout
    write(house, WRONG, "when: clean, embargo: 2099-01-01 00:00 Z")
    assert "nothing is listed before 2099" in ask(house, "release", ELECTION).stdout
    write(house, WRONG, "when: always, embargo: 2001-01-01 00:00 Z")
    assert "published 1.1.0" in ask(house, "release", ELECTION).stdout
    assert state(house) == (["1.0.0", "1.0.1", "1.1.0"], ["1.0.0", "1.1.0"], "")
    assert verify(house).touched == []
    done = ask(house, "sql", "--format", "csv", "SELECT version, is_latest, withdrawn_by FROM releases ORDER BY ALL")
    assert done.stdout.splitlines()[1:] == ["1.0.0,False,", "1.0.1,False,Bo", "1.1.0,True,"], done.stdout


def test_every_release_is_withdrawn(house):
    waits = that_waits(house)
    done = ask(house, "withdraw", ELECTION, "1.0.0", "--by", "Bo", "--because", "Another town")
    assert "No version of it is under published/ any more." in done.stdout
    assert "A release that waited followed it and is gone" in done.stdout
    with pytest.raises(InputError, match="no release of it waits"):
        stages.approve(house, ELECTION, waits.digest, "Ann")
    assert verify(house).touched == []
    assert shelf.listed(house)[0].stands is False
    assert ask(house, "sql", "FROM packages").returncode == 0
    assert ask(house, "withdraw", ELECTION, "1.0.0", "--by", "Bo", "--because", "x").returncode == 2


def test_the_release_before_the_withdrawn_one_has_left(house):
    """It is not there to be the latest; nothing is listed as that, and nothing fails."""
    listing.approve(house, ELECTION, that_waits(house).digest, "Ann", APPROVED)
    index = house.published / ELECTION / "versions.json"
    said = json.loads(index.read_text("utf-8"))
    said["versions"][0]["left"] = {"on": "2030-10-18", "as_of": "2030-10-18T00:00:00Z"}
    index.write_text(json_text(said), encoding="utf-8")
    listing.withdraw(house, ELECTION, "1.0.1", "Bo", "Another town")
    in_order(house)
    assert json.loads(index.read_text("utf-8"))["last_successful"] is None
    assert not (house.published / ELECTION / "1.0.0").exists()


def kill_at(number, do):
    """Do something in a process that is killed at its so-manieth step that changes names; give whether it was."""
    child = os.fork()
    if child:
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])
    steps = iter(range(1_000_000))

    def counted(function):
        def step(*arguments, **more):
            if next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **more)

        return step

    for name in ("rename", "replace", "unlink", "mkdir", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    try:
        do()
    finally:
        os._exit(0)


def in_order(house):
    """What the next run does first, and last."""
    with listing.alone(house, ELECTION):
        pass
    shelf.write_catalogue(house)
    (house.published / ".catalogue.unfinished").unlink(missing_ok=True)
    found = verify(house)
    assert (found.touched, found.left_over) == ([], [])


@pytest.mark.parametrize(
    ("what", "each"),
    [
        ("approve", 6),
        ("withdraw", 6),
        pytest.param("approve", 1, marks=pytest.mark.heavy),
        pytest.param("withdraw", 1, marks=pytest.mark.heavy),
    ],
)
def test_a_decision_that_is_cut_off_is_completed_or_undone(house, tmp_path, what, each):
    """Killed at each step, or at one in so many."""
    digest, ends = that_waits(house).digest, set()
    for number in range(0, 1000, each):
        there = House(Path(shutil.copytree(house.root, tmp_path / f"{number}", symlinks=True)))
        do = {
            "approve": lambda there=there: listing.approve(there, ELECTION, digest, "Ann", APPROVED),
            "withdraw": lambda there=there: listing.withdraw(there, ELECTION, "1.0.0", "Bo", "Another town"),
        }[what]
        killed = kill_at(number, do)
        assert verify(there).touched == [], number
        in_order(there)
        ends.add(str(state(there)))
        shutil.rmtree(there.root)
        if not killed:
            break
    assert number > 5
    before = str((["1.0.0"], ["1.0.0"], "1.0.1"))
    after = {
        "approve": {str((["1.0.0", "1.0.1"], ["1.0.0", "1.0.1"], ""))},
        "withdraw": {str((["1.0.0"], [], waits)) for waits in ("", "1.0.1")},
    }[what]
    assert before in ends
    assert ends <= after | {before}
    assert len(ends) >= 2


def test_what_is_known_of_a_release_that_waits_is_as_it_was_written(house):
    path = house.unlisted / ELECTION / waiting.RECORD
    path.write_text("{}", encoding="utf-8")
    done = ask(house, "approve", ELECTION)
    assert (done.returncode, "not as numerim wrote it" in done.stderr) == (2, True)


def test_one_that_is_put_down_again_is_the_same(house):
    one = that_waits(house)
    waiting.put_down(house, replace(one))
    assert that_waits(house) == one
