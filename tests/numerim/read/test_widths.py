"""Columns of fixed width: read as declared, told by the spaces in all rows, refused where they cannot be."""

import pytest
from pydantic import ValidationError

from numerim.declare.sources import SourceFile
from numerim.declare.tables import Layout
from numerim.draft.aligned import widths_of
from numerim.draft.file import judge_any
from numerim.draft.look import look
from numerim.read.formats import reader
from tests.sources import opened

TEXT = """Official results of the election of 2030

Municipality        Candidate        Votes   Share

Elms                Anna Smith       1,204    60.2
Elms                Ben Ødegård        796    39.8
New Haven           Anna Smith         512    51.2
New Haven           Ben Ødegård        488    48.8

Source: county clerk of all of the municipalities
"""
TITLED = """Form 8   of the county seat
no  name  registered  cast
1   Elm        1,110    10
2   Oak        2,200   200
3   Ash          330    30
"""
WIDTHS = [20, 17, 8, 5]


def read(text, widths, **layout):
    source = opened("r.txt", text, widths=widths)
    return reader("csv").read(source, [Layout.model_validate({"columns": "same", **layout})])[0]


def test_cells_have_the_text_of_their_column_and_stand_where_it_does():
    table = read(TEXT, WIDTHS, skip=2, until="Source: county clerk of all")
    assert table.rows.columns == ["Municipality", "Candidate", "Votes", "Share"]
    assert [[cell["text"] for cell in row] for row in table.rows.iter_rows()] == [
        ["Elms", "Anna Smith", "1,204", "60.2"],
        ["Elms", "Ben Ødegård", "796", "39.8"],
        ["New Haven", "Anna Smith", "512", "51.2"],
        ["New Haven", "Ben Ødegård", "488", "48.8"],
    ]
    assert [(row[0]["line"], row[2]["cell"]) for row in table.rows.iter_rows()] == [(5, 3), (6, 3), (7, 3), (8, 3)]
    assert {line for line, _, _, _ in table.unread.iter_rows()} == {1, 10}


@pytest.mark.parametrize(
    ("text", "widths", "cells"),
    [
        (
            "0101ELMS      1204\n0102NEW HAVEN  796\n",
            [2, 2, 10, 4],
            [["01", "01", "ELMS", "1204"], ["01", "02", "NEW HAVEN", "796"]],
        ),
        ('a "b   1\n\n"c" d  2', [7, 1], [['a "b', "1"], ['"c" d', "2"]]),
        ("a\nb  1,5 and more\n", [3, 2], [["a", ""], ["b", "1,5 and more"]]),
    ],
    ids=["no space between", "quotes are text", "short lines, and what remains"],
)
def test_widths_are_taken_as_they_are_said(text, widths, cells):
    table = read(text, widths, header=0, grid=[f"k{i}" for i in range(len(widths))])
    assert [[cell["text"] for cell in row] for row in table.rows.iter_rows()] == cells


@pytest.mark.parametrize(
    ("text", "widths"),
    [
        (TEXT, WIDTHS),
        ("a    b\nx   10\ny  200\nz    3\n", [3, 3]),
        (TITLED, [4, 5, 13, 4]),
        ("a,b\n1,2\n3,4\n5,6\n", None),
        ("Words of 3 people  and more\nthat say little of 4\nand nothing of 5\n", None),
        ("a  1\nb  2\n", None),
    ],
    ids=["a table", "figures to the right", "a title with a gap", "delimited", "prose", "too few rows"],
)
def test_widths_are_told_by_the_spaces_in_all_rows(text, widths):
    assert widths_of(text.split("\n")) == widths


def test_a_file_of_columns_of_spaces_is_drafted_and_checked(tmp_path):
    said = look(TEXT.encode(), "r.txt").said
    assert (said["widths"], said["tables"][0]["skip"]) == (WIDTHS, 2)
    path = tmp_path / "r.txt"
    path.write_text(TEXT.replace("796    39.8", "796    38.8"), encoding="utf-8")
    found = judge_any(str(path))
    assert {(one.rule, place.line) for one in found.told for place in one.places} >= {("R411", 6)}


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"widths": [3]}, "name the width of each column"),
        ({"widths": [3, 0]}, "name the width of each column"),
        ({"widths": [3, 3], "delimiter": "tab"}, "widths: is for files without a delimiter"),
        ({"widths": [3, 3], "reader": "html"}, "widths: is for text"),
    ],
)
def test_widths_that_cannot_be_are_refused(said, message):
    with pytest.raises(ValidationError, match=message):
        SourceFile.model_validate({"reader": "csv", "tables": [{"columns": "same"}], **said})
