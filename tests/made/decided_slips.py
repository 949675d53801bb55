"""Slips in what was decided: who won, who goes on, and whose the seats are."""

import random

from tests.made.cell_slips import Done, Slip, copied, figures
from tests.made.elections import NONE, SEATS, Made, list_of, person
from tests.made.recipes import LISTS


def named(columns: tuple[str, ...]) -> Slip:
    """Somebody else who stood there is named."""

    def mutation(made: Made, chance: random.Random) -> Done | None:
        cells = figures(made, columns)
        if not cells:
            return None
        i, column = chance.choice(cells)
        row = made.rows[i]
        named = {list_of(row[c]) for c in columns}
        others = [name for name in LISTS if row[f"{name} votes"] != NONE and name not in named]
        if not others:
            return None
        rows = copied(made)
        place = row["unit"]
        rows[i][column] = person(made.recipe, place, chance.choice(others))
        return rows, {(i, column): row[column]}

    return mutation


def seat_moved(made: Made, chance: random.Random) -> Done | None:
    """A seat of one list is another's."""
    cells = [(i, c) for i, c in figures(made, SEATS) if made.rows[i]["row"] != "total"]
    have = [(i, c) for i, c in cells if made.rows[i][c] != "0"]
    if not have:
        return None
    i, loses = chance.choice(have)
    others = [c for k, c in cells if k == i and c != loses]
    if not others:
        return None
    wins = chance.choice(others)
    right = {(i, loses): made.rows[i][loses], (i, wins): made.rows[i][wins]}
    rows = copied(made)
    rows[i][loses] = str(int(rows[i][loses]) - 1)
    rows[i][wins] = str(int(rows[i][wins]) + 1)
    return rows, right


def seat_too_many(made: Made, chance: random.Random) -> Done | None:
    """A list has a seat more than it won."""
    cells = [(i, c) for i, c in figures(made, SEATS) if made.rows[i]["row"] != "total"]
    if not cells:
        return None
    i, column = chance.choice(cells)
    rows = copied(made)
    rows[i][column] = str(int(rows[i][column]) + 1)
    return rows, {(i, column): made.rows[i][column]}
