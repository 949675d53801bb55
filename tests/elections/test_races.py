"""Elections of many races: every figure that is published is held against the file, read here in another way."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from numerim import warehouse
from tests.conftest import SHARED
from tests.elections.conftest import FILES

pytestmark = pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the data is not here")

OKLAHOMA = [
    # how a race is named in the file, office, part of the name that is its district
    (r"FOR ELECTORS FOR PRESIDENT AND VICE PRESIDENT", "president"),
    (r"FOR UNITED STATES SENATOR", "senate"),
    (r"FOR UNITED STATES REPRESENTATIVE DISTRICT (\d+)", "us-house"),
    (r"FOR CORPORATION COMMISSIONER", "corporation-commissioner"),
    (r"FOR STATE SENATOR DISTRICT (\d+)", "state-senate"),
    (r"FOR STATE REPRESENTATIVE DISTRICT (\d+)", "state-house"),
    (r"SUPREME COURT (.*)", "supreme-court"),
    (r"COURT OF CRIMINAL APPEALS (.*)", "criminal-appeals"),
    (r"COURT OF CIVIL APPEALS (.*)", "civil-appeals"),
    (r"STATE QUESTION NO. (.*)", "state-question"),
    (r"FOR COUNTY CLERK", "county-clerk"),
    (r"FOR COUNTY SHERIFF", "sheriff"),
    (r"FOR COUNTY COURT CLERK", "court-clerk"),
    (r"FOR COUNTY COMMISSIONER DISTRICT NO. (\d)", "county-commissioner"),
    (r"FOR MAYOR.*", "mayor"),
    (r"FOR (?:COUNCIL|COUNCILMAN|COUNCILMEMBER|COMMISSIONER) (.*?)  .*", "council"),
    (r"FOR BOARD MEMBER (.*?)  .*", "fire-board"),
    (r"PROPOSITION(?: NO. (\d))?(?:  .*)?", "question"),
]
MINNESOTA = [
    (r"U.S. President & Vice President", "president"),
    (r"U.S. Senator", "senate"),
    (r"U.S. Representative District (.*)", "us-house"),
    (r"State Senator District (.*)", "state-senate"),
    (r"State Representative District (.*)", "state-house"),
    (r"Associate Justice - Supreme Court (.*)", "supreme-court"),
    (r"Judge - Court of Appeals (.*)", "appeals"),
    (r"Judge - (.*)", "district-court"),
    (r"County Commissioner District (.*)", "commissioner"),
    (r"Special Election for County Commissioner District (.*) \(Special Primary\)", "commissioner-special-primary"),
    (r"Special Election for County Commissioner District (.*)", "commissioner-special"),
    (r"County Park Commissioner District (.*)", "park-commissioner"),
    (r"COUNTY QUESTION (.*)", "county-question"),
    (r"Soil and Water Supervisor District (.*)", "soil-and-water"),
    (r"Special Election for Soil and Water Supervisor District (.*)", "soil-and-water-special"),
]
OF_STATE = ["president", "senate", "us-house", "corporation-commissioner", "state-senate", "state-house"]
OF_STATE += ["supreme-court", "criminal-appeals", "civil-appeals", "state-question", "appeals", "district-court"]


def slug(text):
    """An id in small letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "s")).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "-", plain.lower()).strip("-")


def race(name, known):
    """The office and the district of a race."""
    for pattern, office in known:
        if match := re.fullmatch(pattern, name):
            return office, (slug(match[1]),) if match.groups() and match[1] else ()
    raise AssertionError(f"no race is named {name}")


def contest(election, office, unit, district):
    return "/".join([election, office, unit, *district, "1"])


def rows(election, file, **form):
    path = SHARED / "data" / FILES[election][file]
    with path.open(newline="", encoding=form.pop("encoding", "utf-8")) as lines:
        return list(enumerate(csv.reader(lines, **form), 1))


def oklahoma():
    """Votes by contest, unit, selection and kind of ballots, each with its place; precincts by race and unit."""
    votes, precincts = {}, {}
    for line, row in rows("us-ok-2020", 0)[1:]:
        county, entity, name, number = row[1], row[2], row[4], row[9]
        office, district = race(name, OKLAHOMA)
        if entity == f"{county} COUNTY":
            place, unit = "us-oklahoma", f"us-oklahoma-{slug(county)}"
            place = place if office in OF_STATE else unit
            office = "county-question" if office == "question" else office
        else:
            place = f"us-{slug(entity)}"
            unit = f"{place}-{slug(county)}"
            kind = "school" if "SCHOOL" in entity else "fire" if "FIRE" in entity else "city"
            office = f"{kind}-question" if office == "question" else office
        selection = "yes" if re.search(r"\bYES$", number) else "no" if re.search(r"\bNO$", number) else slug(number)
        for ballots, column in (("absentee-mail", 11), ("early", 12), ("election-day", 13), ("total", 14)):
            key = contest("us-ok-2020", office, place, district), unit, selection, ballots
            assert key not in votes
            votes[key] = int(row[column]), f"oklahoma-counties.csv:L{line}.C{column + 1}"
        for state, column in (("all", 6), ("counted", 7)):
            precincts["/".join([office, *district]), unit, "polling_stations", state] = int(row[column])
    return votes, precincts


def minnesota():
    """Votes and shares with their places; precincts and valid votes by race and unit."""
    votes, shares, precincts, valid = {}, {}, {}, {}
    for line, row in rows("us-mn-2020", 0, delimiter=";", quoting=csv.QUOTE_NONE):
        office, district = race(row[4], MINNESOTA)
        unit = f"us-minnesota-{row[5] if office.startswith('soil') else row[1]}"
        place = "us-minnesota" if office in OF_STATE else unit
        selection = slug(row[7])
        key = contest("us-mn-2020", office, place, district), unit, selection, "total"
        assert key not in votes
        votes[key] = int(row[13]), f"minnesota.txt:L{line}.C14"
        shares[key[:3]] = row[14], f"minnesota.txt:L{line}.C15"
        name = "/".join([office, *district])
        for state, column in (("all", 12), ("counted", 11)):
            precincts[name, unit, "polling_stations", state] = int(row[column])
        assert valid.setdefault((name, unit, "valid", "total"), int(row[15])) == int(row[15])
    return votes, shares, precincts, valid


ACCOUNTS = [
    # office, account, kind of ballots, column
    ("all", "registered", "total", 2),
    ("all", "registered-to-vote-there", "total", 3),
    ("all", "registered-with-card", "total", 4),
    ("all", "registered-late", "total", 5),
    ("all", "cast", "total", 6),
    ("all", "cast", "absentee-mail", 7),
    ("first-vote", "invalid", "total", 8),
    ("first-vote", "valid", "total", 9),
    ("second-vote", "invalid", "total", 31),
    ("second-vote", "valid", "total", 32),
]


def baden_wuerttemberg():
    """Votes with their places, first votes over several constituencies, and ballots."""
    votes, totals, ballots = {}, {}, {}
    land = "de-baden-wurttemberg"
    files = [rows("de-bw-2025", i, encoding="windows-1252") for i in (0, 1)]
    names = Counter(row[1] for _, row in files[1])
    both = {slug(row[1]) for _, row in files[0]} & {slug(name) for name in names}
    for path, kind, lines in zip(FILES["de-bw-2025"], ("constituency", "municipality"), files, strict=True):
        header = lines[0][1]
        for line, row in lines[1:]:
            number = f"-{row[0]}" if names[row[1]] > 1 and kind == "municipality" else ""
            unit = land if row[0] == "BW" else f"{land}-{slug(row[1])}{number}"
            unit += f"-{kind}" if slug(row[1]) in both and unit != land else ""
            for office, account, of, column in ACCOUNTS:
                if row[column]:
                    assert ballots.setdefault((office, unit, account, of), int(row[column])) == int(row[column])
            for column, name in enumerate(header):
                party, _, vote = name.rpartition("_")
                if party in ("Gültige", "Ungültige") or vote not in ("Erststimmen", "Zweitstimmen") or not row[column]:
                    continue
                figure, place = int(row[column]), f"{path.split('/')[1]}:L{line}.C{column + 1}"
                if vote == "Zweitstimmen" and not (row[0] == "BW" and kind == "municipality"):
                    votes[f"de-bw-2025/second-vote/{land}/1", unit, f"de-{slug(party)}", "total"] = figure, place
                elif vote == "Erststimmen" and kind == "constituency" and row[0] != "BW":
                    votes[f"de-bw-2025/first-vote/{unit}/1", unit, f"de-{slug(party)}", "total"] = figure, place
                elif vote == "Erststimmen":
                    totals["first-vote", unit, "total_votes", f"de-{slug(party)}"] = figure
    return votes, totals, ballots


def published(connection, table, keys, *values):
    """A clean table as a mapping from its key to its value."""
    got = warehouse.rows(connection, f"SELECT {keys}, {', '.join(values)} FROM clean.{table}")
    width = len(got[0]) - len(values)
    return {row[:width]: row[width] if len(values) == 1 else row[width:] for row in got}


def leaders(votes):
    """Contest -> who has most votes, and how many: in the contest's own unit, or else in all that report together."""
    whole = {key[0] for key in votes if key[0].split("/")[2] == key[1]}
    sums = defaultdict(Counter)
    for (one, unit, selection, ballots), (figure, _) in votes.items():
        if ballots == "total" and (one not in whole or one.split("/")[2] == unit):
            sums[one][selection] += figure
    return {one: max((figure, selection) for selection, figure in of.items()) for one, of in sums.items()}


VOTES = ("vote_counts", "contest_id, gp_unit_id, selection_id, count_type", "votes", "locator")
BALLOTS = ("ballot_counts", "race, gp_unit_id, measure, count_type", "ballots")
TOTALS = ("reported_totals", "race, gp_unit_id, measure, category", "total")


@pytest.mark.parametrize(
    ("election", "oracle", "tables", "sizes"),
    [
        ("us-ok-2020", oklahoma, [VOTES, TOTALS], [12928, 2640]),
        (
            "us-mn-2020",
            minnesota,
            [
                VOTES,
                ("vote_shares", "contest_id, gp_unit_id, selection_id", "share::DECIMAL(5, 2)::VARCHAR", "locator"),
                TOTALS,
                BALLOTS,
            ],
            [7046, 7046, 5116, 2558],
        ),
        ("de-bw-2025", baden_wuerttemberg, [VOTES, TOTALS, BALLOTS], [18633, 9893, 11427]),
    ],
)
def test_every_figure(golden, election, oracle, tables, sizes):
    """No figure of the file is missing, none is another, and each leads to its cell."""
    for (table, *columns), wanted, size in zip(tables, oracle(), sizes, strict=True):
        got = published(golden(election), table, *columns)
        assert len(wanted) == size
        assert got == wanted


@pytest.mark.parametrize(
    ("election", "kinds"),
    [
        ("us-ok-2020", {"candidate": 127, "retention": 8, "ballot-measure": 43}),
        ("us-mn-2020", {"candidate": 838, "ballot-measure": 1}),
        ("de-bw-2025", {"candidate": 38, "list": 1}),
    ],
)
def test_contests(golden, found, election, kinds):
    """Nothing that is right is accused."""
    made = golden(election)
    assert dict(warehouse.rows(made, "SELECT kind, count(*) FROM clean.contests GROUP BY kind")) == kinds
    assert found(made, "error", "warning") == []


@pytest.mark.parametrize(
    ("election", "oracle", "some"),
    [
        (
            "us-ok-2020",
            oklahoma,
            [
                # contest, who leads, with votes
                ("president/us-oklahoma/1", "DONALD J. TRUMP | MICHAEL R. PENCE", 1020280),
                ("us-house/us-oklahoma/05/1", "STEPHANIE BICE", 158191),
                ("supreme-court/us-oklahoma/district-6-tom-colbert/1", "Yes", 937156),
                ("state-question/us-oklahoma/805-initiative-petition-no-421/1", "No", 923328),
                ("mayor/us-city-of-clinton/1", "DAVID BERRONG", 1578),
            ],
        ),
        (
            "us-mn-2020",
            minnesota,
            [
                ("president/us-minnesota/1", "Joseph R. Biden and Kamala Harris", 1717077),
                ("soil-and-water/us-minnesota-1120/3-east/1", "Write-in", 262),
            ],
        ),
        (
            "de-bw-2025",
            baden_wuerttemberg,
            [
                ("second-vote/de-baden-wurttemberg/1", "CDU", 2006866),
                ("first-vote/de-baden-wurttemberg-stuttgart-i/1", "GRÜNE", 45667),
            ],
        ),
    ],
)
def test_who_leads(golden, election, oracle, some):
    """In `results`, the first of each contest is the one whom the file gives most votes, over all units that report."""
    got = warehouse.rows(
        golden(election), "SELECT contest_id, votes, selection_id, list FROM clean.results WHERE rank = 1 ORDER BY ALL"
    )
    assert {one: (votes, selection) for one, votes, selection, _ in got} == leaders(oracle()[0])
    told = {one: (who, votes) for one, votes, _, who in got}
    assert [(one, *told[f"{election}/{one}"]) for one, _, _ in some] == some


def test_people_and_ballots_stand_beside_both_votes(golden):
    """What is counted once for both votes stands in `results` beside each."""
    rows_of = (
        "SELECT DISTINCT office, registered, ballots_cast, valid FROM clean.results "
        "WHERE unit_id IN ('de-baden-wurttemberg', 'de-baden-wurttemberg-stuttgart-i') ORDER BY office"
    )
    assert warehouse.rows(golden("de-bw-2025"), rows_of) == [
        ("first-vote", 188918, 162105, 161195),
        ("second-vote", 7653811, 6382446, 6349998),
    ]
