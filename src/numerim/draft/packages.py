"""Data Packages that are brought where files of results are asked for: what to name instead."""

from pathlib import Path

from numerim.errors import InputError

DESCRIPTOR = "datapackage.json"
_RESULTS = "data/results.csv"
"""What a package of numerim has of results."""


def refuse_folder(folder: Path) -> None:
    """Refuse a folder that is a package of numerim: most of its tables follow from each other.

    Raises:
        InputError: it is one.
    """
    if (folder / DESCRIPTOR).is_file() and (folder / _RESULTS).is_file():
        cure = f"Name its results: {folder / _RESULTS}. `numerim validate {folder}` checks all of its tables."
        raise InputError(str(folder), "it is a package of numerim, and not a folder of results", cure)


def without_descriptor(path: Path, members: list[str] | None) -> list[str] | None:
    """The members of an archive that may be results.

    Args:
        path: the file.
        members: what it holds; None: it is no archive.

    Raises:
        InputError: the file is a descriptor itself, or holds a package of numerim.
    """
    if path.name == DESCRIPTOR:
        cure = f"Name the tables of the package. `numerim validate {path}` checks them against their schemas."
        raise InputError(str(path), "it is the descriptor of a Data Package, and no file of results", cure)
    for member in members or ():
        folder, _, name = member.rpartition("/")
        if name == DESCRIPTOR and (results := f"{folder}/{_RESULTS}".lstrip("/")) in (members or ()):
            cure = f"Unpack it, and name {results}. `numerim validate {path}` checks all of its tables."
            raise InputError(str(path), "it holds a package of numerim, and no files of results", cure)
    return members and [member for member in members if member.rpartition("/")[2] != DESCRIPTOR]
