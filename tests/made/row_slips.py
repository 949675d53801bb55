"""Slips of whole rows: dropped, doubled, moved, copied, or counted among what they sum up."""

import random
from itertools import pairwise

from tests.made.cell_slips import COUNTS, Done, copied
from tests.made.elections import DECIDED, NONE, SEATS, SHARES, VOTES, Made, Row, name_of, percent


def _a_unit(made: Made, chance: random.Random) -> int | None:
    units = [i for i, row in enumerate(made.rows) if row["row"] == "unit"]
    return chance.choice(units) if units else None


def row_dropped(made: Made, chance: random.Random) -> Done | None:
    """A unit is not there."""
    i = _a_unit(made, chance)
    rows = copied(made)
    if i is None or len(rows) < 2:
        return None
    del rows[i]
    return rows, {}


def row_doubled(made: Made, chance: random.Random) -> Done | None:
    """A unit stands there twice."""
    i = _a_unit(made, chance)
    if i is None:
        return None
    rows = copied(made)
    rows.insert(i, dict(rows[i]))
    return rows, {}


def row_shifted(made: Made, chance: random.Random) -> Done | None:
    """The figures of the lists of a row stand one list further on."""
    i = _a_unit(made, chance)
    if i is None:
        return None
    row = made.rows[i]
    lists = [c for c in VOTES if row[c] != NONE]
    right = {(i, c): row[c] for c in lists}
    rows = copied(made)
    for k, column in enumerate(lists):
        rows[i][column] = row[lists[k - 1]]
    right = {cell: text for cell, text in right.items() if rows[i][cell[1]] != text}
    return (rows, right) if right else None


def credited(made: Made, chance: random.Random) -> Done | None:
    """A row stands under the county or municipality beside its own."""
    groups = sorted({row["within"] for row in made.rows if row["row"] == "unit"})
    i = _a_unit(made, chance)
    if i is None or len(groups) < 2:
        return None
    rows = copied(made)
    right = rows[i]["within"]
    rows[i]["within"] = chance.choice([g for g in groups if g != right])
    return rows, {(i, "within"): right}


def total_among_parts(made: Made, chance: random.Random, name: str = "Total") -> Done | None:
    """A row with the sums of the units of a group stands among them, as if it were one."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in made.rows:
        if row["row"] == "unit":
            found.setdefault((row["within"], row["round"]), []).append(row)
    several = [units for units in found.values() if len(units) > 1]
    if not several:
        return None
    units = chance.choice(several)
    rows, recipe = copied(made), made.recipe
    total = dict(units[-1]) | {"unit": name} | dict.fromkeys((*SHARES, *DECIDED, *SEATS, "council size"), NONE)
    for column in COUNTS:
        figures = [int(row[column]) for row in units if row[column] != NONE]
        total[column] = str(sum(figures)) if figures else NONE
    if total["turnout"] != NONE:
        total["turnout"] = percent(int(total["cast"]), int(total["registered"]), recipe.decimals)
    for votes, share in zip(VOTES, SHARES, strict=True):
        if any(row[share] != NONE for row in units):
            total[share] = percent(int(total[votes]), int(total[recipe.shares_of]), recipe.decimals)
    rows.insert(made.rows.index(units[-1]) + 1, total)
    return rows, {}


def undeclared_total(made: Made, chance: random.Random) -> Done | None:
    """The same under a name that says nothing."""
    return total_among_parts(made, chance, name_of(900))


def row_copied(made: Made, chance: random.Random) -> Done | None:
    """All figures of a row are those of the row above."""
    pairs = [
        (i, i + 1)
        for i, (above, row) in enumerate(pairwise(made.rows))
        if above["row"] == row["row"] == "unit"
        and all(above[c] == row[c] for c in ("within", "round"))
        and all((above[c] == NONE) == (row[c] == NONE) for c in VOTES)
    ]
    if not pairs:
        return None
    above, i = chance.choice(pairs)
    rows = copied(made)
    rows[i] |= {c: rows[above][c] for c in (*COUNTS, *SHARES, "turnout")}
    return rows, {(i, c): text for c, text in made.rows[i].items() if rows[i][c] != text}


def renamed(made: Made, chance: random.Random) -> Done | None:
    """A unit has the name of another of the same table."""
    i = _a_unit(made, chance)
    if i is None:
        return None
    row = made.rows[i]
    others = sorted(
        {
            r["unit"]
            for r in made.rows
            if r["row"] == "unit" and r["within"] == row["within"] and r["unit"] != row["unit"]
        }
    )
    if not others:
        return None
    rows = copied(made)
    rows[i]["unit"] = chance.choice(others)
    return rows, {(i, "unit"): row["unit"]}
