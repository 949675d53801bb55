"""Small sheets drawn by a seed, with slips, and what each module of hints makes of them: `systems.txt`.

A sheet has lines of parts with their whole, a total line, percentages, figures around it and in other sources, each as
it came up: what no sheet that was made up has comes up by itself. All is in few letters, by function; `python -m
tests.golden.systems several.shifted` prints what is behind a line: before and after a change, for `diff`.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import product
from pathlib import Path
from random import Random
from unittest.mock import patch

from numerim.check import repair
from numerim.check.repair import several, slips, weigh
from numerim.check.repair.aside import agreeing, numbers, surest
from numerim.check.repair.evidence import Around, Usual
from numerim.check.repair.lawful import Sizes
from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Linear, Ratio, Relation, Sum, span
from numerim.check.repair.slips import Figure
from tests.golden import steps

KINDS = ("typed", "line", "exchanged", "digits", "shifted", "typed", "zero", "worked out", "any")
SHEETS, WITH_PROGRAMS = 198, 5
"""So many sheets are drawn; for each so-manieth the fewest cells are looked for, too."""
ONE = Fraction(1)


def sheet(chance: Random, kind: str) -> tuple[Near, Sizes]:
    """A sheet with a slip of a kind, or several.

    Returns:
        Its broken relations and what lies near them, and what the law says of some of its cells.
    """
    units, parts = chance.choice([3, 4, 5] if kind == "shifted" else [2, 3]), chance.choice([2, 2, 3])
    most = chance.choice([6, 40, 300, 300, 3000, 90_000])
    figures = [[chance.randint(0, most) for _ in range(parts)] for _ in range(units)]
    figures += [[sum(column) for column in zip(*figures, strict=True)]]
    shares = chance.choice([1, parts] if kind == "worked out" else [0, 0, 0, 1, parts])
    decimals = chance.choice([None, 1, 2] if kind == "worked out" else [None, 1, 1, 2])
    printed = {}
    for i, line in enumerate(figures):
        whole = sum(line)
        row = [Figure(n) for n in (*line, whole, whole + chance.choice([0, 1, most]))]
        row += [Figure(round(100 * n * 10 ** (decimals or 0) / (whole or 1)), decimals) for n in line[:shares]]
        printed |= {(i, j): figure for j, figure in enumerate(row)}
    for other in [kind, *chance.choices(KINDS, k=chance.choice([0, 0, 0, 1, 1, 2]))]:
        _slip(printed, parts, other, chance)
    cells = {
        spot: Cell(
            f"s|s.csv:L{spot[0] + 2}.C{spot[1] + 1}|{'seats' if spot[1] == 0 else 'votes'}",
            figure,
            ("s|s.csv", spot[0] + 2, spot[1] + 1) if chance.random() < 0.97 else None,
        )
        for spot, figure in printed.items()
    }
    _around(cells, chance)
    relations = [one for one in _relations(cells, units, parts, shares, chance) if chance.random() < 0.93]
    for i, relation in enumerate(relations):
        held = relation.holds({})
        asked = held or chance.random() < 0.95
        relation.key = ("R", str(i)) if asked else ()
        relation.broken = not held and asked
        relation.size = len(relation.cells()) + chance.choice([0, 0, 0, 1, 3])
        if asked:
            for cell in relation.cells():
                cell.relations.append(relation)
    lines: dict[tuple[str, int], dict[int, Figure]] = defaultdict(dict)
    for (i, j), figure in printed.items():
        if chance.random() < 0.97:
            lines["s|s.csv", i + 2][j + 1] = figure
    by_spot = {cell.spot: cell for cell in cells.values() if cell.spot}
    near = Near([r for r in relations if r.broken], {c.place: c for c in cells.values()}, lines, by_spot)
    return near, _law(cells, chance)


def _slip(printed: dict[tuple[int, int], Figure], parts: int, kind: str, chance: Random) -> None:
    """Let something be misprinted."""
    i, j = spot = chance.choice(sorted(printed))
    figure, beside = printed[spot], (i + chance.choice([-1, 1, 0]), j + chance.choice([0, 1]))
    other = printed.get(beside, figure)
    if kind == "typed":
        made = sorted(slips.variants(figure, figure.decimals), key=lambda one: (one.units, one.decimals or 0))
        printed[spot] = chance.choice(made or [figure])
    elif kind == "line":
        printed[spot] = replace(other, decimals=figure.decimals)
    elif kind == "exchanged":
        printed[spot] = replace(other, decimals=figure.decimals)
        if beside in printed:
            printed[beside] = replace(figure, decimals=other.decimals)
    elif kind == "digits" and beside in printed:
        by = other.units % 10 - figure.units % 10
        printed[spot], printed[beside] = (replace(f, units=f.units + n) for f, n in ((figure, by), (other, -by)))
    elif kind == "shifted":
        column = [printed[line, j] for line in range(len({line for line, _ in printed}))]
        for line in range(max(i - 1, 1), len(column) - 1):
            printed[line, j] = column[line - 1]
    elif kind == "worked out":
        line = chance.randrange(max(printed)[0])
        printed[line, 0] = replace(printed[line, 0], units=printed[line, 0].units + chance.choice([2, 10, 20]))
        for share in (spot for spot, figure in printed.items() if spot[0] == line and figure.decimals is not None):
            of = Fraction(100 * printed[line, 0].units, printed[line, parts].units or 1)
            printed[share] = replace(printed[share], units=round(of * 10 ** (printed[share].decimals or 0)))
            break
    else:
        printed[spot] = replace(figure, units=0 if kind == "zero" else figure.units + chance.randint(1, 90))


def _around(cells: dict[tuple[int, int], Cell], chance: Random) -> None:
    """What is around some cells, and what other sources have there."""
    often = chance.choice([0, 0, 0.8])
    for (i, _), cell in cells.items():
        if chance.random() < often and cell.printed.decimals is None:
            figure = float(cell.printed.units)
            kinds = chance.sample(["size", "party", "share"], chance.choice([0, 1, 2, 3]))
            usual = [
                Usual(kind, chance.choice([0.0, 12.0]) if kind == "size" else 0.0, chance.uniform(-2, 2),
                      chance.choice([0.0, 0.1, 0.5]))
                for kind in kinds
            ]  # fmt: skip
            beside = tuple(chance.choice([None, figure, figure + 1]) for _ in range(2))
            again = chance.choice([0, 0, 1]), chance.choice([0, 0, 2])
            cell.around = Around(f"unit {i}", figure, tuple(usual), beside, again, chance.choice([0, 0, 1]), 2)  # type: ignore[arg-type]
        if chance.random() < 0.06:
            by = chance.choice([0, 0, 1, 100])
            cell.elsewhere = {cell.printed.value + by: ("t",), cell.printed.value - 1: ("u", "v")}


def _relations(
    cells: dict[tuple[int, int], Cell], units: int, parts: int, shares: int, chance: Random
) -> Iterator[Linear | Ratio]:
    """What holds in a sheet without slips: lines, columns, ballots and the registered, percentages."""
    for i in range(units + 1):
        weights = {cells[i, j]: ONE for j in range(parts)} | {cells[i, parts]: -ONE}
        yield Linear(
            (), blamed={cells[i, parts]}, terms=Sum(weights), fixed_half=Fraction(chance.choice([0] * 9 + [2]))
        )
        weights = {cells[i, parts]: ONE, cells[i, parts + 1]: -ONE}
        yield Linear((), blamed={cells[i, parts]}, terms=Sum(weights), at_most=True)
        for j in range(shares):
            share, part, base = cells[i, parts + 2 + j], Sum({cells[i, j]: ONE}), Sum({cells[i, parts]: ONE})
            if chance.random() < 0.9:
                yield Ratio((), blamed={share}, part=part, base=base, share=share)
            else:
                of = share.printed
                yield Ratio((), part=part, base=base, fixed_share=of.value, fixed_half=of.half)
        if shares == parts:
            percents = {cells[i, parts + 2 + j]: ONE for j in range(parts)}
            halves = dict.fromkeys(percents, ONE)
            yield Linear((), terms=Sum(percents, Fraction(-100)), halves=halves)
    for j in range(parts + 1):
        missing = chance.choice([0] * 8 + [1])
        weights = {cells[i, j]: ONE for i in range(missing, units)} | {cells[units, j]: -ONE}
        fixed = Fraction(sum(cells[i, j].printed.units for i in range(missing)))
        yield Linear((), blamed={cells[units, j]}, terms=Sum(weights, fixed))


def _law(cells: dict[tuple[int, int], Cell], chance: Random) -> Sizes:
    if chance.random() < 0.8:
        return Sizes()
    of = {cell.place: f"council {i}" for (i, j), cell in cells.items() if j == 0}
    lawful = frozenset(n for n in range(400) if n % 3 != 0)
    return Sizes(lawful, of, {"council 0": 11, "council 1": 12, "council 2": 0})


def of_sheets(some: Sequence[int] = range(SHEETS)) -> dict[str, list[str]]:
    """What modules give one another while hints about the sheets are looked for, and the hints, by function."""
    with steps.recorded() as gave:
        fewest = repair.fewest
        for number in some:
            chance = Random(f"sheet {number}")  # noqa: S311
            near, law = sheet(chance, KINDS[number % len(KINDS)])
            keys = [relation.key for relation in near.broken]
            if not keys:
                continue
            known: dict[str, Around] = {c.place: c.around for c in near.cells.values() if c.around}
            others = {c.place: c.elsewhere for c in near.cells.values() if c.elsewhere}
            with (
                patch.object(repair, "near", lambda *_, near=near: near),
                patch.object(repair, "evidence", lambda *_, known=known: known),
                patch.object(repair, "elsewhere", lambda *_, others=others: others),
                patch.object(repair, "sizes", lambda *_, law=law: law),
                patch.object(repair, "fewest", lambda *a, n=number: [] if n % WITH_PROGRAMS else fewest(*a)),
            ):
                found = repair.hints(None, keys, [])  # type: ignore[arg-type]
            gave["hints"].append(steps.plain(found))
            gave["hints that are surest"].append(steps.plain(surest(found.values())))
            gave["figures that hints suggest"] += [steps.plain(numbers(hints)) for hints in found.values()]
            sure = surest([hints[:1] for hints in found.values()])
            gave["hints that agree"] += [steps.plain(agreeing(hints, sure)) for hints in found.values()]
            for cell in near.cells.values():
                gave["how cells are trusted"].append(f"{several._trust(cell):.6g}")
                if cell.around is not None:
                    for by in (-3, 1, 20):
                        value = replace(cell.printed, units=max(cell.printed.units + by, 0))
                        gave["what is around"].append(steps.plain([
                            cell.around.likelier(cell.printed, value), cell.around.because(cell.printed, value),
                            [one.about(cell.around.figure) for one in cell.around.usual],
                        ]))  # fmt: skip
            for relation in near.broken:
                gave["how far relations are off"].append(steps.plain(several.off(relation)))
                gave["where figures may be"] += _spans(relation, chance)
    return gave


def _spans(relation: Relation, chance: Random) -> Iterator[str]:
    cells = relation.cells()
    for cell in cells:
        others = [other for other in cells if other is not cell][:2]
        new = {
            other: replace(other.printed, units=other.printed.units + chance.choice([-7, 1, 30])) for other in others
        }
        for half in (Fraction(0), Fraction(1, 20)):
            yield steps.plain([span(cell, half, new, [relation]), span(cell, half, {}, [relation, *cell.relations])])
        for by in (-30, -1, 0, 1, 9):
            with_it = {**new, cell: replace(cell.printed, units=cell.printed.units + by)}
            yield steps.plain(
                [relation.holds(with_it), relation.allowed(with_it) if isinstance(relation, Linear) else ""]
            )


def of_figures() -> dict[str, list[str]]:
    """What is said of pairs of figures, and of what one slip makes of a figure."""
    found: dict[str, list[str]] = defaultdict(list)
    units = [
        *range(25),
        99,
        100,
        101,
        110,
        120,
        121,
        123,
        132,
        213,
        230,
        231,
        321,
        1000,
        1023,
        1203,
        1230,
        12300,
        123000,
    ]
    figures = [Figure(n, d) for n in (*units, -1, -12, -21) for d in (None, 0, 1, 2, 3)]
    for printed in figures:
        found["texts"].append(steps.plain([printed.text, printed.value, printed.half, slips.usual(printed)]))
    for printed, true in product(figures[::2], figures[1::2]):
        found["slips"].append(steps.plain(slips.slip(printed, true)))
    for printed, true in product(units, units):
        found["slips of counts"].append(steps.plain(slips.slip(Figure(printed), Figure(true))))
    for printed, decimals in product(figures[::3], (None, 1, 2)):
        made = [f"{one.text} {one.decimals}" for one in slips.variants(printed, decimals)]
        found["variants"].append(steps.plain([printed.text, made]))
    for number, decimals in product(("0", "7", "-7", "7.5", "7.25", "0.125"), (None, 0, 1, 2)):
        found["figures"].append(steps.plain(slips.figure(Decimal(number), decimals)))
    return found


def of_lists() -> dict[str, list[str]]:
    """Which of many hints are told, and what gives way to what is surer."""
    chance, found = Random("lists"), defaultdict(list)  # noqa: S311
    for _ in range(150):
        hints = [
            weigh.Hint(
                (weigh.Change(f"p{chance.randint(0, 60)}", "1", chance.choice([None, "2", "2.0", "3"]), "other"),),
                chance.choice([None, 0.0, 0.5, 0.6, 0.9]) if n < 4 else chance.choice([0.01, 2e-5, 1e-5, 1e-6]),
                1, chance.randint(0, 2), 0,
            )
            for n in range(chance.choice([1, 3, 5, 6, 8, 130]))
        ]  # fmt: skip
        ranked = sorted(hints, key=weigh.rank)
        for relations in (1, 150, 5000):
            found["told"].append(steps.plain(weigh.told_of(ranked, relations)))
        found["surest"].append(steps.plain(surest([ranked, hints, []])))
        found["agreeing"].append(steps.plain(agreeing(hints[:5], surest([[one] for one in hints]))))
        found["numbers"].append(steps.plain(numbers(hints)))
        row = {"mends": chance.choice(["a=1>2", "a=1.0>2.50 b=3>4", "a|x=y=0>7", "", None]), "slip": "other"}
        row |= {"printed": chance.choice([None, "1", "0"])}
        found["own"].append(steps.plain(repair.own_hint(row)))
    return found


def of_sizes() -> dict[str, list[str]]:
    """Which figures would make a council of a size that the law does not know."""
    chance, found = Random("sizes"), defaultdict(list)  # noqa: S311
    cells = [Cell(f"s|c:L{i}.C1|seats t|c:L{i}.C1|seats", Figure(i + 3)) for i in range(6)]
    for _ in range(200):
        council = {f"{chance.choice('st')}|c:L{i}.C1|seats": chance.choice("AABC") for i in range(5)}
        law = Sizes(frozenset({11, 13, 15}), council, {"A": chance.choice([9, 11, 13]), "B": 15})
        some = chance.sample(cells, chance.randint(1, 3))
        new = {cell: Figure(chance.choice([cell.printed.units, cell.printed.units + 2, 11, 13])) for cell in some}
        found["forbidden"].append(str(law.forbid(new)))
    return found


EVERY: tuple[Callable[[], dict[str, list[str]]], ...] = (of_sheets, of_figures, of_lists, of_sizes)


def lines(every: Sequence[Callable[[], dict[str, list[str]]]] = EVERY) -> Iterator[str]:
    """The table, line by line, as it is made."""
    for of in every:
        yield f"== {of.__name__.replace('_', ' ')}"
        for name, gave in sorted(of().items()):
            yield f"{name} {len(gave)} {sha256(chr(10).join(gave).encode()).hexdigest()[:8]}"


def text_of_systems(folder: Path) -> str:
    """The table, anew."""
    return "\n".join(lines()) + "\n"


if __name__ == "__main__":
    for of in EVERY:
        print(*of().get(sys.argv[1], ()), sep="\n")
