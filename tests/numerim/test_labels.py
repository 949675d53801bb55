"""Tables of strangers: letters that tell two apart, accounts down a column; what is right is not accused."""

from pathlib import Path

import pytest
import yaml

from numerim.declare.house import House
from numerim.draft.file import judge_any
from numerim.draft.given import Given
from numerim.draft.new import drafted


def columns_of(content: str, name: str = "made.csv") -> dict:
    """What a draft says of the columns of the first table."""
    _, text, _ = drafted([(name, content.encode())], Given(country="XX"), House(Path()).reference)
    (file,) = next(iter(yaml.safe_load(text)["sources"].values()))["files"].values()
    return file["tables"][0]["columns"]


def found(tmp_path, content: str, name: str = "made.csv") -> dict[str, int]:
    """Each rule of which `numerim check` finds something -> how often."""
    path = tmp_path / name
    path.write_text(content, "utf-8")
    rules: dict[str, int] = {}
    for one in judge_any(str(path)).told:
        rules[one.rule] = rules.get(one.rule, 0) + 1
    return rules


LETTERS = {
    "lists with one letter": ("Parti,Stemmer\n{},5827\n{},1038\nB,300\n", ("A", "Å"), {}),
    "lists with one letter, of which none is Latin": ("Parti,Stemmer\n{},5827\n{},1038\nB,300\n", ("Ö", "Ø"), {}),
    "two towns": ("kommun,parti,röster\n{0},S,10\n{0},M,20\n{1},S,30\n{1},M,40\n", ("Håbo", "Habo"), {"R111": 1}),
    "one town": ("kommun,parti,röster\n{0},S,10\n{1},M,20\nOrsa,S,3\nOrsa,M,4\n", ("Håbo", "Habo"), {"R116": 1}),
}


@pytest.mark.parametrize("case", LETTERS)
def test_names_that_stand_beside_each_other_are_two(tmp_path, case):
    content, names, rules = LETTERS[case]
    assert found(tmp_path, content.format(*names)) == rules
