"""The files of objections: how they are named, where they lie, and by what they are known."""

import re
from pathlib import Path

from numerim import disk
from numerim.errors import InputError

FOLDER, SUFFIX = "objections", ".yml"
"""Where the objections to an election lie, beside its `election.yml`, and how their names end."""

MOST_BYTES = 32_000
"""So many bytes one has at most."""

_BEGINS = re.compile(rb"""(?:[^\S\n]*(?:#[^\n]*|---[^\S\n]*)?\n)*[^\S\n]*(?:\{\s*)?["']?objection["']?\s*:""")
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def is_objection(path: Path) -> bool:
    """Whether a file is that of an objection: it begins with the key `objection`."""
    if path.suffix not in (SUFFIX, ".yaml", ".json") or not path.is_file():
        return False
    with path.open("rb") as file:
        return _BEGINS.match(file.read(MOST_BYTES)) is not None


def id_of(name: str, shown: str) -> str:
    """The id of an objection: the name of its file, without the ending.

    Raises:
        InputError: the name has other characters than small letters, digits, dashes, dots and underscores.
    """
    bare = name.removesuffix(SUFFIX).removesuffix(".objection")
    if not name.endswith(SUFFIX) or not _NAME.fullmatch(bare) or len(bare) > 100:
        problem = "this is no name of an objection: small letters, digits and dashes, and .yml"
        raise InputError(shown, problem, "Name it such as 2026-11-27-votes-of-vora.yml; the name is its id.")
    return bare


def files_in(folder: Path, shown: str) -> dict[str, bytes]:
    """The objections to an election that lie beside its `election.yml`: the name of each file -> its bytes.

    Args:
        folder: that of the election.
        shown: its name in messages.

    Raises:
        InputError: something else lies there, or a file cannot be read.
    """
    where = folder / FOLDER
    if not where.is_dir():
        return {}
    found = {}
    for path in sorted(where.iterdir()):
        if not path.name.startswith("."):
            place = f"{shown}{FOLDER}/{path.name}"
            id_of(path.name, place)
            found[path.name] = _content(path, place)
    return found


def _content(path: Path, shown: str) -> bytes:
    try:
        return disk.content_of(path, shown)
    except OSError as error:
        raise disk.unreadable(shown, error) from None
