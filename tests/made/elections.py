"""Complete, lawful elections: what a recipe says, worked out as the rows of a printed table."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import numpy as np

from tests.made.law import split
from tests.made.recipes import LISTS, Recipe

NONE, WITHHELD = "–", "*"
COUNTED = ("registered", "cast", "valid", "invalid", "blank")
PAPERS = ("signatures", "more_ballots", "fewer_ballots", "received", "issued", "unused", "spoilt")
SEXES = ("registered_men", "registered_women")
BALLOTS = (*COUNTED, *PAPERS, *SEXES)
VOTES = tuple(f"{name} votes" for name in LISTS)
SHARES = tuple(f"{name} share" for name in LISTS)
SEATS = tuple(f"{name} seats" for name in LISTS)
DECIDED = ("winner", "runoff 1", "runoff 2", "largest")
HEADER = (
    *("election", "office", "round", "row", "within", "unit", *BALLOTS, "turnout", "council size"),
    *(*VOTES, *SHARES, *SEATS, *DECIDED),
)

Row = dict[str, str]
"""One printed row: column -> cell. `row` says what it is of: a unit, the group that units lie in, or the whole."""


@dataclass(frozen=True)
class Made:
    """An election on paper.

    Attributes:
        recipe: what it is made from.
        rows: what the paper prints.
        elsewhere: what other papers print of the same.
    """

    recipe: Recipe
    rows: list[Row] = field(repr=False)
    elsewhere: Sequence[list[Row]] = field(default=(), repr=False)


def percent(part: int, base: int, decimals: int) -> str:
    """A percentage as it is printed, rounded half up."""
    return str((Decimal(100 * part) / base).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


@dataclass
class _Unit:
    """The figures of a unit, a group or the whole, in one round."""

    name: str
    group: str
    ballots: dict[str, int]
    votes: dict[str, int]


def make(recipe: Recipe) -> Made:
    """Work an election out."""
    rng, lot = np.random.default_rng(recipe.seed), random.Random(recipe.seed)  # noqa: S311
    strengths = rng.dirichlet([4.0] * recipe.lists)
    while recipe.lists > 1 and max(strengths) > 0.7:
        strengths = rng.dirichlet([4.0] * recipe.lists)
    if recipe.lists > 2 and rng.random() < 0.3:
        strengths[rng.integers(recipe.lists)] /= 100  # hardly anybody's list
    standing = _standing(recipe, rng, strengths)
    first = _count(recipe, rng, standing, 0.45 + 0.25 * rng.random())
    if recipe.tie:
        _tie(next(iter(_contests(recipe, first).values())))
    rows: list[Row] = []
    pairs = _print(recipe, first, 1, lot, rows)
    if pairs:
        hopes = {name: dict(zip(pair, _halves(rng), strict=True)) for name, pair in pairs.items()}
        contests = {unit: _decides(recipe, unit, group) for unit, group in units_of(recipe)}
        second = {unit: hopes[contest] for unit, contest in contests.items() if contest in hopes}
        roll = {one.name: one.ballots["registered"] for one in first}
        _print(recipe, _count(recipe, rng, second, 0.35 + 0.3 * rng.random(), roll), 2, lot, rows)
    return Made(recipe, rows)


def _halves(rng: np.random.Generator) -> tuple[float, float]:
    part = 0.35 + 0.3 * rng.random()
    return part, 1 - part


_SYLLABLES = ("ba", "do", "fi", "gu", "ka", "le", "mo", "na", "pe", "ri", "su", "to", "va", "ze")


def name_of(i: int) -> str:
    """A made-up name of a place: each is another, and no two are alike but for an accent or a digit."""
    i = (i * 1571 + 733) % 2744
    return (_SYLLABLES[i // 196] + _SYLLABLES[i // 14 % 14] + _SYLLABLES[i % 14]).capitalize() + (
        "stad",
        "berg",
        "vik",
    )[i % 3]


def units_of(recipe: Recipe) -> list[tuple[str, str]]:
    """The units, each with the group that it lies in."""
    groups = min(recipe.groups, recipe.units)
    placed = sorted(i % groups for i in range(recipe.units))
    of = "Station {}".format if recipe.shape == "stations" else lambda i: name_of(i + 100)
    return [(of(i + 1), name_of(group)) for i, group in enumerate(placed)]


def _decides(recipe: Recipe, unit: str, group: str) -> str:
    return unit if recipe.shape == "wholes" else group


def _standing(recipe: Recipe, rng: np.random.Generator, strengths: np.ndarray) -> dict[str, dict[str, float]]:
    """What part of the votes each list can hope for in each unit."""
    hopes: dict[str, dict[str, float]] = {}
    for unit, group in units_of(recipe):
        contest = _decides(recipe, unit, group)
        if contest not in hopes:
            stand = max(min(2, recipe.lists), recipe.lists - int(rng.integers(0, 3)))
            who = sorted(rng.choice(recipe.lists, stand, replace=False))
            hope = strengths[who] * np.exp(rng.normal(0, 0.2, stand))
            hopes[contest] = {LISTS[i]: float(h) for i, h in zip(who, hope / hope.sum(), strict=True)}
    return {unit: hopes[_decides(recipe, unit, group)] for unit, group in units_of(recipe)}


def _count(
    recipe: Recipe,
    rng: np.random.Generator,
    hopes: Mapping[str, Mapping[str, float]],
    usual: float,
    roll: Mapping[str, int] | None = None,
) -> list[_Unit]:
    """Let people vote."""
    counted = []
    for unit, group in units_of(recipe):
        if unit not in hopes:
            continue
        registered = roll[unit] if roll else max(60, int(recipe.voters * np.exp(rng.normal(0, 0.3))))
        cast = max(30, int(rng.binomial(registered, min(0.9, max(0.2, rng.normal(usual, 0.02))))))
        invalid = int(rng.binomial(cast, 0.012))
        blank = int(rng.binomial(cast, 0.01)) if recipe.blank else 0
        hope = np.array(list(hopes[unit].values())) * np.exp(rng.normal(0, 0.05, len(hopes[unit])))
        votes = rng.multinomial(cast - invalid - blank, hope / hope.sum())
        ballots = {
            "registered": registered,
            "cast": cast,
            "valid": cast - invalid - blank,
            "invalid": invalid,
            "blank": blank,
        }
        if not recipe.blank:
            del ballots["blank"]
        if recipe.papers:
            ballots |= _papers(rng, registered, cast)
        counted.append(_Unit(unit, group, ballots, dict(zip(hopes[unit], map(int, votes), strict=True))))
    return counted


def _papers(rng: np.random.Generator, registered: int, cast: int) -> dict[str, int]:
    """Account for the papers: some who signed take theirs home."""
    kept, spoilt, men = (
        int(rng.binomial(cast, 0.002)),
        int(rng.binomial(cast, 0.005)),
        int(rng.binomial(registered, 0.49)),
    )
    signed, received = cast + kept, registered + registered // 50
    papers = (signed, 0, kept, received + signed, signed, received - spoilt, spoilt)
    return {**dict(zip(PAPERS, papers, strict=True)), **dict(zip(SEXES, (men, registered - men), strict=True))}


def _contests(recipe: Recipe, counted: Sequence[_Unit]) -> dict[str, list[_Unit]]:
    found: dict[str, list[_Unit]] = {}
    for one in counted:
        found.setdefault(_decides(recipe, one.name, one.group), []).append(one)
    return found


def _sum(name: str, units: Sequence[_Unit]) -> _Unit:
    ballots = {b: sum(u.ballots[b] for u in units) for b in units[0].ballots}
    votes = {v: sum(u.votes[v] for u in units if v in u.votes) for v in LISTS if any(v in u.votes for u in units)}
    return _Unit(name, "", ballots, votes)


def _tie(units: Sequence[_Unit]) -> None:
    """Move votes until the first two of a contest have as many."""
    whole = _sum("", units)
    if len(whole.votes) < 2:
        return
    first, second = sorted(whole.votes, key=lambda v: -whole.votes[v])[:2]
    apart = whole.votes[first] - whole.votes[second]
    for unit in units:
        moved = min(apart // 2, unit.votes[first])
        unit.votes[first] -= moved
        unit.votes[second] += moved
        apart -= 2 * moved
    if apart:
        unit = max(units, key=lambda u: u.votes[first])
        unit.votes[first] -= 1
        unit.ballots["valid"] -= 1
        unit.ballots["invalid"] += 1


def _print(
    recipe: Recipe, counted: Sequence[_Unit], turn: int, lot: random.Random, rows: list[Row]
) -> dict[str, tuple[str, str]]:
    """Print a round; give the pairs of the runoffs."""
    groups: dict[str, list[_Unit]] = {}
    for one in counted:
        groups.setdefault(one.group, []).append(one)
    pairs: dict[str, tuple[str, str]] = {}
    for group, units in groups.items():
        for one in units:
            row = _row(recipe, one, turn, "unit", shares=recipe.unit_shares or recipe.shape == "wholes")
            if recipe.shape == "wholes":
                _decide(recipe, one, turn, lot, row, pairs)
            rows.append(row)
        if recipe.shape == "stations":
            row = _row(recipe, _sum(group, units), turn, "group", shares=True)
            _decide(recipe, _sum(group, units), turn, lot, row, pairs)
            rows.append(row)
        elif recipe.totals:
            whole = _sum(group, units)
            whole.votes = {}
            rows.append(_row(recipe, whole, turn, "group", shares=False))
    if recipe.totals:
        of = [row for row in rows if row["row"] == ("unit" if recipe.shape == "wholes" else "group")]
        row = _row(recipe, _sum("", counted), turn, "total", shares=True)
        if recipe.office == "council":
            for name in LISTS:
                if row[f"{name} votes"] != NONE:
                    row[f"{name} seats"] = str(sum(int(r[f"{name} seats"]) for r in of if r[f"{name} seats"] != NONE))
        rows.append(row)
    return pairs


def _row(recipe: Recipe, one: _Unit, turn: int, kind: str, shares: bool) -> Row:
    row = dict.fromkeys(HEADER, NONE)
    row |= {"office": recipe.office, "round": str(turn), "row": kind}
    row |= {"within": one.group or NONE, "unit": one.name or NONE}
    row |= {name: str(n) for name, n in one.ballots.items()}
    if recipe.turnout:
        row["turnout"] = percent(one.ballots["cast"], one.ballots["registered"], recipe.decimals)
    for name, n in one.votes.items():
        row[f"{name} votes"] = str(n)
        if shares:
            row[f"{name} share"] = percent(n, one.ballots[recipe.shares_of], recipe.decimals)
    return row


def _decide(
    recipe: Recipe, whole: _Unit, turn: int, lot: random.Random, row: Row, pairs: dict[str, tuple[str, str]]
) -> None:
    """Print what the law makes of the votes of a contest; a tie is decided by lot."""
    order = sorted(whole.votes, key=lambda name: (-whole.votes[name], lot.random()))
    most = whole.votes[order[0]]
    if recipe.office == "council":
        seats = max(3, min(recipe.seats, whole.ballots["valid"] // 20))
        how = split(whole.votes, seats, recipe.rule, Decimal(recipe.threshold))
        won = dict(how.sure)
        for name in lot.sample(sorted(how.tied), how.left):
            won[name] += 1
        row["council size"] = str(seats)
        row |= {f"{name} seats": str(n) for name, n in won.items()}
        row["largest"] = max(won, key=lambda name: won[name])
    elif recipe.rule == "plurality" or turn == 2 or 2 * most > whole.ballots[recipe.majority_of]:
        row["winner"] = person(recipe, whole.name, order[0])
    else:
        row["runoff 1"], row["runoff 2"] = (person(recipe, whole.name, name) for name in order[:2])
        pairs[whole.name] = (order[0], order[1])


def person(recipe: Recipe, place: str, name: str) -> str:
    """How somebody who is elected is named: of municipalities, by the person and the list."""
    if recipe.shape == "stations":
        return name
    chance = random.Random(f"{recipe.seed} {place} {name}")  # noqa: S311
    first, last = ("".join(chance.choice(_SYLLABLES) for _ in range(n)).capitalize() for n in (3, 5))
    return f"{first} {last} ({name})"


def list_of(cell: str) -> str:
    """The list in a cell that names a person and a list, or a list."""
    return cell.split("(")[-1].removesuffix(")")
