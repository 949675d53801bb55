"""Whether what is fetched is as new as was promised, and what was known when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from numerim import inputs, store
from numerim.declare.house import House
from numerim.fetch import states

_LATE = 2
"""A file is late that was not looked at for so many times the time that `every:` names."""


@dataclass(frozen=True)
class Status:
    """A file that is fetched.

    Attributes:
        election: the id of its election.
        source: the id of its source.
        file: its name.
        state: `good`; `failing`: what came last was refused, or nothing came; `late`: nobody looked in time; `never`:
            nobody looked yet.
        checked: when it was looked at last; empty where never.
        changed: when another snapshot was taken last; empty where none ever was.
        failing_since: since when nothing good comes; empty where it does.
        problem: why.
    """

    election: str
    source: str
    file: str
    state: Literal["good", "failing", "late", "never"]
    checked: str = ""
    changed: str = ""
    failing_since: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Known:
    """A state of the inputs of an election.

    Attributes:
        state: its number.
        at: from when on it was known.
        what: what changed to the state before.
        version: the release that was made of it; empty where none was.
        numerim: the version of numerim that put it down.
    """

    state: int
    at: str
    what: str
    version: str
    numerim: str


def status(house: House, elections: Sequence[str] | None = None, now: datetime | None = None) -> list[Status]:
    """What is known of every file that is fetched.

    Args:
        house: where things lie.
        elections: the ids of elections; all where absent.
        now: the time; that of the clock where absent.

    Raises:
        InputError: there is no such election, its `election.yml` cannot be read, or what is known is not as written.
    """
    time = now or datetime.now(UTC)
    found = []
    for election in elections or house.elections():
        state = inputs.take(house, election)
        known = store.known(house.fetched(election))
        for source, said in state.file.election.sources.items():
            for name in (name for name, file in said.files.items() if file.fetch):
                one = known.get(name, {})
                told = {key: one.get(key) or "" for key in ("checked", "changed", "failing_since", "problem")}
                found.append(Status(election, source, name, _state(one, said.every, time), **told))
    return found


def _state(one: dict[str, Any], every: str | None, now: datetime) -> Literal["good", "failing", "late", "never"]:
    if "checked" not in one:
        return "never"
    if one.get("failing_since"):
        return "failing"
    if every and now - datetime.fromisoformat(one["checked"]) > _LATE * _span(every):
        return "late"
    return "good"


def _span(every: str) -> timedelta:
    number, unit = every.split()
    return timedelta(**{unit.rstrip("s") + "s": int(number)})


def history(house: House, election: str) -> list[Known]:
    """What was known of an election when, the oldest first.

    Raises:
        InputError: there is no such election, or what was put down is not as it was written.
    """
    house.election_file(election)
    released, found = states.releases(house, election), []
    before: dict[str, Any] = {}
    for said in states.states(house, election):
        version = released[said["state"]]["version"] if said["state"] in released else ""
        found.append(Known(said["state"], said["at"], _changed(before, said), version, said["numerim"]))
        before = said
    return found


def _changed(before: dict[str, Any], now: dict[str, Any]) -> str:
    if not before:
        return "the first"
    kinds = ("fetched", "files", "inputs", "seeds")
    names = [
        name if kind != "seeds" else f"seeds/{name}"
        for kind in kinds
        for name in sorted({**before[kind], **now[kind]})
        if before[kind].get(name) != now[kind].get(name)
    ]
    if before["numerim"] != now["numerim"]:
        names.append(f"numerim {now['numerim']}")
    return ", ".join(names)
