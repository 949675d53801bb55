"""Sentences in which numbers and nouns agree."""

import re
from decimal import Decimal

import pytest

from numerim.schemas.law import listed
from numerim.schemas.rule import rules
from numerim.schemas.sentence import names, of_many, sentence


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("{n} in all", {"n": 1234}, "1,234 in all"),
        ("{n:vote|votes}", {"n": 0}, "0 votes"),
        ("{n:vote|votes}", {"n": 1}, "1 vote"),
        ("{n:vote|votes}", {"n": 1234}, "1,234 votes"),
        ("{n:vote|votes}", {"n": Decimal("1.00")}, "1 vote"),
        ("{n:point|points}", {"n": 1.5}, "1.5 points"),
        ("{n:point|points}", {"n": -1}, "-1 point"),
        ("{n:unit within it has|units within it have}", {"n": 1}, "1 unit within it has"),
        ("{n:{what}}", {"n": 1, "what": "votes"}, "1 vote"),
        ("{n:{what}}", {"n": 2, "what": "votes"}, "2 votes"),
        ("{n:{what}}", {"n": 1, "what": "per cent"}, "1 per cent"),
        ("{n}: {name}", {"n": "1", "name": "{not} a name"}, "1: {not} a name"),
        ("{n:vote|votes}", {"n": None}, "None votes"),
    ],
)
def test_a_word_agrees_with_its_number(template, values, said):
    assert sentence(template, values) == said
    assert names(template) == values.keys()


def test_for_people_a_template_has_the_words_for_many():
    assert of_many("{n:unit has|units have} {m}, {k:{what}}.") == "{n} units have {m}, {k} {what}."


def test_a_word_for_one_alone_is_refused():
    with pytest.raises(ValueError, match="no word for many"):
        sentence("{n:votes}", {"n": 2})


NOUNS = "ballots|candidates|figures|lines|lists|others|people|places|points|rows|seats|selections|shares|statements"
BARE = re.compile(rf"\{{(\w+)\}} ({NOUNS}|times|units|voters|votes|are|have|were|go|stand)\b")
NOT_COUNTS = {"contest_id", "measure", "selection", "told", "tied", "what"}
"""What is no number, and those who are tied, who are never one."""


@pytest.mark.parametrize("rule", rules().values(), ids=rules())
def test_in_every_sentence_nouns_and_verbs_agree(rule):
    bare = [found[0] for found in BARE.finditer(rule.says) if found[1] not in NOT_COUNTS]
    assert [one for one in bare if "usual spread" not in rule.says or one != "{times} times"] == []


def test_names_with_commas_are_divided_by_semicolons():
    assert listed(["Ann", "Ben"]) == "Ann, Ben"
    assert listed(["Ray, Ann", "Ben"]) == "Ray, Ann; Ben"
