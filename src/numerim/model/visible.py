"""Texts as one sees them: without characters that cannot be seen, and with one kind of space."""

import re
import unicodedata

import polars as pl

from numerim.declare.numbers import SPACES

HIDDEN = "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
"""A regular expression for characters that cannot be seen."""

UNSEEN = "".join(re.findall(HIDDEN, "".join(map(chr, range(0x10000)))))
"""The same characters, one after the other."""

ODD = f"{HIDDEN}|[^\\S ]"
"""A regular expression for what cannot be told from nothing, or from a space."""

NOTHING_SEEN = rf"^(?:{HIDDEN}|\s)+$"
"""A regular expression for a text in which nothing can be seen."""

_SPACES = f"[{SPACES}\r\n]+"


def seen(text: str) -> str:
    """What one sees of a text: hidden characters are left out, every run of spaces of any kind is one space."""
    return unicodedata.normalize("NFC", re.sub(_SPACES, " ", re.sub(HIDDEN, "", text)).strip())


def seen_of(text: pl.Expr) -> pl.Expr:
    """As `seen`, of each text of a column."""
    return text.str.replace_all(HIDDEN, "").str.replace_all(_SPACES, " ").str.strip_chars().str.normalize("NFC")


def shown(text: str) -> str:
    r"""A text for messages, with what cannot be seen in it as its number: `St\u00adation`."""
    return re.sub(ODD, lambda found: f"\\u{ord(found[0]):04x}", text)
