"""What cells are, and the relations between them: which figures would make one hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from numerim.check.repair.elsewhere import Elsewhere
from numerim.check.repair.evidence import Around
from numerim.check.repair.slips import Exact, Figure

Key = tuple[str, ...]
"""What a finding of a declared relation is about: the rule, the columns of its `each`, subject and source."""

Span = tuple[Exact | None, Exact | None]
"""From where to where a figure may be; None where nothing bounds it."""

NOWHERE: Span = (1, 0)


@dataclass(eq=False)
class Cell:
    """A figure that a source prints, in one place or, repeated, in several.

    Attributes:
        place: `source|locator|measure`, several divided by spaces.
        printed: the figure.
        spot: file, line and number of the cell, where it stands in just one.
        relations: what it takes part in.
        around: what the figures around it say; None where nobody asked, or nothing does.
        elsewhere: what other sources print of it.
    """

    place: str
    printed: Figure
    spot: tuple[str, int, int] | None = None
    around: Around | None = None
    elsewhere: Elsewhere = field(default_factory=dict)
    relations: "list[Relation]" = field(default_factory=list)


New = Mapping[Cell, Figure]


@dataclass(eq=False)
class Sum:
    """Figures times their weights, and what is fixed."""

    weights: dict[Cell, Exact] = field(default_factory=dict)
    fixed: Exact = 0

    @cached_property
    def _printed(self) -> Exact:
        """What it comes to as printed."""
        return self.fixed + sum(w * c.printed.exact for c, w in self.weights.items())

    def exactly(self, new: New) -> Exact:
        """What it comes to with some figures changed: where that is whole, mostly, as a whole number."""
        changed = [self.weights[c] * (f.exact - c.printed.exact) for c, f in new.items() if c in self.weights]
        return sum(changed, self._printed) if changed else self._printed

    def at(self, new: New) -> Fraction:
        """What it comes to with some figures changed."""
        return Fraction(self.exactly(new))


@dataclass(eq=False)
class Relation:
    """An instance of a declared relation.

    Attributes:
        key: what a finding of it is called; empty where nobody asks.
        broken: whether it is to be mended.
        blamed: the cells that are blamed first.
        size: how many figures take part, those that no cell stands for among them.
    """

    key: Key
    broken: bool = False
    blamed: set[Cell] = field(default_factory=set)
    size: int = 0

    def cells(self) -> list[Cell]:
        """The cells that take part."""
        raise NotImplementedError

    def holds(self, new: New) -> bool:
        """Whether it holds with some figures changed."""
        raise NotImplementedError

    def span(self, cell: Cell, half: Fraction, new: New) -> Span:
        """Where one figure must lie for it to hold.

        Args:
            cell: the figure.
            half: half of the last digit that it would have.
            new: the others that are changed.
        """
        raise NotImplementedError


@dataclass(eq=False)
class Linear(Relation):
    """The parts less the whole come to nothing, or to no more than nothing.

    Attributes:
        terms: the figures.
        halves: half of the last digit of each, times its weight, and of what is fixed.
        at_most: the parts may be less than the whole.
    """

    terms: Sum = field(default_factory=Sum)
    halves: dict[Cell, Exact] = field(default_factory=dict)
    fixed_half: Exact = 0
    at_most: bool = False

    def cells(self) -> list[Cell]:
        """The cells that take part."""
        return list(self.terms.weights)

    def allowed(self, new: New) -> Exact:
        """How much the figures may be off."""
        changed = [self.halves[c] * (f.half - c.printed.half) for c, f in new.items() if c in self.halves]
        return sum(changed, self._allowed) if changed else self._allowed

    @cached_property
    def _allowed(self) -> Exact:
        return self.fixed_half + sum(w * c.printed.half for c, w in self.halves.items())

    def holds(self, new: New) -> bool:
        """Whether it holds with some figures changed."""
        off = self.terms.exactly(new)
        allowed = self.allowed(new)
        return off <= allowed and (self.at_most or -off <= allowed)

    def span(self, cell: Cell, half: Fraction, new: New) -> Span:
        """Where one figure must lie for it to hold."""
        weight = self.terms.weights[cell]
        rest = self.terms.exactly(new) - weight * cell.printed.exact
        allowed = self.allowed(new)
        if cell in self.halves:
            allowed += self.halves[cell] * (half - cell.printed.half)
        above = _at_most(weight, allowed - rest)
        return above if self.at_most else _meet([above, _at_most(-weight, allowed + rest)])


@dataclass(eq=False)
class Ratio(Relation):
    """A printed percentage of two counts.

    Attributes:
        part: the figures that it is of.
        base: the whole.
        share: its cell; None if it cannot change.
        fixed_share: it, if it cannot.
        fixed_half: by how much it may be off.
        times: how many halves of its last digit that is: two if percentages are cut off.
    """

    part: Sum = field(default_factory=Sum)
    base: Sum = field(default_factory=Sum)
    share: Cell | None = None
    fixed_share: Fraction = Fraction(0)
    fixed_half: Fraction = Fraction(0)
    times: Fraction = Fraction(1)

    def cells(self) -> list[Cell]:
        """The cells that take part."""
        share = [self.share] if self.share else []
        return list(dict.fromkeys([*share, *self.part.weights, *self.base.weights]))

    def printed(self, new: New) -> tuple[Fraction, Fraction]:
        """The percentage and by how much it may be off."""
        if self.share is None:
            return self.fixed_share, self.fixed_half
        of = new.get(self.share, self.share.printed)
        return of.value, of.half * self.times

    def holds(self, new: New) -> bool:
        """Whether it holds with some figures changed."""
        share, half = self.printed(new)
        base = self.base.exactly(new)
        off = (share.numerator * base - 100 * share.denominator * self.part.exactly(new)) * half.denominator
        return base > 0 and max(off, -off) <= half.numerator * share.denominator * base

    def span(self, cell: Cell, half: Fraction, new: New) -> Span:
        """Where one figure must lie for it to hold."""
        part, base = self.part.exactly(new), self.base.exactly(new)
        if cell is self.share:
            if base <= 0:
                return NOWHERE
            share = 100 * Fraction(part) / base
            return share - half * self.times, share + half * self.times
        share, off = self.printed(new)
        p, b = self.part.weights.get(cell, 0), self.base.weights.get(cell, 0)
        part, base = part - p * cell.printed.exact, base - b * cell.printed.exact
        low, high = share - off, share + off
        (up, of), (least, by) = high.as_integer_ratio(), low.as_integer_ratio()
        over = _at_most(least * b - 100 * by * p, 100 * by * part - least * base)
        return _meet([over, _at_most(100 * of * p - up * b, up * base - 100 * of * part)])


def _at_most(weight: Exact, bound: Exact) -> Span:
    """Where x is if weight times x is at most the bound."""
    if weight == 0:
        return (None, None) if bound >= 0 else NOWHERE
    edge = bound * weight if weight in (1, -1) else Fraction(bound, weight)
    return (None, edge) if weight > 0 else (edge, None)


def _meet(spans: Iterable[Span]) -> Span:
    """What is common to several spans; once that is nothing, no further ones are looked at."""
    low: Exact | None = None
    high: Exact | None = None
    for a, b in spans:
        low = a if low is None or (a is not None and a > low) else low
        high = b if high is None or (b is not None and b < high) else high
        if low is not None and high is not None and low > high:
            return NOWHERE
    return low, high


def span(cell: Cell, half: Fraction, new: New, relations: Iterable[Relation]) -> Span:
    """Where a figure must lie for some relations that it takes part in to hold, others being changed."""
    broken_first = sorted(relations, key=lambda relation: not relation.broken)  # it ends soonest where it is nowhere
    return _meet(relation.span(cell, half, new) for relation in broken_first)
