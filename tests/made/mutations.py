"""Slips of those who type, copy and print tables: one at a time."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tests.made import cell_slips, decided_slips, row_slips
from tests.made.cell_slips import Slip, of_cell
from tests.made.elections import Made
from tests.made.oracle import Cell, claims


@dataclass(frozen=True)
class Spoilt:
    """An election with one slip.

    Attributes:
        made: the election as it is now printed.
        right: the cells that are wrong -> what they should be, that of the slip first, then what followed from it;
            empty where rows were moved about.
        broken: what the oracle finds broken; empty where nothing on paper can show the slip.
        covered: how many exact relations of the cell that slipped are broken; another paper that prints it is one.
    """

    made: Made
    right: Mapping[Cell, str]
    broken: frozenset[str]
    covered: int


def spoil(made: Made, slip: Slip, chance: random.Random) -> Spoilt | None:
    """Make one slip; None where the election offers no opportunity for it."""
    done = slip(made, chance)
    if done is None:
        return None
    rows, right = done
    broken = [claim for claim in claims(made.recipe, rows) if not claim.holds]
    slipped = next(iter(right), None)
    covered = sum(1 for claim in broken if claim.exact and slipped in claim.cells) + len(made.elsewhere)
    names = {claim.name for claim in broken} | ({"another paper"} if made.elsewhere else set())
    return Spoilt(replace(made, rows=rows), right, frozenset(names), covered)


MUTATIONS: dict[str, Slip] = {
    "a digit replaced": of_cell(cell_slips.replaced),
    "a digit dropped": of_cell(cell_slips.dropped),
    "a digit doubled": of_cell(cell_slips.doubled),
    "two digits swapped": of_cell(cell_slips.swapped),
    "a separator misread": of_cell(cell_slips.point),
    "a zero": of_cell(cell_slips.zero),
    "one source of three wrong": of_cell(cell_slips.replaced),
    "a cell withheld": cell_slips.withheld,
    "men or women partial": cell_slips.partial_count,
    "a share worked out from the slip": cell_slips.share_from_slip,
    "digits exchanged with the neighbour": cell_slips.digits_exchanged,
    "two cells swapped": cell_slips.cells_swapped,
    "a row dropped": row_slips.row_dropped,
    "a row doubled": row_slips.row_doubled,
    "a row copied": row_slips.row_copied,
    "a row shifted": row_slips.row_shifted,
    "a row credited to the neighbour": row_slips.credited,
    "a total among its parts": row_slips.total_among_parts,
    "an undeclared total": row_slips.undeclared_total,
    "a share of the wrong base": cell_slips.wrong_base,
    "the wrong winner": decided_slips.named(("winner",)),
    "a wrong runoff pair": decided_slips.named(("runoff 1", "runoff 2")),
    "one seat moved": decided_slips.seat_moved,
    "a seat too many": decided_slips.seat_too_many,
    "a unit renamed to another": row_slips.renamed,
}
SINGLE = (
    "a digit replaced",
    "a digit dropped",
    "a digit doubled",
    "two digits swapped",
    "a separator misread",
    "a zero",
    "one source of three wrong",
    "a cell withheld",
    "a share worked out from the slip",
    "a share of the wrong base",
    "a seat too many",
)
"""Slips that a hint can mend: in one figure, and in what was worked out from it."""

TELLS = ("R320",)
"""Rules that tell of what is no mistake: that a figure which is withheld follows from the others."""

OTHER_PAPERS = {"one source of three wrong": 2}
"""Slips of one paper of several: how many others print the right figures."""


def opportunities(elections: list[Made], name: str, times: int) -> Iterator[Spoilt]:
    """So many elections with the slip, from elections taken in turn; the same each time."""
    chance = random.Random(name)  # noqa: S311
    elections = chance.sample(elections, len(elections))
    made, tries = 0, 0
    while made < times and tries < 50 * times:
        one = elections[tries % len(elections)]
        one = replace(one, elsewhere=(one.rows,) * OTHER_PAPERS.get(name, 0))
        spoilt = spoil(one, MUTATIONS[name], chance)
        tries += 1
        if spoilt is not None:
            made += 1
            yield spoilt
