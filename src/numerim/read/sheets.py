"""Which of several tables of a file each entry of `tables:` means, and those that are left."""

from collections.abc import Sequence

from numerim.declare.tables import Layout
from numerim.errors import InputError, nearest
from numerim.read.blocks import divided
from numerim.read.grid import Grid, laid_out
from numerim.read.rawtable import Opened, RawTable


def laid_over(grids: Sequence[Grid], layouts: Sequence[Layout], source: Opened, kind: str) -> list[RawTable]:
    """Every table of a file that is declared, as it is described.

    An entry without `at:` means the only table there is; one with `each:` means all that no other names, and takes
    the name of each for a role. Tables without a filled cell are passed over; all others are declared, or stand under
    `ignore:` of the file with a reason (`"*"`: all others).

    Args:
        grids: the tables of the file.
        layouts: what is declared.
        source: the file.
        kind: what a table is called in messages: a sheet, a table.

    Raises:
        InputError: an entry means no table or several, or a table is neither declared nor ignored.
    """
    filled = [grid for grid in grids if grid.cells.height and grid.cells.width]
    if not filled:
        raise InputError(source.shown, f"no {kind} has anything in it")
    ignored = source.said.ignore
    if source.said.blocks is not None:
        filled, kind = _divided(filled, source.said.blocks, source), "block"
    titles = [grid.title for grid in filled]
    for name in ignored:
        if name != "*" and name not in titles:
            raise InputError(source.place, f"ignore: names a {kind} {name!r}; there is none", nearest(name, titles))
    named = [grid for grid in filled if grid.title in {layout.at for layout in layouts if layout.at}]
    rest = [grid for grid in filled if grid not in named and grid.title not in ignored]
    tables: list[RawTable] = []
    for index, layout in enumerate(layouts):
        if layout.each is not None:
            if not rest:
                raise InputError(source.place, f"each: means no {kind}: every one is named", "Leave it out.")
            tables += [laid_out(grid, layout.of(grid.title), index, source) for grid in rest]
            rest = []
            continue
        hits = [grid for grid in (named if layout.at else rest) if grid.title == layout.at or not layout.at]
        if len(hits) != 1:
            told = f"{len(hits)} {kind}s are" if hits else f"no {kind} is"
            which = f"called {layout.at!r}" if layout.at else "left for an entry without at:"
            listed = ", ".join(repr(title) for title in titles[:20])
            cure = nearest(layout.at, titles) if layout.at else f"Name one under at:; there are {listed}."
            raise InputError(source.place, f"{told} {which} in {source.shown}", cure)
        tables.append(laid_out(hits[0], layout, index, source))
        rest = [grid for grid in rest if grid is not hits[0]]
    if rest and "*" not in ignored:
        listed = ", ".join(repr(grid.title) for grid in rest[:20])
        raise InputError(
            source.shown,
            f"{len(rest)} {kind}{'s are' if len(rest) > 1 else ' is'} not declared: {listed}",
            f"Name each under at: of an entry of tables:, or under ignore: of the file with a reason ({source.place}); "
            'ignore: {"*": reason} means all others.',
        )
    return tables


def _divided(grids: Sequence[Grid], how: str, source: Opened) -> list[Grid]:
    """The blocks of the tables of a file; one that is ignored as a whole stays whole."""
    found = [
        one
        for grid in grids
        for one in ([grid] if grid.title in source.said.ignore else divided(grid, how, alone=len(grids) == 1))
    ]
    if all(one.lines is None for one in found):
        raise InputError(
            source.shown,
            f"no row is a header, as `blocks: {how}` needs: two cells or more with words and no figure",
            f"Leave blocks: out on {source.place}.",
        )
    return found
