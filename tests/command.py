"""The command line of numerim in this process: what it prints and its exit code, without what a start costs."""

import contextlib
import gc
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import hypothesis  # noqa: F401 - numerim keeps it from being imported where it is not yet, and pytest needs it

from numerim import cli

WIDE = {"COLUMNS": "160"}


def typed(*arguments: object, cwd: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """`numerim` with these arguments, in a folder, with this on standard input: exit code, and bytes printed."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    words = ["numerim", *map(str, arguments)]
    code = 0
    with (
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", words),
        mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8")),
        mock.patch.dict(os.environ, WIDE),
    ):
        try:
            cli.main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
        finally:
            gc.enable()
    return subprocess.CompletedProcess(words, code, *(stream.buffer.getvalue() for stream in (out, err)))


def started(*arguments: object, cwd: Path, given: bytes = b"", **more: object) -> subprocess.CompletedProcess[bytes]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "numerim", *map(str, arguments)]
    env = {**os.environ, **WIDE}
    return subprocess.run(command, cwd=cwd, input=given, capture_output=True, check=False, env=env, **more)


def as_text(done: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """What was printed as text."""
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())
