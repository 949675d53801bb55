"""`catalog.json`, as frictionless reads it."""

import json

import frictionless

from numerim.publish.catalogue import render


def test_frictionless_opens_the_catalogue_with_all_packages(real):
    published, listed = real
    catalogue = frictionless.Catalog(str(published / "catalog.json"))
    assert catalogue.dataset_names == [package.name for package in listed]
    for dataset, package in zip(catalogue.datasets, listed, strict=True):
        assert dataset.package.to_descriptor()["version"] == dataset.custom["version"] == package.latest["version"]
        assert len(dataset.package.resources) == len(package.descriptor["resources"])
        assert dataset.custom["id"] == package.descriptor["id"] == package.id
        assert (published / dataset.custom["versions"]).is_file()
        assert (published / dataset.custom["archive"]["path"]).is_file()
    assert frictionless.validate(str(published / "catalog.json")).valid


def test_the_catalogue_is_what_the_recipe_of_the_standard_says(real):
    published, listed = real
    said = json.loads((published / "catalog.json").read_text("utf-8"))
    assert said.pop("profile") == "data-package-catalog"
    assert {resource.pop("profile") for resource in said["resources"]} == {"data-package"}
    package = frictionless.Package.from_descriptor(said, basepath=str(published))
    assert package.resource_names == [p.name for p in listed]
    for resource in said["resources"]:
        path = published / resource["path"]
        assert frictionless.Package(str(path)).name == resource["name"]
        assert resource["bytes"] == path.stat().st_size


def test_an_empty_catalogue_is_one_for_frictionless(tmp_path):
    (tmp_path / "catalog.json").write_text(render([])["catalog.json"], encoding="utf-8")
    assert frictionless.Catalog(str(tmp_path / "catalog.json")).datasets == []
