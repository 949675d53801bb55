"""The files of a folder: which are looked at, and which of them are of one election."""

import csv
from collections.abc import Sequence
from pathlib import Path

from numerim.declare.house import House
from numerim.draft.new import FORM, units_of
from numerim.draft.packages import DESCRIPTOR, refuse_folder
from numerim.draft.states import states_of
from numerim.errors import InputError
from numerim.layouts import is_header

_MOST = 12
"""So many files of one folder are compared; of more each is judged by itself, as counts of many days are, but forms."""
_SHARED = 0.5
"""This part of the units of the smaller of two files must stand in both."""
_BEGIN = 65536
"""So many bytes of a file tell whether its columns are of a known layout."""
_LINES = 40
_FORM = 2**20
"""So many bytes has a form at most."""
_NONE: tuple[frozenset[str], str] = (frozenset(), "")
_OURS = ("election.yml", "sources.lock", DESCRIPTOR)


def parts_of(names: Sequence[str]) -> list[str | tuple[str, ...]]:
    """What is judged: files, and several together that say different things of the same units.

    Args:
        names: files, and folders, of which all files are looked at, those of folders in them, too.

    Raises:
        InputError: there is no file in a folder, or it is a package.
    """
    found: list[str | tuple[str, ...]] = []
    for name in names:
        if name == "-" or not Path(name).is_dir():
            found.append(name)
            continue
        refuse_folder(Path(name))
        by_folder: dict[Path, list[Path]] = {}
        for path in sorted(Path(name).rglob("*")):
            hidden = any(part.startswith(".") for part in path.relative_to(name).parts)
            if path.is_file() and not hidden and path.name not in _OURS:
                by_folder.setdefault(path.parent, []).append(path)
        if not by_folder:
            raise InputError(name, "there is no file in this folder", "Name files of results, or a folder of them.")
        for some in by_folder.values():
            found += _together(some)
    return list({str(part): part for part in found}.values())


def _together(paths: Sequence[Path]) -> list[str | tuple[str, ...]]:
    """The files of one folder in their order, those of one election as one where the first of them stands."""
    reference = House(paths[0].parent).reference
    said: dict[Path, tuple[frozenset[str], str]] = {}
    for n, path in enumerate(paths if len(paths) > 1 else ()):
        if len(paths) > _MOST and (path.stat().st_size > _FORM if n == 0 else said.get(paths[0], _NONE)[1] != FORM):
            break
        try:
            said[path] = _NONE if _is_of_layout(path) else units_of(path, reference)
        except InputError:
            continue  # it is told where the file is judged
    groups: list[list[Path]] = []
    for path in paths:
        own = next((group for group in groups if all(_are_one(said, path, other) for other in group)), None)
        if own is None:
            groups.append([path])
        else:
            own.append(path)
    return [tuple(map(str, group)) if len(group) > 1 else str(group[0]) for group in groups]


def _are_one(said: dict[Path, tuple[frozenset[str], str]], one: Path, other: Path) -> bool:
    """Whether two files speak of the same units on the same day, and are not the same table of two counts.

    Two whose names say how far the count was are of one.
    """
    (units, day), (others, day_of_other) = (said.get(path, _NONE) for path in (one, other))
    shared = len(units & others)
    if FORM in (day, day_of_other):
        return day == day_of_other and 0 < 2 * shared >= max(len(units), len(others))
    is_same = shared >= 3 and shared >= _SHARED * min(len(units), len(others))
    if is_same and states_of([one.stem, other.stem]):
        return True
    return is_same and (not day or not day_of_other or day == day_of_other) and _first(one) != _first(other)


def _first(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.readline(_BEGIN)


def _is_of_layout(path: Path) -> bool:
    with path.open("rb") as stream:
        lines = stream.read(_BEGIN).decode("utf-8-sig", "replace").splitlines()[:_LINES]
    return any(is_header(row) for mark in ",;\t|" for row in csv.reader(lines, delimiter=mark))
