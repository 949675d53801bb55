"""Pages of the web. `at:` names a table by its caption, or by the heading above it; a page of one needs none.

Text is what a reader of the page sees; a table may span rows and columns, and lie in another.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.read.page import read_page
from numerim.read.rawtable import Opened, RawTable
from numerim.read.sheets import laid_over


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the tables that are declared.

    Raises:
        InputError: it is no page that can be read, or a table is not declared, or one is that is not there.
    """
    return laid_over(read_page(source), layouts, source, "table")
