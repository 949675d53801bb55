"""The page on which a reader says that a figure is wrong: it prepares the file, and sends nothing."""

from collections.abc import Iterator

from numerim.site.language import Language
from numerim.site.published import Page, Site


def pages(site: Site, t: Language) -> Iterator[Page]:
    """The page."""
    yield Page("objection.html", "objection.html", t.says("Something wrong?"), {}, ())
