"""How new what is published is: when each file was looked for last, when another came, since when nothing good comes.

A package says of its sources how far their count is, and when they were read, if that is known. When a file that is
fetched was looked at last changes more often than any release; that is what `numerim status` tells, of which a house
has nothing that only holds what is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from numerim import store
from numerim.declare.house import House
from numerim.site.release import Release, Row


@dataclass(frozen=True)
class Fresh:
    """How new a file of a source is, or all those of a release.

    Attributes:
        checked: when it was looked for last (of several: of that for which nobody looked longest); empty where it is
            not fetched.
        changed: when another came last.
        failing_since: since when nothing good comes; empty where it does.
        problem: what came instead.
    """

    checked: str = ""
    changed: str = ""
    failing_since: str = ""
    problem: str = ""


class Freshness:
    """What is known of the files of a release that are fetched."""

    def __init__(self, house: House, release: Release) -> None:
        """Read what `numerim status` reads.

        Raises:
            InputError: it is not as it was written.
        """
        known = store.looked(house.fetched(release.name))
        names = ("checked", "changed", "failing_since", "problem")
        self._of = {file: Fresh(**{name: one.get(name) or "" for name in names}) for file, one in known.items()}
        self._sources = release.rows("sources")

    @property
    def digest(self) -> str:
        """What pages that tell it depend on."""
        return sha256(repr(sorted(self._of.items())).encode()).hexdigest()

    @property
    def sources(self) -> list[tuple[Row, Fresh]]:
        """Each file of the sources, as the package tells of it."""
        return [(row, self._of.get(row["path"], Fresh())) for row in self._sources]

    @property
    def of_all(self) -> Fresh:
        """All files that are fetched, as one."""
        every = [fresh for _, fresh in self.sources if fresh.checked]
        failing = [fresh for fresh in every if fresh.failing_since]
        return Fresh(
            min((fresh.checked for fresh in every), default=""),
            _last(fresh.changed for fresh in every),
            min((fresh.failing_since for fresh in failing), default=""),
            "; ".join(fresh.problem for fresh in failing),
        )


def _last(times: Iterable[str]) -> str:
    return max(times, default="")
