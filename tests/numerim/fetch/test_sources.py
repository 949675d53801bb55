"""Files that are fetched: what a server does, look after look, and what becomes of it."""

import gzip
from datetime import datetime
from hashlib import sha256

import pytest

from numerim.ask.as_of import as_of
from numerim.ask.history import history
from numerim.ask.status import status
from numerim.ask.verify import verify
from numerim.errors import InputError
from numerim.fetch import patient, sources
from numerim.fetch.http import PassingError
from numerim.publish.versions import versions
from tests.command import as_text, typed
from tests.conftest import seeded
from tests.server import Server

ELECTION = "xk-night"
DECLARED = """\
id: xk-night
title: {{en: A night}}
country: XK
held_on: 2021-10-17
status: partial
licence: CC0-1.0
units: {{ward: {{}}}}
register: {{unit: ward, party: party}}
offices:
  council: {{unit: ward, law: plurality}}
sources:
  board:
    title: What the board counts
    language: en
    licence: CC0-1.0
    rank: 1
    every: 5 minutes
    allow_private: true
    files:
      r.csv:
        fetch: {url}/r.csv
        reader: csv
        tables:
          - columns: {{ward: unit, party: party, votes: votes}}
            set: {{office: council}}
"""
A = "ward,party,votes\nNorth,Reds,10\nNorth,Blues,12\nSouth,Reds,7\nSouth,Blues,3\n"
B = A.replace("South,Reds,7", "South,Reds,17")
C = B.replace("12", "13")
HALF = A[: A.index("North,Blues")]
PAGE = "<!DOCTYPE html><title>Back soon</title>"


def ok(text, **headers):
    return 200, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode()


def no(status, **headers):
    return status, {name.replace("_", "-"): value for name, value in headers.items()}, b"no"


ANSWERS = []


def say(*answers):
    """Requests are answered in turn; the last answer for ever."""
    ANSWERS[:] = answers


@pytest.fixture(scope="module")
def server():
    with Server(lambda request: request.send(*(ANSWERS.pop(0) if len(ANSWERS) > 1 else ANSWERS[0]))) as one:
        yield one


@pytest.fixture
def house(tmp_path, server):
    made = seeded(tmp_path)
    folder = made.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    (folder / "election.yml").write_text(DECLARED.format(url=server.url), encoding="utf-8")
    server.asked.clear()
    return made


def look(house, *answers, **more):
    say(*answers)
    quick = patient.Patience(tries=3, first=0.0)
    found = sources.fetch_sources(
        house, ELECTION, fetch=lambda *a, **k: patient.fetch_patiently(*a, patience=quick, **k), **more
    )
    return found[0].outcome, found[0].says


@pytest.mark.parametrize(
    ("answers", "outcomes", "stands", "says"),
    [
        ([ok(A), ok(B), ok(B)], "new new same", B, "as at"),
        ([ok(A, ETag='"1"'), ok(A, ETag='"1"')], "new same", A, "as at"),
        ([ok(A), no(404)], "new failed", A, "nothing is there"),
        ([ok(A), no(403), ok(B)], "new failed new", B, "74 bytes, 73 before"),
        ([ok(A), ok(PAGE)], "new failed", A, "a web page comes (“Back soon”)"),
        ([ok(A), ok(" ")], "new failed", A, "the answer is empty"),
        ([ok(A), ok(A, Content_Length="400")], "new failed", A, "it broke off after 73 of 400 bytes"),
        ([ok(A), ok(HALF)], "new refused", A, "it has 1 rows where there were 4"),
        ([ok(A), ok('{"error": "try later"}')], "new refused", A, "a header and no row"),
        ([ok(A), ok(A.replace("votes", "stimmen"))], "new refused", A, "votes"),
        ([ok(A), ok(B), ok(A), ok(B)], "new new refused same", B, "as at"),
        ([ok(A), ok(B), ok(A), ok(A)], "new new refused refused", B, "so far 2"),
        ([ok(A), ok(B), ok(A), ok(A), ok(A)], "new new refused refused new", A, "73 bytes, 74 before"),
    ],
)
def test_what_comes_is_taken_or_refused(answers, outcomes, stands, says, house):
    looks = [look(house, one) for one in answers]
    assert " ".join(outcome for outcome, _ in looks) == outcomes
    assert says in looks[-1][1]
    known = sources.store.good(house.fetched(ELECTION))["r.csv"]
    assert known["sha256"] == sha256(stands.encode()).hexdigest()
    assert sources.store.content(house.snapshots, known["sha256"]) == stands.encode()


@pytest.mark.parametrize(
    ("answers", "times", "outcome"),
    [
        ([no(503), ok(A)], 2, "new"),
        ([no(500), no(502), ok(A)], 3, "new"),
        ([no(500), no(502), no(503), ok(A)], 3, "failed"),
        ([no(429, Retry_After="0"), ok(A)], 2, "new"),
        ([no(429, Retry_After="3600"), ok(A)], 1, "failed"),
        ([no(404), ok(A)], 1, "failed"),
    ],
)
def test_what_may_pass_is_asked_again(answers, times, outcome, house, server):
    assert look(house, *answers)[0] == outcome
    assert len(server.asked) == times


def test_waits_double_and_keep_to_what_the_server_asks(server):
    waited = []
    say(no(500), no(500), no(503, Retry_After="30"), ok(A))
    patient.fetch_patiently(f"{server.url}/r.csv", {}, allow_private=True, wait=waited.append)
    assert 0.5 <= waited[0] <= 1
    assert 1 <= waited[1] <= 2
    assert waited[2] == 30
    say(no(503))
    with pytest.raises(PassingError):
        patient.fetch_patiently(f"{server.url}/r.csv", {}, allow_private=True, wait=waited.append)


def test_a_person_may_take_what_is_refused(house):
    assert look(house, ok(A))[0] == "new"
    assert look(house, ok(HALF))[0] == "refused"
    assert look(house, ok(HALF), accept=True)[0] == "new"
    assert look(house, ok(PAGE), accept=True)[0] == "failed"


@pytest.mark.heavy
def test_a_night_can_be_made_again(house, monkeypatch, ungated):
    """From inputs alone, also where the releases that it followed have left `published/`."""
    gone = ["1.0.0", "1.0.1"]
    declared = house.election_file(ELECTION)
    declared.write_text(f"{declared.read_text('utf-8')}publish: {{keep: latest}}\n", encoding="utf-8")
    clock = iter(f"2021-10-17T2{hour}:0{minute}:00Z" for hour in range(4) for minute in range(10))
    for place in ("sources.now", "states.now"):
        monkeypatch.setattr(f"numerim.fetch.{place}", lambda: next(clock))
    made = {}
    for text in (A, B, C):
        look(house, ok(text))
        done = as_text(typed("release", ELECTION, cwd=house.root))
        assert done.returncode == 0, done.stderr
        made[text] = history(house, ELECTION)[-1]
    assert [one.version for one in made.values()] == ["1.0.0", "1.0.1", "1.0.2"]
    assert [one.what for one in history(house, ELECTION)] == ["the first", "r.csv", "r.csv"]
    left = {
        entry["version"]: entry["left"]["as_of"] for entry in versions(house.published / ELECTION) if "left" in entry
    }
    assert left == {one.version: one.at for one in made.values() if one.version in gone}
    assert not [version for version in gone if (house.published / ELECTION / version).exists()]
    assert (verify(house).touched, verify(house).left_over, verify(house).missing) == ([], [], [])
    done = as_text(typed("diff", ELECTION, "1.0.0", "1.0.2", cwd=house.root))
    assert f"--as-of {left['1.0.0']}` makes it again" in done.stderr
    traced = as_text(typed("trace", ELECTION, "vote_counts", "xk-blues", "xk-south", cwd=house.root))
    assert "line     South,Blues,3" in traced.stdout, traced.stdout + traced.stderr
    before = {path: path.read_bytes() for path in (house.published / ELECTION).rglob("*") if path.is_file()}
    for text, known in made.items():
        again = as_of(house, ELECTION, known.at)
        assert (again.then, again.is_same) == (known.version, True)
        entry = next(e for e in versions(house.published / ELECTION) if e["version"] == known.version)
        assert f"sha256:{sha256((again.made.folder / 'SHA256SUMS').read_bytes()).hexdigest()}" == entry["digest"]
        votes = (again.made.folder / "data" / "vote_counts.csv").read_text("utf-8")
        assert ("17" in votes, "13" in votes) == ("South,Reds,17" in text, "13" in text)
    assert before == {path: path.read_bytes() for path in before}
    with pytest.raises(InputError, match="the first state is of 2021-10-17"):
        as_of(house, ELECTION, "2021-10-16")
    with pytest.raises(InputError, match="not a time"):
        as_of(house, ELECTION, "yesterday")
    there = house.published / ELECTION / "1.0.1"
    done = as_text(typed("withdraw", ELECTION, "1.0.2", "--by", "Bo", "--because", "Wrong", cwd=house.root))
    assert (done.returncode, "The latest version is 1.0.1 now." in done.stdout) == (0, True), done.stdout + done.stderr
    assert "1.0.1 had left; it was made again, byte for byte" in done.stdout
    assert there.is_dir()
    assert (verify(house).touched, verify(house).left_over) == ([], [])


def test_what_fails_or_is_late_is_told(house, monkeypatch):
    def states(now):
        time = datetime.fromisoformat(f"2021-10-17T{now}:00+00:00")
        return [one.state for one in status(house, now=time)]

    assert states("20:00") == ["never"]
    monkeypatch.setattr("numerim.fetch.sources.now", lambda: "2021-10-17T20:00:00Z")
    look(house, ok(A))
    assert states("20:10") == ["good"]
    assert states("20:11") == ["late"]
    assert states("19:59") == ["good"]
    assert states("19:50") == ["late"]
    (ahead,) = status(house, now=datetime.fromisoformat("2021-10-17T19:50:00+00:00"))
    assert ahead.problem.startswith("2021-10-17T20:00:00Z has not come yet: the clock of this machine was set back")
    monkeypatch.setattr("numerim.fetch.sources.now", lambda: "2021-10-17T19:54:00Z")
    *_, clock = sources.fetch_sources(house, ELECTION)
    assert clock.outcome == "failed"
    assert clock.says.endswith("was a look at 2021-10-17T20:00:00Z already; set it right")
    look(house, no(404))
    assert states("20:01") == ["failing"]
    done = as_text(typed("status", cwd=house.root))
    assert done.returncode == 1
    assert "nothing is there" in done.stdout


def test_a_snapshot_or_line_that_was_touched_is_told(house):
    look(house, ok(A))
    look(house, ok(B))
    lines = house.snapshots / ELECTION / "states.jsonl"
    whole = lines.read_text("utf-8")
    lines.write_text(whole + '{"before": "x', encoding="utf-8")  # a run that was cut off
    assert len(history(house, ELECTION)) == 2
    lines.write_text(whole.replace("0.", "1.", 1), encoding="utf-8")
    with pytest.raises(InputError, match="does not follow"):
        history(house, ELECTION)
    lines.write_text(whole, encoding="utf-8")
    digest = sources.store.good(house.fetched(ELECTION))["r.csv"]["sha256"]
    sources.store.object_path(house.snapshots, digest).write_bytes(gzip.compress(A.encode()))
    done = as_text(typed("check", ELECTION, cwd=house.root))
    assert done.returncode == 2
    assert "not the bytes" in done.stderr


@pytest.mark.parametrize(
    "spoiled",
    [
        {"good": {"sha256": "../seeds", "length": 73}},
        {"good": {"sha256": 64 * "0", "length": "73"}},
        {"good": "0"},
        {"checked": "at eight"},
        {"checked": "2021-10-17T20:00:00"},
        {"problem": 404},
        {"sent": ["ETag"]},
        None,
    ],
)
def test_what_is_known_of_looks_is_as_it_was_written_or_told(house, spoiled):
    look(house, ok(A))
    path = house.fetched(ELECTION)
    known = sources.store.known(path)
    sources.store.written(path, {"r.csv": {**known["r.csv"], **spoiled} if spoiled else "x"})
    for ask in (lambda: status(house), lambda: sources.store.good(path), lambda: look(house, ok(B))):
        with pytest.raises(InputError, match="it is not as it was written"):
            ask()


NOT_YET = "ward,party,votes\nNorth,Reds,\nNorth,Blues,\nSouth,Reds,\nSouth,Blues,\n"


def test_before_the_first_count_there_is_nothing_to_publish_and_nothing_fails(house, ungated):
    """Afterwards a source without figures is one that fails."""
    declared = house.election_file(ELECTION)
    said = declared.read_text("utf-8")
    declared.write_text(said.replace("    rank: 1\n", '    rank: 1\n    missing: [""]\n'), encoding="utf-8")
    steps = [
        (NOT_YET, 0, "nothing  xk-night: its sources have no figure yet", []),
        (NOT_YET.replace("Reds", "Red"), 0, "nothing  xk-night: its sources have no figure yet", []),
        (NOT_YET.replace("votes", "stimmen"), 2, "stimmen", []),
        (A, 0, "The first release.", ["1.0.0"]),
        (NOT_YET.replace("South", "West"), 2, "with it the election cannot be read", ["1.0.0"]),
    ]
    for text, code, says, known in steps:
        say(ok(text))
        done = as_text(typed("run", cwd=house.root))
        assert says in done.stdout + done.stderr
        assert [entry["version"] for entry in versions(house.published / ELECTION)] == known
        assert (done.returncode, text) == (code, text)
    typed("fetch", "--accept", cwd=house.root)
    done = as_text(typed("run", cwd=house.root))
    assert (done.returncode, "have no figure any more, and 1.0.0 has some" in done.stderr) == (2, True)


def test_nothing_is_fetched(house):
    house.election_file(ELECTION).unlink()
    done = as_text(typed("status", cwd=house.root))
    assert (done.returncode, done.stdout[:20]) == (0, "Nothing is fetched: ")


def test_commands_say_what_to_do(house):
    done = as_text(typed("check", ELECTION, cwd=house.root))
    assert (done.returncode, "numerim fetch xk-night" in done.stderr) == (2, True)
    say(ok(A))
    done = as_text(typed("fetch", cwd=house.root))
    assert (done.returncode, done.stdout) == (0, "xk-night r.csv: new: 73 bytes\n")
    say(ok(HALF))
    done = as_text(typed("fetch", ELECTION, cwd=house.root))
    assert done.returncode == 1
    assert "--accept" in done.stderr
    assert as_text(typed("check", ELECTION, cwd=house.root)).returncode == 0
    assert as_text(typed("hash", ELECTION, cwd=house.root)).returncode == 0
    assert as_text(typed("check", ELECTION, cwd=house.root)).returncode == 0
