"""Whether what is fetched is as new as was promised, and what was known when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from numerim import inputs, runs, store
from numerim.declare.house import House

_LATE = 2
"""What was not looked at for so many times the time that `every:` names is late."""

_AHEAD = timedelta(minutes=2)
"""A time that lies so far ahead is of a clock that was set back since: nothing tells how long ago that was."""


Is = Literal["good", "failing", "late", "never", "stopped"]


@dataclass(frozen=True)
class Status:
    """Something that must go on by itself: a file that is fetched, the runs of an election, or `numerim serve`.

    Attributes:
        election: the id of its election; empty for `numerim serve`.
        source: the id of its source; empty where it is no file.
        file: its name; `runs`, or `serve`.
        state: `good`; `failing`: what came last was refused, nothing came, or the last run failed; `late`: nobody
            looked in time, `serve` was not heard of, or the clock was set back, so that nobody knows; `never`: nobody
            looked yet; `stopped`: a person ended `serve`.
        checked: when it was looked at last, or heard of; empty where never.
        changed: when another snapshot was taken last; empty where none ever was.
        failing_since: since when nothing good comes; empty where it does.
        problem: why.
    """

    election: str
    source: str
    file: str
    state: Is
    checked: str = ""
    changed: str = ""
    failing_since: str = ""
    problem: str = ""

    @property
    def alarms(self) -> bool:
        """Whether a person must know."""
        return self.state not in ("good", "stopped")


def status(house: House, elections: Sequence[str] | None = None, now: datetime | None = None) -> list[Status]:
    """What is known of every file that is fetched, of the runs of its election, and of `numerim serve`.

    What is late follows from the clock and from what `every:` promises, so that it shows where nothing runs any more.

    Args:
        house: where things lie.
        elections: the ids of elections; all where absent.
        now: the time; that of the clock where absent.

    Raises:
        InputError: there is no such election, its `election.yml` cannot be read, or what is known is not as written.
    """
    time = now or datetime.now(UTC)
    found = _served(house, time)
    for election in elections or house.elections():
        state = inputs.take(house, election)
        known = store.looked(house.fetched(election))
        promised = []
        for source, said in state.file.election.sources.items():
            promised += [said.promised] if said.promised else []
            for name in (name for name, file in said.files.items() if file.fetch):
                one = known.get(name, {})
                told = {key: one.get(key) or "" for key in ("checked", "changed", "failing_since", "problem")}
                late = _is_late(told["checked"], said.promised, time)
                told["problem"] = _ahead(told["checked"], time) or told["problem"]
                failing: Is = "failing" if told["failing_since"] else "good"
                is_now: Is = "never" if not told["checked"] else "late" if late else failing
                found.append(Status(election, source, name, is_now, **told))
        found += _runs(house, election, min(promised, default=None), time)
    return found


def _runs(house: House, election: str, promised: timedelta | None, now: datetime) -> list[Status]:
    """The runs of an election, where one was on a schedule."""
    last = runs.last(house, election)
    if not last.began:
        return []
    late = _is_late(last.ended, promised and promised + timedelta(seconds=last.seconds), now)
    is_now: Is = "late" if late else "failing" if last.outcome == "failed" else "good"
    problem = _ahead(last.ended, now) or (last.says if last.outcome == "failed" else "")
    return [Status(election, "", "runs", is_now, last.ended, "", last.failing_since, problem)]


def _served(house: House, now: datetime) -> list[Status]:
    """What was heard of `numerim serve` last, where it ever ran here."""
    said = runs.heard(house)
    if said is None:
        return []
    if said.stopped:
        return [Status("", "", "serve", "stopped", said.at, problem=f"numerim serve was stopped at {said.at}.")]
    if _is_late(said.at, timedelta(seconds=max(said.every, 30)), now):
        problem = f"numerim serve has not been heard of since {said.at}. Start it again: numerim serve"
        return [Status("", "", "serve", "late", said.at, problem=_ahead(said.at, now) or problem)]
    return [Status("", "", "serve", "failing" if said.problem else "good", said.at, problem=said.problem)]


def _is_late(checked: str, promised: timedelta | None, now: datetime) -> bool:
    if _ahead(checked, now):
        return True
    return bool(checked and promised) and now - datetime.fromisoformat(checked) > _LATE * (promised or timedelta())


def _ahead(at: str, now: datetime) -> str:
    """What is to be told of a time that has not come yet; empty where it has."""
    if not at or datetime.fromisoformat(at) - now < _AHEAD:
        return ""
    return f"{at} has not come yet: the clock of this machine was set back since. Set it right, or look again."
