"""Ctrl-C, SIGTERM and a terminal that is closed: at any moment a command ends in one sentence.

Nothing is unwound. What is published is whole whenever a process ends (it is written beside its place and renamed), so
the handler removes what is unfinished and ends the process; an exception could be caught on its way, or taken for a
rule that failed. Where the main thread is held up by a library that looks at no signals, a thread of its own does it.
"""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

_SAID = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "its terminal was closed"}
_PATIENCE = 0.5
"""Seconds after which the main thread is taken to be held up."""

_terminal: list[Any] = []


def stop_in_a_sentence() -> dict[int, Any]:
    """From now on a signal to stop ends this process, with a sentence and 128 plus its number.

    A signal that this process was started to ignore (`nohup`) is ignored, and a handler that is put in the
    place of this one goes before it.

    Returns:
        The signals that are heard since this call, and what became of them before.
    """
    if threading.current_thread() is not threading.main_thread():
        return {}
    heard: dict[int, Any] = {
        one: before for one in _SAID if (before := signal.getsignal(one)) not in (signal.SIG_IGN, _stop)
    }
    for one in heard:
        signal.signal(one, _stop)
    if heard:
        with suppress(ImportError, OSError, ValueError):
            import termios

            _terminal[:] = termios.tcgetattr(0) if os.isatty(0) else []
        reads, writes = os.pipe()
        os.set_blocking(writes, False)
        signal.set_wakeup_fd(writes, warn_on_full_buffer=False)
        threading.Thread(target=_watch, args=(reads,), daemon=True).start()
    return heard


@contextmanager
def in_a_sentence() -> Iterator[None]:
    """The same while a command is at work; afterwards it is as before."""
    heard = stop_in_a_sentence()
    try:
        yield
    finally:
        for one, before in heard.items():
            if signal.getsignal(one) is _stop:
                signal.signal(one, before)
        if heard and (writes := signal.set_wakeup_fd(-1)) >= 0:
            os.close(writes)


def _watch(reads: int) -> None:
    """End the process where the main thread does not do so itself, and leave it to the next run to clear up."""
    with os.fdopen(reads, "rb", buffering=0) as pipe:
        while said := pipe.read(1):
            time.sleep(_PATIENCE)
            if said[0] in set(_SAID) and signal.getsignal(said[0]) is _stop:
                _end(said[0])


def _stop(number: int, _: FrameType | None) -> None:
    for one in _SAID:  # a second one must not begin again
        signal.signal(one, signal.SIG_IGN)
    with suppress(Exception):
        import tempfile
        from pathlib import Path

        from numerim import disk

        disk.clear_unfinished()
        disk.clear(list(Path(tempfile.gettempdir()).glob(f"{disk.mine()}*")))
    _end(number)


def _end(number: int) -> None:
    said = f"numerim: stopped ({_SAID[signal.Signals(number)]}). What is published is whole; run it again to go on.\n"
    with suppress(Exception):
        if _terminal:
            import termios

            termios.tcsetattr(0, termios.TCSANOW, _terminal)
    with suppress(OSError):
        os.write(2, said.encode())
    os._exit(128 + number)
