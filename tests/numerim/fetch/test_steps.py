"""From one state of a source to the next: what goes back is told once, and listed for ever."""

import json
from datetime import date

import pytest

from numerim import in_memory, inputs, stages
from numerim.ask.as_of import as_of
from numerim.ask.history import history
from numerim.fetch import sources, states
from numerim.fetch.http import Fetched
from tests.command import as_text, typed
from tests.conftest import seeded
from tests.numerim.fetch.test_sources import DECLARED, ELECTION

FIRST = "ward,party,votes\nNorth,Reds,10\nNorth,Blues,12\nSouth,Reds,7\nSouth,Blues,3\n"
MORE = FIRST + "West,Reds,30\nWest,Blues,20\n"
LESS = MORE.replace("Reds,10", "Reds,8").replace("West,Reds,30", "West,Reds,21")
GONE = LESS.replace("South,Reds,7\nSouth,Blues,3\n", "")
AFTER = GONE.replace("Reds,8", "Reds,9")


@pytest.fixture
def house(tmp_path, monkeypatch):
    clock = iter(f"2021-10-17T2{hour}:{minute:02}:00Z" for hour in range(4) for minute in range(60))
    for place in ("sources.now", "states.now"):
        monkeypatch.setattr(f"numerim.fetch.{place}", lambda: next(clock))
    made = seeded(tmp_path)
    made.build.mkdir(exist_ok=True)
    folder = made.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    (folder / "election.yml").write_text(DECLARED.format(url="https://example.org"), encoding="utf-8")
    return made


def fetched(house, text):
    def answer(url, *_, **__):
        return Fetched(url, text.encode(), date(2021, 10, 17), "r.csv", url, {})

    return sources.fetch_sources(house, ELECTION, fetch=answer)[0].outcome


def told(house):
    """What the rules say of the step to the state of now, by their codes."""
    with in_memory.checked_as(inputs.take(house, ELECTION)) as connection:
        rows = connection.execute("SELECT rule, says FROM clean.findings WHERE rule BETWEEN 'R620' AND 'R623'")
        return dict(rows.fetchall())


def released(house):
    """As if the state of now had been released."""
    number = states.record(inputs.take(house, ELECTION))["state"]
    states.record_release(house, ELECTION, number, "1.0.0", "sha256:0")


def test_each_step_back_is_told_once(house):
    for text in (FIRST, MORE):
        assert fetched(house, text) == "new"
        assert told(house) == {}
        released(house)
    fetched(house, LESS)
    says = told(house)
    assert list(says) == ["R620"]
    assert says["R620"].endswith(
        "in 2 units; the largest falls: West: votes for Reds 30, now 21, at r.csv:L6.C3; "
        "North: votes for Reds 10, now 8, at r.csv:L2.C3"
    )
    released(house)
    assert told(house) == says  # no source has changed
    declared = house.election_file(ELECTION)
    declared.write_text(declared.read_text("utf-8").replace("A night", "A long night"), "utf-8")
    assert told(house) == says  # nor has one now
    released(house)
    fetched(house, GONE)
    assert list(told(house)) == ["R622"]
    released(house)
    fetched(house, AFTER)
    assert told(house) == {}


def test_what_was_not_released_is_told_later(house):
    fetched(house, MORE)
    released(house)
    fetched(house, LESS)
    fetched(house, GONE)
    assert list(told(house)) == ["R620", "R622"]


def test_the_next_stage_may_correct(house):
    fetched(house, MORE)
    released(house)
    declared = house.election_file(ELECTION)
    declared.write_text(declared.read_text("utf-8").replace("status: partial", "status: final"), "utf-8")
    fetched(house, LESS)
    assert list(told(house)) == ["R621"]


def test_history_counts_each_step(house):
    for text in (FIRST, MORE, LESS, GONE, AFTER):
        fetched(house, text)
    steps = [
        (m.up, m.down, m.new, m.gone, m.units_new, m.units_gone) for m in (k.moves for k in history(house, ELECTION))
    ]
    assert steps == [
        (0, 0, 0, 0, 0, 0),
        (0, 0, 2, 0, 1, 0),
        (0, 2, 0, 0, 0, 0),
        (0, 0, 0, 2, 0, 1),
        (1, 0, 0, 0, 0, 0),
    ]
    again = history(house, ELECTION)  # what is kept by now
    assert [known.moves.back for known in again[2:4]] == [known.moves.back for known in history(house, ELECTION)[2:4]]
    shown = json.loads(as_text(typed("history", ELECTION, "--down", "--json", cwd=house.root)).stdout)
    assert [(row["unit"], row["before"], row["stood"], row["after"], row["stands"]) for row in shown] == [
        ("West", 30, "r.csv:L6.C3", 21, "r.csv:L6.C3"),
        ("North", 10, "r.csv:L2.C3", 8, "r.csv:L2.C3"),
        ("South", 7, "r.csv:L4.C3", None, ""),
        ("South", 3, "r.csv:L5.C3", None, ""),
    ]


@pytest.mark.heavy
def test_a_release_that_tells_a_step_can_be_made_again(house, ungated):
    for text in (MORE, LESS, AFTER):
        fetched(house, text)
        state = inputs.take(house, ELECTION)
        with in_memory.checked_as(state) as connection:
            stages.publish(connection, state)
    for known, rules in zip(history(house, ELECTION), ([], ["R620"], ["R622"]), strict=True):
        again = as_of(house, ELECTION, known.at)
        assert (again.then, again.is_same) == (known.version, True)
        findings = (again.made.folder / "data" / "findings.csv").read_text("utf-8")
        assert [rule for rule in ("R620", "R621", "R622", "R623") if rule in findings] == rules
