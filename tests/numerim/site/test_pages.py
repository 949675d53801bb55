"""The pages of what is published: every address leads somewhere, every number to its place."""

import os
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

import pytest

KINDS = (
    "index.html",
    "elections/*/index.html",
    "places.html",
    "places/*",
    "parties.html",
    "parties/*",
    "elections/*/findings.html",
    "elections/*/findings/*",
    "elections/*/sources/*",
)


def _resolved(path, href):
    to, _, anchor = href.partition("#")
    found = os.path.normpath(PurePosixPath(path).parent / unquote(to)) if to else path
    return found, unquote(anchor)


@pytest.fixture(scope="module")
def anchors(pages):
    return {path: set(page.xpath("//@id")) for path, page in pages.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_pages_of_each_kind(pages, kind):
    assert any(PurePosixPath(path).match("en/" + kind) for path in pages)


def test_every_address_leads_somewhere(built, pages, anchors):
    lost = []
    for path, page in pages.items():
        for href in page.xpath("//@href | //@src"):
            if href.startswith("https://"):
                continue
            to, anchor = _resolved(path, href)
            there = (
                anchor in anchors[to]
                if anchor and to in anchors and not to.endswith("objection.html")
                else (built / to).is_file()
            )
            lost += [] if there else [(path, href)]
    assert lost == []


def test_nobody_else_is_asked(pages):
    for path, page in pages.items():
        assert not [src for src in page.xpath("//@src | //link[not(@rel='canonical')]/@href") if "//" in src], path
        assert not page.xpath(
            "//@style | //style | //script[not(@src) and not(@type='application/ld+json')] | //@onclick"
        ), path
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy


def test_every_number_leads_to_its_mark(pages):
    """Two clicks at most: from the page of an election to its table, and from there to the marked cell."""
    for path, page in pages.items():
        if not path.startswith(("en/places/", "en/elections/al-local-2023/index")):
            continue
        for cell in page.xpath("//td[@class='number'][.//a]"):
            (href,) = cell.xpath(".//a[@class='figure']/@href")
            to, anchor = _resolved(path, href)
            (mark,) = pages[to].xpath(f"//*[@id='{anchor}']")
            printed = "".join(mark.itertext()).strip()
            figure = re.sub(r"[^0-9.]", "", "".join(cell.xpath(".//a[@class='figure']//text()")))
            assert figure.rstrip("0").rstrip(".") in re.sub(r"[^0-9.]", "", printed.replace(",", "")), (path, href)


def test_pages_are_light(built):
    """What is seen first: the page and its style; not the scripts, which come later, nor what is taken away."""
    style = (built / "static" / "style.css").stat().st_size
    heavy = [path for path in built.rglob("*.html") if path.stat().st_size + style > 100_000]
    assert heavy == []


def test_an_anchor_is_the_address_of_a_figure(anchors):
    """It is the key of the figure, so that it can be written down without looking."""
    assert "al-local-2023/mayor/al-dropull/1/dhimitraq-toli/share" in anchors["en/places/al-dropull.html"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("elections/al-local-2023/index.html", "Mayors: PS won 53 of 61 contests, PD (BF) 5, MEGA 1, PD 1 and PL 1."),
        (
            "elections/al-local-2023/index.html",
            "Of 1,613 seats, PS has 757, BF 291, PD 123, PSD 116, PAA 52 and other parties and independents 274.",
        ),
        (
            "elections/al-local-2023/index.html",
            "Tied for first among those named, in 4 contests: Fushë-Arrëz, Kukës, Mirditë, Tropojë",
        ),
        ("elections/al-local-2023/index.html", "In 33 councils no list has more than half of the seats: Belsh"),
        ("places/al-malesi-e-madhe.html", "Lead: 2 seats (among those named; the others are not told apart)"),
        ("places/al-dropull.html", "Lead: at least 62.49 points"),
        ("places/xk-prishtine.html", "The next round is not in this package."),
        ("elections/xk-local-2017/sources/article-article.csv.html", "confirmed by no other figure contradiction R403"),
        (
            "elections/xk-local-2021/index.html",
            "16 of 37 contests are decided, but the source does not name the winners.",
        ),
        ("elections/xk-local-2021/index.html", "21 contests go to a runoff."),
        ("parties/al-ps.html", "In 57 councils it is the largest list. It has 757 seats."),
        ("places/xk-prishtine.html", "45.54%"),
        ("index.html", "Mayors: PS won 53 of 61 contests"),
        ("parties.html", "Socialist Party of AlbaniaAlbania5124117"),
        ("elections/al-local-2023/index.html", "The lead in votes is known in 6 of 61 contests."),
    ],
)
def test_what_a_page_says(pages, path, says):
    assert says in " ".join("".join(pages[f"en/{path}"].itertext()).split())


def test_runoffs_in_which_nobody_is_named_are_listed_by_place(pages):
    page = pages["en/elections/xk-local-2017/index.html"]
    assert [pair.findtext("h5/a") for pair in page.xpath("//ul[@class='pairs']/li")] == [
        *("Gjakovë", "Gjilan", "Mitrovicë e Jugut", "Prishtinë", "Prizren")
    ]
    (others,) = page.xpath("//p[contains(., 'names nobody')]")
    assert len(others.findall("a")) == 14


def test_every_place_and_party_is_listed(pages):
    """So that who has no script finds them, too."""
    for kind in ("places", "parties"):
        listed = {_resolved(f"en/{kind}.html", href)[0] for href in pages[f"en/{kind}.html"].xpath("//main//a/@href")}
        assert listed == {path for path in pages if path.startswith(f"en/{kind}/")}


def test_a_finding_tells_its_figures_with_their_unit(pages):
    def told(rule):
        found = (page for path, page in pages.items() if f"/findings/{rule}-" in path)
        return [" ".join(pair.itertext()) for page in found for pair in page.xpath("//dl[@class='pair']")]

    assert told("R403") == ["Found 43.68% Expected 43.36% Rounding explains at most 0.005 points"]
    assert told("R417") == ["Found 115% Expected 100% Rounding explains at most 1 point"]


def test_rows_of_a_source_that_leave_out_a_cell_are_in_one_table(pages):
    """The councils of Albania: the first municipality of a county has the county before it, and no total behind."""
    page = pages["en/elections/al-local-2023/sources/wikipedia-wikipedia.txt-2.html"]
    (table,) = page.xpath("//table[.//td[.='Gjirokastër'] and .//td[.='Tropojë']]")
    heads = [head.text for head in table.findall("thead/tr/th")]
    assert (heads[:3], heads[-1]) == (["Row", "County", "Municipality"], "Total council seats")
    rows = {row[2].text_content(): [cell.text_content() for cell in row] for row in table.findall("tbody/tr")}
    assert (rows["Has"][1], rows["Has"][-1]) == ("Kukës", "")
    assert (rows["Tropojë"][1], rows["Tropojë"][-1]) == ("", "21")
