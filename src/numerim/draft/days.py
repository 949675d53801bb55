"""Days, as columns and titles write them."""

import re
from collections.abc import Sequence

_IN_TEXT = re.compile(r"(?<![\d.])(\d{4}-\d\d-\d\d|\d{1,2}(?:\.\s?|/)\d{1,2}(?:\.\s?|/)\d{4})(?!\d)")


def iso_day(text: str) -> str:
    """A day in figures as ISO 8601 has it; empty where a text is none, or may be two days."""
    if found := re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.match(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)", text):
        first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
        month, day = (second, first) if mark == "." or first > 12 else (first, second)
    else:
        return ""
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def day_in(texts: Sequence[str]) -> str:
    """The first day in figures that one of some texts has, as ISO 8601 has it; empty where none has one."""
    found = (iso_day(one.replace(" ", "")) for text in texts for one in _IN_TEXT.findall(text))
    return next((day for day in found if day), "")
