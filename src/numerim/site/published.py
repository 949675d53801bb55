"""All that pages are made of, and where each page lies."""

import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from numerim import disk
from numerim.declare.house import House
from numerim.publish import library
from numerim.site.freshness import Freshness
from numerim.site.parts import Parts
from numerim.site.release import Contest, Release, read_release
from numerim.site.sources import Sources


@dataclass(frozen=True)
class Page:
    """A page to be written, in one language.

    Attributes:
        path: where, below the folder of the language.
        template: what it looks like.
        title: what it is about.
        says: what the template puts into it.
        of: the packages that it is made of, and `looks(package)` where it tells how new they are.
    """

    path: str
    template: str
    title: str
    says: dict[str, Any]
    of: tuple[str, ...]


@dataclass(frozen=True)
class Drawing:
    """A picture beside a page.

    Attributes:
        path: where, below the folder of the language.
        content: the file.
        of: the packages that it is made of.
    """

    path: str
    content: bytes
    of: tuple[str, ...]


def looks(package: str) -> str:
    """What a page is made of that tells when the sources of a package were looked at last."""
    return f"{package} looks"


DATABASE = "data/lean.duckdb.gz"
"""Where the database lies that browsers load."""


class Site:
    """The latest releases of every package, newest election first."""

    def __init__(self, house: House, base_url: str = "", has_sql: bool = False) -> None:
        """Read what is published.

        Args:
            house: where things lie.
            base_url: the address that the site will have; empty where that is not known.
            has_sql: whether it has a page for questions in SQL.
        """
        self.house = house
        self.has_sql = has_sql
        self.base_url = base_url.rstrip("/")
        releases = [read_release(folder) for folder in library.latest_releases(house).values()]
        self.releases = sorted(releases, key=lambda one: (self.held_on(one), one.name), reverse=True)
        self.parts = {release.name: Parts(release) for release in self.releases}
        self.sources = {release.name: Sources(release) for release in self.releases}
        self.fresh = {release.name: Freshness(house, release) for release in self.releases}

    @cached_property
    def database(self) -> bytes:
        """The published database as browsers load it, packed."""
        with TemporaryDirectory(prefix=disk.mine()) as folder:
            path = Path(folder) / "lean.duckdb"
            library.build_lean(self.house, path)
            return gzip.compress(path.read_bytes(), 6, mtime=0)

    @property
    def questions(self) -> Path:
        """Questions in SQL with what is said of them, if the house has any."""
        return self.house.root / "docs" / "sql.md"

    def held_on(self, release: Release) -> Any:
        """The day of the election that a package is named after."""
        return next(iter(release.elections.values()))["held_on"]

    @cached_property
    def at_place(self) -> dict[str, list[tuple[Release, list[Contest]]]]:
        """The contests of each place, by package."""
        found: dict[str, list[tuple[Release, list[Contest]]]] = defaultdict(list)
        for release in self.releases:
            here: dict[str, list[Contest]] = defaultdict(list)
            for contest in release.contests:
                here[contest.unit_id].append(contest)
            for unit, contests in here.items():
                contests.sort(key=lambda one: (-one.held_on.toordinal(), one.kind == "list", one.office, one.round))
                found[unit].append((release, contests))
        return found

    @cached_property
    def with_party(self) -> dict[str, list[tuple[Release, list[Contest]]]]:
        """The contests in which each party stood, by package."""
        found: dict[str, list[tuple[Release, list[Contest]]]] = defaultdict(list)
        for release in self.releases:
            here: dict[str, list[Contest]] = defaultdict(list)
            for contest in release.contests:
                for party in dict.fromkeys(one.party_id for one in contest.selections if one.party_id):
                    here[party].append(contest)
            for party, contests in here.items():
                found[party].append((release, contests))
        return found
