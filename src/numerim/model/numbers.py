"""What is printed as a figure -> its digits, without what stands around them: marks, brackets, units, hidden signs."""

import re
import unicodedata
from functools import cache

import polars as pl

from numerim.declare.numbers import APOSTROPHES, SPACES, Numbers
from numerim.model.visible import HIDDEN

_UNITS = r"%|٪|﹪|％|‰|؉|pp|p\.p\.|për qind|per cent|percent"
_PER_MILLE = "[‰؉]"
_UNIT = rf"^\s*[%٪﹪％‰؉]\s*|\s*(?:{_UNITS})\s*$"
_MINUS = "^[−‐‑‒–﹣－]"
_SUPERSCRIPT = "[⁰¹²³⁴-ⁿªºᵃ-ᵪʰ-ʸˡ-ˤ]+"
_OTHER_DIGIT = r"[\p{Nd}--0-9]"
_PLACES = {"{number}": r"\d{1,3}", "{letter}": r"\p{L}", "{superscript}": _SUPERSCRIPT}


def printed_figures(value: pl.Series, numbers: Numbers) -> pl.DataFrame:
    """What is left of printed figures when what stands around them is taken off.

    Args:
        value: the cells, as text.
        numbers: how they are written.

    Returns:
        Columns `value` (the text, with digits of any script as 0-9), `count` (without marks and brackets, with `-` for
        a minus), `share` (besides without its unit), `is_unit` (whether it has one), `is_per_mille`, `mark` (the marks
        that were left off, null where there are none), `is_bracketed`, `is_hidden` (whether characters were left out
        that cannot be seen), `is_script` (whether it had digits of another script).
    """
    frame = pl.DataFrame({"value": value.str.strip_chars()}, schema={"value": pl.String})
    is_plain = not value.str.contains(r"[^\x00-\x7F]").any()
    frame = frame.with_columns(
        (pl.lit(value=False) if is_plain else pl.col("value").str.contains(HIDDEN)).alias("is_hidden"),
    ).with_columns(pl.when("is_hidden").then(_unhidden(pl.col("value"))).otherwise("value").alias("value"))
    frame = frame.with_columns(pl.col("value").alias("count"), pl.lit(None, pl.String).alias("mark"))
    if numbers.marks:
        frame = _without_marks(frame, "count", numbers)
    frame = frame.with_columns(pl.lit(value=False).alias("is_script")) if is_plain else _ascii_digits(frame)
    frame = frame.with_columns(
        pl.col("count").str.contains(_UNIT).alias("is_unit"),
        pl.col("count").str.contains(_PER_MILLE).alias("is_per_mille"),
        pl.col("count").str.replace_all(_UNIT, "").alias("share"),
    )
    if numbers.marks:
        frame = _without_marks(frame, "share", numbers)
    frame = frame.with_columns(pl.lit(value=False).alias("is_bracketed"))
    if numbers.brackets:
        sign = "-" if numbers.brackets == "negative" else ""
        bracketed = r"^\(\s*([^()]+?)\s*\)$"
        frame = frame.with_columns(
            pl.any_horizontal(pl.col("count", "share").str.contains(bracketed)).alias("is_bracketed"),
            pl.col("count", "share").str.replace(bracketed, sign + "${1}"),
        ).with_columns(pl.when("is_bracketed").then(pl.col("share").str.replace_all(_UNIT, "")).otherwise("share"))
    return frame.with_columns(pl.col("count", "share").str.replace(_MINUS, "-"))


def _unhidden(text: pl.Expr) -> pl.Expr:
    return text.str.replace_all(HIDDEN, "").str.strip_chars()


def _ascii_digits(frame: pl.DataFrame) -> pl.DataFrame:
    """Digits of one other script as 0-9; a text with digits of two scripts stays as it is, and is no figure."""
    other = frame["value"].filter(frame["value"].str.contains(_OTHER_DIGIT))
    found = other.str.extract_all(_OTHER_DIGIT).explode().unique().to_list() if len(other) else []
    zeros = sorted({ord(digit) - unicodedata.digit(digit) for digit in found if digit is not None})
    count, value, script = pl.col("count"), pl.col("value"), pl.lit(value=False)
    for zero in zeros:
        digits = [chr(zero + i) for i in range(10)]
        span = f"{digits[0]}-{digits[9]}"
        only = count.str.contains(f"[{span}]") & ~count.str.contains(rf"[\p{{Nd}}--{span}]")
        script = script | only
        count = pl.when(only).then(count.str.replace_many(digits, list("0123456789"))).otherwise(count)
        value = pl.when(only).then(value.str.replace_many(digits, list("0123456789"))).otherwise(value)
    return frame.with_columns(script.alias("is_script"), count.alias("count"), value.alias("value"))


def without_marks(text: pl.Expr, numbers: Numbers) -> pl.Expr:
    """What is printed, without the marks beside it."""
    bare = text.str.extract(_marked(numbers.marks, tuple(numbers.scale)), 2)
    return pl.coalesce(bare.str.strip_chars(), text)


def _without_marks(frame: pl.DataFrame, name: str, numbers: Numbers) -> pl.DataFrame:
    """The figures without the marks beside them, which `mark` has."""
    pattern = _marked(numbers.marks, tuple(numbers.scale))
    text = pl.col(name)
    found = text.str.extract_groups(pattern)
    before, bare, behind = (found.struct.field(part) for part in ("before", "bare", "behind"))
    sides = [side.fill_null("").str.strip_chars() for side in (before, behind)]
    mark = pl.concat_str(sides, separator=" ").str.strip_chars()
    return frame.with_columns(
        pl.coalesce("mark", pl.when(mark != "").then(mark)).alias("mark"),
        pl.coalesce(bare.str.strip_chars(), text).alias(name),
    )


@cache
def _marked(marks: tuple[str, ...], words: tuple[str, ...]) -> str:
    """A figure with marks around it. A letter alone is a mark only behind what is no word: "12a", not "12 mijë"."""
    letters = [mark for mark in marks if _is_word(mark)]
    signs = [_expression(mark) for mark in sorted(marks, key=len, reverse=True) if mark not in letters]
    all_of_them = "|".join([*signs, *map(_expression, letters)])
    some = rf"(?:\s*(?:{'|'.join(signs)}))*" if signs else ""
    one = rf"(?:\s*(?:{'|'.join(map(_expression, letters))}))?{some}" if letters else ""
    ends = "|".join([r"[^\p{L}\s]", _UNITS, *map(re.escape, words)])
    bare = rf".*?\d(?:.*?(?:{ends}))??" if letters else ".+?"
    return rf"(?is)^(?P<before>(?:(?:{all_of_them})\s*)*)(?P<bare>{bare})(?P<behind>{some}{one})$"


def _is_word(mark: str) -> bool:
    """Whether a mark begins like a word, so that the end of a word could be taken for it."""
    return mark.startswith("{letter}") or mark[0].isalpha()


def _expression(mark: str) -> str:
    parts = re.split(r"(\{\w+\})", mark)
    return "".join(_PLACES.get(part, re.escape(part)) for part in parts if part)


_USUAL = (
    *("*", "†", "‡", "§", "¶", "#", "{superscript}", "[{number}]", "({number})", "[{letter}]", "({letter})"),
    *("{number})", "{letter})", "{letter}"),
)
"""How footnotes are usually marked."""


def marks_in(values: pl.Series) -> list[str]:
    """The usual marks for footnotes that stand beside some of the figures, as one declares them."""
    found: list[str] = []
    for mark in _USUAL:
        at = rf"(?s)\d.*?{_expression(mark)}\s*$|^\s*{_expression(mark)}\s*\d"
        if values.str.contains(at).any() and not any(mark in other for other in found):
            found.append(mark)
    return found


def divider(mark: str) -> str:
    """A regular expression for what divides thousands, where that is declared; empty where nothing is.

    A space stands for all that look like one, and so does an apostrophe.
    """
    if mark == " ":
        return f"[{re.escape(SPACES)}]"
    return f"[{APOSTROPHES}]" if mark == "’" else re.escape(mark)


def grouped(numbers: Numbers) -> str:
    """A regular expression for a whole number with its thousands divided."""
    marks = [mark for mark in (divider(numbers.thousands), "٬") if mark]
    if numbers.groups == "lakh":
        each = [rf"\d{{1,2}}(?:{mark}\d{{2}}){{0,4}}{mark}\d{{3}}" for mark in marks]
    else:
        each = [rf"\d{{1,3}}(?:{mark}\d{{3}}){{1,3}}" for mark in marks]
    return rf"(?:{'|'.join(each)})"


def point(numbers: Numbers) -> str:
    """A regular expression for what stands before decimals."""
    return f"[{re.escape(numbers.decimal)}٫]"


def ungrouped(text: pl.Expr, numbers: Numbers) -> pl.Expr:
    """A number without what divides its thousands."""
    mark = divider(numbers.thousands)
    return text.str.replace_all(f"{mark}|٬" if mark else "٬", "")
