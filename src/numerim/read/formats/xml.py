"""XML: lists of things, a row a thing.

`at:` names a list by the names of elements that lead to it, without numbers. Its columns are the values of each thing
and of all that it lies in, named from the top, attributes with `@`: `ElectionResult/Contest/@text`.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.read.lists import declared
from numerim.read.rawtable import Opened, RawTable
from numerim.read.tree import read_xml


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the lists that are declared.

    Raises:
        InputError: it is not XML, has more than can be read, or a list is not declared, or one is that is not there.
    """
    return declared(read_xml(source.content, source.shown, lists=source.said.alone), layouts, source)
