# ruff: noqa: E501
"""One file judged by itself: what is found, where, in which words; and what is not."""

import gzip

import pytest

from numerim.errors import InputError
from numerim.judge import judge
from numerim.judge.claims import CLAIMS
from numerim.schemas.rule import rules
from tests.numerim.judge.made import HEAD, MEDSL, PRIMARY, STATE, STATIONS, THREE, TWO, WARDS, medsl, rows, summed


@pytest.fixture
def found(tmp_path):
    """The text of a file -> its findings: rule, line and column of the first place, sentence."""

    def of(text, encoding="utf-8"):
        path = tmp_path / "made.csv"
        path.write_bytes(text.encode(encoding))
        return [(one.rule, one.places[0].line, one.places[0].column, one.says) for one in judge(str(path)).told]

    return of


TOTALS = {**STATIONS, "Electionwide - Total": summed(STATIONS)}
KINDS = "county,precinct,office,district,party,candidate,votes,early_voting,election_day\n"
ACCOUNTS = [
    f"Imp,p{i},{office},,{party},{candidate},{votes}\n"
    for i in range(8)
    for office, party, candidate, votes in (
        ("Registered Voters", "", "", 100 + i),
        ("Ballots Cast", "", "", 50 + i),
        ("Mayor", "D", "Ann", 20 + i),
        ("Mayor", "R", "Bo", 18),
        ("Mayor", "", "Over Votes", 1),
        ("Mayor", "", "Under Votes", 11),
        ("Mayor", "", "Total Votes", 38 + i),
    )
]


def with_account(line, text):
    changed = list(ACCOUNTS)
    changed[line] = text
    return HEAD + "".join(changed)


LAWFUL = {
    "stations": HEAD + rows(STATIONS),
    "a declared total": HEAD + rows(TOTALS),
    "a row of the county": HEAD + rows({**STATIONS, "": summed(STATIONS)}),
    "counties and the state": HEAD
    + "".join(rows({**STATIONS, "": summed(STATIONS)}, county=county) for county in "AB")
    + rows({"": tuple(2 * v for v in summed(STATIONS))}, county="TOTAL"),
    "county by county": "county,office,district,party,candidate,votes\nA,Gov,,D,Ann,50\nB,Gov,,D,Ann,60\nTotal,Gov,,D,Ann,110\n",
    "a row of the state that names no county": STATE,
    "a primary of two parties": PRIMARY,
    "totals of wards": HEAD
    + rows(
        {
            "Ward 1 A": (10, 20),
            "Ward 1 B": (30, 40),
            "Ward 1 Total": (40, 60),
            "Ward 2 A": (1, 2),
            "Grand Total": (41, 62),
        }
    ),
    "absentees are a unit": HEAD + rows({"P1": (10, 20), "P2": (30, 40), "Absentee Total": (4, 6), "Total": (44, 66)}),
    "a district outside": HEAD
    + "".join(
        rows({"A": (10, "x"), "B": ("x", 7), "C": (5, 6), "Total": (15, 13)}, office=f"Office {i}") for i in range(5)
    ),
    "a figure withheld": HEAD + rows({"A": (10, 20), "B": ("*", "*"), "Total": (17, 31)}),
    "one candidate on two lines": HEAD
    + rows({f"P{i}": (100 + 7 * i, 90 + 3 * i, 5 + i) for i in range(6)}, (*TWO, ("Ann Ray", "W"))),
    "a file that leaves zeros out": HEAD
    + "".join(rows({unit: (v, w)[: 1 + i % 2]}, TWO[: 1 + i % 2]) for i, (unit, (v, w)) in enumerate(STATIONS.items())),
    "kinds": KINDS + "".join(f"Imp,p{i},Mayor,,D,Ann,{3 * i + 9},{i + 9},{2 * i}\n" for i in range(6)),
    "a kind withheld": KINDS + "".join(f"Imp,p{i},Mayor,,D,Ann,{3 * i + 9},{i + 9},*\n" for i in range(6)),
    "accounts": HEAD + "".join(ACCOUNTS),
    "fusion by kind of ballots": MEDSL
    + "".join(
        medsl(f"Ward {i}", "GOVERNOR", party, mode, votes, "ANN RAY")
        for i in range(4)
        for party, all_votes, day in (("REPUBLICAN", 390 + i, 352), ("CONSERVATIVE", 37 + i, 30))
        for mode, votes in (("total", all_votes), ("election-day", day), ("absentee", all_votes - day))
    ),
    "no parties": (HEAD + rows(TOTALS)).replace(",party", "").replace(",D,", ",").replace(",R,", ","),
    "spreadsheet": "sep\n\n" + (HEAD + rows(TOTALS)).replace(",", ";").replace("\n", ";;\n"),
}


@pytest.mark.parametrize("text", LAWFUL.values(), ids=LAWFUL.keys())
def test_nothing_is_said_of_what_is_right(found, text):
    assert found(text) == []


BROKEN = {
    "the total is off": (
        HEAD + rows({**STATIONS, "TOTAL": (912, 614)}),
        [("R309", 10, 28, "Mayor, Ann Ray (D): the 4 units add up to 871, but the row “TOTAL” has 912 (41 more)")],
    ),
    "the row of the state that names no county is off": (
        STATE.replace("6026", "6062"),
        [("R307", 7, 12, "Gov, Bo (R): the 2 units add up to 6,026, but the row of the file without a unit has 6,062 (36 more)")],
    ),
    "the account of one party in a primary is off": (
        PRIMARY.replace("Imp,p3,Gov,,R,Total,19", "Imp,p3,Gov,,R,Total,29"),
        [("R203", 33, 21, "p3, Gov R: 2 selections make 19, the total of the contest is printed as 29, 10 more")],
    ),
    "the row of the county is off": (
        HEAD + rows({**STATIONS, "": (871, 613)}),
        [("R307", 11, 23, "Mayor, Bo Lind (R): the 4 units add up to 614, but the row of Imp without a unit has 613 (1 fewer)")],
    ),
    "the row of the state is off": (
        HEAD + "".join(rows(STATIONS, county=county) for county in "AB") + rows({"": (1742, 1229)}, county="TOTAL"),
        [("R307", 19, 25, "Mayor, Bo Lind (R): the 8 units add up to 1,228, but the row of TOTAL without a unit has 1,229 (1 more)")],
    ),
    "the total of a ward is off": (
        HEAD + rows({"Ward 1 A": (10, 20), "Ward 1 B": (30, 40), "Ward 1 Total": (40, 61), "Ward 2": (1, 2), "Total": (41, 62)}),
        [("R309", 7, 35, "Mayor, Bo Lind (R): the 2 units add up to 60, but the row “Ward 1 Total” has 61 (1 more)")],
    ),
    "a total with gaps that are nothing": (
        HEAD + rows({"A": (10, 20), "B": ("x", "x"), "Total": (10, 21)}),
        [("R309", 7, 28, "Mayor, Bo Lind (R): the 1 unit adds up to 20, and 1 unit has no figure, but the row “Total” has 21 (1 more)")],
    ),
    "a total that nobody is in": (
        HEAD + rows({"A": (0, 20), "B": ("x", 9), "Total": (0, 29)}) + "Imp,Total,Mayor,,G,Cy Fox,31\n",
        [("R309", 8, 27, "Mayor, Cy Fox (G): the row “Total” has 31, and no unit has a figure")],
    ),
    "all totals are larger": (
        HEAD + "".join(rows({"A": (1, 2), "B": (3, 4), "Total": (9, 9)}, office=f"Office {i}") for i in range(5)),
        [
            (
                "R309", 6, 31, "The row “Total” has more than its units add up to in 10 of 10 figures (40 votes in all), and fewer in none: "
                "rows seem to be missing (absentee or provisional ballots, a unit)",
            )
        ],
    ),
    "a total by nearly fitting": (
        HEAD + rows({**STATIONS, "Summary": (871, 614)}) + rows({**STATIONS, "Summary": (871, 615)}, office="Clerk"),
        [
            ("R309", 21, 30, "Clerk, Bo Lind (R): the 4 units add up to 614, but the row “Summary” has 615 (1 more)"),
            (
                "R310", 10, 30, "“Summary” stands among 4 units, and 3 of its 4 figures are the sums of theirs; only Bo Lind (R) "
                "615 for 614 does not fit: it is a row of totals, and everything would be counted twice",
            ),
        ],
    ),
    "a candidate is a total": (
        HEAD + rows({unit: (*v, sum(v)) for unit, v in STATIONS.items()}, (*TWO, ("Everybody", ""))),
        [
            (
                "R312", 4, 30, "Mayor: “Everybody” has in each of 4 units what all others have together: "
                "it is a total, and every vote would be counted twice",
            )
        ],
    ),
    "a row again with another figure": (
        HEAD + rows(STATIONS) + "Imp,588270,Mayor,,R,Bo Lind,121\n",
        [
            (
                "R115", 10, 29,
                "588270, Mayor: listed more than once, with different figures: Bo Lind (R) 120 (line 5) and 121 (line 10)",
            )
        ],
    ),
    "a row again": (
        HEAD + rows(STATIONS) + "Imp,588270,Mayor,,R,Bo Lind,120\n",
        [
            (
                "R702", 10, 29,
                "588270, Mayor: listed more than once, with the same figures: Bo Lind (R) 120 (line 5) and 120 (line 10)",
            )
        ],
    ),
    "impossible figures": (
        HEAD + rows({**STATIONS, "5": (-5, "12.5"), "6": ("l2", 99999999999)}),
        [
            ("R118", 11, 24, "“12.5” stands where a count must: votes are whole"),
            ("R118", 12, 24, "“l2” stands where a count must: it is no number"),
            ("R211", 10, 24, "5, Mayor, Ann Ray (D): -5, which is below zero"),
            ("R891", 13, 24, "6, Mayor, Bo Lind (R): 99,999,999,999 is more than there can be"),
        ],
    ),
    "many times the votes": (
        HEAD
        + "".join(
            rows({u: (v[0] * (20 if (u, office) == ("W4", "B") else 1), v[1]) for u, v in WARDS.items()}, office=office)
            for office in "ABC"
        ),
        [("R891", 34, 21, "W4, B: 7,856 votes, where its other contests have 617 at most; Ann Ray (D) alone has 7,620")],
    ),
    "two units with the same figures": (
        HEAD + rows({**dict(list(WARDS.items())[:5]), "W4b": WARDS["W4"], **dict(list(WARDS.items())[5:])}, THREE),
        [
            (
                "R890", 17, None, "W4b has the same figures as W4, the unit before it, in Mayor (381, 236 and 18): "
                "one seems to be copied from the other",
            )
        ],
    ),
    "two candidates with the same figures": (
        HEAD + rows({unit: (v[0], v[1], v[1]) for unit, v in WARDS.items()}, THREE),
        [
            (
                "R892", 4, 24,
                "Mayor: Cy Fox (G) has the same votes as Bo Lind (R) in each of 12 units: a column was copied",
            )
        ],
    ),
    "a candidate lacks": (
        (HEAD + rows(WARDS, THREE)).replace(f"Imp,W7,Mayor,,R,Bo Lind,{WARDS['W7'][1]}\n", ""),
        [("R712", 23, None, "Mayor: W7 has no row for Bo Lind (R), found in 11 of 12 units")],
    ),
    "a candidate under two names": (
        (HEAD + rows(WARDS, THREE)).replace("W7,Mayor,,R,Bo Lind", "W7,Mayor,,R,Bo Linde"),
        [
            (
                "R712", 24, None, "Mayor: “Bo Lind (R)” stands in 11 units, “Bo Linde (R)” stands in 1 unit, never both in one; "
                "they seem to be one",
            )
        ],
    ),
    "a candidate for two parties": (
        (HEAD + rows({**STATIONS, "Total": summed(STATIONS)})).replace("588271,Mayor,,D", "588271,Mayor,,R"),
        [
            (
                "R105", 6, None, "Mayor: “Ann Ray (D)” stands in 3 units and in the row of totals, “Ann Ray (R)” stands in 1 unit, "
                "never both in one; together they make the total: they are one",
            )
        ],
    ),
    "a candidate of another name in the total": (
        HEAD + rows(STATIONS) + rows({"Total": summed(STATIONS)}, (("Zoe Zeta", "D"), TWO[1])),
        [
            (
                "R309", 10, None, "Mayor: “Ann Ray (D)” stands in 4 units, “Zoe Zeta (D)” stands in the row of totals, "
                "never both in one; together they make the total: they are one",
            )
        ],
    ),
    "no total where others have one": (
        HEAD
        + "".join(rows({**STATIONS, "Total": summed(STATIONS)}, office=f"Office {i}") for i in range(4))
        + rows({"588200": (5, 6)}, office="Clerk"),
        [
            (
                "R210", 42, None, "Clerk: the row “Total” has no figure for Ann Ray (D) (5 votes) and Bo Lind (R) (6 votes), "
                "found in 1 unit; others have theirs there",
            )
        ],
    ),
    "kinds do not make the total": (
        KINDS + "".join(f"Imp,p{i},Mayor,,D,Ann,{3 * i + 9},{i + 9},{2 * i + (i == 3)}\n" for i in range(6)),
        [("R311", 5, 21, "p3, Mayor, Ann (D): the kinds of ballots add up to 19 votes (early voting 12 and election day 7), but the total is 18")],
    ),
    "a kind is not printed": (
        KINDS + "".join(f"Imp,p{i},Mayor,,D,Ann,{3 * i + 19},{i + 9},{2 * i}\n" for i in range(6)),
        [
            (
                "R311", 2, 21, "in 6 of 6 rows the total is larger than its kinds of ballots add up to, in 0 it is smaller: "
                "a kind of ballots is not printed; the rows are not checked one by one",
            )
        ],
    ),
    "kinds in rows": (
        MEDSL
        + "".join(
            medsl(f"Ward {i}", "GOVERNOR", "REPUBLICAN", mode, votes, "ANN RAY")
            for i in range(6)
            for mode, votes in (("TOTAL", 390 + i - (i == 2)), ("ELECTION DAY", 352), ("PROVISIONAL", 38 + i))
        ),
        [
            (
                "R311", 8, 40, "Ward 2, GOVERNOR, ANN RAY (REPUBLICAN): "
                "the kinds of ballots add up to 392 votes (election day 352 and provisional 40), but the total is 391",
            )
        ],
    ),
    "more cast than registered": (
        with_account(22, "Imp,p3,Ballots Cast,,,,153\n"),
        [("R201", 24, 24, "p3: 153 ballots were cast, but only 103 people are on the roll")],
    ),
    "more votes than ballots": (
        with_account(30, "Imp,p4,Mayor,,D,Ann,240\n"),
        [
            ("R203", 36, 28, "p4, Mayor: 2 selections make 258, the total of the contest is printed as 42, 216 less"),
            ("R213", 32, 21, "p4, Mayor: Ann (D) 240 votes from only 54 ballots"),
        ],
    ),
    "names": (
        HEAD + rows({"3-Feb": (5, 6), "1-4": (7, 8), "Dibër": (9, 1), "DIBER": (3, 2), "O\u200bak": (9, 10)}),
        [
            ("R111", 6, None, "“DIBER” and “Dibër” differ only in case, accents, punctuation or spaces, and both have figures in the same contests"),
            ("R113", 10, None, "the unit “O\u200bak” has characters that are hidden or damaged"),
            ("R190", 2, None, "the unit “3-Feb” is a date that a spreadsheet made of it"),
        ],
    ),
    "two ways of writing": (
        HEAD + rows(STATIONS, office="U.S.House") + rows(STATIONS, office="U.S. House", county="Other").replace("Other", "Imp", 0),
        [
            (
                "R116", 2, None,
                "“U.S. House” and “U.S.House” are read as one contest: they differ only in case, accents, punctuation or spaces",
            )
        ],
    ),
    "a comma in a name": (
        HEAD + rows(STATIONS) + "Imp,588299,Mayor,,D,Ray, Ann,410\nImp,588298,Mayor,,D,Ann Ray\n",
        [
            (
                "R790", 10, None, "1 row has more cells than the header (8 where there are 7): they were not read; "
                "a comma is in a cell without quotation marks",
            ),
            ("R712", 11, None, "Mayor: 588298 has no row for Bo Lind (R), found in 4 of 5 units"),
            ("R790", 11, None, "1 row has fewer cells than the header (6 where there are 7): the cells that lack count as empty"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_is_said_where_it_stands(found, text, expected):
    assert sorted(found(text)) == sorted(expected)


REFUSED = {
    "": "the file is empty",
    HEAD: "the file has a header and no row",
    "a,b\n1,2\n": "the columns (a, b) are of no layout that is known\n  Known by these columns",
    "precinct,b\n1,2\n": "the columns (precinct, b) are of no layout that is known; the nearest, MEDSL precinct returns, "
    "also has office",
    HEAD.replace("office", "offce")
    + rows(STATIONS): "the nearest, OpenElections, also has office\n  'office': did you mean 'offce'?",
    HEAD.replace("district", "county") + rows(STATIONS): "the column 'county' stands there twice",
    HEAD
    + 'Imp,"Open,Mayor,,D,Ann Ray,410\n'
    + rows(STATIONS): "made.csv:L2: a quotation mark is not closed; 9 lines seem to be in one cell",
    HEAD + "Imp,\x00,Mayor,,D,Ann Ray,410\n": "it has null characters",
    "PK\x03\x04": "this is a workbook or an archive, not a table of delimited values",
    '<?xml version="1.0"?>' + "<a/>" * 50_000: "this is XML or a web page, not a table of delimited values",
    '[ {"votes": 1}]': "this is JSON, not a table of delimited values",
    "a" * 200_000 + "\n1\n": "are of no layout that is known\n  Known by",
}


@pytest.mark.parametrize(("text", "said"), REFUSED.items())
def test_what_cannot_be_read_is_refused_in_words(found, text, said):
    with pytest.raises(InputError) as told:
        found(text)
    assert said in str(told.value)


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("windows-1252", "Note: it is not UTF-8 (line 10) and was read as windows-1252"),
    ],
)
def test_encodings(tmp_path, encoding, note):
    (tmp_path / "made.csv").write_bytes((HEAD + rows({**STATIONS, "Peñasco": (1, 2)})).encode(encoding))
    judgement = judge(str(tmp_path / "made.csv"))
    assert (judgement.told, judgement.counts["units"]) == ([], 5)
    assert note in judgement.summary


def test_places_are_characters_of_lines_and_lines_of_files(tmp_path):
    text = HEAD + 'Imp,"Oak, old",Mayor,,D,"Ann\n""A"" Ray",5\r\n\r\nImp,Elm,Mayor,,D,"Ann ""A"" Ray",-7\r\n'
    with gzip.open(tmp_path / "made.csv.gz", "wb") as file:
        file.write(text.encode())
    [one] = judge(str(tmp_path / "made.csv.gz")).told
    place = one.places[0]
    assert (place.line, place.column, place.cell, place.name, place.printed) == (5, 34, 7, "votes", "-7")
    assert text.replace("\r\n", "\n").split("\n")[4][33:] == "-7"


def test_many_findings_of_a_rule_are_put_together(tmp_path):
    figures = {f"P{i}": (-i - 1, 7) for i in range(300)}
    (tmp_path / "made.csv").write_text(HEAD + rows(figures))
    told = [one for one in judge(str(tmp_path / "made.csv")).told if one.rule == "R211"]
    assert [one.times for one in told] == [1] * 10 + [290]
    assert told[-1].says.startswith("No count is negative: this fails in 290 more places, such as: P10, Mayor")
    assert len(told[-1].places) == 290


def test_a_claim_has_the_words_of_its_rule_or_of_its_own():
    assert [code for code, claim in CLAIMS.items() if bool(claim.why) == (code in rules())] == []


INNER = "county,municipality,precinct,office,district,party,candidate,votes\n" + "".join(
    f"Kent,{town},{n},Governor,,{party},{who},{votes + 7 * n}\n"
    for town, more in (("Elm", 0), ("Oak", 31))
    for n in (1, 2, 3)
    for who, party, votes in (("Al Roe", "D", 1200 + more), ("Bo Coe", "R", 1100 + 2 * more))
)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (INNER, []),  # precinct 1 of Elm is not precinct 1 of Oak
        (INNER.replace("municipality", "ward"), []),
        (INNER.replace("Kent,Oak,2", "Kent,Oak,1"), ["R115"]),
        (INNER.replace(",1207", ',"1 207"').replace(",1214", ',"1\u00a0214"').replace(",1245", ",1’245"), []),
        (INNER.replace(",1207", ",12 07"), ["R118"]),
    ],
)
def test_precincts_of_one_name_and_spaces_between_thousands(text, rules, found):
    assert sorted({rule for rule, *_ in found(text)}) == rules
