"""Elections in which all is right, and everything that can differ does: what leaks from one thing to another shows.

Every office, round, unit, source, and person who is credited has figures of its own, of another size, under the same
names. A rule that holds what is of one of them against what is of another accuses figures that are right.
"""

import json
from decimal import Decimal
from pathlib import Path

OFFICES = {
    "mayor": {"unit": "municipality", "outcome_rule": "two_round_majority"},
    "head": {"unit": "municipality", "outcome_rule": "two_round_majority", "shares_of": "cast"},
    "council": {"unit": "municipality", "law": "dhondt", "shares_of": "registered"},
}
ROUNDS = [("mayor", 1), ("mayor", 2), ("head", 1), ("head", 2), ("council", 1)]
AGREE = ("R602", "R603", "R604", "R605", "R606", "R607", "R608", "R609", "R612", "R616")
BALLOTS = (
    *("registered", "cast", "valid", "invalid", "blank", "signatures", "turnout", "received", "issued", "unused"),
    *("spoilt", "registered_men", "registered_women", "cast_men", "cast_women", "signatures_men", "signatures_women"),
)


class Report:
    """What is reported of a unit by somebody: figures of their own size that fit each other."""

    def __init__(self, number, office, turn):
        self.office, self.turn = office, turn
        self.valid = 1_000 * (2 + number)
        self.invalid, self.blank = 10 + 3 * number, 20 + 7 * number
        self.cast = self.valid + self.invalid + self.blank
        self.registered = 3_001 * (2 + number // 2)  # one roll, whoever is credited
        self.signatures = self.cast
        self.turnout = f"{100 * self.cast / self.registered:.{1 + number % 2}f}"
        self.issued, self.unused, self.spoilt = self.cast, 40 + 11 * number, 3 + number
        self.received = self.issued + self.unused + self.spoilt
        for name in ("registered", "cast", "signatures"):
            setattr(self, f"{name}_men", getattr(self, name) // 3)
            setattr(self, f"{name}_women", getattr(self, name) - getattr(self, name) // 3)
        first = (550 if turn == 2 else 420) + 2 * (number % 36)
        second = 1000 - first if turn == 2 else 310 + number % 36
        parts = {"Anna": first, "Ben": second, "Carl": 1000 - first - second}
        self.votes = {name: part * self.valid // 1000 for name, part in parts.items() if part}
        of = {"mayor": self.valid, "head": self.cast, "council": self.registered}[office]
        self.shares = {name: f"{100 * n / of:.{1 + number % 3}f}" for name, n in self.votes.items()}
        self.margin, self.lead = "", ""
        if office != "council":
            self.margin = self.votes["Anna"] - self.votes["Ben"]
            self.lead = Decimal(self.shares["Anna"]) - Decimal(self.shares["Ben"])

    @property
    def outcomes(self):
        if self.turn == 2:
            return {"Anna": "elected"}
        return {"Anna": "largest"} if self.office == "council" else {"Anna": "runoff", "Ben": "runoff"}

    @property
    def seats(self):
        """The seats of nine, by the divisors of D'Hondt."""
        claims = sorted(((n / i, name) for name, n in self.votes.items() for i in range(1, 10)), reverse=True)[:9]
        return {name: sum(one == name for _, one in claims) for name in self.votes}


WRONG = 13
"""The number of the report in which there are mistakes, where there are some."""


def mistaken(one):
    """A report with mistakes in several of its figures, each of which stands in another account."""
    one.spoilt += 17
    one.registered_men += 100
    one.cast_women += 200
    one.signatures_men += 30
    one.invalid += 4
    one.votes["Ben"] -= 40
    one.margin += 9
    one.lead += 7
    return one


def sources(wrong=None):
    number, found = 0, {}
    for source in "ab":
        reports, selections, councils = [], [], []
        for office, turn in ROUNDS:
            for unit in ("Elms", "Ash"):
                for who in ("", "X"):
                    one, number = Report(number, office, turn), number + 1
                    one = mistaken(one) if number - 1 == wrong else one
                    of = f"{unit}, {office}, {turn}, {who}"
                    reports.append(", ".join([of, *(str(getattr(one, name)) for name in BALLOTS)]))
                    for name, votes in one.votes.items():
                        row = f"{of}, {name}, {votes}, {one.shares[name]}, {one.outcomes.get(name, '')}"
                        if office == "council":
                            councils.append(f"{row}, {one.seats[name]}, 9")
                        else:
                            selections.append(f"{row}, {one.margin}, {one.lead}")
        header = "unit, office, round, who"
        found[source] = {
            "tables": [
                {"table": "\n".join([f"{header}, {', '.join(BALLOTS)}", *reports])},
                {"table": "\n".join([f"{header}, candidate, votes, share, outcome, margin, lead", *selections])},
                {"table": "\n".join([f"{header}, party, votes, share, outcome, seats, council_size", *councils])},
            ]
        }
    return found


KINDS = {"early": "early", "day": "election-day"}


def stations():
    """The same, by polling station and kind of ballots, with the figures of the unit above them."""
    number, found = 0, {}
    for source in "ab":
        tables = {"units": [], "stations": [], "votes of units": [], "votes of stations": []}
        for office, turn in ROUNDS[:4]:
            for unit in ("Elms", "Ash"):
                for who in ("", "X"):
                    of = f"{office}, {turn}, {who}"
                    each = [Report(number + i, office, turn) for i in range(3)]
                    number += 3
                    rows = [
                        [early_day_all(one.cast), early_day_all(one.valid), early_day_all(one.invalid + one.blank)]
                        for one in each
                    ]
                    names = list(each[0].votes)
                    votes = [[early_day_all(one.votes[name]) for name in names] for one in each]
                    for i, row in enumerate(rows, 1):
                        tables["stations"].append([i, unit, of, *told(row), each[i - 1].registered])
                        for name, some in zip(names, votes[i - 1], strict=True):
                            tables["votes of stations"].append([i, unit, of, name, *told([some])])
                    tables["units"].append([unit, of, *told(added(rows)), sum(one.registered for one in each)])
                    for name, some in zip(names, added(votes), strict=True):
                        tables["votes of units"].append([unit, of, name, *told([some])])
        reports = "cast early, cast day, cast, valid early, valid day, valid, bad early, bad day, bad, registered"
        header = "office, round, who"
        found[source] = {
            "tables": [
                {"table": written(f"unit, {header}, {reports}", tables["units"])},
                {"table": written(f"unit, within, {header}, {reports}", tables["stations"])},
                {"table": written(f"unit, {header}, candidate, early, day, votes", tables["votes of units"])},
                {
                    "table": written(
                        f"unit, within, {header}, candidate, early, day, votes", tables["votes of stations"]
                    )
                },
            ]
        }
    return found


def unfinished():
    """The same of lists that need not have everybody: one source prints votes, the other shares and their whole."""
    number, found = 0, {}
    for source, figure in (("a", "votes"), ("b", "share")):
        reports, selections = [], []
        for office, turn in ROUNDS:
            for unit in ("Elms", "Ash"):
                for who in ("", "X"):
                    one, number = Report(number, office, turn), number + 1
                    of = f"{unit}, {office}, {turn}, {who}"
                    reports.append([of, *(getattr(one, name) for name in ("registered", "cast", "valid"))])
                    figures = one.votes if figure == "votes" else one.shares
                    selections += [[of, name, n] for name, n in figures.items() if name != "Carl"]
        header = "unit, office, round, who"
        found[source] = {
            "tables": [
                {
                    "table": written(
                        f"{header}, registered, cast{', valid' * (source == 'b')}",
                        [r[: 3 + (source == "b")] for r in reports],
                    )
                },
                {"table": written(f"{header}, candidate, {figure}", selections)},
            ]
        }
    return found


def totals(wrong=None):
    """What parties have in all: votes, with the valid ballots beside them, and shares of them, or seats."""
    number, found = 0, {}
    for source in "ab":
        votes, seats = [], []
        for office, turn in (("mayor", 1), ("mayor", 2), ("council", 1)):
            for unit in ("Elms", "Ash"):
                for who in ("", "X"):
                    one, number = Report(number, office, turn), number + 1
                    of = f"{unit}, {office}, {turn}, {who}"
                    for name, n in one.votes.items():
                        share = f"{100 * n / one.valid:.{1 + number % 3}f}"
                        votes.append([of, name, n + 300 * (name == "Ben" and number - 1 == wrong), share, one.valid])
                        if office == "council":
                            seats.append([of, name, one.seats[name], 9])
        header = "unit, office, round, who"
        found[source] = {
            "tables": [
                {"table": written(f"{header}, category, total_votes, total_share, valid", votes)},
                {"table": written(f"{header}, category, total_seats, council_size", seats)},
            ]
        }
    return found


def early_day_all(number):
    return number // 3, number - number // 3, number


def added(rows):
    """Rows of triples, added up place by place."""
    return [tuple(map(sum, zip(*some, strict=True))) for some in zip(*rows, strict=True)]


def told(row):
    return [n for triple in row for n in triple]


def written(header, rows):
    return "\n".join([header, *(", ".join(map(str, row)) for row in rows)])


BY_KIND = (
    {
        name: {"is": name.split(" ")[0], "ballots": KINDS[name.split(" ")[1]]}
        for name in ("cast early", "cast day", "valid early", "valid day")
    }
    | {f"bad {name}": {"is": "invalid", "ballots": kind} for name, kind in KINDS.items()}
    | {name: {"is": "votes", "ballots": kind} for name, kind in KINDS.items()}
)

# What comes out, of 40 reports: two sources, five rounds, two units, two who are credited.
_FOUND = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
HOLDS, HOLDS_BELOW = _FOUND["HOLDS"], _FOUND["HOLDS_BELOW"]
MISTAKES, MISTAKEN_TOTAL = _FOUND["MISTAKES"], _FOUND["MISTAKEN_TOTAL"]
CASES = {
    "cases": [
        {
            "case": "All that is said of offices, rounds and units by two sources, and by those whom they credit",
            "held_on": "2029-03-04",
            "runoff_on": "2029-03-18",
            "offices": OFFICES,
            "rules": {rule: {"off": "the sources speak of different counts"} for rule in AGREE},
            "columns": {"who": "according_to"},
            "missing": {"": "not_listed"},
            "complete": ["votes", "share"],
            "sources": sources(),
            "holds": HOLDS,
        },
        {
            "case": "The same by polling station and kind of ballots",
            "held_on": "2029-04-29",
            "runoff_on": "2029-05-13",
            "offices": OFFICES,
            "rules": {rule: {"off": "the sources speak of different counts"} for rule in AGREE},
            "columns": {"who": "according_to", "bad": "invalid", **BY_KIND},
            "missing": {"": "not_listed"},
            "complete": ["units", "votes", "cast", "valid", "invalid", "registered"],
            "sources": stations(),
            "holds": HOLDS_BELOW,
        },
        {
            "case": "The same of lists that need not have everybody",
            "held_on": "2029-06-24",
            "runoff_on": "2029-07-08",
            "offices": OFFICES,
            "rules": {rule: {"off": "the sources speak of different counts"} for rule in AGREE},
            "columns": {"who": "according_to"},
            "missing": {"": "not_listed"},
            "sources": unfinished(),
            "holds": {
                "R201": 40,
                "R209": 20,
                "R211": 3,
                "R213": 20,
                "R216": 16,
                "R402": 20,
                "R408": 40,
                "R412": 40,
                "R413": 8,
                "R514": 32,
                "R529": 8,
                "R805": 40,
                "R890": 10,
            },
        },
        {
            "case": "Totals of parties",
            "held_on": "2029-08-19",
            "runoff_on": "2029-09-02",
            "offices": {name: {**office, "shares_of": "valid"} for name, office in OFFICES.items()},
            "rules": {rule: {"off": "the sources speak of different counts"} for rule in AGREE},
            "columns": {"who": "according_to"},
            "missing": {"": "not_listed"},
            "complete": ["total_votes", "total_share", "total_seats"],
            "sources": totals(),
            "holds": {"R203": 24, "R211": 4, "R410": 24, "R414": 24, "R417": 24, "R418": 64, "R805": 24},
        },
        {
            "case": "The same with mistakes in one report",
            "held_on": "2029-10-14",
            "runoff_on": "2029-10-28",
            "offices": OFFICES,
            "rules": {rule: {"off": "the sources speak of different counts"} for rule in AGREE},
            "columns": {"who": "according_to"},
            "missing": {"": "not_listed"},
            "complete": ["votes", "share"],
            "sources": sources(WRONG),
            "find": MISTAKES,
            "held_back": "a2:L37.C6",
        },
        {
            "case": "Totals of parties, with a mistake in one",
            "held_on": "2029-12-09",
            "runoff_on": "2029-12-23",
            "offices": {name: {**office, "shares_of": "valid"} for name, office in OFFICES.items()},
            "rules": {rule: {"off": "the sources speak of different counts"} for rule in AGREE},
            "columns": {"who": "according_to"},
            "missing": {"": "not_listed"},
            "complete": ["total_votes", "total_share", "total_seats"],
            "sources": totals(WRONG),
            "find": MISTAKEN_TOTAL,
            "held_back": "b1:L6.C6",
        },
    ]
}
