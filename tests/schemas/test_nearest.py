"""Which known name is meant by one that is not known."""

import pytest

from numerim.schemas.nearest import UNLIKE, nearest

KNOWN = {"Has": "al-has", "Berat": "al-berat", "Kukës": "al-kukes", "Abcd": "al-abcd"}
OF_ONE = [
    # printed, the known one, the form that its row for the seeds says it is, what such names have in common
    ("Berati", "Berat", "misprint", ""),
    ("Abce", "Abcd", "misprint", ""),  # six of eight letters are shared, which is just enough
    ("Abxe", "", "", UNLIKE),
    ("Hass", "Has", "misprint", ""),
    ("Hes", "", "", UNLIKE),  # three letters are like too many names
    ("Kukes", "Kukës", "variant", ""),
    ("BERAT", "Berat", "", ""),  # a known name in capitals is that name, and needs no row
    ("Zurich", "", "", UNLIKE),
]


@pytest.mark.parametrize(("printed", "name", "form", "spelled"), OF_ONE, ids=[one[0] for one in OF_ONE])
def test_one_name(printed, name, form, spelled):
    (found,) = nearest([printed], [KNOWN], "seeds/gp_unit_names.csv")
    assert found.name == name
    assert (form in found.row and printed in found.row) if form else found.row == ""
    assert found.spelled.startswith(spelled) if spelled else found.spelled == ""


@pytest.mark.parametrize(("many", "name"), [(300, "Berat"), (301, "")])
def test_of_many_names_misprints_are_not_looked_for(many, name):
    others = [f"Somewhere {i}" for i in range(many - 1)]
    assert nearest(["Berati", *others], [KNOWN], "seeds/gp_unit_names.csv")[0].name == name
