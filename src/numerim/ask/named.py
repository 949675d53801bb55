"""What an argument of the command line names."""

import re
from pathlib import Path

_FILE = re.compile(r"\.(csv|tsv|tab|txt|gz|psv|json|xml|xlsx?|ods|ya?ml|parquet|html?|pdf)$", re.IGNORECASE)


def as_election(name: str) -> str:
    """The id of the election whose folder, or `election.yml`, a path leads to; any other argument as it is.

    Raises:
        InputError: there is an `election.yml`, but it is none of the elections that can be named here.
    """
    path = Path(name)
    folder = path.parent if path.name == "election.yml" else path
    if name == "-" or not (folder / "election.yml").is_file():
        return name
    from numerim.declare.house import find_house
    from numerim.errors import InputError

    try:
        known = find_house().elections().get(folder.resolve().name)
    except InputError:
        known = None
    if known and known.parent.resolve() == folder.resolve():
        return known.parent.name
    raise InputError(
        str(folder / "election.yml"),
        "this election lies in no raw/<country>/<election>/ of the folder you are in",
        f"Move {folder} there and name it (numerim check {folder.resolve().name}), or go to the folder whose raw/ "
        "holds it. Its files by themselves: name them.",
    )


def is_folder(name: str) -> bool:
    """Whether an argument names a folder of files, and not an election."""
    if not Path(name).is_dir():
        return False
    from numerim.declare.house import find_house
    from numerim.errors import InputError

    try:
        return name not in find_house().elections()
    except InputError:
        return True


def is_to_be_read(name: str) -> bool:
    """Whether an argument names a file or a folder of files, and not an election."""
    return is_file(name) or is_folder(name)


def is_file(name: str) -> bool:
    """Whether an argument names a file, and not an election: it is there, or has a slash or the ending of a file."""
    return name == "-" or ("/" in name and not Path(name).is_dir()) or bool(_FILE.search(name)) or Path(name).is_file()
