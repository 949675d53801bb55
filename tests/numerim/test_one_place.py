"""One change, one place: what docs/architecture.md promises, of what is cheap to try.

A publication format is tried in `test_formats.py`, a second place to publish to in `test_elsewhere.py`, a country in
`test_register.py`, and what an election declares (offices, kinds of units and ballots, accounts) in
`test_words_and_contests.py`.
"""

import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace

import polars as pl

from numerim import warehouse
from numerim.declare.tables import Layout
from numerim.judge import judge
from numerim.read import formats
from numerim.read.rawtable import CELL, RawTable
from numerim.schemas.rule import rules
from tests.sources import opened


def test_a_source_format_is_one_module(monkeypatch):
    def read(source, layouts):
        words = source.text.split()
        cells = {f"c{i}": [{"text": word, "line": 1, "cell": i}] for i, word in enumerate(words, 1)}
        return [RawTable("", pl.DataFrame(cells, schema=dict.fromkeys(cells, CELL)), layouts[0], 0, {})]

    module = ModuleType(f"{formats.__name__}.words")
    module.read = read
    monkeypatch.setitem(sys.modules, module.__name__, module)
    found = [*formats.iter_modules(formats.__path__), SimpleNamespace(name="words")]
    monkeypatch.setattr(formats, "iter_modules", lambda _: found)
    assert "words" in formats.known()
    layout = Layout.model_validate({"at": "", "columns": "same"})
    (table,) = formats.reader("words").read(opened("a.txt", "x y"), [layout])
    assert [cell["text"] for cell in table.rows.row(0)] == ["x", "y"]


def test_a_message_is_in_one_place_for_elections_and_files(monkeypatch, judged, tmp_path):
    rule = rules()["R402"]
    monkeypatch.setitem(rules(), "R402", replace(rule, says="{label}: {summed} per cent is more than all"))
    shares = ["Prizren,A,,mayor,share,,70.00,,", "Prizren,B,,mayor,share,,60.00,,"]
    said = warehouse.rows(judged(shares), "SELECT says FROM core.findings WHERE rule = 'R402'")
    assert said == [("mayor of Prizren, 2030-10-17: 130 per cent is more than all",)]
    header = (
        "election_id,contest_id,contest,round,selection_id,list,votes_printed,votes,share_printed,share,seats,outcome"
    )
    rows = [f"e,e/mayor/u/1,Mayor,1,{who},{who},,,{share},{share},," for who, share in (("a", 70), ("b", 60))]
    path = tmp_path / "results.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    told = {one.rule: one.says for one in judge(str(path)).told}
    assert told["R402"] == "Mayor: 130 per cent is more than all"
