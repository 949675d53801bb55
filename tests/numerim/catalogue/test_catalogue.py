"""All files of the catalogue: which there are, that they are always the same, and names that mean something."""

import json
from dataclasses import replace
from html.parser import HTMLParser

import feedparser
import pytest
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, SDO

from numerim.declare.settings import Settings
from numerim.publish.catalogue import Listed, downloads, link, render
from tests.numerim.catalogue.conftest import dcat, made, rdf, schema_org
from tests.numerim.catalogue.test_atom import ATOM, faults, tree

FILES = {"rules.csv", "rules.json", "catalog.json", "catalog.jsonld", "feed.atom"}


def test_every_file_is_made_and_ends_with_a_newline(packages):
    made_files = render(packages)
    decided = {
        f"{package.name}/{entry['version']}.md"
        for package in packages
        for entry in package.versions
        if "approved" in entry or "withdrawn" in entry
    }
    assert made_files.keys() == FILES | {f"{package.name}/schema.org.jsonld" for package in packages} | decided
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in made_files.values())


def test_the_same_text_whatever_the_order(packages):
    def turned(value):
        if isinstance(value, dict):
            return {key: turned(each) for key, each in reversed(value.items())}
        return [turned(each) for each in value] if isinstance(value, list) else value

    other = [
        replace(p, descriptor=turned(p.descriptor), versions=tuple(turned(e) for e in p.versions))
        for p in reversed(packages)
    ]
    assert render(other) == render(packages)


def test_the_whole_comes_first_and_empty_tables_are_left_out():
    titles = [one.title for one in downloads(made())]
    whole = ["All files (ZIP)", "Data Package (CSV)", "Workbook (XLSX)"]
    assert titles == [*whole, "Test elections (CSV)", "Test elections (Parquet)"]


@pytest.mark.parametrize(
    ("path", "home", "found"),
    [
        ("xk/1.0.0/data/a.csv", "", "xk/1.0.0/data/a.csv"),
        ("xk/1.0.0/data/a.csv", "xk", "1.0.0/data/a.csv"),
        ("catalog.jsonld", "xk", "../catalog.jsonld"),
        ("xk:1/a b#c?d%e.csv", "", "xk%3A1/a%20b%23c%3Fd%25e.csv"),
        ('xk/"><script>/ë', "", "xk/%22%3E%3Cscript%3E/%C3%AB"),
    ],
)
def test_links_are_relative_references(path, home, found):
    assert link(Settings(), path, home) == found


@pytest.mark.parametrize("base", ["https://data.example/e", "https://data.example/e/"])
@pytest.mark.parametrize("home", ["", "xk"])
def test_with_a_base_url_links_are_addresses(base, home):
    assert link(Settings(base_url=base), "xk/1.0.0/a b.csv", home) == "https://data.example/e/xk/1.0.0/a%20b.csv"


def test_a_package_that_only_has_old_releases(real):
    """Their descriptors say less."""
    published, listed = real
    old = []
    for package in listed:
        entries = tuple(entry for entry in package.versions if "archive" not in entry)
        descriptor = published / package.name / entries[-1]["version"] / "datapackage.json"
        old.append(Listed(package.name, entries, json.loads(descriptor.read_text("utf-8")), ()))
    made_files = render(old)
    assert len(list(rdf(made_files["catalog.jsonld"]).subjects(RDF.type, DCAT.Catalog))) == 1
    assert faults(made_files["feed.atom"]) == []


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>",
    "<!-- <script>",
    "]]>",
    "<![CDATA[",
    "&amp; &lt; &#60; &",
    "\"quotes\" and 'more'",
    "back\\slash \\u003c",
    "new\nline\tand tab",
    "line\u2028separator",
    "Zgjedhjet për këshilla – Пришtina 🗳",
    "{{ 7 * 7 }} ${7*7}",
    "https://example.org/ @id _:b0",
]


class Scripts(HTMLParser):
    """What a browser takes for the content of each script element, and for text outside of them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.inside, self.found, self.outside = False, [], ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "script"
        self.found += [""] if self.inside else []

    def handle_endtag(self, tag):
        self.inside = False

    def handle_data(self, data):
        if self.inside:
            self.found[-1] += data
        else:
            self.outside += data


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_stay_titles(title, offline):
    package = made(title=title)
    made_files = render([package])
    for name in ("catalog.jsonld", f"{package.name}/schema.org.jsonld"):
        page = Scripts()
        page.feed(f'<script type="application/ld+json">{made_files[name]}</script>')
        page.close()
        assert page.found == [made_files[name]]
        assert page.outside == ""
        assert not set("<>&") & set(made_files[name])
    dataset = URIRef(package.id)
    assert dcat([package]).value(dataset, DCTERMS.title) == Literal(title, lang="en")
    assert schema_org(package)[0].value(dataset, SDO.name) == Literal(title)
    assert json.loads(made_files["catalog.json"])["datasets"][0]["title"] == title
    assert faults(made_files["feed.atom"]) == []
    entry = tree(made_files["feed.atom"]).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"{title}, version 3.0.0"
    assert entry.findtext(f"{ATOM}summary") == f"{title} changed."
    assert feedparser.parse(made_files["feed.atom"].encode()).bozo is False


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\ufffe", "\ufeff"])
def test_what_xml_cannot_say_does_not_break_the_feed(character):
    made_files = render([made(title=f"a{character}b")])
    assert faults(made_files["feed.atom"]) == []
    assert json.loads(made_files["catalog.jsonld"])["dcat:dataset"][0]["dct:title"] == f"a{character}b"
