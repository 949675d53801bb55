"""A council as it sits: half a circle of seats, by party; readable without colours, and by a reader of screens."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from xml.sax.saxutils import escape, quoteattr

LARGEST = 400
"""So many seats are drawn; of more, bars tell more."""

_INNER = 0.42
"""The innermost row, as a part of the outermost."""

_ONE_ROW = 11
"""So many seats stand in one row."""

_RADIUS, _MARGIN = 200, 14
"""Of the outermost row, and around it."""

_SIZE = 18.0
"""Half a seat at most."""

_FILLS = {
    "c1": "#0072b2",
    "c2": "#e69f00",
    "c3": "#009e73",
    "c4": "#cc79a7",
    "c5": "#56b4e9",
    "c6": "#d55e00",
    "c7": "#a89200",
    "c0": "#8b949e",
    "empty": "none",
}
"""Colours where the picture stands alone; on a page the style says them."""

MARKS = ("disc", "ring", "square", "frame")
"""How the seats of a party look, one party after the other, so that neighbours differ in black and white."""


@dataclass(frozen=True)
class Party:
    """Who sits there.

    Attributes:
        name: what it is called.
        seats: so many seats it has.
        colour: the class of its colour; `empty` for seats that no source gives to anybody.
        mark: how its seats look, a word of `MARKS`.
    """

    name: str
    seats: int
    colour: str
    mark: str


def marked(rows: Sequence[tuple[str, int, str]]) -> list[Party]:
    """Parties with their marks: by name, seats and colour, in the order in which they sit from the left."""
    return [
        Party(name, seats, colour, MARKS[at % len(MARKS)]) for at, (name, seats, colour) in enumerate(rows) if seats
    ]


def parliament(title: str, parties: Sequence[Party]) -> str:
    """Draw it.

    Args:
        title: which council it is.
        parties: who sits there, from the left.

    Returns:
        SVG whose seats are one group a party, with a title; empty where there are more than `LARGEST` seats, or none.
    """
    total = sum(one.seats for one in parties)
    if not 0 < total <= LARGEST:
        return ""
    places, size = _places(total)
    label = f"{title}: " + ", ".join(f"{one.name} {one.seats}" for one in parties)
    drawn, at = [], 0
    for one in parties:
        seats = "".join(_seat(one.mark, x, y, size) for x, y in places[at : at + one.seats])
        title_of = f"<title>{escape(f'{one.name}: {one.seats}')}</title>"
        drawn.append(f'<g class="{one.colour} {one.mark}" {_ink(one, size)}>{title_of}{seats}</g>')
        at += one.seats
    width, height = 2 * (_RADIUS + _MARGIN), _RADIUS + 2 * _MARGIN + int(_SIZE)
    middle = f'x="{width // 2}" y="{_RADIUS + _MARGIN}" text-anchor="middle"'
    number = f'<text {middle} font-size="44" font-weight="700">{total}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="parliament" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" aria-label={quoteattr(label)}>{"".join(drawn)}{number}</svg>'
    )


def symbol(one: Party) -> str:
    """A seat of a party alone, for what is written beside the picture."""
    return (
        f'<svg class="seat {one.colour} {one.mark}" viewBox="0 0 16 16" aria-hidden="true" {_ink(one, 6)}>'
        f"{_seat(one.mark, 8, 8, 6)}</svg>"
    )


def _ink(one: Party, size: float) -> str:
    if one.colour == "empty":
        return 'fill="none" stroke="#8b949e" stroke-dasharray="2 2"'
    fill = _FILLS[one.colour]
    if one.mark in ("disc", "square"):
        return f'fill="{fill}"'
    return f'fill="none" stroke="{fill}" stroke-width="{_LINE * size:.1f}"'


_LINE = 0.4
"""The line of a ring or frame, as a part of half a seat."""


def _seat(mark: str, x: float, y: float, size: float) -> str:
    """A seat; a ring and a frame are smaller by half their line."""
    full = size if mark in ("disc", "square") else (1 - _LINE / 2) * size
    if mark in ("disc", "ring"):
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{full:.1f}"/>'
    half = 0.88 * full
    return f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}"/>'


def _places(total: int) -> tuple[list[tuple[float, float]], float]:
    """Where the seats stand, from the left, and half the size of one.

    There are as many rows as bring seats of one row about as near to each other as one row to the next.
    """
    rows = min(range(1, 15 if total > _ONE_ROW else 2), key=lambda n: abs(_apart(total, _radii(n)) - _between(n)))
    radii = _radii(rows)
    exact = [total * radius / sum(radii) for radius in radii]
    seats = [int(one) for one in exact]
    for at in sorted(range(rows), key=lambda at: (seats[at] - exact[at], -at))[: total - sum(seats)]:
        seats[at] += 1
    found = []
    for radius, number in zip(radii, seats, strict=True):
        for at in range(number):
            angle = pi * at / (number - 1) if number > 1 else pi / 2
            found.append((round(angle, 9), -radius, angle, radius))
    size = min(_SIZE, 0.42 * _RADIUS * min(_apart(total, radii), _between(rows) if rows > 1 else 1))
    reach = _RADIUS - size
    return [
        (_RADIUS + _MARGIN - reach * radius * cos(angle), _RADIUS + _MARGIN - reach * radius * sin(angle))
        for _, _, angle, radius in sorted(found)
    ], size


def _radii(rows: int) -> list[float]:
    return [1.0] if rows == 1 else [_INNER + (1 - _INNER) * at / (rows - 1) for at in range(rows)]


def _between(rows: int) -> float:
    return (1 - _INNER) / (rows - 1) if rows > 1 else 1.0


def _apart(total: int, radii: Sequence[float]) -> float:
    return pi * sum(radii) / max(1, total - len(radii))
