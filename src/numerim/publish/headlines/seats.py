"""Councils and the like: which list is the largest where, who has how many seats, and what the figures hide."""

from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.country import votes_of_parties
from numerim.publish.headlines.races import Answers, Race, Tally, who
from numerim.publish.headlines.words import counted, listed, tallied

_MOST_PLACES: Final = 12
"""So many places are named in a sentence; the others are counted."""


def tell_seats(draft: Draft, race: Race, said: Answers) -> None:
    """Say who has which seats.

    Args:
        draft: the release.
        race: the contests, in which seats are known.
        said: what is said so far; gets more.
    """
    stated = who(draft, race, "outcome = 'largest'")
    first = stated or who(draft, race, _MOST_SEATS)
    seats = who(draft, race, "seats IS NOT NULL", "sum(seats)")
    whole = sum(number for _, number in seats)
    if race.contests > 1 and first:
        by = "as the source names it" if stated else "by the published seats"
        said.sentences.append(f"Largest list in {race.told}, {by}: {tallied(first, 'in')}.")
        said.sentences += _tied(draft, race)
        said.tallies.append(Tally(f"Contests for {race.name}: largest list", "contests", first))
    hidden = _hidden(draft, race)
    said.sentences += hidden
    if seats:
        listed_ones = who(draft, race, "seats IS NOT NULL AND selection_kind <> 'remainder'", "sum(seats)")
        rest = whole - sum(number for _, number in listed_ones)
        also = f"; {_lumped(draft, race, explained=bool(hidden))} have {rest:,}" if rest else ""
        said.sentences.append(f"Of the {whole:,} seats, {tallied(listed_ones, 'has')}{also}.")
        said.tallies.append(Tally(f"Seats in the contests for {race.name}", "seats", seats))
    held = warehouse.rows(
        draft.connection,
        "SELECT count(*) FROM headline_rows "
        f"WHERE {race.where} AND list_contains(string_split(held_back, ' '), 'seats')",
    )[0][0]
    if held:
        said.sentences.append(
            f"Not in these sums, because they do not fit and are left out: the seats in {counted(held, 'row')}."
        )
    said.sentences += votes_of_parties(draft, race.office, race.round, race.name)


_MOST_SEATS = """seats > 0 AND selection_kind <> 'remainder' AND NOT EXISTS (SELECT 1 FROM headline_rows other
    WHERE other.contest_id = headline_rows.contest_id AND other.selection_kind <> 'remainder'
        AND other.seats > headline_rows.seats)"""


def _tied(draft: Draft, race: Race) -> list[str]:
    """Where another list has as many seats as the largest."""
    places = _places(
        draft,
        race,
        """count(*) FILTER (selection_kind <> 'remainder') > 1 AND len(list_filter(
            list(seats) FILTER (selection_kind <> 'remainder'),
            lambda n: n = list_max(list(seats) FILTER (selection_kind <> 'remainder')))) > 1""",
    )
    if not places:
        return []
    return [f"In {len(places):,} of these another list has as many seats as the largest: {_named(places)}."]


def _hidden(draft: Draft, race: Race) -> list[str]:
    """Where those that the source lumps together have more seats than the largest list, or as many."""
    lumped = _lumped(draft, race)
    told: list[str] = []
    for than, has, may in ((">", "more seats than", "larger"), ("=", "as many seats as", "as large")):
        places = _places(
            draft,
            race,
            f"""max(seats) FILTER (selection_kind = 'remainder') > 0
                AND max(seats) FILTER (selection_kind = 'remainder') {than} coalesce(
                    max(seats) FILTER (outcome = 'largest'),
                    max(seats) FILTER (selection_kind NOT IN ('remainder', 'unnamed')))""",
        )
        if places and race.contests > 1:
            where = f"{len(places):,} more, they" if told else f"{len(places):,} of the {race.contests:,}, {lumped}"
            told.append(f"In {where} have {has} the largest list, so one of them may be {may}: {_named(places)}.")
        elif places:
            told.append(f"In {places[0]}, {lumped} have {has} the largest list, so one of them may be {may}.")
    return told


def _lumped(draft: Draft, race: Race, *, explained: bool = False) -> str:
    """Those that the source prints in one row or column together, by the name that this has."""
    names = warehouse.rows(
        draft.connection,
        f"SELECT DISTINCT list FROM headline_rows WHERE {race.where} AND selection_kind = 'remainder' ORDER BY 1",
    )
    if len(names) == 1:
        return f"“{names[0][0]}”{'' if explained else ' (lumped together in the source)'}"
    return "those that the source lumps together"


def _places(draft: Draft, race: Race, having: str) -> list[str]:
    """Where something holds of a contest."""
    return [
        place
        for (place,) in warehouse.rows(
            draft.connection,
            f"SELECT concat_ws(', ', any_value(unit), any_value(district)) AS place FROM headline_rows "
            f"WHERE {race.where} GROUP BY contest_id HAVING {having} ORDER BY place",
        )
    ]


def _named(places: list[str]) -> str:
    """Places in a sentence, the first of them by name."""
    if len(places) <= _MOST_PLACES + 1:
        return listed(places)
    return f"{', '.join(places[:_MOST_PLACES])} and {len(places) - _MOST_PLACES:,} more"
