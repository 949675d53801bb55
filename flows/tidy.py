"""What a Prefect server is told so that its runs stay true.

Deployments are as planned, runs have names that say what they do, a backlog comes to one run, and the dead hold no
place.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate, WorkPoolCreate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists, ObjectNotFound
from prefect.states import Cancelled, Crashed

from numerim.flows.plan import GRACE, Planned

_LATE = timedelta(seconds=15)
_LOST = timedelta(seconds=GRACE)
"""A run that was taken up so long ago and has not begun never will."""

_AT_WORK = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)


def make_pool(client: SyncPrefectClient, pool: str) -> None:
    """Make the work pool, unless it is there; a worker that starts at the same time makes it, too."""
    try:
        client.read_work_pool(pool)
    except ObjectNotFound:
        with suppress(ObjectAlreadyExists):
            client.create_work_pool(WorkPoolCreate(name=pool, type="process", description="Runs of numerim."))


class Deployed:
    """The deployments of a plan on a server."""

    def __init__(self, client: SyncPrefectClient, pool: str) -> None:
        self._client = client
        self._pool = pool
        self._there: dict[str, tuple[Planned, UUID]] = {}

    def apply(self, planned: Sequence[Planned]) -> list[str]:
        """Deploy what is planned, and take away what is not any more; give in words what that changed."""
        told = []
        for one in planned:
            if (before := self._there.get(one.full_name)) and before[0] == one:
                continue
            made = one.deployment(self._pool).apply()
            assert isinstance(made, UUID)  # noqa: S101
            self._there[one.full_name] = one, made
            told.append(f"{one.full_name}: {one.told}")
        for name in self._there.keys() - {one.full_name for one in planned}:
            self._client.delete_deployment(self._there.pop(name)[1])
            told.append(f"{name}: not any more")
        return told

    def clear(self) -> list[str]:
        """Take away deployments of ours that nothing plans any more, on a server that is ours alone."""
        known = {made for _, made in self._there.values()}
        old = [one for one in self._client.read_deployments() if "numerim" in one.tags and one.id not in known]
        for one in old:
            self._client.delete_deployment(one.id)
        return [f"{one.name}: not any more" for one in old]

    def tidy(self, now: datetime | None = None) -> None:
        """Name runs, leave of those that are late the first, and free what the dead hold.

        The first, so that no election loses its place in the queue to those that had their turn.
        """
        time = now or datetime.now(UTC)
        names = {made: one.name for one, made in self._there.values()}
        for made, runs in self._runs(StateType.SCHEDULED).items():
            late = [run for run in runs if _due(run) < time - _LATE]
            for run in late[1:]:
                told = "An earlier run of this election is still to begin, and does its work."
                self._client.set_flow_run_state(run.id, Cancelled(name="Skipped", message=told))
            for run in runs:
                name = f"{names[made]}, due {_due(run):%Y-%m-%d %H:%M:%S}"
                if run not in late[1:] and run.name != name:
                    self._client.update_flow_run(run.id, name=name)
        self._free(time)

    def crash_all(self, says: str) -> None:
        """Say of every run that is at work that it has ended: its process cannot be there any more."""
        for runs in self._runs(*_AT_WORK).values():
            for run in runs:
                self._client.set_flow_run_state(run.id, Crashed(message=says), force=True)
        self._free(datetime.now(UTC))

    def _free(self, time: datetime) -> None:
        at_work = self._runs(*_AT_WORK)
        for made, runs in list(at_work.items()):
            for run in runs:
                since = run.state.timestamp if run.state else time
                if run.state_type == StateType.PENDING and since < time - _LOST:
                    told = "A worker took this run up and was not heard of again; the next one does its work."
                    self._client.set_flow_run_state(run.id, Crashed(message=told), force=True)
                    at_work[made] = [other for other in at_work[made] if other is not run]
        for _, made in self._there.values():
            if at_work.get(made):
                continue
            limit = self._client.read_deployment(made).global_concurrency_limit
            if limit and limit.active_slots:
                self._client.update_global_concurrency_limit(limit.name, GlobalConcurrencyLimitUpdate(active_slots=0))

    def _runs(self, *kinds: StateType) -> dict[UUID, list[FlowRun]]:
        """The runs of our deployments in some states, by deployment, the one that is due first first."""
        found: dict[UUID, list[FlowRun]] = {}
        ours = [made for _, made in self._there.values()]
        offset = 0
        while ours:
            page = self._client.read_flow_runs(
                flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(kinds)))),
                deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=ours)),
                sort=FlowRunSort.EXPECTED_START_TIME_ASC,
                limit=200,
                offset=offset,
            )
            for run in page:
                if run.deployment_id:
                    found.setdefault(run.deployment_id, []).append(run)
            offset += len(page)
            if len(page) < 200:
                break
        return found


def _due(run: FlowRun) -> datetime:
    return run.expected_start_time or datetime.max.replace(tzinfo=UTC)
