"""The reference data."""

import csv
import shutil

import pycountry
import pytest
from frictionless import validate

from numerim import warehouse
from numerim.errors import InputError
from numerim.model import seeds
from tests.conftest import ROOT


def rows(name):
    with (ROOT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_is_a_valid_frictionless_package():
    report = validate(str(ROOT / "seeds" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "message"])[:5]


@pytest.mark.parametrize(
    ("country", "unit_type", "number"),
    [("AL", "county", 12), ("AL", "municipality", 61), ("XK", "municipality", 38), ("XK", "county", 0)],
)
def test_number_of_units(country, unit_type, number):
    assert sum((row["country"], row["unit_type"]) == (country, unit_type) for row in rows("gp_units")) == number


def test_iso_3166_2_codes():
    """Those of a country are all there, or none."""
    ours = {row["iso_3166_2"]: row["name"] for row in rows("gp_units") if row["iso_3166_2"]}
    countries = {code[:2] for code in ours}
    assert countries >= {"AL"}
    assert ours == {s.code: s.name for c in countries for s in pycountry.subdivisions.get(country_code=c)}


def test_every_municipality_lies_in_a_county_where_its_country_has_counties():
    parents = {row["gp_unit_id"]: row for row in rows("gp_units")}
    with_counties = {row["country"] for row in parents.values() if row["unit_type"] == "county"}
    for row in parents.values():
        if row["unit_type"] == "municipality":
            parent = parents[row["parent_id"]]
            above = "county" if row["country"] in with_counties else "country"
            assert (parent["country"], parent["unit_type"]) == (row["country"], above)


def test_identifiers_of_licences_are_those_of_spdx():
    from packaging.licenses import canonicalize_license_expression

    for row in rows("licences"):
        assert canonicalize_license_expression(row["licence_id"]) == row["licence_id"]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("gp_unit_names", "al-vore,Berat,variant"),
        ("party_names", "al-pd,PS,alias"),
        ("people", "AL,Somebody Else,Besmir Veliu,variant"),
    ],
)
def test_a_form_that_stands_for_two_things_is_an_error(tmp_path, file, line):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    with (tmp_path / "seeds" / f"{file}.csv").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with warehouse.open_memory() as connection, pytest.raises(InputError, match="stands for two things"):
        seeds.load(connection, tmp_path / "seeds")
