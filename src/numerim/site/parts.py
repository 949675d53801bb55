"""The parts of contests, such as polling stations, that have figures of their own: which lie in which."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from numerim.site.release import Contest, Release, Row

if TYPE_CHECKING:
    import polars as pl

ROWS, CELLS = 120, 700
"""So many parts stand on a page at most; and so many names and figures, so that no page is heavy."""

SELECTIONS = 12
"""So many of those who stood have a column: who got most in the whole contest."""

PARTS = 100_000
"""So many parts of a release have a line on pages, those of large units first; questions in SQL reach all."""

_NUMBERS = re.compile(r"(\d+)")

_TABLES = {"votes": "vote_counts", "share": "vote_shares"}


@dataclass(frozen=True)
class Within:
    """What lies in a unit of a contest.

    Attributes:
        contest: the contest.
        unit_id: the unit.
        parts: the units in it, by name.
    """

    contest: Contest
    unit_id: str
    parts: tuple[str, ...]

    @property
    def rows(self) -> int:
        """So many parts stand on a page of it."""
        return min(ROWS, CELLS // (1 + min(SELECTIONS, len(self.contest.selections))))

    @property
    def pages(self) -> int:
        """So many pages it has."""
        return -(-len(self.parts) // self.rows)


class Parts:
    """The parts of all contests of a release."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @cached_property
    def _figures(self) -> "tuple[str, pl.DataFrame] | None":
        """Votes of parts, or shares where no part has votes."""
        contests = self._release.table("contests")
        for measure, name in _TABLES.items():
            found = self._release.table(name)
            if found is None or contests is None:
                continue
            whole = contests.select("contest_id", "gp_unit_id")
            found = found.join(whole, on=["contest_id", "gp_unit_id"], how="anti")
            if "count_type" in found.columns:
                found = found.filter(count_type="total")
            if found.height:
                columns = ["contest_id", "gp_unit_id", "selection_id", "doubts", "source_id", "locator"]
                return measure, found.select(*columns, value=measure)
        return None

    @property
    def measure(self) -> str:
        """What is told of them: votes or share."""
        return self._figures[0] if self._figures else "votes"

    @cached_property
    def within(self) -> dict[tuple[str, str], Within]:
        """Contest and unit -> what lies in it; a unit that has no figures of its own stands there for those in it."""
        if self._figures is None:
            return {}
        units, known = self._release.units, {one.id: one for one in self._release.contests}
        there = self._figures[1].select("contest_id", "gp_unit_id").unique(maintain_order=True)
        of: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for contest, unit in there.iter_rows():
            if contest not in known:
                continue
            top, at = known[contest].unit_id, unit
            while at != top:
                parent = (units.get(at) or {}).get("parent_id") or top
                said = of[contest][parent]
                if at in said:
                    break
                said[at] = None
                at = parent
        found: dict[tuple[str, str], Within] = {}
        left = PARTS

        def named(unit: str) -> list[tuple[int, str]]:
            """Its name as one reads it: 2 before 10."""
            words = _NUMBERS.split(str((units.get(unit) or {}).get("name") or unit).casefold())
            return [(int(word), "") if word.isdecimal() else (-1, word) for word in words]

        for contest, tree in of.items():
            open_ = [known[contest].unit_id]
            for unit in open_:  # grows as it goes: the large units before those in them
                if unit in tree and left >= len(tree[unit]):
                    left -= len(tree[unit])
                    found[contest, unit] = Within(known[contest], unit, tuple(sorted(tree[unit], key=named)))
                    open_ += tree[unit]
        return found

    @cached_property
    def number(self) -> int:
        """So many parts there are, whether they stand on pages or not."""
        return 0 if self._figures is None else self._figures[1].select("contest_id", "gp_unit_id").n_unique()

    @cached_property
    def shown(self) -> int:
        """So many of them stand on pages."""
        if self._figures is None:
            return 0
        some = [(contest, part) for (contest, _), one in self.within.items() for part in one.parts]
        there = self._figures[1].select("contest_id", "gp_unit_id").unique()
        import polars as pl

        return there.join(pl.DataFrame(some, schema=there.columns, orient="row"), on=there.columns, how="semi").height

    def figures(self) -> Iterator[tuple[Within, dict[str, dict[str, Row]]]]:
        """What lies in each unit, with the figures of each part by selection."""
        if self._figures is None:
            return
        import polars as pl

        rows = [(key[0], part, at) for at, (key, one) in enumerate(self.within.items()) for part in one.parts]
        of = pl.DataFrame(rows, schema=["contest_id", "gp_unit_id", "of"], orient="row")
        placed = self._figures[1].join(of, on=["contest_id", "gp_unit_id"]).partition_by("of", as_dict=True)
        for at, one in enumerate(self.within.values()):
            found: dict[str, dict[str, Row]] = defaultdict(dict)
            if (at,) in placed:
                for row in placed[at,].iter_rows(named=True):
                    found[row["gp_unit_id"]][row["selection_id"]] = row
            yield one, found
