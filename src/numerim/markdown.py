"""Text that is not ours, in Markdown and in lines."""

import re
import unicodedata
from html import escape

_MARKS = re.compile(r"([\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.)", re.IGNORECASE)
_TURNS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_BREAKS = re.compile(r"[\r\n\v\f\x85\u2028\u2029]+")


def plain(text: str) -> str:
    """A text as it is, whatever stands in it: no tags, links, emphasis, lines or table cells come of it."""
    return _MARKS.sub(r"\\\1", escape(_BREAKS.sub(" ", text), quote=False))


def visible(text: str) -> str:
    """A text for a line that is ours: what is no character that one sees stands there as its number."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def steers(character: str) -> bool:
    """Whether a character is no text but steers a terminal, ends a line, or turns the letters that follow."""
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNS
