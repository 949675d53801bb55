"""Slips of those who type, copy and print tables: one at a time."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from tests.made.elections import BALLOTS, DECIDED, NONE, SEATS, SHARES, VOTES, Made, Row, list_of, percent, person
from tests.made.oracle import Cell, claims
from tests.made.recipes import LISTS


@dataclass(frozen=True)
class Spoilt:
    """An election with one slip.

    Attributes:
        made: the election as it is now printed.
        right: the cells that are wrong -> what they should be; empty where rows were moved about.
        broken: what the oracle finds broken; empty where nothing on paper can show the slip.
        covered: how many exact relations of the wrong cell are broken, where it is one cell.
    """

    made: Made
    right: Mapping[Cell, str]
    broken: frozenset[str]
    covered: int


Mutation = Callable[[Made, random.Random], tuple[list[Row], dict[Cell, str]] | None]
"""An election and chance -> its rows with the slip, and what the wrong cells should be; None where it cannot happen."""


def spoil(made: Made, mutation: Mutation, chance: random.Random) -> Spoilt | None:
    """Make one slip; None where the election offers no opportunity for it."""
    done = mutation(made, chance)
    if done is None:
        return None
    rows, right = done
    broken = [claim for claim in claims(made.recipe, rows) if not claim.holds]
    covered = sum(1 for claim in broken if claim.exact and set(right) <= set(claim.cells)) if len(right) == 1 else 0
    return Spoilt(replace(made, rows=rows), right, frozenset(claim.name for claim in broken), covered)


def _copy(made: Made) -> list[Row]:
    return [dict(row) for row in made.rows]


_COUNTS = (*BALLOTS, *VOTES)


def _figures(made: Made, columns: tuple[str, ...]) -> list[Cell]:
    return [(i, c) for i, row in enumerate(made.rows) for c in columns if row[c] != NONE]


def _any_figure(made: Made, chance: random.Random) -> Cell | None:
    """A figure: of votes and ballots as often as of percentages and seats, as far as there are any."""
    kinds = [cells for group in (VOTES, BALLOTS, (*SHARES, "turnout"), SEATS) if (cells := _figures(made, group))]
    return chance.choice(chance.choice(kinds)) if kinds else None


def _of_cell(change: Callable[[str, random.Random], str | None]) -> Mutation:
    """A slip in one figure."""

    def mutation(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
        for _ in range(20):
            cell = _any_figure(made, chance)
            if cell is None:
                return None
            i, column = cell
            right = made.rows[i][column]
            wrong = change(right, chance)
            if wrong is None or wrong == right or not _reads(wrong) or float(wrong) == float(right):
                continue
            rows = _copy(made)
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


def _digits(text: str) -> list[int]:
    return [i for i, sign in enumerate(text) if sign.isdigit()]


def _replaced(text: str, chance: random.Random) -> str | None:
    i = chance.choice(_digits(text))
    digit = chance.choice([d for d in "0123456789" if d != text[i]])
    return None if i == 0 and digit == "0" and text[1:2].isdigit() else text[:i] + digit + text[i + 1 :]


def _dropped(text: str, chance: random.Random) -> str | None:
    i = chance.choice(_digits(text))
    left = text[:i] + text[i + 1 :]
    return left if left[:1].isdigit() and (left[0] != "0" or left[:2] in ("0", "0.")) else None


def _doubled(text: str, chance: random.Random) -> str | None:
    i = chance.choice(_digits(text))
    return text[:i] + text[i] + text[i:]


def _swapped(text: str, chance: random.Random) -> str | None:
    pairs = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not pairs:
        return None
    i = chance.choice(pairs)
    swapped = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return None if swapped[0] == "0" and swapped[1:2].isdigit() else swapped


def _point(text: str, chance: random.Random) -> str | None:
    if "." not in text:
        return text + "0" if chance.random() < 0.5 else (text[:-1] or None)
    whole, fraction = text.split(".")
    if chance.random() < 0.5:
        return f"{whole}{fraction[0]}.{fraction[1:]}" if len(fraction) > 1 and whole != "0" else None
    return f"{whole[:-1]}.{whole[-1]}{fraction}" if len(whole) > 1 else None


def _cells_swapped(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    """Two neighbours in a column, or two lists of a row, have each other's figure."""
    rows = _copy(made)
    for _ in range(30):
        i, column = chance.choice(_figures(made, _COUNTS))
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


def _a_unit(made: Made, chance: random.Random) -> int | None:
    units = [i for i, row in enumerate(made.rows) if row["row"] == "unit"]
    return chance.choice(units) if units else None


def _row_dropped(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    i = _a_unit(made, chance)
    rows = _copy(made)
    if i is None or len(rows) < 2:
        return None
    del rows[i]
    return rows, {}


def _row_doubled(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    i = _a_unit(made, chance)
    if i is None:
        return None
    rows = _copy(made)
    rows.insert(i, dict(rows[i]))
    return rows, {}


def _row_shifted(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    """The figures of the lists of a row stand one list further on."""
    i = _a_unit(made, chance)
    if i is None:
        return None
    row = made.rows[i]
    lists = [c for c in VOTES if row[c] != NONE]
    right = {(i, c): row[c] for c in lists}
    rows = _copy(made)
    for k, column in enumerate(lists):
        rows[i][column] = row[lists[k - 1]]
    right = {cell: text for cell, text in right.items() if rows[i][cell[1]] != text}
    return (rows, right) if right else None


def _credited(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    """A row stands under the county or municipality beside its own."""
    groups = sorted({row["within"] for row in made.rows if row["row"] == "unit"})
    i = _a_unit(made, chance)
    if i is None or len(groups) < 2:
        return None
    rows = _copy(made)
    right = rows[i]["within"]
    rows[i]["within"] = chance.choice([g for g in groups if g != right])
    return rows, {(i, "within"): right}


def _total_among_parts(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    """A row with the sums of the units of a group stands among them, as if it were one."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in made.rows:
        if row["row"] == "unit":
            found.setdefault((row["within"], row["round"]), []).append(row)
    several = [units for units in found.values() if len(units) > 1]
    if not several:
        return None
    units = chance.choice(several)
    rows, recipe = _copy(made), made.recipe
    total = dict(units[-1]) | {"unit": "Total"} | dict.fromkeys((*SHARES, *DECIDED, *SEATS, "council size"), NONE)
    for column in _COUNTS:
        figures = [int(row[column]) for row in units if row[column] != NONE]
        total[column] = str(sum(figures)) if figures else NONE
    if total["turnout"] != NONE:
        total["turnout"] = percent(int(total["cast"]), int(total["registered"]), recipe.decimals)
    for votes, share in zip(VOTES, SHARES, strict=True):
        if any(row[share] != NONE for row in units):
            total[share] = percent(int(total[votes]), int(total[recipe.shares_of]), recipe.decimals)
    rows.insert(made.rows.index(units[-1]) + 1, total)
    return rows, {}


def _wrong_base(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    """A share is printed out of the people registered, or the ballots cast."""
    cells = _figures(made, SHARES)
    for _ in range(20):
        if not cells:
            return None
        i, column = chance.choice(cells)
        row = made.rows[i]
        base = chance.choice([b for b in ("registered", "cast", "valid") if b != made.recipe.shares_of])
        wrong = percent(int(row[column.replace("share", "votes")]), int(row[base]), made.recipe.decimals)
        if wrong != row[column]:
            rows = _copy(made)
            rows[i][column] = wrong
            return rows, {(i, column): row[column]}
    return None


def _named(columns: tuple[str, ...]) -> Mutation:
    """Somebody else who stood there is named."""

    def mutation(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
        cells = _figures(made, columns)
        if not cells:
            return None
        i, column = chance.choice(cells)
        row = made.rows[i]
        named = {list_of(row[c]) for c in columns}
        others = [name for name in LISTS if row[f"{name} votes"] != NONE and name not in named]
        if not others:
            return None
        rows = _copy(made)
        place = row["unit"]
        rows[i][column] = person(made.recipe, place, chance.choice(others))
        return rows, {(i, column): row[column]}

    return mutation


def _seat_moved(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    """A seat of one list is another's."""
    cells = [(i, c) for i, c in _figures(made, SEATS) if made.rows[i]["row"] != "total"]
    have = [(i, c) for i, c in cells if made.rows[i][c] != "0"]
    if not have:
        return None
    i, loses = chance.choice(have)
    others = [c for k, c in cells if k == i and c != loses]
    if not others:
        return None
    wins = chance.choice(others)
    right = {(i, loses): made.rows[i][loses], (i, wins): made.rows[i][wins]}
    rows = _copy(made)
    rows[i][loses] = str(int(rows[i][loses]) - 1)
    rows[i][wins] = str(int(rows[i][wins]) + 1)
    return rows, right


def _seat_too_many(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
    cells = [(i, c) for i, c in _figures(made, SEATS) if made.rows[i]["row"] != "total"]
    if not cells:
        return None
    i, column = chance.choice(cells)
    rows = _copy(made)
    rows[i][column] = str(int(rows[i][column]) + 1)
    return rows, {(i, column): made.rows[i][column]}


def _renamed(made: Made, chance: random.Random) -> tuple[list[Row], dict[Cell, str]] | None:
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
    rows = _copy(made)
    rows[i]["unit"] = chance.choice(others)
    return rows, {(i, "unit"): row["unit"]}


MUTATIONS: dict[str, Mutation] = {
    "a digit replaced": _of_cell(_replaced),
    "a digit dropped": _of_cell(_dropped),
    "a digit doubled": _of_cell(_doubled),
    "two digits swapped": _of_cell(_swapped),
    "a separator misread": _of_cell(_point),
    "two cells swapped": _cells_swapped,
    "a row dropped": _row_dropped,
    "a row doubled": _row_doubled,
    "a row shifted": _row_shifted,
    "a row credited to the neighbour": _credited,
    "a total among its parts": _total_among_parts,
    "a share of the wrong base": _wrong_base,
    "the wrong winner": _named(("winner",)),
    "a wrong runoff pair": _named(("runoff 1", "runoff 2")),
    "one seat moved": _seat_moved,
    "a seat too many": _seat_too_many,
    "a unit renamed to another": _renamed,
}
SINGLE = (
    "a digit replaced",
    "a digit dropped",
    "a digit doubled",
    "two digits swapped",
    "a separator misread",
    "a share of the wrong base",
    "a seat too many",
)
"""Mutations of one figure, which a hint can mend."""


def opportunities(elections: list[Made], name: str, times: int) -> Iterator[Spoilt]:
    """So many elections with the slip, from elections taken in turn; the same each time."""
    chance = random.Random(name)  # noqa: S311
    elections = chance.sample(elections, len(elections))
    made, tries = 0, 0
    while made < times and tries < 50 * times:
        spoilt = spoil(elections[tries % len(elections)], MUTATIONS[name], chance)
        tries += 1
        if spoilt is not None:
            made += 1
            yield spoilt
