"""What the format of a number in a spreadsheet lets a person see of it.

Only formats that set decimals, dividers, zeros in front and a percent sign are followed, with the signs, brackets,
currencies and spaces around them; for others (fractions, exponents, dates, words) a number stays as it is stored.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0",
    6: "#,##0",
    7: "#,##0.00",
    8: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
}
"""The formats that a workbook names by a number alone, as far as they are followed (ECMA-376, part 1, 18.8.30)."""

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]|(?P<digit>[0#?.,])'
    r"|(?P<percent>%)|(?P<general>General|Standard|@)|(?P<exponent>[eE][+-])|(?P<date>[yYmMdDhHsSgGbBaA])|(?P<other>.)",
    re.DOTALL,
)
_NEUTRAL = re.compile(r"[\s()+\-−–$€£¥\u20a0-\u20cf]*")
"""What may stand around a number and not change it."""


class Shown(NamedTuple):
    """How a format shows a number.

    Attributes:
        decimals: how many digits after the point it shows, at most.
        least: how many of them it shows even where they are zeros.
        zeros: how many digits before the point it shows, at least.
        percent: whether a number is shown times one hundred.
        sign: whether a percent sign stands after it.
    """

    decimals: int
    least: int
    zeros: int
    percent: bool
    sign: bool


class Format(NamedTuple):
    """A format of numbers.

    Attributes:
        positive: how it shows a number; None: it stays as it is stored.
        negative: how it shows a number below zero.
        zero: how it shows none; a dash or a word for it is no other value than 0.
        is_date: whether it shows numbers as dates or times.
        is_span: whether as a span of time, such as 36:00.
        hides: whether it shows nothing, whatever the number.
    """

    positive: Shown | None = None
    negative: Shown | None = None
    zero: Shown | None = None
    is_date: bool = False
    is_span: bool = False
    hides: bool = False

    @property
    def changes_whole(self) -> bool:
        """Whether it shows whole numbers with other digits than they have, but for zeros after the point."""
        return (
            any(one and (one.sign or one.zeros > 1) for one in (self.positive, self.negative, self.zero)) or self.hides
        )

    def text(self, number: float) -> tuple[str, bool] | None:
        """A number as it is shown, without dividers, and whether more digits are stored; None: it stays as stored."""
        shown = self.negative if number < 0 else self.positive if number else self.zero
        return None if shown is None or not isfinite(number) else _shown(number, *shown)


def built_in(number: int) -> Format:
    """The format that a workbook names by a number alone."""
    if number in _BUILT_IN_DATES:
        return Format(is_date=True, is_span=number == 46)
    return parse(BUILT_IN.get(number, "General"))


@lru_cache(maxsize=1024)
def parse(code: str) -> Format:
    """A format as a workbook writes it, such as `#,##0.00;[Red](#,##0.00)`."""
    sections = _sections(code)
    if any(re.match(r"[<>=]", token["bracket"] or "") for section in sections for token in section):
        return Format()  # conditions of its own
    if any(_is_date(section) for section in sections[:2]):
        spans = any(re.fullmatch(r"[hHmMsS]+", token["bracket"] or "") for token in sections[0])
        return Format(is_date=True, is_span=spans)
    hides = len(sections) > 1 and not any(any(token["fill"] is None for token in one) for one in sections[:3])
    positive = _read(sections[0])
    negative = _read(sections[1]) if len(sections) > 1 else positive
    zero = _read(sections[2]) if len(sections) > 2 else None
    return Format(positive, negative, zero or positive, hides=hides)


def _sections(code: str) -> list[list[re.Match[str]]]:
    """The tokens of each section of a format."""
    sections: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _is_date(section: list[re.Match[str]]) -> bool:
    spans = any(re.fullmatch(r"[hHmMsS]+", token["bracket"] or "") for token in section)
    return spans or (any(token["date"] for token in section) and not any(token["general"] for token in section))


def _read(section: list[re.Match[str]]) -> Shown | None:
    """How a section shows a number; None where it does more than to set digits."""
    digits, around, percents, literal_percent = "", "", 0, False
    for token in section:
        if token["digit"]:
            if around and digits and re.search(r"\S", around):
                return None  # digits with something between them, such as 000-0000
            digits, around = digits + token["digit"], ""
        elif token["percent"]:
            percents += 1
        elif token["general"] or token["exponent"] or token["date"]:
            return None
        elif (token["quoted"] or "").strip() == "%" or token["escaped"] == "%":
            literal_percent = True
        elif token["bracket"] is None and token["space"] is None and token["fill"] is None:
            text = token["quoted"] if token["quoted"] is not None else token["escaped"] or token["other"] or ""
            if not _NEUTRAL.fullmatch(text):
                return None
            around += text
    whole, _, fraction = digits.partition(".")
    if not re.search(r"[0#?]", digits) or whole.endswith(",") or "," in fraction or "." in fraction or percents > 1:
        return None  # nothing of the number, thousands left out, or no number
    zeros = max(1, whole.count("0"))
    return Shown(len(fraction), fraction.rfind("0") + 1, zeros, percents == 1, percents == 1 or literal_percent)


@lru_cache(maxsize=1 << 16)
def _shown(number: float, decimals: int, least: int, zeros: int, percent: bool, sign: bool) -> tuple[str, bool]:
    exact = Decimal(f"{number:.15g}") * (100 if percent else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) if exact.adjusted() < 24 - decimals else exact
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    minus = "-" if rounded < 0 else ""
    text = minus + whole.zfill(zeros) + ("." + fraction if fraction else "") + ("%" if sign else "")
    return text, rounded != exact
