"""The table `results`."""

import polars as pl

from numerim.schemas.contest import BASES as MAJORITIES
from numerim.schemas.law import titles
from numerim.schemas.table import CONTEST, Amount, Share, Table, column, voting_round
from numerim.schemas.vocabulary import (
    BASES,
    CONTEST_KINDS,
    ELECTION_STATUSES,
    OUTCOMES,
    PARTY_KINDS,
    RANKED_BY,
    SELECTION_KINDS,
    VOTES_ARE,
    WORD,
)


class Results(
    Table,
    title="Results",
    key=("election_id", "contest_id", "selection_id"),
    order=("election_id", "contest_id", "rank", "selection_id"),
):
    """Everything that could be voted for, one a row, with names and figures side by side: the table to begin with.

    What a source prints stands there as printed, whatever is thought of it; the clean figure beside it is empty where
    that is held back or says nothing that can be counted with.
    """

    election_id: str = column("Election", "The election that the row belongs to.", references="elections.election_id")
    election: str = column("Election, by name", "Its name in English.")
    election_status: str = column(
        "Status of the election",
        "How far the count of the election is in this package; `source_status` says it of the row's own figures.",
        words=ELECTION_STATUSES,
    )
    held_on: pl.Date = column("Day", "The day of the vote, where it is known.", nullable=True)
    country: str = column(
        "Country", "ISO 3166-1 alpha-2; XK, from the user-assigned range, for Kosovo.", pattern="^[A-Z]{2}$"
    )
    contest_id: str = column(
        "Contest",
        "Its id: one office or question, in one unit and one round.",
        references="contests.contest_id",
        pattern=CONTEST,
    )
    contest: str = column("Contest, by name", "The office or question, the place, the day.")
    contest_kind: str = column("Kind of contest", "What is voted for.", words=CONTEST_KINDS)
    office: str = column("Office", "The office, or the question; a word of `words`.", pattern=WORD)
    district: str = column(
        "District", "The district, seat or race, where the office has several in the unit.", nullable=True
    )
    unit_id: str = column("Unit", "The id of the unit whose voters decide.", references="gp_units.gp_unit_id")
    unit: str = column("Unit, by name", "The name of the unit whose voters decide: such as a municipality or a state.")
    unit_type: str = column("Kind of unit", "A word of `words`.", pattern=WORD)
    within: str = column("Within", "The name of the larger unit that it lies in, such as the county.", nullable=True)
    round: int = voting_round()
    law: str = column(
        "Law", "How votes become an outcome: the method, where numerim knows it.", words=titles(), nullable=True
    )
    majority_of: str = column("Majority of", "What a majority is counted of.", words=MAJORITIES)
    threshold: Share = column(
        "Threshold",
        "The share of the valid votes that a list needs to win seats; 0 where there is no threshold.",
        unit="percent",
        ge=0,
    )
    contest_seats: int = column(
        "Seats of the contest", "How many are elected, where a source says so.", unit="seats", nullable=True, ge=1
    )
    registered: int = column(
        "Registered", "People on the electoral roll of the unit.", unit="people", nullable=True, ge=0
    )
    ballots_cast: int = column("Ballots cast", "Ballots cast in the unit.", unit="ballots", nullable=True, ge=0)
    valid: int = column("Valid", "Valid ballots in the unit.", unit="ballots", nullable=True, ge=0)
    turnout: Share = column(
        "Turnout", "Ballots cast out of the people registered, as printed.", unit="percent", nullable=True, ge=0
    )
    selection_id: str = column(
        "Selection",
        "The id of what the row is about, a candidate, list or answer; unique within its contest.",
        references="selections.selection_id",
        pattern="^[a-z0-9-]+$",
    )
    list: str = column(
        "Who or what stood", "Its name, never empty: that of the candidate, or else of the party, coalition or answer."
    )
    selection_kind: str = column(
        "Kind of selection",
        "Whether it is a person, a list, an answer, or several taken together; `remainder` is no list, but all those "
        "that the source does not print one by one.",
        words=SELECTION_KINDS,
    )
    candidate: str = column("Candidate", "The person, where a source names one.", nullable=True)
    party_id: str = column(
        "Party",
        "The party that put it forward; the coalition, where no source names a party of it (`party_kind` tells).",
        references="parties.party_id",
        nullable=True,
    )
    party: str = column("Party, by name", "Its acronym, or else its name.", nullable=True)
    party_kind: str = column(
        "Kind of party", "What the party is: one party, or for example a coalition.", words=PARTY_KINDS, nullable=True
    )
    parties: str = column(
        "Parties", "All that put it forward, divided by semicolons, where several did (fusion).", nullable=True
    )
    coalition_id: str = column(
        "Coalition", "The coalition, where a source names it.", references="parties.party_id", nullable=True
    )
    coalition: str = column("Coalition, by name", "Its acronym, or else its name.", nullable=True)
    ballot_number: int = column("Number", "Its number on the ballot, where a source says it.", nullable=True, ge=0)
    votes_printed: str = column(
        "Votes as printed", "The votes of all ballots in the whole contest, exactly as printed.", nullable=True
    )
    votes: int = column("Votes", "The votes of all ballots in the whole contest.", unit="votes", nullable=True, ge=0)
    votes_are: str = column("Where the votes are from", "How `votes` came about, or why it is empty.", words=VOTES_ARE)
    share_printed: str = column("Share as printed", "The share, exactly as printed.", nullable=True)
    share: Share = column(
        "Share", "The share of the votes that a source prints; it is not computed.", unit="percent", nullable=True, ge=0
    )
    base: str = column("Share of what", "What a share of 100 would be, such as all valid votes.", words=BASES)
    seats_printed: str = column("Seats as printed", "The seats, exactly as printed.", nullable=True)
    seats: int = column("Seats", "Seats won.", unit="seats", nullable=True, ge=0)
    outcome_printed: str = column(
        "Outcome as printed",
        "The cell that says how it ended for this candidate or list, exactly as printed.",
        nullable=True,
    )
    outcome: str = column(
        "Outcome",
        "How it ended for this candidate or list, as a source says; it is not computed.",
        words=OUTCOMES,
        nullable=True,
    )
    rank: int = column(
        "Rank",
        "Its place in the contest by the figure of `ranked_by`, 1 for the most; empty where one of these figures is "
        "held back or not given, or only one is known. A remainder has none, even where it has more than the first.",
        nullable=True,
        ge=1,
    )
    ranked_by: str = column("Ranked by", "The figure that `rank` and `lead` go by.", words=RANKED_BY, nullable=True)
    lead: Amount = column(
        "Lead",
        "How much more it has than the best of the others, in the figure that `ranked_by` names; 0 where others have as "
        "much, and empty for those who are not first.",
        unit="as ranked_by says",
        nullable=True,
        ge=0,
    )
    held_back: str = column(
        "Held back",
        "Which figures of the row a source states but an error disputes, so that they are left blank here (`votes`, `share`, `seats`, `outcome`, "
        "`registered`, `ballots_cast`, `valid`, `turnout`), divided by spaces.",
        nullable=True,
    )
    doubts: str = column(
        "Doubts",
        "Rules, such as R401, whose errors and warnings dispute a figure of the row; the table `findings` says why.",
        nullable=True,
    )
    findings: str = column(
        "All findings",
        "Rules of all findings about a figure or name of the row: those of `doubts`, and remarks.",
        nullable=True,
    )
    held_by: int = column(
        "Held by",
        "How many sums, ratios and agreements with other figures hold in which its votes, share, seats or outcome take "
        "part; 0 where nothing else that is known would show that one is misprinted.",
        ge=0,
    )
    votes_held_by: int = column(
        "Votes held by",
        "How many sums, shares and agreeing sources hold the printed votes, those between the same figures counted once; 0 where a slip would not be seen, empty where no votes are printed.",
        nullable=True,
        ge=0,
    )
    votes_slip_unseen: Amount = column(
        "Slip of votes unseen",
        "Up to how many votes too many or too few would be seen by none of these: 0 where every slip would be; empty where nothing holds them.",
        unit="votes",
        nullable=True,
        ge=0,
    )
    share_held_by: int = column(
        "Share held by", "The same of the share: how many relations hold it.", nullable=True, ge=0
    )
    share_slip_unseen: Share = column(
        "Slip of the share unseen",
        "Up to how many percentage points too much or too little would be seen by none of these.",
        unit="percentage points",
        nullable=True,
        ge=0,
    )
    seats_held_by: int = column(
        "Seats held by", "The same of the seats: how many relations hold them.", nullable=True, ge=0
    )
    seats_slip_unseen: Amount = column(
        "Slip of seats unseen",
        "Up to how many seats too many or too few would be seen by none of these.",
        unit="seats",
        nullable=True,
        ge=0,
    )
    source_id: str = column(
        "Source",
        "The source of the first of its figures; where it has none, that which names it.",
        references="sources.source_id",
    )
    source_status: str = column(
        "Status of the source",
        "How far the count was in the source of the row's figures: of several sources, in the one that was least far.",
        words=ELECTION_STATUSES,
    )
    source_url: str = column("Address of the source", "Where it can be found, where that is known.", nullable=True)
    locator: str = column(
        "Place in the source",
        "Where in that source it stands, such as `r.csv:L12.C3` (line and cell, both counted from 1), `r.xlsx!Sheet1!F17` or `r.json#/Votes/3/name`.",
    )
    locators: str = column(
        "Places of all figures",
        "Where each of its figures stands: source|locator, divided by spaces, in the order votes, share, seats, "
        "outcome; of a sum, its first term.",
        nullable=True,
    )
