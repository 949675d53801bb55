"""Make the pictures of the site in README.md: `make pictures`. It needs Debian's chromium.

They are of what is published now, so they are made again after a release whose results differ.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from numerim.declare.house import find_house
from numerim.site.build import build_site

FOLDER = Path(__file__).parent / "pictures"
PICTURES = {
    "election": ("en/elections/al-local-2023/index.html", 1000, 760, "light"),
    "source": ("en/elections/al-local-2023/sources/wikipedia-wikipedia.txt-2.html#L234.C3", 1000, 420, "light"),
    "place": ("sq/places/al-dropull.html", 390, 760, "dark"),
}
"""A picture -> what it shows: a page, its width and height in pixels, light or dark."""


def main() -> None:
    """Build the site and take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("chromium is missing; on Debian: apt install chromium")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        site = Path(folder) / "site"
        build_site(find_house(), site)
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (path, width, height, scheme) in PICTURES.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(f"file://{site}/{path}")
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
