"""What happened, in a sentence or two for each office."""

from collections.abc import Sequence

from numerim.site.language import Language
from numerim.site.lead import lead_of_all, winning_lead
from numerim.site.race import Race, races
from numerim.site.release import Contest, Release, Selection

NAMED = 5
"""So many parties are named in a sentence before the others are only counted."""


def headline(release: Release, t: Language) -> list[str]:
    """Sentences about the election that a package is named after, office by office."""
    return [said for race in races(release) for said in (_lists if race.is_of_lists else _persons)(race, t)]


def _persons(race: Race, t: Language) -> list[str]:
    if len(race.contests) == 1:
        return _one(race.contests[0], t)
    office, all_ = t.office(race.office, many=True), t.number(len(race.contests))
    said = []
    if race.won:
        first = t.says("%(party)s won %(number)s of %(all)s contests")
        said.append(t.says("%(office)s: %(tally)s.", office=office, tally=_tally(_named(race.won, t), t, first, all_)))
    if race.won_unnamed:
        said.append(
            t.counts(
                "%(number)s of %(all)s contests is decided, but the source does not name the winner.",
                "%(number)s of %(all)s contests are decided, but the source does not name the winners.",
                race.won_unnamed,
                all=all_,
            )
        )
    if race.runoffs:
        number = len(race.runoffs)
        said.append(t.counts("%(number)s contest goes to a runoff.", "%(number)s contests go to a runoff.", number))
    if race.not_known:
        said.append(
            t.counts(
                "For %(number)s contest the sources do not say who won.",
                "For %(number)s contests the sources do not say who won.",
                race.not_known,
            )
        )
    return said


def _one(contest: Contest, t: Language) -> list[str]:
    who = contest.winners or contest.runoff
    if not who:
        return _ahead(contest, t)
    names = t.listed(
        [f"{t.selection(one)} ({t.short(one)})" if one.party not in ("", one.name) else t.selection(one) for one in who]
    )
    if not contest.winners:
        return [t.says("%(names)s go to a runoff.", names=names)]
    if (lead := winning_lead(contest)) is None:
        return [t.says("%(names)s won.", names=names)]
    return [t.says("%(names)s won, %(lead)s ahead of the runner-up.", names=names, lead=t.lead(*lead))]


def _ahead(contest: Contest, t: Language) -> list[str]:
    """Who has most in a contest of which no source says how it ended."""
    if (lead := lead_of_all(contest)) is None:
        return []
    first, second, *_ = ranked = sorted(contest.named, key=lambda one: -one.number(lead[0]))
    if not (most := first.number(lead[0])):
        return []
    if not lead[1]:
        tied = t.listed([t.selection(one) for one in ranked if one.number(lead[0]) == most])
        return [t.says("%(names)s are tied; the sources do not say who won.", names=tied)]
    said = {"first": t.selection(first), "second": t.selection(second), "lead": t.lead(*lead)}
    return [t.says("%(first)s is ahead of %(second)s by %(lead)s; the sources do not say who won.", **said)]


def _lists(race: Race, t: Language) -> list[str]:
    said = []
    if race.won and len(race.contests) > 1:
        first = t.says("%(party)s is the largest list in %(number)s of %(all)s")
        tally = _tally(_named(race.won, t), t, first, t.number(len(race.contests)), t.says("%(party)s in %(number)s"))
        said.append(t.says("%(office)s: %(tally)s.", office=t.office(race.office, many=True), tally=tally))
        if tied := len(race.tied):
            said.append(
                t.says(
                    "%(office)s: in %(number)s, the two largest lists named are tied.",
                    office=t.office(race.office, many=True),
                    number=t.number(tied),
                )
            )
    if seats := _named([row for row in race.seats if row[0].kind != "remainder"], t):
        rest = sum(number for one, number in race.seats if one.kind == "remainder")
        if len(seats) <= NAMED:  # else the others are counted, and these are no single party
            seats.append((t.says("other parties and independents"), rest))
        every = t.number(sum(number for _, number in race.seats))
        tally = _tally(seats, t, t.says("%(party)s has %(number)s"), every)
        said.append(t.says("Of %(all)s seats, %(tally)s.", all=every, tally=tally))
    return said


def _named(rows: Sequence[tuple[Selection, int]], t: Language) -> list[tuple[str, int]]:
    return [(t.party(one), number) for one, number in rows]


def _tally(
    rows: Sequence[tuple[str, int]], t: Language, first: str, every: str, other: str = "%(party)s %(number)s"
) -> str:
    rows = [row for row in rows if row[1]]
    named = rows if len(rows) <= NAMED + 1 else rows[:NAMED]
    said = [
        (other if at else first) % {"party": party, "number": t.number(number), "all": every}
        for at, (party, number) in enumerate(named)
    ]
    if rest := rows[len(named) :]:
        total = t.number(sum(number for _, number in rest))
        said.append(t.counts("%(number)s other %(total)s", "%(number)s others %(total)s", len(rest), total=total))
    return t.listed(said)
