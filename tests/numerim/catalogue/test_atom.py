"""`feed.atom`, as a feed reader reads it, and what RFC 4287 asks for."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest

from numerim.publish.catalogue import render
from numerim.publish.stable import stable_id
from tests.numerim.catalogue.conftest import BASE, made, reachable

ATOM = "{http://www.w3.org/2005/Atom}"
ONCE = ("id", "title", "updated")  # RFC 4287, sections 4.1.1 and 4.1.2
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
CHILDREN = {
    "feed": {"author", "entry", "generator", "id", "link", "rights", "subtitle", "title", "updated"},
    "entry": {"category", "id", "link", "published", "rights", "summary", "title", "updated"},
}


def tree(text):
    return ET.fromstring(text)  # noqa: S314 - the feed is our own


def faults(text):
    """What RFC 4287 asks for and a feed does not have."""
    feed = tree(text)
    found = [] if feed.tag == f"{ATOM}feed" else ["no feed"]
    if feed.find(f"{ATOM}author/{ATOM}name") is None:
        found.append("nobody has written it")
    if not feed.findall(f"{ATOM}link[@rel='self']"):
        found.append("feed without itself")
    entries = feed.findall(f"{ATOM}entry")
    for element in [feed, *entries]:
        name = element.tag.removeprefix(ATOM)
        found += [f"{name} has {child.tag}" for child in element if child.tag.removeprefix(ATOM) not in CHILDREN[name]]
        found += [f"{name} needs one {each}" for each in ONCE if len(element.findall(f"{ATOM}{each}")) != 1]
        found += [f"{name} without a title" for title in element.findall(f"{ATOM}title") if not title.text]
        dates = [*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")]
        found += [f"{date.text} is no date" for date in dates if not DATE.fullmatch(date.text or "")]
        found += [
            f"{one.text} is no IRI" for one in element.findall(f"{ATOM}id") if not urlsplit(one.text or "").scheme
        ]
        found += [f"{name} has a link to nowhere" for link in element.findall(f"{ATOM}link") if not link.get("href")]
        found += [f"{name} has no term" for category in element.findall(f"{ATOM}category") if not category.get("term")]
    for entry in entries:
        alternates = [
            (link.get("type"), link.get("hreflang")) for link in entry.findall(f"{ATOM}link[@rel='alternate']")
        ]
        if not alternates or len(alternates) != len(set(alternates)):
            found.append("entry without content needs one alternate of a type")
        lengths = [link.get("length", "0") for link in entry.findall(f"{ATOM}link")]
        found += [f"{length} is no length" for length in lengths if not length.isdigit()]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return found + [f"{one} twice" for one in set(ids) if ids.count(one) > 1]


def test_the_feed_has_what_rfc_4287_asks_for(packages):
    assert faults(render(packages)["feed.atom"]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"<id>.*</id>\n  <title>Elec", "<title>Elec"),
        (r"<updated>[^<]*</updated>", ""),
        (r"<updated>[^<]*</updated>", "<updated>2030-02-01</updated>"),
        (r"<author>(.|\n)*</author>", ""),
        (r"<link rel=\"self\".*>", ""),
        (r"<link rel=\"alternate\".*>", ""),
        (r"(<link rel=\"alternate\".*>)", r"\1\1"),
        (r"length=\"123\"", 'length="many"'),
        (r"<title>[^<]*</title>\n    <published>", "<published>"),
        (r"<summary>", "<abstract>x</abstract><summary>"),
        (r"<id>[^<]*</id>", "<id>urn:uuid:1eb80c69-4ec3-5130-b7a6-47bf1d50cf60</id>"),
        (r"<id>urn:[^<]*</id>", "<id>1</id>"),
        (r" term=\"[^\"]*\"", ""),
    ],
)
def test_the_check_of_the_feed_sees_what_is_missing(old, new):
    text, times = re.subn(old, new, render([made()])["feed.atom"])
    assert times > 0
    assert faults(text) != []


def test_a_feed_reader_finds_every_release(packages, offline):
    headers = {"content-location": f"{BASE}feed.atom", "content-type": "application/atom+xml"}
    feed = feedparser.parse(render(packages)["feed.atom"].encode(), response_headers=headers)
    assert feed.bozo is False
    assert (feed.version, feed.feed.id) == ("atom10", stable_id("feed.atom"))
    releases = {stable_id(p.name, entry["version"]): (p, entry) for p in packages for entry in p.versions}
    assert {entry.id for entry in feed.entries} == releases.keys()
    assert [entry.updated for entry in feed.entries] == sorted((e.updated for e in feed.entries), reverse=True)
    assert feed.feed.updated == max((entry.updated for entry in feed.entries), default="1970-01-01T00:00:00Z")
    for entry in feed.entries:
        package, said = releases[entry.id]
        links = {link.rel: link for link in entry.links}
        if "withdrawn" in said:
            assert entry.title.startswith("Withdrawn: ")
            assert (entry.updated, links.keys()) == (said["withdrawn"]["at"], {"alternate"})
            assert "=HYPERLINK" in entry.summary
            assert "withdrawn" in {tag.term for tag in entry.tags}
            continue
        assert entry.title == f"{package.descriptor['title']}, version {said['version']}"
        assert entry.updated == entry.published == f"{said['date']}T00:00:00Z"
        assert entry.get("summary") == said.get("summary")
        assert entry.link == links["alternate"].href == f"{BASE}{package.name}/{said['version']}/README.md"
        assert links["related"].href == f"{BASE}{package.name}/{said['version']}/datapackage.json"
        assert ("enclosure" in links) == ("archive" in said)
        if "archive" in said:
            assert links["enclosure"].href == f"{BASE}{package.name}/{said['archive']['path']}"
            assert (links["enclosure"].type, int(links["enclosure"].length)) == (
                "application/zip",
                said["archive"]["bytes"],
            )
        terms = {tag.label.partition(":")[0]: tag.term for tag in entry.tags}
        assert terms == {scheme: said[scheme] for scheme in ("status", "level") if scheme in said}


def test_the_links_of_the_feed_lead_somewhere(real):
    published, listed = real
    feed = tree(render(listed)["feed.atom"])
    places = [urljoin(f"{BASE}feed.atom", link.get("href")) for link in feed.iter(f"{ATOM}link")]
    assert len(places) > len(listed)
    assert [place for place in places if not reachable(published, place)] == []


def test_releases_of_one_day_are_ordered_by_package_and_then_by_number():
    def dated(name, *versions):
        package = made(name, name, versions)
        return replace(package, versions=tuple(entry | {"date": "2030-01-01"} for entry in package.versions))

    feed = feedparser.parse(render([dated("xk", "1.0.0"), dated("al", "2.0.0", "9.0.0", "10.0.0")])["feed.atom"])
    titles = ["al, version 10.0.0", "al, version 9.0.0", "al, version 2.0.0", "xk, version 1.0.0"]
    assert [entry.title for entry in feed.entries] == titles
