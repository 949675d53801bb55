"""Workbooks: xls, xlsx, xlsb, ods. `at:` names a sheet; a workbook of one sheet needs none.

Numbers are told as their cells show them; what is hidden, merged or a formula is read like everything else.
"""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.locator import Places, encoded
from numerim.read.grid import Grid
from numerim.read.rawtable import Opened, RawTable
from numerim.read.sheets import laid_over
from numerim.read.workbook import Sheet, cell_name, read_workbook


def read(source: Opened, layouts: Sequence[Layout]) -> list[RawTable]:
    """Read the sheets that are declared.

    Raises:
        InputError: it is no workbook that can be read, or a sheet is not declared, or one is that is not there.
    """
    sheets = read_workbook(source.content, source.shown)
    grids = [
        Grid(sheet.name, f"!{encoded(sheet.name)}", Places("sheet"), sheet.cells, sheet.merged, _notes(sheet))
        for sheet in sheets
    ]
    return laid_over(grids, layouts, source, "sheet")


def _notes(sheet: Sheet) -> list[tuple[str, str]]:
    notes = [(note.kind, str(note)) for note in sheet.notes]
    if areas := [area for area in sheet.merged if area.first_row <= sheet.cells.height]:
        first, last = cell_name(*areas[0][:2]), cell_name(*areas[0][2:])
        many = f"{len(areas):,} areas of cells are" if areas[1:] else "an area of cells is"
        notes.append(
            ("merged", f"{many} merged ({first}:{last}{', …' if areas[1:] else ''}): a text stands in each cell")
        )
    return notes
