"""How a site is written: the same bytes each time, nothing left of what is gone, nothing of others touched."""

import json
import re
import shutil

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from numerim.declare.house import House
from numerim.errors import InputError
from numerim.site.build import build_site
from tests.tools import ROOT

SITE = ROOT / "src" / "numerim" / "site"
KEYWORDS = {"says": None, "_": None, "counts": (1, 2), "n_": (1, 2)}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A house with the smallest package, whose texts are hostile."""
    root = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "published" / "xk-local-2017" / "7.0.0", root / "published" / "xk-local-2017" / "7.0.0")
    listed = json.loads((ROOT / "published" / "xk-local-2017" / "versions.json").read_text("utf-8"))
    listed["versions"] = [entry for entry in listed["versions"] if entry["version"] == "7.0.0"]
    listed["versions"][0]["summary"] = "<script>alert(1)</script>"
    (root / "published" / "xk-local-2017" / "versions.json").write_text(json.dumps(listed), "utf-8")
    described = root / "published" / "xk-local-2017" / "7.0.0" / "datapackage.json"
    said = json.loads(described.read_text("utf-8"))
    said["title"] = said["titles"]["en"] = '=HYPERLINK("x")<img src=x onerror=alert(1)> \u202eabc'
    said["sources"][0]["path"] = "javascript:alert(1)"
    described.write_text(json.dumps(said), "utf-8")
    return House(root)


def _bytes(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_twice_the_same(small, tmp_path):
    first = build_site(small, tmp_path / "one", "https://results.example.org")
    again = build_site(small, tmp_path / "one", "https://results.example.org")
    build_site(small, tmp_path / "other", "https://results.example.org/")
    assert (first.written, again.written, again.pages) == (first.pages, 0, first.pages)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "other")
    assert "https://results.example.org/sq/places/xk-prishtine.html" in (tmp_path / "one" / "sitemap.xml").read_text()


def test_only_what_changed_is_made_again(small, tmp_path):
    house = House(tmp_path)
    shutil.copytree(small.published, house.published)
    shutil.copytree(ROOT / "published" / "xk-local-2021", house.published / "xk-local-2021")
    build_site(house, tmp_path / "site")
    index = house.published / "xk-local-2017" / "versions.json"
    index.write_text(index.read_text("utf-8").replace("<script>", "<b>"), "utf-8")
    (tmp_path / "site" / "sq" / "places" / "xk-viti.html").unlink()
    built = build_site(house, tmp_path / "site")
    fresh = build_site(house, tmp_path / "fresh")
    assert (0 < built.written < 10, built.pages) == (True, fresh.pages)
    assert _bytes(tmp_path / "site") == _bytes(tmp_path / "fresh")


def test_what_is_gone_is_taken_away(small, tmp_path):
    build_site(small, tmp_path / "site")
    left = tmp_path / "site" / "en" / "places" / "xk-nowhere.html"
    left.write_text("old")
    assert build_site(small, tmp_path / "site").removed == 1
    assert not left.exists()


def test_a_folder_of_others_is_not_touched(small, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="other things"):
        build_site(small, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_published_is_told(tmp_path):
    with pytest.raises(InputError, match="nothing is published"):
        build_site(House(tmp_path), tmp_path / "site")


@pytest.mark.parametrize(
    ("address", "root"), [("https://results.example.org/a/b/", "/a/b/"), ("https://results.example.org", "/"), ("", "")]
)
def test_the_page_for_what_is_not_there_works_at_any_depth(small, tmp_path, address, root):
    build_site(small, tmp_path / "site", address)
    page = (tmp_path / "site" / "404.html").read_text("utf-8")
    links = re.findall('(?:href|src)="([^"]+)"', page)
    assert f"{root}sq/places.html" in links
    assert all(to.startswith(root) and (tmp_path / "site" / to.removeprefix(root)).is_file() for to in links)
    assert "Faqja nuk u gjet" in page


def test_what_others_wrote_is_text(small, tmp_path):
    build_site(small, tmp_path / "site")
    page = (tmp_path / "site" / "en" / "elections" / "xk-local-2017" / "index.html").read_text("utf-8")
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "javascript:" not in page


def test_every_sentence_is_in_albanian():
    """None is missing, none is left of what no page says any more, and each is filled with the same values."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    said = {found[2] for found in extract_from_dir(SITE, method_map=methods, keywords=KEYWORDS)}
    with (SITE / "words" / "sq.po").open("rb") as file:
        catalogue = read_po(file, locale="sq")
    words = {message.id: message for message in catalogue if message.id}
    assert set(words) == said
    assert not [
        message.id
        for message in words.values()
        if not all([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert not [error for message in words.values() for error in message.check(catalogue)]
