"""What long work is at, in a line on the terminal for whoever waits."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from shutil import get_terminal_size

_SOON = 1.0
"""So many seconds pass before a line is shown: what is quick is done in silence."""
_AGAIN = 0.3
"""So often, in seconds, it is written anew."""
_ENOUGH = 0.1
"""From this part on, and so many seconds, what is done tells how long the rest takes."""


@dataclass
class _Line:
    """A line that is shown.

    Attributes:
        before: what stands before it, such as the number of a file among others.
        what: the step.
        done, of: how much of the step is done; of rows it is not known how many there are.
        began: when it began.
        shown: the letters that are on the terminal now.
    """

    before: str
    what: str = ""
    done: int = 0
    of: int = 0
    began: float = field(default_factory=time.monotonic)
    shown: str = ""
    ended: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        """Show it until it is ended."""
        if self.before or not self.ended.wait(_SOON):
            self._write(self.says(time.monotonic() - self.began))
            while not self.ended.wait(_AGAIN):
                self._write(self.says(time.monotonic() - self.began))
        self._write("")

    def says(self, lasted: float) -> str:
        """What is to be read, so many seconds after it began."""
        told = self.before
        if self.what:
            parts = f", {self.done:,} of {self.of:,}" if self.of else f", {self.done:,} rows" if self.done else ""
            told += f"{': ' if told else ''}{self.what}{parts}, {_duration(lasted)}"
            if self.done and not self.of and lasted > _SOON:
                told += f", {self.done / lasted:,.0f} a second"
            if self.of and self.done >= _ENOUGH * self.of and lasted > 2 and self.done < self.of:
                told += f", about {_duration(lasted * (self.of - self.done) / self.done)} left"
        return told

    def _write(self, text: str) -> None:
        width = max(20, get_terminal_size().columns - 1)
        text = text if len(text) <= width else f"{text[: width // 2 - 1]}…{text[-(width - width // 2) :]}"
        if text != self.shown:
            with suppress(OSError, ValueError):  # nobody reads any more
                sys.stderr.write(f"\r\033[K{text}")
                sys.stderr.flush()
            self.shown = text


_line: _Line | None = None
_alone = threading.Lock()


@contextmanager
def shown(before: str = "") -> Iterator[None]:
    """Show on a terminal what is done inside; it is gone at the end. Where no terminal is, nothing is shown.

    Args:
        before: what stands before it.
    """
    global _line
    with _alone:
        line = None if _line is not None or not sys.stderr.isatty() else _Line(before)
        _line = _line or line
    if line is None:
        yield
        return
    watcher = threading.Thread(target=line.watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        _line = None
        line.ended.set()
        watcher.join()


def at(what: str, done: int = 0, of: int = 0) -> None:
    """Say what is done now, and how much of it is; the first time that a step is named it begins.

    Args:
        what: the step.
        done: how much of it is done.
        of: how much there is to do; 0 where these are rows, and nobody knows how many come.
    """
    if (line := _line) is not None:
        if what != line.what:
            line.began = time.monotonic()
        line.what, line.done, line.of = what, done, of


def more(done: int = 1) -> None:
    """Say that so much more of the step is done."""
    if (line := _line) is not None:
        line.done += done


def _duration(seconds: float) -> str:
    """A duration as one says it: `8 s`, `2 min 5 s`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
