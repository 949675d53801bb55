"""Commands of numerim as forks of a process that has its imports, so that a trial costs what it does and no start.

Such a process must itself ask no DuckDB and no polars: their threads do not survive a fork.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Before = Callable[[], None]
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"}


def warm(*, gate: bool = False) -> None:
    """Import what commands need; without the gate no release is held against frictionless, which changes no byte."""
    sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]
    import duckdb  # noqa: F401
    import frictionless  # noqa: F401
    import pandera.polars  # noqa: F401
    import polars  # noqa: F401
    import xlsxwriter  # noqa: F401

    import numerim.cli
    import numerim.stages  # noqa: F401
    from numerim.fetch import sources  # noqa: F401
    from numerim.publish import making

    if not gate:
        making.pass_gate = lambda descriptor: None


class Child:
    """A command at work, or what came of it.

    Attributes:
        words: the command.
        code: with what it ended, negative where a signal ended it; None while it is at work.
        seconds: of CPU.
    """

    def __init__(self, root: Path, words: tuple[str, ...], *before: Before, function: Any = None) -> None:
        self.words, self.code, self.seconds = words, None, 0.0
        self._out = Path(os.environ.get("TMPDIR", "/tmp")) / f"forked-{os.getpid()}-{time.monotonic_ns()}"  # noqa: S108
        self.pid = os.fork()
        if self.pid == 0:
            self._work(root, before, function)

    def _work(self, root: Path, before: tuple[Before, ...], function: Any) -> None:
        code = 99
        try:
            os.chdir(root)
            for number, ending in ((1, "out"), (2, "err")):
                os.dup2(os.open(f"{self._out}.{ending}", os.O_CREAT | os.O_WRONLY), number)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            sys.argv = ["numerim", *self.words]
            for one in before:
                one()
            if function:
                print(json.dumps(function()))
                code = 0
            else:
                from numerim.cli import main

                main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(code)

    def wait(self, seconds: float = 300.0) -> bool:
        """Whether it ends within so many seconds."""
        until = time.monotonic() + seconds
        while self.code is None:
            ended, status, used = os.wait4(self.pid, os.WNOHANG)
            if ended:
                self.code, self.seconds = os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime
            elif time.monotonic() > until:
                return False
            else:
                time.sleep(0.01)
        return True

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def said(self) -> tuple[str, str]:
        """What it has written to its outputs; asked once."""
        paths = [Path(f"{self._out}.{ending}") for ending in ("out", "err")]
        told = [path.read_text("utf-8", errors="replace") if path.exists() else "" for path in paths]
        for path in paths:
            path.unlink(missing_ok=True)
        return told[0], told[1]


def asked(root: Path, function: Callable[[], Any]) -> Any:
    """What a function gives that a fork runs."""
    child = Child(root, (), function=function)
    child.wait()
    out, err = child.said()
    if child.code:
        raise RuntimeError(err)
    return json.loads(out)


def step_by_step(root: Path, log: Path, kill_at: int = 0) -> Before:
    """Count what a command changes below a folder, by name, into a log; and die before one of these steps."""

    def install() -> None:
        count = [0]
        place = str(root)

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event == "open":
                if not isinstance(arguments[2], int) or not arguments[2] & _WRITES:
                    return
            elif event not in _CHANGES:
                return
            name = os.fspath(arguments[0]) if isinstance(arguments[0], str | os.PathLike) else ""
            if not str(name).startswith(place) and not (name and not str(name).startswith("/")):
                return
            count[0] += 1
            if count[0] == kill_at:
                os.pwrite(number, f"{event} {Path(str(name)).name}".encode(), 0)
                os.kill(os.getpid(), signal.SIGKILL)
            os.pwrite(number, str(count[0]).encode(), 0)

        number = os.open(log, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        sys.addaudithook(hook)

    return install
