"""`versions.json`: the releases of a package, the oldest first, with what vouches for each.

Every entry has `version`; `date`, the day (UTC) on which it was published; `status`, how far the count is; and
`digest`, the SHA-256 of its `SHA256SUMS`. Since numerim 0.3.0 it also has `level`, what kind of difference made it,
`summary`, that difference in a sentence, and `archive`, the path, size and SHA-256 of the whole as one file.
"""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


def versions(home: Path) -> list[Entry]:
    """The releases of a package, the oldest first.

    Args:
        home: the folder of the package under `published/`.
    """
    index = home / "versions.json"
    listed: list[Entry] = json.loads(index.read_text(encoding="utf-8"))["versions"] if index.is_file() else []
    return listed


def index_of(package: str, entries: list[Entry]) -> dict[str, Any]:
    """What `versions.json` says: the package, its last successful release, and all of them."""
    return {"package": package, "last_successful": entries[-1]["version"], "versions": entries}


def today() -> str:
    """The day on which a release is published, in UTC; `SOURCE_DATE_EPOCH` stands in for the clock where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return now.date().isoformat()
