"""`docs/rules.md` is what the rules say, `docs/facts.md` what they may ask."""

import runpy

from numerim.ask.explain import catalogue
from numerim.schemas.fact import facts
from numerim.schemas.rule import rules
from tests.conftest import ROOT


def test_the_catalogue_is_up_to_date():
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == catalogue(), "run `make docs`"


def test_the_catalogue_has_every_rule():
    told = catalogue()
    assert [code for code in rules() if f"**{code} " not in told] == []


def test_the_page_of_facts_is_up_to_date():
    page = runpy.run_path(str(ROOT / "docs" / "facts.py"))["page"]()
    assert (ROOT / "docs" / "facts.md").read_text("utf-8") == page, "run `make docs`"
    assert [name for name in facts() if f"core.{name}" not in page] == []
