"""Text that is not ours, in Markdown."""

import re
from html import escape

_MARKS = re.compile(r"([\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")


def plain(text: str) -> str:
    """A text as it is, whatever stands in it: no tags, links, emphasis, lines or table cells come of it."""
    return _MARKS.sub(r"\\\1", escape(_BREAKS.sub(" ", text), quote=False))
