"""The feed: every version of every package, the newest first."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from numerim.publish.catalogue import told_withdrawn
from numerim.publish.versions import stands
from numerim.site.addresses import election_path
from numerim.site.language import Language
from numerim.site.published import Page, Site

ENTRIES = 50
"""So many versions stand in it."""


def pages(site: Site, t: Language) -> Iterator[Page]:
    """The feed (RFC 4287)."""
    gone = ", " + t.says("withdrawn")
    rows = [
        {
            "id": uuid5(NAMESPACE_URL, f"{release.name} {entry['version']} {entry['digest']}").urn,
            "title": f"{release.title(t.code)}, {entry['version']}{'' if stands(entry) else gone}",
            "path": election_path(release.name),
            "date": f"{entry['date']}T00:00:00Z" if stands(entry) else entry["withdrawn"]["at"],
            "summary": entry.get("summary", "") if stands(entry) else told_withdrawn(entry),
            "status": entry["status"] if stands(entry) else "withdrawn",
        }
        for release in site.releases
        for entry in reversed(release.listed)
    ]
    rows.sort(key=lambda row: str(row["date"]), reverse=True)
    title = t.says("Election results, every number with its source")
    yield Page("feed.xml", "feed.xml", title, {"rows": rows[:ENTRIES]}, tuple(one.name for one in site.releases))
