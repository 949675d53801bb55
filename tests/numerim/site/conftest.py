import pytest
from lxml import html

from numerim.declare.house import House
from numerim.site.build import build_site
from tests.tools import ROOT


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The site of what is published, once for all tests."""
    folder = tmp_path_factory.mktemp("site")
    build_site(House(ROOT), folder)
    return folder


@pytest.fixture(scope="session")
def pages(built):
    """Every page of it in English by its path, parsed."""
    return {
        path.relative_to(built).as_posix(): html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()
        for path in sorted((built / "en").rglob("*.html"))
    }


@pytest.fixture(scope="session")
def own_house(tmp_path_factory):
    """What is published, in a house of its own, for a database of its own."""
    own = House(tmp_path_factory.mktemp("checkout"))
    own.published.mkdir()
    for one in (ROOT / "published").iterdir():
        if one.suffix != ".duckdb" and not one.name.startswith("."):
            (own.published / one.name).symlink_to(one)
    for name in ("docs", "raw", "numerim.yml"):
        (own.root / name).symlink_to(ROOT / name)
    return own
