"""What must hold in a printed table, worked out apart from numerim: does anything contradict anything?

It knows what the recipe of the election declares and what the rows print, and nothing of how they were made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from tests.made.elections import BALLOTS, NONE, WITHHELD, Row, list_of
from tests.made.law import split
from tests.made.recipes import LISTS, Recipe

Cell = tuple[int, str]
"""A row of the election's table, from 0, and a column."""


@dataclass(frozen=True)
class Claim:
    """Something that must hold between some cells.

    Attributes:
        name: what it is.
        cells: the cells that take part.
        holds: whether it holds.
        exact: it says how much a figure in its cells is off: a sum, or a percentage with what it is made of.
    """

    name: str
    cells: tuple[Cell, ...]
    holds: bool
    exact: bool = False


def claims(recipe: Recipe, rows: Sequence[Row]) -> Iterator[Claim]:
    """Everything that must hold in the table of one election."""
    for i, row in enumerate(rows):
        yield from _of_row(recipe, i, row)
    for turn in sorted({row["round"] for row in rows}):
        of_round = [(i, row) for i, row in enumerate(rows) if row["round"] == turn]
        yield from _totals(recipe, of_round)
        yield from _once(recipe, of_round, turn)
    for i, row in enumerate(rows):
        if row["row"] == ("unit" if recipe.shape == "wholes" else "group"):
            yield from _outcome(recipe, i, row, rows)
    yield from _rounds(recipe, rows)


def _number(text: str) -> int | None:
    return None if text in (NONE, WITHHELD) else int(text)


def _sum(name: str, i: int, row: Row, parts: Sequence[str], whole: str) -> Iterator[Claim]:
    parts = [c for c in parts if row[c] != NONE]
    if parts and row[whole] != NONE:
        yield _makes(name, [((i, c), row[c]) for c in parts], ((i, whole), row[whole]))


def _makes(name: str, parts: Sequence[tuple[Cell, str]], whole: tuple[Cell, str]) -> Claim:
    """The parts make the whole; where one of all is withheld, the others tell it."""
    cells, told = zip(*parts, whole, strict=True)
    unsaid = sum(text == WITHHELD for text in told)
    if unsaid:
        return Claim("withheld", cells, unsaid > 1, True)
    return Claim(name, cells, sum(int(text) for _, text in parts) == int(whole[1]), True)


def _of_row(recipe: Recipe, i: int, row: Row) -> Iterator[Claim]:
    votes = [f"{name} votes" for name in LISTS]
    yield from _sum("accounting", i, row, ["valid", "invalid", "blank"], "cast")
    yield from _sum("sum of votes", i, row, votes, "valid")
    yield from _sum("papers", i, row, ["issued", "unused", "spoilt"], "received")
    yield from _sum("sexes", i, row, ["registered_men", "registered_women"], "registered")
    papers = ("signatures", "more_ballots", "fewer_ballots", "cast")
    if not {NONE, WITHHELD} & {row[c] for c in papers}:
        cast = int(row["signatures"]) + int(row["more_ballots"]) - int(row["fewer_ballots"])
        yield Claim("signatures", tuple((i, c) for c in papers), cast == int(row["cast"]), True)
    for part, whole in (("cast", "registered"), ("valid", "cast"), ("invalid", "cast"), ("blank", "cast")):
        if not {NONE, WITHHELD} & {row[part], row[whole]}:
            yield Claim("part of its whole", ((i, part), (i, whole)), int(row[part]) <= int(row[whole]))
    yield from _share(i, row, "turnout", "cast", "registered")
    for name in LISTS:
        yield from _share(i, row, f"{name} share", f"{name} votes", recipe.shares_of)
    shares = [c for c in (f"{name} share" for name in LISTS) if row[c] != NONE]
    if shares:
        summed = sum(Decimal(row[c]) for c in shares)
        off = sum(_half(row[c]) for c in shares)
        whole = 100 if recipe.shares_of == "valid" else summed
        holds = abs(summed - whole) <= off and summed <= 100 + off
        yield Claim("sum of shares", tuple((i, c) for c in shares), holds, True)
        yield Claim("decimals", tuple((i, c) for c in shares), len({_half(row[c]) for c in shares}) == 1)
    if row["row"] != "total":
        yield from _sum("seats", i, row, [f"{name} seats" for name in LISTS], "council size")


def _half(share: str) -> Decimal:
    return Decimal(5).scaleb(int(Decimal(share).as_tuple().exponent) - 1)


def _share(i: int, row: Row, share: str, part: str, base: str) -> Iterator[Claim]:
    if not {NONE, WITHHELD} & {row[share], row[part], row[base]} and int(row[base]):
        off = abs(Decimal(row[share]) * int(row[base]) - 100 * int(row[part]))
        cells = ((i, share), (i, part), (i, base))
        yield Claim("share", cells, off <= _half(row[share]) * int(row[base]), True)


def _totals(recipe: Recipe, rows: Sequence[tuple[int, Row]]) -> Iterator[Claim]:
    units = [(i, row) for i, row in rows if row["row"] == "unit"]
    votes = [f"{name} votes" for name in LISTS]
    seats = [f"{name} seats" for name in LISTS]
    contests = units if recipe.shape == "wholes" else [(i, row) for i, row in rows if row["row"] == "group"]
    for i, row in rows:
        if row["row"] == "group" and units:
            below = [(k, one) for k, one in units if one["within"] == row["unit"]]
            yield from _columns(i, row, below, [*BALLOTS, *votes])
            own = any(row[c] != NONE for c in votes)
            lists = {c for _, one in below for c in votes if one[c] != NONE}
            cells = tuple((k, "unit") for k, _ in below)
            yield Claim(
                "units of a group", cells, bool(below) and (not own or lists == {c for c in votes if row[c] != NONE})
            )
        if row["row"] == "total":
            yield from _columns(i, row, units, [*BALLOTS, *votes])
            yield from _columns(i, row, contests, seats)
            groups = [(k, one) for k, one in rows if one["row"] == "group"]
            columns = [*BALLOTS, *votes] if recipe.shape == "stations" else BALLOTS
            yield from _columns(i, row, groups, columns)
    for contest in {one["within"] if recipe.shape == "stations" else one["unit"] for _, one in units}:
        if recipe.shape == "stations":
            ballots = {tuple(one[c] == NONE for c in votes) for _, one in units if one["within"] == contest}
            yield Claim("one ballot", (), len(ballots) == 1)
            yield Claim("a row for the contest", (), any(one["unit"] == contest for _, one in contests))


def _columns(i: int, row: Row, below: Sequence[tuple[int, Row]], columns: Sequence[str]) -> Iterator[Claim]:
    for column in columns:
        parts = [((k, column), one[column]) for k, one in below if one[column] != NONE]
        if row[column] != NONE and parts:
            yield _makes("column", parts, ((i, column), row[column]))


def _once(recipe: Recipe, rows: Sequence[tuple[int, Row]], turn: str) -> Iterator[Claim]:
    units = [(row["within"], row["unit"]) for _, row in rows if row["row"] == "unit"]
    cells = tuple((i, "unit") for i, row in rows if row["row"] == "unit")
    yield Claim("each unit once", cells, len(set(units)) == len(units))
    if recipe.shape == "wholes":
        yield Claim("each place once", cells, len({unit for _, unit in units}) == len(units))
    units_of_one = [(i, row) for i, row in rows if row["row"] == "unit" and recipe.shape == "stations"]
    for (i, above), (_, row) in pairwise(
        units_of_one
    ):  # of one contest: nothing asks it of municipalities, each with its own
        same = all(above[c] == row[c] for c in ("within", *BALLOTS, *(f"{name} votes" for name in LISTS)))
        voted = [n for n in _votes(row).values() if n]
        yield Claim("copied", ((i, "unit"),), not (same and len(voted) > 1 and sum(voted) >= 30))
    groups = [row["unit"] for _, row in rows if row["row"] == "group"]
    yield Claim(
        "each group once", (), len(set(groups)) == len(groups) and not set(groups) & {unit for _, unit in units}
    )
    if turn == "1" and units:
        yield Claim("number of units", cells, len(set(units)) == recipe.units)


def _votes(row: Row, word: str = "votes") -> dict[str, int]:
    told = {name: row[f"{name} {word}"] for name in LISTS}
    return {name: int(text) for name, text in told.items() if text not in (NONE, WITHHELD)}


def _outcome(recipe: Recipe, i: int, row: Row, rows: Sequence[Row]) -> Iterator[Claim]:
    if WITHHELD in row.values():
        return
    votes, seats = _votes(row), _votes(row, "seats")
    cells = [(i, c) for c in ("winner", "runoff 1", "runoff 2", "largest")]
    if not votes:
        return
    most = max(votes.values())
    if recipe.office == "council":
        size = _number(row["council size"])
        if size is not None:
            how = split(votes, size, recipe.rule, Decimal(recipe.threshold))
            seat_cells = tuple((i, f"{name} seats") for name in seats)
            yield Claim("the law of seats", seat_cells, how.allows(seats))
        largest = seats.get(row["largest"], -1)
        yield Claim("the largest", (cells[3],), bool(seats) and largest == max(seats.values()))
        return
    winner, pair = list_of(row["winner"]), [list_of(row[c]) for c in ("runoff 1", "runoff 2") if row[c] != NONE]
    final = recipe.rule == "plurality" or row["round"] == "2"
    base = _number(row[recipe.majority_of])
    if final:
        yield Claim("the winner", (cells[0],), votes.get(winner, -1) == most and not pair)
    elif base is not None and 2 * most > base:
        yield Claim("the majority", (cells[0],), votes.get(winner, -1) == most and not pair)
    else:
        rest = sorted([0, *votes.values()])[-2]
        behind = [n for name, n in votes.items() if name not in pair]
        leads = len(set(pair)) == 2 and all(votes.get(name, -1) >= rest for name in pair)
        yield Claim("the pair", tuple(cells[1:3]), winner == NONE and leads and all(n <= rest for n in behind))


def _rounds(recipe: Recipe, rows: Sequence[Row]) -> Iterator[Claim]:
    """A second round is held where the first sent two to it, between those two; a table may have one round only."""
    if recipe.rule != "two_round_majority" or {row["round"] for row in rows} != {"1", "2"}:
        return
    kind = "unit" if recipe.shape == "wholes" else "group"
    first = {row["unit"]: row for row in rows if row["row"] == kind and row["round"] == "1"}
    second = {row["unit"]: row for row in rows if row["row"] == kind and row["round"] == "2"}
    for unit in {*first, *second}:
        one, two = first.get(unit), second.get(unit)
        pair = {list_of(one[c]) for c in ("runoff 1", "runoff 2")} - {NONE} if one else set()
        yield Claim("the rounds", (), one is not None and pair == (set(_votes(two)) if two else set()))
