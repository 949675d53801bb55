"""Questions in SQL in Debian's Chromium: DuckDB there answers as DuckDB here, and reads nothing besides."""

import csv
import re
from decimal import Decimal
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from numerim import warehouse
from numerim.site.kinds.sql import questions

pytestmark = pytest.mark.heavy

PAGE = "en/sql.html"
HOSTILE = """SELECT '<img src=x onerror=alert(1)>' AS "<b>", '=1+1' AS f, e'a"b\\n,c' AS q, NULL AS n,
    -1.50::DECIMAL(9,2) AS d, 100000000000000000001::HUGEINT AS h,
    DATE '2023-05-14' AS day, TIMESTAMP '2023-05-14 19:00:00' AS at, [1, NULL] AS l, true AS t"""


@pytest.fixture
def asking(opened):
    """Asks questions on one page: the answer as rows of texts, the heads first, or what is said instead."""
    page = opened(PAGE)

    def ask(does):
        page.evaluate("document.getElementById('said').replaceChildren()")
        does(page)
        expect(page.locator("#said p")).to_have_text(
            re.compile(r"seconds\.|^No row|cannot answer|taken away"), timeout=60_000
        )
        if page.locator("#answer").is_hidden():
            return page.locator("#said").inner_text()
        return page.evaluate(
            "[...document.querySelectorAll('#answer tr')].map(row => [...row.cells].map(cell => cell.textContent))"
        )

    ask.page = page
    ask.typed = lambda sql: ask(
        lambda page: (page.fill("#sql", sql), page.get_by_role("button", name="Answer it").click())
    )
    return ask


def _text(value):
    """A value as the page writes it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return f"{Decimal(str(value)).normalize():f}" if isinstance(value, (float, Decimal)) else str(value)


def test_it_answers_as_here(asking, own_house):
    """All questions of docs/sql.md, each by a click; every table and every view."""
    with warehouse.open_published(own_house.analysts_database) as connection:

        def here(sql):
            asked = connection.execute(sql)
            return [[column[0] for column in asked.description], *[[*map(_text, row)] for row in asked.fetchall()]]

        every = questions(own_house.root / "docs" / "sql.md")
        assert len(every) == 20
        for title, sql in every:
            link = asking.page.get_by_role("link", name=title, exact=True)
            assert asking(lambda page, link=link: link.click()) == here(sql), title
            assert asking.page.input_value("#sql") == sql
        for (name,) in connection.execute(
            "SELECT table_name FROM duckdb_tables() UNION SELECT view_name FROM duckdb_views() WHERE NOT internal"
        ).fetchall():
            sql = f"FROM {name} ORDER BY ALL LIMIT 30"
            there, rows = asking.typed(sql), here(sql)
            assert there == (rows if rows[1:] else there), name
            assert rows[1:] or there[1:] == [], name


@pytest.mark.parametrize("phone", [False, True], ids=["another page", "on a phone"])
def test_nothing_is_loaded_where_it_is_not_asked(opened, phone):
    """Other pages load nothing of DuckDB; on a phone, where data are dear, its own page does so with a question."""
    page = opened("en/objection.html", is_mobile=phone, has_touch=phone)
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(page.url.replace("en/objection.html", PAGE if phone else "en/index.html"))
    page.wait_for_load_state("networkidle")
    assert loaded
    assert not [url for url in loaded if "duckdb" in url.rpartition("/")[2]]


def test_duckdb_is_there_when_the_question_comes(opened):
    """What takes seconds is done while the page is read; after a question that was stopped nothing is loaded again."""
    page = opened(PAGE)
    page.wait_for_load_state("networkidle")
    assert len(page.workers) == 1
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.get_by_role("button", name="Answer it").click()
    expect(page.locator("#answer tr")).to_have_count(21, timeout=60_000)
    page.fill("#sql", "SELECT count(*) FROM range(100000000) a, range(100000) b WHERE a.range % 7 = b.range % 5")
    page.get_by_role("button", name="Answer it").click()
    page.get_by_role("button", name="Stop").click()
    page.fill("#sql", "SELECT 2 AS two")
    page.get_by_role("button", name="Answer it").click()
    expect(page.locator("#answer td")).to_have_count(1, timeout=60_000)
    assert page.locator("#answer td").inner_text() == "2"
    assert not [url for url in loaded if url.endswith((".gz", ".duckdb"))]


def test_a_question_in_the_address_is_answered_and_taken_away(opened):
    page = opened(f"sq/sql.html#q={quote(HOSTILE)}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Shkarkoje si CSV").click()
    assert page.locator("#said").inner_text().startswith("Një rresht, në ")
    with download.value.path().open(encoding="utf-8", newline="") as file:
        heads, row = csv.reader(file)
    assert heads == ["<b>", "f", "q", "n", "d", "h", "day", "at", "l", "t"]
    assert row[:5] == ["<img src=x onerror=alert(1)>", "=1+1", 'a"b\n,c', "", "-1.5"]
    assert row[5:] == ["100000000000000000001", "2023-05-14", "2023-05-14 19:00:00", "[1, NULL]", "true"]
    assert page.locator("#answer td").first.inner_text() == row[0]
    page.go_back()


def test_it_reads_and_changes_nothing_else(asking, opened):
    refused = {
        "selec 1": "syntax error",
        "FROM nowhere": "Table with name nowhere does not exist",
        "FROM read_csv('https://example.org/x.csv')": "disabled",
        "FROM 'https://example.org/x.parquet'": "",
        "LOAD httpfs": "disabled",
        "SET autoinstall_known_extensions = true": "locked",
        "CREATE TABLE one AS SELECT 1": "read-only",
    }
    for sql, said in refused.items():
        told = asking.typed(sql)
        assert told.startswith("DuckDB cannot answer this:"), sql
        assert said in told
    assert asking.typed("SELECT unnest(range(700)) AS n")[-1] == ["499"]
    expect(asking.page.locator("#said")).to_contain_text("700 rows")
    (worker,) = asking.page.workers
    refused = worker.evaluate("""() => new Promise((done) => {
        addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
        fetch("https://example.org/").catch(() => {});
    })""")
    assert refused == "connect-src"  # what holds for the page holds for DuckDB


def test_from_the_disk_it_says_what_it_needs(chromium, built):
    page = chromium.new_page()
    page.goto((built / PAGE).as_uri())
    expect(page.get_by_text("python -m http.server")).to_be_visible()
    expect(page.get_by_role("button", name="Answer it")).to_be_hidden()
    page.close()
