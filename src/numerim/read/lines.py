"""The lines of a text, in its bytes: a list of them would take several times as much memory."""

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt
import polars as pl

_AT_ONCE = 1 << 24


class Lines(Sequence[str]):
    """The lines of a text in UTF-8; what stands behind its last line break is a line, unless that is nothing.

    Attributes:
        starts: the byte at which each begins, and one more than that behind the last.
    """

    def __init__(self, content: bytes, starts: npt.NDArray[np.int64] | None = None) -> None:
        self._content = content
        self.starts = _starts(content) if starts is None else starts

    def __len__(self) -> int:
        """How many there are."""
        return len(self.starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> "Lines": ...
    def __getitem__(self, at: int | slice) -> "str | Lines":
        """One of them, or those from one on and up to another."""
        if isinstance(at, slice):
            first, last, _ = at.indices(len(self))
            return Lines(self._content, self.starts[first : max(first, last) + 1])
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        return self._content[self.starts[at] : self.starts[at + 1] - 1].decode()

    def __iter__(self) -> Iterator[str]:
        """One after the other."""
        return (self[at] for at in range(len(self)))

    @property
    def content(self) -> memoryview:
        """Their bytes, with a line break between each two."""
        return memoryview(self._content)[self.starts[0] : max(self.starts[0], self.starts[-1] - 1)]

    @property
    def texts(self) -> list[str]:
        """A list of them."""
        return str(self.content, "utf-8").split("\n") if len(self) else []

    @property
    def filled(self) -> pl.Series:
        """The numbers, from 0, of those that are not empty."""
        return pl.Series("line", np.flatnonzero(np.diff(self.starts) > 1), pl.Int64)


def _starts(content: bytes) -> npt.NDArray[np.int64]:
    """The byte at which each line begins, and one more than that behind the last."""
    every = np.frombuffer(content, np.uint8)
    breaks = [
        np.flatnonzero(every[first : first + _AT_ONCE] == ord("\n")) + first + 1
        for first in range(0, len(every), _AT_ONCE)
    ]
    last = [] if content.endswith(b"\n") else [np.array([len(content) + 1])]
    return np.concatenate([np.array([0]), *breaks, *last]).astype(np.int64, copy=False)
