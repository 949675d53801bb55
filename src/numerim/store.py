"""The store of inputs: bytes by their digest, and lists that only grow. What lies there is never changed.

An object is a file packed with gzip under the SHA-256 of what it holds, so that the same bytes lie there once. A list
is a file of JSON lines, each of which has the digest of the one before it: what was taken out or written over shows.
"""

import gzip
import json
import os
import re
import zlib
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim import disk
from numerim.errors import InputError

_DIGEST = re.compile("[0-9a-f]{64}")
_TIMES = ("checked", "changed", "failing_since")
_SPOILED = "Put back the folder of snapshots as it was, from a copy."


def put(store: Path, content: bytes) -> str:
    """Keep bytes, unless they are there already; give their SHA-256.

    Raises:
        DiskError: they could not be written.
    """
    digest = sha256(content).hexdigest()
    path = object_path(store, digest)
    if not path.exists():
        unfinished = disk.beside(path)
        with disk.told(f"{store.name}/", unfinished):
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(gzip.compress(content, 6, mtime=0))
            disk.take_place(unfinished, path)
    return digest


def content(store: Path, digest: str) -> bytes:
    """The bytes with a digest.

    Raises:
        InputError: they are not there, or are others.
    """
    path = object_path(store, digest)
    shown = f"{store.name}/{path.relative_to(store).as_posix()}"
    try:
        found = gzip.decompress(path.read_bytes())
    except FileNotFoundError:
        raise InputError(shown, "this snapshot is not there any more", _SPOILED) from None
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(shown, f"this snapshot cannot be read: {error}", _SPOILED) from None
    if sha256(found).hexdigest() != digest:
        raise InputError(shown, "this snapshot has not the bytes that it was kept by", _SPOILED)
    return found


def object_path(store: Path, digest: str) -> Path:
    """Where the bytes with a digest lie."""
    return store / "objects" / digest[:2] / f"{digest[2:]}.gz"


def lines(path: Path) -> list[dict[str, Any]]:
    """What a list has; a last line that was cut off while it was written does not count.

    Raises:
        InputError: a line is not as it was written.
    """
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return []
    found: list[dict[str, Any]] = []
    before = ""
    for number, line in enumerate(whole[: whole.rfind(b"\n") + 1].splitlines(), 1):
        try:
            said = json.loads(line)
            fits = said.pop("before") == before
        except (ValueError, KeyError, AttributeError, TypeError):
            fits, said = False, {}
        if not fits:
            place = f"{_shown(path)}:L{number}"
            raise InputError(place, "this line is not as it was written, or does not follow the one above it", _SPOILED)
        before = sha256(line).hexdigest()
        found.append(said)
    return found


def append(path: Path, said: dict[str, Any]) -> None:
    """Write a line at the end of a list. One process at a time must do so.

    Raises:
        InputError: see `lines`.
        DiskError: it could not be written; the list is as it was.
    """
    lines(path)
    with disk.told(_shown(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b") as file:
            file.seek(0)
            whole = file.read()
            end = whole.rfind(b"\n") + 1
            file.truncate(end)  # what a run that was cut off had begun
            last = whole[:end].splitlines()[-1:]
            line = json.dumps({"before": sha256(last[0]).hexdigest() if last else "", **said}, ensure_ascii=False)
            try:
                file.write(line.encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                file.truncate(end)
                raise


def written(path: Path, said: dict[str, Any]) -> None:
    """Write what is known now in the place of what was known before.

    Raises:
        DiskError: it could not be written; it is as it was.
    """
    unfinished = disk.beside(path)
    with disk.told(_shown(path), unfinished):
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        disk.take_place(unfinished, path)


def known(path: Path) -> dict[str, Any]:
    """What `written` wrote; nothing, where that is not there.

    Raises:
        InputError: it is not as it was written.
    """
    try:
        said = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise InputError(_shown(path), "it is not as it was written", _SPOILED)
    return said


def looked(path: Path) -> dict[str, dict[str, Any]]:
    """What is known of files that are fetched: of each, when it was looked at, and its latest good snapshot.

    Raises:
        InputError: it is not as it was written.
    """
    said = known(path)
    if not all(_is_look(one) for one in said.values()):
        raise InputError(_shown(path), "it is not as it was written", _SPOILED)
    return said


def _is_look(one: Any) -> bool:
    try:
        good, sent, problem = one.get("good"), one.get("sent") or {}, one.get("problem") or ""
        times = [datetime.fromisoformat(one[key]) for key in _TIMES if one.get(key)]
        if good and not (_DIGEST.fullmatch(good["sha256"]) and isinstance(good["length"], int)):
            return False
    except (AttributeError, KeyError, TypeError, ValueError):
        return False
    return isinstance(sent, dict) and isinstance(problem, str) and all(time.tzinfo for time in times)


def good(path: Path) -> dict[str, dict[str, Any]]:
    """Of what is known of files that are fetched, the latest good snapshot of each that has one; see `looked`."""
    return {name: one["good"] for name, one in looked(path).items() if one.get("good")}


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
