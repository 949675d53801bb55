"""What rules with SQL of their own take for right: values at, below and above every border."""

import polars as pl
import pytest

from numerim.schemas.rule import rules

BORDERS = [
    # rule, what an answer says, whether that is right
    ("R001", {"failed": ""}, True),
    ("R001", {"failed": "R101"}, False),
    ("R101", {"times": 0}, True),
    ("R101", {"times": 1}, False),
    ("R102", {"known": 2, "times": 2}, True),
    ("R102", {"known": 1, "times": 2}, False),
    ("R111", {"differ": 1}, True),
    ("R111", {"differ": 2}, False),
    ("R119", {"astray": 0}, True),
    ("R119", {"astray": 1}, False),
    ("R124", {"names": 0}, True),
    ("R124", {"names": 1}, False),
    ("R113", {"fault": ""}, True),
    ("R113", {"fault": "x"}, False),
    ("R116", {"differ": 1}, True),
    ("R116", {"differ": 2}, False),
    # of so many spellings and names, some without the remark
    ("R121", {"spellings": 1, "bare_ones": 0, "names": 2}, True),
    ("R121", {"spellings": 1, "bare_ones": 2, "names": 2}, True),
    ("R121", {"spellings": 1, "bare_ones": 1, "names": 2}, False),
    ("R121", {"spellings": 2, "bare_ones": 0, "names": 2}, False),
    ("R121", {"spellings": 2, "bare_ones": 2, "names": 2}, False),
    ("R122", {"fault": ""}, True),
    ("R122", {"fault": "x"}, False),
    ("R125", {"locators": ""}, True),
    ("R125", {"locators": "a"}, False),
    ("R126", {"near": ""}, True),
    ("R126", {"near": "x"}, False),
    ("R127", {"kind": ""}, True),
    ("R127", {"kind": "x"}, False),
    ("R128", {"near": ""}, True),
    ("R128", {"near": "x"}, False),
    ("R210", {"is_there": 1}, True),
    ("R210", {"is_there": 0}, False),
    ("R304", {"difference": 0}, True),
    ("R304", {"difference": 1}, False),
    ("R304", {"difference": -1}, False),
    ("R320", {"least": None}, True),
    ("R320", {"least": 0}, False),
    ("R408", {"decimals": 1, "fewest": 1}, True),
    ("R408", {"decimals": 0, "fewest": 1}, True),
    ("R408", {"decimals": 2, "fewest": 1}, False),
    ("R419", {"fits": 1}, True),
    ("R419", {"fits": 0}, False),
    ("R601", {"agree": 1}, True),
    ("R601", {"agree": 0}, False),
    ("R609", {"one_says": 5.0, "other_says": 5.5, "tolerance": 0.5}, True),
    ("R609", {"one_says": 5.5, "other_says": 5.0, "tolerance": 0.5}, True),
    ("R609", {"one_says": 5.0, "other_says": 5.75, "tolerance": 0.5}, False),
    ("R609", {"one_says": 5.75, "other_says": 5.0, "tolerance": 0.5}, False),
    ("R612", {"outcomes": 1, "pair": 2}, True),
    ("R612", {"outcomes": 1, "pair": 3}, False),
    ("R612", {"outcomes": 2, "pair": 2}, False),
    ("R614", {"same": 1}, True),
    ("R614", {"same": 0}, False),
    ("R615", {"changed": 0}, True),
    ("R615", {"changed": 1}, False),
    ("R703", {"listed": 5, "stated": 5}, True),
    ("R703", {"listed": 4, "stated": 5}, False),
    ("R703", {"listed": 6, "stated": 5}, False),
    ("R704", {"stated": 5, "there_are": 5}, True),
    ("R704", {"stated": 4, "there_are": 5}, False),
    ("R704", {"stated": 6, "there_are": 5}, False),
    ("R712", {"lacking": 0}, True),
    ("R712", {"lacking": 1}, False),
    ("R713", {"figures": 0}, True),
    ("R713", {"figures": 1}, False),
    ("R807", {"times": 4.99, "most": 5.0}, True),
    ("R807", {"times": 5.0, "most": 5.0}, False),
    ("R808", {"times": 4.99, "most": 5.0}, True),
    ("R808", {"times": 5.0, "most": 5.0}, False),
    ("R809", {"p_value": 0.001, "least": 0.001}, True),
    ("R809", {"p_value": 0.0009, "least": 0.001}, False),
    ("R810", {"p_value": 0.001, "least": 0.001}, True),
    ("R810", {"p_value": 0.0009, "least": 0.001}, False),
    ("R890", {"same": 0, "by_chance": 0.0, "least": 0.001}, True),
    ("R890", {"same": 1, "by_chance": 0.0011, "least": 0.001}, True),
    ("R890", {"same": 1, "by_chance": 0.001, "least": 0.001}, False),
    ("R890", {"same": 1, "by_chance": 0.0, "least": 0.001}, False),
    ("R707", {"listed": 5, "expected": 5}, True),
    ("R707", {"listed": 4, "expected": 5}, False),
    ("R707", {"listed": 6, "expected": 5}, False),
    ("R710", {"overfull": 0}, True),
    ("R710", {"overfull": 1}, False),
]


@pytest.mark.parametrize(("code", "answer", "is_right"), BORDERS)
def test_borders(code, answer, is_right):
    holds = rules()[code].holds
    assert pl.DataFrame([answer]).select(holds).item() == is_right


def test_every_such_rule_is_asked_on_both_sides():
    with_holds = {rule.code for rule in rules().values() if rule.holds is not None}
    assert {(code, is_right) for code, _, is_right in BORDERS} == {(c, b) for c in with_holds for b in (True, False)}


@pytest.mark.parametrize(
    ("rounds", "lists_all", "kept"),
    [([1, 1, 1, 0, 0], 0, 5), ([1, 1, 1, 0, 0, 0], 0, 0), ([1, 1, 0], 0, 0), ([1, 1, 1], 0, 3), ([1, 0, 0], 1, 3)],
)
def test_of_which_sources_second_rounds_are_asked(rounds, lists_all, kept):
    answer = pl.DataFrame(
        {"election_id": "e", "source_id": "s", "office": "o", "rounds": rounds, "lists_all": lists_all}
    )
    assert rules()["R711"].then(answer).height == kept
    apart = pl.concat([answer, answer.with_columns(pl.lit("t").alias("source_id"), pl.col("rounds") * 0)])
    assert rules()["R711"].then(apart).height == kept * (1 + lists_all)
