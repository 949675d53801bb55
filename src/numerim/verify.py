"""Whether what is published is still what was published."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from numerim.house import House
from numerim.shelf import catalogue
from numerim.versions import Entry, index_of, versions


@dataclass(frozen=True)
class Verified:
    """What a look at everything under `published/` came to.

    Attributes:
        releases: how many releases there are.
        files: how many files were read and compared.
        touched: what is not as it was published: the place, and what is wrong with it.
        missing: files that are not here and can be made again from the archive of their release.
    """

    releases: int
    files: int
    touched: list[tuple[str, str]]
    missing: list[str]


def verify(house: House) -> Verified:
    """Compute every digest under `published/` again.

    `versions.json` vouches for the `SHA256SUMS` and the archive of every release, that for all other files. The
    catalogue must be what follows from the releases.
    """
    look = _Look(house)
    for home in sorted(path for path in house.published.iterdir() if path.is_dir()):
        look.package(home)
    if not look.touched:
        look.catalogue()
    return Verified(look.releases, look.files, sorted(look.touched), sorted(look.missing))


class _Look:
    def __init__(self, house: House) -> None:
        self.house = house
        self.releases = 0
        self.files = 0
        self.touched: list[tuple[str, str]] = []
        self.missing: list[str] = []

    def package(self, home: Path) -> None:
        index = home / "versions.json"
        try:
            said = json.loads(index.read_text(encoding="utf-8"))
            entries = versions(home)
            if said != index_of(home.name, entries):
                self._touched(index, "it does not name this package, or another release as the last successful one")
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            self._touched(index, "it is missing or cannot be read")
            return
        for entry in entries:
            self.releases += 1
            self._release(home / entry["version"], entry)
        for folder in sorted(path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")):
            if folder.name not in {entry["version"] for entry in entries}:
                self._touched(folder, "versions.json does not list this release")

    def catalogue(self) -> None:
        for path, text in catalogue(self.house).items():
            self.files += 1
            if not path.is_file():
                self._touched(path, "it is missing; `numerim run` makes it")
            elif path.read_text(encoding="utf-8") != text:
                self._touched(path, "it does not say what the releases say; `numerim run` makes it again")

    def _release(self, folder: Path, entry: Entry) -> None:
        sums = folder / "SHA256SUMS"
        if not sums.is_file():
            self._touched(sums if folder.is_dir() else folder, "it is missing")
            return
        known = {sums}
        self._same(sums, entry["digest"].removeprefix("sha256:"), "versions.json")
        for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, name = line.partition("  ")
            path = folder / name
            known.add(path)
            if path.is_file():
                self._same(path, digest, "SHA256SUMS")
            elif path.suffix == ".duckdb" and "archive" in entry:
                self.missing.append(self.house.shown(path))
            else:
                self._touched(path, "it is missing")
        if archive := entry.get("archive"):
            path = folder.parent / archive["path"]
            known.add(path)
            if path.is_file():
                self._same(path, archive["hash"].removeprefix("sha256:"), "versions.json")
            else:
                self._touched(path, "it is missing")
        else:  # a release of numerim before 0.3.0: its database is not among the bytes it vouches for
            known.add(folder / f"{folder.parent.name}.duckdb")
        for path in self._extra(folder, known):
            self._touched(path, "it is not part of the release")

    def _same(self, path: Path, digest: str, where: str) -> None:
        self.files += 1
        found = sha256(path.read_bytes()).hexdigest()
        if found != digest:
            self._touched(path, f"its SHA-256 is {found[:12]}…, {where} says {digest[:12]}…")

    def _extra(self, folder: Path, known: set[Path]) -> Iterator[Path]:
        return (path for path in folder.rglob("*") if path.is_file() and path not in known)

    def _touched(self, path: Path, what: str) -> None:
        self.touched.append((self.house.shown(path), what))
