"""Charts, drawn as SVG: readable in black and white, and by a reader of screens."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from numerim.site.language import Language

BARS = 12
"""So many bars stand in a chart; the table beneath it has all."""


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

    values = [{"name": name, measure: number, "said": said} for name, number, said in rows]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None}
    x = {"field": measure, "type": "quantitative", "title": None, "axis": None}
    room = max((len(name) for name, _, _ in rows), default=0) * LETTER
    axis = {"domain": False, "ticks": False, "labelLimit": 300, "labelFontSize": 13, "labelPadding": 6}
    axis |= {"minExtent": min(room, 300)}
    described = f"{title}: " + "; ".join(f"{name} {said}" for name, _, said in rows)
    drawn: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": described,
        "data": {"values": values},
        "width": 420,
        "height": {"step": 24},
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
    svg = str(vl_convert.vegalite_to_svg(drawn))
    label = described.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return re.sub(r"^<svg ", f'<svg role="img" aria-label="{label}" ', svg, count=1)
