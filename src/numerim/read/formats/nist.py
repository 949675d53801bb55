"""Reports of election results after NIST SP 1500-100, version 1 and 2, as JSON or XML.

The format says what it means: its tables have columns that are named like roles, and `tables:` may be left out. An
office is called by the letters and digits of its title: `US President (VT)` is `us-president-vt`.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.read.meant import tables_of
from numerim.read.nist import read_nist
from numerim.read.rawtable import Opened, RawTable

MEANS = read_nist
"""Its tables need no declaration: what it means, from the bytes of a file and its path in messages."""


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read its tables.

    Raises:
        InputError: it is of another format, or states nothing, or one of its tables is neither declared nor ignored.
    """
    return tables_of(read_nist(source.content, source.shown), layouts, source)
