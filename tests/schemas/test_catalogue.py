"""`docs/rules.md` is what the rules say."""

from numerim.ask.explain import catalogue
from numerim.schemas.rule import rules
from tests.conftest import ROOT


def test_the_catalogue_is_up_to_date():
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == catalogue(), "run `make docs`"


def test_the_catalogue_has_every_rule():
    told = catalogue()
    assert [code for code in rules() if f"**{code} " not in told] == []
