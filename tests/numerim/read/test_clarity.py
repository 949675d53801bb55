"""The detail.xml of Clarity."""

import polars as pl
import pytest
from lxml import etree

from numerim.errors import InputError
from numerim.read.clarity import is_clarity, read_clarity
from numerim.read.said import SaidContest, SaidUnit

from .nested import DATA

WV = DATA / "us-2020" / "west-virginia-detail.xml"

DETAIL = b"""<?xml version="1.0"?>
<ElectionResult>
  <ElectionName>Primary</ElectionName><ElectionDate>5/14/2024</ElectionDate><Region>Adams</Region>
  <VoterTurnout totalVoters="90" ballotsCast="40" voterTurnout="44.44"><Precincts>
    <Precinct name="P1" totalVoters="50" ballotsCast="22" voterTurnout="44.00" percentReporting="4"/>
    <Precinct name="P2" totalVoters="40" ballotsCast="18" voterTurnout="45.00" percentReporting="4"/>
  </Precincts></VoterTurnout>
  <Contest key="1" text="Sheriff (Vote For 1)" voteFor="1" isQuestion="false">
    <ParticipatingPrecincts/>
    <VoteType name="Overvotes" votes="1"><Precinct name="P1" votes="1"/><Precinct name="P2" votes="0"/></VoteType>
    <VoteType name="Undervotes" votes="2"><Precinct name="P1" votes="2"/></VoteType>
    <Choice key="1" text="Ann" party="DEM" totalVotes="19">
      <VoteType name="Election Day" votes="12"><Precinct name="P1" votes="7"/><Precinct name="P2" votes="5"/></VoteType>
      <VoteType name="Absentee by Mail Votes" votes="7"><Precinct name="P1" votes="7"/></VoteType>
    </Choice>
  </Contest>
  <Contest key="2" text="Levy" voteFor="1" isQuestion="true">
    <Choice key="1" text="For" totalVotes="9"><VoteType name="Odd" votes="9"><Precinct name="P1" votes="9"/></VoteType>
    </Choice>
  </Contest>
</ElectionResult>"""


def texts(table, *columns):
    return table.rows.select(pl.col(name).struct.field("text").alias(name) for name in columns).rows()


def test_what_a_detail_means():
    assert is_clarity(DETAIL)
    meant = read_clarity(DETAIL, "r")
    tables = {table.at: table for table in meant.tables}
    assert list(tables) == ["votes", "votes of kinds", "votes in all", "lost", "turnout", "turnout in all"]
    assert texts(tables["votes"], "office", "unit", "candidate", "option", "party", "count_type", "votes") == [
        ("Sheriff (Vote For 1)", "P1", "Ann", None, "DEM", "Election Day", "7"),
        ("Sheriff (Vote For 1)", "P2", "Ann", None, "DEM", "Election Day", "5"),
        ("Sheriff (Vote For 1)", "P1", "Ann", None, "DEM", "Absentee by Mail Votes", "7"),
        ("Levy", "P1", None, "For", None, "Odd", "9"),
    ]
    assert texts(tables["votes of kinds"], "unit", "count_type", "votes") == [
        ("Adams", "Election Day", "12"),
        ("Adams", "Absentee by Mail Votes", "7"),
        ("Adams", "Odd", "9"),
    ]
    assert texts(tables["votes in all"], "unit", "candidate", "option", "votes") == [
        ("Adams", "Ann", None, "19"),
        ("Adams", None, "For", "9"),
    ]
    assert texts(tables["lost"], "office", "unit", "overvotes", "undervotes") == [
        ("Sheriff (Vote For 1)", "P1", "1", "2"),
        ("Sheriff (Vote For 1)", "P2", "0", None),
    ]
    assert texts(tables["turnout"], "unit", "registered", "cast", "turnout") == [
        ("P1", "50", "22", "44.00"),
        ("P2", "40", "18", "45.00"),
    ]
    assert texts(tables["turnout in all"], "unit", "registered", "cast") == [("Adams", "90", "40")]
    assert meant.words == {"count_type": {"Election Day": "election-day", "Absentee by Mail Votes": "absentee-mail"}}


def test_what_a_detail_says_of_its_election():
    said = read_clarity(DETAIL, "r").said
    assert (said.date, said.title, said.scope) == ("2024-05-14", "Primary", "Adams")
    assert said.contests == [
        SaidContest("Sheriff (Vote For 1)", "candidate", "Adams", None, "1", 1),
        SaidContest("Levy", "ballot-measure", "Adams", None, "1", 1),
    ]
    precincts = [SaidUnit("P1", "precinct", "Adams"), SaidUnit("P2", "precinct", "Adams")]
    assert said.units == [SaidUnit("Adams", "county"), *precincts]


def test_no_detail():
    assert not is_clarity(b"<a>1</a>")
    with pytest.raises(InputError, match="it has no contests"):
        read_clarity(b"<a>1</a>", "r")


@pytest.mark.skipif(not WV.exists(), reason="west-virginia-detail.xml is not here")
def test_west_virginia_against_lxml():
    root = etree.fromstring(WV.read_bytes())
    walked = [
        (
            contest.get("text"),
            unit.get("name"),
            choice.get("text"),
            choice.get("party"),
            unit.get("votes"),
        )
        for contest in root.iter("Contest")
        for choice in contest.iter("Choice")
        for kind in choice.iter("VoteType")
        for unit in kind.iter("County")
    ]
    votes = read_clarity(WV.read_bytes(), "r").tables[0]
    assert texts(votes, "office", "unit", "candidate", "party", "votes") == walked


@pytest.mark.skipif(not WV.exists(), reason="west-virginia-detail.xml is not here")
def test_west_virginia_adds_up():
    """Counties make the kinds of ballots, these the choices; turnout of counties that of the state."""
    tables = {table.at: table for table in read_clarity(WV.read_bytes(), "r").tables}
    figures = {}
    for at in ("votes", "votes of kinds", "votes in all"):
        rows = texts(tables[at], "office", "candidate", "votes")
        frame = pl.DataFrame(rows, schema=["office", "candidate", "votes"], orient="row").cast({"votes": pl.Int64})
        figures[at] = frame.group_by("office", "candidate").agg(pl.col("votes").sum()).sort("office", "candidate")
    assert tables["votes"].rows.height == 1774
    assert figures["votes"].height == 260
    assert figures["votes"].equals(figures["votes of kinds"])
    assert figures["votes"].equals(figures["votes in all"])
    ((registered, cast),) = texts(tables["turnout in all"], "registered", "cast")
    counties = texts(tables["turnout"], "registered", "cast")
    assert [sum(int(row[i]) for row in counties) for i in (0, 1)] == [int(registered), int(cast)]
