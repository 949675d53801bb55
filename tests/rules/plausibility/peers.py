"""Units beside many others: turnouts and shares far from theirs, second digits, whole percentages."""


def far(unit, told, middle, peers, times, like):
    """The finding of a unit that is far from the others."""
    share = told.split(" per cent")[0].split(" ")[-1]
    label = f"mayor of Elms, {unit}" if "turnout" in told else f"mayor of Elms, Elms, {unit}"
    beside = (
        f"but the median of the {peers} {like} is {middle} per cent; the difference is {times} times the usual spread"
    )
    rule = "R807" if "turnout" in told else "R808"
    return {"rule": rule, "says": f"{label}: {told}, {beside}", "expected": middle, "actual": share}


def ballots(*units):
    """A table of polling stations in Elms: people registered and ballots cast of each."""
    rows = [f"{i}, Elms, {registered}, {cast}" for i, (registered, cast) in enumerate(units)]
    return "\n".join(["unit, within, registered, cast", *rows])


def votes(*units):
    """A table of polling stations in Elms: the votes of A and B in each."""
    rows = [f"{i}, Elms, {name}, {n}" for i, both in enumerate(units) for name, n in zip("AB", both, strict=True)]
    return "\n".join(["unit, within, candidate, votes", *rows])


# 24 stations with turnouts of 50, 51 … 73 per cent, shares of A of 30, 31 … 53 per cent
ALIKE = [(1000, 500 + 10 * i) for i in range(24)]
SPLIT = [(300 + 10 * i, 700 - 10 * i) for i in range(24)]


def whole(count, units=200):
    """So many of 200 stations have a whole percentage of turnout, of 40 to 59; the others four ballots more."""
    sizes = [1000 + 7 * i for i in range(units)]
    return [(n, -(-n * (40 + 7 * i % 20) // 100) + 4 * (i >= count)) for i, n in enumerate(sizes)]


def digits(common, units=300, offices=("mayor",)):
    """Votes with the second digits of Benford's law, but so many of 300 counts have the digit 7."""
    counts = [int(10 ** (1 + 2 * i / (units - 1))) for i in range(units)]
    rows = [f"{i}, Elms, A, {170 + i % 10 if i < common else n}" for i, n in enumerate(counts)]
    return "\n".join(["office, unit, within, candidate, votes", *(f"{of}, {row}" for of in offices for row in rows)])


LISTED = {"complete": ["votes", "units"]}
CASES = {
    "cases": [
        {"case": "Turnouts that are alike", "table": ballots(*ALIKE), "holds": {"R807": 24}},
        {"case": "Fewer than 20 units are not compared", "table": ballots(*ALIKE[:18], (1000, 10)), "silent": ["R807"]},
        {
            "case": "20 units are",
            "table": ballots(*ALIKE[:19], (1000, 10)),
            "find": [
                far(19, "turnout is 1 per cent (10 of 1,000 people)", 58.5, 20, "7.76", "comparable units"),
            ],
        },
        {"case": "Turnout nearly five spreads away", "table": ballots(*ALIKE[1:], (1000, 171)), "holds": {"R807": 24}},
        {
            "case": "Turnout five spreads away",
            "table": ballots(*ALIKE[1:], (1000, 170)),
            "find": [far(23, "turnout is 17 per cent (170 of 1,000 people)", 61.5, 24, "5", "comparable units")],
        },
        {"case": "Fewer than 100 people are left out", "table": ballots(*ALIKE, (99, 1)), "holds": {"R807": 24}},
        {
            "case": "100 people are not",
            "table": ballots(*ALIKE, (100, 1)),
            "find": [far(24, "turnout is 1 per cent (1 of 100 people)", 61, 25, "6.74", "comparable units")],
        },
        {
            "case": "More than half with one turnout",
            "table": ballots(*[(1000, 500)] * 20, *ALIKE[:3]),
            "silent": ["R807"],
        },
        {**LISTED, "case": "Shares that are alike", "table": votes(*SPLIT), "holds": {"R808": 24}},
        {**LISTED, "case": "Shares of 19 units", "table": votes(*SPLIT[:18], (900, 100)), "silent": ["R808"]},
        {
            **LISTED,
            "case": "Shares of 20 units",
            "table": votes(*SPLIT[:19], (900, 100)),
            "find": [far(19, "A has 900 of 1,000 votes, 90 per cent", 39.5, 20, "6.81", "units of the contest")],
        },
        {
            **LISTED,
            "case": "A share nearly five spreads away",
            "table": votes(*SPLIT[1:], (869, 131)),
            "holds": {"R808": 24},
        },
        {
            **LISTED,
            "case": "A share five spreads away",
            "table": votes(*SPLIT[1:], (870, 130)),
            "find": [far(23, "A has 870 of 1,000 votes, 87 per cent", 42.5, 24, "5", "units of the contest")],
        },
        {**LISTED, "case": "Fewer than 100 votes", "table": votes(*SPLIT, (90, 9)), "holds": {"R808": 24}},
        {
            **LISTED,
            "case": "100 votes",
            "table": votes(*SPLIT, (91, 9)),
            "find": [far(24, "A has 91 of 100 votes, 91 per cent", 42, 25, "5.51", "units of the contest")],
        },
        {"case": "Second digits as Benford has them", "table": digits(0), "holds": {"R809": 1}},
        {"case": "A digit that is too frequent, nearly", "table": digits(24), "holds": {"R809": 1}},
        {
            "case": "One that is nearly too frequent in each of two offices",
            "offices": {office: {"unit": "municipality"} for office in ("mayor", "judge")},
            "table": digits(24, offices=("mayor", "judge")),
            "holds": {"R809": 2},
        },
        {
            "case": "A digit that is too frequent",
            "table": digits(25),
            "find": [
                {
                    "rule": "R809",
                    "says": "mayor, round 1: the second digits of 300 vote counts of 10 or more in 300 units (a) do "
                    "not follow Benford’s law: chi-square 29.66 with 9 degrees of freedom, p = 0.0005. This proves "
                    "nothing about fraud: votes in units of about the same size need not follow that law",
                    "actual": 0.000501795,
                }
            ],
        },
        {"case": "Second digits in 99 units", "table": digits(99, 99), "silent": ["R809"]},
        {
            "case": "Whole percentages as by chance, once in a thousand",
            "table": ballots(*whole(61)),
            "holds": {"R810": 1},
        },
        {
            "case": "Whole percentages less likely than once in a thousand",
            "table": ballots(*whole(62)),
            "find": [
                {
                    "rule": "R810",
                    "says": "mayor, round 1: in 35 of 200 units (a) turnout or the leader's share is a whole "
                    "percentage, where 20 are expected (p = 0.00077): turnout in 35 (20.0 expected). This does not "
                    "prove fraud, nor who would have gained: results that were rounded before they were reported look "
                    "the same",
                    "expected": 20,
                    "actual": 35,
                }
            ],
        },
        {"case": "Whole percentages in 99 units", "table": ballots(*whole(99, 99)), "silent": ["R810"]},
    ]
}
