"""`<package>-<version>.zip`: the whole release as one file, with the same bytes for the same content.

The times inside are the day that the package is of, its members are in the order of their names. The compression is
zlib's, so another zlib may give other bytes of the same content; `versions.json` has the digest of what was published.
"""

import zipfile
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from numerim.publish.draft import Draft
from numerim.publish.formats import Stage
from numerim.publish.forms import ARCHIVE

STAGE: Final[Stage] = "whole"
FORMS: Final = (ARCHIVE,)


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
            member.file_size = path.stat().st_size
            with path.open("rb") as file, archive.open(member, "w") as packed:
                copyfileobj(file, packed, 2**20)


def archive_path(folder: Path, package: str, version: str) -> Path:
    """Where the archive of a release lies."""
    return folder / ARCHIVE.named(package, version)
