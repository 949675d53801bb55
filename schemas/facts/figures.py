"""The fact `figures`."""

from typing import Annotated

import polars as pl

from numerim.schemas.fact import Fact, all_units, complete, place, stated_in
from numerim.schemas.table import column, election_id, source_id
from numerim.schemas.vocabulary import RELATIONS

SCOPES = {
    "unit": "A figure that a unit reports.",
    "contest": "A figure of a whole contest: that of its own unit, or else the sum over all units that report.",
    "stated": "A total or a percentage that a source states beside the figures.",
    "poll": "A figure of a poll.",
}
"""What figures are of."""


class Figures(
    Fact,
    key=(
        *("election_id", "office", "contest_id", "gp_unit_id", "round", "selection_id", "category", "poll_id"),
        *("measure", "source_id", "said_by", "stated_in", "scope", "place"),
    ),
):
    """A figure as a source states it; one that it repeats stands here once.

    It is what relations are asked of: whose it is, of which round, and whether the source says that it is exactly this
    stands in every row.
    """

    election_id: str = election_id()
    office: str = column("Race", "The office, with its district where it has several.", nullable=True)
    contest_id: str = column("Contest", "The contest that it is of or reports on.", nullable=True)
    gp_unit_id: str = column("Unit", "The unit that it is of.", nullable=True)
    round: int = column("Round", "The round of the vote, from 1.", nullable=True)
    selection_id: str = column("Selection", "What was voted for, where it is of one.", nullable=True)
    category: str = column("Category", "What a stated total is of: a party, or a word.", nullable=True)
    poll_id: str = column("Poll", "The poll, where it is of one.", nullable=True)
    measure: str = column("Measure", "What it states, a word of `words`.")
    source_id: str = source_id()
    said_by: str = column("Said by", "Whom the source itself credits with it; empty for nobody.")
    stated_in: str = stated_in()
    figure: Annotated[pl.Decimal, 24, 6] = column("Figure", "The figure.")
    half: Annotated[pl.Decimal, 18, 8] = column("Half", "Half a unit of its last printed decimal; 0 for a count.")
    relation: str = column("Relation", "Whether it is said to be exactly this.", words=RELATIONS)
    complete: bool = complete()
    all_units: bool = all_units()
    place: str = place()
    label: str = column("Label", "What it is of, for sentences: the contest, the unit, or the poll.", nullable=True)
    what: str = column(
        "What", "What it is a figure of, within that: a selection, a party, or the measure.", nullable=True
    )
    about: str = column(
        "About", "The contest, and the unit where that is a part, as subjects of findings.", nullable=True
    )
    scope: str = column("Scope", "What it is of.", words=SCOPES)
    is_whole: bool = column("Is whole", "Whether the unit is the one that decides a contest.", nullable=True)
    inside: str = column(
        "Inside", "The account that the measure is a part of, where it always is of one.", nullable=True
    )
    blank_is: str = column(
        "Blank is",
        "Of blank ballots, whether the source counts them among the others (`inside`; `valid`: among the valid "
        "ones, as it says), beside them (`apart`), or does not let tell (`open`). Of votes lost, `valid` where most "
        "units show that they are of valid ballots, `cast` where they make those cast with the votes, else `apart`.",
        nullable=True,
    )
    comes: int = column(
        "Comes", "The rank of the selection in the list of the source; none for the rest.", nullable=True
    )
    shares_of: str = column("Shares of", "What shares of this race are of.", nullable=True)
    one_vote: bool = column(
        "One vote",
        "Of shares, whether a voter has one vote; of votes, whether a ballot is one; nothing where no law is declared.",
        nullable=True,
    )
