"""What is tried again, and how long anything may take."""

from typing import Any

from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from numerim.errors import DiskError, InputError

HOUR = 3600
"""Seconds that a run of an election may take, or one of its tasks."""


def may_pass(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether what went wrong may not go wrong again: it is neither in the input, nor that the disk is full."""
    return not isinstance(state.data, InputError | DiskError)


PATIENCE: dict[str, Any] = {
    "retries": 2,
    "retry_delay_seconds": [5, 30],
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": may_pass,
    "timeout_seconds": HOUR,
    "cache_policy": NO_CACHE,  # what was made of the same bytes is kept by their digests, under build/
}
"""Of every task. Addresses have a patience of their own: `numerim.fetch.patient`."""
