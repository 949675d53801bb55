"""Wikitext: what the page would show, cell by cell, with places in its tables."""

import pytest

from numerim.declare.tables import Layout
from numerim.draft.file import judge_any
from numerim.draft.look import look
from numerim.errors import InputError
from numerim.read.formats import reader
from numerim.read.wikitext import is_wikitext, read_wikitext
from tests.clock import within
from tests.sources import opened

PAGE = """{{Short description|Local elections}}
== Results ==
Some words with a [[link]] and {{citation needed|date=May 2030}}.

{| class="wikitable sortable"
|+ style="x" | Mayor of [[Elms]]
|-
! rowspan="2" | Municipality
! rowspan=2 | Candidate !! colspan="2" | First round<ref name="a">{{cite web|url=http://x|title=T|y=1 || 2}}</ref>
|-
! Votes
! %
|-
| rowspan="2" | [[Elms, Kosovo|Elms]]
| {{flagicon|XK}} '''[[Anna Smith]]''' ([[LDK]]) || {{nts|1,204}} || 60.2
|-
| Ben {{Party|Q|x}} || style="text-align:right" | 796 || 39.8<ref name="b" />
|- style="background:#eee"
| New<br>Haven || Carl<!-- a comment
over lines || of text --> || {{formatnum:500}} || 50.0
|-
| New Haven
| Dora
| 500
| 50.0
|}

=== Turnout ===
{|
! Unit !! Cast
|-
| Elms || {{sort|2|2,000}}
|}
"""


def tables(text):
    return read_wikitext(opened("p.wiki", text, reader="wikitext"))


def rows(text):
    return [list(row) for row in tables(text)[0].cells.iter_rows()]


def test_a_page_as_it_would_be_shown():
    first, second = tables(PAGE)
    assert [list(row) for row in first.cells.iter_rows()] == [
        ["Municipality", "Candidate", "First round", None],
        [None, None, "Votes", "%"],
        ["Elms", "Anna Smith (LDK)", "1,204", "60.2"],
        [None, "Ben {{Party|Q|x}}", "796", "39.8"],
        ["New Haven", "Carl", "500", "50.0"],
        ["New Haven", "Dora", "500", "50.0"],
    ]
    assert first.spans == [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (3, 1, 4, 1)]
    assert [(table.title, table.inside) for table in (first, second)] == [
        ("Mayor of Elms", "#table1"),
        ("Turnout", "#table2"),
    ]
    assert second.cells.row(1) == ("Elms", "2,000")


def test_places_lead_to_the_cells():
    layouts = [Layout.model_validate({"at": "Mayor of Elms", "header": 2, "columns": "same"})]
    source = opened("p.wiki", PAGE, reader="wikitext", ignore={"Turnout": "another table"})
    (table,) = reader("wikitext").read(source, layouts)
    cell = table.rows["First round / Votes"][1]
    assert (cell["text"], table.inside + table.places.at(cell["line"], cell["cell"])) == ("796", "#table1!R4C3")
    assert [row["text"] for row in table.rows["Municipality / Municipality"]] == [
        "Elms",
        "Elms",
        "New Haven",
        "New Haven",
    ]


CELLS = {
    "cells on lines of their own": ("| a\n| b", ["a", "b"]),
    "cells on one line": ("| a || b || c", ["a", "b", "c"]),
    "an empty cell": ("| a || || c", ["a", None, "c"]),
    "names of rows": ("! scope=row | a\n| b", ["a", "b"]),
    "an exclamation mark in a cell": ("| a!! || b", ["a!!", "b"]),
    "a text of two lines": ("| a\nb\n| c", ["a b", "c"]),
    "a link with a text": ("| [[A b|c]] || [[d]]", ["c", "d"]),
    "a link out": ("| [https://x.example a b] || [//x.example]c", ["a b", "c"]),
    "a picture": ("| [[File:A.svg|20px|alt=[[x]]]] a || b", ["a", "b"]),
    "bold and slanted": ("| '''a''' || ''b'' || '''''c'''''", ["a", "b", "c"]),
    "a note": ("| 1<ref>a | b || c</ref> || 2{{efn|a}} || 3<ref name=x/>", ["1", "2", "3"]),
    "a template in a template": ("| {{nowrap|{{nts|1234}}}} || {{small|x}}", ["1234", "x"]),
    "a template that only the wiki knows": ("| {{Party name|Q|R}} || b", ["{{Party name|Q|R}}", "b"]),
    "a template with names of what it takes": ("| {{nts|1,5|prefix=€}} || {{abbr|n/a|not available}}", ["1,5", "n/a"]),
    "a space that does not break": ("| 1&nbsp;204 || 2{{nbsp}}000", ["1\xa0204", "2\xa0000"]),
    "an escaped bar": ("| a{{!}}b", ["b"]),
    "what is not shown": ('| <span style="display:none">0012</span>12 || b', ["12", "b"]),
}


@pytest.mark.parametrize("case", CELLS)
def test_cells(case):
    text, expected = CELLS[case]
    assert rows(f"{{|\n|-\n{text}\n|}}") == [expected]


def test_a_table_in_a_cell_is_a_table_of_its_own():
    outer, inner = tables("{|\n| a ||\n{|\n| x || y\n|}\n| b\n|}")
    assert (outer.cells.row(0), inner.cells.row(0)) == (("a", None, "b"), ("x", "y"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{|\n| a\n", "a table is not closed"),
        ("no table", "there is no table"),
        ("{|\n" * 50 + "|}\n" * 50, "tables lie in each other, more than 40 deep"),
        ("{{a|" * 50 + "}}" * 50, "templates or links lie in each other, more than 40 deep"),
        ("x" * (17 << 20), "16,777,216 are the most"),
    ],
)
def test_what_is_no_page_is_refused(text, message):
    with pytest.raises(InputError) as caught:
        read_wikitext(opened("p.wiki", f"\n{text}", reader="wikitext"))
    assert message in str(caught.value)


@pytest.mark.parametrize("text", ["[[", "{{", "<ref>", "<!--", "<ref x", "{|\n", "[http://x ", "'''''", "{{a|"])
def test_what_is_never_closed_does_not_take_long(text):
    with within(5), pytest.raises(InputError):
        read_wikitext(opened("p.wiki", text * 200_000, reader="wikitext"))


def test_a_page_is_known_drafted_and_checked(tmp_path):
    assert is_wikitext(PAGE.encode())
    assert not is_wikitext(b"unit,votes\nA,1\n")
    said = look(PAGE.encode(), "p.wiki").said
    assert (said["reader"], said["tables"][0]["at"], said["tables"][0]["header"]) == ("wikitext", "Mayor of Elms", 2)
    path = tmp_path / "p.wiki"
    path.write_text(PAGE, encoding="utf-8")
    assert "votes from “First round / Votes”" in judge_any(str(path)).summary
