"""Where each page lies, below the folder of its language, and how another page writes that."""

import os
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote


def election_path(package: str) -> str:
    """The page of an election."""
    return f"elections/{package}/index.html"


def contests_path(package: str, race: str, number: int = 1) -> str:
    """A page of all contests of a race."""
    return f"elections/{package}/{race}{'' if number == 1 else f'-page-{number}'}.html"


def findings_path(package: str, number: int = 1) -> str:
    """A page of all findings of a release."""
    return f"elections/{package}/findings{'' if number == 1 else f'-page-{number}'}.html"


def parts_path(package: str, contest: str, unit: str, number: int = 1) -> str:
    """A page of the parts of a contest that lie in a unit."""
    name = f"{_named(unit)}-{sha256(contest.encode()).hexdigest()[:12]}"
    return f"elections/{package}/parts/{name}{'' if number == 1 else f'-page-{number}'}.html"


def chart_path(package: str, name: str) -> str:
    """A chart of an election as a file of its own."""
    return f"elections/{package}/charts/{name}.svg"


def card_path(package: str) -> str:
    """The picture that is shown where the address of an election is shared."""
    return f"elections/{package}/card.png"


def place_path(unit: str) -> str:
    """The page of a place."""
    return f"places/{_named(unit)}.html"


def places_path(number: int = 1) -> str:
    """A page of all places."""
    return f"places{'' if number == 1 else f'-page-{number}'}.html"


def parties_path(number: int = 1) -> str:
    """A page of all parties."""
    return f"parties{'' if number == 1 else f'-page-{number}'}.html"


def party_path(party: str) -> str:
    """The page of a party."""
    return f"parties/{_named(party)}.html"


@lru_cache(200_000)
def finding_path(package: str, finding: str) -> str:
    """The page of a finding."""
    rule = finding.partition("/")[0]
    return f"elections/{package}/findings/{rule}-{sha256(finding.encode()).hexdigest()[:8]}.html"


def source_path(package: str, name: str) -> str:
    """A page of a file of a source."""
    return f"elections/{package}/sources/{name}"


def linked(path: str, to: str, anchor: str = "") -> str:
    """The address of a page (or of something on it) as another page writes it: relative, so that it works from disk."""
    relative = "" if path == to and anchor else _relative(path.rpartition("/")[0], to)
    return f"{relative}#{quote(anchor, safe=_SAFE)}" if anchor else relative


_SAFE = "/.-_~:!,"


@lru_cache(200_000)
def _relative(folder: str, to: str) -> str:
    return quote(os.path.relpath("/" + to, "/" + folder), safe=_SAFE)


def _named(name: str) -> str:
    if name and all(c.isascii() and (c.isalnum() or c in "-_") for c in name):
        return name
    return "-" + sha256(name.encode()).hexdigest()[:12]
