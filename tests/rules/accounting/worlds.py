"""Elections in which all is right, and everything that can differ does: what leaks from one thing to another shows.

Every office, round, unit, source, and person who is credited has figures of its own, of another size, under the same
names. A rule that holds what is of one of them against what is of another accuses figures that are right.
"""

from decimal import Decimal

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

# of 40 reports: two sources, five rounds, two units, two who are credited
HOLDS = {
    "R115": 6,
    "R122": 16,
    "R201": 40,
    "R202": 40,
    "R203": 40,
    "R205": 40,
    "R206": 20,
    "R207": 40,
    "R208": 80,
    "R209": 480,
    "R210": 60,
    "R211": 6,
    "R214": 200,
    "R215": 40,
    "R312": 4,
    "R401": 16,
    "R402": 40,
    "R403": 40,
    "R404": 32,
    "R407": 32,
    "R408": 104,
    "R409": 40,
    "R411": 104,
    "R415": 20,
    "R501": 64,
    "R503": 16,
    "R504": 64,
    "R505": 8,
    "R506": 8,
    "R507": 8,
    "R508": 16,
    "R509": 4,
    "R512": 16,
    "R513": 64,
    "R514": 32,
    "R515": 8,
    "R516": 8,
    "R517": 4,
    "R526": 28,
    "R527": 20,
    "R529": 32,
    "R532": 24,
    "R612": 8,
    "R702": 4,
    "R709": 16,
    "R711": 8,
    "R801": 40,
    "R805": 40,
    "R806": 40,
    "R890": 20,
}
# of 32 reports of units, and 96 of the stations in them
HOLDS_BELOW = {
    "R201": 128,
    "R202": 128,
    "R203": 128,
    "R209": 256,
    "R210": 64,
    "R211": 8,
    "R307": 80,
    "R308": 128,
    "R310": 4,
    "R311": 320,
    "R312": 4,
    "R313": 384,
    "R318": 4,
    "R319": 8,
    "R514": 32,
    "R515": 8,
    "R517": 4,
    "R527": 16,
    "R529": 32,
    "R702": 8,
    "R711": 8,
    "R712": 16,
    "R805": 128,
    "R806": 128,
    "R811": 6,
    "R890": 48,
}
MISTAKES = [
    {
        "rule": "R202",
        "says": "head of Elms, round 2: 15,164 ballots are accounted for (valid 15,000, invalid 53, blank 111), but 15,160 were cast",
        "in_doubt": "a1:L15.C7 a1:L15.C8 a1:L15.C9",
        "expected": "15164",
        "actual": "15160",
        "tolerance": "0",
        "impact": "none",
        "hint": "a1:L15.C8 49",
        "slip": "other",
    },
    {
        "rule": "R203",
        "says": "head of Elms, round 2: the 2 selections have 14,960 votes together, but 15,000 ballots are valid",
        "in_doubt": "a2:L37.C6",
        "expected": "14960",
        "actual": "15000",
        "tolerance": "0",
        "impact": "none",
        "hint": "a2:L37.C6 6360",
        "slip": "replaced",
        "cause": "R203/head is-elms 2",
    },
    {
        "rule": "R207",
        "says": "head of Elms, round 2: 15,376 ballot papers are accounted for (issued 15,160, unused 183, spoilt 33), but 15,359 were received",
        "in_doubt": "a1:L15.C12 a1:L15.C13 a1:L15.C14 a1:L15.C15",
        "expected": "15376",
        "actual": "15359",
        "tolerance": "0",
        "hint": "a1:L15.C15 16",
        "slip": "other",
    },
    {
        "rule": "R208",
        "says": "head of Elms, round 2: men and women make 15,360 (ballots cast by men 5,053, ballots cast by women 10,307), but the total is 15,160",
        "in_doubt": "a1:L15.C18 a1:L15.C19",
        "expected": "15360",
        "actual": "15160",
        "tolerance": "0",
        "impact": "none",
        "hint": "a1:L15.C19 10107",
        "slip": "replaced",
    },
    {
        "rule": "R208",
        "says": "head of Elms, round 2: men and women make 24,108 (men on the electoral roll 8,102, women on the electoral roll 16,006), but the total is 24,008",
        "in_doubt": "a1:L15.C16 a1:L15.C17",
        "expected": "24108",
        "actual": "24008",
        "tolerance": "0",
        "hint": "a1:L15.C16 8002",
        "slip": "replaced",
    },
    {
        "rule": "R215",
        "says": "head of Elms, round 2: the men and women who signed make 15,190, but 15,160 people are said to have signed",
        "in_doubt": "a1:L15.C10 a1:L15.C20 a1:L15.C21",
        "expected": "15190",
        "actual": "15160",
        "tolerance": "0",
        "hint": "a1:L15.C20 5053",
        "slip": "replaced",
    },
    {
        "rule": "R404",
        "says": "head of Elms, round 2: the lead is printed as 22.04 points, but the first two are 15.04 apart (Anna 56.99, Ben 41.95)",
        "in_doubt": "a2:L36.C10 a2:L37.C10 a2:L37.C7",
        "expected": "15.04",
        "actual": "22.04",
        "tolerance": "0.015",
        "impact": "none",
        "hint": "a2:L36.C10 a2:L37.C10 15.04",
        "slip": "other",
    },
    {
        "rule": "R407",
        "says": "head of Elms, round 2: the margin is printed as 2,289 votes, but the first two are 2,320 apart (Anna 8,640, Ben 6,320)",
        "in_doubt": "a2:L36.C9 a2:L37.C6 a2:L37.C9",
        "expected": "2320",
        "actual": "2289",
        "tolerance": "0",
        "impact": "none",
        "hint": "a2:L36.C9 a2:L37.C9 2320",
        "slip": "other",
    },
    {
        "rule": "R409",
        "says": "head of Elms, round 2: the votes and shares do not fit one total: what the source states (cast) implies at least 15,160 votes in all, Ben at most 15,067",
        "in_doubt": "a2:L37.C6",
        "tolerance": "0",
        "impact": "unknown",
    },
    {
        "rule": "R411",
        "says": "head of Elms, round 2: Ben has 6,320 of 15,160 votes, which is 41.69 per cent, but 41.95 is printed; that would be 6,360 votes",
        "in_doubt": "a2:L37.C6",
        "expected": "41.69",
        "actual": "41.95",
        "tolerance": "0.005",
        "impact": "none",
        "hint": "a2:L37.C6 6360",
        "slip": "replaced",
        "cause": "R203/head is-elms 2",
    },
]
MISTAKEN_TOTAL = [
    {
        "rule": "R203",
        "says": "mayor of Elms: the 3 selections have 15,300 votes together, but 15,000 ballots are valid",
        "in_doubt": "b1:L6.C6",
        "expected": "15300",
        "actual": "15000",
        "tolerance": "0",
        "hint": "b1:L6.C6 4845",
        "slip": "other",
        "cause": "R203/mayor is-elms 1 total",
    },
    {
        "rule": "R410",
        "says": "“b1.csv” lists 15,300 votes in 3 rows, but the shares imply at least 15,929 in all: at least 629 votes must have gone to lists without a row",
        "tolerance": "0",
    },
    {
        "rule": "R414",
        "says": "the votes and shares of “b1.csv” do not fit one total: Ben implies at least 15,929 votes in all, Anna at most 15,000",
        "in_doubt": "b1:L6.C6",
        "tolerance": "0",
    },
    {
        "rule": "R418",
        "says": "Ben has 5,145 of 15,000 votes over all contests, which is 34.3 per cent, but 32.3 is printed; that would be 4,845 votes",
        "in_doubt": "b1:L6.C6",
        "expected": "34.3",
        "actual": "32.3",
        "tolerance": "0.0005",
        "hint": "b1:L6.C6 4845",
        "slip": "other",
        "cause": "R203/mayor is-elms 1 total",
    },
]
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
