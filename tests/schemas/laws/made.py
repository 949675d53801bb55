"""Contests made in a test: what one source says of them."""

from decimal import Decimal

from numerim.schemas.contest import ONE_PER_CENT, Contest, Line, Outcome, Race, Said, Tally, Terms, Whole
from numerim.schemas.law import laws


def line(name, figure, kind="candidate", what="votes", decimals=0, **more):
    """A line whose place is its name and what it is."""
    scale = ONE_PER_CENT if what == "per cent" else 1
    half = int(Decimal(5).scaleb(-decimals - 1) * scale) if what == "per cent" else 0
    return Line(name, str(name), kind, int(Decimal(str(figure)) * scale), half, f"{name}:{what}", **more)


def tally(
    figures,
    *,
    what="votes",
    kind="candidate",
    complete=True,
    decimals=1,
    shares_of="valid",
    wholes=(),
    caps=(),
    **kinds,
):
    """Figures by name; `kinds` says what some of them are."""
    caps = dict(caps)
    lines = {
        name: line(name, figure, kinds.get(name, kind), what, decimals, candidates=caps.get(name))
        for name, figure in figures.items()
    }
    return Tally(None, what, lines, complete, {of: Whole(n, of) for of, n in dict(wholes).items()}, shares_of)


def said(*tallies, seats=None, elected=(), runoff=(), size=None, complete=True, source="s"):
    """What a source says: tallies, the seats of lists, and outcomes."""
    outcomes = [
        Outcome(line(name, 0, what=word), word, None, True)
        for word, names in (("elected", elected), ("runoff", runoff))
        for name in names
    ]
    of_seats = {} if seats is None else {None: tally(seats, what="seats", kind="list", complete=complete)}
    whole = None if size is None else Whole(size, "size")
    return Said(source, list(tallies), of_seats, outcomes, list(outcomes), whole)


def contest(one, *, number=1, terms=None, **given):
    """A contest that one source speaks of."""
    return Contest("e", f"c{number}", "C", "office", number, terms or Terms(**given), "c", True, {one.source_id: one})


def race(*rounds, elsewhere=()):
    """The rounds of an office in one unit."""
    return Race({i: replaced(one, i) for i, one in enumerate(rounds, 1)}, {"s": set(elsewhere)})


def replaced(one, number):
    """A contest as a certain round."""
    one.round, one.contest_id = number, f"c{number}"
    return one


def verdicts(law, *rounds, elsewhere=()):
    """What is asked -> whether each answer holds, and the columns of the first that does not."""
    told = {}
    for claim in laws()[law].claims(race(*rounds, elsewhere=elsewhere)):
        told.setdefault(claim.asks, []).append(claim)
    return told


def broken(law, *rounds, elsewhere=()):
    """What is asked, of what does not hold."""
    told = verdicts(law, *rounds, elsewhere=elsewhere)
    return sorted(asks for asks, claims in told.items() if not all(claim.holds for claim in claims))
