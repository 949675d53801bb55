"""A package that lies in a folder of a zip file, as most hosts pack one: unpacked for as long as it is judged."""

import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from numerim import disk
from numerim.errors import InputError

DESCRIPTOR = "datapackage.json"


@contextmanager
def unpacked(source: Any) -> Iterator[Any]:
    """The descriptor of such a package, or the source as it is: stock unpacks what has its descriptor at the top.

    Raises:
        InputError: the file has several packages, is locked or broken, or needs more room than there is.
    """
    if (
        isinstance(source, str)
        and source.endswith(".zip")
        and Path(source).is_file()
        and not zipfile.is_zipfile(source)
    ):
        raise InputError(source, "it is no zip file, or is cut off", "Is it whole? Fetch it again.")
    found = _descriptors(source)
    if not found or DESCRIPTOR in found:
        yield source
        return
    if len(found) > 1:
        listed = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
        raise InputError(source, f"it holds {len(found):,} packages: {listed}", "Unpack it, and name one of them.")
    with tempfile.TemporaryDirectory(prefix=disk.mine()) as folder:
        _unpack(source, folder)
        yield str(Path(folder) / found[0])


def _descriptors(source: Any) -> list[str]:
    """The descriptors in a zip file that lie least deep; none where it is none, or broken."""
    if not isinstance(source, str) or not Path(source).is_file() or not zipfile.is_zipfile(source):
        return []
    try:
        with zipfile.ZipFile(source) as archive:
            names = [name for name in archive.namelist() if name.split("/")[-1] == DESCRIPTOR]
    except (zipfile.BadZipFile, OSError, ValueError):
        return []
    names = [name for name in names if not name.startswith("__MACOSX/")]
    least = min((name.count("/") for name in names), default=0)
    return sorted(name for name in names if name.count("/") == least)


def _unpack(source: str, folder: str) -> None:
    try:
        with zipfile.ZipFile(source) as archive:
            needed, free = sum(one.file_size for one in archive.infolist()), shutil.disk_usage(folder).free
            if needed > free:
                problem = f"unpacked it has {needed / 1e9:,.1f} GB, and {free / 1e9:,.1f} GB are free in {folder}"
                raise InputError(source, problem, "Make room, or set TMPDIR to a folder with more.")
            archive.extractall(folder)
    except RuntimeError:
        raise InputError(source, "it is locked with a password", "Unpack it, and name its folder.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(source, f"the archive cannot be read: {error}", "Is it whole? Fetch it again.") from None
