"""Whether tables lie beneath each other in a sheet, a page or a text, or one table goes on from page to page."""

from collections.abc import Sequence

import polars as pl

from numerim.locator import Places
from numerim.read.blocks import Block, blocks_of, divided
from numerim.read.grid import Grid

_ALIKE = 0.5
"""In so many of its rows a block must have figures."""


def how_of(grid: Grid) -> str | None:
    """What `blocks:` has to say of a grid; None where it is one table with one header.

    Headers of blocks are alike: each has a cell that the first has in the same place. Titles stand above them, or else
    in their first cells; a table whose header only stands again goes on.
    """
    if grid.cells.height < 4 or grid.cells.width < 2:
        return None
    above = blocks_of(grid, "above")
    if not above or not _alike(above):
        return None
    if len(above) > 1 and all(block.above for block in above):
        return "above"
    again = blocks_of(grid, "again")
    if len(again) == 1:
        return "again" if _goes_on(again[0]) else None
    corner = blocks_of(grid, "corner")
    if len({block.title for block in corner}) == len(corner) > 1 and sum(bool(block.above) for block in above) < 2:
        return "corner"
    return "above" if sum(bool(block.above) for block in above) > 1 else None


def _goes_on(block: Block) -> bool:
    """Whether its header stands in several places."""
    aside = {row for some in block.aside.values() for row in some}
    return any(min(block.body) < row < max(block.body) for row in aside) if block.body else False


def _alike(blocks: Sequence[Block]) -> bool:
    """Whether headers have a cell that that of the first block has in the same place, but for their first."""
    first = {(cell, text) for row in blocks[0].names for cell, text in row}
    words = {text for _, text in first}
    for block in blocks[1:]:
        names = {text for row in block.names for _, text in row}
        if not names & words:
            return False
    return True


def grid_of_rows(rows: Sequence[tuple[int, Sequence[str]]]) -> Grid:
    """Rows with their lines as a grid."""
    height, width = max((line for line, _ in rows), default=0), max((len(row) for _, row in rows), default=0)
    cells: list[list[str | None]] = [[None] * height for _ in range(width)]
    for line, row in rows:
        for i, text in enumerate(row):
            cells[i][line - 1] = text or None
    frame = pl.DataFrame({f"c{i}": pl.Series(one, dtype=pl.String) for i, one in enumerate(cells)})
    return Grid("", "", Places(), frame)


def blocks_in(grids: Sequence[Grid]) -> tuple[str | None, list[Grid]]:
    """What `blocks:` has to say of the sheets or tables of a file, and what these are then.

    Where one says `above` and another `again`, titles stand above; a table of one block is that by any.
    """
    grids = [grid for grid in grids if grid.cells.height and grid.cells.width]
    told = [how for grid in grids if (how := how_of(grid))]
    if not told:
        return None, grids
    how = next((one for one in ("corner", "above") if one in told), "again")
    return how, [one for grid in grids for one in divided(grid, how, alone=len(grids) == 1)]
