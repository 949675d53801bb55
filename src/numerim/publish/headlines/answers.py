"""What happened, in sentences and in tallies, from `results` and the figures of the whole country."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.country import counted_so_far, other_elections, turnout, votes_of_parties
from numerim.publish.headlines.words import counted, day_told, figures, listed, percent, person, spoken, tallied

NO_PARTY: Final = "a candidate without a party"
_ONE_BY_ONE = 3
"""Up to so many contests of an office are told one by one."""
_MOST_NAMES = 5
_MOST_RACES = 8
"""So many offices are told, those with most votes first; the others are counted."""


@dataclass(frozen=True)
class Tally:
    """Who has how many of something.

    Attributes:
        title: what is counted, for people.
        counts: what a number counts: contests, seats or votes.
        rows: who, and how many; most first.
    """

    title: str
    counts: str
    rows: tuple[tuple[str, int], ...]


@dataclass
class Answers:
    """What happened.

    Attributes:
        sentences: the headlines, in the order in which one reads them.
        tallies: the numbers behind them.
        names: the short name of a party that they speak of -> its name in full.
    """

    sentences: list[str] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Race:
    """The contests of one office in one round."""

    office: str
    round: int
    contests: int
    decided: int
    runoffs: int
    seated: int
    with_votes: int
    with_shares: int
    unnamed: int
    unnamed_on: int
    runoff_on: date | None

    @property
    def name(self) -> str:
        return f"{spoken(self.office)}{f', round {self.round}' if self.round > 1 else ''}"

    @property
    def told(self) -> str:
        return f"{counted(self.contests, 'contest')} for {self.name}"

    @property
    def where(self) -> str:
        return f"office = {warehouse.text(self.office)} AND round = {self.round}"


def answers(draft: Draft) -> Answers:
    """What happened in the election of a package, as far as `results` tells."""
    draft.connection.execute(_OWN.format(own=warehouse.text(draft.package), no_party=warehouse.text(NO_PARTY)))
    said = Answers()
    said.sentences += counted_so_far(draft)
    races = [_Race(*row) for row in warehouse.rows(draft.connection, _RACES)]
    for race in races[:_MOST_RACES]:
        _tell(draft, race, said)
    if left := races[_MOST_RACES:]:
        contests = counted(sum(race.contests for race in left), "contest")
        said.sentences.append(f"And {contests} for {counted(len({race.office for race in left}), 'other office')}.")
    said.sentences += _counted_then(draft)
    said.sentences += turnout(draft)
    said.sentences += other_elections(draft)
    full = dict(warehouse.rows(draft.connection, _NAMES))
    spoken_of = dict.fromkeys(who for tally in said.tallies for who, _ in tally.rows[:_MOST_NAMES])
    said.names = {who: full[who] for who in spoken_of if who in full}
    return said


def _counted_then(draft: Draft) -> list[str]:
    """Which sources of votes and shares were published while the count was less far than it is now."""
    election = draft.file.election
    rows = warehouse.rows(
        draft.connection,
        "SELECT source_id, count(DISTINCT contest_id) FROM headline_rows "
        "WHERE votes IS NOT NULL OR share IS NOT NULL GROUP BY source_id ORDER BY source_id",
    )
    return [
        f"The votes or shares of {counted(contests, 'contest')} are from the source “{source}”, "
        "published while the count went on: they are not final."
        for source, contests in rows
        if election.status == "final" and election.status_of(source) == "partial"
    ]


_OWN = """
-- The rows of the package's own election, each with whom it is counted for.
CREATE OR REPLACE TEMP TABLE headline_rows AS
SELECT r.*, s.decimals,
    CASE WHEN r.kind IN ('ballot-measure', 'retention') OR r.selection_kind IN ('write-in', 'none-of-the-above')
        THEN r.list WHEN r.selection_kind = 'unnamed' THEN NULL WHEN r.party IS NOT NULL THEN r.party
        WHEN r.selection_kind = 'candidate' THEN {no_party} ELSE r.list END AS who
FROM clean.results r LEFT JOIN clean.vote_shares s ON s.election_id = r.election_id AND s.contest_id = r.contest_id
    AND s.selection_id = r.selection_id AND s.gp_unit_id = r.unit_id
WHERE r.election_id = {own}
"""

_RACES = """
WITH contest AS (
    SELECT office, round, contest_id, bool_or(outcome = 'elected') AS elected, bool_or(outcome = 'runoff') AS runoff,
        count(seats) > 0 AS seated, count(votes) > 0 AS votes, count(share) > 0 AS shares,
        bool_or(outcome = 'elected' AND who IS NULL) AS unnamed,
        bool_or(outcome = 'runoff' AND who IS NULL) AS unnamed_on,
        bool_or(kind IN ('ballot-measure', 'retention')) AS asked, sum(votes) AS all_votes
    FROM headline_rows GROUP BY ALL)
SELECT office, round, count(*), count(*) FILTER (elected), count(*) FILTER (runoff), count(*) FILTER (seated),
    count(*) FILTER (votes), count(*) FILTER (shares), count(*) FILTER (unnamed), count(*) FILTER (unnamed_on),
    (SELECT any_value(runoff_on) FROM clean.elections e
        WHERE e.election_id = (SELECT any_value(election_id) FROM headline_rows))
FROM contest GROUP BY office, round
ORDER BY bool_or(asked), sum(all_votes) DESC NULLS LAST, count(*) FILTER (seated) > 0, count(*) DESC, office, round
"""

_NAMES = """
SELECT acronym, min(coalesce(name_en, name)) FROM clean.parties WHERE acronym IS NOT NULL
GROUP BY acronym HAVING count(DISTINCT coalesce(name_en, name)) = 1 AND acronym <> min(coalesce(name_en, name))
"""


def _tell(draft: Draft, race: _Race, said: Answers) -> None:
    if race.seated:
        _tell_seats(draft, race, said)
    elif race.contests <= _ONE_BY_ONE:
        said.sentences += _one_by_one(draft, race, said)
    else:
        _tell_winners(draft, race, said)
    if race.contests > _ONE_BY_ONE and not race.seated:
        said.sentences += [*_closest(draft, race), *_how_many_have_figures(race)]


def _who(
    draft: Draft, race: _Race, which: str, number: str = "count(DISTINCT contest_id)"
) -> tuple[tuple[str, int], ...]:
    """Who has how many, most first."""
    return tuple(
        warehouse.rows(
            draft.connection,
            f"SELECT who, ({number})::BIGINT AS n FROM headline_rows "
            f"WHERE who IS NOT NULL AND {race.where} AND {which} GROUP BY who HAVING n > 0 ORDER BY n DESC, who",
        )
    )


def _tell_winners(draft: Draft, race: _Race, said: Answers) -> None:
    won, on = _who(draft, race, "outcome = 'elected'"), _who(draft, race, "outcome = 'runoff'")
    if race.runoffs:
        when = f" on {day_told(race.runoff_on)}" if race.runoff_on else ""
        said.sentences.append(
            f"Of {race.told}, {race.decided:,} {_were(race.decided)} decided at once and {race.runoffs:,} "
            f"{'goes' if race.runoffs == 1 else 'go'} to a runoff{when}."
        )
    elif race.decided:
        told = f"All {race.told} are" if race.decided == race.contests else f"Of {race.told}, {race.decided:,} are"
        said.sentences.append(f"{told} decided: {tallied(won, 'won')}." if won else f"{told} decided.")
    if won:
        if race.runoffs:
            said.sentences.append(f"Decided: {tallied(won, 'won')}.")
        said.tallies.append(Tally(f"Contests for {race.name} won", "contests", won))
    if race.unnamed:
        said.sentences.append(f"The sources do not say who won {_of(race.unnamed, race.decided)} that were decided.")
    if race.unnamed_on:
        said.sentences.append(f"The sources do not say who stands in {_of(race.unnamed_on, race.runoffs)} runoffs.")
    if on:
        said.sentences.append(f"In the runoffs: {tallied(on, 'is in')}.")
        said.tallies.append(Tally(f"Runoffs for {race.name} reached", "contests", on))
    leading = _who(draft, race, "outcome = 'leading'")
    if leading:
        number = sum(n for _, n in leading)
        said.sentences.append(f"Where the count goes on, {tallied(leading, 'leads in')} of {number:,}.")
        said.tallies.append(Tally(f"Contests for {race.name} led while the count goes on", "contests", leading))
    if not (race.decided or race.runoffs or leading):
        ahead = _who(draft, race, "rank = 1")
        if ahead:
            said.sentences.append(
                f"Of {race.told}, no source says who won; by the published figures {tallied(ahead, 'leads in')}."
            )
            said.tallies.append(Tally(f"Contests for {race.name} led, by the published figures", "contests", ahead))


def _tell_seats(draft: Draft, race: _Race, said: Answers) -> None:
    named = _who(draft, race, "outcome = 'largest'")
    first = named or _who(draft, race, _MOST_SEATS)
    seats = _who(draft, race, "seats IS NOT NULL", "sum(seats)")
    whole = sum(number for _, number in seats)
    if race.contests > 1 and first:
        said.sentences.append(f"Largest list in {race.told}: {tallied(first)}.")
        if tied := _tied(draft, race):
            said.sentences.append(
                f"In {len(tied)} of them another list has as many seats: {listed(tied[:8])}{_more(tied)}."
            )
        said.tallies.append(Tally(f"Contests for {race.name}: largest list", "contests", first))
    if seats:
        said.sentences.append(f"Of the {whole:,} seats, {tallied(seats, 'has')}.")
        said.tallies.append(Tally(f"Seats in the contests for {race.name}", "seats", seats))
    held = warehouse.rows(
        draft.connection,
        "SELECT count(*) FROM headline_rows "
        f"WHERE {race.where} AND list_contains(string_split(held_back, ' '), 'seats')",
    )[0][0]
    if held:
        said.sentences.append(f"Held back, and not in these sums: the seats in {counted(held, 'row')}.")
    said.sentences += votes_of_parties(draft, race.office, race.round)


_MOST_SEATS = """seats > 0 AND selection_kind <> 'remainder' AND NOT EXISTS (SELECT 1 FROM headline_rows other
    WHERE other.contest_id = headline_rows.contest_id AND other.selection_kind <> 'remainder'
        AND other.seats > headline_rows.seats)"""


def _more(names: list[str]) -> str:
    return f", and {len(names) - 8} more" if len(names) > 8 else ""


def _tied(draft: Draft, race: _Race) -> list[str]:
    return [
        unit
        for (unit,) in warehouse.rows(
            draft.connection,
            f"""
            SELECT any_value(unit) FROM headline_rows WHERE {race.where}
            GROUP BY contest_id
            HAVING count(*) FILTER (selection_kind <> 'remainder') > 1 AND len(list_filter(
                list(seats) FILTER (selection_kind <> 'remainder'),
                lambda n: n = list_max(list(seats) FILTER (selection_kind <> 'remainder')))) > 1
            ORDER BY 1
            """,
        )
    ]


def _one_by_one(draft: Draft, race: _Race, said: Answers) -> list[str]:
    """Each contest in a sentence: the first two, with their figures."""
    frame = warehouse.rows(
        draft.connection,
        f"""
        SELECT contest_id, concat_ws(', ', unit, district) AS place, list, party, selection_kind,
            votes, share, decimals, outcome FROM headline_rows
        WHERE {race.where} QUALIFY row_number() OVER (PARTITION BY contest_id
            ORDER BY outcome = 'elected' DESC NULLS LAST, outcome IS NULL, rank NULLS LAST, selection_id) <= 2
        ORDER BY contest_id, outcome = 'elected' DESC NULLS LAST, outcome IS NULL, rank NULLS LAST, selection_id
        """,
    )
    verbs = {"elected": "was elected", "runoff": "goes to a runoff", "leading": "leads", "undecided": "is undecided"}
    sentences = []
    for contest in dict.fromkeys(row[0] for row in frame):
        pair = [row for row in frame if row[0] == contest]
        told = []
        for _, _, name, party, kind, votes, share, decimals, outcome in pair:
            had = figures(votes, share, decimals)
            said_of = f" {verbs[outcome]}" if outcome in verbs else ""
            told.append(f"{person(name, party, kind)}{said_of}{had and f' with {had}'}")
        sentences.append(f"{race.name.capitalize()}, {pair[0][1]}: {'; '.join(told)}.")
        votes = _who(draft, race, f"contest_id = {warehouse.text(contest)} AND votes IS NOT NULL", "sum(votes)")
        if votes:
            said.tallies.append(Tally(f"Votes for {race.name}, {pair[0][1]}", "votes", votes))
    return sentences


def _closest(draft: Draft, race: _Race) -> list[str]:
    """The contest in which the first two are nearest to each other, of those in which both have a share."""
    rows = warehouse.rows(
        draft.connection,
        f"""
        SELECT a.unit, a.list, a.party, a.selection_kind, a.share, a.decimals,
            b.list, b.party, b.selection_kind, b.share, b.decimals, coalesce(a.doubts, b.doubts) IS NOT NULL
        FROM headline_rows a JOIN headline_rows b ON b.contest_id = a.contest_id AND b.rank = 2
        WHERE a.{race.where.replace(" AND ", " AND a.")} AND a.rank = 1 AND a.share > b.share
        ORDER BY a.share - b.share, a.unit LIMIT 1
        """,
    )
    return [
        f"Of the contests in which both leaders have a published share, the closest is {unit}: {person(*one[:3])} with "
        f"{percent(*one[3:])} per cent, ahead of {person(*two[:3])} with {percent(*two[3:])}"
        f"{' (a figure is in doubt, see below)' if doubted else ''}."
        for unit, *both, doubted in rows
        for one, two in [(both[:5], both[5:])]
    ]


def _how_many_have_figures(race: _Race) -> list[str]:
    if race.contests in (race.with_votes, race.with_shares):
        return []
    told = [
        f"{what} for {number:,}"
        for what, number in (("votes", race.with_votes), ("shares", race.with_shares))
        if number
    ]
    return [
        f"Of these {race.contests:,} contests, figures are published only for some: {listed(told)}."
        if told
        else f"Neither votes nor shares are published for any of these {race.contests:,}, only who won or goes on."
    ]


def _of(some: int, every: int) -> str:
    return f"the {every:,}" if some == every else f"{some:,} of the {every:,}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def example(draft: Draft) -> tuple[str, str, str] | None:
    """A figure that nobody doubts, in a sentence, with its source and locator; None where there is none.

    `answers` has to be asked before.
    """
    rows = warehouse.rows(
        draft.connection,
        """
        SELECT list, party, unit, office, outcome, votes, share, decimals, seats, source_id, locator, held_on,
            selection_kind
        FROM headline_rows JOIN (SELECT source_id, min(rank) AS source_rank FROM clean.sources GROUP BY ALL)
            USING (source_id)
        WHERE doubts IS NULL AND held_back IS NULL AND selection_kind NOT IN ('unnamed', 'remainder')
            AND (votes IS NOT NULL OR share IS NOT NULL OR seats IS NOT NULL OR outcome IS NOT NULL)
        ORDER BY coalesce(votes, share, seats) IS NULL, source_rank, outcome = 'elected' DESC NULLS LAST,
            votes DESC NULLS LAST, share DESC NULLS LAST, seats DESC NULLS LAST, contest_id, selection_id LIMIT 1
        """,
    )
    if not rows:
        return None
    name, party, unit, office, outcome, votes, share, decimals, seats, source, locator, held_on, kind = rows[0]
    had = figures(votes, share, decimals, seats)
    verbs = {
        "elected": "won the contest",
        "runoff": "went to the runoff",
        "leading": "led in the contest",
        "largest": "was the largest list in the contest",
    }
    verb = verbs.get(outcome, f"had {had} in the contest" if had else "stood in the contest")
    when = f" on {day_told(held_on)}" if held_on else ""
    with_what = f" with {had}" if had and outcome in verbs else ""
    told = f"{person(name, party, kind)} {verb} for {spoken(office)} of {unit}{when}{with_what}"
    return told, source, locator
