"""The picture that other sites show where the address of an election is shared (Open Graph)."""

from collections.abc import Iterator, Sequence
from textwrap import wrap
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1200, 630
"""Of the picture, in pixels: what most sites ask for."""


def card(title: str, told: Sequence[str]) -> bytes:
    """Draw it: the title, and what happened.

    Args:
        title: the name of the election.
        told: sentences, of which as many stand there as have room.

    Returns:
        PNG.
    """
    import vl_convert

    lines = "".join(_lines(title, told))
    frame = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/><rect width="{WIDTH}" height="16" fill="#0072b2"/>'
    mark = _line("numerim", HEIGHT - 50, 34, "bold", "#57606a")
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">{frame}{lines}{mark}</svg>'
    return bytes(vl_convert.svg_to_png(drawn))


def _lines(title: str, told: Sequence[str]) -> Iterator[str]:
    y = 60
    for line in wrap(title, 30)[:2]:
        y += 78
        yield _line(line, y, 64, "bold", "#1b1f23")
    y += 24
    for sentence in told:
        rows = wrap(sentence, 62)
        if y + 50 * len(rows) > HEIGHT - 110:
            return
        for row in rows:
            y += 50
            yield _line(row, y, 36, "normal", "#1b1f23")
        y += 12


def _line(text: str, y: int, size: int, weight: str, colour: str) -> str:
    font = f'font-family="sans-serif" font-size="{size}" font-weight="{weight}" fill="{colour}"'
    return f'<text x="70" y="{y}" {font}>{escape(text)}</text>'
