"""How figures are misprinted: which slip turns one figure into another, and how likely it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

SLIPS = {
    "replaced": "one digit replaced",
    "dropped": "a digit missing",
    "doubled": "a digit doubled",
    "swapped": "two digits swapped",
    "slipped_in": "an extra digit",
    "separator": "a thousands or decimal separator misread",
    "line": "the value of the line above or below",
    "column": "the value of another cell in the line",
    "zero": "a zero for a missing figure",
    "exchanged": "two cells swapped",
    "transposed": "a digit swapped with one in the next cell",
    "shifted": "lines shifted by one",
    "followed": "calculated from the wrong figure",
    "missing": "what is left of the total",
    "other": "another figure",
}
"""A slip -> what happened, in words."""

TYPING = ("replaced", "dropped", "doubled", "swapped", "slipped_in", "separator")
"""Slips of a finger, which a figure shows by itself."""

WEIGHTS = {
    "replaced": 0.57,
    "line": 0.18,
    "other": 0.085,
    "dropped": 0.065,
    "column": 0.026,
    "slipped_in": 0.026,
    "zero": 0.02,
    "swapped": 0.016,
    "doubled": 0.007,
    "separator": 0.005,
    "exchanged": 0.02,
    "transposed": 0.02,
    "shifted": 0.02,
    "followed": 0.2,
}
"""How often a slip is of each kind.

Measured on the 988 figures of tables of precincts that a team typed from paper and later corrected (counties of
Mississippi, 2011 to 2018), of those in contests with few slips; that a separator is misread was not among them, and is
what machines do. The last four are guesses: of slips at once in several cells, and of figures that were worked out
from one that is wrong.
"""

AGAIN = 10
"""How much likelier it is that a figure is that of the unit beside it where another of the unit is so, too: whole lines
are typed again."""

ABOVE, BELOW = 0.75, 0.25
"""Of figures of a unit beside: how many are of the one before, and of the one after."""

UNEXPLAINED = 0.1
"""How often, by the same scale, more than one figure is wrong, or none."""


Exact = int | Fraction
"""A number, exactly; to reckon with whole ones takes a part of the time."""


@dataclass(frozen=True)
class Figure:
    """A printed number.

    Attributes:
        units: the number in units of its last digit.
        decimals: digits after the point; None for a count.
    """

    units: int
    decimals: int | None = None

    @cached_property
    def value(self) -> Fraction:
        """The number itself."""
        return Fraction(self.units, 10 ** (self.decimals or 0))

    @cached_property
    def exact(self) -> Exact:
        """The same, as a whole number where it has no decimals."""
        return self.value if self.decimals else self.units

    @cached_property
    def half(self) -> Fraction:
        """Half of the last printed digit; nothing for a count."""
        return Fraction(0) if self.decimals is None else Fraction(1, 2 * 10**self.decimals)

    @cached_property
    def text(self) -> str:
        """As it is written in a correction: `819865`, `43.68`."""
        if not self.decimals:
            return str(self.units)
        digits = str(abs(self.units)).zfill(self.decimals + 1)
        return f"{'-' if self.units < 0 else ''}{digits[: -self.decimals]}.{digits[-self.decimals :]}"

    @property
    def _digits(self) -> str:
        return str(abs(self.units)).zfill((self.decimals or 0) + 1)


def usual(figure: Figure) -> float:
    """How often a figure is just this one: small ones are frequent, and each number of digits equally so."""
    return float(10 ** (1 - len(figure._digits)) / 9)


def figure(number: Decimal, decimals: int | None) -> Figure | None:
    """A number as it is printed; None if it has more digits than that."""
    over, under = number.as_integer_ratio()
    units, rest = divmod(over * 10 ** (decimals or 0), under)
    return None if rest else Figure(units, decimals)


def slip(printed: Figure, true: Figure) -> tuple[str, float]:
    """The slip that turns one figure into another, and how likely it gives just that.

    Returns:
        A key of `SLIPS`, and the probability that a slip of the true figure gives the printed one.
    """
    name = _edit(printed, true) or ("separator" if _ten_fold(printed, true) else "other")
    length = len(true._digits)
    ways = {"replaced": 9 * length, "swapped": max(length - 1, 1), "separator": 6, "slipped_in": 10 * (length + 1)}
    return name, WEIGHTS[name] / ways.get(name, 1 / usual(printed) if name == "other" else length)


def variants(printed: Figure, decimals: int | None) -> Iterator[Figure]:
    """Every figure with so many decimals that one slip of digits or of a separator turns into the printed one."""
    digits, sign = printed._digits, -1 if printed.units < 0 else 1
    more = (decimals or 0) - (printed.decimals or 0)
    texts = set()
    if more == 0:
        texts |= {digits[:i] + n + digits[i + 1 :] for i in range(len(digits)) for n in "0123456789"}
        texts |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
    texts |= {digits[:i] + n + digits[i:] for i in range(len(digits) + 1) for n in "0123456789"}
    texts |= {digits[:i] + digits[i + 1 :] for i in range(len(digits))}
    found = {Figure(sign * int(text), decimals) for text in texts if text}
    for fold in (-3, -2, -1, 1, 2, 3):
        units = printed.units * Fraction(10) ** (more + fold)
        if units.denominator == 1:
            found.add(Figure(int(units), decimals))
    yield from sorted((f for f in found if slip(printed, f)[0] != "other"), key=lambda f: f.units)


def _edit(printed: Figure, true: Figure) -> str:
    """The slip of digits, if it is one: the point stays where it is."""
    p, t = printed._digits, true._digits
    if (printed.units < 0) != (true.units < 0) or p == t:
        return ""
    if len(p) == len(t) and printed.decimals == true.decimals:
        differ = [i for i in range(len(p)) if p[i] != t[i]]
        if len(differ) == 1:
            return "replaced"
        i, j = differ[0], differ[-1]
        return "swapped" if len(differ) == 2 and j == i + 1 and (p[i], p[j]) == (t[j], t[i]) else ""
    longer, shorter = (p, t) if len(p) > len(t) else (t, p)
    if len(longer) != len(shorter) + 1:
        return ""
    behind = abs((printed.decimals or 0) - (true.decimals or 0))
    point = len(longer) - max(printed.decimals or 0, true.decimals or 0)
    at = [i for i in range(len(longer)) if longer[:i] + longer[i + 1 :] == shorter and (i >= point) == bool(behind)]
    if behind > 1 or not at:
        return ""
    if len(p) < len(t):
        return "dropped"
    near = {p[i + step] for i in at for step in (-1, 1) if 0 <= i + step < len(p)}
    return "doubled" if p[at[0]] in near else "slipped_in"


def _ten_fold(printed: Figure, true: Figure) -> bool:
    if not printed.units or not true.units:
        return False
    fold = printed.value / true.value
    return fold in (10, 100, 1000) or 1 / fold in (10, 100, 1000)
