"""The words by which `election.yml` says how a text file is written: its encoding, and what divides its cells."""

from typing import Annotated

from pydantic import AfterValidator

from numerim.declare.encoding import canonical

WORDS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "space": " ", "colon": ":"}
"""Characters that are plainer as words."""


def written(delimiter: str) -> str:
    """The line of `election.yml` that declares a delimiter."""
    word = next((word for word, mark in WORDS.items() if mark == delimiter), f'"{delimiter}"')
    return f"delimiter: {word}"


def _encoding(name: str) -> str:
    canonical(name)
    return name


def _delimiter(value: str) -> str:
    mark = WORDS.get(value, "\t" if value == "\\t" else value)
    if len(mark) != 1 or mark in "\r\n\"'" or mark.isalnum():
        words = ", ".join(WORDS)
        raise ValueError(f"{value!r} cannot divide cells; write one of {words}, or one character in quotes")
    return mark


def _quote(value: str) -> str:
    mark = "" if value in ("none", "") else value
    if mark and (len(mark) != 1 or not mark.isascii() or mark.isalnum() or mark.isspace()):
        raise ValueError(f"{value!r} cannot be put around cells; write one character in quotes, or none")
    return mark


def _widths(value: tuple[int, ...]) -> tuple[int, ...]:
    if len(value) < 2 or min(value) < 1 or sum(value) > 100_000:
        raise ValueError("name the width of each column in characters, two or more of them; the last has what remains")
    return value


Widths = Annotated[tuple[int, ...], AfterValidator(_widths)]
"""How many characters each column takes, in a file without delimiters; the last has what remains of the line."""

Encoding = Annotated[str, AfterValidator(_encoding)]
"""A text encoding that Python knows."""

Delimiter = Annotated[str, AfterValidator(_delimiter)]
"""The one character between cells; a word of `WORDS` stands for it."""

Quote = Annotated[str, AfterValidator(_quote)]
"""The character around cells that hold a delimiter or a line break; empty (`none`) where there is none."""
