"""The election results report: valid after NIST SP 1500-100, whole, and frank about what is not in it."""

import json
import re
import shutil
from collections import Counter

import jsonschema
import pytest

from numerim import stages, warehouse
from numerim.declare.house import House
from numerim.publish.draft import Draft
from numerim.publish.formats import nist
from numerim.schemas.table import tables
from tests.clock import within
from tests.conftest import ELECTIONS, ROOT, SHARED, completed, seeded
from tests.numerim.conftest import HEAD

SCHEMA = SHARED / "data" / "nist" / "NIST_V2_election_results_reporting.json"
GOLDEN = {
    "xk-councils-2017": "kosovo-2017/councils.csv",
    "xk-mayors-2017": "kosovo-2017/mayors.csv",
    "ge-mayors-2017": "georgia-2017/mayors.csv",
}
RUNOFF = HEAD.replace("offices:", "runoff_on: 2030-11-14\noffices:")
STATIONS = HEAD.replace("sources:", "register: {unit: polling_station, party: party}\nsources:")
BY_STATION = "unit,candidate,party,office,measure,category,value,count_type,within\n"

needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason="the schema of NIST is not here")


def exported(connection, house, election, folder):
    """The report of a checked database, or None where none is written."""
    draft = Draft(connection, stages.election_file(house, election), folder, version="1.2.3")
    nist.export(draft)
    path = folder / f"{election}.nist.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


@pytest.fixture(scope="session")
def report(house, checked, tmp_path_factory):
    """The id of a published election -> its report, each made only once."""
    made = {}

    def of(election):
        if election not in made:
            made[election] = exported(checked(election), house, election, tmp_path_factory.mktemp("nist"))
        return made[election]

    return of


@pytest.fixture
def small(judged, tmp_path):
    """Rows of one source -> report and database of a small election."""

    def of(rows, **more):
        connection = judged(rows, whole=True, **more)
        return exported(connection, House(tmp_path), "xk-test-2030", tmp_path), connection

    return of


def objects(value):
    """Every object of a report."""
    if isinstance(value, dict):
        yield value
        for member in value.values():
            yield from objects(member)
    elif isinstance(value, list):
        for item in value:
            yield from objects(item)


def of_class(report, *names):
    return [o for o in objects(report) if o["@type"].removeprefix("ElectionResults.") in names]


def assert_valid(report):
    """Valid, every id unique and an XML name, every reference to an object of a class that it may refer to."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft4Validator.check_schema(schema)
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(report)] == []
    every = list(objects(report))
    classes = {o["@id"]: o["@type"] for o in every if "@id" in o}
    assert len(classes) == sum("@id" in o for o in every)
    assert [id_ for id_ in classes if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9._-]*", id_)] == []
    asked = 0
    for o in every:
        for name, said in schema["definitions"][o["@type"]]["properties"].items():
            allowed = said.get("refTypes") or said.get("items", {}).get("refTypes")
            if allowed and name in o:
                ids = o[name] if isinstance(o[name], list) else [o[name]]
                assert [id_ for id_ in ids if classes.get(id_) not in allowed] == [], (o["@type"], name)
                asked += len(ids)
            else:
                assert not re.search("Ids?$", name) or name not in o or name == "VendorApplicationId", name
    return asked


def counts(report):
    """(selection, unit, type) -> count, of every VoteCounts."""
    return {
        (selection["@id"], count["GpUnitId"], count["Type"]): count["Count"]
        for selection in of_class(report, "CandidateSelection", "PartySelection")
        for count in selection.get("VoteCounts", [])
    }


def expected_counts(connection):
    """The same of the tables, of selections that a source names."""
    named = """
        SELECT s.election_id, s.contest_id, s.selection_id FROM clean.selections s
        LEFT JOIN clean.parties p ON p.party_id = s.party_id LEFT JOIN clean.parties k ON k.party_id = s.coalition_id
        WHERE s.kind = 'candidate' OR s.kind = 'list' AND (p.kind NOT IN ('independent', 'unnamed', 'remainder')
            OR k.kind NOT IN ('independent', 'unnamed', 'remainder'))
    """
    rows = warehouse.rows(
        connection,
        f"""
        SELECT 'selection.' || replace(contest_id, '/', '.') || '.' || selection_id,
            'unit.' || gp_unit_id, count_type, n FROM (
            SELECT election_id, contest_id, selection_id, gp_unit_id, count_type, votes AS n FROM clean.vote_counts
            UNION ALL SELECT election_id, contest_id, selection_id, split_part(contest_id, '/', 3), 'seats', seats
            FROM clean.seat_counts) JOIN ({named}) USING (election_id, contest_id, selection_id)
        """,
    )
    found = {tuple(key): n for *key, n in rows}
    assert len(found) == len(rows)
    return found


def statuses(report):
    """What became of candidates, and of how many."""
    return Counter(c["PostElectionStatus"] for c in of_class(report, "Candidate") if "PostElectionStatus" in c)


def texts(o):
    return {text["Language"]: text["Content"] for text in o["Text"]}


@needs_schema
@pytest.mark.parametrize("election", ELECTIONS)
def test_reports_of_the_packages_are_valid_and_hang_together(report, election):
    assert assert_valid(report(election)) > 100


@pytest.mark.parametrize("election", ELECTIONS)
def test_every_count_is_in_the_report_and_no_other(report, checked, election):
    assert counts(report(election)) == expected_counts(checked(election))


@needs_schema
@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the data is not here")
@pytest.mark.parametrize(
    ("election", "votes", "counted"),
    [
        ("xk-councils-2017", 757_720, 364 + 364),
        ("xk-mayors-2017", 1_319_834, 244),
        pytest.param("ge-mayors-2017", 555_719, 12_592, marks=pytest.mark.heavy),
    ],
)
def test_real_elections_that_are_not_published(tmp_path, election, votes, counted):
    """1,075 polling stations among them: the report is made in less than three seconds."""
    house = seeded(tmp_path)
    folder = house.raw / election[:2] / election
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "tests" / "elections" / f"{election}.yml", folder / "election.yml")
    source = SHARED / "data" / GOLDEN[election]
    shutil.copyfile(source, folder / source.name)
    with completed(house, election) as connection:
        with within(3):
            made = exported(connection, house, election, tmp_path)
        assert counts(made) == expected_counts(connection)
    assert_valid(made)
    assert made["Format"] == ("precinct-level" if election == "ge-mayors-2017" else "summary-contest")
    assert len(counts(made)) == counted
    assert sum(n for (_, _, kind), n in counts(made).items() if kind != "seats") == votes
    if made["Format"] == "precinct-level":
        precincts = [unit for unit in made["GpUnit"] if unit["Type"] == "precinct"]
        assert len(precincts) == 1075
        assert all({"VotersRegistered", "VotersParticipated"} < unit.keys() for unit in precincts)
        assert "3,225 figures of voters and ballots (invalid 1,075, received 1,075, valid 1,075)" in made["Notes"]
        assert "25 figures of this report are flagged" in made["Notes"]


def test_albania_as_a_reader_sees_it(report):
    made = report("al-local-2023")
    assert (made["Format"], made["Status"]) == ("summary-contest", "unofficial-complete")
    assert made["GeneratedDate"] == "2024-08-04T00:00:00Z"
    main, *others = made["Election"]
    assert texts(main["Name"])["en"] == "Albanian local elections 2023"
    assert (main["Type"], main["StartDate"], main["ElectionScopeId"]) == ("general", "2023-05-14", "unit.al")
    assert [(e["Type"], e["ElectionScopeId"], len(e["Contest"])) for e in others] == [
        ("special", "unit.al", 6),
        ("special", "unit.al-rrogozhine", 1),
        ("special", "unit.al-kukes", 1),
        ("special", "unit.al-himare", 1),
    ]
    assert len(of_class(main, "CandidateContest")) == len(of_class(main, "PartyContest")) == 61
    assert {unit["Type"] for unit in made["GpUnit"]} == {"country", "county", "municipality"}
    county = next(unit for unit in made["GpUnit"] if unit["@id"] == "unit.al-county-tirane")
    assert county["ExternalIdentifier"][0]["Value"] == "AL-11"
    assert {"unit.al-tirane", "unit.al-vore"} < set(county["ComposingGpUnitIds"])


def test_a_mayor_with_party_coalition_and_votes(report):
    made = report("al-local-2023")
    by_id = {o["@id"]: o for o in objects(made) if "@id" in o}
    contest = by_id["contest.al-local-2023.mayor.al-permet.1"]
    assert (contest["Name"], contest["VoteVariation"]) == ("Mayor of Përmet", "plurality")
    assert texts(by_id[contest["OfficeIds"][0]]["Name"]) == {"en": "Mayor of Përmet"}
    winner = by_id["selection.al-local-2023.mayor.al-permet.1.alma-hoxha"]
    assert winner["EndorsementPartyIds"] == ["party.al-asb"]
    assert [(c["Type"], c["Count"]) for c in winner["VoteCounts"]] == [("total", 4416)]
    candidate = by_id[winner["CandidateIds"][0]]
    assert texts(candidate["BallotName"]) == {"und": "Alma Hoxha"}
    assert (candidate["PartyId"], candidate["PostElectionStatus"]) == ("party.al-ps", "winner")
    assert by_id["party.al-asb"]["@type"] == "ElectionResults.Coalition"
    party = by_id["party.al-ps"]
    assert texts(party["Name"])["en"] == "Socialist Party of Albania"
    assert party["IsRecognizedParty"]
    assert texts(by_id[party["LeaderPersonIds"][0]]["FullName"]) == {"und": "Edi Rama"}
    assert "LeaderPersonIds" not in by_id["party.al-bf"]  # two persons in one text


def test_the_seats_of_albania(report):
    """What the sources print of the five large lists; the 274 of all others are told and have no place."""
    made = report("al-local-2023")
    seats = Counter()
    for selection in of_class(made, "PartySelection"):
        for count in selection["VoteCounts"]:
            seats[selection["PartyIds"][0]] += count["Count"]
    assert seats == {
        "party.al-ps": 757,
        "party.al-bf": 291,
        "party.al-pd": 123,
        "party.al-psd": 116,
        "party.al-paa": 52,
    }
    left = int(re.search(r"61 figures of (\d+) seats in all", made["Notes"])[1])
    assert sum(seats.values()) + left == 1339 + 274 == 1613


@pytest.mark.parametrize("election", ELECTIONS)
def test_what_became_of_candidates(report, checked, election):
    """As many winners and candidates of a second round as the outcomes have, less those whom the notes tell of."""
    made = report(election)
    shown = statuses(made)
    told = re.search(r"Left out: [\d,]+ outcomes? \((.*?)\)", made["Notes"])
    left = {word: int(n) for word, n in re.findall(r"(\w+) (\d+)", told[1])}
    outcomes = dict(warehouse.rows(checked(election), "SELECT outcome, count(*) FROM clean.outcomes GROUP BY 1"))
    assert shown["winner"] + left.get("elected", 0) == outcomes.get("elected", 0)
    assert shown["advanced-to-runoff"] + left.get("runoff", 0) == outcomes.get("runoff", 0)
    if election == "al-local-2023":
        assert statuses(made["Election"][0]) == {"winner": 61}
        assert shown == {"winner": 70}


@pytest.mark.parametrize("election", ELECTIONS)
def test_the_notes_have_the_right_numbers(report, checked, election):
    notes = report(election)["Notes"]

    def number(sql):
        return warehouse.rows(checked(election), f"SELECT count(*) FROM clean.{sql}")[0][0]

    def told(pattern):
        found = re.search(pattern, notes)
        return int(found[1].replace(",", "")) if found else 0

    assert told(r"([\d,]+) printed percentages? of votes") == number("vote_shares")
    assert told(r"([\d,]+) printed percentages? of a whole") == number("reported_shares")
    assert told(r"([\d,]+) printed totals?") == number("reported_totals")
    assert told(r"([\d,]+) figures? of polls") == number("poll_shares") + number("poll_leads")
    assert told(r"([\d,]+) figures? that (?:an )?errors? dispute") == number("statements WHERE fate = 'held_back'")
    selections = of_class(report(election), "CandidateSelection", "PartySelection")
    assert told(r"Left out: ([\d,]+) selections?") == number("selections") - len(selections)
    contests = of_class(report(election), "CandidateContest", "PartyContest")
    assert told(r"([\d,]+) contests? ha\w+ no other selection") == number("contests") - len(contests)
    for severity in ("error", "warning", "info"):
        assert told(rf"worth knowing \(.*?{severity} ([\d,]+)") == number(f"findings WHERE severity = '{severity}'")
    cast = sum("BallotsCast" in o for o in of_class(report(election), "BallotCounts"))
    voters = sum(len({"VotersRegistered", "VotersParticipated"} & unit.keys()) for unit in report(election)["GpUnit"])
    left = told(r"([\d,]+) figures? of voters and ballots")
    assert cast + voters + left == number("ballot_counts")
    unnamed = [c for c in of_class(report(election), "Candidate") if c["BallotName"].get("Label") == "name-unknown"]
    assert told(r"([\d,]+) candidates? \w+ named by no source") == len(unnamed)


def test_kosovo_while_the_count_goes_on(report):
    made = report("xk-local-2017")
    assert made["Status"] == "unofficial-partial"
    (election,) = made["Election"]
    assert election["CountStatus"][0]["Status"] == "in-process"
    assert [(c["GpUnitId"], c["BallotsCast"]) for c in election["BallotCounts"]] == [("unit.xk", 819865)]
    country = next(unit for unit in made["GpUnit"] if unit["@id"] == "unit.xk")
    assert country["VotersRegistered"] == 1890952
    assert "VotersParticipated" not in country  # the source counts ballots, not those who came
    unnamed = next(c for c in election["Candidate"] if c["@id"].endswith("xk-decan.1.xk-aak"))
    name = "Candidate of Alliance for the Future of Kosovo (not named in the sources)"
    assert texts(unnamed["BallotName"]) == {"en": name}
    assert (unnamed["PartyId"], unnamed["PostElectionStatus"]) == ("party.xk-aak", "winner")


def test_the_same_bytes_whatever_the_order_of_rows(house, checked, tmp_path):
    election = "al-local-2023"
    name = f"{election}.nist.json"
    source = checked(election)
    exported(source, house, election, tmp_path)
    before = (tmp_path / name).read_bytes()
    with warehouse.open_memory() as connection:
        connection.execute("CREATE SCHEMA clean; CREATE SCHEMA seed")
        for table in ("seed.licences", *(f"clean.{name}" for name in tables())):
            shuffled = warehouse.frame(source, f"FROM {table} t ORDER BY md5(t::VARCHAR)")
            warehouse.load(connection, table, shuffled)
        exported(connection, house, election, tmp_path)
    assert (tmp_path / name).read_bytes() == before


@needs_schema
def test_hostile_names_are_only_texts(small, tmp_path):
    script, formula = "<script>alert(1)</script>", '=HYPERLINK("http://x","y")'
    _, connection = small(
        ["Prizren,A B,LVV,mayor,votes,,600,,", "Prizren,C D,LDK,mayor,votes,,400,,", "Prizren,,PDK,mayor,votes,,1,,"]
    )
    connection.execute("UPDATE clean.selections SET candidate = ? WHERE selection_id = 'a-b'", [script])
    connection.execute("UPDATE clean.parties SET name = ?, name_en = ? WHERE party_id = 'xk-pdk'", [formula, formula])
    connection.execute("UPDATE clean.gp_units SET name = ? WHERE gp_unit_id = 'xk-prizren'", [script + '\n"\u2028'])
    made = exported(connection, House(tmp_path), "xk-test-2030", tmp_path)
    assert_valid(made)
    assert {"und": script} in [texts(c["BallotName"]) for c in of_class(made, "Candidate")]
    party = next(party for party in made["Party"] if party["@id"] == "party.xk-pdk")
    assert set(texts(party["Name"]).values()) == {formula}
    assert made["Election"][0]["Contest"][0]["Name"] == f'Mayor of {script}\n"\u2028'


@needs_schema
def test_a_second_round_is_an_election_of_its_own(small):
    rows = [f"Prizren,{who},mayor,{measure},,{value},,{round_}" for who, measure, value, round_ in [
        ("A B,LVV", "votes", 450, 1), ("C D,LDK", "votes", 350, 1), ("E F,PDK", "votes", 200, 1),
        ("A B,LVV", "outcome", "runoff", 1), ("C D,LDK", "outcome", "runoff", 1),
        ("A B,LVV", "votes", 600, 2), ("C D,LDK", "votes", 500, 2), ("A B,LVV", "outcome", "elected", 2),
    ]]  # fmt: skip
    made, connection = small(rows, head=RUNOFF)
    assert_valid(made)
    told = [(e["Type"], e["StartDate"], texts(e["Name"])["en"]) for e in made["Election"]]
    assert told == [("general", "2030-10-17", "Test"), ("runoff", "2030-11-14", "Test, second round")]
    assert statuses(made["Election"][0]) == {"advanced-to-runoff": 2}
    assert statuses(made["Election"][1]) == {"winner": 1}
    assert counts(made) == expected_counts(connection)
    assert not any("Round" in o for o in objects(made))
    assert {c["VoteVariation"] for c in of_class(made, "CandidateContest")} == {"majority"}


def test_a_second_round_without_a_day_is_told(small):
    made, _ = small(["Prizren,A B,LVV,mayor,votes,,450,,1", "Prizren,A B,LVV,mayor,votes,,600,,2"])
    assert len(made["Election"]) == 1
    assert "Left out: 1 selection of a later round whose day is not known" in made["Notes"]
    assert "1 figure of 600 votes in all" in made["Notes"]


@needs_schema
def test_polling_stations_are_precincts_and_ballots_have_one_place(small):
    rows = [
        *(f"{s},{who},mayor,votes,,{n},{kind},Prizren" for s, who, n, kind in [
            (1, "A B,P", 10, "election-day"), (1, "C D,Q", 20, "election-day"),
            (2, "A B,P", 30, "election-day"), (2, "C D,Q", 5, "election-day"),
            (2, "A B,P", 2, "absentee-mail"), (2, "C D,Q", 3, "absentee-mail"),
        ]),
        *(f"{s},,,mayor,{measure},,{n},,Prizren" for s, measure, n in [
            (1, "registered", 60), (1, "signatures", 33), (1, "cast", 32), (1, "invalid", 2), (2, "blank", 0),
        ]),
    ]  # fmt: skip
    made, connection = small(rows, head=STATIONS, columns=BY_STATION, complete="")
    assert_valid(made)
    assert made["Format"] == "precinct-level"
    assert counts(made) == expected_counts(connection)
    station = next(unit for unit in made["GpUnit"] if unit["@id"] == "unit.xk-prizren-1")
    assert (station["Type"], station["VotersRegistered"], station["VotersParticipated"]) == ("precinct", 60, 33)
    assert set(texts(station["Name"])) == {"und"}
    (cast,) = made["Election"][0]["BallotCounts"]
    assert (cast["GpUnitId"], cast["BallotsCast"]) == ("unit.xk-prizren-1", 32)
    assert "Left out: 2 figures of voters and ballots (blank 1, invalid 1)" in made["Notes"]
    assert not {"BallotsRejected", "Overvotes", "Undervotes"} & {key for o in objects(made) for key in o}


def test_ballots_of_two_offices_that_differ_have_no_place(small):
    votes = ["Prizren,A B,LVV,mayor,votes,,450,,", "Prizren,,LVV,council,votes,,450,,"]
    ballots = [f"Prizren,,,{office},{m},,{n},," for office, m, n in [
        ("mayor", "cast", 500), ("council", "cast", 501), ("mayor", "registered", 900), ("council", "registered", 900),
    ]]  # fmt: skip
    made, _ = small([*votes, *ballots], complete="")
    assert "BallotCounts" not in made["Election"][0]
    assert next(u for u in made["GpUnit"] if u["@id"] == "unit.xk-prizren")["VotersRegistered"] == 900
    assert "Left out: 2 figures of voters and ballots (cast 2)" in made["Notes"]


def test_who_has_neither_name_nor_party_is_told(small):
    others = ["Prizren,,Independent candidates,mayor,votes,,40,,", "Gjakovë,,,mayor,outcome,,runoff,,"]
    made, _ = small(["Prizren,A B,LVV,mayor,votes,,450,,", *others], complete="")
    assert [c["@id"] for c in of_class(made, "Candidate")] == ["candidate.xk-test-2030.mayor.xk-prizren.1.a-b"]
    assert "Left out: 2 selections (by kind: list 1, unnamed 1)" in made["Notes"]
    assert "With them, 1 figure of 40 votes in all" in made["Notes"]
    assert "1 contest has no other selection and is left out whole" in made["Notes"]


def test_without_a_contest_there_is_no_report(small):
    made, _ = small(["Gjakovë,,,mayor,outcome,,runoff,,"], complete="")
    assert made is None


def test_a_member_of_a_council_who_stands_alone_is_a_candidate(small):
    made, _ = small(["Prizren,,LVV,council,votes,,450,,", "Prizren,A B,,council,votes,,50,,"], complete="")
    (contest,) = made["Election"][0]["Contest"]
    assert of_class(contest, "PartyContest") == [contest]
    assert len(of_class(contest, "CandidateSelection")) == len(of_class(contest, "PartySelection")) == 1
