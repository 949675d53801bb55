"""The last gate of a release: two judges up to a size, of which one looks at the first rows, and one beyond it."""

import json
from pathlib import Path

import pytest

from numerim.publish import gate
from numerim.publish.contract import ContractError


def package(folder: Path, votes: str) -> Path:
    """A package of one table with three rows."""
    (folder / "votes.csv").write_text(f"id,votes\n1,5\n2,{votes}\n3,7\n")
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "votes", "type": "integer"}]}
    resources = [{"name": "votes", "path": "votes.csv", "schema": schema}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "made", "resources": resources}))
    return folder / "datapackage.json"


@pytest.mark.parametrize("size", [2, 3])
def test_a_wrong_cell_stops_a_release_of_any_size(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "SECOND_JUDGE_UP_TO", size)
    with pytest.raises(ContractError, match='row "3" and field "votes"'):
        gate.pass_gate(package(tmp_path, "x"))


@pytest.mark.parametrize(("size", "judges"), [(3, 1), (2, 0)])
def test_stock_is_the_second_judge_up_to_a_size(
    size: int, judges: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import frictionless

    asked = []
    stock = frictionless.validate
    monkeypatch.setattr(gate, "SECOND_JUDGE_UP_TO", size)
    monkeypatch.setattr(frictionless, "validate", lambda source, **how: asked.append(how) or stock(source, **how))
    gate.pass_gate(package(tmp_path, "6"))
    assert len(asked) == judges


@pytest.mark.parametrize(("whole", "first"), [(3, None), (2, 1)])
def test_stock_sees_the_first_rows_of_a_larger_one(
    whole: int, first: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import frictionless

    seen = []
    stock = frictionless.validate
    monkeypatch.setattr(gate, "WHOLE_UP_TO", whole)
    monkeypatch.setattr(gate, "FIRST_ROWS", 1)
    monkeypatch.setattr(frictionless, "validate", lambda source, **how: seen.append(how) or stock(source, **how))
    gate.pass_gate(package(tmp_path, "6"))
    assert seen == [{"limit_rows": first}]
    with pytest.raises(ContractError, match="the package is not valid"):
        gate.pass_gate(package(tmp_path, "x"))  # in a row that stock does not see then


def test_the_gate_guesses_nothing_of_a_dialect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dialect leaves open is as the standard has it: stock takes blanks behind commas for a part of it."""
    import csv

    monkeypatch.setattr(gate, "SECOND_JUDGE_UP_TO", 0)
    monkeypatch.setattr(csv, "Sniffer", lambda: pytest.fail("it guesses"))
    gate.pass_gate(package(tmp_path, "6"))
    with pytest.raises(ContractError, match='row "3" and field "votes"'):
        gate.pass_gate(package(tmp_path, "x"))
