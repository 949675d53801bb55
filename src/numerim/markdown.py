"""Text that is not ours, in Markdown and in lines."""

import re
from html import escape

_MARKS = re.compile(r"([\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")


def plain(text: str) -> str:
    """A text as it is, whatever stands in it: no tags, links, emphasis, lines or table cells come of it."""
    return _MARKS.sub(r"\\\1", escape(_BREAKS.sub(" ", text), quote=False))


def visible(text: str) -> str:
    """A text for a line that is ours: what is no character that one sees stands there as its number."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
