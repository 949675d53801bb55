"""What a person sees of a flow that is run by hand: our own lines, and none of Prefect's.

Prefect, its temporary API server and SQLite write logs to standard output and standard error, some of them while
Python ends. `main` sends both to `build/logs/` and only then imports Prefect; the terminal is kept for our own lines.
"""

import os
import sys
import traceback
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

from rich.console import Console

from numerim import disk
from numerim.declare.house import House, find_house
from numerim.errors import DiskError, InputError

_SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
}
_USAGE = """usage: python -m numerim.flows.{name} [ELECTION…]

{about}
Elections are folders under raw/; all of them where none is named."""

_console: Console | None = None
_errors: TextIO | None = None


def console() -> Console:
    """The terminal of a run by hand; nowhere, where a flow runs on a schedule."""
    return _console or Console(quiet=True)


def say(line: str) -> None:
    """Tell a person how far a run is."""
    console().print(line, highlight=False, markup=False)


def complain(lines: str) -> None:
    """Tell a person what went wrong, on standard error."""
    print(f"numerim: {lines}", file=_errors or sys.stderr)


def main(name: str, about: str) -> int:
    """Run a flow for a person; the elections are on the command line.

    Args:
        name: the module of the flow; it has a function `by_hand(house, elections) -> exit code`.
        about: what it does, for `--help`.

    Returns:
        The exit code: 2 for wrong input, 3 where something failed that should not have, else that of `by_hand`.
    """
    named = sys.argv[1:]
    if any(word in ("-h", "--help") for word in named):
        print(_USAGE.format(name=name, about=about))
        return 0
    try:
        if find_spec("prefect") is None:
            raise InputError(
                "the schedule",
                "Prefect is not installed",
                "Install numerim[schedule], or publish without Prefect: numerim release ELECTION.",
            )
        house = find_house()
        for election in named:
            house.election_file(election)
    except InputError as error:
        print(f"numerim: {error}", file=sys.stderr)
        return 2
    log = house.build / "logs" / f"{name}.log"
    errors = _take_terminal(log, house)
    say(f"numerim: starting Prefect (its log: {house.shown(log)})")
    try:
        return int(import_module(f"numerim.flows.{name}").by_hand(house, named or list(house.elections())))
    except InputError as error:
        print(f"numerim: {error}", file=errors)
        return 2
    except DiskError as error:
        print(f"numerim: {error}", file=errors)
        return 3
    except KeyboardInterrupt:
        print("numerim: stopped", file=errors)
        return 130
    except Exception as error:
        if number := disk.refusal(error):
            print(f"numerim: something could not be written: {os.strerror(number)}", file=errors)
            return 3
        traceback.print_exc()
        reason = str(error).partition("\n")[0] or type(error).__name__
        print(f"numerim: this should not have failed: {reason}\n  All of it is in {house.shown(log)}.", file=errors)
        return 3
    finally:
        errors.flush()


def _take_terminal(log: Path, house: House) -> TextIO:
    """Keep the terminal for our own lines and send all else to a log; give what is left of standard error."""
    global _console, _errors
    for setting, value in {**_SETTINGS, "PREFECT_HOME": str(house.build / "prefect")}.items():
        os.environ.setdefault(setting, value)
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    terminal = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    errors = os.fdopen(os.dup(2), "w", encoding="utf-8", buffering=1)
    with log.open("wb") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    _console, _errors = Console(file=terminal), errors
    return errors
