"""The pages of all findings of a release: one line each, to sort, to search and to choose from."""

from collections.abc import Iterator

from numerim.site.addresses import findings_path
from numerim.site.language import Language
from numerim.site.published import Page, Site
from numerim.site.release import Release

ROWS = 120
"""So many findings stand on a page."""


def pages(site: Site, t: Language, release: Release) -> Iterator[Page]:
    """So many pages as the findings need; one that says so where there are none."""
    shares = [release.findings[at : at + ROWS] for at in range(0, len(release.findings), ROWS)] or [[]]
    names = [findings_path(release.name, number) for number in range(1, len(shares) + 1)]
    for number, rows in enumerate(shares, 1):
        yield Page(
            names[number - 1],
            "findings.html",
            f"{t.says('All findings')} · {release.title(t.code)}",
            {
                "release": release,
                "rows": rows,
                "all": len(release.findings),
                "power": release.power,
                "names": names,
                "number": number,
            },
            (release.name,),
        )
