"""`schema.org.jsonld`, as a search engine reads it."""

import re

import pytest
from rdflib import RDF, URIRef
from rdflib.namespace import SDO

from numerim.publish.catalogue import CATALOGUE, downloads
from tests.numerim.catalogue.conftest import BASE, made, reachable, schema_org, unknown


def test_every_term_of_schema_org_is_one(packages, offline):
    for package in packages:
        graph, _ = schema_org(package)
        assert unknown(graph, SDO) == set()
        assert (URIRef(package.id), RDF.type, SDO.Dataset) in graph


def test_what_a_search_engine_asks_for(real, offline):
    published, listed = real
    for package in listed:
        graph, said = schema_org(package)
        dataset = URIRef(package.id)
        assert said["name"] == package.descriptor["title"]
        assert 50 <= len(said["description"]) <= 5000
        assert reachable(published, graph.value(dataset, SDO.url))
        assert said["datePublished"] == package.versions[0]["date"] <= said["dateModified"] == package.latest["date"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d", said["temporalCoverage"])
        assert str(graph.value(dataset, SDO.license)).startswith("https://creativecommons.org/publicdomain/zero/")
        assert graph.value(URIRef(CATALOGUE), SDO.url) == URIRef(f"{BASE}catalog.jsonld")
        files = {f"{BASE}{file.path}": file for file in package.files}
        found = list(graph.objects(dataset, SDO.distribution))
        assert len(found) == len(downloads(package)) > 10
        for download in found:
            url = str(graph.value(download, SDO.contentUrl))
            assert reachable(published, url)
            assert str(graph.value(download, SDO.sha256)) == files[url].sha256
            assert str(graph.value(download, SDO.contentSize)) == f"{files[url].bytes} B"
        units = {field.get("unit") for table in package.tables() for field in table["schema"]["fields"]} - {None}
        assert {str(unit) for unit in graph.objects(None, SDO.unitText)} == units != set()
        assert len(said["isBasedOn"]) == len(package.descriptor["sources"])


@pytest.mark.parametrize("length", [1, 49, 50, 5000, 5001, 20000])
def test_descriptions_have_the_length_that_google_asks_for(length):
    said = schema_org(made(description="x" * length))[1]["description"]
    assert 50 <= len(said) <= 5000
    assert 50 <= length <= 5000 or said != "x" * length
