"""Charts, drawn as SVG: readable in black and white, and by a reader of screens."""

import re
import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any

from numerim.site.language import Language

BARS = 12
"""So many bars stand in a chart; the table beneath it has all."""


_NO_EFFECT = re.compile(
    r' (?:aria-[a-z]+|role|pointer-events|opacity|stroke-miterlimit|font-family|xmlns:xlink)="[^"]*"'
    r'|<path class="(?:background|foreground)"[^>]*/>'
)
"""What the label of the whole says, too, and what nobody sees."""

LINE = 18
"""So many letters of a name stand in a line; the bar has the room of its longest name."""

WIDTH = 400
"""So wide are names and bars together: a phone need not make the letters smaller."""

LETTER = 8
"""So wide a letter may be in the font of whoever looks; it is not known here, and a label is not to be cut."""


def bars(t: Language, title: str, measure: str, rows: Sequence[tuple[str, int]]) -> str:
    """A bar for each row, the number behind it.

    Args:
        t: the language.
        title: what the chart shows.
        measure: what the numbers count.
        rows: names and numbers, in the order in which they stand.

    Returns:
        SVG, whose colours follow the style of the page.
    """
    return _drawn(title, measure, tuple((name, number, t.number(number)) for name, number in rows[:BARS]))


@cache
def _drawn(title: str, measure: str, rows: tuple[tuple[str, int, str], ...]) -> str:
    import vl_convert

    lines = [textwrap.wrap(name, LINE) for name, _, _ in rows]
    values = [
        {"name": "\n".join(name), measure: number, "said": said}
        for name, (_, number, said) in zip(lines, rows, strict=True)
    ]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None}
    x = {"field": measure, "type": "quantitative", "title": None, "axis": None}
    room = max((len(line) for name in lines for line in name), default=0) * LETTER
    axis: dict[str, Any] = {"domain": False, "ticks": False, "labelLimit": 300, "labelFontSize": 13, "labelPadding": 6}
    axis |= {"minExtent": room, "labelExpr": "split(datum.label, '\\n')"}
    described = f"{title}: " + "; ".join(f"{name} {said}" for name, _, said in rows)
    drawn: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": described,
        "data": {"values": values},
        "width": WIDTH - room,
        "height": {"step": 24 + 14 * (max(map(len, lines), default=1) - 1)},
        "encoding": {"y": y | {"axis": axis}, "x": x},
        "layer": [
            {"mark": {"type": "bar", "height": 16}},
            {
                "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 13},
                "encoding": {"text": {"field": "said", "type": "nominal"}},
            },
        ],
        "config": {"font": "sans-serif", "background": None, "view": {"stroke": None}},
    }
    svg = re.sub(r"<[^<>]*>", _plain, str(vl_convert.vegalite_to_svg(drawn)))
    label = described.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return re.sub(r"^<svg ", f'<svg role="img" aria-label="{label}" font-family="sans-serif" ', svg, count=1)


def _plain(tag: re.Match[str]) -> str:
    """A tag without what is of no effect, its places rounded: the page that it is on has to be light."""
    said = _NO_EFFECT.sub("", tag[0])
    return re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), said)
