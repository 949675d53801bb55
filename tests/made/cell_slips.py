"""Slips in one figure or two: what was typed, copied or worked out wrongly."""

import random
from collections.abc import Callable

from tests.made.elections import BALLOTS, NONE, SEATS, SEXES, SHARES, VOTES, WITHHELD, Made, Row, percent
from tests.made.oracle import Cell

Done = tuple[list[Row], dict[Cell, str]]
"""The rows with a slip, and what the wrong cells should be."""

Slip = Callable[[Made, random.Random], Done | None]
"""An election and chance -> what came of it; None where it cannot happen."""

COUNTS = (*BALLOTS, *VOTES)


def copied(made: Made) -> list[Row]:
    """The rows, to be changed."""
    return [dict(row) for row in made.rows]


def figures(made: Made, columns: tuple[str, ...]) -> list[Cell]:
    """The cells of some columns that have a figure."""
    return [(i, c) for i, row in enumerate(made.rows) for c in columns if row[c] != NONE]


def any_figure(made: Made, chance: random.Random) -> Cell | None:
    """A figure: of votes and ballots as often as of percentages and seats, as far as there are any."""
    kinds = [cells for group in (VOTES, BALLOTS, (*SHARES, "turnout"), SEATS) if (cells := figures(made, group))]
    return chance.choice(chance.choice(kinds)) if kinds else None


def of_cell(change: Callable[[str, random.Random], str | None]) -> Slip:
    """A slip in one figure."""

    def mutation(made: Made, chance: random.Random) -> Done | None:
        for _ in range(20):
            cell = any_figure(made, chance)
            if cell is None:
                return None
            i, column = cell
            right = made.rows[i][column]
            wrong = change(right, chance)
            if wrong is None or wrong == right or not _reads(wrong) or float(wrong) == float(right):
                continue
            rows = copied(made)
            rows[i][column] = wrong
            return rows, {cell: right}
        return None

    return mutation


def _reads(text: str) -> bool:
    """Whether a slip is still a figure: of at most twelve digits, or a percentage of at most three before its point."""
    whole, _, fraction = text.partition(".")
    return (
        whole.isdigit()
        and (len(whole) <= 3 or "." not in text)
        and len(whole) <= 12
        and ("." not in text or fraction.isdigit())
    )


def digits(text: str) -> list[int]:
    return [i for i, sign in enumerate(text) if sign.isdigit()]


def replaced(text: str, chance: random.Random) -> str | None:
    """Another digit."""
    i = chance.choice(digits(text))
    digit = chance.choice([d for d in "0123456789" if d != text[i]])
    return None if i == 0 and digit == "0" and text[1:2].isdigit() else text[:i] + digit + text[i + 1 :]


def dropped(text: str, chance: random.Random) -> str | None:
    """A digit less."""
    i = chance.choice(digits(text))
    left = text[:i] + text[i + 1 :]
    return left if left[:1].isdigit() and (left[0] != "0" or left[:2] in ("0", "0.")) else None


def doubled(text: str, chance: random.Random) -> str | None:
    """A digit twice."""
    i = chance.choice(digits(text))
    return text[:i] + text[i] + text[i:]


def swapped(text: str, chance: random.Random) -> str | None:
    """Two digits changed places."""
    pairs = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not pairs:
        return None
    i = chance.choice(pairs)
    swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return None if swapped[0] == "0" and swapped[1:2].isdigit() else swapped


def point(text: str, chance: random.Random) -> str | None:
    """The point is elsewhere, or a zero was lost or gained."""
    if "." not in text:
        return text + "0" if chance.random() < 0.5 else (text[:-1] or None)
    whole, fraction = text.split(".")
    if chance.random() < 0.5:
        return f"{whole}{fraction[0]}.{fraction[1:]}" if len(fraction) > 1 and whole != "0" else None
    return f"{whole[:-1]}.{whole[-1]}{fraction}" if len(whole) > 1 else None


def cells_swapped(made: Made, chance: random.Random) -> Done | None:
    """Two neighbours in a column, or two lists of a row, have each other's figure."""
    rows = copied(made)
    for _ in range(30):
        i, column = chance.choice(figures(made, COUNTS))
        if chance.random() < 0.5:
            k, other = i + 1, column
        else:
            k, other = i, chance.choice(VOTES if column in VOTES else BALLOTS)
        if k >= len(rows) or rows[k]["row"] != rows[i]["row"] or NONE in (rows[i][column], rows[k][other]):
            continue
        if rows[k]["round"] != rows[i]["round"] or rows[i][column] == rows[k][other]:
            continue
        right = {(i, column): rows[i][column], (k, other): rows[k][other]}
        rows[i][column], rows[k][other] = rows[k][other], rows[i][column]
        return rows, right
    return None


def wrong_base(made: Made, chance: random.Random) -> Done | None:
    """A share is printed out of the people registered, or the ballots cast."""
    cells = figures(made, SHARES)
    for _ in range(20):
        if not cells:
            return None
        i, column = chance.choice(cells)
        row = made.rows[i]
        base = chance.choice([b for b in ("registered", "cast", "valid") if b != made.recipe.shares_of])
        wrong = percent(int(row[column.replace("share", "votes")]), int(row[base]), made.recipe.decimals)
        if wrong != row[column]:
            rows = copied(made)
            rows[i][column] = wrong
            return rows, {(i, column): row[column]}
    return None


def zero(text: str, chance: random.Random) -> str:
    """Nothing."""
    return "0"


def withheld(made: Made, chance: random.Random) -> Done | None:
    """The source does not publish one of the counts."""
    cells = figures(made, COUNTS)
    if not cells:
        return None
    i, column = chance.choice(cells)
    rows = copied(made)
    rows[i][column] = WITHHELD
    return rows, {(i, column): made.rows[i][column]}


def share_from_slip(made: Made, chance: random.Random) -> Done | None:
    """Votes with another digit, and the share that a spreadsheet works out from them."""
    cells = [(i, c) for i, c in figures(made, VOTES) if made.rows[i][c.replace("votes", "share")] != NONE]
    for _ in range(20):
        if not cells:
            return None
        i, column = chance.choice(cells)
        row, share = made.rows[i], column.replace("votes", "share")
        wrong = replaced(row[column], chance)
        base = int(row[made.recipe.shares_of])
        if wrong is None or int(wrong) > base:
            continue
        told = percent(int(wrong), base, made.recipe.decimals)
        if told != row[share]:
            rows = copied(made)
            rows[i] |= {column: wrong, share: told}
            return rows, {(i, column): row[column], (i, share): row[share]}
    return None


def digits_exchanged(made: Made, chance: random.Random) -> Done | None:
    """The last digit of a figure and the first of the next in the row have changed places."""
    for _ in range(30):
        i, columns = chance.randrange(len(made.rows)), chance.choice((BALLOTS, VOTES))
        printed = [c for c in columns if made.rows[i][c] != NONE]
        if len(printed) < 2:
            continue
        k = chance.randrange(len(printed) - 1)
        one, other = (made.rows[i][c] for c in printed[k : k + 2])
        mixed = one[:-1] + other[0], one[-1] + other[1:]
        if mixed == (one, other) or any(len(text) > 1 and text[0] == "0" for text in mixed):
            continue
        rows = copied(made)
        right = dict(zip(((i, c) for c in printed[k : k + 2]), (one, other), strict=True))
        rows[i] |= dict(zip(printed[k : k + 2], mixed, strict=True))
        return rows, right
    return None


def partial_count(made: Made, chance: random.Random) -> Done | None:
    """Men or women of only some of the places are counted."""
    cells = [(i, c) for i, c in figures(made, SEXES) if int(made.rows[i][c]) > 5]
    if not cells:
        return None
    i, column = chance.choice(cells)
    rows = copied(made)
    rows[i][column] = str(int(int(made.rows[i][column]) * chance.uniform(0.3, 0.9)))
    return rows, {(i, column): made.rows[i][column]}
