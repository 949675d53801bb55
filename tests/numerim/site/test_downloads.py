"""How to get a release, and how new it is."""

import shutil
from hashlib import sha256

import pytest
from lxml import html

from numerim import store
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.site.build import build_site
from numerim.site.downloads import downloads, tables
from numerim.site.published import Site
from tests.tools import ROOT


@pytest.fixture
def house(tmp_path):
    own = House(tmp_path / "house")
    shutil.copytree(ROOT / "published" / "xk-local-2017", own.published / "xk-local-2017")
    return own


def test_every_form_is_offered_with_its_digest():
    """What the descriptor names, and what vouches for it; the digest is that of the file."""
    release = next(one for one in Site(House(ROOT)).releases if one.name == "al-local-2023")
    offered = downloads(release)
    assert [one.kind for one in offered] == [
        *("workbook", "csv", "parquet", "archive", "openelections", "nist", "sqlite", "duckdb"),
        *("croissant", "frictionless", "citation", "digests"),
    ]
    for one in offered:
        if not one.in_archive:
            content = (release.folder / one.name).read_bytes()
            assert (one.octets, one.sha256) == (len(content), sha256(content).hexdigest())
    assert [one.name for one in offered if one.in_archive] == ["al-local-2023.sqlite", "al-local-2023.duckdb"]
    assert len(tables(release)) == len(list((release.folder / "data").glob("*.csv")))


def test_a_signature_and_a_form_that_came_later_are_offered(house):
    release = Site(house).releases[0]
    (release.folder / "SHA256SUMS.minisig").write_text("untrusted comment: …\n")
    (release.folder / "new.form").write_text("new")
    release.described["forms"].append({"path": "new.form", "description": "A form of tomorrow."})
    signature, new = downloads(release)[-2:]
    assert (signature.kind, new.kind, new.says, new.in_archive) == ("signature", "", "A form of tomorrow.", False)
    assert new.sha256 == sha256(b"new").hexdigest()


def _text(path):
    return " ".join(
        html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot().find(".//main").text_content().split()
    )


def test_how_new_a_source_is_stands_on_the_index_and_on_its_page(house, tmp_path):
    """As `numerim status` has it; where it changes, only these pages are made again."""
    index, election = (tmp_path / "site" / "en" / name for name in ("index.html", "elections/xk-local-2017/index.html"))
    build_site(house, tmp_path / "site")
    assert "as of 22 October 2017" in _text(index)
    assert "it is not known when it was read" in _text(election)
    looked = {"checked": "2026-11-27T15:54:00+00:00", "changed": "2026-11-20T08:00:00+00:00"}
    store.written(house.fetched("xk-local-2017"), {"article.csv": looked})
    assert build_site(house, tmp_path / "site").written == 4
    for page in (index, election):
        assert "checked 27 November 2026, 15:54 UTC" in _text(page)
        assert "changed 20 November 2026, 08:00 UTC" in _text(page)
        assert "failing" not in _text(page)
    failing = {"failing_since": "2026-11-26T10:00:00+02:00", "problem": "<b>503</b>"}
    store.written(house.fetched("xk-local-2017"), {"article.csv": looked | failing})
    assert build_site(house, tmp_path / "site").written == 4
    assert "failing since 26 November 2026, 08:00 UTC" in _text(index)
    assert "<b>503</b>" in _text(election)
    assert build_site(house, tmp_path / "site").written == 0
    assert build_site(house, tmp_path / "other").pages == build_site(house, tmp_path / "site").pages


def test_what_is_not_as_status_wrote_it_is_told(house):
    house.fetched("xk-local-2017").parent.mkdir(parents=True)
    house.fetched("xk-local-2017").write_text("{")
    with pytest.raises(InputError, match="not as it was written"):
        Site(house)
