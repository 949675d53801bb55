"""Workbooks: xls, xlsx, xlsb, ods. `at:` names a sheet; a workbook of one sheet needs none.

Numbers are told as their cells show them; what is hidden, merged or a formula is read like everything else.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.locator import Places, encoded
from numerim.read.grid import Grid
from numerim.read.rawtable import Opened, RawTable
from numerim.read.sheets import laid_over
from numerim.read.workbook import read_workbook


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the sheets that are declared.

    Raises:
        InputError: it is no workbook that can be read, or a sheet is not declared, or one is that is not there.
    """
    sheets = read_workbook(source.content, source.shown)
    grids = [
        Grid(sheet.name, f"!{encoded(sheet.name)}", Places("sheet"), sheet.cells, sheet.merged) for sheet in sheets
    ]
    return laid_over(grids, layouts, source, "sheet")
