"""Text that is not ours, in Markdown."""

import re
from html import escape

_MARKS = re.compile(r"([\\`*\[\]|~])")


def plain(text: str) -> str:
    """A text as it is, whatever stands in it: no tags, links, emphasis or table cells come of it."""
    return _MARKS.sub(r"\\\1", escape(text, quote=False)).replace("\n", " ")
