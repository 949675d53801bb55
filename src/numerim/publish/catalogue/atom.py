"""`feed.atom`: every release of every package, the newest first, as an Atom feed (RFC 4287).

A release that is withdrawn stays an entry, with its own id: it is told as withdrawn, by whom and why, and is as new as
that. RFC 6721 has an element for what is deleted, but feed readers take no notice of it.

Where `base_url` is not known, a feed reader resolves the links against the address that it took the feed from (RFC
4287, section 2, without `xml:base`).
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

from numerim.declare.settings import Settings
from numerim.publish.catalogue import TITLE, Listed, is_there, link, told_withdrawn
from numerim.publish.forms import ARCHIVE, DESCRIPTOR
from numerim.publish.stable import stable_id
from numerim.publish.versions import Entry, stands

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to say (section 2.2), not even escaped."""

_RIGHTS = "Every release states its licence; its sources have terms of their own."

_NEVER = "1970-01-01"
"""The day of the last release where there is none: RFC 4287 asks for one (section 4.1.1)."""


def render(packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
    """`feed.atom`."""
    releases = sorted(((package, entry) for package in packages for entry in package.versions), key=_newest_first)
    times = [_updated(entry) for _, entry in releases]
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _text(feed, "id", stable_id("feed.atom"))
    _text(feed, "title", TITLE)
    _text(feed, "subtitle", "The releases of all packages.")
    _text(feed, "updated", max(times, default=_midnight(_NEVER)))
    author = ET.SubElement(feed, "author")
    _text(author, "name", settings.publisher)
    if settings.contact:
        _text(author, "uri" if "://" in settings.contact else "email", settings.contact)
    _text(feed, "generator", "numerim")
    _text(feed, "rights", _RIGHTS)
    ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": link(settings, "feed.atom")})
    catalogue = {"rel": "related", "type": "application/ld+json", "href": link(settings, "catalog.jsonld")}
    ET.SubElement(feed, "link", catalogue)
    for package, entry in releases:
        _entry(feed, package, entry, settings)
    ET.indent(feed)
    return {"feed.atom": ET.tostring(feed, encoding="utf-8", xml_declaration=True).decode("utf-8") + "\n"}


def _newest_first(release: tuple[Listed, Entry]) -> tuple[int, str, tuple[int, ...]]:
    package, entry = release
    day = int(_updated(entry)[:10].replace("-", ""))
    return -day, package.name, tuple(-int(part) for part in entry["version"].split("."))


def _entry(feed: ET.Element, package: Listed, said: Entry, settings: Settings) -> None:
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", stable_id(package.name, said["version"]))
    withdrawn = "" if stands(said) else "Withdrawn: "
    _text(entry, "title", f"{withdrawn}{package.descriptor['title']}, version {said['version']}")
    _text(entry, "published", _midnight(said["date"]))
    _text(entry, "updated", _updated(said))
    if summary := told_withdrawn(said) if withdrawn else said.get("summary"):
        _text(entry, "summary", summary)
    for licence in package.licences(said):
        named = [licence[part] for part in ("title", "name", "path") if part in licence]
        _text(entry, "rights", f"{named[0]}: {named[-1]}" if len(named) > 1 else named[0])
    for scheme in ("status", "level"):
        if term := said.get(scheme):
            ET.SubElement(entry, "category", {"term": term, "scheme": stable_id(scheme), "label": f"{scheme}: {term}"})
    if withdrawn:
        scheme = stable_id("standing")
        ET.SubElement(entry, "category", {"term": "withdrawn", "scheme": scheme, "label": "withdrawn"})
    if not is_there(said):
        ET.SubElement(entry, "link", {"rel": "alternate", "href": link(settings, f"{package.name}/versions.json")})
        return
    # An entry without content has to have an alternate (section 4.1.2). It says no type, because feed readers offer
    # nothing to click on where the type is not that of a web page.
    ET.SubElement(entry, "link", {"rel": "alternate", "href": link(settings, package.path(said, "README.md"))})
    descriptor = link(settings, package.path(said, "datapackage.json"))
    ET.SubElement(entry, "link", {"rel": "related", "type": DESCRIPTOR.media_type, "href": descriptor})
    if archive := package.archive(said):
        address = link(settings, archive.path)
        attributes = {"rel": "enclosure", "type": ARCHIVE.media_type, "href": address, "length": str(archive.bytes)}
        ET.SubElement(entry, "link", attributes)


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _NO_XML.sub("\ufffd", text)


def _updated(entry: Entry) -> str:
    return _midnight(entry["date"]) if stands(entry) else str(entry["withdrawn"]["at"])


def _midnight(day: str) -> str:
    return f"{day}T00:00:00Z"
