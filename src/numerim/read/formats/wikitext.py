"""Wikitext, as the editors of a wiki write it. `at:` names a table by its caption, or by the heading above it.

A place is that of the page (`page.wiki#table2!R4C2`): the second table of the text, spans counted.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.read.rawtable import Opened, RawTable
from numerim.read.sheets import laid_over
from numerim.read.wikitext import read_wikitext


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the tables that are declared.

    Raises:
        InputError: it is no wikitext that can be read, or a table is not declared, or one is that is not there.
    """
    return laid_over(read_wikitext(source), layouts, source, "table")
