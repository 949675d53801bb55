"""How long something may take, whatever the machine: what must not go on for ever is told from what is only slow."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

_STEPS = 1_000_000
_SECONDS = 0.05
"""What `_STEPS` additions take on the machine for which the tests say their seconds."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes more processor time of this process than `seconds` on a machine of ordinary speed."""
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken < seconds or taken < seconds * slowness()


def slowness() -> float:
    """How many times as long as on a machine of ordinary speed this one takes, at this moment; at least 1."""
    start = time.process_time()
    total = 0
    for step in range(_STEPS):
        total += step
    return max(1.0, (time.process_time() - start) / _SECONDS)
