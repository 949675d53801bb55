"""What was judged and held: `numerim check ELECTION --held`."""

import json

import pytest

from numerim.ask.held import held
from numerim.declare.election import read_election

OWN = "register: {unit: municipality}\noffices: {mayor: {unit: municipality, law: plurality}}\nlicence: CC0-1.0"
TABLE = (
    "{columns: {unit: unit, candidate: candidate, votes: votes, share: share, valid: valid, office: office}, "
    "complete: [votes, share]}",
    "unit,candidate,votes,share,valid,office",
    "Elms,A,60,60.0,100,mayor",
    "Elms,B,40,40.0,100,mayor",
    "Oaks,A,70,70.0,99,mayor",
    "Oaks,B,30,30.3,99,mayor",
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("R203", [("mayor is-elms 1", "100", "100", "L2.C3 L2.C5 L3.C3 L3.C5")]),  # of Oaks it is broken
        ("R401", [("is-test-2030/mayor/is-elms/1", "100", "100", "L2.C4 L3.C4")]),
        (
            "R411",
            [
                ("is-test-2030/mayor/is-elms/1 a", "60", "60", "L2.C3 L2.C4 L2.C5 L3.C5"),
                ("is-test-2030/mayor/is-elms/1 b", "40", "40", "L2.C5 L3.C3 L3.C4 L3.C5"),
                ("is-test-2030/mayor/is-oaks/1 b", "30.3", "30.3", "L4.C5 L5.C3 L5.C4 L5.C5"),
            ],
        ),
    ],
)
def test_each_relation_that_held(declared, tmp_path, rule, expected):
    made = declared("is", OWN, TABLE)
    file = read_election(tmp_path / "raw/is/is-test-2030/election.yml", "election.yml")
    found = held(made, file, {rule})
    told = [
        (
            row["subject"],
            row["expected"],
            row["actual"],
            " ".join(sorted({p.split(":")[1].split("|")[0] for p in row["places"].split()})),
        )
        for row in found.rows(named=True)
    ]
    assert told == expected


def test_counts_agree_with_the_rules(declared, tmp_path):
    """As many times a rule held as `check --rules` says."""
    made = declared("is", f"{OWN}\nrules: {{R402: {{off: as a test}}}}", TABLE)
    file = read_election(tmp_path / "raw/is/is-test-2030/election.yml", "election.yml")
    counted = dict(held(made, file, set())["rule"].value_counts().rows())
    assert counted == dict(
        made.execute("SELECT code, held FROM core.rules WHERE held > 0 AND code <> 'R001'").fetchall()
    )


def test_command(numerim):
    summary = numerim("check", "xk-local-2021", "--held")
    assert summary.returncode == 0
    assert "times a rule was asked and held" in summary.stdout
    assert len(summary.stdout.splitlines()) < 80
    one = numerim("check", "xk-local-2021", "--held", "--about", "r504", "--about", "xk-prishtine", "--format", "json")
    told = json.loads(one.stdout)
    assert {row["rule"] for row in told} == {"R504"}
    assert all("xk-prishtine" in row["subject"] for row in told)
    assert {figure["printed"] for figure in told[0]["figures"]} >= {"runoff"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--held", "--about", "nowhere"), "nothing that held is about nowhere"),
        (("--about", "R504"), "Add --held."),
    ],
)
def test_mistakes(numerim, arguments, says):
    done = numerim("check", "xk-local-2021", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
