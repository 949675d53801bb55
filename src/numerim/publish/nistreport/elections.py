"""The elections of a report: candidates, contests, and their counts."""

from typing import Final

import duckdb

from numerim import warehouse
from numerim.declare.election import ElectionFile
from numerim.publish.nistreport.objects import Json, identifier, object_id, text, typed
from numerim.schemas.law import laws, terms

NAME_UNKNOWN: Final = "name-unknown"
"""The label of a ballot name that says whose candidate somebody is, because no source names the person."""

# `leading` and `undecided` are said of counts that go on, of which projected-winner would say more than the source.
STATUSES: Final = {"elected": "winner", "runoff": "advanced-to-runoff"}

_COUNT_STATUSES: Final = {"partial": "in-process", "preliminary": "completed", "final": "completed"}


def elections(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> list[Json]:
    """The Elections, that of the package first.

    A second round is an Election of its own, of type `runoff`: the standard defines it as the election between
    the two who led in the one before. Its `Round` of counts is that of ranked choice, not of a second vote.
    """
    contests = _contests(connection)
    candidates = _candidates(connection)
    ballots = _ballots(connection)
    scopes = _scopes(connection)
    return [
        typed(
            "Election",
            Name=text(**_titles(file, election, title) if round_ == 1 else {"en": f"{title}, second round"}),
            Type="runoff" if round_ > 1 else "special" if _is_by_election(election) else "general",
            StartDate=held_on.isoformat(),
            EndDate=held_on.isoformat(),
            ElectionScopeId=object_id("unit", scopes[election]),
            ExternalIdentifier=identifier("numerim-election", election if round_ == 1 else f"{election}/{round_}"),
            CountStatus=[
                typed(
                    "CountStatus",
                    Type="total",
                    # What is still to come of a preliminary count may be this very round.
                    Status="unknown" if round_ > 1 and status == "preliminary" else _COUNT_STATUSES[status],
                )
            ],
            BallotCounts=ballots.get((election, round_)),
            Candidate=candidates.get((election, round_)),
            Contest=contests[election, round_],
        )
        for election, round_, title, status, held_on in warehouse.rows(
            connection,
            "SELECT election_id, round, title, status, held_on FROM nist_elections "
            f"ORDER BY election_id <> {warehouse.text(file.election.id)}, election_id, round",
        )
    ]


def _titles(file: ElectionFile, election: str, title: str) -> dict[str, str]:
    event = file.election.events.get(election)
    titles = event.title if event else {}
    return {"en": title, **{language: titles[language] for language in sorted(titles)}}


def _is_by_election(election: str) -> bool:
    """Whether an id names a by-election: it is made of the country, the kind and the year or day."""
    return "by" in election.split("-")[1:2]


def _scopes(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Election -> the unit that it is held in.

    That is the country; for by-elections, the smallest unit that has all contests in it. Every unit leads up to a
    country: `clean.gp_units` has the whole chain above each.
    """
    parents: dict[str, str | None] = dict(
        warehouse.rows(connection, "SELECT gp_unit_id, parent_id FROM clean.gp_units")
    )
    scopes: dict[str, list[str]] = {}
    for election, unit in warehouse.rows(
        connection, "SELECT DISTINCT election_id, gp_unit_id FROM nist_contests ORDER BY ALL"
    ):
        chain = _chain(unit, parents)
        before = scopes.get(election, chain)
        scopes[election] = [one for one, other in zip(before, chain, strict=False) if one == other]
    return {election: shared[-1 if _is_by_election(election) else 0] for election, shared in scopes.items()}


def _chain(unit: str, parents: dict[str, str | None]) -> list[str]:
    """The units that a unit lies in, the largest first, and itself."""
    chain = [unit]
    while parent := parents.get(chain[0]):
        chain.insert(0, parent)
    return chain


def _ballots(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], list[Json]]:
    """Election and round -> its BallotCounts.

    Invalid and blank ballots are not among them. BallotsRejected are those that were not accepted for counting;
    overvotes and undervotes are told by their cause, which the sources do not give.
    """
    found: dict[tuple[str, int], list[Json]] = {}
    for election, round_, unit, count_type, ballots in warehouse.rows(
        connection,
        "SELECT election_id, round, gp_unit_id, count_type, ballots FROM nist_ballots WHERE measure = 'cast' "
        "ORDER BY ALL",
    ):
        counts = typed("BallotCounts", GpUnitId=object_id("unit", unit), Type=count_type, BallotsCast=ballots)
        found.setdefault((election, round_), []).append(counts)
    return found


def _candidates(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], list[Json]]:
    """Election and round -> its Candidates, one for each contest that somebody stands in.

    Somebody whom no source names is one too, since the party and what became of the candidate are known.
    """
    found: dict[tuple[str, int], list[Json]] = {}
    for election, round_, contest, selection, candidate, party, name, outcome in warehouse.rows(
        connection,
        """
        SELECT election_id, round, contest_id, selection_id, candidate, s.party_id, coalesce(p.name_en, p.name),
            outcome
        FROM nist_selections s JOIN nist_contests USING (election_id, round, contest_id)
        LEFT JOIN clean.parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)
        WHERE s.kind = 'candidate' OR contest_kind <> 'list' ORDER BY election_id, contest_id, selection_id
        """,
    ):
        unnamed = text(en=f"Candidate of {name} (not named in the sources)", label=NAME_UNKNOWN)
        found.setdefault((election, round_), []).append(
            typed(
                "Candidate",
                id_=object_id("candidate", contest, selection),
                BallotName=text(und=candidate) if candidate is not None else unnamed,
                PartyId=object_id("party", party) if party else None,
                PostElectionStatus=STATUSES.get(outcome),
            )
        )
    return found


def _contests(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, int], list[Json]]:
    """Election and round -> its contests: of candidates, or of parties where a council is voted for."""
    selections = _selections(connection)
    found: dict[tuple[str, int], list[Json]] = {}
    for election, round_, contest, office, unit, name, law, told, kind, seats in warehouse.rows(
        connection,
        "SELECT election_id, round, contest_id, race, gp_unit_id, name, law, terms, contest_kind, seats "
        "FROM nist_contests ORDER BY election_id, contest_id",
    ):
        is_of_lists = kind == "list"
        found.setdefault((election, round_), []).append(
            typed(
                "PartyContest" if is_of_lists else "CandidateContest",
                id_=object_id("contest", contest),
                Name=name,
                ElectionDistrictId=object_id("unit", unit),
                # A vote for lists shares out the seats, whichever divisor or quota the law has.
                VoteVariation=laws()[law].variation if law else "proportional" if is_of_lists else None,
                VotesAllowed=None if is_of_lists else laws()[law].votes_allowed(terms(told), seats) if law else 1,
                NumberElected=None if is_of_lists else seats or 1,
                OfficeIds=None if is_of_lists else [object_id("office", office, unit)],
                ContestSelection=selections[election, contest],
            )
        )
    return found


def _selections(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[Json]]:
    """Election and contest -> its selections with their counts."""
    counts = _counts(connection)
    found: dict[tuple[str, str], list[Json]] = {}
    for election, contest, selection, party, coalition, is_list in warehouse.rows(
        connection,
        """
        SELECT election_id, contest_id, selection_id, party_id, coalition_id, kind = 'list' AND contest_kind = 'list'
        FROM nist_selections JOIN nist_contests USING (election_id, round, contest_id)
        ORDER BY election_id, contest_id, selection_id
        """,
    ):
        if is_list:
            voted_for = {"PartyIds": [object_id("party", one) for one in (party, coalition) if one]}
        else:
            voted_for = {
                "CandidateIds": [object_id("candidate", contest, selection)],
                "EndorsementPartyIds": [object_id("party", coalition)] if coalition else [],
            }
        found.setdefault((election, contest), []).append(
            typed(
                "PartySelection" if is_list else "CandidateSelection",
                id_=object_id("selection", contest, selection),
                **voted_for,
                VoteCounts=counts.get((election, contest, selection)),
            )
        )
    return found


def _counts(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], list[Json]]:
    """Election, contest and selection -> its VoteCounts: votes by unit, and seats, for which the standard has a type.

    The database makes the objects, since there may be hundreds of thousands.
    """
    made = warehouse.rows(
        connection,
        """
        SELECT election_id, contest_id, selection_id, list({
            '@type': 'ElectionResults.VoteCounts', 'GpUnitId': 'unit.' || gp_unit_id,
            'Type': coalesce(nist, 'other'), 'Count': n
        } ORDER BY gp_unit_id, count_type)
        FROM (
            SELECT election_id, contest_id, selection_id, gp_unit_id, count_type, votes AS n FROM nist_votes
            WHERE given = 'figure'
            UNION ALL
            SELECT election_id, contest_id, selection_id, gp_unit_id, 'seats', seat_counts.seats
            FROM clean.seat_counts JOIN nist_contests USING (election_id, contest_id) WHERE given = 'figure'
        ) LEFT JOIN (SELECT word AS count_type, nist FROM clean.words WHERE kind = 'count_type'
            UNION ALL SELECT 'seats', 'seats') USING (count_type)
        SEMI JOIN nist_selections USING (election_id, contest_id, selection_id)
        GROUP BY election_id, contest_id, selection_id
        """,
    )
    return {(election, contest, selection): counts for election, contest, selection, counts in made}
