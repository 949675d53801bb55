"""What stands under `published/`: the packages as the catalogue lists them, and the files of the catalogue."""

import json
import zipfile
from pathlib import Path
from typing import Any

from numerim import disk
from numerim.declare.house import House
from numerim.declare.settings import read_settings
from numerim.publish.catalogue import File, Listed, render
from numerim.publish.versions import ANNOUNCED, BEHIND, Entry, latest_of, versions

ALL_WITHDRAWN = "No release of this package is here any more. Its versions.json says which were withdrawn, and why."


def listed(house: House) -> list[Listed]:
    """Every package, by name, with its releases and the files of the latest one."""
    homes = sorted(index.parent for index in house.published.glob("*/versions.json"))
    return [_listed(home) for home in homes]


def catalogue(house: House) -> dict[Path, str]:
    """The files of the catalogue as they must be: path -> text."""
    return {house.published / name: text for name, text in render(listed(house), read_settings(house)).items()}


def write_catalogue(house: House) -> None:
    """Bring the files of the catalogue up to date, those that say something else, and clear what dead runs left.

    Raises:
        DiskError: a file could not be written; it is as it was.
    """
    shown = f"{house.shown(house.published)}/"
    with disk.alone(house.published / ".lock"), disk.told(shown):  # the last has seen what others published
        disk.clear([path for path in disk.left_over(house.published) if path.name != BEHIND])
        for home in [path for path in house.published.iterdir() if path.is_dir() and disk.left_over(path)]:
            with disk.alone(home / ".lock", wait=False) as held:
                if held:  # else a run is at work there
                    disk.clear([path for path in disk.left_over(home) if path.name != ANNOUNCED])
        for path, text in catalogue(house).items():
            if not path.is_file() or path.read_bytes() != text.encode():
                with disk.told(house.shown(path), path.with_name(f".{path.name}.unfinished")):
                    disk.write(path, text)


def _listed(home: Path) -> Listed:
    entries = versions(home)
    latest = latest_of(entries)
    former = {entry["version"]: _licences(home / entry["version"]) for entry in entries if entry is not latest}
    if latest is None:
        said = {"title": entries[-1]["withdrawn"]["title"], "description": ALL_WITHDRAWN, "resources": []}
        return Listed(home.name, tuple(entries), said, (), former)
    folder = home / latest["version"]
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    place = f"{home.name}/{folder.name}"
    sizes = _sizes(folder, latest)
    files = [File(f"{place}/{name}", sizes[name], sha256) for name, sha256 in sums.items() if name in sizes]
    if archive := latest.get("archive"):
        files.append(File(f"{home.name}/{archive['path']}", archive["bytes"], archive["hash"].removeprefix("sha256:")))
    files.sort(key=lambda file: file.path)
    return Listed(home.name, tuple(entries), descriptor, tuple(files), former)


def _licences(folder: Path) -> list[dict[str, str]]:
    """The licences of a release, as its descriptor states them."""
    path = folder / "datapackage.json"
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return list(said.get("licenses", []))


def _sizes(folder: Path, entry: Entry) -> dict[str, int]:
    """The sizes of the files of a release; from its archive, because git does not carry all of them."""
    archive = folder.parent / entry["archive"]["path"] if "archive" in entry else None
    if archive is None or not archive.is_file():
        return {p.relative_to(folder).as_posix(): p.stat().st_size for p in folder.rglob("*") if p.is_file()}
    with zipfile.ZipFile(archive) as packed:
        return {info.filename.partition("/")[2]: info.file_size for info in packed.infolist()}
