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
