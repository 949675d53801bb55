"""The pages of the parts of a contest: which lie in which, page by page, and what is left to SQL."""

from collections import Counter
from types import SimpleNamespace

import polars as pl
import pytest
from lxml import html

from numerim.declare.house import House
from numerim.site import parts
from numerim.site.build import build_site
from numerim.site.published import Site
from tests.command import typed
from tests.tools import ROOT

pytestmark = pytest.mark.heavy

STATIONS = 250

YML = """id: is-president-2099
title: {en: Made up}
country: IS
licence: CC0-1.0
held_on: 2099-06-27
status: final
offices: {president: {unit: country, outcome_rule: plurality}}
sources:
  commission:
    title: Made up
    publisher: nobody
    language: en
    licence: CC0-1.0
    rank: 1
    files:
      stations.csv:
        reader: csv
        tables:
          - register: {unit: polling_station, within: municipality}
            set: {office: president}
            columns: {unit: unit, within: within, candidate: candidate, votes: votes}
      nation.csv:
        reader: csv
        tables:
          - register: {unit: country}
            set: {office: president}
            columns: {unit: unit, candidate: candidate, votes: votes}
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A president's election in 250 stations of two municipalities, published; Anna has 2 votes in each, Birgir 1."""
    house = House(tmp_path_factory.mktemp("house"))
    house.seeds.symlink_to(ROOT / "seeds")
    folder = house.raw / "is" / "is-president-2099"
    folder.mkdir(parents=True)
    (folder / "election.yml").write_text(YML)
    rows = [
        f"Station {at},{'<b>Austur</b>' if at < 220 else 'Vestur'},{name},{votes}"
        for at in range(STATIONS)
        for name, votes in (("Anna", 2), ("Birgir", 1))
    ]
    (folder / "stations.csv").write_text("\n".join(["unit,within,candidate,votes", *rows]) + "\n")
    (folder / "nation.csv").write_text("unit,candidate,votes\nIceland,Anna,500\nIceland,Birgir,250\n")
    (house.root / "numerim.yml").write_text("publisher: nobody\n")
    for command in ("hash", "release"):
        done = typed(command, "is-president-2099", cwd=house.root)
        assert done.returncode == 0, done.stderr
    return house


@pytest.fixture(scope="module")
def built(house, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    build_site(house, folder)
    return folder


def _page(path):
    return html.parse(str(path), html.HTMLParser(encoding="utf-8")).getroot()


def test_every_station_is_two_clicks_from_the_contest(built):
    place = built / "en" / "places" / "is.html"
    (to,) = _page(place).xpath("//a[contains(., 'Results in the 2 parts of the contest')]/@href")
    country = place.parent / to
    names = _page(country).xpath("//tbody//th//text()")
    assert names == ["<b>Austur</b>", "Vestur"]
    counted = Counter()
    for name, to in zip(names, _page(country).xpath("//tbody//th/a/@href"), strict=True):
        first = country.parent / to
        others = [first.parent / one for one in _page(first).xpath("//nav[@class='pages']/a/@href")]
        for page in (first, *others):
            rows = _page(page).xpath("//tbody/tr")
            assert len(rows) <= parts.ROWS
            assert {tuple(row.xpath("td//text()")) for row in rows} == {("2", "1")}
            counted[name] += len(rows)
    assert counted == {"<b>Austur</b>": 220, "Vestur": 30}


def test_stations_are_named_within_their_unit_and_in_the_order_of_their_numbers(built):
    parts_ = sorted((built / "en" / "elections" / "is-president-2099" / "parts").glob("*austur*.html"))
    (page,) = (one for one in parts_ if "-page-" not in one.name)
    assert _page(page).xpath("//tbody//th//text()")[:12] == [f"Station {at}" for at in range(12)]


def test_a_contest_alone_is_told_on_the_page_of_its_election(built):
    page = _page(built / "en" / "elections" / "is-president-2099" / "index.html")
    assert "Anna is ahead of Birgir by 250 votes; the sources do not say who won." in page.xpath(
        "//p[@class='lead']/text()"
    )
    assert [row.findtext("td/a") for row in page.xpath("//section[@id='results']//tbody/tr")] == ["500", "250"]


def test_a_figure_of_a_station_leads_to_its_place(built):
    pages = sorted((built / "en" / "elections" / "is-president-2099" / "parts").glob("*.html"))
    for page in pages:
        for to in _page(page).xpath("//tbody//td/a/@href"):
            path, _, anchor = to.partition("#")
            assert _page((page.parent / path).resolve()).xpath(f"//*[@id='{anchor}']")
            break


@pytest.mark.parametrize(("stood", "rows"), [(1, 120), (4, 120), (6, 100), (12, 53), (80, 53)])
def test_the_more_stood_the_fewer_parts_are_on_a_page(stood, rows):
    one = parts.Within(SimpleNamespace(selections=[None] * stood), "u", ("p",) * 201)
    assert (one.rows, one.pages) == (rows, -(-201 // rows))


def test_of_too_many_the_small_units_are_left_to_sql(house, monkeypatch):
    monkeypatch.setattr(parts, "PARTS", 2)
    (found,) = Site(house).parts.values()
    assert [one.parts for one in found.within.values()] != []
    assert (found.shown, found.number) == (0, STATIONS)  # what lies in the two has no line


def test_figures_are_those_of_the_table(house):
    site = Site(house)
    (release,) = site.releases
    told = [
        (unit, who, row["value"])
        for _, rows in site.parts[release.name].figures()
        for unit, of in rows.items()
        for who, row in of.items()
    ]
    votes = release.table("vote_counts").filter(pl.col("gp_unit_id") != "is")
    assert sorted(told) == sorted(votes.select("gp_unit_id", "selection_id", "votes").iter_rows())
