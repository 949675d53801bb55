"""How long something may take: what would go on for ever is told from what is only slow."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 8
"""How many times as long as on an ordinary machine something may take: the slowest seen took three times as long, and
what is looked for takes hundreds of times as long. How fast something is belongs to benchmarks/."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail where the block takes far more processor time than an ordinary machine, which takes `seconds` at most."""
    start = time.process_time()
    yield
    assert time.process_time() - start < PATIENCE * seconds
