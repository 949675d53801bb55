"""The fact `statements`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact, all_units, complete, place, said_by, stated_in, statement_id
from numerim.schemas.table import column, count_type, election_id, locator, source_id
from numerim.schemas.vocabulary import GIVEN, PARTY_KINDS, RELATIONS


class Statements(Fact, key=("statement_id",)):
    """What one source states once: a figure, a name, a date, an outcome; also what could not be read.

    The other facts made of statements have only what could be read, and whose unit, party and contest are known.
    """

    statement_id: int = statement_id()
    election_id: str = election_id()
    source_id: str = source_id()
    path: str = column("File", "The file, beside election.yml.")
    line: int = column("Line", "The line or row of the file, from 1.")
    locator: str = locator()
    place: str = place()
    said_by: str = said_by()
    stated_in: str = stated_in()
    complete: bool = complete()
    all_units: bool = all_units()
    listed: bool = column("Listed", "Whether the table is said to list all units or selections, whatever it lacks.")
    measure: str = column("Measure", "What is stated.", references="measures.measure")
    scope: str = column(
        "Scope",
        "What it is said of.",
        words={
            "contest": "A selection of a contest",
            "contest-wide": "A contest",
            "unit": "A unit",
            "election": "An election",
            "poll": "A selection in a poll",
            "none": "Nothing that is counted",
        },
    )
    value: str = column("Value", "The cell, or what a correction put in its place.", nullable=True)
    given: str = column("Given", "Whether the source gives the figure.", words=GIVEN, nullable=True)
    misread: str = column("Misread", "What is wrong with the cell, or one that says whose it is.", nullable=True)
    number: Annotated[pl.Decimal, 24, 6] = column("Number", "The value, where it is a number.", nullable=True)
    decimals: int = column("Decimals", "How many decimals a percentage is printed with.", nullable=True)
    text: str = column("Text", "The value, where it is a word, a text or a date.", nullable=True)
    doubt: str = column("Doubt", "Why whoever read it doubts it, in words.", nullable=True)
    relation: str = column("Relation", "How the source puts the figure.", words=RELATIONS)
    count_type: str = count_type()
    category: str = column(
        "Category",
        "What is counted: a party, a kind, the state of a unit, or `all`; none where it is a party that is not known.",
        nullable=True,
    )
    by_party_printed: str = column(
        "Category as printed", "The party that it is counted for, as printed.", nullable=True
    )
    office: str = column("Race", "The office, with its district where it has several; `all` where none is named.")
    round: int = column("Round", "The round of the vote, from 1.")
    contest_id: str = column(
        "Contest",
        "The contest that it is said of, where there is one.",
        references="contests.contest_id",
        nullable=True,
    )
    decides_id: str = column(
        "Decided in", "The unit whose voters decide that contest.", references="gp_units.gp_unit_id", nullable=True
    )
    selection_id: str = column("Selection", "The selection of that contest, where it is said of one.", nullable=True)
    poll_id: str = column("Poll", "The poll that it was asked in, where it is said of one.", nullable=True)
    unit_printed: str = column("Unit as printed", "The unit, as printed.", nullable=True)
    gp_unit_id: str = column("Unit", "The unit, where it is known.", references="gp_units.gp_unit_id", nullable=True)
    is_astray: bool = column("Is astray", "Whether the unit lies in none that has the office, and has none in it.")
    within_printed: str = column("Within, as printed", "The unit that it is printed under.", nullable=True)
    within_id: str = column(
        "Within",
        "The unit that it is printed under, where that is known.",
        references="gp_units.gp_unit_id",
        nullable=True,
    )
    candidate: str = column("Candidate", "The person, under the form of the name that numerim uses.", nullable=True)
    party_printed: str = column("Party as printed", "The party, as printed.", nullable=True)
    named_party_id: str = column(
        "Party as named", "The party that the words mean.", references="parties.party_id", nullable=True
    )
    party_id: str = column(
        "Party",
        "That party; where only a wing of it stood with the coalition, that wing.",
        references="parties.party_id",
        nullable=True,
    )
    party_kind: str = column("Kind of party", "What the party is.", words=PARTY_KINDS, nullable=True)
    coalition_printed: str = column("Coalition as printed", "The coalition, as printed.", nullable=True)
    coalition_id: str = column(
        "Coalition", "The coalition, where it is known.", references="parties.party_id", nullable=True
    )
