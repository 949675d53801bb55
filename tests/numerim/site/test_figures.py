"""Every figure of every package has an address that leads to it, and its marked place is one click from there."""

from pathlib import PurePosixPath

import polars as pl
import pytest

from numerim.declare.house import House
from numerim.site.addresses import place_path, source_path
from numerim.site.published import Site
from numerim.site.sources import Line, tables
from tests.tools import ROOT

NOT_OF_FIGURES = {"results", "source_rows", "names", "words", "sources"}


@pytest.fixture(scope="module")
def site():
    return Site(House(ROOT))


@pytest.fixture(scope="module")
def anchors(pages):
    return {path: set(page.xpath("//@id")) for path, page in pages.items()}


def _placed(release):
    """Source and locator of every row of every table that has them: of figures, names and outcomes alike."""
    for path in sorted((release.folder / "data").glob("*.parquet")):
        table = pl.read_parquet(path)
        if path.stem not in NOT_OF_FIGURES and {"source_id", "locator"} <= set(table.columns):
            yield path.stem, table.select("source_id", "locator").drop_nulls().unique()


@pytest.mark.parametrize("package", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_every_figure_is_marked_on_a_page_of_its_source(site, anchors, package):
    """Of every table: where a figure was read there is a page with that place as an address."""
    release = next(one for one in site.releases if one.name == package)
    lost, seen = [], set()
    for table, places in _placed(release):
        for source, locator in places.iter_rows():
            found = site.sources[package].where(source, locator)
            page = f"en/{source_path(package, found[0])}" if found else ""
            if not found or found[1] not in anchors[page]:
                lost.append((table, source, locator))
            seen.add(table)
    assert lost == []
    assert {"statements", "finding_places", "outcomes"} <= seen


@pytest.mark.parametrize("package", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_every_result_has_an_anchor_that_leads_to_its_mark(site, pages, package):
    """The key of a figure is its address on the page of its place; the link there is the click to the mark."""
    release = next(one for one in site.releases if one.name == package)
    count = 0
    for contest in release.contests:
        here = f"en/{place_path(contest.unit_id)}"
        links = {link.get("id"): link.get("href") for link in pages[here].xpath("//a[@class='figure'][@id]")}
        for one in contest.selections:
            for figure in one.figures.values():
                to, _, mark = links[figure.anchor].partition("#")
                path = (PurePosixPath(here).parent / to).as_posix()
                assert mark
                assert path.endswith(to.removeprefix(".."))
                count += 1
    results = release.table("results")
    assert count == sum(results[f"{name}_printed"].is_not_null().sum() for name in ("votes", "share", "seats"))


def test_what_confirms_a_figure_stands_beside_it(site, pages):
    """In words, as the package has it; never left out where it is known."""
    for release in site.releases:
        for contest in release.contests[::7]:
            page = pages[f"en/{place_path(contest.unit_id)}"]
            told = {
                link.get("id"): link.getnext().get("aria-label") for link in page.xpath("//td/a[@class='figure'][@id]")
                if link.getnext() is not None and link.getnext().get("class") == "power"
            }  # fmt: skip
            for one in contest.selections:
                for figure in one.figures.values():
                    held = {0: "confirmed by no other figure", 1: "confirmed in one way"}
                    ways, _, slip = told[figure.anchor].partition("; ")
                    assert ways == held.get(figure.held_by, "confirmed in two ways or more")
                    if not figure.held_by:
                        assert (figure.unseen, slip) == (None, "")
                    elif figure.unseen == 0:
                        assert slip == "any slip would be seen"
                    else:
                        assert slip == f"a slip of up to {figure.unseen.normalize():,f} would not be seen"


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        ([["Party", "Votes"], ["Party", "Votes"]], [["Party", "Votes"]]),
        ([["Place", "Party", "Votes"], ["Party", "Votes"], ["Place", "Party"]], [["Place", "Party", "Votes"]]),
        ([["Party", "Votes"], ["Place", "Party", "Votes"]], [["Place", "Party", "Votes"]]),
        ([["County", "Party", "Votes"], ["Party", "Votes", "Seats"]], [["County", "Party", "Votes", "Seats"]]),
        ([["Party", "Votes", "Share"], ["Party", "Votes", "Seats"]], None),
        ([["Party", "Votes"], ["Votes", "Party"]], None),
        ([["Party", "Votes", "Votes"], ["Party", "Votes"]], None),
    ],
    ids=[
        "same",
        "cells left out",
        "cells more",
        "more at either end",
        "either of two may be first",
        "another order",
        "one head twice",
    ],
)
def test_rows_are_in_one_table_if_their_heads_have_one_order(rows, heads):
    lines = [
        Line(f"f:L{at}", {h + str(n): h for n, h in enumerate(row)}, {h + str(n): h for n, h in enumerate(row)}, {})
        for at, row in enumerate(rows)
    ]
    assert [list(one.heads) for one in tables(lines)] == (heads or rows)
