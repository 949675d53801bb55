"""What was released before: it is there again when a later one is withdrawn, and sources may not lose its figures."""

import json
import shutil

import pytest

from numerim import inputs, stages
from numerim.ask import as_of
from numerim.errors import InputError, NothingYetError
from numerim.publish import listing
from numerim.publish.release import Release
from numerim.publish.versions import json_text, versions
from tests.numerim.test_waiting import (  # noqa: F401
    ELECTION,
    _ungated,
    ask,
    furnished,
    house,
    in_order,
    state,
    that_waits,
    write,
)


@pytest.mark.parametrize("at", [pytest.param("withdraw", marks=pytest.mark.heavy), "bring_back"])
def test_a_withdrawal_that_is_cut_off(house, tmp_path, monkeypatch, at):  # noqa: F811
    """The release before it has left `published/`; one of the two is there all the time."""
    stages.approve(house, ELECTION, that_waits(house).digest, "Ann")
    again = shutil.copytree(house.published / ELECTION / "1.0.0", tmp_path / "1.0.0")
    index = house.published / ELECTION / "versions.json"
    said = json.loads(index.read_text("utf-8"))
    said["versions"][0]["left"] = {"on": "2030-10-18", "as_of": "2030-10-18T00:00:00Z"}
    index.write_text(json_text(said), encoding="utf-8")
    in_order(house)
    made = Release(ELECTION, "1.0.0", again, said["versions"][0]["digest"], is_new=False)
    monkeypatch.setattr(as_of, "as_of", lambda *_: as_of.AsOf("2030-10-18T00:00:00Z", made, "1.0.0", True, "1"))

    def cut_off(*_):
        raise OSError("cut off")

    words = ("withdraw", ELECTION, "1.0.1", "--by", "Bo", "--because", "Another town")
    with monkeypatch.context() as patch:
        patch.setattr(stages, at, cut_off)
        assert "cut off" in ask(house, *words).stderr
    in_order(house)
    assert json.loads(index.read_text("utf-8"))["last_successful"] == "1.0.1"
    done = ask(house, *words)
    assert (done.returncode, "The latest version is 1.0.0 now." in done.stdout) == (0, True), done.stderr
    in_order(house)
    assert state(house) == (["1.0.0", "1.0.1"], ["1.0.0"], "")
    assert (house.published / ELECTION / "1.0.0").is_dir()
    assert not any("left" in entry for entry in versions(house.published / ELECTION))


def withdrawn(there):
    listing.withdraw(there, ELECTION, "1.0.0", "Bo", "Another town")


@pytest.mark.parametrize(
    ("before", "says"),
    [
        (lambda _: None, "1.0.1 has some"),
        (lambda there: shutil.rmtree(there.published), "1.0.1 has some"),
        (withdrawn, "1.0.0 has some"),
        (lambda there: [shutil.rmtree(folder) for folder in (there.published, there.unlisted)], ""),
    ],
    ids=["one waits, one is listed", "one waits", "one was withdrawn", "none"],
)
def test_sources_that_lose_their_figures_fail(house, before, says):  # noqa: F811
    before(house)
    write(house, "Pejë,Ana Berisha,,mayor,votes,,,,1\n", "when: approved")
    declared = house.election_file(ELECTION)
    declared.write_text(
        declared.read_text("utf-8").replace("    rank: 1\n", '    rank: 1\n    missing: [""]\n'), "utf-8"
    )
    with pytest.raises(InputError, match=says or "no figure yet") as caught:
        stages.ingest_into_file(inputs.take(house, ELECTION))
    assert isinstance(caught.value, NothingYetError) == (not says)
