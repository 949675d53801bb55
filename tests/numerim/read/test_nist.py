"""Reports of NIST SP 1500-100, in both versions, as JSON and XML."""

import json
import re

import polars as pl
import pytest
from lxml import etree

from numerim.errors import InputError
from numerim.read.nist import is_nist, read_nist
from numerim.read.said import SaidContest, SaidUnit

from .nested import DATA, in_json, in_xml

XSI = "http://www.w3.org/2001/XMLSchema-instance"


def name(text, other=None):
    texts = [{"Content": text, "Language": "en"}, *([{"Content": other, "Language": "es"}] if other else [])]
    return {"Text": texts}


def count(unit, number, kind="total", **more):
    return {"GpUnitId": unit, "Type": kind, "Count": number, **more}


REPORT = {
    "@type": "ElectionResults.ElectionReport",
    "Format": "precinct-level",
    "GeneratedDate": "2024-11-06T00:00:00Z",
    "Issuer": "A board",
    "Status": "certified",
    "GpUnit": [
        {
            "@id": "p1",
            "@type": "ReportingUnit",
            "Type": "precinct",
            "Name": name("First"),
            "Number": "007",
            "VotersRegistered": 90,
        },
        {"@id": "p2", "@type": "ReportingUnit", "Type": "precinct", "Name": name("Second")},
        {"@id": "pp", "@type": "ReportingUnit", "Type": "polling-place", "ComposingGpUnitIds": ["p1"]},
        {
            "@id": "town",
            "@type": "ReportingUnit",
            "Type": "town",
            "Name": name("Adams"),
            "ComposingGpUnitIds": ["p1", "p2"],
        },
        {"@id": "d", "@type": "ReportingUnit", "Type": "special", "Name": name("Water"), "ComposingGpUnitIds": ["p1"]},
    ],
    "Party": [
        {"@id": "red", "@type": "Party", "Name": name("Reds", "Rojos")},
        {"@id": "blue", "@type": "Party", "Name": name("Blues")},
    ],
    "Person": [{"@id": "per", "FullName": name("Cal Stone"), "PartyId": "blue"}],
    "Election": [
        {
            "@type": "Election",
            "Name": name("General"),
            "StartDate": "2024-11-05",
            "EndDate": "2024-11-05",
            "ElectionScopeId": "town",
            "Type": "general",
            "BallotCounts": [{"GpUnitId": "p1", "Type": "early", "BallotsCast": 30, "BallotsRejected": 2}],
            "Candidate": [
                {"@id": "ann", "BallotName": name("Ann"), "PartyId": "red", "PostElectionStatus": "winner"},
                {"@id": "bob", "BallotName": name("Bob"), "PartyId": "nowhere", "PostElectionStatus": "defeated"},
                {"@id": "cal", "PersonId": "per"},
                {"@id": "dee", "BallotName": name("Dee")},
            ],
            "Contest": [
                {
                    "@id": "c1",
                    "@type": "CandidateContest",
                    "Name": "Mayor",
                    "ElectionDistrictId": "town",
                    "NumberElected": 1,
                    "VotesAllowed": 1,
                    "ContestSelection": [
                        {
                            "@id": "s1",
                            "@type": "CandidateSelection",
                            "CandidateIds": ["ann", "bob"],
                            "VoteCounts": [count("p1", 10, "early"), count("p1", 12, "election-day"), count("p2", 7)],
                        },
                        {
                            "@id": "s2",
                            "@type": "CandidateSelection",
                            "CandidateIds": ["cal"],
                            "EndorsementPartyIds": ["red", "blue"],
                            "VoteCounts": [count("p9", 5.50, Round=1)],
                        },
                        {"@id": "s3", "@type": "CandidateSelection", "IsWriteIn": True, "VoteCounts": [count("p2", 1)]},
                    ],
                    "OtherCounts": [{"GpUnitId": "p2", "Overvotes": 1, "Undervotes": 2, "WriteIns": 1}],
                },
                {
                    "@id": "c2",
                    "@type": "BallotMeasureContest",
                    "Name": "Question 1",
                    "ElectionDistrictId": "d",
                    "ContestSelection": [
                        {
                            "@id": "s4",
                            "@type": "BallotMeasureSelection",
                            "Selection": name("YES"),
                            "VoteCounts": [
                                count("p1", 3),
                                {"Type": "total", "Count": 8},
                                {"Type": "other", "OtherType": "total-percent", "Count": 72.5},
                            ],
                        }
                    ],
                },
                {
                    "@id": "c3",
                    "@type": "PartyContest",
                    "Name": "Council",
                    "ElectionDistrictId": "town",
                    "ContestSelection": [
                        {
                            "@id": "s5",
                            "@type": "PartySelection",
                            "PartyIds": ["blue"],
                            "VoteCounts": [count("town", 40), count("town", 4, "seats")],
                        }
                    ],
                },
                {
                    "@id": "c4",
                    "@type": "RetentionContest",
                    "Name": "Judge",
                    "ElectionDistrictId": "town",
                    "CandidateId": "dee",
                    "ContestSelection": [
                        {
                            "@id": "s6",
                            "@type": "BallotMeasureSelection",
                            "Selection": name("Keep"),
                            "VoteCounts": [count("p1", 2)],
                        }
                    ],
                },
            ],
        }
    ],
}

COLLECTED = ("GpUnit", "Party", "Person", "Candidate", "Contest", "VoteCounts", "OtherCounts")


def as_xml(version):
    """The report as version 2 writes it in XML, or version 1, with a collection around what there are several of."""
    root = etree.Element("ElectionReport", nsmap={None: f"urn:nist:v{version}", "xsi": XSI})
    fill(root, REPORT, version)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def fill(element, thing, version):
    for key, value in thing.items():
        if key == "@type":
            element.set(f"{{{XSI}}}type", value.rpartition(".")[2])
        elif key == "@id":
            element.set("ObjectId" if version == 2 else "objectId", value)
        elif key == "Text":
            for one in value:
                language = {"Language" if version == 2 else "language": one["Language"]}
                text = etree.SubElement(element, "Text", language)
                text.text = one["Content"]
        elif isinstance(value, list) and isinstance(value[0], str):
            etree.SubElement(element, key).text = " ".join(value)
        elif isinstance(value, (list, dict)):
            several = value if isinstance(value, list) else [value]
            within = etree.SubElement(element, f"{key}Collection") if version == 1 and key in COLLECTED else element
            for one in several:
                tag = "BallotSelection" if version == 1 and key == "ContestSelection" else key
                fill(etree.SubElement(within, tag), one, version)
        else:
            tag = "ElectoralDistrictId" if version == 1 and key == "ElectionDistrictId" else key
            etree.SubElement(element, tag).text = json.dumps(value).strip('"')


FILES = {"JSON": json.dumps(REPORT).encode(), "XML, version 2": as_xml(2), "XML, version 1": as_xml(1)}

VOTES = [
    # office, district, unit, within, candidate, party, option, kind, round, votes
    ("Mayor", "Adams", "First", "Adams", "Ann / Bob", "Reds / nowhere", None, "early", None, "10"),
    ("Mayor", "Adams", "First", "Adams", "Ann / Bob", "Reds / nowhere", None, "election-day", None, "12"),
    ("Mayor", "Adams", "Second", "Adams", "Ann / Bob", "Reds / nowhere", None, "total", None, "7"),
    ("Mayor", "Adams", "p9", None, "Cal Stone", "Reds / Blues", None, "total", "1", "5.5"),
    ("Mayor", "Adams", "Second", "Adams", "write-in", None, None, "total", None, "1"),
    ("Question 1", "Water", "First", "Adams", None, None, "YES", "total", None, "3"),
    ("Question 1", "Water", "Water", None, None, None, "YES", "total", None, "8"),
    ("Council", "Adams", "Adams", None, None, "Blues", None, "total", None, "40"),
    ("Judge", "Adams", "First", "Adams", "Dee", None, "Keep", "total", None, "2"),
]
SUBJECT = ("office", "district", "unit", "within", "candidate", "party", "option", "count_type", "round")
TABLES = [
    ("votes", (*SUBJECT, "votes"), VOTES),
    ("seats", ("office", "unit", "party", "seats"), [("Council", "Adams", "Blues", "4")]),
    ("shares", ("office", "unit", "option", "share"), [("Question 1", "Water", "YES", "72.5")]),
    (
        "others",
        ("office", "district", "unit", "within", "overvotes", "undervotes", "WriteIns"),
        [("Mayor", "Adams", "Second", "Adams", "1", "2", "1")],
    ),
    ("ballots", ("unit", "within", "count_type", "cast", "BallotsRejected"), [("First", "Adams", "early", "30", "2")]),
    ("turnout", ("unit", "unit_number", "within", "registered"), [("First", "007", "Adams", "90")]),
    (
        "outcomes",
        ("office", "district", "candidate", "party", "outcome"),
        [("Mayor", "Adams", "Ann", "Reds", "winner"), ("Mayor", "Adams", "Bob", "nowhere", "defeated")],
    ),
]


def texts(table, columns):
    return table.rows.select(pl.col(name).struct.field("text").alias(name) for name in columns).rows()


@pytest.mark.parametrize("form", FILES)
def test_what_a_report_means(form):
    assert is_nist(FILES[form])
    meant = read_nist(FILES[form], "r")
    found = {table.at: table for table in meant.tables}
    assert list(found) == [at for at, _, _ in TABLES]
    for at, columns, rows in TABLES:
        assert set(columns) <= set(found[at].columns), at
        assert texts(found[at], columns) == rows, at
    assert meant.words == {
        "count_type": {word: word for word in ("early", "election-day", "total")},
        "outcome": {"winner": "elected"},
    }


@pytest.mark.parametrize("form", FILES)
def test_what_a_report_says_of_its_election(form):
    said = read_nist(FILES[form], "r").said
    assert (said.date, said.title, said.status, said.issuer, said.scope, said.language) == (
        *("2024-11-05", "General", "certified", "A board", "Adams", "en"),
    )
    assert said.contests == [
        SaidContest("Mayor", "candidate", "Adams", "1", "1", 3),
        SaidContest("Question 1", "ballot-measure", "Water", None, None, 1),
        SaidContest("Council", "list", "Adams", None, None, 1),
        SaidContest("Judge", "retention", "Adams", None, None, 1),
    ]
    assert said.units == [
        SaidUnit("First", "precinct", "Adams"),
        SaidUnit("Second", "precinct", "Adams"),
        SaidUnit("pp", "polling-place", None),
        SaidUnit("Adams", "town", None),
        SaidUnit("Water", "special", None),
    ]


def check_places(meant, look):
    """Every cell stands where it says; what several ids make is at the first, a write-in where it is said."""
    for table in meant.tables:
        at = dict(table.objects.iter_rows())
        for column in table.columns:
            for cell in table.rows[column].drop_nulls().unique().to_list():
                stands = look(at[cell["line"]] + table.keys[cell["cell"]])
                assert (cell["text"] + " / ").startswith(f"{stands} / ") or (cell["text"], stands) == (
                    "write-in",
                    "true",
                )


def test_places_in_json():
    text = FILES["JSON"].decode().replace("true", '"true"')
    check_places(read_nist(text.encode(), "r"), lambda place: in_json_(text, place))


def in_json_(text, place):
    found = in_json(text, place)
    return found[0] if isinstance(found, list) else found


@pytest.mark.parametrize("version", [1, 2])
def test_places_in_xml(version):
    root = etree.fromstring(as_xml(version)).getroottree()
    check_places(read_nist(as_xml(version), "r"), lambda place: re.split(" ", in_xml(root, place))[0]
                 if place.endswith("Ids") else in_xml(root, place))  # fmt: skip


def test_counts_of_units_in_version_1():
    """They are of the unit that they stand in; a contest without a name has the title on the ballot."""
    content = b"""<ElectionReport><GpUnitCollection><GpUnit objectId="p"><Name>North</Name><Type>precinct</Type>
      <SummaryCountsCollection><SummaryCounts><BallotsCast>7</BallotsCast><Type>total</Type></SummaryCounts>
      </SummaryCountsCollection></GpUnit></GpUnitCollection><Election><ContestCollection><Contest objectId="c">
      <BallotTitle><Text language="en">Mayor</Text></BallotTitle><SummaryCountsCollection><SummaryCounts>
      <Overvotes>2</Overvotes><GpUnitId>p</GpUnitId></SummaryCounts></SummaryCountsCollection></Contest>
      </ContestCollection></Election></ElectionReport>"""
    others, ballots = read_nist(content, "r").tables
    assert texts(others, ("office", "unit", "overvotes")) == [("Mayor", "North", "2")]
    assert texts(ballots, ("unit", "count_type", "cast")) == [("North", "total", "7")]


def test_an_id_of_two_units():
    report = {**REPORT, "GpUnit": [*REPORT["GpUnit"], {"@id": "p1", "Type": "precinct", "Name": name("Third")}]}
    with pytest.raises(InputError, match=r"^r: the id 'p1' stands for 2 things: First, Third"):
        read_nist(json.dumps(report).encode(), "r")


@pytest.mark.parametrize("content", [b"<a><b>1</b></a>", b'{"a": 1}'])
def test_no_report(content):
    assert not is_nist(content)
    with pytest.raises(InputError, match="it has neither contests nor units"):
        read_nist(content, "r")


def real_bytes(name):
    if not (DATA / name).exists():
        pytest.skip(f"{name} is not here")
    return (DATA / name).read_bytes()


def real(name):
    return read_nist(real_bytes(name), name)


def numbers(table, *columns):
    figures = [pl.col(name).struct.field("text").alias(name) for name in table.columns]
    return table.rows.select(figures).with_columns(pl.col(columns).cast(pl.Int64))


def test_cambridge_against_a_plain_walk():
    report = json.loads(real_bytes("nist/cambridge-2022-general.json"))
    (election,) = report["Election"]
    names = {one["@id"]: one["Name"]["Text"][0]["Content"] for key in ("GpUnit", "Party") for one in report[key]}
    persons = {one["@id"]: one for one in election["Candidate"]}
    walked = []
    for contest in election["Contest"]:
        for one in contest["ContestSelection"]:
            person = persons[one["CandidateIds"][0]] if "CandidateIds" in one else None
            named = person["BallotName"]["Text"][0]["Content"] if person else "write-in"
            party = names.get(person.get("PartyId")) if person else None
            option = one["Selection"]["Text"][0]["Content"] if "Selection" in one else None
            named = None if option else named
            district = names[contest["ElectionDistrictId"]]
            for votes in one["VoteCounts"]:
                subject = (contest["Name"], district, names[votes["GpUnitId"]], named, party, option)
                walked.append((*subject, str(votes["Count"])))
    table = read_nist(real_bytes("nist/cambridge-2022-general.json"), "r").tables[0]
    assert texts(table, ("office", "district", "unit", "candidate", "party", "option", "votes")) == walked


def test_vermont_against_lxml():
    content = real_bytes("us-2020/vermont-nist-v2.xml")
    root = etree.fromstring(content.replace(b"'utf_8'", b"'utf-8'", 1))
    names = {one.get("ObjectId"): "".join(one.xpath(".//*[local-name()='Text'][1]/text()")) for one in root.iter()}
    parties = {}
    for person in root.iter("{*}Candidate"):
        if person.find("{*}PartyId") is not None:
            parties.setdefault(person.get("ObjectId"), []).append(names[person.findtext("{*}PartyId")])
    party = {id_: " / ".join(several) for id_, several in parties.items()}  # one has two, under one id
    walked = [
        (
            *(contest.findtext("{*}Name"), names[votes.findtext("{*}GpUnitId")]),
            *(names[one.findtext("{*}CandidateIds")], party.get(one.findtext("{*}CandidateIds"))),
            votes.findtext("{*}Count"),
        )
        for contest in root.iter("{*}Contest")
        for one in contest.iter("{*}ContestSelection")
        for votes in one.iter("{*}VoteCounts")
    ]
    (table,) = read_nist(content, "r").tables
    assert texts(table, ("office", "unit", "candidate", "party", "votes")) == walked


def test_cambridge():
    """In every precinct and contest for one, votes and undervotes are no more than the ballots cast, and mostly all."""
    votes, others, ballots = real("nist/cambridge-2022-general.json").tables
    key = ["office", "district", "unit"]
    summed = numbers(votes, "votes").group_by(key).agg(pl.col("votes").sum())
    whole = summed.join(numbers(others, "undervotes"), on=key).join(numbers(ballots, "cast"), on="unit")
    assert whole.height == 660 == others.rows.height
    gap = whole["cast"] - whole["votes"] - whole["undervotes"]
    assert gap.min() >= 0
    assert (gap <= 0.02 * whole["cast"] + 5).all()


def test_vermont():
    """Votes of towns make what the Secretary of State announced."""
    (votes,) = real("us-2020/vermont-nist-v2.xml").tables
    summed = numbers(votes, "votes").group_by("office", "candidate").agg(pl.col("votes").sum())
    told = {(office, candidate): number for office, candidate, number in summed.iter_rows()}
    assert votes.rows.height == 13_284
    assert told["US President (VT)", "Joseph R. Biden"] == 242_820
    assert told["US President (VT)", "Donald J. Trump"] == 112_704
    assert told["US House VT District 1", "Peter Welch"] == 238_827
