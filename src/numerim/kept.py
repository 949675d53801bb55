"""What numerim keeps under `build/`, so that what did not change is not worked on again.

A thing is kept under a key, the digest of all that it was made from, and with the digest of its own bytes: what is cut
off, or was touched, counts as not there. All of it can be deleted at any time. Where nothing can be written nothing is
kept, and nobody is told: it only saves time.
"""

import json
import os
import sys
import time
from contextlib import suppress
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim import disk

_MOST = 3
"""So many of a kind are kept of an election; the oldest go."""

_DEAD = 3600
"""Seconds after which what is unfinished was left by a run that was cut off."""

_READ = (
    "__init__.py",
    "errors.py",
    "disk.py",
    "warehouse.py",
    "reference.py",
    "kept.py",
    "declare",
    "inputs.py",
    "read",
    "schemas",
)
_ROOMS = {"read": _READ, "model": (*_READ, "model")}
"""The rooms that a stage can import, beside which no change of numerim changes what it makes; without the rules."""


def digest(*parts: str | bytes | None) -> str:
    """One digest of several things, each of which may be absent."""
    made = sha256()
    for part in parts:
        one = part.encode() if isinstance(part, str) else part
        made.update(b"-" if one is None else b"%d:" % len(one) + one)
    return made.hexdigest()


@cache
def code(stage: str = "") -> str:
    """A digest of the code that a stage runs: numerim's own, Python, and by name and version all that is installed.

    A file of code is known by its size and when it was last changed, as Python knows it beside its `.pyc`.

    Args:
        stage: `read` or `model`, which rules and what comes later cannot change; all of numerim where absent.
    """
    home, rooms = Path(__file__).parent, _ROOMS.get(stage)
    files = []
    for folder, _, names in os.walk(home, followlinks=True):
        for path in (Path(folder, name) for name in names if name.endswith(".py")):
            parts = path.relative_to(home).parts
            if rooms is None or (parts[0] in rooms and parts[:2] != ("schemas", "rules")):
                seen = path.stat()
                files.append(f"{Path(*parts).as_posix()} {seen.st_size} {seen.st_mtime_ns}")
    return digest(sys.version, *_installed(), *sorted(files))


@cache
def _installed() -> tuple[str, ...]:
    folders = [Path(place) for place in sys.path if place and Path(place).is_dir()]
    return tuple(sorted({one.name for folder in folders for one in folder.iterdir() if one.suffix == ".dist-info"}))


def recall(path: Path) -> Any:
    """What was kept in a file; None where that is not there, or not whole."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head == sha256(body).hexdigest().encode():
            return json.loads(body, object_hook=_from_json)
    except (OSError, ValueError):
        pass
    return None


def remember(path: Path, what: Any) -> None:
    """Keep something that JSON and decimals can say in a file, where that can be written; the oldest beside it go."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, what)
        clear_old(path.parent)


def write(path: Path, what: Any) -> None:
    """Write something that JSON and decimals can say into a file, so that `recall` finds it.

    Raises:
        OSError: it could not be written.
    """
    body = json.dumps(what, default=_to_json, separators=(",", ":")).encode()
    unfinished = disk.beside(path)
    with disk.unfinished(unfinished):
        unfinished.write_bytes(sha256(body).hexdigest().encode() + b"\n" + body)
        unfinished.replace(path)


def made_of(path: Path) -> Path:
    """The file in which the digest of a file, such as a database, is kept."""
    return path.with_name(f"{path.name}.sha256")


def vouch(path: Path) -> None:
    """Keep the digest of a file that is finished."""
    remember(made_of(path), _digest_of(path))


def is_whole(path: Path) -> bool:
    """Whether a file is there with the bytes that it had when it was finished."""
    try:
        said = recall(made_of(path))
        return said is not None and said == _digest_of(path)
    except OSError:
        return False


def clear_old(folder: Path, most: int = _MOST) -> None:
    """Remove all but the latest of what is kept in a folder, and what dead runs left unfinished there."""
    names: dict[str, list[Path]] = {}
    left = []
    for path in folder.iterdir():
        if path.name.startswith("."):
            left += [path] if path.name.startswith(".unfinished-") and _age(path) > _DEAD else []
        else:
            names.setdefault(path.name.partition(".")[0], []).append(path)
    latest = sorted(names, key=lambda name: min(map(_age, names[name])))
    for path in [*left, *(path for name in latest[most:] for path in names[name])]:
        with suppress(FileNotFoundError):  # another process was faster
            disk.clear([path])


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return float("inf")


def _digest_of(path: Path) -> str:
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _to_json(value: Any) -> dict[str, str]:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _from_json(value: dict[str, Any]) -> Any:
    return Decimal(value["$decimal"]) if set(value) == {"$decimal"} else value
