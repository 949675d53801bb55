"""Names that are those of the seeds but for how they are written, from an authority's table to what is published."""

import csv
import shutil
import unicodedata
from contextlib import ExitStack

import pytest

from numerim import warehouse
from numerim.declare.house import House
from numerim.draft.new import Given, make
from tests.command import typed
from tests.conftest import ROOT, SHARED, completed

FORM = "SELECT DISTINCT unit_printed, gp_unit_id FROM core.statements WHERE unit_printed IS NOT NULL ORDER BY ALL"


def seeds(name):
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def municipalities(country):
    return {
        row["gp_unit_id"]: row["name"]
        for row in seeds("gp_units")
        if (row["country"], row["unit_type"]) == (country, "municipality")
    }


def in_ascii(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


@pytest.fixture
def drafted(tmp_path):
    """A table, the country, and rows besides of files of the seeds -> the database of its draft, as it is published."""
    with ExitStack() as made:

        def of(table, country, whole=True, **besides):
            house = House(tmp_path)
            shutil.copytree(ROOT / "seeds", house.seeds)
            for name, rows in besides.items():
                with (house.seeds / f"{name}.csv").open("a", encoding="utf-8") as stream:
                    stream.write("".join(f"{row}\n" for row in rows))
            path = table
            if isinstance(table, str):
                path = tmp_path / "results.csv"
                path.write_text(table, "utf-8")
            name = f"{country.lower()}-local-2030"
            make(house, [path], Given(id=name, country=country, held_on="2030-06-09"))
            return made.enter_context(completed(house, name, whole=whole))

        yield of


def table(names, column="Bashkia"):
    """A table of units with what adds up."""
    rows = [f"{column},Votues,Te pavlefshme,Te vlefshme,Kuqe,Blu"]
    for i, name in enumerate(names):
        red, blue = 300 + 7 * i, 200 + 11 * (i % 13)
        rows.append(f'"{name}",{red + blue + 9},9,{red + blue},{red},{blue}')
    return "\n".join(rows) + "\n"


def found(connection, rule):
    return warehouse.rows(connection, f"SELECT says FROM core.findings WHERE rule = '{rule}'")


@pytest.mark.parametrize("before", ["BASHKIA ", "", "Municipality of "])
def test_the_municipalities_of_albania_in_ascii(drafted, before):
    printed = {before + in_ascii(name).upper(): unit for unit, name in municipalities("AL").items()}
    assert len(printed) == 61
    assert all(name.isascii() for name in printed)
    made = drafted(table(printed), "AL")
    assert dict(warehouse.rows(made, FORM)) == printed
    ((told,),) = found(made, "R124")
    as_known = {row["name"].lower() for row in seeds("gp_units")} | {
        row["printed"].lower() for row in seeds("gp_unit_names")
    }
    otherwise = [name for name in printed if name.lower() not in as_known]
    assert told.startswith(f"{len(otherwise)} printed names are written differently in the seeds")
    assert found(made, "R101") == found(made, "R125") == []
    published = warehouse.rows(made, "SELECT printed, id FROM clean.names WHERE kind = 'gp_unit' ORDER BY 1")
    assert dict(published) == printed
    counted = warehouse.rows(made, "SELECT count(DISTINCT gp_unit_id) FROM clean.vote_counts")
    assert counted == [(61,)]


def test_the_municipalities_of_kosovo_in_two_languages(drafted):
    serbian = {row["gp_unit_id"]: row["printed"] for row in seeds("gp_unit_names") if row["form"] == "serbian"}
    printed = {f"{name}/{serbian.get(unit, name)}": unit for unit, name in municipalities("XK").items()}
    assert len(printed) == 38
    made = drafted(table(printed, "Komuna"), "XK")
    assert dict(warehouse.rows(made, FORM)) == printed


@pytest.mark.parametrize("script", ["Latin", "Cyrillic"])
def test_genitives_behind_the_word_for_their_kind(drafted, script):
    """“Izborni rezultati opštine Istoka”: whatever case stands behind the word, it is that municipality."""
    genitives = [row for row in seeds("gp_unit_inflections") if (row["language"], row["form"]) == ("sr", "genitive")]
    some = [row for row in genitives if row["rule"].endswith("Cyrillic") == (script == "Cyrillic")]
    word = "Opština " if script == "Latin" else "ОПШТИНА "
    printed = {word + row["printed"]: row["gp_unit_id"] for row in some if row["gp_unit_id"] != "xk"}
    assert len(printed) > 30
    made = drafted(table(printed, "Opština"), "XK")
    assert dict(warehouse.rows(made, FORM)) == printed


NAMESAKES = ("al-sheshe,AL,Sheshë,municipality,al-county-berat,", "al-shesh-e,AL,Shesh’e,municipality,al-county-fier,")


@pytest.mark.parametrize(
    ("rows", "units"),
    [
        (["Berat,SHESHE", "Fier,SHESHE"], {"al-sheshe", "al-shesh-e"}),
        (["QARKU BERAT,SHESHE", "QARKU FIER,LUSHNJE"], {"al-sheshe", "al-lushnje"}),
    ],
)
def test_what_a_unit_lies_in_tells_two_apart(drafted, rows, units):
    lines = [f"{row},{name},{votes}" for row in rows for name, votes in (("Ana Bardha", 120), ("Ben Zezi", 90))]
    made = drafted("\n".join(["Qarku,Bashkia,Kandidati,Votat", *lines]) + "\n", "AL", gp_units=NAMESAKES)
    assert {unit for _, unit in warehouse.rows(made, FORM)} == units


@pytest.mark.parametrize(("column", "kind"), [("Qarku", "county"), ("Bashkia", "municipality")])
def test_what_the_column_is_called_tells_a_county_from_its_town(drafted, column, kind):
    """All counties of Albania have the name of a town, which is the same in ASCII or not."""
    made = drafted(table(["BERAT", "TIRANE", "KORCE"], column), "AL")
    assert {unit.startswith("al-county") for _, unit in warehouse.rows(made, FORM)} == {kind == "county"}


def test_a_name_that_fits_two_is_none(drafted):
    """The draft takes what the seeds lack as it is printed; a name that the seeds have twice they do not lack."""
    made = drafted(table(["SHESHE", "VORE", "KRUJE"]), "AL", gp_units=NAMESAKES)
    assert ("VORE", "al-vore") in warehouse.rows(made, FORM)
    assert ("SHESHE", None) in warehouse.rows(made, FORM)
    ((told,),) = found(made, "R101")
    assert "it may be Shesh’e (municipality, al-shesh-e), or Sheshë (municipality, al-sheshe)" in told
    assert told.endswith("al-shesh-e,SHESHE,variant or al-sheshe,SHESHE,variant")


def test_a_row_of_the_seeds_goes_before_likeness(drafted):
    """Whoever knows better writes it down."""
    made = drafted(table(["VORE", "KRUJE"]), "AL", gp_unit_names=["al-lushnje,Vore,variant"])
    assert warehouse.rows(made, FORM) == [("KRUJE", "al-kruje"), ("VORE", "al-lushnje")]


def test_misprinted_names_are_told_beside_what_is_wrong_with_their_rows(tmp_path):
    house = House(tmp_path)
    shutil.copytree(ROOT / "seeds", house.seeds)
    (tmp_path / "results.csv").write_text(table(["Rroskovec", "LUSHNJJE", "Atlantis", "Vorë"]), "utf-8")
    folder = make(
        house, [tmp_path / "results.csv"], Given(id="al-local-2030", country="AL", held_on="2030-06-09")
    ).folder
    said = (folder / "election.yml").read_text("utf-8")
    (folder / "election.yml").write_text(said.replace("register: {unit: municipality,", "register: {"), "utf-8")
    (folder / "sources.lock").unlink()
    said = typed("check", "al-local-2030", cwd=tmp_path).stderr.decode()
    assert "“Rroskovec”, “LUSHNJJE”, “Atlantis” are not units that numerim knows (R101)" in said
    assert "    al-roskovec,Rroskovec,misprint\n    al-lushnje,LUSHNJJE,misprint\n" in said


@pytest.mark.parametrize(
    ("file", "country", "units"), [("kosovo-2017/councils", "XK", 38), ("kosovo-2017/mayors", "XK", 38)]
)
def test_real_tables_need_no_row(drafted, file, country, units):
    path = SHARED / "data" / f"{file}.csv"
    if not path.is_file():
        pytest.skip("the real tables are not here")
    made = drafted(path, country)
    assert {unit for _, unit in warehouse.rows(made, FORM)} <= set(municipalities(country))
    assert len({unit for _, unit in warehouse.rows(made, FORM)}) == units
