import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import sync_playwright

from numerim.site.build import build_site
from numerim.site.npm import Package, contents, fetched
from tests.tools import ROOT

AXE = Package(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)
"""What finds that a page cannot be used by everybody."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="session")
def built(own_house, tmp_path_factory):
    """The site of what is published, with DuckDB."""
    folder = tmp_path_factory.mktemp("site")
    build_site(own_house, folder, archives=ROOT / "build" / "npm")
    return folder


@pytest.fixture(scope="session")
def address(built):
    """Where Python's own server has the site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=built)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


def _is_failure(said):
    """What goes wrong in a page; what DuckDB says of a question that it cannot answer is told on the page."""
    return said.type == "error" and not any(
        word in said.text for word in ("runQuery", "PendingQuery", "connect to 'https://example.org/'")
    )


@pytest.fixture
def opened(chromium, address):
    """Opens pages of the site; at the end nothing may have been asked of others, and no script may have failed."""
    contexts, asked, wrong = [], [], []

    def tab(path, **options):
        context = chromium.new_context(**options)
        context.set_default_timeout(20_000)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if _is_failure(said) else None)
        page.goto(f"{address}/{path}")
        return page

    yield tab
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith((address, f"blob:{address}", "data:"))]
    assert wrong == []


@pytest.fixture(scope="session")
def violations():
    """What axe-core finds on a page that is serious or worse."""
    axe = contents(fetched(AXE, ROOT / "build" / "npm"), ["axe.min.js"])["axe.min.js"].decode()

    def found(page):
        page.evaluate(axe)
        every = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:200]}: {one['nodes'][0]['failureSummary']}"
            for one in every
            if one["impact"] in ("serious", "critical")
        ]

    return found
