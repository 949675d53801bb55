"""An authority certifies a count: that is a release of its own, and stands wherever the status of the count does."""

import json

from numerim.ask.verify import verify
from numerim.publish.versions import versions
from tests.conftest import seeded
from tests.numerim.test_waiting import ELECTION, ROWS, ask, write, write_with

CERTIFIED = "status: final\ncertified: {by: 'The <b>commission</b>', on: 2030-11-02}"


def test_a_certificate_is_a_release_of_its_own(tmp_path, ungated):
    house = seeded(tmp_path)
    write(house, ROWS, "when: always")
    ask(house, "release", ELECTION)
    write_with(house, CERTIFIED)
    done = ask(house, "release", ELECTION)
    assert "published 1.0.1" in done.stdout, done.stdout + done.stderr
    first, entry = versions(house.published / ELECTION)
    said = {"by": "The <b>commission</b>", "on": "2030-11-02"}
    assert ("certified" in first, entry["certified"], entry["status"]) == (False, said, "final")
    folder = house.published / ELECTION / "1.0.1"
    assert json.loads((folder / "datapackage.json").read_text("utf-8"))["certified"] == said
    assert json.loads((folder / f"{ELECTION}.nist.json").read_text("utf-8"))["Status"] == "certified"
    readme = (folder / "README.md").read_text("utf-8")
    assert "&lt;b&gt;commission&lt;/b&gt; certified the count on" in readme
    assert "certified" in (folder / "CHANGELOG.md").read_text("utf-8")
    assert "certified" not in (house.published / ELECTION / "1.0.0" / "README.md").read_text("utf-8")
    assert verify(house).touched == []
    assert "unchanged since 1.0.1" in ask(house, "release", ELECTION).stdout
