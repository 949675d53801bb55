"""Whether a doubt could change who wins."""

from numerim import warehouse
from tests.numerim.conftest import HEAD

PLURALITY = HEAD.replace("two_round_majority", "plurality")


def votes(*figures, office="mayor", measure="votes"):
    return [f"Prizren,,{party},{office},{measure},,{n},," for party, n in figures]


def told(connection, rule):
    return [r[0] for r in warehouse.rows(connection, f"SELECT impact FROM clean.findings WHERE rule = '{rule}'")]


OF_TWO = [
    ([("LVV", 600), ("LDK", 400)], [("LVV", 601), ("LDK", 400)], PLURALITY, "none"),
    ([("LVV", 600), ("LDK", 400)], [("LVV", 390), ("LDK", 400)], PLURALITY, "decisive"),
    ([("LVV", 600), ("LDK", 400)], [("LVV", 601), ("LDK", 400)], HEAD, "none"),
    ([("LVV", 600), ("LDK", 400)], [("LVV", 400), ("LDK", 400)], HEAD, "decisive"),  # a runoff instead of a winner
    (
        [("LVV", 40), ("LDK", 35), ("PDK", 30)],
        [("LVV", 40), ("LDK", 35), ("PDK", 36)],
        HEAD,
        "decisive",
    ),  # another pair
    ([("LVV", 40), ("LDK", 35), ("PDK", 30)], [("LVV", 40), ("LDK", 35), ("PDK", 31)], HEAD, "none"),
]


def test_votes_of_two_sources(judged_together):
    made = judged_together([{"sources": [votes(*one), votes(*two)], "head": head} for one, two, head, _ in OF_TWO])
    assert [set(told(db, "R602")) for db in made] == [{expected} for *_, expected in OF_TWO]


SEATS_OF_TWO = [((60, 40), set()), ((61, 39), {"decisive"})]


def test_seats_of_two_sources(judged_together):
    def seats(lvv, ldk):
        return votes(("LVV", lvv), ("LDK", ldk), office="council", measure="seats")

    made = judged_together([[seats(60, 40), seats(*other)] for other, _ in SEATS_OF_TWO])
    assert [set(told(db, "R604")) for db in made] == [expected for _, expected in SEATS_OF_TWO]


def test_a_winner_that_the_figures_contradict_is_decisive(judged):
    rows = [*votes(("LVV", 600), ("LDK", 400)), "Prizren,,LDK,mayor,outcome,,elected,,"]
    assert told(judged(rows, head=PLURALITY), "R501") == ["decisive"]


def test_a_spelling_decides_nothing(judged):
    one, other = "Prizren,Ana Kola,LVV,mayor,outcome,,elected,,", "Prizren,Ana Köla,LVV,mayor,outcome,,elected,,"
    assert told(judged([one], [other]), "R106") == [None]


WOULD_TAKE = [
    ([("LVV", 120), ("LDK", 81)], PLURALITY, "80 votes or fewer for LVV, instead of 120"),
    ([("LVV", 120), ("LDK", 81)], HEAD, "100 votes or fewer for LVV, instead of 120"),
    ([("LVV", 95), ("LDK", 90), ("PDK", 16)], HEAD, "101 votes or more for LVV, instead of 95"),
    ([("LVV", 70), ("LDK", 66), ("PDK", 65)], HEAD, "64 votes or fewer for LDK, instead of 66"),
    ([("LVV", 201)], PLURALITY, None),  # whoever stands alone wins with any number
]
"""Votes for which 200 ballots are not enough, and what would change the outcome."""


def test_how_much_it_would_take(judged_together):
    ballots = "Prizren,,,mayor,valid,,200,,"
    made = judged_together(
        [{"sources": [[*votes(*one), ballots]], "head": head} for one, head, _ in WOULD_TAKE], complete="seats"
    )
    asked = "SELECT impact, would_take FROM clean.findings WHERE rule IN ('R213', 'R216')"
    assert [warehouse.rows(db, asked) for db in made] == [[("unknown", told)] for *_, told in WOULD_TAKE]
