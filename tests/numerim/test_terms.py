"""Licences and terms: what may be published, under which licence, and who is to be named."""

import csv
import json
import re
import subprocess
from types import SimpleNamespace

import pytest
import yaml

from numerim import stages, warehouse
from numerim.declare.house import House
from numerim.declare.licences import Licence, known_licences
from numerim.declare.settings import read_settings
from numerim.errors import InputError
from numerim.model import seeds
from numerim.publish import release, terms
from numerim.publish.formats import citation
from tests.conftest import ROOT, completed
from tests.numerim.conftest import HEAD
from tests.tools import python_with

ELECTION = "xk-test-2030"
ROWS = ("Klinë,A B,LDK,mayor,votes,,120,,1", "Klinë,C D,PDK,mayor,votes,,100,,1")
SOURCE = "    licence: CC0-1.0\n"
PACKAGE = "\nlicence: CC0-1.0\n"
FIGURES = "terms: {publish: figures, because: they are facts}"


@pytest.fixture
def election(written):
    """What a source and the package declare, and `numerim.yml` -> a checkout with such an election."""

    def of(source=SOURCE, package=PACKAGE, house=""):
        made_in = written(ROWS, head=HEAD.replace(PACKAGE, package))
        yml = made_in.raw / "xk" / ELECTION / "election.yml"
        text = yml.read_text("utf-8")
        yml.write_text(text.replace(SOURCE, f"    {source.strip()}\n"), encoding="utf-8")
        if house:
            (made_in.root / "numerim.yml").write_text(house, encoding="utf-8")
        return made_in

    return of


@pytest.fixture
def publish(election, ungated):
    """What is declared -> the release, or the error."""

    def of(*what):
        house = election(*what)
        with completed(house, ELECTION) as connection:
            return release.release(connection, house, stages.election_file(house, ELECTION))

    return of


@pytest.fixture
def permit(election):
    """What is declared -> the licence of the package, or the error that a release would end with."""

    def of(*what):
        house = election(*what)
        file, settings = stages.election_file(house, ELECTION), read_settings(house)
        with warehouse.open_memory() as connection:
            seeds.load(connection, house.reference)
            terms.permit(connection, file, settings)
            return terms.package_licence(known_licences(connection), file, settings).name

    return of


def said(made):
    return json.loads((made.folder / "datapackage.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("source", "package", "told"),
    [
        ("licence: CC0-1.0", "\n", "L1: no licence is declared for the package"),
        ("licence: CC0-1.0", "\nlicence: CC-BY-4\n", "L4: the licence 'CC-BY-4' is not in seeds/licences.csv"),
        ("licence: CC0-1.0", "\nlicence: CC-BY-4\n", "did you mean 'CC-BY-4.0'?"),
        ("licence: CC0-1.0\n    terms: {publish: nothing}", PACKAGE, "do not allow to publish anything of it"),
        ("licence: the publisher's", PACKAGE, 'what its licence allows is not known: "the publisher\'s"'),
        ("licence: CC-BY-SA 4.0", PACKAGE, "did you mean 'CC-BY-SA-4.0'?"),
        ("licence: CC-BY-4.0", PACKAGE, "CC-BY-4.0 asks to be named, which CC0-1.0, the licence of the package, does"),
        ("licence: CC-BY-SA-4.0", "\nlicence: CC-BY-4.0\n", "asks for the same licence, which CC-BY-4.0"),
        ("licence: CC-BY-SA-4.0", "\nlicence: CC-BY-SA-3.0\n", "asks for the same licence, which CC-BY-SA-3.0"),
        ("licence: ODbL-1.0", "\nlicence: CC-BY-SA-4.0\n", "ODbL-1.0 asks for the same licence"),
        ("licence: CC-BY-NC-4.0", "\nlicence: CC-BY-4.0\n", "forbids commercial use, which CC-BY-4.0"),
        ("licence: CC-BY-ND-4.0", "\nlicence: CC-BY-ND-4.0\n", "forbids to publish what is made of it"),
        ("licence: CC-BY-SA-4.0\n    terms: {publish: figures}", PACKAGE, "no reason is given why it need not"),
        ("licence: its own\n    terms: {publish: all, attribution: The board}", PACKAGE, "asks to be named"),
    ],
)
def test_what_stops_a_release(permit, source, package, told):
    with pytest.raises(InputError) as error:
        permit(source, package)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("licence: CC0-1.0", "\nlicence: CC-BY-4.0\n"),
        ("licence: PDDL-1.0", PACKAGE),
        ("licence: CC-BY-4.0", "\nlicence: ODbL-1.0\n"),
        ("licence: OGL-UK-3.0", "\nlicence: CC-BY-4.0\n"),
        ("licence: CC-BY-SA-3.0", "\nlicence: CC-BY-SA-4.0\n"),
        ("licence: CC-BY-NC-SA-4.0", "\nlicence: CC-BY-NC-SA-4.0\n"),
        (f"licence: CC-BY-SA-4.0\n    {FIGURES}", PACKAGE),
        (f"licence: CC-BY-ND-4.0\n    {FIGURES}", PACKAGE),
        ("licence: the publisher's\n    terms: {publish: figures}", PACKAGE),
        ("licence: nobody's\n    terms: {publish: all}", PACKAGE),
    ],
)
def test_what_does_not(permit, source, package):
    assert permit(source, package) == package.split()[1]


def test_every_obstacle_is_told_at_once_and_nothing_is_published(publish, tmp_path):
    with pytest.raises(InputError) as error:
        publish("licence: theirs", "\n")
    assert "no licence is declared" in str(error.value)
    assert "what its licence allows is not known" in str(error.value)
    assert not list(tmp_path.glob("published/*/1.0.0"))


def test_a_package_takes_the_licence_of_the_house_where_it_declares_none(permit):
    assert permit("licence: CC-BY-4.0", "\n", "licence: CC-BY-4.0\n") == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("declared", "name", "url"),
    [
        ("CC-BY-4.0", "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("{name: Our licence, url: https://x.example/l, attribution: yes}", "Our licence", "https://x.example/l"),
    ],
)
def test_the_declared_licence_is_everywhere(publish, tmp_path, declared, name, url):
    """And no other one."""
    made = publish("licence: CC-BY-4.0", f"\nlicence: {declared}\n")
    stages.bring_up_to_date(House(tmp_path))
    texts = {p.name: p.read_text("utf-8") for p in made.folder.iterdir() if p.suffix in (".md", ".cff", ".json")}
    texts |= {p.name: p.read_text("utf-8") for p in tmp_path.glob("published/**/*") if ".jsonld" in p.name}
    texts |= {n: (tmp_path / "published" / n).read_text("utf-8") for n in ("feed.atom", "catalog.json")}
    told = {file for file, text in texts.items() if url in text}
    wanted = {"README.md", "CITATION.cff", "datapackage.json", "catalog.jsonld", "schema.org.jsonld"}
    assert told >= wanted | {"catalog.json", "feed.atom"}
    assert name in texts["README.md"]
    book = sheet(made)
    assert name in book["Licence"]
    assert name in book["How to cite"]
    assert [file for file, text in texts.items() if "CC0" in text] == []


def sheet(made):
    import openpyxl

    book = openpyxl.load_workbook(made.folder / f"{ELECTION}.xlsx")
    return {row[0].value: str(row[1].value) for row in book["About"].iter_rows(max_col=2)}


def test_a_source_that_asks_for_it_is_named_everywhere(publish, tmp_path):
    made = publish("licence: CC-BY-4.0\n    terms: {attribution: © The Board of Counting}", "\nlicence: CC-BY-4.0\n")
    stages.bring_up_to_date(House(tmp_path))
    words = "© The Board of Counting"
    (source,) = said(made)["sources"]
    assert source["attribution"] == words
    for path in ("README.md", "CITATION.cff", "data/sources.csv"):
        assert words in (made.folder / path).read_text("utf-8"), path
    for path in ("catalog.jsonld", f"{ELECTION}/schema.org.jsonld"):
        assert words in (tmp_path / "published" / path).read_text("utf-8"), path
    assert words in sheet(made)["s1"]


def test_who_says_nothing_more_is_named_by_title_publisher_address_and_licence(publish):
    made = publish("licence: CC-BY-4.0\n    url: https://board.example/r.csv", "\nlicence: CC-BY-4.0\n")
    assert said(made)["sources"][0]["attribution"] == (
        "“A source” by somebody, https://board.example/r.csv, CC-BY-4.0 "
        "(https://creativecommons.org/licenses/by/4.0/); changed: read into tables"
    )


def test_where_a_source_is_and_what_is_not_known_of_it(publish):
    made = publish("licence: CC0-1.0\n    url: https://board.example/r.csv\n    retrieved: 2031-01-02")
    (source,) = said(made)["sources"]
    assert (source["path"], source["retrieved"]) == ("https://board.example/r.csv", "2031-01-02")
    assert "not_known" not in source
    assert said(made)["created"].startswith("2031-01-02")
    cited = yaml.safe_load((made.folder / "CITATION.cff").read_text("utf-8"))
    assert cited["date-released"] == "2031-01-02"
    assert (cited["references"][0]["url"], cited["references"][0]["date-accessed"]) == (
        "https://board.example/r.csv",
        "2031-01-02",
    )


def test_a_source_without_an_address_is_told_as_such(publish, numerim, tmp_path):
    made = publish()
    assert said(made)["sources"][0]["not_known"] == ["url", "retrieved"]
    assert "Not known: address and day of retrieval." in (made.folder / "README.md").read_text("utf-8")
    assert ",url retrieved," in (made.folder / "data" / "sources.csv").read_text("utf-8")
    told = numerim("check", ELECTION, cwd=tmp_path).stdout
    assert told.count("not known of the source “s1”: address and day of retrieval") == 1


def test_a_check_goes_on_and_says_what_a_release_would_be_refused_for(election, numerim, tmp_path):
    election("licence: CC0-1.0\n    terms: {publish: nothing}")
    done = numerim("check", ELECTION, cwd=tmp_path)
    assert done.returncode == 0
    assert "A release would be refused." in done.stdout
    done = numerim("release", ELECTION, cwd=tmp_path)
    assert done.returncode == 2
    assert "its terms do not allow to publish anything of it" in done.stderr


def test_a_check_does_without_a_status_and_a_release_does_not(election, numerim, tmp_path):
    """Where nobody says how far a count is, nothing is taken for final."""
    yml = election().raw / "xk" / ELECTION / "election.yml"
    yml.write_text(re.sub("^status: .*\n", "", yml.read_text("utf-8"), flags=re.MULTILINE), encoding="utf-8")
    done = numerim("check", ELECTION, cwd=tmp_path)
    assert done.returncode == 0
    assert "'status' is missing; a check takes the count for preliminary" in done.stdout
    done = numerim("release", ELECTION, cwd=tmp_path)
    assert done.returncode == 2
    assert "Add:\nstatus: final   # how far the count is" in done.stderr


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("licence: x\n    terms: {publsh: all}", "unknown key 'publsh': did you mean 'publish'?"),
        ("licence: x\n    terms: {publish: some}", "Input should be 'all', 'figures' or 'nothing'"),
        ("licence: x\n    url: board.example", "'board.example' is not an address; one begins with https://"),
        ("licence: x\n    dated: 2030-02-01\n    retrieved: 2030-01-01", "before the day that it bears"),
    ],
)
def test_what_cannot_be_declared(permit, source, told):
    with pytest.raises(InputError) as error:
        permit(source)
    assert told in str(error.value).replace("\n ", ":")


@pytest.mark.heavy
def test_every_licence_can_be_cited(publish, tmp_path):
    """The Citation File Format has a closed list of identifiers."""
    made = publish("licence: CC0-1.0")
    cited = yaml.safe_load((made.folder / "CITATION.cff").read_text("utf-8"))
    cffconvert = python_with("cffconvert==2.0.0", "setuptools<81").with_name("cffconvert")
    with (ROOT / "seeds" / "licences.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        draft = SimpleNamespace(licence=Licence(row["licence_id"], row["title"], row["url"]))
        content = {key: value for key, value in cited.items() if key != "license"} | citation._licence(draft)
        (tmp_path / "CITATION.cff").write_text(yaml.safe_dump(content), encoding="utf-8")
        done = subprocess.run([cffconvert, "--validate"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (row, done.stderr)
