"""Whether what is published is still what was published."""

import json
import zipfile
from dataclasses import dataclass
from hashlib import file_digest
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
        if not folder.is_dir():
            self._touched(folder, "it is missing")
            return
        known = {sums}
        whole = folder.parent / entry["archive"]["path"] if "archive" in entry else None
        if whole is None:  # a release of numerim before 0.3.0: its database is not among the bytes it vouches for
            known.add(folder / f"{folder.parent.name}.duckdb")
        else:
            known.add(whole)
        there = whole is not None and self._same(whole, entry["archive"]["hash"], "versions.json")
        intact = self._same(sums, entry["digest"], "versions.json")
        if intact:
            listed = sums.read_text(encoding="utf-8")
        elif whole and there:
            listed = _packed(whole, sums.name)
        else:
            return  # nothing tells what the other files must be
        for line in listed.splitlines():
            digest, _, name = line.partition("  ")
            path = folder / name
            known.add(path)
            if path.suffix == ".duckdb" and whole and not path.is_file():
                self.missing.append(self.house.shown(path))
            else:
                self._same(path, digest, "SHA256SUMS")
        for path in sorted(folder.rglob("*")):
            if path not in known and not path.is_dir():
                self._touched(path, "it is not part of the release")

    def _same(self, path: Path, digest: str, where: str) -> bool:
        """Whether a file is there with its bytes; what is wrong with it is noted."""
        self.files += 1
        if path.is_symlink() or not path.is_file():
            self._touched(path, "it is a link, not a file" if path.is_symlink() else "it is missing")
            return False
        with path.open("rb") as file:
            expected, found = digest.removeprefix("sha256:"), file_digest(file, "sha256").hexdigest()
        if found != expected:
            self._touched(path, f"its SHA-256 is {found[:12]}…, {where} says {expected[:12]}…")
        return found == expected

    def _touched(self, path: Path, what: str) -> None:
        self.touched.append((self.house.shown(path), what))


def _packed(archive: Path, name: str) -> str:
    with zipfile.ZipFile(archive) as packed:
        return packed.read(f"{archive.stem}/{name}").decode()
