"""JSON, and JSON line by line: lists of things, a row a thing.

`at:` names a list by the keys that lead to it, without numbers. Its columns are the values of each thing and of all
that it lies in, named by the keys from the top: `Localities/Candidates/Votes`.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.read.lists import declared
from numerim.read.rawtable import Opened, RawTable
from numerim.read.tree import read_json, read_json_lines


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the lists that are declared.

    Raises:
        InputError: it is not JSON, has more than can be read, or a list is not declared, or one is that is not there.
    """
    by_line = source.shown.split("!")[-1].removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    read_it = read_json_lines if by_line else read_json
    records = read_it(source.content, source.shown, keyed=source.said.keyed, alone=source.said.alone)
    return declared(records, layouts, source)
