"""Tables of web pages: html -> cells, against the algorithm of HTML; titles, encodings, and what is refused."""

from itertools import product
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerim.declare.sources import SourceFile
from numerim.errors import InputError
from numerim.read.formats import html
from numerim.read.page import Limits, read_page
from numerim.read.rawtable import Opened


def page(content, limits=None, **said):
    content = content if isinstance(content, bytes) else content.encode()
    return read_page(Opened("r.html", content, SourceFile(reader="html", **said)), limits)


def cells(content, **said):
    """The rows of the first table: cells divided by bars, `.` where nothing stands."""
    return [" | ".join(text or "." for text in row) for row in page(content, **said)[0].cells.iter_rows()]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>", ["a | b", "c | ."]),
        ("<tr><td>a<td>b<tr><td>c", ["a | b", "c | ."]),
        ("<td>a<td>b", ["a | b"]),
        ("<tr><td><div>a<td>b<br>c<tr><td><b><i>d", ["a | b c", "d | ."]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", ["a | b", ". | c"]),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", ["a | . | b", "c | d | e"]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e", ["a | . | b", ". | . | c", "d | e | ."]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", ["a | b", ". | c", ". | d"]),
        ("<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d", ["a | b", ". | c", "d | ."]),
        ("<tbody><tr><td rowspan=9>a<td>b</tbody><tbody><tr><td>c", ["a | b", "c | ."]),
        ("<tr><td rowspan=65535>a<td>b<tr><td>c", ["a | b", ". | c"]),
        ("<tr><td colspan=65535>a<tr><td>b<td>c", ["a | .", "b | c"]),
        ("<tr><td colspan=0>a<td colspan=x>b<td colspan=-2>c<td colspan='2 px'>d<td>e", ["a | b | c | d | . | e"]),
        ("<tr><td>a<td rowspan=2>b<tr><td colspan=2>c<td>d", ["a | b | .", "c | . | d"]),
        ("<tfoot><tr><td>sum</tfoot><thead><tr><th>n</thead><tbody><tr><td>1", ["n", "1", "sum"]),
        ("<caption>c</caption><colgroup><col><col></colgroup><tr><td>a", ["a"]),
        ("<tr></tr><tr><td>a", [".", "a"]),
        ("<form><tr><td>a<td><input value=7>b</form><tr><td>c", ["a | b", "c | ."]),
        ("<tr style='display:none'><td>a<tr><td>b", ["a", "b"]),
        ("<tr><td>a<td style='display:none'>sort<td>b", ["a | b"]),
    ],
)
def test_where_cells_stand(rows, expected):
    assert cells(f"<table>{rows}</table>") == expected


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1,234<sup class=reference><a href='#n'><span>[</span>a<span>]</span></a></sup>", "1,234[a]"),
        ("1,234<sup id=r1><a href='#n'>[12]</a></sup>", "1,234[12]"),
        ("1,234<sup>2</sup>", "1,234²"),
        ("<b>1,234</b><sub>1)</sub>", "1,234₁₎"),
        ("1<sup>st</sup>", "1st"),
        ("<span data-sort-value='0045.3' style='display: none;'>0045.3</span>45.3%", "45.3%"),
        ("<span style='visibility:hidden;color:transparent;'>0</span>12", "12"),
        ("<span class='sortkey'>Ray, Ann</span>Ann Ray", "Ann Ray"),
        ("<span hidden>1</span>2<script>3</script><style>.a{}</style><template>4</template><!-- 5 -->", "2"),
        ("Ann<br>Ray<br/>(A)", "Ann Ray (A)"),
        ("\n  Ann \t\n Ray ", "Ann Ray"),
        ("<p>Ann</p><p>Ray</p>", "Ann Ray"),
        ("<ul><li>Ann<li>Bo</ul>", "Ann Bo"),
        ("1&nbsp;234&nbsp;", "1\u00a0234"),
        ("A &amp; B &lt;C&gt; &#8722;1", "A & B <C> −1"),
        ("<span style='display:inline-block;displayed:none'>x</span>", "x"),
        ("before<table><tr><td>inner</table>after", "before after"),
        ("<h3>Town</h3> 12", "Town 12"),
        ("&nbsp;<b> </b>", "."),
    ],
)
def test_the_text_of_a_cell_is_what_a_reader_sees(cell, text):
    assert cells(f"<table><tr><td>x<td>{cell}</table>") == [f"x | {text}"]


T = "<table><tr><td>1</table>"


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (T, {"#table1": "table1"}),
        ("<table></table>" + T, {"#table2": "table2"}),
        ("<h2>Results<span class='mw-editsection'>[edit]</span></h2>" + T, {"#table1": "Results"}),
        ("<h2>Old</h2><h2>New</h2><p>" + T, {"#table1": "New"}),
        ("<h2>A</h2><table><caption>Votes <b>cast</b></caption><tr><td>1</table>", {"#table1": "Votes cast"}),
        (
            f"<h2>A</h2><h3>Votes</h3>{T}<h2>B</h2><h3>Votes</h3>{T}<h3>Seats</h3>{T}",
            {"#table1": "A / Votes", "#table2": "B / Votes", "#table3": "Seats"},
        ),
        (
            f"<h2>Results</h2>{T}{T}{T}",
            {"#table1": "Results", "#table2": "Results (2)", "#table3": "Results (3)"},
        ),
        (f"<h2>R (2)</h2>{T}<h2>R</h2>{T}{T}", {"#table1": "R (2)", "#table2": "R", "#table3": "R (3)"}),
        ("<h2>Out</h2><table><tr><td>a<table><tr><td>in</table></table>", {"#table1": "Out", "#table2": "Out (2)"}),
        ("<h2 style='display:none'>Menu</h2>" + T, {"#table1": "table1"}),
        ("<div style='display:none'>" + T + "</div>", {"#table1": "table1"}),
    ],
)  # fmt: skip
def test_what_tables_are_called(content, titles):
    assert {grid.inside: grid.title for grid in page(content)} == titles


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<meta charset=utf-8>Peć".encode(), {}),
        ("Peć".encode(), {}),
        (b"\xef\xbb\xbf<meta charset=windows-1252>" + "Peć".encode(), {}),
        ("\ufeffPeć".encode("utf-16-le"), {}),
        ("<meta charset='windows-1250'>Peć".encode("cp1250"), {}),
        ("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=iso-8859-2'>Peć".encode("iso8859-2"), {}),
        ("<meta charset=windows-1252>Peć".encode("cp1250"), {"encoding": "windows-1250"}),
        ("<!-- <meta charset=cp1251> --><meta charset=utf-8>Peć".encode(), {}),
        ('<?xml version="1.0" encoding="windows-1250"?>Peć'.encode("cp1250"), {}),
        ("<meta charset=utf-16>Peć".encode(), {}),
    ],
)
def test_encodings(content, said):
    begin = "<table><caption>".encode("utf-16-le" if content.startswith(b"\xff\xfe") else "utf-8")
    name = content.index("P".encode("utf-16-le") if content.startswith(b"\xff\xfe") else b"Pe")
    assert page(content[:name] + begin + content[name:] + begin[:0] + _end(content), **said)[0].title == "Peć"


def _end(content):
    return "</caption><tr><td>1</table>".encode("utf-16-le" if content.startswith(b"\xff\xfe") else "utf-8")


def test_latin_1_is_read_as_browsers_do():
    assert cells(b"<meta charset=ISO-8859-1><table><tr><td>\x80 5 \x96 6</table>") == ["€ 5 – 6"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<p>no table", "there is no table in the page"),
        (b"", "there is no table in the page"),
        (b"<table><tr><td> </table>", "there is no table in the page"),
        (b"<table><tr><td>\x00", "a control character"),
        (b"<table><tr><td>\xe9", "not UTF-8"),
        (b"<meta charset=klingon><table><tr><td>1", "the page says that it is in 'klingon'"),
        (b"<b>" * 10_000_000, "it has 10,000,000 tags"),
        (b"x" * (33 << 20), "bytes; 33,554,432 are allowed"),
        (b"<div>" * 1_000_000, "elements lie in each other, more than 500 deep"),
        (b"<table><tr><td>" * 400_000, "more than 500 deep"),
        (T.encode() * 6000, "the page has more tables; 5,000 are allowed"),
        (b"<table>" + (b"<tr>" + b"<td rowspan=65535 colspan=65535>1" * 1000) * 100, "columns, spans counted; 16,384"),
        (b"<table><tr>" + b"<td>1" * 20_000, "columns, spans counted; 16,384"),
        (b"<table>" + b"<tr><td colspan=1000>1" * 4000, "cells, spans counted; 3,000,000"),
        (b"<table><tr>" + b"<td rowspan=0>1" * 9000 + b"<tr>" * 9000, "cells, spans counted; 3,000,000"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, problem):
    start = monotonic()
    with pytest.raises(InputError, match=problem):
        page(content)
    assert monotonic() - start < 30  # a second alone; the machine may be busy


@pytest.mark.parametrize(
    "content",
    [
        "<table><tr><td>" + "<sup>" * 400 + "1" + "</sup><sup>1" * 50_000,
        "<div>" * 490 + "</b>" * 200_000 + T,
        "<table><tr><td>1" + "<" * 500_000,
        "<table><tr><td>1" + "<!--" * 300_000,
        "<table><tr><td>1" + "&amp;" * 1_000_000,
        T + "<h2>x</h2>" + T * 4000,
    ],
    ids=["high", "no begin", "no tags", "no comments", "signs", "tables"],
)
def test_what_is_odd_takes_no_long_time(content):
    start = monotonic()
    assert page(content)
    assert monotonic() - start < 30


SPANS = st.tuples(st.sampled_from([0, 1, 1, 1, 2, 3, 9]), st.sampled_from([0, 1, 1, 1, 2, 3]))
GROUPS = st.lists(st.lists(st.lists(SPANS, max_size=5), min_size=1, max_size=5), min_size=1, max_size=3)


def model(groups):
    """The slots of a table, after “forming a table” in the standard of HTML: place -> the cells that cover it."""
    slots, number, top = {}, 0, 0
    for rows in groups:
        for i, row in enumerate(rows):
            x, y = 0, top + i
            for high, wide in row:
                while (x, y) in slots:
                    x += 1
                number += 1
                end = top + len(rows) if high == 0 else min(y + high, top + len(rows))
                for place in product(range(x, x + max(wide, 1)), range(y, end)):
                    slots.setdefault(place, []).append(number)
                x += max(wide, 1)
        top += len(rows)
    return slots, top


@settings(max_examples=200, deadline=None)
@given(GROUPS)
def test_spans_are_those_of_the_standard(groups):
    slots, height = model(groups)
    written, number = "", 0
    for rows in groups:
        written += "<tbody>"
        for row in rows:
            written += "<tr>"
            for high, wide in row:
                number += 1
                written += f"<td rowspan={high} colspan={wide}>{number}</td>"
            written += "</tr>"
        written += "</tbody>"
    if not number:
        return
    (grid,) = page(f"<table>{written}</table>")
    begins = {n: min(((y, x) for (x, y), there in slots.items() if n in there)) for n in range(1, number + 1)}
    rows = list(grid.cells.iter_rows())
    assert len(rows) == height
    assert {int(t): (i, j) for i, row in enumerate(rows) for j, t in enumerate(row) if t} == begins
    width = max(j for _, j in begins.values()) + 1
    covered = {}
    for up, left, down, right in grid.spans:
        n = int(rows[up - 1][left - 1])
        covered[n] = set(product(range(left - 1, right), range(up - 1, down)))
    for n in begins:
        whole = {(x, y) for (x, y), there in slots.items() if n in there and x < width}
        assert covered.get(n, {begins[n][::-1]}) == whole


def test_limits_are_those_that_are_given():
    with pytest.raises(InputError, match=r"cells, spans counted; 5 are allowed"):
        page("<table><tr><td>1<td>2<td>3<tr><td>4<td>5<td>6</table>", Limits(cells=5))


WIKIPEDIA = """<!DOCTYPE html><html class="client-nojs" lang="en"><head><meta charset="UTF-8"><title>x</title>
<style>.mw-parser-output .a{}</style></head><body><div class="mw-body"><table class="infobox"><tbody>
<tr><th colspan="2" class="infobox-above">Election in Nowhere</th></tr>
<tr><td>Turnout</td><td>61.2%</td></tr></tbody></table>
<div class="mw-heading mw-heading2"><h2 id="Results">Results</h2>
<span class="mw-editsection"><span>[</span><a>edit</a>
<span>]</span></span></div>
<table class="wikitable sortable"><tbody><tr><th colspan="2" rowspan="2">Party</th><th colspan="2">First round</th></tr>
<tr><th>Votes</th><th data-sort-type="number">%</th></tr>
<tr><td style="background:#f00" data-sort-value="R"></td><td>
<a href="#">Red</a><sup class="reference"><a>[1]</a></sup></td>
<td style="text-align:right">1,234<sup class="reference"><a
><span>[</span>a<span>]</span></a></sup></td><td>61.70</td></tr>
<tr><td></td><td>Blue</td><td><span style="visibility:hidden">0</span>766</td><td>38.30</td></tr></tbody>
<tfoot><tr><th colspan="2">Total</th><td>2,000</td><td>100.00</td></tr></tfoot></table>
<div class="navbox"><table><tbody>
<tr><th>Elections</th><td><ul><li>a</li><li>b</li></ul></td></tr></tbody></table></div>
"""


def test_a_page_of_wikipedia_through_what_is_declared():
    layout = {
        "at": "Results",
        "header": 2,
        "grid": ["colour", "party", "votes", "share"],
        "columns": {"party": "party", "votes": "votes", "share": "share"},
        "ignore": {"colour": "no text"},
    }
    said = SourceFile.model_validate({"reader": "html", "tables": [layout], "ignore": {"*": "no results"}})
    (table,) = html.read(Opened("r.html", WIKIPEDIA.encode(), said), said.tables)
    assert [[cell["text"] for cell in row] for row in table.rows.select("party", "votes", "share").iter_rows()] == [
        ["Red[1]", "1,234[a]", "61.70"],
        ["Blue", "766", "38.30"],
        ["Total", "2,000", "100.00"],
    ]
    first = table.rows["votes"][0]
    assert table.inside + table.places.at(first["line"], first["cell"]) == "#table2!R3C3"
