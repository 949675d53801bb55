"""The table `contests`."""

import polars as pl

from numerim.schemas.contest import BASES as MAJORITIES
from numerim.schemas.law import titles
from numerim.schemas.table import (
    CONTEST,
    Share,
    Table,
    column,
    election_id,
    gp_unit_id,
    locator,
    race,
    source_id,
    voting_round,
)
from numerim.schemas.vocabulary import BASES, CONTEST_KINDS, WORD


class Contests(Table, title="Contests", key=("election_id", "contest_id")):
    """One question put to the voters of one unit: an office, a council or a measure, in one round."""

    election_id: str = election_id()
    contest_id: str = column(
        "Contest",
        "`election/office/gp_unit/round`, with the district before the round where there are several; unique over all packages.",
        pattern=CONTEST,
    )
    contest: str = column("Name", "What it is, for people: the office, the place, the day.")
    kind: str = column("Kind", "What is voted for.", words=CONTEST_KINDS)
    office: str = column("Office", "The office, or the question; a word of `words`.", pattern=WORD)
    district: str = column(
        "District", "The district, seat or race, where the office has several in the unit.", nullable=True
    )
    race: str = race()
    gp_unit_id: str = gp_unit_id("The unit whose voters decide.")
    round: int = voting_round()
    held_on: pl.Date = column("Day", "The day of this round, where it is known.", nullable=True)
    seats: int = column(
        "Seats", "How many are elected, where the election or a source says so.", nullable=True, ge=1, unit="seats"
    )
    law: str = column(
        "Law",
        "How votes become an outcome: the method, where numerim knows it.",
        words=titles(),
        nullable=True,
    )
    statute: str = column("Statute", "What a parliament enacted about it.", nullable=True)
    terms: str = column(
        "Terms",
        "What modifies the method, as JSON: `seats`, `votes` (of a voter), `of`, `majority`, `least`, `ahead`, `going_on`, `quorum`, `approval`, `threshold`, `threshold_of`, `exempt`.",
        nullable=True,
    )
    majority_of: str = column("Majority of", "What a majority is of.", words=MAJORITIES)
    shares_of: str = column("Shares of", "What printed shares are of.", words=BASES)
    threshold: Share = column(
        "Threshold", "The least share of the valid votes that takes part in the seats.", unit="percent", ge=0
    )
    source_id: str = source_id()
    locator: str = locator("Where in the source it is first spoken of: in a result rather than in a poll.")
