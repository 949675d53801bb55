"""`numerim check FILE`: the forms of the answer, exit codes, several files, and that nothing else is needed."""

import gzip
import json
import re

import pytest

from tests.command import as_text, typed
from tests.numerim.judge.made import HEAD, STATIONS, rows, summed

GOOD = HEAD + rows({**STATIONS, "Total": summed(STATIONS)})
BAD = HEAD + rows({**STATIONS, "Total": (912, 614)}) + "Imp,588200,Mayor,,R,Bo Lind,233\n"


@pytest.fixture
def check(tmp_path):
    """Run `numerim check` in a folder that holds three files and is no checkout."""
    (tmp_path / "good.csv").write_text(GOOD)
    (tmp_path / "bad.csv").write_text(BAD)
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")

    def of(*arguments, given=b""):
        answer = as_text(typed("check", *arguments, cwd=tmp_path, given=given))
        return answer.returncode, answer.stdout, answer.stderr

    return of


@pytest.mark.parametrize(
    ("arguments", "given", "code", "lines", "told"),
    [
        (["good.csv"], b"", 0, 1, ""),
        (["bad.csv"], b"", 1, 5, ""),
        (["good.csv", "bad.csv"], b"", 1, 7, ""),
        (["odd.csv", "good.csv"], b"", 2, 2, "numerim: odd.csv: neither the names of its columns"),
        (["none.csv"], b"", 2, 0, "numerim: none.csv: there is no such file"),
        (["-"], GOOD.encode(), 0, 1, ""),
        (["-"], gzip.compress(BAD.encode()), 1, 5, ""),
        (["bad.csv", "--explain"], b"", 2, 0, "numerim: bad.csv: its columns are of a known layout"),
        (["bad.csv", "--held"], b"", 2, 0, "--held: this is for an election, and a file is named"),
        (["good.csv", "an-election"], b"", 2, 0, "numerim: an-election: there is no such file"),
    ],
)
def test_exit_codes(check, arguments, given, code, lines, told):
    answer = check(*arguments, given=given)
    assert answer[0] == code, answer
    assert len(answer[1].splitlines()) == lines, answer[1]
    assert told in answer[2]
    assert bool(told) == bool(answer[2])


def test_text_is_for_editors(check):
    assert check("bad.csv")[1].splitlines() == [
        "bad.csv:10:28: error R309: Mayor, Ann Ray (D): the 4 units add up to 871, but the row “Total” has 912 "
        "(41 more)",
        "bad.csv:12:29: warning R702: 588200, Mayor: listed more than once, with the same figures: "
        "Bo Lind (R) 233 (line 3) and 233 (line 12)",
        "    bad.csv:12:29: votes “233”",
        "    bad.csv:3:29: votes “233”",
        "bad.csv: OpenElections: 11 rows, 1 contest, 4 units: 1 error, 1 warning. 18 of 26 rules were checked. "
        "Read as totals: “Total”.",
    ]


def test_github_gets_commands(check):
    first, second, summary = check("bad.csv", "--format", "github")[1].splitlines()
    assert first == (
        "::error file=bad.csv,line=10,title=R309 A printed total of votes is the sum of its column,col=28::"
        "Mayor, Ann Ray (D): the 4 units add up to 871, but the row “Total” has 912 (41 more)"
    )
    assert second.startswith("::warning file=bad.csv,line=12,title=R702")
    assert summary.startswith("bad.csv: OpenElections")


def test_github_escapes_what_would_end_a_command():
    from numerim.printed import Form, Judgement, Place, Told, printed

    told = Told("R1", "error", "50 %\n::set-output::", (Place("a,b:c.csv", 3),))
    answer = printed([Judgement("a", [told], {"R1": "One, two: three"}, "s", {})], Form.github)
    assert answer.splitlines()[0] == (
        "::error file=a%2Cb%3Ac.csv,line=3,title=R1 One%2C two%3A three::50 %25%0A::set-output::"
    )


def test_json_has_every_place(check):
    code, answer, _ = check("good.csv", "bad.csv", "--format", "json")
    good, bad = json.loads(answer)
    assert (code, good["findings"], good["file"]) == (1, [], "good.csv")
    assert bad["counts"] == {
        "rows": 11,
        "contests": 1,
        "units": 4,
        "figures": 11,
        "rules": 18,
        "error": 1,
        "warning": 1,
        "info": 0,
    }
    assert bad["findings"][0]["places"] == [
        {"path": "bad.csv", "line": 10, "column": 28, "cell": 7, "name": "votes", "printed": "912"}
    ]
    assert (bad["findings"][0]["expected"], bad["findings"][0]["actual"]) == ("871", "912")
    assert {finding["rule"] for finding in bad["findings"]} <= bad["rules"].keys()


def test_sarif_names_rules_places_and_what_is_the_same_next_time(check):
    log = json.loads(check("good.csv", "bad.csv", "--format", "sarif")[1])
    [run] = log["runs"]
    first, second = run["results"]
    assert log["version"] == "2.1.0"
    assert (first["ruleId"], first["level"], second["level"]) == ("R309", "error", "warning")
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "R309"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "bad.csv"},
        "region": {"startLine": 10, "startColumn": 28, "snippet": {"text": "912"}},
    }
    assert second["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert len({result["partialFingerprints"]["rule/v1"] for result in run["results"]}) == 2


@pytest.mark.parametrize("form", ["text", "sarif", "github"])
def test_elections_are_printed_in_the_same_forms(form, numerim):
    answer = numerim("check", "xk-local-2017", "--format", form).stdout
    if form == "sarif":
        results = json.loads(answer)["runs"][0]["results"]
        uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in results}
        assert uris == {"raw/xk/xk-local-2017/article.csv"}
    else:
        pattern = {
            "text": r"raw/xk/xk-local-2017/article\.csv:\d+(:\d+)?: \w+ (\(\w+\) )?R\d{3}: ",
            "github": r"::\w+ file=raw/xk/xk-local-2017/article\.csv,line=\d+,title=R\d{3} ",
        }[form]
        *findings, summary = [line for line in answer.splitlines() if not line.startswith(" ")]
        assert all(re.match(pattern, line) for line in findings), answer
        assert findings
        assert summary.startswith("xk-local-2017: ")


def test_rules_are_counted_by_file(check):
    code, answer, _ = check("bad.csv", "--rules", "--format", "csv")
    lines = answer.splitlines()
    assert code == 1
    assert lines[0] == "file,rule,severity,found,claim"
    assert "bad.csv,R309,error,1,A printed total of votes is the sum of its column" in lines
    assert "bad.csv,R201,error,,No more ballots are cast than people are registered" in lines


def test_what_is_asked_of_files_alone_is_explained(numerim):
    answer = numerim("show", "R891").stdout
    assert answer.startswith("R891  No unit has many times the votes")
    assert "a digit too many" in answer
