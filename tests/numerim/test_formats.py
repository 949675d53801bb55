"""What publication formats say of their files: catalogues and READMEs tell it, and no list is kept by hand."""

import json
import re
import sys
from fnmatch import fnmatch
from types import ModuleType

import pytest
from rdflib import URIRef
from rdflib.namespace import DCAT, DCTERMS

from numerim import stages
from numerim.declare.house import House
from numerim.publish import formats, release, shelf
from numerim.publish.catalogue import downloads
from numerim.publish.forms import DESCRIPTOR, Form
from tests.conftest import ROOT
from tests.numerim.catalogue.conftest import rdf

ELECTION = "xk-local-2021"
BESIDE = {"README.md", "CITATION.cff", "CHANGELOG.md", "SHA256SUMS", "diff.json"}
"""What is about a release, and not a form of it."""
TEXT = Form("{package}.txt", "Text", "Who won, in lines.", "text/plain", file_type="TXT")


def plain_text(draft):
    won = draft.connection.execute("SELECT list FROM clean.results WHERE outcome = 'elected' ORDER BY 1").fetchall()
    (draft.folder / f"{draft.package}.txt").write_text("".join(f"{who}\n" for (who,) in won), encoding="utf-8")


@pytest.fixture
def fresh(tmp_path):
    """A house in which nothing is published yet."""
    for name in ("raw", "seeds"):
        (tmp_path / name).symlink_to(ROOT / name)
    return House(tmp_path)


def publish(checked, house):
    made = release.release(checked(ELECTION), house, stages.election_file(house, ELECTION))
    stages.bring_up_to_date(house)
    return made


@pytest.fixture
def another(monkeypatch):
    """A format that is added as one module: found by its name, as if its file lay there."""

    def add(name, *declared, stage="made", export=plain_text):
        module = ModuleType(f"{formats.__name__}.{name}")
        module.STAGE, module.FORMS, module.export = stage, declared, export
        monkeypatch.setitem(sys.modules, module.__name__, module)
        found = [*formats.iter_modules(formats.__path__), ModuleType(name)]
        found[-1].name = name
        monkeypatch.setattr(formats, "iter_modules", lambda _: found)

    return add


def test_a_format_is_listed_everywhere_by_what_it_says_itself(checked, fresh, another):
    another("plaintext", TEXT)
    made = publish(checked, fresh)
    (package,) = shelf.listed(fresh)
    (download,) = (one for one in downloads(package) if one.form is TEXT)
    assert (download.title, download.file.path) == ("Text", f"{ELECTION}/{made.version}/{ELECTION}.txt")
    assert f"- `{ELECTION}.txt`: Who won, in lines." in (made.folder / "README.md").read_text("utf-8").splitlines()
    graph = rdf((fresh.published / "catalog.jsonld").read_text("utf-8"))
    (one,) = set(graph.subjects(DCTERMS.title, None)) & {
        subject for subject, _, url in graph.triples((None, DCAT.downloadURL, None)) if str(url).endswith(".txt")
    }
    assert graph.value(one, DCAT.mediaType) == URIRef("https://www.iana.org/assignments/media-types/text/plain")
    assert str(graph.value(one, DCTERMS["format"])).endswith("/file-type/TXT")
    said = json.loads((fresh.published / ELECTION / "schema.org.jsonld").read_text("utf-8"))
    assert "text/plain" in {each["encodingFormat"] for each in said["distribution"]}


def test_two_formats_that_write_one_file_are_refused(another):
    another("another_workbook", Form("{package}.xlsx", "Sheet", "", "text/plain"))
    with pytest.raises(RuntimeError, match=re.escape("two publication formats write {package}.xlsx")):
        formats.forms()


def test_every_file_of_a_release_has_a_form(checked, fresh):
    folder = publish(checked, fresh).folder
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - BESIDE
    patterns = [form.named(ELECTION, folder.name, "*") for form in formats.forms()]
    assert {name for name in files if not any(fnmatch(name, pattern) for pattern in patterns)} == set()
    lacking = {pattern for pattern in patterns if not any(fnmatch(name, pattern) for name in files)}
    no_votes = "openelections/*.csv"
    assert lacking == {f"{ELECTION}.duckdb", f"{ELECTION}.sqlite", no_votes}, "two lie in the archive alone"
    assert formats.forms()[0] == DESCRIPTOR
