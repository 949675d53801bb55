"""Where each page lies, below the folder of its language, and how another page writes that."""

import os
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote


def election_path(package: str) -> str:
    """The page of an election."""
    return f"elections/{package}/index.html"


def place_path(unit: str) -> str:
    """The page of a place."""
    return f"places/{_named(unit)}.html"


def party_path(party: str) -> str:
    """The page of a party."""
    return f"parties/{_named(party)}.html"


def finding_path(package: str, finding: str) -> str:
    """The page of a finding."""
    rule = finding.partition("/")[0]
    return f"elections/{package}/findings/{rule}-{sha256(finding.encode()).hexdigest()[:8]}.html"


def source_path(package: str, name: str) -> str:
    """A page of a file of a source."""
    return f"elections/{package}/sources/{name}"


def linked(path: str, to: str, anchor: str = "") -> str:
    """The address of a page (or of something on it) as another page writes it: relative, so that it works from disk."""
    relative = "" if path == to and anchor else os.path.relpath(to, Path(path).parent.as_posix() or ".")
    return quote(relative, safe="/.-_~") + (f"#{quote(anchor, safe='/.-_~:!,')}" if anchor else "")


def _named(name: str) -> str:
    if name and all(c.isascii() and (c.isalnum() or c in "-_") for c in name):
        return name
    return "-" + sha256(name.encode()).hexdigest()[:12]
