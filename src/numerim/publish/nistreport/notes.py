"""The `Notes` of a report: what its reader has to know, and what the standard has no place for."""

from collections.abc import Iterator
from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.nistreport.elections import NAME_UNKNOWN, STATUSES

_WITHOUT_DAY: Final = "c.round > 2 OR c.round = 2 AND e.runoff_on IS NULL"

_KEY: Final = "USING (election_id, contest_id, selection_id)"

_BALLOTS: Final = {
    "cast": "Ballots cast are here where their election is and no two offices have different ones.",
    "registered": "VotersRegistered does not say of which election or office it is.",
    "signatures": "VotersParticipated does not say of which election or office it is.",
    "invalid": "Invalid ballots are neither BallotsRejected nor Overvotes or Undervotes.",
    "blank": "Blank ballots are neither BallotsRejected nor Undervotes, which ballots have that vote for others.",
}
"""Why figures of a measure are left out, where the standard has something like them."""


def notes(draft: Draft, leaders_told: int) -> str:
    """The notes, a line for each matter.

    Args:
        draft: the release, of whose database `express` has made the tables.
        leaders_told: how many leaders of parties are in the report.
    """
    told = "\n".join(
        (
            f"Made by numerim from version {draft.version} of the data package {draft.package}. What SP 1500-100 has a "
            "place for is in this report; nothing was added up or computed. The package has every figure with its "
            "source and the line where it stands; the files named here lie in its folder data/.",
            f"GeneratedDate is the day up to which the sources tell. {_certified(draft)} Where the "
            "standard assumes no for what is not given (IsRecognizedParty, IsIncumbent), numerim does not know it.",
            f"{draft.licence_told} Sources: "
            + "; ".join(_named(draft, name) for name in draft.file.election.sources)
            + ".",
            *_people(draft),
            *_selections(draft),
            *_figures(draft),
            *_beside(draft, leaders_told),
            *_doubts(draft),
        )
    )
    return draft.as_it_lies(told, within="")


def is_short(draft: Draft) -> bool:
    """Whether the report has counts of whole contests only."""
    return any(draft.is_large(name) for name in ("vote_counts", "ballot_counts", "gp_units"))


def _named(draft: Draft, name: str) -> str:
    """A source as it is to be named."""
    source = draft.file.election.sources[name]
    return draft.granted[name].attribution or source.title + (f", {source.publisher}" if source.publisher else "")


def _number(draft: Draft, sql: str) -> int:
    """The answer to a question for one number."""
    return int(warehouse.rows(draft.connection, sql)[0][0])


def _by_kind(draft: Draft, sql: str) -> dict[str, int]:
    """Kind -> how many, of a question for kinds and numbers."""
    return {kind: int(number) for kind, number in warehouse.rows(draft.connection, f"{sql} ORDER BY 1") if number}


def _told(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _kinds(found: dict[str, int]) -> str:
    return ", ".join(f"{kind} {number:,}" for kind, number in found.items())


def _people(draft: Draft) -> Iterator[str]:
    unnamed = _number(
        draft,
        "SELECT count(*) FROM nist_selections JOIN nist_contests USING (election_id, contest_id) "
        "WHERE kind = 'list' AND contest_kind <> 'list'",
    )
    if unnamed:
        yield (
            f"{_told(unnamed, 'candidate is', 'candidates are')} named by no source; BallotName, with the label "
            f"{NAME_UNKNOWN}, says for which party or coalition."
        )
    partyless = _by_kind(
        draft,
        f"""
        SELECT CASE p.kind WHEN 'independent' THEN p.kind WHEN 'unnamed' THEN 'of a party without a name'
            ELSE 'not told' END, count(*)
        FROM nist_selections n JOIN clean.selections s {_KEY} LEFT JOIN clean.parties p ON p.party_id = s.party_id
        WHERE n.party_id IS NULL AND n.coalition_id IS NULL GROUP BY 1
        """,
    )
    if partyless:
        number = _told(sum(partyless.values()), "candidate has", "candidates have")
        yield (
            f"{number} neither PartyId nor EndorsementPartyIds ({_kinds(partyless)}): selections.csv, parties.csv. "
            "What numerim puts in the place of a party is no Party."
        )


def _selections(draft: Draft) -> Iterator[str]:
    left = _by_kind(
        draft,
        f"""
        SELECT CASE WHEN {_WITHOUT_DAY} THEN '' ELSE s.kind END, count(*)
        FROM clean.selections s ANTI JOIN nist_selections n {_KEY}
        JOIN clean.contests c USING (election_id, contest_id) JOIN clean.elections e USING (election_id) GROUP BY 1
        """,
    )
    without_day = left.pop("", 0)
    if left:
        yield (
            f"Left out: {_told(sum(left.values()), 'selection', 'selections')} (by kind: {_kinds(left)}), because the "
            "standard knows none that stands for many, or for somebody of whom neither name nor party is known: "
            "selections.csv."
        )
    if without_day:
        yield (
            f"Left out: {_told(without_day, 'selection', 'selections')} of a later round whose day is not known, "
            "because an Election has to have one: selections.csv."
        )
    for table, value in (("vote_counts", "votes"), ("seat_counts", "seats")):
        count, total = warehouse.rows(
            draft.connection,
            f"SELECT count(*), sum({value})::BIGINT FROM clean.{table} ANTI JOIN nist_selections {_KEY}",
        )[0]
        if count:
            yield (
                f"With them, {_told(count, 'figure', 'figures')} of {total:,} {value} in all: {table}.csv. The {value} "
                f"here are therefore not all {value} of a contest."
            )
    contests = _number(
        draft, "SELECT count(*) FROM clean.contests ANTI JOIN nist_contests USING (election_id, contest_id)"
    )
    if contests:
        told = _told(contests, "contest has no other selection and is", "contests have no other selection and are")
        yield f"{told} left out whole: contests.csv."


def _figures(draft: Draft) -> Iterator[str]:
    if is_short(draft):
        smaller = _number(
            draft,
            f"SELECT (SELECT count(*) FROM clean.vote_counts SEMI JOIN nist_selections {_KEY}) "
            "- (SELECT count(*) FROM nist_votes SEMI JOIN nist_selections " + _KEY + ")",
        )
        yield (
            f"Left out: {_told(smaller, 'count', 'counts')} of votes of units that are smaller than their contest, for "
            "so many would make the report too long to be read in one go: vote_counts.csv; the units: gp_units.csv."
        )
    told = ", ".join(warehouse.text(outcome) for outcome in STATUSES)
    outcomes = _by_kind(
        draft,
        f"""
        SELECT o.outcome, count(*) FROM clean.outcomes o ANTI JOIN (
            FROM nist_selections JOIN nist_contests USING (election_id, contest_id)
            WHERE outcome IN ({told}) AND (kind = 'candidate' OR contest_kind <> 'list')) {_KEY} GROUP BY 1
        """,
    )
    if outcomes:
        number = _told(sum(outcomes.values()), "outcome", "outcomes")
        yield (
            f"Left out: {number} ({_kinds(outcomes)}), of selections that are left out, of parties, or not final: "
            "PostElectionStatus is of candidates and final. See outcomes.csv."
        )
    shares = _number(draft, "SELECT count(*) FROM clean.vote_shares")
    if shares:
        yield f"Left out: {_told(shares, 'printed percentage', 'printed percentages')} of votes: vote_shares.csv."
    ballots = _by_kind(
        draft,
        "SELECT measure, sum(n)::BIGINT FROM (SELECT measure, count(*) AS n FROM clean.ballot_counts GROUP BY 1 "
        "UNION ALL SELECT measure, -figures FROM nist_ballots) GROUP BY 1",
    )
    if ballots:
        yield " ".join(
            (
                f"Left out: {_told(sum(ballots.values()), 'figure', 'figures')} of voters and ballots "
                f"({_kinds(ballots)}): ballot_counts.csv.",
                *(why for measure, why in _BALLOTS.items() if measure in ballots),
            )
        )


def _beside(draft: Draft, leaders_told: int) -> Iterator[str]:
    totals = _number(draft, "SELECT count(*) FROM clean.reported_totals")
    sizes = _number(draft, "SELECT count(*) FROM clean.reported_totals WHERE measure = 'council_size'")
    if totals:
        among = f", {sizes:,} of them sizes of councils, since a PartyContest has no NumberElected" if sizes else ""
        yield f"Left out: {_told(totals, 'printed total', 'printed totals')}{among}: reported_totals.csv."
    shares = _number(draft, "SELECT count(*) FROM clean.reported_shares")
    if shares:
        yield (
            f"Left out: {_told(shares, 'printed percentage', 'printed percentages')} of a whole, such as turnout: "
            "reported_shares.csv."
        )
    polls = _number(draft, "SELECT (SELECT count(*) FROM clean.poll_shares) + (SELECT count(*) FROM clean.poll_leads)")
    if polls:
        yield f"Left out: {_told(polls, 'figure', 'figures')} of polls: poll_shares.csv, poll_leads.csv."
    leaders = _number(draft, "SELECT count(*) FROM clean.party_leaders") - leaders_told
    if leaders:
        yield (
            f"Left out: {_told(leaders, 'entry', 'entries')} on leaders of parties, which name several persons, or are "
            "of another election or of what is no party: party_leaders.csv."
        )


def _doubts(draft: Draft) -> Iterator[str]:
    findings = _by_kind(draft, "SELECT severity, count(*) FROM clean.findings GROUP BY 1")
    if findings:
        yield (
            f"numerim found {_told(sum(findings.values()), 'thing that does', 'things that do')} not fit, or worth "
            f"knowing ({_kinds(findings)}): findings.csv."
        )
    held_back = _number(draft, "SELECT count(*) FROM clean.statements WHERE fate = 'held_back'")
    if held_back:
        told = _told(held_back, "figure that an error disputes is", "figures that errors dispute are")
        yield f"{told} held back from the tables, and from this report: statements.csv."
    flagged = _number(
        draft,
        f"""
        SELECT sum(n) FROM (
            SELECT count(doubts) AS n FROM nist_votes SEMI JOIN nist_selections {_KEY}
            UNION ALL SELECT count(doubts) FROM clean.seat_counts SEMI JOIN nist_selections {_KEY}
            UNION ALL SELECT count(doubts) FROM clean.outcomes SEMI JOIN nist_selections {_KEY}
            UNION ALL SELECT count(doubts) FROM clean.ballot_counts
                SEMI JOIN nist_ballots USING (election_id, round, gp_unit_id, measure, count_type))
        """,
    )
    if flagged:
        yield f"{_told(flagged, 'figure of this report is', 'figures of this report are')} flagged: column doubts."


def _certified(draft: Draft) -> str:
    if certified := draft.file.election.certified:
        return (
            f"Status is certified: {certified.by} certified the count on {certified.on}. That says nothing of the "
            "findings, which are numerim's."
        )
    return (
        "Status is unofficial because numerim does not know which results an authority has certified; complete means "
        "that the count has ended, not that every result of it is here."
    )
