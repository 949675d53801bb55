"""What a reader does with the pages, in Debian's Chromium; with no script, on a phone, in the dark."""

from hashlib import sha256

import pytest
from playwright.sync_api import expect

from numerim.declare.objection import read_objection
from numerim.site.search import Found, index

pytestmark = pytest.mark.heavy

ELECTION = "elections/al-local-2023/index.html"
KINDS = {
    "index": "index.html",
    "election": ELECTION,
    "runoffs": "elections/xk-local-2021/index.html",
    "contests": "elections/al-local-2023/mayor-1.html",
    "findings": "elections/al-local-2023/findings.html",
    "places": "places.html",
    "place": "places/al-dropull.html",
    "parties": "parties.html",
    "party": "parties/al-ps.html",
    "objection": "objection.html",
    "finding": "findings/R4*",
    "source": "sources/*",
    "sql": "sql.html",
    "not found": "../404.html",
}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def path_of(built):
    """A page of each kind."""

    def one(kind):
        if "*" not in KINDS[kind]:
            return f"en/{KINDS[kind]}"
        found = sorted((built / "en" / "elections" / "al-local-2023").glob(KINDS[kind]))
        return max(found, key=lambda path: path.stat().st_size).relative_to(built).as_posix()

    return one


def test_from_the_index_to_a_figure_and_its_mark(opened):
    page = opened("index.html")
    page.wait_for_url("**/en/index.html")
    page.get_by_role("link", name="Albanian local elections 2023").click()
    page.get_by_text("All 61 contests as a table").first.click()
    page.get_by_role("row").filter(has_text="Dropull").first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dropull")
    printed = page.locator("a.figure").first.inner_text()
    page.locator("a.figure").first.click()
    mark = page.locator(":target")
    expect(mark).to_be_in_viewport()
    assert printed.replace(",", "") in mark.inner_text().replace(",", "").replace(".", "")
    assert mark.evaluate("cell => getComputedStyle(cell).outlineStyle") == "solid"


def test_the_language_is_changed_and_the_page_is_the_same(opened):
    page = opened("en/places/al-dropull.html")
    page.get_by_role("link", name="Shqip").click()
    assert page.url.endswith("/sq/places/al-dropull.html")
    assert page.locator("html").get_attribute("lang") == "sq"


def test_a_table_is_filtered_and_sorted(opened):
    page = opened("en/parties/al-ps.html")
    rows = page.locator("tbody tr:visible")
    every = rows.count()
    page.get_by_role("searchbox", name="Search this table").first.fill("TIRANE")
    assert 0 < rows.count() < every
    expect(rows.first).to_contain_text("Tiranë")
    page.get_by_role("searchbox", name="Search this table").first.fill("")
    head = page.get_by_role("columnheader", name="Seats").first
    head.get_by_role("button").click()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    seats = [int(text) for text in page.locator("tbody tr td:nth-child(6)").all_inner_texts() if text.isdigit()]
    assert seats == sorted(seats, reverse=True)


def test_findings_are_chosen_and_sorted(opened):
    page = opened("sq/elections/al-local-2023/findings.html")
    rows = page.locator("tbody tr:visible")
    page.get_by_label("Lloji").select_option("dyshim")
    expect(rows).to_have_count(9)
    page.get_by_role("searchbox", name="Kërko në tabelë").fill("peqin")
    expect(rows).to_have_count(1)
    expect(rows.locator("q[lang=en]")).to_have_count(1)
    page.get_by_role("searchbox", name="Kërko në tabelë").fill("")
    page.get_by_label("Lloji").select_option("")
    expect(rows).to_have_count(37)
    page.get_by_role("columnheader", name="Rregulli").get_by_role("button").click()
    expect(rows.first).to_contain_text("R106")


@pytest.mark.parametrize(
    ("language", "typed", "first", "to"),
    [
        ("en", "dropull", "Dropull", "/en/places/al-dropull.html"),
        ("sq", "veliaj eri", "Erion Veliaj", "/sq/places/al-tirane.html#al-local-2023/mayor/al-tirane/1/erion-veliaj/"),
        ("en", "socialist party of albania", "PS", "/en/parties/al-ps.html"),
        ("sq", "zgjedhjet vendore 2023", "Zgjedhjet vendore në Shqipëri 2023", "/sq/elections/al-local-2023/"),
    ],
)
@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_a_search_by_keyboard(opened, chromium, built, language, typed, first, to, disk):
    page = chromium.new_page() if disk else opened(f"{language}/index.html")
    if disk:
        page.goto((built / language / "index.html").as_uri())
    assert not page.locator("script[src*='search/']").count()
    page.locator("form.search input").fill(typed)
    expect(page.locator(".found a").first).to_have_text(first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: to in url)
    if "#" in page.url:
        expect(page.locator(":target")).to_be_in_viewport()
    page.close()


def test_a_search_without_an_answer(opened):
    page = opened("en/index.html")
    page.locator("form.search input").fill("zzz")
    expect(page.get_by_role("status")).to_have_text("Nothing by that name.")
    page.keyboard.press("Escape")
    expect(page.locator(".found")).to_be_hidden()


@pytest.mark.parametrize("typed", ["Prishtina", "pristina"])
def test_a_name_with_another_ending_is_found_but_not_opened_unasked(opened, typed):
    page = opened("en/index.html")
    page.locator("form.search input").fill(typed)
    expect(page.locator(".found [role=status]")).to_have_text("Nothing by that name; these begin alike:")
    page.keyboard.press("Enter")
    expect(page.locator(".found a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/places/xk-prishtine.html")


def test_a_search_among_many(opened):
    """An index of several files, as of 40 packages; a name that is HTML is shown as it is."""
    names = [
        f"{first}{at} {last}"
        for at in range(40)
        for first in ("Arben", "Agim")
        for last in ("Hoxha", "Hasani", "Ademi")
    ]
    named = [(name if at else "<b onclick=alert(1)>Arben0</b> Hoxha") for at, name in enumerate(names)]
    every = [Found(3, f"places/xk-{at}.html", (name,), ("x" * 900,)) for at, name in enumerate(named)]
    files = dict(index(every))
    assert len(files) > 4
    page = opened("en/index.html")
    page.route(
        "**/search/*.js", lambda route: route.fulfill(body=files["search/" + route.request.url.rpartition("/")[2]])
    )
    field, links = page.locator("form.search input"), page.locator(".found a")
    for name in ("Arben39 Ademi", "hasani agim7", "HOXHA ARBEN12"):
        field.fill(name)
        expect(page.locator(".found [role=status]")).to_have_text("One found.")
        expect(links).to_have_count(1)
    field.fill("arben0 hoxha")
    expect(links).to_have_text("<b onclick=alert(1)>Arben0</b> Hoxha")
    field.fill("a")
    expect(page.locator(".found [role=status]")).to_have_text("There are more: keep typing.")
    expect(links.nth(9)).to_be_visible()


def test_what_is_taken_away_has_its_digest(opened):
    page = opened(f"en/{ELECTION}")
    row = page.locator("#get").get_by_role("row").filter(has_text=".xlsx")
    with page.expect_download() as download:
        row.get_by_role("link").click()
    assert sha256(download.value.path().read_bytes()).hexdigest() == row.locator("code").inner_text()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_read_without_scripts(opened, path_of, kind):
    page = opened(path_of(kind), java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("main").inner_text().strip()
    expect(page.locator("input:visible, button:visible, textarea:visible")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "sq"])
def test_no_page_is_wider_than_a_phone(opened, path_of, language):
    page = opened("en/index.html", viewport=PHONE)
    wide = {}
    for kind in KINDS:
        page.goto(page.url.split("/en/")[0].split("/sq/")[0] + "/" + path_of(kind).replace("en/", f"{language}/", 1))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > PHONE["width"]:
            wide[kind] = width
    assert wide == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_the_pages(opened, path_of, violations, scheme):
    """axe-core finds nothing serious on any kind of page, with all that can be opened open."""
    page = opened("en/index.html", color_scheme=scheme)
    wrong = {}
    for kind in KINDS:
        page.goto(f"{page.url.split('/en/')[0]}/{path_of(kind)}")
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        if kind == "place":
            page.locator("form.search input").fill("dro")
            expect(page.locator(".found a").first).to_be_visible()
        if kind == "sql":
            page.get_by_role("button", name="Answer it").click()
            expect(page.locator("#answer tr")).to_have_count(21, timeout=60_000)
        wrong |= {kind: found} if (found := violations(page)) else {}
    assert wrong == {}


def test_an_objection_is_prepared_with_the_figure_filled_in(opened, tmp_path):
    """The file that the page writes is one that `numerim check` reads."""
    page = opened("en/elections/xk-local-2017/sources/article-article.csv.html#L63.C8")
    page.locator("#content").get_by_role("link", name="Something wrong?").click()
    page.get_by_label("It should be").fill("825968")
    page.get_by_label("How you know").fill("The commission has 825,968.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Write the file").click()
    download.value.save_as(tmp_path / "objection.json")
    said = read_objection(tmp_path / "objection.json", "objection.json")
    assert (said.package, said.locator, said.published, said.should_be) == (
        "xk-local-2017",
        "article.csv:L63.C8",
        "819865",
        "825968",
    )
