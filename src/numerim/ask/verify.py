"""Whether what is published is still what was published."""

import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from numerim import disk
from numerim.declare.house import House
from numerim.declare.settings import NAME, read_settings
from numerim.errors import InputError
from numerim.publish import library
from numerim.publish.listing import aside
from numerim.publish.shelf import catalogue
from numerim.publish.signature import public_keys, signature_of, wrong_signature
from numerim.publish.versions import ANNOUNCED, BEHIND, Entry, announced, index_of, json_text, stands, versions

if TYPE_CHECKING:
    from minisign import PublicKey


@dataclass(frozen=True)
class Verified:
    """What a look at everything under `published/` came to.

    Attributes:
        releases: how many releases there are.
        files: how many files were read and compared.
        touched: what is not as it was published: the place, and what is wrong with it.
        missing: files that are not here and can be made again from the archive of their release.
        left_over: what a run that was cut off has left, or one that is at work now has there.
        signed: how many releases have a signature that was checked and holds.
        unsigned: releases without a signature, where a key is declared.
        unchecked: releases with a signature, where none is.
    """

    releases: int
    files: int
    touched: list[tuple[str, str]]
    missing: list[str]
    left_over: list[str]
    signed: int
    unsigned: list[str]
    unchecked: list[str]


def verify(house: House, public_key: str | None = None) -> Verified:
    """Compute every digest under `published/` again.

    `versions.json` vouches for the `SHA256SUMS` and the archive of every release, and these for all other files. What
    `versions.json` itself says of a release must be what its `diff.json` says. The catalogue, and
    `numerim.duckdb` where it is, must be what follows from the releases. Signatures are checked by the keys that
    `numerim.yml` declares, or by one that is given; then every release must have one.

    Args:
        house: where things lie.
        public_key: a public key of minisign, or its file.
    """
    said, where = ([public_key], "--public-key") if public_key else (read_settings(house).minisign_public_key, NAME)
    look = _Look(house, public_keys(said, where), must_be_signed=public_key is not None)
    for path in sorted(house.published.iterdir()):
        listed = (path / "versions.json").exists() or (path / ANNOUNCED).exists()
        if path.is_dir() and not path.is_symlink() and listed:
            look.package(path)
    look.left()
    look.catalogue()
    look.database()
    look.strangers()
    return Verified(
        look.releases,
        look.files,
        sorted(look.touched),
        sorted(look.missing),
        sorted(look.left_over),
        look.signed,
        look.unsigned,
        look.unchecked,
    )


_GONE = "the release is missing"


class _Look:
    def __init__(self, house: House, keys: Sequence["PublicKey"], *, must_be_signed: bool) -> None:
        self.house = house
        self.keys = keys
        self.must_be_signed = must_be_signed
        self.signed = 0
        self.unsigned: list[str] = []
        self.unchecked: list[str] = []
        self.releases = 0
        self.files = 0
        self.known = {house.analysts_database}
        self.touched: list[tuple[str, str]] = []
        self.missing: list[str] = []
        self.left_over: list[str] = []

    def package(self, home: Path) -> None:
        index = home / "versions.json"
        self.known.add(index)
        try:
            entries = versions(home)
        except InputError as error:
            self.known |= set(home.rglob("*"))  # nothing tells what they must be
            self._touched(index, error.problem)
            return
        if entries and index.read_text(encoding="utf-8") != json_text(index_of(home.name, entries)):
            self._touched(index, "it does not name this package, or is written otherwise")
        for number, entry in enumerate(entries):
            folder = home / entry["version"]
            self.releases += 1
            if stands(entry) and "left" not in entry:
                self._release(folder, entry, entries[:number])
                continue
            if folder.is_dir():  # it was to leave, and a crash came in between
                self.known |= {folder, *folder.rglob("*")}
                self.left_over.append(self.house.shown(folder))
            self._elsewhere(home.name, entry, entries[:number])
        if unlisted := announced(home):
            self._release(home / unlisted["version"], unlisted, entries)
            self.left_over.append(self.house.shown(home / unlisted["version"]))

    def _elsewhere(self, package: str, entry: Entry, before: Sequence[Entry]) -> None:
        """A release that is not under `published/` any more: it was withdrawn, or can be made again."""
        folder = aside(self.house, package, entry["version"])
        if not stands(entry) and folder.is_dir():
            self._release(folder, entry, before)
            found = [path for path in folder.rglob("*") if path not in self.known and path.is_file()]
            self.touched += [(self.house.shown(path), "it is not part of what was published") for path in found]
        elif not stands(entry):
            self.missing.append(f"{package} {entry['version']}, which was withdrawn")

    def left(self) -> None:
        """What has the name of something that is not finished; a package has it in its own folder only."""
        published, unlisted = self.house.published, self.house.unlisted
        for path in (path for folder in unlisted.glob("*") for path in disk.left_over(folder)):
            self.left_over.append(self.house.shown(path))
        for folder in [published, *(path for path in published.iterdir() if path.is_dir() and not path.is_symlink())]:
            for path in disk.left_over(folder):
                self.known |= {path, *path.rglob("*")}
                self.left_over.append(self.house.shown(path))

    def catalogue(self) -> None:
        basis = ("versions.json", "SHA256SUMS", "datapackage.json", ".zip")
        if any(place.endswith(basis) or what == _GONE for place, what in self.touched):
            files = {}  # what it must say follows from files that are not what they were
            self.known |= {
                path for depth in ("*", "*/*") for path in self.house.published.glob(depth) if path.is_file()
            }
        else:
            files = catalogue(self.house)
        behind = (self.house.published / BEHIND).is_file()
        for path, text in files.items():
            self.known.add(path)
            self.files += 1
            if not self.releases and not os.path.lexists(path):
                continue  # it comes with the first release
            if path.is_symlink() or (not path.is_file() and not behind):
                self._touched(path, "it is missing; `numerim run` makes it")
            elif not behind and path.read_bytes() != text.encode():
                self._touched(path, "it does not say what the releases say; `numerim run` makes it again")

    def database(self) -> None:
        """`numerim.duckdb`, which is made anew on every machine, against the releases."""
        path = self.house.analysts_database
        behind = (self.house.published / BEHIND).is_file()
        if path.is_file() and not self.touched and not behind and not library.says_what_releases_say(self.house):
            self._touched(path, "it does not say what the releases say; remove it, and `numerim run` makes it again")

    def strangers(self) -> None:
        """Whatever lies under `published/` and belongs to nothing."""
        known = self.known | set(self.house.published.rglob(".lock"))
        kept = {folder for path in known for folder in path.parents}
        found: list[Path] = []
        for path in sorted(self.house.published.rglob("*")):
            belongs = path in known or (path in kept and not path.is_symlink())
            if not belongs and not any(folder in found for folder in path.parents):
                found.append(path)
                self._touched(path, "it is not part of what was published")

    def _release(self, folder: Path, entry: Entry, before: Sequence[Entry]) -> None:
        if folder.is_symlink() or not folder.is_dir():
            self._touched(folder, _GONE)
            return
        sums = folder / "SHA256SUMS"
        whole = folder.parent / entry["archive"]["path"] if "archive" in entry else None
        there = whole is not None and self._same(whole, entry["archive"]["hash"], "versions.json")
        intact = self._same(sums, entry["digest"], "versions.json")
        listed = sums.read_text(encoding="utf-8") if intact else ""
        if whole and there and (packed := _packed(whole, sums.name)) != listed:
            if intact:
                self._touched(whole, "it does not hold the SHA256SUMS that versions.json vouches for")
            listed = packed
        self._signature(sums, whole if there else None)
        if whole is None:  # a release of numerim before 0.3.0: its database is not among the bytes it vouches for
            self.known.add(folder / f"{folder.parent.name}.duckdb")
        if not listed:
            self.known |= set(folder.rglob("*"))  # nothing tells what they must be
        same = set()
        for line in listed.splitlines():
            digest, _, name = line.partition("  ")
            path = folder / name
            if path.suffix == ".duckdb" and whole and not path.exists():
                self.missing.append(self.house.shown(path))
            elif self._same(path, digest, "SHA256SUMS"):
                same.add(name)
        if whole and there and whole.stat().st_size != entry["archive"]["bytes"]:
            self._touched(folder.parent / "versions.json", f"it does not say how long {whole.name} is")
        if intact and "level" in entry and "diff.json" in same:
            said = json.loads((folder / "diff.json").read_text(encoding="utf-8"))
            told = {"to": entry["version"], "level": entry["level"], "summary": entry["summary"]}
            wrong = any(said.get(name) != value for name, value in told.items())
            if wrong or said.get("from") not in _may_follow(before):
                self._touched(
                    folder.parent / "versions.json", f"it does not say of {folder.name} what its diff.json says"
                )

    def _signature(self, sums: Path, whole: Path | None) -> None:
        """The signature of a release: as its archive has it, and made with a key that is declared."""
        path, folder = signature_of(sums), sums.parent
        release = self.house.shown(folder)
        packed = _packed(whole, path.name) if whole else ""
        if path.is_symlink() or not path.is_file():
            if packed:
                self._touched(path, "it is missing; the archive of the release has it")
            elif self.must_be_signed:
                self._touched(path, "it is missing: the release is not signed")
            elif self.keys:
                self.unsigned.append(release)
            return
        self.files += 1
        self.known.add(path)
        if packed and path.read_text("utf-8", errors="replace") != packed:
            self._touched(path, "it is not the signature that the archive of the release has")
        elif not self.keys:
            self.unchecked.append(release)
        elif wrong := wrong_signature(sums, folder.parent.name, folder.name, self.keys):
            self._touched(path, wrong)
        else:
            self.signed += 1

    def _same(self, path: Path, digest: str, where: str) -> bool:
        """Whether a file is there with its bytes; what is wrong with it is noted."""
        self.files += 1
        self.known.add(path)
        link = path.is_symlink() or path.parent.is_symlink()
        if link or not path.is_file():
            self._touched(path, "it is a link, or in one" if link else "it is missing")
            return False
        with path.open("rb") as file:
            expected, found = digest.removeprefix("sha256:"), file_digest(file, "sha256").hexdigest()
        if found != expected:
            self._touched(path, f"its SHA-256 is {found[:12]}…, {where} says {expected[:12]}…")
        return found == expected

    def _touched(self, path: Path, what: str) -> None:
        self.touched.append((self.house.shown(path), what))


def _may_follow(before: Sequence[Entry]) -> list[str | None]:
    """The versions that a release may follow: the one before it, or an earlier one or none where that was withdrawn."""
    found: list[str | None] = []
    for entry in reversed(before):
        found.append(entry["version"])
        if stands(entry) and "left" not in entry:
            return found
    return [*found, None]


def _packed(archive: Path, name: str) -> str:
    """A file of an archive as text; empty where it has none of that name."""
    with zipfile.ZipFile(archive) as packed:
        member = f"{archive.stem}/{name}"
        return packed.read(member).decode() if member in packed.namelist() else ""
