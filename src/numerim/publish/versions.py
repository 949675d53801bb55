"""`versions.json`: the releases of a package, the oldest first, with what vouches for each.

Every entry has `version`; `date`, the day (UTC) on which it was published; `status`, how far the count is; and
`digest`, the SHA-256 of its `SHA256SUMS`. Since numerim 0.3.0 it also has `level`, what kind of difference made it,
`summary`, that difference in a sentence, and `archive`, the path, size and SHA-256 of the whole as one file.

What is decided of a release later stands there, too, and changes none of its bytes: `approved`, by whom and when;
`withdrawn`, by whom, when and why; `left`, since when its folder is not there any more, and the time by which it can be
made again. `certified`, by whom and on what day, is said of the count in the package itself.
"""

import json
import os
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from numerim.errors import InputError
from numerim.schemas.vocabulary import ELECTION_STATUSES

Entry = dict[str, Any]
ANNOUNCED = ".versions.json.unfinished"
"""What `versions.json` will be when the release that is put into its place is there."""

BEHIND = ".catalogue.unfinished"
"""Beside the packages while the catalogue and `numerim.duckdb` do not say yet what the latest release says."""

_VERSION = re.compile(r"\d+\.\d+\.\d+")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def versions(home: Path, name: str = "versions.json") -> list[Entry]:
    """The releases of a package, the oldest first.

    Args:
        home: the folder of the package under `published/`.
        name: the file that lists them.

    Raises:
        InputError: `versions.json` is no such list, or names something outside its folder.
    """
    index = home / name
    if not index.is_file():
        return []
    try:
        listed = list(json.loads(index.read_text(encoding="utf-8"))["versions"])
    except (ValueError, KeyError, TypeError, RecursionError):
        listed = []
    good = [_is_entry(home.name, entry) for entry in listed]
    if not good or not all(good):
        wrong = f"entry {good.index(False) + 1} is not one of a release" if good else "it does not list releases"
        raise InputError(f"{home.parent.name}/{home.name}/{name}", wrong, "Restore the file; numerim alone writes it.")
    return listed


def stands(entry: Entry) -> bool:
    """Whether a release was not withdrawn."""
    return "withdrawn" not in entry


def latest_of(entries: Sequence[Entry]) -> Entry | None:
    """The latest of some releases that was not withdrawn and lies under `published/`; None where there is none."""
    return next((entry for entry in reversed(entries) if stands(entry) and "left" not in entry), None)


def entry_of(package: str, entries: Sequence[Entry], version: str) -> Entry:
    """What is said of a version.

    Raises:
        InputError: there is no such version.
    """
    for entry in entries:
        if entry["version"] == version:
            return entry
    known = ", ".join(entry["version"] for entry in entries)
    raise InputError(f"{package} {version}", "there is no such version", f"Versions: {known}.")


def announced(home: Path) -> Entry | None:
    """The release that a run put into its place, but was cut off before it listed it.

    Args:
        home: the folder of the package under `published/`.

    Returns:
        What `versions.json` would say of it; nothing where there is no such release, or it is not whole.
    """
    try:
        *before, entry = versions(home, ANNOUNCED)
        sums = (home / entry["version"] / "SHA256SUMS").read_bytes()
        whole = f"sha256:{sha256(sums).hexdigest()}" == entry["digest"] and before == versions(home)
    except (ValueError, InputError, OSError):
        return None
    return entry if whole else None


def _is_entry(package: str, entry: Any) -> bool:
    try:
        return _is_whole(package, entry)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def _is_whole(package: str, entry: Entry) -> bool:
    archive = entry.get("archive")
    version = str(entry.get("version"))
    return (
        _VERSION.fullmatch(version) is not None
        and _DIGEST.fullmatch(str(entry.get("digest"))) is not None
        and date.fromisoformat(entry["date"]).isoformat() == entry["date"]
        and entry["status"] in (*ELECTION_STATUSES, "corrected")
        and _is_decided(entry)
        and (
            archive is None
            or (
                archive["path"] == f"{version}/{package}-{version}.zip"
                and _DIGEST.fullmatch(archive["hash"]) is not None
                and isinstance(archive["bytes"], int)
            )
        )
    )


_DECIDED = {
    "approved": ("by", "at"),
    "certified": ("by", "on"),
    "withdrawn": ("by", "at", "because", "title", "tables"),
    "left": ("on", "as_of"),
}
"""What may be said of a release beside its bytes -> what is said of that."""


def _is_decided(entry: Entry) -> bool:
    said = {what: entry[what] for what in _DECIDED if what in entry}
    return all(
        set(one) == set(_DECIDED[what]) and all(isinstance(text, str) and text for text in one.values())
        for what, one in said.items()
    )


def index_of(package: str, entries: list[Entry]) -> dict[str, Any]:
    """What `versions.json` says: the package, its last release that stands (null where none does), and all of them."""
    latest = latest_of(entries)
    return {"package": package, "last_successful": latest and latest["version"], "versions": entries}


def json_text(content: dict[str, Any]) -> str:
    """JSON as the files of a release have it."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def json_lines(value: Any, deep: int, margin: str = "") -> str:
    """JSON in which what lies deeper than so many levels stands on one line."""
    inner = margin + " "
    if deep and value and isinstance(value, dict):
        members = (
            f"{inner}{json.dumps(name, ensure_ascii=False)}: {json_lines(member, deep - 1, inner)}"
            for name, member in value.items()
        )
        return "{\n" + ",\n".join(members) + f"\n{margin}}}"
    if deep and value and isinstance(value, list) and isinstance(value[0], dict):
        return "[\n" + ",\n".join(inner + json_lines(item, deep - 1, inner) for item in value) + f"\n{margin}]"
    return json.dumps(value, ensure_ascii=False)


def today() -> str:
    """The day on which a release is published, in UTC; see `now`."""
    return now()[:10]


def now() -> str:
    """The time, in UTC, to the second: `2026-11-03T21:04:00Z`; `SOURCE_DATE_EPOCH` stands in for the clock.

    Raises:
        InputError: `SOURCE_DATE_EPOCH` is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        time = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError("SOURCE_DATE_EPOCH", f"{epoch!r} is no time", "Write seconds since 1970-01-01.") from None
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def day_after(listed: Sequence[Entry]) -> str:
    """The day on which a release is published that follows others; see `today`.

    Raises:
        InputError: it is before that of the last one: a clock is wrong, and the order of releases would be, too.
    """
    day = today()
    if listed and day < listed[-1]["date"]:
        last = listed[-1]
        problem = f"today is {day} by the clock, and {last['version']} was published on {last['date']}"
        raise InputError("the clock of this machine", problem, "Set it right (or SOURCE_DATE_EPOCH), and run it again.")
    return day
