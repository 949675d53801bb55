"""What an argument of the command line names."""

import re
from pathlib import Path

_FILE = re.compile(r"\.(csv|tsv|tab|txt|gz|psv|json|xml|xlsx?|ods|ya?ml|parquet|html?|pdf)$", re.IGNORECASE)


def is_file(name: str) -> bool:
    """Whether an argument names a file, and not an election: it is there, or has a slash or the ending of a file."""
    return name == "-" or "/" in name or bool(_FILE.search(name)) or Path(name).is_file()
