"""Relations of a few small figures, against all figures that there could be: what mends them, and the fewest cells."""

from fractions import Fraction
from itertools import chain, combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from numerim.check.repair.exchanged import _exchanges
from numerim.check.repair.near import Near
from numerim.check.repair.relations import Cell, Linear, Ratio, Sum, span
from numerim.check.repair.several import _at_least, _solved, _together, _trust, mends
from numerim.check.repair.single import repairs
from numerim.check.repair.slips import Figure, slip, usual

MOST = 12
NOTHING_NEAR = Near([], {}, {}, {})


def often(examples):
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


@st.composite
def systems(draw, cells=4, relations=3, shares=True):
    """Cells of small counts and percentages, and what must hold between them, broken or not."""
    counts = [Cell(f"s|s.csv:L2.C{i}|votes", Figure(draw(st.integers(0, MOST)))) for i in range(cells)]
    found = []
    for i in range(draw(st.integers(1, relations))):
        *parts, whole = draw(st.lists(st.sampled_from(counts), min_size=2, max_size=3, unique=True))
        kind = draw(st.sampled_from(["sum", "sum", "sum", "share", "shares"] if shares else ["sum"]))
        if kind == "sum":
            weights = {part: Fraction(draw(st.sampled_from(["1", "1", "2", "1/2"]))) for part in parts}
            found.append(Linear(
                ("R",), terms=Sum({**weights, whole: Fraction(-1)}, Fraction(draw(st.integers(-2, 2)))),
                fixed_half=Fraction(draw(st.sampled_from([0, 0, 0, 1]))),
                at_most=draw(st.sampled_from([False, False, True])),
            ))  # fmt: skip
        elif kind == "share":
            share = Cell(f"s|s.csv:L3.C{i}|share", Figure(draw(st.integers(0, 100)), draw(st.sampled_from([None, 1]))))
            base = {parts[0]: Fraction(1), whole: Fraction(1)} if draw(st.booleans()) else {whole: Fraction(1)}
            printed = draw(st.sampled_from([share, share, None]))
            found.append(Ratio(
                ("R",), part=Sum({parts[0]: Fraction(1)}), base=Sum(base, Fraction(draw(st.integers(0, 1)))),
                share=printed, fixed_share=Fraction(draw(st.integers(0, 100))), fixed_half=Fraction(1, 2),
            ))  # fmt: skip
        else:
            percents = [
                Cell(f"s|s.csv:L4.C{i}{n}|share", Figure(draw(st.integers(0, 100)), draw(st.sampled_from([None, 1]))))
                for n in range(2)
            ]
            found.append(Linear(
                ("R",),
                terms=Sum(dict.fromkeys(percents, Fraction(1)), Fraction(draw(st.sampled_from([-10, -60, -100])))),
                halves={cell: Fraction(1) for cell in percents if cell.printed.half},
            ))  # fmt: skip
    for relation in found:
        relation.broken = not holds(relation, {})
        for cell in relation.cells():
            cell.relations.append(relation)
    every = dict.fromkeys(chain.from_iterable(relation.cells() for relation in found))
    return list(every), found


def holds(relation, new):
    """Whether a relation holds with some figures changed: by what it says, without its methods."""

    def at(terms):
        return terms.fixed + sum((w * new.get(c, c.printed).value for c, w in terms.weights.items()), Fraction(0))

    if isinstance(relation, Linear):
        allowed = relation.fixed_half + sum(w * new.get(c, c.printed).half for c, w in relation.halves.items())
        return at(relation.terms) <= allowed and (relation.at_most or at(relation.terms) >= -allowed)
    share, half = relation.fixed_share, relation.fixed_half
    if relation.share is not None:
        of = new.get(relation.share, relation.share.printed)
        share, half = of.value, of.half
    part, base = at(relation.part), at(relation.base)
    return base > 0 and share - half <= 100 * part / base <= share + half


def figures(cell, most=MOST):
    """All figures that a cell could have, in its own decimals."""
    top = 100 * 10 ** (cell.printed.decimals or 0) if cell.place.endswith("share") else most
    return [Figure(units, cell.printed.decimals) for units in range(top + 1)]


@often(120)
@given(systems(), st.data())
def test_a_relation_holds_where_a_figure_lies_in_its_span(system, data):
    _, relations = system
    relation = data.draw(st.sampled_from(relations))
    cell, *others = data.draw(st.permutations(relation.cells()))
    new = {other: data.draw(st.sampled_from(figures(other))) for other in others[:1] if data.draw(st.booleans())}
    assert relation.holds(new) == holds(relation, new)
    decimals = cell.printed.decimals
    if decimals is None and cell.place.endswith("share") and data.draw(st.booleans()):
        decimals = 1
    for units in range(-3, 3 * MOST):
        value = Figure(units, decimals)
        low, high = span(cell, value.half, new, [relation])
        inside = (low is None or low <= value.value) and (high is None or value.value <= high)
        whole = {**new, cell: value}
        if isinstance(relation, Ratio) and not relation.base.at(whole) > 0:
            assert not relation.holds(whole)
        else:
            assert inside == holds(relation, whole) == relation.holds(whole)


@often(120)
@given(systems(), st.data())
def test_what_is_told_of_one_cell_are_figures_that_mend_it(system, data):
    cells, _ = system
    cell = data.draw(st.sampled_from(cells))
    only = data.draw(st.sampled_from([None, *(r for r in cell.relations if r.broken)]))
    asked = [r for r in cell.relations if only is None or r is only or not r.broken]
    told = repairs(cell, NOTHING_NEAR, only)
    fitting = [value for value in figures(cell, 60) if all(holds(r, {cell: value}) for r in asked)]
    assert {value for repair in told for value in repair.new.values()} <= set(fitting) or any(
        value.units > 60 for repair in told for value in repair.new.values()
    )
    assert bool(told) or not fitting or len(fitting) > 20
    assert all(repair.untold == 0 for repair in told[1:])
    likely = [repair.likely for repair in told]
    slips = [repair.slips[0] for repair in told]
    assert likely == sorted(likely, reverse=True) or slips[-1] == "other"
    assert slips[:-1].count("other") == 0
    assert len(told) <= 3
    low, high = span(cell, cell.printed.half, {}, asked)
    counted = cell.printed.decimals is None and not cell.place.endswith("share")
    if fitting and counted and low is not None and high is not None and low >= 0 and high - low < 15:
        assume(all(isinstance(r, Linear) for r in asked))
        centre = Fraction(fitting[0].units + fitting[-1].units, 2)
        whole = sum(_chance(cell, value, centre) for value in fitting)
        assert sum(10**repair.likely for repair in told) + told[0].untold == pytest.approx(whole)


def _chance(cell, value, centre):
    """How likely a figure was misprinted as it is: by the slip, and by how frequent it is."""
    name, chance = slip(cell.printed, value)
    chance /= 1 + abs(float(value.units - centre)) if name == "other" else 1
    nought = 0.02 if cell.printed.units == 0 else 0
    return (chance + nought) * (1 if name == "separator" else min(usual(value) / usual(cell.printed), 3))


@often(40)
@given(systems(cells=4, relations=2))
def test_the_fewest_cells_that_mend_everything(system):
    cells, relations = system
    counts = [cell for cell in cells if len(figures(cell)) <= MOST + 1]
    broken = [relation for relation in relations if relation.broken]
    assume(broken)
    assume(all(set(relation.cells()) <= set(counts) for relation in relations))
    new = _solved(counts, broken)
    cheapest = min((sum(map(_trust, some)) for some in _mending(counts, relations)), default=None)
    if cheapest is None:
        return
    assert mends(new)
    assert sum(map(_trust, new)) <= cheapest + 0.01
    assert _at_least(broken) <= len(new)


def _mending(cells, relations):
    """All sets of at most two cells that mend everything with figures as small as those."""
    for some in chain.from_iterable(combinations(cells, n) for n in (1, 2)):
        if any(
            all(holds(relation, dict(zip(some, values, strict=True))) for relation in relations)
            for values in product(*map(figures, some))
        ):
            yield some


@often(50)
@given(systems(cells=6, relations=4))
def test_relations_hang_together_by_cells_or_by_one_between_them(system):
    _, relations = system
    broken = [relation for relation in relations if relation.broken]
    groups = _together(broken)
    assert sorted(id(r) for group in groups for r in group if r.broken) == sorted(map(id, broken))

    def next_to(one, other):
        between = [r for r in relations if not set(r.cells()).isdisjoint(one.cells())]
        return any(not set(r.cells()).isdisjoint(other.cells()) for r in between)

    for i, group in enumerate(groups):
        for one in (r for r in group if r.broken):
            near = [r for r in relations if not set(r.cells()).isdisjoint(one.cells())]
            assert set(near) <= set(group)
            for other in (r for there in groups[i + 1 :] for r in there if r.broken):
                assert not next_to(one, other)


def test_digits_are_exchanged_at_places_that_both_figures_have():
    changed = [
        (slip, one.units, other.units) for slip, (one, other) in _exchanges(Figure(1204, None), Figure(71, None))
    ]
    assert changed == [("exchanged", 71, 1204), ("transposed", 1201, 74), ("transposed", 1274, 1)]
