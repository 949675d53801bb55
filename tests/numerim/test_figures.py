"""Printed figures -> numbers."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerim.declare.numbers import Numbers
from numerim.model.figures import read_figures

WORDS = pl.DataFrame(
    {
        "word": ["nëntë", "six", "may", "nëntor", "march"],
        "kind": ["number", "number", "month", "month", "month"],
        "value": [9, 6, 5, 11, 3],
    }
)
POINTS = Numbers(thousands=".", decimal=".")
ENGLISH = Numbers(thousands=",", decimal=".")
GERMAN = Numbers(thousands=".", decimal=",")
PLAIN = Numbers()


def read(measure, value, numbers=ENGLISH):
    frame = pl.DataFrame({"measure": [measure], "value": [value]}, schema={"measure": pl.String, "value": pl.String})
    return read_figures(frame, numbers, WORDS, pl.lit(2021)).row(0, named=True)


@pytest.mark.parametrize(
    ("value", "numbers", "expected"),
    [
        ("579,614", ENGLISH, 579614),
        ("757", ENGLISH, 757),
        ("0", PLAIN, 0),
        (" 12 ", PLAIN, 12),
        ("1.890.952", POINTS, 1890952),
        ("nëntë", PLAIN, 9),
        ("Six", PLAIN, 6),
        ("1.890.952,5", POINTS, None),
        ("1.890.952,5", GERMAN, None),
        ("12a", ENGLISH, None),
        ("", ENGLISH, None),
        ("1,23", ENGLISH, None),
        ("12,3456", ENGLISH, None),
        ("1 234", ENGLISH, None),
        ("-5", ENGLISH, -5),
        ("5.0", ENGLISH, None),
        ("1,234", PLAIN, None),
        ("٣", PLAIN, 3),
    ],
)
def test_whole_numbers(value, numbers, expected):
    number = read("votes", value, numbers)["number"]
    assert number == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize(
    ("value", "numbers", "expected", "decimals"),
    [
        ("43.11%", ENGLISH, "43.11", 2),
        ("0.1%", ENGLISH, "0.1", 1),
        ("62%", ENGLISH, "62", 0),
        ("52.255", ENGLISH, "52.255", 3),
        ("43.68", POINTS, "43.68", 2),
        ("43,68 %", GERMAN, "43.68", 2),
        ("15.31 pp", ENGLISH, "15.31", 2),
        ("43.68 për qind", POINTS, "43.68", 2),
        ("1.234.567", ENGLISH, None, None),
        ("4,5", ENGLISH, None, None),
        ("12a%", ENGLISH, None, None),
        ("", ENGLISH, None, None),
    ],
)
def test_shares(value, numbers, expected, decimals):
    found = read("share", value, numbers)
    assert found["number"] == (None if expected is None else Decimal(expected))
    assert found["decimals"] == decimals


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("14 May 2023", "2023-05-14"),
        ("04 May 2024", "2024-05-04"),
        ("March 6, 2022", "2022-03-06"),
        ("March 2022", "2022-03"),
        ("2019", "2019"),
        ("14 nëntor", "2021-11-14"),
        ("2021-10-17", "2021-10-17"),
        ("14 Brumaire 8", None),
        ("soon", None),
    ],
)
def test_dates(value, expected):
    assert read("held_on", value)["text"] == expected


AROUND = [
    # printed, how it is written, read as (None: not at all), what is told of it
    ("votes", "1 234[a]", {"thousands": " ", "marks": ["[{letter}]"]}, "1234", "“[a]” is a mark beside it; "),
    ("votes", "1,234¹²", {"thousands": ",", "marks": ["{superscript}"]}, "1234", "“¹²” is a mark beside it; "),
    ("votes", "† 12 (3)", {"marks": ["†", "({number})"]}, "12", "“† (3)” is a mark beside it"),
    ("votes", "12a", {"marks": ["{letter}"]}, "12", "“a” is a mark beside it"),
    ("votes", "12ab", {"marks": ["{letter}"]}, None, ""),
    ("votes", "12*", {}, None, ""),
    ("votes", "*", {"marks": "*"}, None, ""),
    ("votes", "(3)", {"marks": ["({number})"]}, None, ""),
    ("votes", "Six*", {"marks": "*"}, "6", "“*” is a mark beside it; a number in words"),
    ("share", "55,2* %", {"decimal": ",", "marks": "*"}, "55.2", "“*” is a mark beside it; a percentage"),
    ("votes", "(123)", {"brackets": "negative"}, "-123", "its brackets read as negative"),
    ("votes", "(123)", {"brackets": "nothing"}, "123", "its brackets read as nothing"),
    ("votes", "(123)", {}, None, ""),
    ("share", "(55.2 %)", {"brackets": "nothing"}, "55.2", "its brackets read as nothing"),
    ("share", "(55.2 %)", {"brackets": "negative"}, None, ""),
    ("turnout_change", "(5.2) %", {"brackets": "negative"}, "-5.2", "its brackets read as negative"),
    ("votes", "−5", {}, "-5", ""),
    ("votes", "–1,234", {"thousands": ","}, "-1234", ""),
    ("votes", "+5", {}, None, ""),
    ("margin", "+1,234", {"thousands": ","}, "1234", ""),
    ("lead", "+5.2", {}, "5.2", ""),
    ("share", "5.4‰", {}, "0.54", "a figure per mille, as a percentage"),
    ("share", "512 ‰", {}, "51.2", "a figure per mille, as a percentage"),
    ("share", "5.123456‰", {}, None, ""),
    ("share", "%55,2", {"decimal": ","}, "55.2", "a percentage, its sign cut off"),
    ("votes", "12 %", {}, None, ""),
    ("votes", "3,2 mijë", {"decimal": ",", "scale": {"mijë": 1000}}, "3200", "“mijë” read as times 1000"),
    (
        "votes",
        "12 Тысяч a",
        {"scale": {"тысяч": 1000}, "marks": "{letter}"},
        "12000",
        "“a” is a mark beside it; “тысяч”",
    ),
    ("votes", "1.234,5 mijë", {"thousands": ".", "decimal": ",", "scale": {"mijë": 1000}}, "1234500", ""),
    ("votes", "3,2345 mijë", {"decimal": ",", "scale": {"mijë": 1000}}, None, ""),
    ("votes", "3,2 mijë", {"decimal": ","}, None, ""),
    ("votes", "12,34,567", {"thousands": ",", "groups": "lakh"}, "1234567", ""),
    ("votes", "1,234,567", {"thousands": ",", "groups": "lakh"}, None, ""),
    ("votes", "12,34,567", {"thousands": ","}, None, ""),
    ("votes", "1132.86711", {"fractions": "left out"}, "1132", "what stands behind its decimal mark left out"),
    ("votes", "8,019.50", {"thousands": ",", "fractions": "left out"}, "8019", "behind its decimal mark left out; ','"),
    ("votes", "1.132,5", {"thousands": ".", "decimal": ",", "fractions": "left out"}, "1132", ""),
    ("votes", "1.132", {"thousands": ".", "decimal": ",", "fractions": "left out"}, "1132", "'.' read as dividing"),
    ("votes", "1,5", {"fractions": "left out"}, None, ""),
    ("votes", "1132.86711", {}, None, ""),
    ("share", "55.25", {"fractions": "left out"}, "55.25", ""),
    ("votes", "१,२३,४५६", {"thousands": ",", "groups": "lakh"}, "123456", "digits of another script"),
    ("votes", "١٢٬٣٤٥", {}, "12345", "digits of another script; '٬' read as dividing thousands"),
    ("share", "٥٥٫٢٪", {}, "55.2", "digits of another script; a percentage"),
    ("votes", "1٢3", {}, None, ""),
    ("votes", "1\u200b2\u00ad3", {}, "123", "characters in it that cannot be seen left out"),
]


@pytest.mark.parametrize(("measure", "printed", "written", "number", "how"), AROUND)
def test_what_stands_around_a_figure(measure, printed, written, number, how):
    found = read(measure, printed, Numbers(**written))
    assert found["number"] == (None if number is None else Decimal(number))
    if number is not None:
        assert how in (found["how"] or "")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"thousands": "_"}, "'_' is no mark that divides thousands"),
        ({"marks": ["{digit}"]}, "{digit} is not known in a mark; known are {number}, {letter}, {superscript}"),
        ({"marks": ["{number}"]}, "could not be told from the figure"),
        ({"marks": ["(1)"]}, "write {number} for the digits of a mark"),
        ({"marks": ["-"]}, "is part of how numbers are written"),
        ({"scale": {"dozen": 12}}, "12 is not a power of ten"),
    ],
)
def test_what_cannot_be_said_of_numbers(said, told):
    with pytest.raises(ValueError, match="Value error") as error:
        Numbers(**said)
    assert told in str(error.value)


MARKS = {",": ",", ".": ".", "’": "'’‘ʼ′", " ": " \u00a0\u202f\u2009\u2007\u2002"}
ZEROS = [ord(zero) for zero in "0٠۰०০０"]


@settings(deadline=None)
@given(
    number=st.integers(min_value=0, max_value=10**12 - 1),
    declared=st.sampled_from([*MARKS]),
    which=st.integers(0, 20),
    zero=st.sampled_from(ZEROS),
    is_negative=st.booleans(),
    mark=st.sampled_from(["", "*", " †", "¹", "[12]", " (b)", "a"]),
    hidden=st.sampled_from(["", "\u200b", "\u200f", "\u00ad"]),
)
def test_any_number_reads_back_however_it_is_written(number, declared, which, zero, is_negative, mark, hidden):
    looks = MARKS[declared]
    digits = {ord(str(i)): chr(zero + i) for i in range(10)}
    printed = f"{number:,}".translate(digits).replace(",", looks[which % len(looks)])
    printed = f"{hidden}{'−' if is_negative else ''}{printed}{mark}"
    marks = ["*", "†", "{superscript}", "[{number}]", "({letter})", "{letter}"]
    found = read("votes", printed, Numbers(thousands=looks[-1], marks=marks))
    assert found["number"] == (-number if is_negative else number)
    assert found["value"] == printed


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from([",", ".", " ", "’"]))
def test_any_number_reads_back_however_thousands_are_divided(number, mark):
    printed = f"{number:,}".replace(",", mark)
    assert read("votes", printed, Numbers(thousands=mark))["number"] == number


@settings(deadline=None)
@given(st.decimals(min_value=0, max_value=100, places=3), st.sampled_from([",", "."]))
def test_any_share_reads_back_with_its_decimals(share, mark):
    for unit, less in {"%": 1, " ‰": 10, "": 1}.items():
        found = read("share", f"{share}".replace(".", mark) + unit, Numbers(decimal=mark))
        assert found["number"] == share / less
        assert found["decimals"] == (3 if less == 1 else 4)
