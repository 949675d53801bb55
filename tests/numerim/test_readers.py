"""Source formats: bytes in, cells with their places out."""

import pytest

from numerim.declaration import Layout
from numerim.errors import InputError
from numerim.rawtable import SourceText
from numerim.readers import known, reader


def layout(at="", **more):
    return Layout.model_validate({"at": at, "columns": "same", **more})


def read(name, text, *layouts):
    return reader(name).read(SourceText(f"file.{name}", text), list(layouts or [layout()]))


def cells(table):
    return [[None if c is None else (c["text"], c["line"], c["cell"]) for c in row] for row in table.rows.iter_rows()]


def test_readers_are_found():
    assert known() == ["csv", "wiki_dump"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [[("1", 2, 1), ("2", 2, 2)]]),
        ("a,b\n1,2", [[("1", 2, 1), ("2", 2, 2)]]),
        ('a,b\n"1,5",\n', [[("1,5", 2, 1), ("", 2, 2)]]),
        ('a,b\n"x ""y""",2\n', [[('x "y"', 2, 1), ("2", 2, 2)]]),
        ('a,b\n"two\nlines",2\n3,4\n', [[("two\nlines", 2, 1), ("2", 2, 2)], [("3", 4, 1), ("4", 4, 2)]]),
        ("a,b\n01,NA\n", [[("01", 2, 1), ("NA", 2, 2)]]),
        ("a,b\n1,2\n\n3,4\n", [[("1", 2, 1), ("2", 2, 2)], [("3", 4, 1), ("4", 4, 2)]]),
        ("a,b\n é ,\x00x\n".replace("\x00", ""), [[(" é ", 2, 1), ("x", 2, 2)]]),
    ],
)
def test_csv(text, expected):
    assert cells(read("csv", text)[0]) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n1\n", "csv:L2: the header has 2 columns"),
        ("a,b\n1,2\n1,2,3\n", "csv:L3: the header has 2 columns"),
        ("a,a\n1,2\n", "csv:L1.C2: the column 'a' stands there twice"),
        ("a,\n1,2\n", "csv:L1.C2: the column has no name"),
        ("a,b\n", "a header and no row"),
    ],
)
def test_csv_refuses(text, message):
    with pytest.raises(InputError) as caught:
        read("csv", text)
    assert message in str(caught.value)


PAGE = """= Page =

Infobox
- Turnout: 38.28% ( 15.31 pp)
- Year: 2019

== Results ==
| County | City | Mayor |
| A | B | | M (P) |
| C | | N (Q) | X |

  - By-election**
| City | Share |
| B | 5% |
""".replace("| County | City | Mayor |", "| County | City | Mayor | Alliance |")
SPANS = {
    "grid": ["County", "City", "(colour)", "Mayor", "Alliance"],
    "spans": {"column": "County", "tell": {"(colour)": "empty"}},
}


def page(*more):
    return [layout("Infobox"), layout("Results", **SPANS), layout("By-election"), *more]


def test_wiki_dump_finds_tables_by_their_headings():
    infobox, results, by_election = read("wiki_dump", PAGE, *page())
    assert cells(infobox) == [[("38.28% ( 15.31 pp)", 4, 2), ("2019", 5, 2)]]
    assert by_election.rows.columns == ["City", "Share"]
    assert cells(by_election) == [[("B", 14, 1), ("5%", 14, 2)]]
    assert results.rows.columns == SPANS["grid"]


def test_wiki_dump_realigns_rows_that_a_spanning_cell_cut():
    results = read("wiki_dump", PAGE, *page())[1]
    assert cells(results) == [
        [("A", 9, 1), ("B", 9, 2), ("", 9, 3), ("M (P)", 9, 4), None],
        [("A", 9, 1), ("C", 10, 1), ("", 10, 2), ("N (Q)", 10, 3), ("X", 10, 4)],
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("| C | | N (Q) | X |", "| C | | N (Q) |", "wiki_dump:L10: the row has 3 cells, the header of its table has 4"),
        ("| C | | N (Q) | X |", "| C | | N | (Q) | X |", "L10: the row has 5 cells"),
        ("| C | | N (Q) | X |", "| C | D | N (Q) | X |", "L10: the row fits the grid of 'Results' in no way"),
        ("| C | | N (Q) | X |", "| C | | | X |", "L10: the row fits the grid of 'Results' in two ways"),
        ("| A | B | | M (P) |", "| B | | M (P) | X |", "L9: the first row has no cell 'County'"),
        ("== Results ==", "== Outcome ==", "no table is headed 'Results'"),
        ("- Year: 2019", "- Turnout: 1%", "lines of the infobox have the same key"),
        ("| B | 5% |\n", "", "a header and no row"),
        ("| B | 5% |\n", "| B | 5% |\n== New ==\n| a |\n| 1 |\n", "the table headed 'New' is not declared"),
    ],
)
def test_wiki_dump_refuses(old, new, message):
    assert old in PAGE
    with pytest.raises(InputError) as caught:
        read("wiki_dump", PAGE.replace(old, new), *page())
    assert message in str(caught.value)
