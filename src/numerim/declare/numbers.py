"""How figures are written: of a source, a file of it, a table, or one column. The nearest that says something wins."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from numerim.declare.words import Strict

SPACES = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What looks like a space."""

APOSTROPHES = "'’‘ʼ′＇´`‛"
"""What looks like an apostrophe."""

THOUSANDS = (",", ".", " ", "’", "٬", "")
"""The marks that may divide thousands; the space and the apostrophe each stand for all that look like one."""

DECIMALS = (".", ",", "٫", "·")
"""The marks that may stand before decimals."""

OF_A_MARK = ("number", "letter", "superscript")
"""What may stand in braces in a mark."""

_OF_NUMBERS = re.compile(r"[\d+\-−–.,%‰'’\s]*")


class Numbers(Strict):
    """How a source writes numbers.

    Attributes:
        thousands: what divides thousands; nothing where that is empty.
        decimal: what stands before the decimals.
        marks: what may stand beside a figure and is no part of it, such as `*`, `[{letter}]` or `{superscript}`.
        brackets: what brackets around a figure mean: that it is `negative`, or `nothing`.
        scale: words behind a figure -> what it is to be multiplied by, such as `mijë: 1000`.
        groups: how digits are grouped: by `thousands`, or as `lakh`: 12,34,567.
        fractions: that what stands behind the decimal mark of counts is `left out`: parts of votes that pass on.
    """

    thousands: str = ""
    decimal: str = "."
    marks: tuple[str, ...] = ()
    brackets: Literal["negative", "nothing"] | None = None
    scale: dict[str, Annotated[int, Field(ge=10, le=10**9)]] = Field(default_factory=dict)
    groups: Literal["thousands", "lakh"] = "thousands"
    fractions: Literal["left out"] | None = None

    @field_validator("thousands")
    @classmethod
    def _thousands(cls, value: str) -> str:
        return _one_of(" " if len(value) == 1 and value in SPACES else _plain(value), THOUSANDS, "divides thousands")

    @field_validator("decimal")
    @classmethod
    def _decimal(cls, value: str) -> str:
        return _one_of(value, DECIMALS, "stands before decimals")

    @field_validator("marks", mode="before")
    @classmethod
    def _one_mark(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("marks")
    @classmethod
    def _marks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for mark in value:
            names = re.findall(r"\{(\w*)\}", mark)
            if unknown := [name for name in names if name not in OF_A_MARK]:
                told = ", ".join(f"{{{name}}}" for name in OF_A_MARK)
                raise ValueError(f"{mark!r}: {{{unknown[0]}}} is not known in a mark; known are {told}")
            if mark.strip() == "{number}":
                raise ValueError(f"{mark!r} could not be told from the figure; say what stands around it: ({mark})")
            bare = re.sub(r"\{\w+\}", "", mark)
            if re.search(r"\d", bare):
                raise ValueError(f"{mark!r}: write {{number}} for the digits of a mark")
            if not names and _OF_NUMBERS.fullmatch(bare):
                raise ValueError(f"{mark!r} is part of how numbers are written, not a mark beside them")
        return value

    @field_validator("scale")
    @classmethod
    def _scale(cls, value: dict[str, int]) -> dict[str, int]:
        for word, times in value.items():
            if not re.fullmatch("10+", str(times)):
                raise ValueError(f"{word!r}: {times} is not a power of ten")
            if not word.strip() or re.search(r"\d", word):
                raise ValueError(f"{word!r} is not a word that may be behind a figure")
        return value


def _plain(mark: str) -> str:
    return "’" if len(mark) == 1 and mark in APOSTROPHES else mark


def _one_of(mark: str, known: tuple[str, ...], does: str) -> str:
    if mark not in known:
        told = ", ".join('""' if one == "" else f'"{one}"' for one in known)
        raise ValueError(f"{mark!r} is no mark that {does}; known are {told}")
    return mark


def nearest_of(*said: Numbers | None) -> Numbers:
    """How numbers are written where several places say so, the nearest last: what it leaves open the others say."""
    keys: dict[str, Any] = {}
    for numbers in said:
        if numbers is not None:
            keys |= {name: getattr(numbers, name) for name in numbers.model_fields_set}
    return Numbers(**keys)


def as_marks(value: Any) -> Any:
    """Marks for no figure, said as a list of them, as a mapping: mark -> `not_given`."""
    if isinstance(value, (list, tuple)):
        return {"" if mark is None else str(mark): "not_given" for mark in value}
    if isinstance(value, Mapping):
        return {"" if mark is None else mark: kind for mark, kind in value.items()}
    return value


Missing = Annotated[dict[str, Literal["not_given", "withheld", "not_listed"]], BeforeValidator(as_marks)]
"""Marks for no figure -> what they say."""
