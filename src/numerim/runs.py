"""Runs of an election on a schedule: one at a time, and what one found, remembered for the next.

The lock is a file, which the system frees when its holder dies, however it dies. What is remembered lies beside the
snapshots where an election has them, else under `build/`; it is small, and replaced in one step.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from numerim import disk, stages, store, warehouse
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.fetch import states
from numerim.inputs import State
from numerim.publish.library import latest_releases
from numerim.publish.versions import versions


@dataclass(frozen=True)
class Open:
    """A finding that is open.

    Attributes:
        finding: its id.
        severity: `error` or `warning`.
        says: what does not fit, with its rule.
        since: since when it is open.
    """

    finding: str
    severity: str
    says: str
    since: str


@dataclass(frozen=True)
class Last:
    """What is remembered of the last run of an election.

    Attributes:
        began: when it began; empty where none was.
        ended: when it ended.
        seconds: how long it took.
        outcome: `good`; `failed`: it could not be read or published, or found new errors, or a source failed.
        says: what it came to, in words.
        failing_since: since when runs fail; empty where they do not.
        runs: how many runs there were.
        failures: how many of them failed.
        open: what was open at its end.
        waits: the digest of the release that it left to a person, or to its time; empty where none is left.
    """

    began: str = ""
    ended: str = ""
    seconds: float = 0.0
    outcome: Literal["good", "failed"] = "good"
    says: str = ""
    failing_since: str = ""
    runs: int = 0
    failures: int = 0
    open: Sequence[Open] = ()
    waits: str = ""

    def count(self, severity: str) -> int:
        """How many findings of a severity are open."""
        return sum(one.severity == severity for one in self.open)


@dataclass(frozen=True)
class News:
    """What is open now, beside what was open when a run ended last.

    Attributes:
        open: what is open, with since when.
        new: what of it was not.
        gone: what was, and is not any more.
    """

    open: Sequence[Open]
    new: Sequence[Open] = field(default=())
    gone: Sequence[Open] = field(default=())

    @property
    def new_errors(self) -> list[Open]:
        """Errors that are new."""
        return [one for one in self.new if one.severity == "error"]


@dataclass(frozen=True)
class Heard:
    """What `numerim serve` says of itself each period.

    Attributes:
        at: when it did so last.
        every: the period, in seconds.
        stopped: whether a person ended it then.
        problem: what it cannot do, in words.
        mark: by which the processes that it started are found.
    """

    at: str
    every: float
    stopped: bool = False
    problem: str = ""
    mark: str = ""


def hear(house: House, said: Heard) -> None:
    """Put down what `numerim serve` says of itself.

    Raises:
        DiskError: it could not be written.
    """
    store.written(_heartbeat(house), asdict(said))


def heard(house: House) -> Heard | None:
    """What was heard of `numerim serve` last; None where nothing was."""
    with suppress(InputError, TypeError):  # it lies under build/, where nothing is worth a complaint
        said = store.known(_heartbeat(house))
        return Heard(**said) if said else None
    return None


def _heartbeat(house: House) -> Path:
    return house.build / "serve.json"


def last(house: House, election: str) -> Last:
    """What is remembered of the last run of an election.

    Raises:
        InputError: it is not as it was written.
    """
    said = store.known(_memory(house, election))
    return Last(**{**said, "open": [Open(**one) for one in said.get("open", ())]})


def remember(
    house: House,
    election: str,
    began: str,
    wrong: bool,
    says: str,
    found: Sequence[Open] | None = None,
    waits: str = "",
) -> None:
    """Remember a run that ends now.

    Args:
        house: where things lie.
        election: its id.
        began: when it began.
        wrong: whether it failed.
        says: what it came to, in words.
        found: what is open; what was open before, where it could not be looked for.
        waits: the digest of a release that waits.

    Raises:
        DiskError: it could not be written.
    """
    before, ended = last(house, election), states.now()
    now = Last(
        began=began,
        ended=ended,
        seconds=(_time(ended) - _time(began)).total_seconds(),
        outcome="failed" if wrong else "good",
        says=says,
        failing_since=(before.failing_since or began) if wrong else "",
        runs=before.runs + 1,
        failures=before.failures + wrong,
        open=before.open if found is None else found,
        waits=waits,
    )
    store.written(_memory(house, election), asdict(now))


def news(state: State, began: str) -> News:
    """What is open in an election that is validated, and what of it is new or gone since the last run.

    Before the first run, what the latest release told is known: a schedule that begins has no news of it.
    """
    memory = last(state.house, state.election)
    known = memory.open if memory.runs else _published(state.house, state.election)
    before = {one.finding: one for one in known}
    now = [
        Open(finding, severity, says, before[finding].since if finding in before else began)
        for finding, severity, says in stages.open_findings(state)
    ]
    there = {one.finding for one in now}
    return News(
        now, [one for one in now if one.finding not in before], [b for b in before.values() if b.finding not in there]
    )


def _published(house: House, election: str) -> list[Open]:
    """What the latest release of an election tells as open, since the day of that release."""
    if not (folder := latest_releases(house).get(election)):
        return []
    entry = next(one for one in versions(folder.parent) if one["version"] == folder.name)
    with warehouse.open_memory() as connection:
        rows = warehouse.rows(
            connection,
            "SELECT coalesce(cause, finding_id) AS id, min(severity), min(rule || ' ' || coalesce(cause_says, says)) "
            f"FROM {warehouse.parquet(folder / 'data' / 'findings.parquet')} "
            "WHERE status = 'open' AND severity IN ('error', 'warning') GROUP BY id ORDER BY id",
        )
    return [Open(finding, severity, says, entry["date"]) for finding, severity, says in rows]


@contextmanager
def alone(house: House, election: str) -> Iterator[bool]:
    """Hold the lock of the runs of an election, without waiting for it; yield whether it is held."""
    with disk.alone(house.build / "elections" / election / ".run.lock", wait=False) as held:
        yield held


def looked_since(house: House, election: str, due: datetime, every: timedelta | None = None) -> str:
    """When the last run of an election began, where another that was due is not needed after it; else empty.

    Args:
        house: where it lies.
        election: its id.
        due: when the other was due.
        every: how often runs are due; one that is late stands for all that have been due since.
    """
    now, due = datetime.now(UTC), datetime.fromtimestamp(due.timestamp(), UTC)  # Prefect's own kind divides otherwise
    latest = due + max(now - due, timedelta(0)) // every * every if every else due
    began = last(house, election).began
    return began if began and latest < _time(began) <= now else ""


def _memory(house: House, election: str) -> Path:
    kept = house.snapshots if states.is_recorded(house, election) else house.build / "elections"
    return kept / election / "run.json"


def _time(at: str) -> datetime:
    return datetime.fromisoformat(at)
