"""`versions.json`: the releases of a package, the oldest first, with what vouches for each.

Every entry has `version`; `date`, the day (UTC) on which it was published; `status`, how far the count is; and
`digest`, the SHA-256 of its `SHA256SUMS`. Since numerim 0.3.0 it also has `level`, what kind of difference made it,
`summary`, that difference in a sentence, and `archive`, the path, size and SHA-256 of the whole as one file.
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
        and (
            archive is None
            or (
                archive["path"] == f"{version}/{package}-{version}.zip"
                and _DIGEST.fullmatch(archive["hash"]) is not None
                and isinstance(archive["bytes"], int)
            )
        )
    )


def index_of(package: str, entries: list[Entry]) -> dict[str, Any]:
    """What `versions.json` says: the package, its last successful release, and all of them."""
    return {"package": package, "last_successful": entries[-1]["version"], "versions": entries}


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
    """The day on which a release is published, in UTC; `SOURCE_DATE_EPOCH` stands in for the clock where it is set.

    Raises:
        InputError: `SOURCE_DATE_EPOCH` is no time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise InputError("SOURCE_DATE_EPOCH", f"{epoch!r} is no time", "Write seconds since 1970-01-01.") from None
    return now.date().isoformat()


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
