"""What happened, in sentences and in tallies, from `results` and the figures of the whole country."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.closest import closest
from numerim.publish.headlines.country import counted_so_far, other_elections, turnout
from numerim.publish.headlines.races import Answers, Race, Tally, who
from numerim.publish.headlines.seats import tell_seats
from numerim.publish.headlines.words import counted, day_told, figures, listed, person, spoken, tallied

NO_PARTY: Final = "candidates without a party"
_ONE_BY_ONE = 3
"""Up to so many contests of an office are told one by one."""
_MOST_NAMES = 5
_MOST_RACES = 8
"""So many offices are told, those with most votes first; the others are counted."""


def answers(draft: Draft) -> Answers:
    """What happened in the election of a package, as far as `results` tells."""
    draft.connection.execute(_OWN.format(own=warehouse.text(draft.package), no_party=warehouse.text(NO_PARTY)))
    said = Answers()
    said.sentences += counted_so_far(draft)
    titles = _titles(draft)
    found = warehouse.rows(draft.connection, _RACES)
    races = [Race(titles.get(row[0], spoken(row[0])), *row) for row in found]
    for race in races[:_MOST_RACES]:
        _tell(draft, race, said)
    if left := races[_MOST_RACES:]:
        contests = counted(sum(race.contests for race in left), "contest")
        said.sentences.append(f"And {contests} for {counted(len({race.office for race in left}), 'other office')}.")
    said.sentences += _counted_then(draft)
    said.sentences += turnout(draft, said)
    said.sentences += other_elections(draft)
    full = dict(warehouse.rows(draft.connection, _NAMES))
    spoken_of = dict.fromkeys(who for tally in said.tallies for who, _ in tally.rows[:_MOST_NAMES])
    spoken_of |= dict.fromkeys(_short_names(said.sentences, full))
    said.names = {who: full[who] for who in spoken_of if who in full}
    return said


def _short_names(sentences: Sequence[str], full: Mapping[str, str]) -> list[str]:
    """The short names of parties that sentences speak of, in their order; `PD (BF)` is one of its own."""
    if not full:
        return []
    longest_first = "|".join(re.escape(name) for name in sorted(full, key=lambda name: (-len(name), name)))
    return re.findall(rf"(?<!\w)(?:{longest_first})(?!\w)", "\n".join(sentences))


def _titles(draft: Draft) -> dict[str, str]:
    """The offices that the election gives a name for people, with that name."""
    return {
        name: office.title["en"]
        for event in draft.file.election.events.values()
        for name, office in event.offices.items()
        if "en" in office.title
    }


def _counted_then(draft: Draft) -> list[str]:
    """Which sources of votes and shares were published while the count was less far than it is now."""
    election = draft.file.election
    rows = warehouse.rows(
        draft.connection,
        "SELECT source_id, count(DISTINCT contest_id) FROM headline_rows "
        "WHERE votes IS NOT NULL OR share IS NOT NULL GROUP BY source_id ORDER BY source_id",
    )
    return [
        f"The votes or shares of {counted(contests, 'contest')} are from “{source}”, published before the whole count "
        "had ended; they may have changed since."
        for source, contests in rows
        if election.status == "final" and election.status_of(source) == "partial"
    ]


_OWN = """
-- The rows of the package's own election, each with whom it is counted for.
CREATE OR REPLACE TEMP TABLE headline_rows AS
SELECT r.*, s.decimals,
    CASE WHEN r.contest_kind IN ('ballot-measure', 'retention') OR r.selection_kind IN ('write-in', 'none-of-the-above')
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
        bool_and(outcome IS NOT DISTINCT FROM 'elected') FILTER (votes IS NOT NULL OR share IS NOT NULL) AS won_only,
        bool_or(outcome = 'elected' AND who IS NULL) AS unnamed,
        bool_or(outcome = 'runoff' AND who IS NULL) AS unnamed_on,
        bool_or(contest_kind IN ('ballot-measure', 'retention')) AS asked,
        count(party) > 0 AS partisan, sum(votes) AS all_votes
    FROM headline_rows GROUP BY ALL)
SELECT office, round, count(*), count(*) FILTER (elected), count(*) FILTER (runoff), count(*) FILTER (seated),
    count(*) FILTER (votes), count(*) FILTER (shares), count(*) FILTER (votes OR shares), count(*) FILTER (won_only),
    count(*) FILTER (elected AND NOT unnamed AND NOT votes AND NOT shares),
    count(*) FILTER (runoff AND elected IS NOT true AND NOT unnamed_on AND NOT votes AND NOT shares),
    count(*) FILTER (unnamed), count(*) FILTER (unnamed_on),
    (SELECT any_value(runoff_on) FROM clean.elections e
        WHERE e.election_id = (SELECT any_value(election_id) FROM headline_rows))
FROM contest GROUP BY office, round
ORDER BY bool_or(asked), NOT bool_or(partisan), max(all_votes) DESC NULLS LAST, count(*) FILTER (seated) > 0,
    count(*) DESC, office, round
"""

_NAMES = """
SELECT acronym, min(coalesce(name_en, name)) FROM clean.parties WHERE acronym IS NOT NULL
GROUP BY acronym HAVING count(DISTINCT coalesce(name_en, name)) = 1 AND acronym <> min(coalesce(name_en, name))
"""


def _tell(draft: Draft, race: Race, said: Answers) -> None:
    if race.seated:
        tell_seats(draft, race, said)
    elif race.contests <= _ONE_BY_ONE:
        said.sentences += _one_by_one(draft, race, said)
    else:
        _tell_winners(draft, race, said)
    if race.contests > _ONE_BY_ONE and not race.seated:
        said.sentences += _how_many_have_figures(draft, race, said)


def _tell_winners(draft: Draft, race: Race, said: Answers) -> None:
    won, on = who(draft, race, "outcome = 'elected'"), who(draft, race, "outcome = 'runoff'")
    if race.runoffs:
        when = f" on {day_told(race.runoff_on)}" if race.runoff_on else ""
        said.sentences.append(
            f"Of {race.told}, {race.decided:,} {_were(race.decided)} decided in the first round and {race.runoffs:,} "
            f"{'goes' if race.runoffs == 1 else 'go'} to a runoff{when}."
        )
    elif race.decided:
        told = f"All {race.told} are" if race.decided == race.contests else f"Of {race.told}, {race.decided:,} are"
        said.sentences.append(f"{told} decided: {tallied(won, 'won')}." if won else f"{told} decided.")
    if won:
        if race.runoffs:
            said.sentences.append(f"Decided in the first round: {tallied(won, 'won')}.")
        said.tallies.append(Tally(f"Contests for {race.name} won", "contests", won))
    said.sentences += _wings(draft, race)
    if race.unnamed:
        said.sentences.append(f"The sources do not say who won {_of(race.unnamed, race.decided)} that were decided.")
    if race.unnamed_on:
        said.sentences.append(f"The sources do not say who stands in {_of(race.unnamed_on, race.runoffs)} runoffs.")
    if on:
        said.sentences.append(f"Who stands in the runoffs: {tallied(on, 'in')}.")
        said.tallies.append(Tally(f"Runoffs for {race.name} reached", "contests", on))
    leading = who(draft, race, "outcome = 'leading'")
    if leading:
        number = sum(n for _, n in leading)
        said.sentences.append(f"Still being counted: {counted(number, 'contest')}; ahead: {tallied(leading, 'in')}.")
        said.tallies.append(Tally(f"Contests for {race.name} led while the count goes on", "contests", leading))
    if not (race.decided or race.runoffs or leading):
        ahead = who(draft, race, "rank = 1")
        if ahead:
            said.sentences.append(
                f"Of {race.told}, the sources name no winner; first by the published figures: {tallied(ahead, 'in')}."
            )
            said.tallies.append(Tally(f"Contests for {race.name} led, by the published figures", "contests", ahead))


def _wings(draft: Draft, race: Race) -> list[str]:
    """Winners whose party has a wing in a coalition, and whose coalition a list leaves out that prints it elsewhere."""
    rows = warehouse.rows(
        draft.connection,
        f"""
        SELECT w.party, any_value(coalesce(m.acronym, m.name_en, m.name)), list(w.unit ORDER BY w.unit)
        FROM headline_rows w JOIN seed.coalition_members s ON s.election_id = w.election_id
            AND s.party_id = w.party_id AND s.member_id <> ''
        JOIN clean.parties m ON m.party_id = s.member_id
        WHERE w.{race.where.replace(" AND ", " AND w.")} AND w.outcome = 'elected' AND w.coalition_id IS NULL
            AND list_contains(string_split(w.findings, ' '), 'R117')
        GROUP BY w.party, s.member_id ORDER BY 1, 2
        """,
    )
    return [
        f"The source prints {party} without a coalition in {listed(units)}; it may mean {wing} there."
        for party, wing, units in rows
    ]


def _one_by_one(draft: Draft, race: Race, said: Answers) -> list[str]:
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
        sentences.append(f"{race.name[:1].upper()}{race.name[1:]}, {pair[0][1]}: {'; '.join(told)}.")
        votes = who(draft, race, f"contest_id = {warehouse.text(contest)} AND votes IS NOT NULL", "sum(votes)")
        if votes:
            said.tallies.append(Tally(f"Votes for {race.name}, {pair[0][1]}", "votes", votes))
    return sentences


def _how_many_have_figures(draft: Draft, race: Race, said: Answers) -> list[str]:
    """Of how many contests there are votes and shares, and which is the closest."""
    votes, shares, every, either = race.with_votes, race.with_shares, race.contests, race.with_either
    if not either:
        return [f"No votes or shares are published for these {every:,} contests{_but_only(race, ', only ')}."]
    told = []
    if every not in (votes, shares):
        what = "votes" if not shares else "shares" if not votes else f"votes (for {votes:,}) or shares (for {shares:,})"
        of = "all" if either == every else f"{either:,} of"
        winners = f", for {race.winners_only:,} of them only the winner’s" if race.winners_only else ""
        rest = _rest(race, every - either, "neither" if votes and shares else "none") if every > either else ""
        told.append(f"For {of} these {every:,} contests {what} are published{winners}{rest}.")
    return told + closest(draft, race, said)


def _rest(race: Race, number: int, none: str) -> str:
    """What is known of the other contests, so many."""
    known = _but_only(race, ", but it is known ")
    return f"; of the other{f' {number:,}' if number > 1 else ''} {none}{known}"


def _but_only(race: Race, before: str) -> str:
    """What is known of the contests without votes and shares, after a word; empty where of some nothing is."""
    if race.only_won + race.only_on < race.contests - race.with_either:
        return ""
    return before + " or ".join(["who won"] * bool(race.only_won) + ["who goes on"] * bool(race.only_on))


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
        SELECT list, party, unit || coalesce(' (' || district || ')', ''), office, outcome, votes, share, decimals,
            seats, source_id, locator, held_on, selection_kind, source_status
        FROM headline_rows JOIN (SELECT source_id, min(rank) AS source_rank FROM clean.sources GROUP BY ALL)
            USING (source_id)
        WHERE doubts IS NULL AND held_back IS NULL AND selection_kind NOT IN ('unnamed', 'remainder')
            AND (votes IS NOT NULL OR votes_are = 'not_listed')
            AND (votes IS NOT NULL OR share IS NOT NULL OR seats IS NOT NULL OR outcome IS NOT NULL)
        ORDER BY coalesce(votes, share, seats) IS NULL, source_status <> election_status, source_rank,
            outcome = 'elected' DESC NULLS LAST, lead IS NULL, votes DESC NULLS LAST, share DESC NULLS LAST,
            seats DESC NULLS LAST, contest_id, selection_id LIMIT 1
        """,
    )
    if not rows:
        return None
    name, party, place, office, outcome, *found, source, locator, held_on, kind, status = rows[0]
    votes, share, decimals, seats = found
    # only the figure that the locator is of
    share = share if votes is None else None
    had = figures(votes, share, decimals, seats if votes is None and share is None else None)
    verbs = {
        "elected": "won the contest",
        "runoff": "went to the runoff",
        "leading": "led in the contest",
        "largest": "was the largest list in the contest",
    }
    verb = verbs.get(outcome, f"had {had} in the contest" if had else "stood in the contest")
    when = f" on {day_told(held_on)}" if held_on else ""
    with_what = f" with {had}" if had and outcome in verbs else ""
    counts = {"partial": ", by a count that was not finished", "preliminary": ", by the preliminary count"}
    title = _titles(draft).get(office, spoken(office))
    told = f"{person(name, party, kind)} {verb} for {title} of {place}{when}{with_what}{counts.get(status, '')}"
    return told, source, locator
