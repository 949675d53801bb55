"""The first page: every election, newest first."""

from collections.abc import Iterator

from numerim.site.addresses import election_path, findings_path
from numerim.site.kinds.headline import headline
from numerim.site.language import Language
from numerim.site.published import Page, Site, looks

TOLD = 3
"""So many sentences about an election stand beside it."""


def pages(site: Site, t: Language) -> Iterator[Page]:
    """The page."""
    rows = []
    for release in site.releases:
        about = next(iter(release.elections.values()))
        open_ = [row for row in release.findings if row["status"] == "open"]
        rows.append(
            {
                "title": release.title(t.code),
                "path": election_path(release.name),
                "findings": findings_path(release.name),
                "headline": headline(release, t)[:TOLD],
                "held_on": about["held_on"],
                "status": about["status"],
                "contests": len(release.contests),
                "errors": sum(row["severity"] == "error" for row in open_),
                "warnings": sum(row["severity"] == "warning" for row in open_),
                "place": t.country(about["country"]),
                "told_until": (release.described.get("created") or "")[:10],
                "fresh": site.fresh[release.name].of_all,
                "version": release.version,
                "date": release.entry["date"],
            }
        )
    title = t.says("Election results, every number with its source")
    of = [name for one in site.releases for name in (one.name, looks(one.name))]
    yield Page("index.html", "index.html", title, {"rows": rows}, tuple(of))
