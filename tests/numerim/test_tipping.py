"""How much it would take for another outcome, against every value that a figure could have."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from numerim.check.lawful import Asked
from numerim.check.otherwise import Cell, changed, result_of
from numerim.check.tipping import Tipping, tipping_point
from numerim.schemas.contest import ONE_PER_CENT, Line, Race, Said, Tally, Terms, Whole
from numerim.schemas.law import laws
from tests.schemas.laws import made

NAMES = ("Anna", "Ben", "Carl", "Dora")
FAR = 250


def place(name, measure="votes", line=2):
    return f"s|a.csv:L{line}.C{1 + NAMES.index(name) if name in NAMES else 9}|{measure}"


def contest(law, votes, wholes=(), what="votes", **terms):
    """A contest of one source, and what stands at its places."""
    measure, scale = ("share", ONE_PER_CENT) if what == "per cent" else ("votes", 1)
    kind = "list" if laws()[law].of_lists else "candidate"
    lines = {name: Line(name, name, kind, int(n * scale), 0, place(name, measure)) for name, n in votes.items()}
    of = {word: Whole(n, place(word, word)) for word, n in dict(wholes).items()}
    said = Said("s", [Tally(None, what, lines, True, of)], {}, [], [])
    one = made.contest(said, terms=Terms(**terms))
    cells = {place(name, measure): Cell("c1", measure, name, Decimal(n), (name,)) for name, n in votes.items()}
    cells |= {place(word, word): Cell("c1", word, "", Decimal(n), (word,)) for word, n in dict(wholes).items()}
    return Asked(laws()[law], one, Race({1: one}), "valid"), said, cells


def outcome(law, votes, wholes, **terms):
    asked, said, _ = contest(law, votes, wholes, **terms)
    return asked.law.result(asked.contest, said, said.tallies[0])


@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    law=st.sampled_from(["plurality", "two_round_majority"]),
    votes=st.lists(st.integers(0, 60), min_size=1, max_size=4),
    more=st.sampled_from([None, 0, 5]),
    doubted=st.sets(st.integers(0, 4), min_size=1),
)
def test_the_nearest_value_of_all_that_there_could_be(law, votes, more, doubted):
    figures = dict(zip(NAMES, votes, strict=False))
    wholes = {} if more is None else {"valid": sum(votes) + more}
    asked, _, cells = contest(law, figures, wholes)
    named = [*figures, *wholes]
    places = sorted(cells)[: max(1, len(doubted))]
    found = tipping_point(places, [asked], cells, {})
    before = outcome(law, figures, wholes)
    best = None
    for at in places:
        name = next(n for n in named if cells[at].whose == (n,))
        for towards in (1, -1):
            for steps in range(1, FAR if towards > 0 else int(cells[at].number) + 1):
                to = int(cells[at].number) + towards * steps
                after = outcome(law, figures | {name: to} if name in figures else figures,
                                wholes | {name: to} if name in wholes else wholes)  # fmt: skip
                if before is not None and after is not None and not before.meets(after):
                    if best is None or steps < abs(best[1]):
                        best = at, towards * steps
                    break
    told = None if found is None else (found.label, found.measure, found.stands, found.steps)
    wanted = best and (cells[best[0]].selection, cells[best[0]].measure, cells[best[0]].number, best[1])
    assert told == wanted


@pytest.mark.parametrize(
    ("tipping", "value", "words"),
    [
        (Tipping("Anna", "votes", Decimal(350), 51), 401, "401 votes or more for Anna, instead of 350"),
        (Tipping("Anna", "votes", Decimal(350), -51), 299, "299 votes or fewer for Anna, instead of 350"),
        (Tipping("Anna", "share", Decimal("50.5"), -51), Decimal("49.99"),
         "49.99 per cent or less for Anna, instead of 50.5"),
        (Tipping("Anna", "share", Decimal(50), 1), Decimal("50.01"), "50.01 per cent or more for Anna, instead of 50"),
        (Tipping("", "valid", Decimal(1200), -300), 900, "900 valid ballots or fewer, instead of 1,200"),
        (Tipping("", "registered", Decimal(900), 300), 1200,
         "1,200 people on the electoral roll or more, instead of 900"),
    ],
)  # fmt: skip
def test_a_tipping_point_in_words(tipping, value, words):
    assert tipping.value == value
    assert str(tipping) == words


def test_shares_tip_in_hundredths():
    asked, _, cells = contest("plurality", {"Anna": Decimal("52.4"), "Ben": Decimal("47.6")}, what="per cent")
    found = tipping_point([place("Anna", "share")], [asked], cells, {})
    assert (found.value, found.stands) == (Decimal("47.59"), Decimal("52.4"))


def test_figures_that_add_up_to_one_are_asked_once_and_the_largest_can_fall_farthest():
    """Two stations of one contest: what is printed of both is added up, and each can only fall to nothing."""
    asked, said, _ = contest("plurality", {"Anna": 100, "Ben": 95})
    first, second = place("Anna"), place("Anna", line=3)
    lines = said.tallies[0].lines
    lines["Anna"] = replace(lines["Anna"], place=f"{first} {second}")
    cells = {
        first: Cell("c1", "votes", "Anna", Decimal(3), ("one",)),
        second: Cell("c1", "votes", "Anna", Decimal(97), ("two",)),
    }
    known = {}
    found = tipping_point([first, second], [asked], cells, known)
    assert (found.stands, found.steps) == (97, -6)
    assert tipping_point([first], [asked], cells, known) is None  # three votes less change nothing
    assert len(known) == 2


def test_a_figure_that_a_source_repeats_moves_once():
    _, said, cells = contest("plurality", {"Anna": 100, "Ben": 95})
    again = place("Anna", line=9)
    lines = said.tallies[0].lines
    lines["Anna"] = replace(lines["Anna"], place=f"{place('Anna')} {again}")
    cells[again] = cells[place("Anna")]
    other = changed(said, {place("Anna"): Decimal(90), again: Decimal(90)}, cells, "c1")
    assert other.tallies[0].lines["Anna"].figure == 90
    assert other.tallies[0].lines["Ben"].figure == 95
    assert changed(said, {"t|a.csv:L2.C2|votes": Decimal(1)}, cells, "c1") is None
    assert changed(said, {place("Anna"): Decimal(90)}, cells, "c2") is None
    assert changed(replace(said, source_id="t"), {place("Anna"): Decimal(90)}, cells, "c1") is None
    both = {place("Anna"): replace(cells[place("Anna")], whose=(1,)), again: replace(cells[again], whose=(2,))}
    moved = changed(said, {place("Anna"): Decimal(90), again: Decimal(99)}, both, "c1")
    assert moved.tallies[0].lines["Anna"].figure == 100 - 10 - 1


def test_ballots_sizes_and_seats_move_too():
    _, said, cells = contest("dhondt", {"Anna": 60, "Ben": 40}, {"valid": 100}, seats=5)
    seat = {name: Line(name, name, "list", n, 0, place(name, "seats")) for name, n in (("Anna", 3), ("Ben", 2))}
    said = replace(said, seats={None: Tally(None, "seats", seat)}, size=Whole(5, place("size", "council_size")))
    cells |= {
        place(name, "seats"): Cell("c1", "seats", name, Decimal(line.figure), (name,)) for name, line in seat.items()
    }
    cells[place("size", "council_size")] = Cell("c1", "council_size", "", Decimal(5), ("size",))
    other = changed(
        said,
        {place("valid", "valid"): Decimal(120), place("size", "council_size"): Decimal(6),
         place("Ben", "seats"): Decimal(1)},
        cells, "c1",
    )  # fmt: skip
    assert other.tallies[0].wholes["valid"].number == 120
    assert other.size.number == 6
    assert {name: line.figure for name, line in other.seats[None].lines.items()} == {"Anna": 3, "Ben": 1}
    assert replace(said, size=None).size is None
    assert changed(replace(said, size=None), {place("Anna"): Decimal(1)}, cells, "c1").size is None


def test_shares_move_by_their_scale():
    _, said, cells = contest("plurality", {"Anna": Decimal("52.4"), "Ben": Decimal("47.6")}, what="per cent")
    other = changed(said, {place("Anna", "share"): Decimal("50.1")}, cells, "c1")
    assert other.tallies[0].lines["Anna"].figure == Decimal("50.1") * ONE_PER_CENT


SEATS = {"Anna": 3, "Ben": 0}
RESULTS = [
    # law, votes, seats, are the seats complete, asked as printed, must be reckoned -> what follows
    ("plurality", {"Anna": 2, "Ben": 1}, None, True, False, False, ("elected", {"Anna"})),
    ("plurality", {"Anna": 2, "Ben": 1}, SEATS, True, True, False, ("seats", {"Anna"})),
    ("plurality", {}, SEATS, True, False, False, ("seats", {"Anna"})),
    ("plurality", {}, SEATS, True, False, True, None),
    ("dhondt", {"Anna": 2, "Ben": 1}, None, True, False, False, None),
    ("dhondt", {"Anna": 2, "Ben": 1}, SEATS, False, False, False, ("seats", {"Anna"})),
    ("dhondt", {"Anna": 2, "Ben": 1}, SEATS, False, False, True, None),
    ("dhondt", {"Anna": 5, "Ben": 4}, SEATS, True, False, False, ("seats", {"Anna", "Ben"})),
]


@pytest.mark.parametrize(("law", "votes", "seats", "complete", "printed", "reckoned", "follows"), RESULTS)
def test_what_follows_from_the_figures_of_a_source(law, votes, seats, complete, printed, reckoned, follows):
    asked, said, _ = contest(law, votes, seats=3 if law == "dhondt" else None)
    if seats is not None:
        lines = {name: Line(name, name, "list", n, 0, place(name, "seats")) for name, n in seats.items()}
        said = replace(said, seats={None: Tally(None, "seats", lines, complete)}, size=Whole(3, "size"))
    found = result_of(asked, said, as_printed=printed, reckoned=reckoned)
    assert (found and (found.what, {name for name in NAMES if name in str(found)})) == follows
