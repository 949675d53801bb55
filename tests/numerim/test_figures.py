"""Printed figures -> numbers."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerim.declare.sources import Numbers
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
        ("٣", PLAIN, None),
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


@given(st.integers(min_value=0, max_value=10**12 - 1), st.sampled_from([",", ".", " ", "’"]))
def test_any_number_reads_back_however_thousands_are_divided(number, mark):
    printed = f"{number:,}".replace(",", mark)
    assert read("votes", printed, Numbers(thousands=mark))["number"] == number


@given(st.decimals(min_value=0, max_value=100, places=3), st.sampled_from([",", "."]))
def test_any_share_reads_back_with_its_decimals(share, mark):
    found = read("share", f"{share}".replace(".", mark) + "%", Numbers(decimal=mark))
    assert found["number"] == share
    assert found["decimals"] == 3
