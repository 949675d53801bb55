"""The closed lists of words that the tables and `election.yml` use.

Every list is a mapping from the word to what it means, so that the enumerations in a published package
explain themselves. The words follow NIST SP 1500-100 where it has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

WORD = "^[a-z0-9]+([-_][a-z0-9]+)*$"
"""The form of a word that an election may declare: an office, a kind of unit or of ballots, an account."""

OFFICES = {
    "mayor": "The head of a municipality",
    "council": "The council of a municipality",
    "all": "No single office: a figure given for the election as a whole",
}
"""The offices that ship; an election declares its own under `offices:`."""

UNIT_TYPES = {
    "country": "A country",
    "region": "A region of a country",
    "state": "A state of a federation",
    "county": "A county (Albanian: qark)",
    "municipality": "A municipality (Albanian: bashki, komunë)",
    "city": "A city",
    "town": "A town",
    "township": "A township",
    "borough": "A borough",
    "village": "A village",
    "constituency": "A constituency: an area that elects its own members",
    "congressional": "A district of a lower house of a federation",
    "state-house": "A district of the lower house of a state",
    "state-senate": "A district of the upper house of a state",
    "judicial": "A judicial district",
    "school": "A school district",
    "special": "A district for one purpose, such as soil and water",
    "ward": "A ward",
    "precinct": "A precinct",
    "vote-center": "A place where voters of several precincts vote",
    "drop-box": "A box for ballots by mail",
    "polling_station": "A polling station",
    "other": "Another kind of unit",
}
"""The kinds of units that ship; an election declares its own under `units:`."""

NIST_UNIT_TYPES = {
    **{name: name for name in UNIT_TYPES},
    "region": "other",
    "constituency": "other",
    "polling_station": "precinct",
}
"""A kind of unit -> ReportingUnitType of NIST SP 1500-100 v2."""

TOTAL_WORDS = (
    *("total", "totals", "totalt", "totales", "subtotal", "totali", "gjithsej", "totale", "totaux", "gesamt"),
    *("insgesamt", "gesamtergebnis", "totaal", "yhteensä", "ukupno", "sveukupno", "razem", "ogółem", "celkem"),
    *("összesen", "toplam", "iš viso", "i alt", "guztira", "cyfanswm", "cəmi", "jumlah"),
    *("tổng cộng", "tổng số", "итого", "всего", "укупно", "вкупно", "общо", "усього", "всього", "усяго", "барлығы"),
    *("нийт", "σύνολο", "συνολο", "ընդամենը", "სულ", "ჯამი", "المجموع", "مجموع", "الإجمالي", "الاجمالي", "إجمالي"),
    *("اجمالي", "جمع کل", "סה״כ", 'סה"כ', "סך הכל", "कुल", "মোট", "합계", "총계", "소계"),
)
"""Words that tell a row of totals wherever they stand in its name, in lower case."""

TOTAL_PARTS = ("合計", "總計", "总计", "合计", "総計", "小計", "小计", "รวมทั้งหมด", "ยอดรวม")
"""Words that tell a row of totals anywhere in its name, in scripts that do not divide words."""

TOTAL_NAMES = (
    *("sum", "suma", "summa", "summe", "shuma", "spolu", "skupaj", "skupno", "samtals", "alls", "viso", "kopā"),
    *(
        "kokku",
        "yekun",
        "tổng",
        "разом",
        "сума",
        "сумма",
        "всичко",
        "جمع",
        "کل",
        "میزان",
        "योग",
        "รวม",
        "계",
        "計",
        "计",
    ),
)
"""What rows of totals are called, where that alone is the name, in lower case."""

FUSION = ("US",)
"""Countries in which several parties may put forward one candidate, each on its own line of the ballot."""

CONTEST_KINDS = {
    "candidate": "Persons are voted for",
    "list": "Lists of parties are voted for",
    "ballot-measure": "A question is put to the voters, with answers such as yes and no",
    "retention": "Voters say whether a person stays in office",
}

PARTY_KINDS = {
    "party": "A political party",
    "coalition": "Several parties with one list or one candidate",
    "citizen_initiative": "A citizens' initiative",
    "independent": "Candidates whom no party puts forward",
    "unnamed": "A party that the source does not name",
    "remainder": "All lists that a source does not print one by one",
}

OUTCOMES = {
    "elected": "Won the office",
    "runoff": "Goes to the second round",
    "leading": "Ahead in a count that is not finished",
    "undecided": "The source says that nothing is decided",
    "largest": "Named as the largest list of a council",
}

SELECTION_KINDS = {
    "candidate": "A person",
    "list": "A list of a party or coalition, or a candidate whom the sources do not name",
    "remainder": "All selections that a source does not print one by one",
    "unnamed": "Somebody whom the source does not name",
    "option": "An answer to a question, such as yes or no",
    "write-in": "Persons whose names voters wrote on the ballot",
    "none-of-the-above": "None of those who stood",
}

ASIDE = {
    "write-in": "write-in",
    "none-of-the-above": "none-of-the-above",
    "others": "remainder",
    "yes": "option",
    "no": "option",
}
"""What a cell of candidates may name beside persons (`words:` of a column) -> the kind of selection that it is."""

SEVERITIES = {
    "error": "Figures contradict each other or the law; the one at fault is left out, or all are flagged in `doubts`",
    "warning": "The figures are published; those in doubt are flagged in `doubts`",
    "info": "Nothing is wrong, but the reader should know",
}

STATUSES = {
    "open": "Nobody has decided about it",
    "accepted": "Known and published all the same, with a reason",
    "corrected": "A declared correction resolves it; without that it would be open",
}

OBJECTION_STATES = {
    "open": "Nobody has decided about it",
    "accepted": "The figure is wrong; a correction is declared, or will be",
    "declined": "The figure stays as it is",
}

IMPACTS = {
    "decisive": "Another printed value, or one that fits, would change who wins, goes to a runoff, or gets a seat",
    "none": "No other printed value, nor one that fits, would change who wins, goes to a runoff, or gets a seat",
    "unknown": "The figures do not show whether it could change an outcome",
}

ROLES = {
    "in_doubt": "Nothing else confirms it: it is flagged, or held back where an open error singles it out",
    "takes_part": "It is among the figures or names that do not fit together, and is not disputed",
}

NIST_COUNT_TYPES = (
    *("absentee", "absentee-in-person", "absentee-mail", "early", "election-day", "provisional", "total", "uocava"),
    *("other", "write-in"),
)
"""CountItemType of NIST SP 1500-100 v2, as far as it tells ballots apart."""

COUNT_TYPES = {
    "total": "All ballots",
    "election-day": "Cast on the day, in a polling station",
    "early": "Cast before the day",
    "absentee": "Cast by those who are absent",
    "absentee-in-person": "Cast by those who are absent, in person before the day",
    "absentee-mail": "Cast by mail",
    "provisional": "Cast under a right that is examined afterwards",
    "uocava": "Cast from abroad, or by those who serve abroad",
    "other": "Cast in another way",
}

GIVEN = {
    "figure": "The source prints a figure",
    "withheld": "The source says that it does not publish the figure",
    "not_given": "The source lists the row and gives no figure",
}
"""Whether a source gives the figure that a row is for; what is not listed has no row, and 0 is a figure."""

VOTES_ARE = {
    "printed": "A source prints them",
    "corrected": "A source prints them otherwise; a declared correction changes that",
    "reckoned": "The sum of what one source prints by kinds of ballots, by lines, or by units, of which it lists all",
    "held_back": "A source states them, and an error disputes that: there is no clean figure",
    "withheld": "The source says that it does not publish them",
    "not_given": "The source lists it and gives no figure",
    "not_listed": "No source gives them for the whole contest",
}
"""Where the votes of a selection in a whole contest are from, or why there are none."""

RANKED_BY = {"votes": "Votes", "share": "Printed shares, in percentage points", "seats": "Seats"}

MANY = 5
"""So many findings of one kind are told as one."""

BASES = {
    "valid": "The valid votes",
    "cast": "The ballots cast",
    "registered": "The people registered",
    "cast-less-invalid": "The ballots cast, less the invalid ones",
}

LEVELS = {
    "same_day": "As many more than the people registered may vote, having registered on the day",
}

RELATIONS = {
    "equal": "The figure itself",
    "more than": "The source says “more than” the figure",
    "less than": "The source says “less than” the figure",
    "about": "The source says “about” the figure",
}

FATES = {
    "published": "Stands in a clean table",
    "agrees": "Says the same as the published one",
    "superseded": "Another statement is believed first",
    "held_back": "Disputed: a finding of severity error keeps it out of the clean tables",
    "used": "Makes no row of its own: a name, a date or a claim by which others are read or checked",
    "context": "Not a figure of the count",
    "ignored": "Not read, for the reason given",
}

_FATES_TOLD = {
    "published": ("is published", "are published"),
    "agrees": ("repeats a published one", "repeat published ones"),
    "superseded": ("gave way to one that is believed first", "gave way to others that are believed first"),
    "held_back": ("is left out, because it does not fit", "are left out, because they do not fit"),
    "used": ("serves to read or check others", "serve to read or check others"),
    "context": ("is no figure of the count", "are no figures of the count"),
    "ignored": ("is not read", "are not read"),
}


def fates_told(counts: Mapping[str, int]) -> str:
    """What became of statements, in words; `counts` is fate -> how many."""
    told = ((counts.get(fate, 0), words) for fate, words in _FATES_TOLD.items())
    return "; ".join(f"{n:,} {words[n != 1]}" for n, words in told if n)


TERMS = {
    "all": "All of it may be published, under its licence",
    "figures": "Only figures and names are taken from it",
    "nothing": "Nothing of it may be published",
    "unknown": "What may be done with it is not known",
}
"""What may be done with a source."""

ELECTION_STATUSES = {
    "partial": "From before the whole count had ended",
    "preliminary": "Counted, but something is still to come: a second round, or the certificate",
    "final": "Taken as final",
}

UNIT_STATES = {
    "all": "Every unit",
    "counted": "The count has ended",
    "counting": "The count goes on",
    "decided": "Decided in the first round",
    "runoff": "Goes to the second round",
    "uncontested": "Only one party stood",
    "electronic_voting": "Voted electronically",
}

Kind = Literal["count", "share", "points", "word", "text", "date", "nothing"]


@dataclass(frozen=True)
class Measure:
    """What a statement states, and the table that its value belongs in.

    Attributes:
        title: what it is, for people.
        kind: how the printed value is read: a whole number, a percentage, a difference in percentage points,
            a word of a closed list, free text, a date, or nothing (the statement has no figure of its own).
        table: the table of the contract that holds it, or None where the statement only names things.
        scope: `contest` where it is said of a selection of one contest, `contest-wide` where it is said of a
            contest, `unit` where it is said of a gp_unit, `election`, or `poll`.
        inside: the account that it is a part of, where it always is of one.
    """

    title: str
    kind: Kind
    table: str | None
    scope: Literal["contest", "contest-wide", "unit", "election", "poll", "none"]
    inside: str | None = None


MEASURES: dict[str, Measure] = {
    "votes": Measure("Votes of a selection", "count", "vote_counts", "contest"),
    "line_votes": Measure("Votes of a candidate on the line of one party", "count", "line_votes", "contest"),
    "candidates": Measure("Candidates on a list", "count", None, "contest"),
    "share": Measure("Share of the votes of a selection", "share", "vote_shares", "contest"),
    "seats": Measure("Seats of a selection", "count", "seat_counts", "contest"),
    "outcome": Measure("What happened to a selection", "word", "outcomes", "contest"),
    "candidacy": Measure("Stood in the contest", "nothing", None, "contest"),
    "not_standing": Measure("Did not stand", "nothing", None, "election"),
    "ongoing": Measure("Whether the count goes on", "text", None, "election"),
    "ahead_of": Measure("Has more votes than another in the contest", "nothing", None, "contest"),
    "council_size": Measure("Seats of a council", "count", "reported_totals", "contest-wide"),
    "quota": Measure("Votes that are enough to be elected", "count", "reported_totals", "contest-wide"),
    "list_votes": Measure("Votes of a list, over its candidates", "count", "reported_totals", "contest-wide"),
    "margin": Measure("Votes between the winner and the runner-up", "count", "reported_totals", "contest-wide"),
    "lead": Measure("Points between the winner and the runner-up", "points", "reported_shares", "contest-wide"),
    "registered": Measure("People on the electoral roll", "count", "ballot_counts", "unit"),
    "cast": Measure("Ballots cast", "count", "ballot_counts", "unit"),
    "valid": Measure("Valid ballots", "count", "ballot_counts", "unit", "cast"),
    "invalid": Measure("Invalid ballots", "count", "ballot_counts", "unit", "cast"),
    "blank": Measure("Blank ballots", "count", "ballot_counts", "unit", "cast"),
    "unstamped": Measure("Ballots without the stamp that they must bear", "count", "ballot_counts", "unit", "cast"),
    "foreign": Measure("Ballots that are not of this vote", "count", "ballot_counts", "unit", "cast"),
    "outside": Measure("Ballots found outside the box", "count", "ballot_counts", "unit"),
    "overvotes": Measure("Votes lost because too many were marked", "count", "ballot_counts", "unit"),
    "undervotes": Measure("Votes lost because too few were marked", "count", "ballot_counts", "unit"),
    "exhausted": Measure("Ballots that rank nobody who is still in the count", "count", "ballot_counts", "unit"),
    "signatures": Measure("Voters who signed for a ballot, or were admitted", "count", "ballot_counts", "unit"),
    "signatures_men": Measure("Men who signed for a ballot", "count", "ballot_counts", "unit"),
    "signatures_women": Measure("Women who signed for a ballot", "count", "ballot_counts", "unit"),
    "more_ballots": Measure("More ballots counted than voters admitted", "count", "ballot_counts", "unit"),
    "fewer_ballots": Measure("Fewer ballots counted than voters admitted", "count", "ballot_counts", "unit"),
    "received": Measure("Ballot papers received", "count", "ballot_counts", "unit"),
    "issued": Measure("Ballot papers issued to voters", "count", "ballot_counts", "unit"),
    "unused": Measure("Ballot papers left over", "count", "ballot_counts", "unit"),
    "spoilt": Measure("Ballot papers spoilt and replaced", "count", "ballot_counts", "unit"),
    "registered_men": Measure("Men on the electoral roll", "count", "ballot_counts", "unit"),
    "registered_women": Measure("Women on the electoral roll", "count", "ballot_counts", "unit"),
    "cast_men": Measure("Ballots cast by men", "count", "ballot_counts", "unit"),
    "cast_women": Measure("Ballots cast by women", "count", "ballot_counts", "unit"),
    "turnout": Measure("Ballots cast out of the people registered", "share", "reported_shares", "unit"),
    "turnout_change": Measure("Turnout less that of the election before", "points", "reported_shares", "unit"),
    "counted": Measure("Part of the ballots that is counted", "share", "reported_shares", "unit"),
    "winner_share": Measure("Share of every winner of round one", "share", "reported_shares", "unit"),
    "total_votes": Measure("Votes of a party over all contests", "count", "reported_totals", "unit"),
    "total_seats": Measure("Seats of a party over all contests", "count", "reported_totals", "unit"),
    "total_share": Measure("Share of a party over all contests", "share", "reported_shares", "unit"),
    "units": Measure("Units in a state", "count", "reported_totals", "unit"),
    "units_won": Measure("Units won by a party", "count", "reported_totals", "unit"),
    "polling_stations": Measure("Polling stations in a state", "count", "reported_totals", "unit"),
    "subjects": Measure("Political subjects that stood", "count", "reported_totals", "unit"),
    "registration": Measure("Number of a party on the ballot", "count", "registrations", "election"),
    "leader": Measure("Who leads a party", "text", "party_leaders", "election"),
    "held_on": Measure("Day of the vote", "date", "stated_dates", "election"),
    "runoff_on": Measure("Day of the second round", "date", "stated_dates", "election"),
    "previous_year": Measure("Year of the election before", "date", "stated_dates", "election"),
    "next_year": Measure("Year of the election after", "date", "stated_dates", "election"),
    "poll_share": Measure("Share of a selection in a poll", "share", "poll_shares", "poll"),
    "poll_lead": Measure("Points between the first two in a poll", "points", "poll_leads", "poll"),
    "context": Measure("A figure that is not of the count", "text", None, "none"),
}

BY_PARTY = ("list_votes", "total_votes", "total_seats", "total_share", "units_won", "ahead_of")
"""Measures whose category is a party."""

BALLOT_MEASURES = {name: m.title for name, m in MEASURES.items() if m.table == "ballot_counts"}
TOTAL_MEASURES = {name: m.title for name, m in MEASURES.items() if m.table == "reported_totals"}
SHARE_MEASURES = {name: m.title for name, m in MEASURES.items() if m.table == "reported_shares"}
DATE_MEASURES = {name: m.title for name, m in MEASURES.items() if m.table == "stated_dates"}
