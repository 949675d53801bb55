"""An address asked again where that may help, as a polite reader does.

Waits double and are spread at random, so that many who were turned away do not come back at once ("full jitter"); what
a server asks for with `Retry-After` is waited, if it is not too long.
"""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from numerim.fetch.http import LIMITS, Fetched, Limits, PassingError, fetch_newer


@dataclass(frozen=True)
class Patience:
    """How often, and how long, an address is asked again.

    Attributes:
        tries: how often it is asked at most.
        first: the seconds before the second try; they double from then on.
        most: the seconds that are waited at most before a try; a server that asks for more is left for the next run.
    """

    tries: int = 4
    first: float = 1.0
    most: float = 60.0


PATIENCE = Patience()


def fetch_patiently(
    url: str,
    known: Mapping[str, str],
    *,
    allow_private: bool = False,
    limits: Limits = LIMITS,
    patience: Patience = PATIENCE,
    wait: Callable[[float], None] = time.sleep,
) -> Fetched | None:
    """Take what stands at an address; ask again where what went wrong may pass. See `fetch_newer`.

    Raises:
        InputError: as `fetch_newer`, after the last try.
    """
    for tried in range(1, patience.tries + 1):
        try:
            return fetch_newer(url, known, allow_private=allow_private, limits=limits)
        except PassingError as error:
            if tried == patience.tries or (error.after or 0.0) > patience.most:
                raise
            double = min(patience.first * 2 ** (tried - 1), patience.most)
            wait(max(error.after or 0.0, random.uniform(double / 2, double)))  # noqa: S311 – no secret
    raise ValueError("an address is asked at least once")
