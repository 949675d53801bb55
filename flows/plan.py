"""The deployments that follow from what is declared.

One for every election whose sources are to be looked at often, and one that takes all elections every night.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval
from prefect.types.entrypoint import EntrypointType

from numerim import inputs
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.flows import processes
from numerim.flows.election import run_election
from numerim.flows.pipeline import pipeline

NIGHTLY = "nightly"
_NIGHT = time(3, 15)
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
"""Where intervals are counted from: the same schedule, whenever it is deployed."""

GRACE = 300
"""Seconds after which a run that was taken up and did not begin frees its place.

The least that Prefect allows, one minute, is too short: a busy machine takes longer to start a run, and Prefect ends
one that begins without its place, as if it had taken two hours. After a dead start an election is not looked at for
so long.
"""


@dataclass(frozen=True)
class Planned:
    """A deployment.

    Attributes:
        name: its name: the id of an election, or `nightly`.
        every: how often it runs; at night where absent.
        tags: by which it is found.
        description: what it does, in Markdown.
        parameters: of the flow.
    """

    name: str
    every: timedelta | None
    tags: tuple[str, ...]
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """How Prefect names it: the flow, and its name."""
        return f"{pipeline.name if self.every is None else run_election.name}/{self.name}"

    @property
    def told(self) -> str:
        """When it runs, in words."""
        return f"every night at {_NIGHT:%H:%M} UTC" if self.every is None else f"every {_words(self.every)}"

    def next(self, now: datetime) -> datetime:
        """When it is due after a time."""
        if self.every is None:
            tonight = datetime.combine(now.date(), _NIGHT, UTC)
            return tonight if tonight > now else tonight + timedelta(days=1)
        return _SINCE + ((now - _SINCE) // self.every + 1) * self.every

    def deployment(self, pool: str) -> RunnerDeployment:
        """What Prefect needs to know of it.

        A backlog comes to one run: while one is at work, those that are due are cancelled.

        Args:
            pool: the work pool whose workers run it.
        """
        flow: Any = pipeline if self.every is None else run_election
        made: RunnerDeployment = flow.to_deployment(
            name=self.name,
            schedule=Cron(f"{_NIGHT.minute} {_NIGHT.hour} * * *", timezone="UTC")
            if self.every is None
            else Interval(self.every, anchor_date=_SINCE, timezone="UTC"),
            tags=list(self.tags),
            description=self.description,
            parameters=dict(self.parameters),
            paused=False,
            concurrency_limit=ConcurrencyLimitConfig(
                limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW, grace_period_seconds=GRACE
            ),
            work_pool_name=pool,
            job_variables={"command": processes.RUN},
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        return made


class Plan:
    """The plan of a checkout; an `election.yml` that did not change is not read again."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._known: dict[str, tuple[tuple[int, int], Planned | None, str]] = {}

    def look(self) -> tuple[list[Planned], list[str]]:
        """What is to be deployed now, and in words which elections cannot be read; these stay as they were."""
        known = {}
        for election, path in self._house.elections().items():
            seen = path.stat()
            mark = seen.st_mtime_ns, seen.st_size
            before = self._known.get(election)
            if before and before[0] == mark:
                known[election] = before
                continue
            try:
                known[election] = mark, _planned(self._house, election), ""
            except InputError as error:
                known[election] = mark, before[1] if before else None, str(error)
        self._known = known
        planned = [one for _, one, _ in known.values() if one]
        return [*planned, _nightly()], [wrong for _, _, wrong in known.values() if wrong]


def _planned(house: House, election: str) -> Planned | None:
    declared = inputs.take(house, election).file.election
    often = {name: one.promised for name, one in declared.sources.items() if one.promised}
    if not often:
        return None
    lines = [f"**{declared.title['en']}**, {declared.held_on}", ""]
    lines += [f"- {declared.sources[name].title}: every {_words(span)}" for name, span in often.items()]
    lines += ["", "Looks at the addresses of its sources, and reads, checks and publishes what changed."]
    tags = ("numerim", declared.country, election, declared.status)
    return Planned(election, min(often.values()), tags, "\n".join(lines), {"election": election})


def _nightly() -> Planned:
    told = "Looks at every election under `raw/`, and reads, checks and publishes what changed."
    return Planned(NIGHTLY, None, ("numerim",), told)


def _words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds % size == 0:
            return unit if seconds == size else f"{seconds // size} {unit}s"
    return f"{seconds} seconds"
