"""Source formats: bytes in, cells with their places out."""

import csv
import random

import pytest

from numerim.declare.encoding import canonical, text_of
from numerim.declare.tables import Layout
from numerim.errors import InputError
from numerim.read.formats import known, reader
from tests.conftest import ROOT, SHARED
from tests.sources import opened


def layout(at="", **more):
    return Layout.model_validate({"at": at, "columns": "same", **more})


def read(name, text, *layouts):
    return reader(name).read(opened(f"file.{name}", text, reader=name), list(layouts or [layout()]))


def cells(table):
    return [[None if c is None else (c["text"], c["line"], c["cell"]) for c in row] for row in table.rows.iter_rows()]


def test_readers_are_found_by_where_they_lie():
    assert known() == sorted(path.stem for path in (ROOT / "src/numerim/read/formats").glob("[!_]*.py")) != []


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


CASES = {
    "a title above": ("Results of 2030,,\n,,\nunit,party,votes\nA,x,1\n", {"skip": 2}, ["unit", "party", "votes"], 4),
    "a title in a header with a grid": (
        "Results,,\n,,\nunit,party,votes\nA,x,1\n", {"header": 3, "grid": ["u", "p", "v"]}, ["u", "p", "v"], 4
    ),
    "no header": ("A,x,1\n", {"header": 0, "grid": ["u", "p", "v"]}, ["u", "p", "v"], 1),
    "two rows of header": ("unit,X,,Y\n,votes,share,votes\nA,1,2,3\n", {"header": 2},
                           ["unit", "X / votes", "X / share", "Y / votes"], 3),
    "three rows of header": ("unit,round 1,,,\n,X,,Y,\n,v,s,v,s\nA,1,2,3,4\n", {"header": 3},
                             ["unit", *(f"round 1 / {a} / {b}" for a in "XY" for b in "vs")], 4),
    "notes beneath": ("u,v\nA,1\nSource: 2 clerks\nmore\n", {"until": "Source:"}, ["u", "v"], 2),
    "an empty line beneath": ("u,v\nA,1\n\nSource: 2 clerks\n", {"until": ""}, ["u", "v"], 2),
    "a delimiter at the end of some rows": ("u,v\nA,1,\n", {}, ["u", "v"], 2),
    "a column without name and content": ("u,,v\nA,,1\n", {}, ["u", "v"], 2),
    "a row without content": ("u,v\n,\nA,1\n,\n", {}, ["u", "v"], 3),
    "a header that breaks": ('u,"v\nw"\nA,1\n', {}, ["u", "v w"], 3),
    "an empty line in a cell": ('u,v\n"x\n\ny",7\n\nA,1\n', {"skip": 0}, ["u", "v"], 6),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_where_a_table_lies_in_a_file(case):
    text, more, names, line = CASES[case]
    table = reader("csv").read(opened("f", text), [Layout.model_validate({"columns": {names[0]: "unit"}, **more})])[0]
    assert table.rows.columns == names
    last = table.rows.row(-1)
    assert (last[0]["text"], last[0]["line"]) == ("A", line)


def test_lines_that_are_left_out_are_kept_with_the_reason():
    text = "Results of 2030,\nu,v\nA,1\nof 3 clerks,x\n"
    table = read("csv", text, Layout.model_validate({"columns": {"u": "unit"}, "skip": 1, "until": "of"}))[0]
    assert table.unread.rows() == [
        (1, 1, "Results of 2030", "above the table (skip: 1)"),
        (4, 1, "of 3 clerks", "beneath the table (until: 'of')"),
        (4, 2, "x", "beneath the table (until: 'of')"),
    ]


REFUSED = [
    ("Results of 2030,,\nunit,party,votes\nA,x,1\n", {}, "Write `skip: 1` to its table"),
    ("Results\n\nunit,party,votes\nA,x,1\n", {}, "Write `skip: 2` to its table"),
    ("unit;votes\nA;1\nB;2\n", {}, "Add `delimiter: semicolon` beside its reader"),
    ("unit,votes\nA,1\nB,2\n", {"header": 3}, "Write `header: 1` to its table"),
    ("unit,votes\nA,1\nB,2\nC,3\n", {"header": 2, "grid": ["unit", "votes"]}, "f:L2: `header: 2` takes this line"),
    ("A,1\nB,2\n", {"grid": ["unit", "votes"]}, "Write `header: 0` to its table"),
    ("MN,,1\nMN,x,2\n", {}, "write `header: 0` and `grid:`, a name for each of its 3 columns"),
    ("unit,votes\nA,1\nSource: x\n", {}, "f:L3: the header has 2 columns, the row does not: it has 1 cell\n  If the"),
    ('unit,votes\n"A,1\nB,2\n', {}, "Where quotes are part of the text write `quote: none`"),
    ("\n\nn,LVV,9\nA,PDK,7\nB,PDK,7\n", {"columns": "same"}, "f:L1: the header is an empty line\n  Say how many"),
    ("unit,votes\nA,1\n", {"until": "Source"}, "no line beneath the header of f begins with 'Source'"),
]


@pytest.mark.parametrize(("text", "more", "message"), REFUSED)
def test_another_form_is_refused_with_the_line_to_write(text, more, message):
    declared = Layout.model_validate({"columns": {"unit": "unit", "votes": "votes"}, **more})
    with pytest.raises(InputError) as caught:
        reader("csv").read(opened("f", text), [declared])
    assert message in str(caught.value)


CITY = "unit,votes\nŽďár,1\n"


@pytest.mark.parametrize(
    ("written", "declared"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-32", None), ("cp1250", "windows-1250"),
     ("utf-16", "utf-16"), ("utf-16-be", "utf-16-be"), ("utf-8-sig", "UTF-8")],
)  # fmt: skip
def test_encodings(written, declared):
    assert text_of(CITY.encode(written), declared, "f", "y:L1", "cs") == CITY


@pytest.mark.parametrize(
    ("written", "declared", "message"),
    [
        (
            "cp1250",
            None,
            "f:L2: byte 12 (0x8e) is not UTF-8\n  Say on y:L1 what it was saved in: `encoding: windows-1",
        ),
        ("utf-8-sig", "cp1250", "y:L1: 'cp1250' is declared, but f begins with the byte order mark of UTF-8"),
        ("utf-16-le", None, "add `encoding: utf-16-le` on y:L1"),
        ("utf-16-le", "utf-16", "Write `encoding: utf-16-le`"),
        ("cp1250", "latin-1", "f:L2: 0x8e is a control character in latin-1"),
    ],
)
def test_encodings_that_do_not_fit(written, declared, message):
    with pytest.raises(InputError) as caught:
        text_of(CITY.encode(written), declared, "f", "y:L1", "cs")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("name", "hint"), [("windows1252", "did you mean 'windows-1252'?"), ("rot13", ""), ("idna", "")]
)
def test_unknown_encodings(name, hint):
    with pytest.raises(ValueError, match="unknown encoding") as caught:
        canonical(name)
    assert hint in str(caught.value)


REAL = [
    ("btw25/2025-03-13-12-59-36-btw25-bw-gemeinden.csv", "windows-1252", ",", '"', {}, (1105, 54)),
    ("us-2020/massachusetts-house-1.csv", "ascii", ",", '"', {"header": 2}, (88, 6)),
    ("us-2020/minnesota.txt", "utf-8", ";", "", {"header": 0, "grid": [f"c{i}" for i in range(16)]}, (7046, 16)),
    ("us-2020/oklahoma-counties.csv", "ascii", ",", '"', {}, (3232, 16)),
]


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the data is not here")
@pytest.mark.parametrize(("path", "encoding", "delimiter", "quote", "more", "shape"), REAL)
def test_locators_lead_to_the_bytes(path, encoding, delimiter, quote, more, shape):
    content = (SHARED / "data" / path).read_bytes()
    text = text_of(content, encoding, path, "y", "en")
    # columns that no file has: what they are called is not asked here
    declared = Layout.model_validate({"columns": {"unit": "unit"}, **more})
    table = reader("csv").read(opened(path, text, delimiter=delimiter, quote=quote), [declared])[0]
    assert table.rows.shape == shape
    lines, chance = content.split(b"\n"), random.Random(1)  # noqa: S311
    quoting = {} if quote else {"quoting": csv.QUOTE_NONE}
    for _ in range(50):
        cell = chance.choice(table.rows.row(chance.randrange(table.rows.height)))
        line = lines[cell["line"] - 1].decode(encoding)
        assert next(csv.reader([line], delimiter=delimiter, **quoting))[cell["cell"] - 1] == cell["text"]


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
