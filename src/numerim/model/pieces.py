"""Tables made of the rows of others, so many rows at a time: whole, they would not lie in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

SLICE = 200_000
"""So many figures are made at a time: what is made on the way takes more memory than what comes of it."""


@dataclass(frozen=True)
class Pieces:
    """What is made of each row of a table by itself.

    Attributes:
        rows: the rows.
        make: some of them -> what is made of them.
        times: how many rows it makes of each, at most.
    """

    rows: pl.DataFrame
    make: Callable[[pl.DataFrame], pl.DataFrame]
    times: int = 1

    def each(self) -> Iterator[pl.DataFrame]:
        """What is made of so many rows at a time; of no rows once, for its columns."""
        yield from map(
            self.make, self.rows.iter_slices(max(1, SLICE // self.times)) if self.rows.height else [self.rows]
        )

    def whole(self) -> pl.DataFrame:
        """What is made of all rows."""
        return pl.concat(self.each())


def as_it_is(rows: pl.DataFrame) -> Pieces:
    """Rows as pieces that are these rows."""
    return Pieces(rows, lambda some: some)


class Gathered:
    """Small frames, held until they are as many rows as a slice; then they are passed on as one."""

    def __init__(self, take: Callable[[pl.DataFrame], None]) -> None:
        self._take, self._held, self._rows = take, list[pl.DataFrame](), 0

    def add(self, frame: pl.DataFrame) -> None:
        """Hold one more, and pass on those before it where they are too many then."""
        if self._rows and self._rows + frame.height > SLICE:
            self.end()
        if frame.height or not self._held:  # one without rows has the columns
            if not self._rows:
                self._held.clear()
            self._held.append(frame)
            self._rows += frame.height

    def end(self) -> None:
        """Pass on those that are held."""
        if self._held:
            self._take(as_one(self._held))
        self._held, self._rows = [], 0


def as_one(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Frames as one, in which columns without a value take no memory; those of a frame in chunks soon do."""
    if len(frames) == 1:
        return frames[0]
    none = pl.concat(frame.null_count() for frame in frames).sum().row(0)
    rows, schema = sum(frame.height for frame in frames), frames[0].schema
    empty = [name for name, nulls in zip(schema, none, strict=True) if nulls == rows]
    if len(empty) in (0, len(schema)):
        return pl.concat(frames, rechunk=True)
    told = pl.concat([frame.drop(empty) for frame in frames], rechunk=True)
    return told.with_columns(pl.lit(None, schema[name]).alias(name) for name in empty).select(schema.names())
