"""Files of a source that a pattern names: `precincts/*.csv` stands for each file that is there, by its own name."""

import re
from pathlib import Path

from numerim.declare.declaration import Election
from numerim.declare.sources import SourceFile
from numerim.declare.yamlfile import Lines, line_of
from numerim.errors import InputError

_SHOWN = 12
"""So many names are told of what is there."""


def is_glob(name: str) -> bool:
    """Whether the name of a file is a pattern: has `*`, `?` or `[`."""
    return bool(re.search(r"[*?[]", name.split("!")[0]))


def matches(folder: Path, pattern: str) -> list[str]:
    """The files that a pattern names, from the folder of the election, sorted; none that begins with a dot.

    Args:
        folder: the folder of the election.
        pattern: as shells have it; `**` is any number of folders. What comes after `!`, a member of an archive, is
            kept as it is.
    """
    of, *inside = pattern.split("!", 1)
    paths = (path.relative_to(folder) for path in folder.glob(of) if path.is_file())
    names = sorted(path.as_posix() for path in paths if not any(part.startswith(".") for part in path.parts))
    return ["!".join((name, *inside)) for name in names]


def written_out(election: Election, lines: Lines, folder: Path, shown: str) -> tuple[Election, dict[str, list[str]]]:
    """An election with each file that a pattern names in the place of that, with what is said of it.

    A file that is named itself is what is said of it there.

    Args:
        election: what `election.yml` says.
        lines: where it says that; where it does of each file is added.
        folder: the folder of the election.
        shown: the name of the file in messages.

    Returns:
        That, and each pattern -> the files that it names.

    Raises:
        InputError: a pattern names no file, or one that another names; it leaves the folder, or is of what is fetched.
    """
    found: dict[str, list[str]] = {}
    sources = dict(election.sources)
    for source, one in election.sources.items():
        if not any(map(is_glob, one.files)):
            continue
        apart: dict[str, SourceFile] = {}
        taken: dict[str, str] = {}
        for name, declared in one.files.items():
            if not is_glob(name):
                apart[name] = declared
                continue
            where = ("sources", source, "files", name)
            place = f"{shown}:L{line_of(lines, where)}"
            found[name] = _named(folder, name, declared, place)
            for match in (match for match in found[name] if match not in one.files):
                if match in taken:
                    raise InputError(place, f"{match} is named by {taken[match]!r}, too", "Let one of them name it.")
                taken[match], apart[match] = name, declared
                for key, line in [(key, line) for key, line in lines.items() if key[:4] == where]:
                    lines[(*where[:3], match, *key[4:])] = line
        sources[source] = one.model_copy(update={"files": apart})
    return (election.model_copy(update={"sources": sources}), found) if found else (election, found)


def _named(folder: Path, pattern: str, declared: SourceFile, place: str) -> list[str]:
    if pattern.startswith("/") or ".." in pattern.split("/"):
        raise InputError(place, f"the pattern {pattern!r} leaves the folder of the election", "Move the files there.")
    if declared.fetch or declared.sha256:
        key = "fetch" if declared.fetch else "sha256"
        raise InputError(place, f"{key}: is of one file, and {pattern!r} may name many", "Name each file.")
    try:
        found = matches(folder, pattern)
    except (ValueError, NotImplementedError, OSError, RecursionError) as error:
        problem = f"{pattern!r} is not a pattern: {error}"
        raise InputError(place, problem, "Write it as precincts/*.csv.") from None
    if not found:
        there = matches(folder, "**/*")
        told = ", ".join(there[:_SHOWN]) + (f" and {len(there) - _SHOWN} more" if len(there) > _SHOWN else "")
        raise InputError(place, f"no file is named as {pattern!r}", f"There is: {told}.")
    return found
