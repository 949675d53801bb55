"""Counts and results in EML."""

import polars as pl
import pytest
from lxml import etree

from numerim.errors import InputError
from numerim.read.eml import is_eml, read_eml
from numerim.read.said import SaidContest, SaidUnit

from .nested import DATA, in_xml

EML = DATA / "eml-nl"

COUNT = """<?xml version="1.0" encoding="UTF-8"?>
<EML Id="{id}" SchemaVersion="5" xmlns="urn:oasis:names:tc:evs:schema:eml" xmlns:kr="{kr}">
  <ManagingAuthority><AuthorityIdentifier Id="0014">Groningen</AuthorityIdentifier></ManagingAuthority>
  <Count><Election>
    <ElectionIdentifier Id="GR2026"><ElectionName>Raad</ElectionName><kr:ElectionDate>2026-03-18</kr:ElectionDate>
    </ElectionIdentifier>
    <Contests><Contest><ContestIdentifier Id="geen"/>
      <TotalVotes>{list_1}<ValidVotes>30</ValidVotes></Selection>
        {code}<ValidVotes>20</ValidVotes></Selection>
        <Cast>99</Cast><TotalCounted>30</TotalCounted><RejectedVotes ReasonCode="blanco">2</RejectedVotes>
      </TotalVotes>
      <ReportingUnitVotes><ReportingUnitIdentifier Id="0014::SB1">Kerk</ReportingUnitIdentifier>
        {list_1}<ValidVotes>10</ValidVotes></Selection>
        {candidate}<ValidVotes>6</ValidVotes></Selection>
        {blank_list}<ValidVotes>3</ValidVotes></Selection>
        {candidate}<ValidVotes>3</ValidVotes></Selection>
        <Cast>40</Cast><TotalCounted>13</TotalCounted>
        <RejectedVotes ReasonCode="blanco">1</RejectedVotes><RejectedVotes ReasonCode="ongeldig">0</RejectedVotes>
        <UncountedVotes ReasonCode="toegelaten kiezers">14</UncountedVotes>
        <UncountedVotes ReasonCode="geldige stempassen">13</UncountedVotes>
      </ReportingUnitVotes>
      <ReportingUnitVotes><ReportingUnitIdentifier Id="0014::SB2"/>
        {list_1}<ValidVotes>20</ValidVotes></Selection>
        <Cast>59</Cast><TotalCounted>20</TotalCounted>
      </ReportingUnitVotes>
    </Contest></Contests>
  </Election></Count>
</EML>"""
PARTS = {
    "list_1": "<Selection><AffiliationIdentifier><RegisteredName>De Lijst</RegisteredName></AffiliationIdentifier>",
    "blank_list": '<Selection><AffiliationIdentifier Id="2"><RegisteredName></RegisteredName></AffiliationIdentifier>',
    "candidate": '<Selection><Candidate><CandidateIdentifier Id="4" ShortCode="BosA"/></Candidate>',
    "code": '<Selection><Candidate><CandidateIdentifier ShortCode="BosA"/></Candidate>',
}


def count(id_="510b", kr="http://www.kiesraad.nl/extensions"):
    return COUNT.format(id=id_, kr=kr, **PARTS).encode()


def texts(table, *columns):
    return table.rows.select(pl.col(name).struct.field("text").alias(name) for name in columns).rows()


def test_a_count():
    assert is_eml(count())
    votes, candidates, ballots = read_eml(count(), "r").tables
    assert [votes.at, candidates.at, ballots.at] == ["votes", "candidates", "ballots"]
    assert texts(votes, "unit", "within", "party", "votes") == [
        ("Groningen", None, "De Lijst", "30"),
        ("Kerk", "Groningen", "De Lijst", "10"),
        ("Kerk", "Groningen", "2", "3"),
        ("0014::SB2", "Groningen", "De Lijst", "20"),
    ]
    assert texts(candidates, "unit", "party", "candidate", "ballot_number", "votes") == [
        ("Groningen", "De Lijst", "BosA", None, "20"),
        ("Kerk", "De Lijst", "BosA", "4", "6"),
        ("Kerk", "2", "BosA", "4", "3"),
    ]
    measures = ("registered", "valid", "blank", "invalid", "signatures", "geldige stempassen")
    assert texts(ballots, "unit", *measures) == [
        ("Groningen", "99", "30", "2", None, None, None),
        ("Kerk", "40", "13", "1", "0", "14", "13"),
        ("0014::SB2", "59", "20", None, None, None, None),
    ]


def test_candidates_without_a_name_are_called_by_their_list():
    """Their number is read once, as that name."""
    _, candidates, _ = read_eml(count().replace(b' ShortCode="BosA"', b' DisplayOrder="1"'), "r").tables
    told = texts(candidates, "unit", "party", "candidate", "votes")
    assert told == [
        ("Groningen", "De Lijst", None, "20"),
        ("Kerk", "De Lijst", "De Lijst 4", "6"),
        ("Kerk", "2", "2 4", "3"),
    ]
    assert "ballot_number" not in candidates.columns
    keys = [candidates.keys[cell["cell"]] for cell in candidates.rows["candidate"].drop_nulls().to_list()]
    assert set(keys) == {"/Candidate/CandidateIdentifier/@Id"}


def test_no_cell_is_read_as_two_things():
    for table in read_eml(count(), "r").tables:
        for row in table.rows.to_dicts():
            cells = [(cell["line"], cell["cell"]) for cell in row.values() if cell]
            assert len(set(cells)) == len(cells)


def test_what_a_count_says_of_its_election():
    said = read_eml(count(), "r").said
    assert (said.format, said.date, said.title, said.status) == ("EML-NL", "2026-03-18", "Raad", "count (510b)")
    assert said.contests == [SaidContest("Raad", "list")]
    assert said.units == [
        SaidUnit("Kerk", "polling_station", "Groningen"),
        SaidUnit("0014::SB2", "polling_station", "Groningen"),
    ]


def test_a_count_that_is_not_of_the_netherlands():
    *_, ballots = read_eml(count("510", "urn:x"), "r").tables
    assert texts(ballots, "unit", "cast", "TotalCounted")[1] == ("Kerk", "40", "13")


@pytest.mark.parametrize("content", [b"<EML Id='230'><a>1</a></EML>", b"<r>1</r>"])
def test_no_count(content):
    assert not is_eml(content)
    with pytest.raises(InputError, match="it is no count or result in EML: it has no contests"):
        read_eml(content, "r")


def real(name):
    if not (EML / name).exists():
        pytest.skip(f"{name} is not here")
    return (EML / name).read_bytes()


FILES = ["deserialize_eml510b_test", "deserialize_eml510d_test", "eml510b_with_investigations", "eml520_test"]


@pytest.mark.parametrize("name", FILES)
def test_real_files_at_their_places(name):
    content = real(f"{name}.eml.xml")
    assert is_eml(content)
    meant = read_eml(content, name)
    root = etree.fromstring(content).getroottree()
    assert meant.tables
    for table in meant.tables:
        at = dict(table.objects.iter_rows())
        for column in table.columns:
            for cell in table.rows[column].drop_nulls().to_list():
                stands = in_xml(root, at[cell["line"]] + table.keys[cell["cell"]])
                assert cell["text"] == stands or (column == "candidate" and cell["text"].endswith(stands))


@pytest.mark.parametrize("name", FILES[:3])
def test_real_counts_add_up(name):
    votes, candidates, ballots = read_eml(real(f"{name}.eml.xml"), name).tables
    units = texts(ballots, "unit", "registered", "valid", "blank", "invalid")
    assert len(units) == 2
    for unit, registered, valid, *lost in units:
        assert registered == valid == "100"
        assert lost == ["0", "0"]
        for table in (votes, candidates):
            assert sum(int(n) for u, n in texts(table, "unit", "votes") if u == unit) == 100


def test_a_real_result():
    (outcomes,) = read_eml(real("eml520_test.eml.xml"), "r").tables
    told = texts(outcomes, "party", "candidate", "ballot_number", "outcome", "Ranking")
    assert len(told) == 10
    assert told[0] == ("Heemdamsenaren", "A.B.C. (Annemieke) Oorschot", "1", "yes", "1")
    assert told[2] == ("Heemdamsenaren", "G.H.O. (George) van Jaspers-Gezen", "3", "yes", "1")
    assert told[6][0] == "Lijst van de Kandidaten"
    assert read_eml(real("eml520_test.eml.xml"), "r").words == {"outcome": {"yes": "elected"}}
