"""The last gate of a release: two judges up to a size, one beyond it."""

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
    monkeypatch.setattr(frictionless, "validate", lambda source: asked.append(source) or stock(source))
    gate.pass_gate(package(tmp_path, "6"))
    assert len(asked) == judges
