"""Which statements only stand elsewhere: a row of a raw file was moved, or others were put before it."""

import re
from collections import Counter
from typing import Self

import polars as pl

_LOCATOR = re.compile(r"([\w./-]+):L\d+\.(C\d+)")
_WORD = re.compile(r"[^\s\"“”,:;\[\]{}()|]+")


class Moves:
    """Where statements of the earlier release stand in the later one."""

    def __init__(self, before: pl.DataFrame, after: pl.DataFrame) -> None:
        """Pair the statements that say the same, first those that stand where they stood.

        Args:
            before: the statements of the earlier release, as text.
            after: those of the later one.
        """
        said = [c for c in after.columns if c in before.columns and c not in ("locator", "rules")]
        staying = before.join(after, on=[*said, "locator"], how="semi", nulls_equal=True)
        left = before.join(staying, on=[*said, "locator"], how="anti", nulls_equal=True)
        open_ = after.join(staying, on=[*said, "locator"], how="anti", nulls_equal=True)
        turn = pl.int_range(pl.len()).over(said).alias("_turn")
        pairs = (
            left.sort("locator")
            .with_columns(turn)
            .join(open_.sort("locator").with_columns(turn), on=[*said, "_turn"], nulls_equal=True, suffix="_new")
        )
        one = pairs.group_by("locator").agg(pl.col("locator_new").min())
        self._places: dict[str, str] = dict(one.rows())
        self._lines = _lines([*self._places.items(), *((place, place) for place in staying["locator"])])
        free = set(open_["locator"]) - set(self._places.values())
        for place in left["locator"]:  # it says something else now, in a line whose other cells moved to one line
            if place not in self._places and self._along(place) in free:
                self._places[place] = self._along(place)
        self._files = {place.rpartition(":")[0] for place in self._places}
        self._taken = set(self._places.values()) - self._places.keys()

    def _along(self, place: str) -> str:
        line, _, cell = place.rpartition(".")
        return f"{self._lines.get(line, line)}.{cell}"

    @classmethod
    def none(cls) -> Self:
        """No statement is known to have moved."""
        empty = pl.DataFrame({"locator": pl.Series([], dtype=pl.String)})
        return cls(empty, empty)

    def __bool__(self) -> bool:
        return bool(self._places)

    def followed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Rows of the earlier release with the locators that their statements have now; the old ones as `_stood`.

        A row whose statement is gone, and in whose place another stands now, gets a locator that none has.
        """
        if "locator" not in frame.columns:
            return frame
        if not self._places:
            return frame.with_columns(pl.col("locator").alias("_stood"))
        stays = pl.when(pl.col("locator").is_in(self._taken)).then(pl.col("locator") + " before")
        return frame.with_columns(
            pl.when(pl.col("locator").is_in(self._places.keys()))
            .then(pl.col("locator").replace(self._places))
            .otherwise(stays.otherwise("locator")),
            pl.col("locator").alias("_stood"),
        )

    def says_the_same(self, old: str | None, new: str | None) -> bool:
        """Whether two texts differ only in the lines of files in which rows moved, and in the order that follows.

        Lines are not followed one by one: of a cell that only names somebody no statement says where it stands now.
        """
        if old is None or new is None:
            return old is new
        return self._unplaced(old) == self._unplaced(new)

    def _unplaced(self, text: str) -> list[str]:
        def cell(found: re.Match[str]) -> str:
            return f"{found[1]}.{found[2]}" if found[1] in self._files else found[0]

        return sorted(_WORD.findall(_LOCATOR.sub(cell, text)))


def _lines(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The line that most cells of a line stand in now: line -> line."""
    counted: dict[str, Counter[str]] = {}
    for old, new in pairs:
        (line, _, cell), (line_now, _, cell_now) = old.rpartition("."), new.rpartition(".")
        if cell == cell_now:
            counted.setdefault(line, Counter())[line_now] += 1
    return {line: now.most_common(1)[0][0] for line, now in counted.items()}
