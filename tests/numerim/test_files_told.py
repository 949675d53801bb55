"""What is printed of files that nobody described: where to look first, what is likely wrong, and what is one cause."""

import json
import re

import pytest

from numerim.ask.shown import Checked
from numerim.check.headline import in_order
from numerim.draft.file import judge_any
from numerim.judge.several import tell
from numerim.locator import order
from numerim.printed import Form, because, printed
from numerim.printed.election import told_as_one
from tests.numerim.test_strangers_files import KENYAN, SLOVENE, TOWNS, changed, lines, page, workbook

BLOCKS = [
    # one slip, told once: where it is, what would fit, what else it breaks
    (
        "sl.xlsx",
        workbook(changed(SLOVENE, (6, 5, 401))),
        [
            "F7 error R202 | suspected: F7 is 401; 400 would fit, which would resolve all 3 findings | C7 E7 "
            "| error R203 | warning R409"
        ],
        "3 of them have one cause",
    ),
    (
        "ke.csv",
        lines(changed(KENYAN, (5, 3, 60)), ","),
        [
            "L6 error R218 | suspected: cell 4 of line 6 is 60; 600 would fit, which would resolve all 3 findings "
            "| L6 L6 | error R308 | warning R421"
        ],
        "3 of them have one cause",
    ),
    # two candidates changed places: both are named; then the total
    (
        "ke.csv",
        lines(changed(KENYAN, (2, 4, 160), (2, 5, 120)), ","),
        ["L3 error R307 | suspected: cell 5 of line 3 is 160 and cell 6 of line 3 is 120; 120 and 160 would fit | L8"],
        "2 of them have one cause",
    ),
    # slips that have nothing to do with each other are causes of their own
    (
        "ke.csv",
        lines(changed(KENYAN, (2, 4, 160), (2, 5, 120), (3, 7, 258)), ","),
        [
            "L4 error R203 | suspected: cell 8 of line 4 is 258; 248 would fit, which would resolve all 3 findings",
            "L3 error R307 | suspected: cell 5 of line 3 is 160 and cell 6 of line 3 is 120; 120 and 160 would fit",
        ],
        "5 of them have 2 causes",
    ),
    # nothing tells which figure is wrong: the printed total first, with its own figure, then the others as one reads
    (
        "towns.csv",
        TOWNS.format(305).encode(),
        ["L6 error R307 | L6 L2 L3 L4"],
        "",
    ),
    # ballots cast that no word names, found where they add up, tell which it is
    (
        "cr.html",
        page(wrong_null=2).replace(b"Votos recibidos", b"Observaciones"),
        ["R4C7 error R202 | suspected: R4C7 is "],
        "2 of them have one cause",
    ),
]


@pytest.mark.parametrize(("name", "content", "wanted", "causes"), BLOCKS)
def test_a_slip_is_one_block(tmp_path, name, content, wanted, causes):
    path = tmp_path / name
    path.write_bytes(content)
    said = printed([judge_any(str(path))], Form.text)
    blocks = [block for block in map(_short, re.split(r"\n(?!    )", said.strip())) if " error " in block]
    assert [block[: len(want)] for block, want in zip(blocks, wanted, strict=True)] == wanted, said
    summary = next(line for line in said.splitlines() if "rules were checked" in line)
    assert causes in summary
    assert bool(causes) == ("of them have" in summary)


def _short(block):
    """A block as its places, rules and suspicion: `F7 error R202 | suspected: … | C7 E7 | error R203`."""
    head, *rest = block.splitlines()
    told, places = [], []
    for line in rest:
        if found := re.match(r"    (?:\S+: )?((?:error|warning) R\d+)", line):
            told.append(found[1])
        elif line.startswith("    suspected"):
            told.append(line.strip())
        elif not line.startswith("    …"):
            places.append(_place(line.strip()))
            if len(places) == 1:
                told.append(places)
    shown = [" ".join(one) if isinstance(one, list) else one for one in told]
    rule = re.search(r": ((?:error|warning|info) R\d+): ", head)
    return " | ".join([f"{_place(head)} {rule[1]}" if rule else head, *shown])


def _place(line):
    """`F7`, `R7C7`, `L6` of a line that begins with a place."""
    found = re.match(r"\S+?(?:!([A-Z]+\d+|R\d+C\d+)|:(\d+)):", line)
    return (found[1] or f"L{found[2]}") if found else line


def test_machines_get_each_finding_with_the_cause(tmp_path):
    name, content, _, _ = BLOCKS[0]
    path = tmp_path / name
    path.write_bytes(content)
    found = [judge_any(str(path))]
    (said,) = json.loads(printed(found, Form.json))
    of_cause = [one for one in said["findings"] if one.get("cause")]
    assert [one["rule"] for one in of_cause] == ["R202", "R203", "R409"]
    assert len({(one["cause"], one["cause_says"]) for one in of_cause}) == 1
    (suspect,) = of_cause[0]["suspected"]
    assert (suspect["place"]["at"], suspect["printed"], suspect["fits"]) == ("!Izidi!F7", "401", "400")
    sarif = json.loads(printed(found, Form.sarif))["runs"][0]["results"]
    assert [one["properties"]["cause"] for one in sarif if "properties" in one] == [of_cause[0]["cause"]] * 3
    commands = printed(found, Form.github).splitlines()
    assert sum("::" in line and "F7 is 401" in line for line in commands) == 2


EXPLAINED = [
    ("sl.xlsx", workbook(changed(SLOVENE, (6, 5, 401))), ["F7 is 400, not 401", "impact: ", "F7  valid '401'"], 1),
    ("sl.xlsx", workbook(SLOVENE), ["nothing was found"], 0),
]


@pytest.mark.parametrize(("name", "content", "says", "code"), EXPLAINED)
def test_a_file_is_explained(tmp_path, capsys, name, content, says, code):
    path = tmp_path / name
    path.write_bytes(content)
    answer = tell([str(path)], Checked.text, False, [], lambda one: judge_any(one, explain=True), explain=True)
    out = capsys.readouterr().out
    assert answer == code
    assert [one for one in says if one not in out] == [], out
    assert "file/" not in out


@pytest.mark.parametrize(
    "places",
    [
        ["r.csv:L5.C10", "r.csv:L48.C2"],
        ["r.xlsx!S!B9", "r.xlsx!S!AA9", "r.xlsx!S!A10"],
        ["r.html#table2!R2C10", "r.html#table2!R10C9", "r.html#table10!R1C1"],
        ["r.json#/Units/3/Votes", "r.json#/Units/12/Votes"],
    ],
)
def test_places_stand_as_one_reads(places):
    assert sorted(set(places), key=order) == places


@pytest.mark.parametrize(
    ("doubted", "hint", "first"),
    [
        ("2 3 4", None, 4),  # nothing is singled out: the printed total
        ("3", None, 3),  # what alone is in doubt
        ("2 3 4", (2, 0.97), 2),  # what the clear hint names
        ("2 3 4", (2, 0.4), 4),  # a hint that is not clear says nothing
    ],
)
def test_where_to_look_first(doubted, hint, first):
    places = [
        {
            "source_id": "s",
            "locator": f"r.csv:L{line}.C1",
            "measure": "votes",
            "value": value,
            "role": "in_doubt" if str(line) in doubted.split() else "takes_part",
        }
        for line, value in ((2, "10"), (3, "7"), (4, "20"))
    ]
    change = {"place": f"s|r.csv:L{hint[0]}.C1|votes", "printed": "10", "value": "13"} if hint else None
    hints = json.dumps([{"likelihood": hint[1], "changes": [change]}]) if hint else None
    finding = {"status": "open", "hints": hints, "operands": json.dumps({"summed": 17, "whole": 20})}
    assert in_order(finding, places)[0]["locator"] == f"r.csv:L{first}.C1"


@pytest.mark.parametrize(
    ("cause", "says"),
    [
        ("3 findings would be resolved if a.csv:L4.C4 were 26", "3 findings would be resolved if a.csv:L4.C4 were 26"),
        ("a.csv:L4.C4 is the one figure in doubt", "3 findings have one cause: a.csv:L4.C4 is the one figure in doubt"),
    ],
)
def test_a_cause_says_once_how_many_findings_it_has(cause, says):
    assert because(3, cause) == says
    row = {"rule": "R203", "cause": "x", "cause_says": cause, "says": "so", "finding_id": "x"}
    counted = "One of them" if cause[0] == "3" else "3 findings, such as"
    assert told_as_one([row] * 3) == f"{cause}. {counted}: so"
    assert told_as_one([row, {**row, "rule": "R401"}, row]) == f"so\n{says}"
