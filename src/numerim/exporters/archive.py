"""`<package>-<version>.zip`: the whole release as one file, with the same bytes for the same content.

The times inside are the day that the package is of, its members are in the order of their names. The compression is
zlib's, so another zlib may give other bytes of the same content; `versions.json` has the digest of what was published.
"""

import shutil
import zipfile
from hashlib import file_digest
from pathlib import Path
from typing import Final

from numerim import disk
from numerim.contract import ContractError
from numerim.draft import Draft
from numerim.exporters import Stage
from numerim.versions import Entry

STAGE: Final[Stage] = "whole"


def export(draft: Draft) -> None:
    """Write the archive: every file of the release in a folder of its name."""
    files = sorted(path for path in draft.folder.rglob("*") if path.is_file())
    day = draft.as_of
    target = archive_path(draft.folder, draft.package, draft.version)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            name = f"{target.stem}/{path.relative_to(draft.folder).as_posix()}"
            member = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 3  # Unix, whatever made it
            member.external_attr = 0o644 << 16
            archive.writestr(member, path.read_bytes())


def archive_path(folder: Path, package: str, version: str) -> Path:
    """Where the archive of a release lies."""
    return folder / f"{package}-{version}.zip"


def unpack(home: Path, entry: Entry) -> None:
    """Put the database of a release of numerim before 0.4.0 in its place, from the archive, where it is missing.

    Git does not carry it. Later releases have it in the archive only.

    Args:
        home: the folder of the package.
        entry: what `versions.json` says of the release.

    Raises:
        ContractError: the archive is not the one that was published.
    """
    if "archive" not in entry:
        return
    archive = home / entry["archive"]["path"]
    database = archive.parent / f"{home.name}.duckdb"
    sums = archive.with_name("SHA256SUMS")
    listed = sums.is_file() and f"  {database.name}\n" in sums.read_text(encoding="utf-8")
    if database.is_file() or not archive.is_file() or not listed:
        return
    with archive.open("rb") as file:
        found = file_digest(file, "sha256").hexdigest()
    if f"sha256:{found}" != entry["archive"]["hash"]:
        raise ContractError(f"{archive.name} is not what was published; `numerim verify` names what was touched")
    unfinished = home / disk.beside(database).name
    with zipfile.ZipFile(archive) as packed, unfinished.open("wb") as file:
        shutil.copyfileobj(packed.open(f"{archive.stem}/{database.name}"), file)
    disk.take_place(unfinished, database)
