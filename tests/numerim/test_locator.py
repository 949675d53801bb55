"""Locators: written, taken apart, moved to another row."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerim.locator import Places, column_letters, column_number, decoded, each_apart, encoded, parts

TREE = Places("tree", {1: "#/Localities/3", 2: "#"}, {1: "/Votes", 2: "/Locality/Name"})


@pytest.mark.parametrize(
    ("path", "places", "line", "cell", "locator", "row", "named", "file"),
    [
        ("r.csv", Places(), 12, 3, "r.csv:L12.C3", "r.csv:L12", "r.csv", "r.csv"),
        (
            "a/r.xlsx!Sheet1",
            Places("sheet"),
            17,
            6,
            "a/r.xlsx!Sheet1!F17",
            "a/r.xlsx!Sheet1!17",
            "a/r.xlsx",
            "a/r.xlsx",
        ),
        ("r.html#table3", Places("page"), 4, 2, "r.html#table3!R4C2", "r.html#table3!R4", "r.html", "r.html"),
        ("r.json", TREE, 1, 1, "r.json#/Localities/3/Votes", "r.json#/Localities/3", "r.json", "r.json"),
        ("z.zip!b/r.csv", Places(), 2, 1, "z.zip!b/r.csv:L2.C1", "z.zip!b/r.csv:L2", "z.zip!b/r.csv", "z.zip"),
        ("z.zip!r.xlsx!S", Places("sheet"), 2, 28, "z.zip!r.xlsx!S!AB2", "z.zip!r.xlsx!S!2", "z.zip!r.xlsx", "z.zip"),
    ],
)
def test_places_of_every_form(path, places, line, cell, locator, row, named, file):
    assert path + places.at(line, cell) == locator
    numbers = pl.DataFrame({"line": [line, None], "cell": [cell, None]}, schema={"line": pl.Int64, "cell": pl.Int64})
    each = numbers.select(places.each(pl.col("line"), pl.col("cell")).alias("at"), places.each_row(pl.col("line")))
    assert [path + each["at"][0], path + each[:, 1][0], each["at"][1]] == [locator, row, None]
    found = parts(locator)
    assert (found.path, found.row, found.named, found.file) == (path, row, named, file)
    assert found.in_row(found.row) == locator
    whole = parts(row)
    if places.form != "tree":
        assert (found.line, found.number, whole.path, whole.row, whole.cell) == (line, cell, path, row, "")


NONE = ("", "r.csv", "C3", "r.xlsx!F", "the row of “A”")


def test_what_is_no_locator():
    assert [parts(text) for text in NONE] == [None] * 5


@pytest.mark.parametrize("locators", [[], ["r.csv:L12.C3", "r.csv:L007"], ["r.csv:L3", *NONE], ["a:L1.C2:L3", *NONE]])
def test_many_are_taken_apart_as_each(locators):
    each = [*locators, "r.xlsx!S!F17", "r.xlsx!S!17", "r.html#t!R4C2", "r.html#t!R4", "r.json#/a/b", "z.zip!r.csv:L2"]
    for some in (locators, each):
        told = each_apart(pl.Series(some, dtype=pl.String))
        assert told.rows() == [tuple(getattr(parts(one), name, None) for name in told.columns) for one in some]


@given(st.text(min_size=1, max_size=31))
def test_a_name_of_a_sheet_stands_in_a_locator_and_comes_back(name):
    path = f"r.xlsx!{encoded(name)}"
    assert not any(c.isspace() or c == "|" for c in path)
    found = parts(f"{path}!AB12")
    assert (found.path, found.named, decoded(found.path.partition("!")[2])) == (path, "r.xlsx", name)


@given(st.integers(1, 16384))
def test_columns_of_workbooks(number):
    assert column_number(column_letters(number)) == number
    assert pl.select(Places("sheet").each(pl.lit(1), pl.lit(number))).item() == f"!{column_letters(number)}1"
