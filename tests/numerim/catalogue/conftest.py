"""Packages to list, and readers of what lists them."""

import json
import shutil
import socket
from dataclasses import replace

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCAT, RDFS

from numerim import stages
from numerim.declare.house import House
from numerim.publish import release, shelf
from numerim.publish.catalogue import File, Listed, render
from tests.conftest import ELECTIONS, ROOT

HOSTILE = '<b onload="x">\u202e =HYPERLINK("x")]]>\x1b[31m'
BASE = "https://data.example/published/"
ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT_3 = Namespace(str(DCAT))
SPDX = Namespace("http://spdx.org/rdf/terms#")


def made(name="xk-test-2030", title="Test elections", versions=("1.0.0", "2.0.0", "3.0.0"), **more):
    """A package made by hand: two releases as numerim before 0.3.0 listed them, and one as it does now."""
    *before, latest = versions
    entries = [
        {"version": version, "date": f"2030-01-{day:02}", "status": "partial", "digest": f"sha256:{'0' * 64}"}
        for day, version in enumerate(before, 1)
    ]
    archive = {"path": f"{latest}/{name}-{latest}.zip", "bytes": 123, "hash": f"sha256:{'a' * 64}"}
    entries.append(
        {
            "version": latest,
            "date": "2030-02-01",
            "status": "final",
            "level": "major",
            "summary": f"{title} changed.",
            "digest": f"sha256:{'1' * 64}",
            "archive": archive,
        }
    )
    descriptor = {
        "name": name,
        "title": title,
        "version": latest,
        "description": f"Results of {title}.",
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
        "sources": [{"title": title, "publisher": title, "language": "sq", "terms": title}],
        "keywords": ["elections", title],
        "temporal": {"start": "2030-01-01", "end": "2030-01-15"},
        "spatial": {"country": "XK", "name": "Kosovo", "units": {"municipality": 38, "country": 1}},
        "resources": [
            {"name": "votes", "title": title, "rows": 2, "schema": {"fields": [{"name": "votes", "unit": "votes"}]}},
            {"name": "polls", "rows": 0, "schema": {"fields": [{"name": "share", "unit": "percent"}]}},
        ],
    }
    files = ["README.md", "datapackage.json", "data/votes.csv", "data/votes.parquet", "data/polls.csv", f"{name}.xlsx"]
    listed = tuple(File(f"{name}/{latest}/{file}", 7, "b" * 64) for file in sorted(files))
    return Listed(name, tuple(entries), descriptor | more, listed)


@pytest.fixture(scope="session")
def real(tmp_path_factory, checked):
    """What is published, with a release of every election as it is made now: its folder, and its packages."""
    house = House(tmp_path_factory.mktemp("house"))
    for name in ("raw", "seeds"):
        (house.root / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "published", house.published, ignore=shutil.ignore_patterns("*.duckdb"))
    for election in ELECTIONS:
        release.release(checked(election), house, stages.election_file(house, election))
    shelf.write_catalogue(house)
    return house.published, shelf.listed(house)


def withdrawn(package, *versions):
    """A package of which these versions were withdrawn."""
    said = {"by": HOSTILE, "at": "2030-03-01T08:00:00Z", "because": HOSTILE, "title": "Test", "tables": "unknown"}
    entries = [
        entry
        | ({"withdrawn": said} if entry["version"] in versions else {"approved": {"by": HOSTILE, "at": said["at"]}})
        for entry in package.versions
    ]
    if any("withdrawn" not in entry for entry in entries):
        return replace(package, versions=tuple(entries))
    bare = {"title": "Test", "description": shelf.ALL_WITHDRAWN, "resources": []}
    return Listed(package.name, tuple(entries), bare, (), {})


@pytest.fixture(params=["nothing", "by hand", "withdrawn", "real"])
def packages(request):
    """No package, some made by hand, some of which releases were withdrawn, and the real ones."""
    if request.param == "withdrawn":
        return [withdrawn(made(), "2.0.0"), withdrawn(made("al-test-2031", versions=("1.0.0",)), "1.0.0")]
    if request.param == "real":
        return request.getfixturevalue("real")[1]
    return [] if request.param == "nothing" else [made(), made("al-test-2031", versions=("1.0.0",))]


@pytest.fixture
def offline(monkeypatch):
    def refuse(*_):
        raise AssertionError("it wants something from the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def rdf(text, place="catalog.jsonld"):
    return Graph().parse(data=text, format="json-ld", publicID=BASE + place)


def dcat(packages):
    return rdf(render(packages)["catalog.jsonld"])


def schema_org(package):
    place = f"{package.name}/schema.org.jsonld"
    text = render([package])[place]
    return rdf(text, place), json.loads(text)


def reachable(published, url):
    """Whether a link leads to a file of a release."""
    return url.startswith(BASE) and (published / url.removeprefix(BASE)).is_file()


NOT_IN_RDFLIB = {
    DCAT: {  # rdflib 7.6 has DCAT 2; these came with DCAT 3
        "hasCurrentVersion",
        "hasVersion",
        "isVersionOf",
        "previousVersion",
        "version",
    },
    ADMS: {"versionNotes", "status"},  # rdflib has neither namespace
    SPDX: {"Checksum", "ChecksumAlgorithm", "algorithm", "checksum", "checksumAlgorithm_sha256", "checksumValue"},
}


def unknown(graph, *namespaces):
    """Properties, classes and own terms of the vocabularies that they do not have."""
    terms = {*graph.predicates(), *graph.objects(None, RDF.type), *graph.objects(None, SPDX.algorithm)}
    known = {URIRef(f"{space}{name}") for space, names in NOT_IN_RDFLIB.items() for name in names}
    return {term for term in terms - known if not any(term in space for space in (RDF, RDFS, *namespaces))}
