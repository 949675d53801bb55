"""What is made of contests: runoffs of every kind, councils as seats."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace

import pytest
from lxml import etree, html

from numerim.declare.house import House
from numerim.site.kinds import election
from numerim.site.kinds.council import council
from numerim.site.kinds.headline import headline
from numerim.site.language import Language
from numerim.site.lead import is_among_named, least_lead
from numerim.site.parliament import LARGEST, marked, parliament
from numerim.site.published import Page, Site
from numerim.site.race import races
from numerim.site.release import Contest, Figure, Selection
from numerim.site.render import Renderer
from tests.tools import ROOT

SVG = "{http://www.w3.org/2000/svg}"


def _one(name, outcome="", **figures):
    made = {
        measure: Figure(measure, Decimal(value), str(value), 0, "s", "f.csv:L1.C1", (), 0, None, f"{name}/{measure}")
        for measure, value in figures.items()
    }
    kind = "remainder" if name == "Others" else "candidate"
    return Selection(name.lower(), name, kind, name, "", "", "", "", outcome, "s", "f.csv:L1.C2", made)


def _held(name, outcome="", **figures):
    one = _one(name, outcome, **figures)
    return replace(one, figures={measure: replace(of, value=None) for measure, of in one.figures.items()})


OTHERS = _one("Others", seats=8)


def _contest(unit, *selections, round_=1, kind="candidate", seats=None):
    key = f"e/{'council' if kind == 'list' else 'mayor'}/{unit}/{round_}"
    office = "council" if kind == "list" else "mayor"
    day = date(2021, 10, 17)
    return Contest(key, "e", office, kind, unit, unit, "", round_, day, "", seats, None, selections)


def _race(*contests):
    return races(SimpleNamespace(elections={"e": {}}, contests=list(contests), table=lambda name: None))[0]


@pytest.mark.parametrize(
    ("stood", "among", "level", "left_out"),
    [
        pytest.param(
            [_one("A", "runoff", share=45), _one("B", "runoff", share=29), _one("C", share=20)],
            ["A", "B"], False, [],
            id="a pair",
        ),
        pytest.param(
            [_one("A", "runoff", share=40), _one("B", "runoff", share=30), _one("C", "runoff", share=25)],
            ["A", "B", "C"], False, [],
            id="three go on, as in France",
        ),
        pytest.param(
            [_one("A", "runoff", votes=500), _one("B", "runoff", votes=500), _one("C", votes=20)],
            ["A", "B"], True, [],
            id="the first two are level",
        ),
        pytest.param(
            [_one("A", "runoff", votes=500), _one("B", "runoff", votes=300), _one("C", votes=300)],
            ["A", "B"], False, ["C"],
            id="a tie for the second place",
        ),
        pytest.param(
            [_one("A", "runoff", share=45), _one("B", "runoff", share=20), _one("Others", share=35)],
            ["A", "B"], False, [],
            id="a remainder is nobody who was left out",
        ),
        pytest.param(
            [_one("A", "runoff", share=45), _one("B", "runoff"), _one("C", share=20)],
            ["A", "B"], False, [],
            id="of one of them nothing is known",
        ),
        pytest.param([_one("A", "runoff", share=45), _one("C", share=20)], ["A"], False, [], id="only one is named"),
        pytest.param([_one("A", "runoff"), _one("B", "runoff")], ["A", "B"], False, [], id="no figures"),
    ],
)  # fmt: skip
def test_runoffs(stood, among, level, left_out):
    (pair,) = _race(_contest("u", *stood)).pairs
    assert {one.name for one in pair.among} == set(among)
    assert (pair.level, [one.name for one in pair.left_out]) == (level, left_out)
    assert (pair.second, pair.winner) == (None, None)


def _won(unit, **leads):
    return _contest(
        unit,
        _one("A", "elected", **{name: 10 + lead for name, lead in leads.items()}),
        _one("B", **dict.fromkeys(leads, 10)),
    )


def test_those_won_by_least_are_in_one_measure_and_only_if_many_are_known():
    votes = [_won(f"v{at}", votes=at) for at in (30, 4, 500, 2, 7, 90)]
    shares = [_won(f"s{at}", share=at) for at in (1, 2)]
    others = {
        "runoff": [_one("A", "runoff", votes=6), _one("B", "runoff", votes=5)],
        "lot": [_one("A", "elected", votes=5), _one("B", votes=5)],
        "fewer": [_one("A", "elected", votes=5), _one("B", votes=6)],
        "two": [_one("A", "elected", votes=6), _one("B", "elected", votes=5), _one("C", votes=4)],
        "held": [_one("A", "elected", votes=6), _one("B", votes=5), _held("C", votes=7)],
        "rest": [_one("A", "elected", votes=6), _one("B", votes=5), _one("Others", votes=7)],
    }
    ranked = replace(_won("ranked", votes=1), law="ranked_choice")
    race = _race(*votes, *shares, ranked, *(_contest(unit, *stood) for unit, stood in others.items()))
    known, closest = race.closest
    assert known == 6
    assert [(one.unit, int(lead)) for one, _, lead in closest] == [
        ("v2", 2),
        ("v4", 4),
        ("v7", 7),
        ("v30", 30),
        ("v90", 90),
    ]
    assert _race(*votes[:3], *shares).closest == (3, [])


def test_a_margin_that_a_source_states_counts_where_votes_do_not_tell_it():
    votes = [_won(f"v{at}", votes=at) for at in (30, 4, 500)]
    share, unnamed = _won("s", share=1), _contest("u", replace(_one("A", "elected"), kind="unnamed"))
    race = _race(*votes, share, unnamed)
    race = replace(race, margins={share.id: Decimal(7), unnamed.id: Decimal(1), votes[0].id: Decimal(31)})
    assert [(one.unit, int(lead)) for one, _, lead in race.closest[1]] == [
        ("v4", 4),
        ("s", 7),
        ("v30", 30),
        ("v500", 500),
    ]


@pytest.mark.parametrize(
    ("stood", "told"),
    [
        ([_one("A", votes=9), _one("B", votes=7)], ["A is ahead of B by 2 votes; the sources do not say who won."]),
        ([_one("A", votes=9), _one("B", votes=9)], ["A and B are tied; the sources do not say who won."]),
        ([_one("A", share=30), _one("B", share=20), _one("Others", share=50)], []),
        ([_one("A"), _one("B")], []),
        ([_held("A", votes=90), _one("B", votes=10), _one("C", votes=9)], []),
        ([_one("A"), _one("B", votes=10), _one("C", votes=9)], []),
        ([_one("A", votes=0), _one("B", votes=0)], []),
        ([_one(name, votes=5) for name in "ABC"], ["A, B and C are tied; the sources do not say who won."]),
        ([_one("A", "elected", votes=9), _one("B", votes=7)], ["A won, 2 votes ahead of the runner-up."]),
        ([_one("A", "elected", votes=9), _one("B", votes=7), _held("C", votes=8)], ["A won."]),
        ([_one("A", "elected", votes=7), _one("B", votes=9)], ["A won."]),
        ([_one("A", "elected", votes=7), _one("B", votes=7)], ["A won."]),
    ],
    ids=[
        *("ahead", "tied", "others may have more", "no figures", "held back", "one without a figure", "nobody has any"),
        *("three tied", "won", "won, but one is held back", "won with fewer", "won by lot"),
    ],
)
def test_what_is_told_of_one_contest(stood, told):
    release = SimpleNamespace(elections={"e": {}}, contests=[_contest("u", *stood)], table=lambda name: None)
    assert headline(release, Language("en")) == told


def test_a_runoff_knows_its_next_round():
    first = [_contest(unit, _one("A", "runoff", share=45), _one("B", "runoff", share=29)) for unit in "uvw"]
    won = _contest("u", _one("A", share=48), _one("B", "elected", share=52), round_=2)
    open_ = _contest("v", _one("A", share=48), _one("B", share=52), round_=2)
    u, v, w = _race(*first, won, open_).pairs
    assert (u.winner.name, v.second, v.winner, w.second) == ("B", open_, None, None)


def test_who_was_elected_at_once_is_in_no_runoff():
    assert _race(_contest("u", _one("A", "elected", share=55), _one("B", share=29))).pairs == []


@pytest.mark.parametrize(
    ("stood", "lead", "among_named", "tied"),
    [
        pytest.param([_one("A", seats=8), _one("B", seats=6)], ("seats", 2), False, 0, id="two lists"),
        pytest.param([_one("A", seats=8), _one("B", seats=6), OTHERS], ("seats", 2), True, 0, id="a rest"),
        pytest.param([_one("A", seats=4), _one("B", seats=4), OTHERS], ("seats", 0), True, 1, id="a tie"),
        pytest.param([_held("A", seats=4), _one("B", seats=4), _one("C", seats=4)], None, False, 0, id="held back"),
        pytest.param([_one("A", seats=8), OTHERS], None, False, 0, id="nobody else is named"),
    ],
)  # fmt: skip
def test_a_remainder_is_nobody_to_be_ahead_of(stood, lead, among_named, tied):
    contest = _contest("u", *stood, kind="list")
    assert (contest.lead, is_among_named(contest), len(_race(contest).tied)) == (lead, among_named, tied)


@pytest.mark.parametrize(
    ("law", "share", "least"),
    [
        ("plurality", "81.25", "62.49"),
        ("plurality", "50.00", None),
        ("two_round_majority", "63", "25"),
        ("block_vote", "81.25", None),
    ],
)
def test_more_than_half_is_a_lead_whatever_the_others_got(law, share, least):
    won = _one("A", "elected", share=share)
    exact = replace(won.figures["share"], decimals=len(share.partition(".")[2]))
    contest = replace(_contest("u", replace(won, figures={"share": exact}), _one("B")), law=law)
    assert least_lead(contest) == (Decimal(least) if least else None)


def _seats(svg):
    drawn = etree.fromstring(svg)
    return {group.find(f"{SVG}title").text: len(group) - 1 for group in drawn.iter(f"{SVG}g")}


@pytest.mark.parametrize("total", [2, 3, 11, 12, 15, 21, 31, 61, 140, LARGEST])
def test_a_council_has_as_many_seats_as_its_parties_and_none_on_another(total):
    rows = [("A", total // 2, "c1"), ("B", total // 3, "c2"), ("C", total - total // 2 - total // 3, "c3")]
    svg = parliament("Council", marked(rows))
    assert _seats(svg) == {f"{name}: {seats}": seats for name, seats, _ in rows if seats}
    round_ = parliament("Council", marked([("A", total, "c1")]))
    places = [(float(one.get("cx")), float(one.get("cy"))) for one in etree.fromstring(round_).iter(f"{SVG}circle")]
    size = float(next(etree.fromstring(round_).iter(f"{SVG}circle")).get("r"))
    near = min(abs(complex(*a) - complex(*b)) for a in places for b in places if a is not b)
    assert near > 1.8 * size
    assert all(0 < x < 428 and 0 < y < 246 for x, y in places)


def test_neighbours_differ_without_colours_and_all_is_told_in_words():
    parties = marked([(f"<{at}>", 3, "c0") for at in range(9)])
    assert all(a.mark != b.mark for a, b in pairwise(parties))
    drawn = etree.fromstring(parliament("Council & more", parties))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label").startswith("Council & more: <0> 3, <1> 3")
    assert "<script" not in parliament("<script>", parties)


def test_a_council_shows_seats_that_nobody_is_given_and_no_more_than_can_be_drawn():
    lists = (_one("A", seats=7), _one("Others", seats=9), _one("B", seats=5))
    t = Language("en")
    drawn = council("p", _contest("u", *lists, kind="list", seats=25), {"A": 0, "B": 1}, t)
    assert [(party.name, party.seats) for party, _ in drawn.parties] == [
        ("A", 7), ("B", 5), ("Other parties and independents", 9), ("not known", 4),
    ]  # fmt: skip
    assert council("p", _contest("u", _one("A", votes=7), kind="list", seats=25), {}, t) is None
    assert council("p", _contest("u", _one("A", seats=LARGEST + 1), kind="list"), {}, t) is None


@pytest.mark.parametrize("language", ["en", "sq"])
def test_what_a_page_says_of_runoffs_of_every_kind(language):
    """Three who go on, a tie, somebody left out, a next round that is won, open, or not in the package."""
    site = Site(House(ROOT))
    release = next(one for one in site.releases if one.name == "xk-local-2021")
    main = next(iter(release.elections))
    first = [
        _contest("Three", _one("A", "runoff", share=40), _one("B", "runoff", share=30), _one("C", "runoff", share=25)),
        _contest("Level", _one("D", "runoff", votes=5), _one("E", "runoff", votes=5), _one("F", votes=5)),
        _contest("Won", _one("G", "runoff", share=40), _one("H", "runoff", share=30)),
        _contest("Nothing", _one("I", "runoff"), _one("J", "runoff")),
    ]
    second = [
        _contest("Won", _one("G", "elected", share=60), _one("H", share=40), round_=2),
        _contest("Level", _one("D"), _one("E"), round_=2),
    ]
    release.__dict__["contests"] = [replace(one, election_id=main) for one in (*first, *second)]
    t = Language(language)
    page = next(one for one in election.pages(site, t, release) if isinstance(one, Page))
    drawn = html.fromstring(Renderer(site, t).html(page))
    pairs = drawn.xpath("//ul[@class='pairs']/li")
    told = {pair.findtext("h5/a"): " ".join(" ".join(pair.itertext()).split()) for pair in pairs}
    if language == "en":
        assert told == {
            "Level": "Level D 5 E 5 The first two are tied. As many or more, but not in the runoff: F. "
            "Who won the next round is not known.",
            "Nothing": "Nothing I J The package has no next round of this contest.",
            "Three": "Three A 40% B 30% C 25% 3 go on. The package has no next round of this contest.",
            "Won": "Won G 40% H 30% In the next round G won.",
        }
    assert [len(pair.xpath(".//tr")) for pair in pairs] == [2, 2, 3, 2]


def test_a_party_has_one_name_in_a_language():
    """In sentences and pictures as in tables: English what the data call it, Albanian what it calls itself."""
    own = {"party_id": "p", "party": "Ecologists", "party_own": "Ekologjistët"}
    chosen = replace(_one("A", "elected", votes=9, seats=9), **own)
    contests = [_contest(unit, chosen, _one("B", votes=7, seats=7), kind="list") for unit in "uv"]
    release = SimpleNamespace(elections={"e": {}}, contests=contests, table=lambda name: None)
    for code, name in (("en", "Ecologists"), ("sq", "Ekologjistët")):
        t = Language(code)
        assert name in headline(release, t)[0]
        assert council("p", contests[0], {}, t).parties[0][0].name == name
        assert t.selection(replace(chosen, kind="list", name="Ecologists")) == name
        assert t.selection(chosen) == "A"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("9.96e-8", "1 × 10⁻⁷"),
        ("9.94e-8", "9.9 × 10⁻⁸"),
        ("9.96e-7", "0.000000996"),
        ("0", "0"),
        ("1234.5", "1,234.5"),
        ("x", "x"),
    ],
)
def test_a_figure_is_written_with_one_digit_before_a_power_of_ten(text, told):
    assert Language("en").figure(text) == told
