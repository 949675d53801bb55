"""Releases in another folder than `published/`."""

import json

import pytest

from numerim import stages
from numerim.ask.verify import verify
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.publish import library, release
from tests.conftest import ROOT

ELECTION = "xk-local-2021"


@pytest.mark.parametrize(
    ("named", "place", "shown"),
    [
        ("", "house/published", "published"),
        ("public", "house/public", "public"),
        ("../site/data", "site/data", None),
    ],
)
def test_a_house_publishes_where_it_is_told_to(tmp_path, monkeypatch, named, place, shown):
    monkeypatch.setenv("NUMERIM_PUBLISHED", named if not named.startswith("..") else str(tmp_path / named[3:]))
    house = House(tmp_path / "house")
    assert house.published == tmp_path / place
    assert house.shown(house.published / "x") == f"{shown or house.published}/x"


@pytest.mark.heavy
def test_what_is_published_elsewhere_is_found_and_verified_there(tmp_path, monkeypatch, ungated, checked, numerim):
    elsewhere = tmp_path / "site" / "data"
    house = House(tmp_path / "house")
    house.root.mkdir()
    for name in ("raw", "seeds"):
        (house.root / name).symlink_to(ROOT / name)
    monkeypatch.setenv("NUMERIM_PUBLISHED", str(elsewhere))
    assert f"{elsewhere}/: nothing is published yet" in numerim("verify", cwd=house.root).stderr
    made = release.release(checked(ELECTION), house, stages.election_file(house, ELECTION))
    stages.bring_up_to_date(house)
    assert house.shown(made.folder) == str(elsewhere / ELECTION / "1.0.0")
    assert not (house.root / "published").exists()
    assert library.latest_releases(house) == {ELECTION: made.folder}
    found = verify(house)
    assert (found.releases, found.touched) == (1, [])
    index = elsewhere / ELECTION / "versions.json"
    index.write_text(json.dumps({"versions": [{}]}), encoding="utf-8")
    with pytest.raises(InputError, match=f"^data/{ELECTION}/versions.json: "):
        library.latest_releases(house)
