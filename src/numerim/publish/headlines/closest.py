"""Which contest is the closest: by votes, where a margin in votes is known, and by shares where only these are."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.races import Answers, Race
from numerim.publish.headlines.words import counted, listed, percent, person


@dataclass(frozen=True)
class _Near:
    """A contest with what its first is ahead by.

    Attributes:
        contest_id: the contest.
        by: `votes`, `margin` (one that a source states, in votes) or `share`.
        apart: how far the first is ahead: votes, or percentage points.
        among: how many contests have as much known of them.
        place: where it is.
        first: name, party and kind of the first.
        had: what the first had.
        decimals: with how many decimals a share of the first is printed.
        second: name, party and kind of the second.
        had_then: what the second had.
        decimals_then: with how many decimals a share of the second is printed.
        doubts: the rules that doubt one of these figures.
        status: how far the count was in the source of these figures; None where as far as it is in the package.
    """

    contest_id: str
    by: str
    apart: Decimal
    among: int
    place: str
    first: tuple[str, str | None, str]
    had: Decimal | None
    decimals: int | None
    second: tuple[str, str | None, str]
    had_then: Decimal | None
    decimals_then: int | None
    doubts: tuple[str, ...]
    status: str | None


def closest(draft: Draft, race: Race, said: Answers) -> list[str]:
    """The contest that was won by fewest votes; apart from it, that with the nearest shares where no votes are known.

    Votes and percentage points are not compared with each other. `said` gets the findings that doubt these figures.
    """
    rows = warehouse.rows(draft.connection, _NEAREST.format(where=race.where))
    told = []
    for at, by, apart, among, place, a, p, k, had, n, b, q, j, had_then, m, doubted, status in rows:
        rules = tuple(dict.fromkeys((doubted or "").split()))
        near = _Near(at, by, apart, among, place, (a, p, k), had, n, (b, q, j), had_then, m, rules, status)
        told.append(f"{_which(race, near)} {_with_what(near)}{_but(near)}.")
        said.doubted |= {(rule, at) for rule in rules}
    return told


_NEAREST: Final = """
WITH own AS (
    SELECT *, row_number() OVER (PARTITION BY contest_id ORDER BY rank NULLS LAST,
        outcome = 'elected' DESC NULLS LAST, selection_id) AS n
    FROM headline_rows WHERE {where} AND coalesce(contest_seats, 1) = 1
),
stated AS (
    SELECT c.contest_id, any_value(t.total) AS total, any_value(t.doubts) AS doubts, any_value(s.status) AS status
    FROM (SELECT * EXCLUDE (source_id, locator) FROM clean.contests) c
        JOIN clean.reported_totals t USING (election_id, race, gp_unit_id, round)
        JOIN (SELECT source_id, any_value(status) AS status FROM clean.sources GROUP BY ALL) s USING (source_id)
    WHERE t.measure = 'margin' AND t.category = 'all' AND t.relation = 'equal'
    GROUP BY c.contest_id HAVING count(*) = 1
),
pairs AS (
    SELECT a.contest_id, CASE WHEN a.votes >= b.votes THEN 'votes' WHEN m.total IS NOT NULL THEN 'margin'
            WHEN a.share >= b.share THEN 'share' END AS kind,
        concat_ws(', ', a.unit, a.district) AS place, a, b, m, a.election_status AS status
    FROM own a LEFT JOIN own b ON b.contest_id = a.contest_id AND b.n = 2 AND b.rank IS NOT NULL
        LEFT JOIN stated m ON m.contest_id = a.contest_id
    WHERE a.n = 1 AND (a.rank = 1 OR a.outcome = 'elected')
),
apart AS (
    SELECT *, CASE kind WHEN 'votes' THEN a.votes - b.votes WHEN 'margin' THEN m.total
            ELSE a.share - b.share END AS gap,
        count(*) OVER (PARTITION BY kind = 'share') AS among
    FROM pairs WHERE kind IS NOT NULL AND (kind <> 'margin'
        OR (a.outcome = 'elected' AND a.selection_kind <> 'unnamed'))
)
SELECT contest_id, kind, gap, among, place, a.list, a.party, a.selection_kind,
    CASE kind WHEN 'votes' THEN a.votes WHEN 'share' THEN a.share END, a.decimals,
    b.list, b.party, b.selection_kind, CASE kind WHEN 'votes' THEN b.votes WHEN 'share' THEN b.share END, b.decimals,
    CASE WHEN kind = 'margin' THEN m.doubts ELSE concat_ws(' ', a.doubts, b.doubts) END,
    CASE WHEN kind = 'margin' THEN nullif(m.status, status)
        ELSE coalesce(nullif(a.source_status, status), nullif(b.source_status, status)) END
FROM apart QUALIFY row_number() OVER (PARTITION BY kind = 'share' ORDER BY gap, place, contest_id) = 1
ORDER BY kind = 'share'
"""
"""The contests of one seat with the smallest gap: one by votes, and one by shares of those without votes."""


def _which(race: Race, near: _Near) -> str:
    """Of how many contests it is the closest, and by what."""
    if near.among == race.contests:
        return f"The closest contest by {'shares' if near.by == 'share' else 'votes'} is {near.place}:"
    if near.by == "share":
        if near.among == 1:
            return f"Only the shares of the first two are known in {near.place}:"
        known = f"For {near.among:,} contests the shares of the first two are known, but no margin in votes"
        return f"{known}; closest by these is {near.place}:"
    if near.among == 1:
        return f"Only in {near.place} it is known by how many votes the first is ahead:"
    return f"The closest of the {near.among:,} contests whose margin in votes is known is {near.place}:"


def _with_what(near: _Near) -> str:
    """What the first and the second had, or by how much the first won."""
    if near.by == "margin":
        return f"{person(*near.first)} won by {counted(int(near.apart), 'vote')}, according to the source"
    first, second = person(*near.first), person(*near.second)
    if near.had is None or near.had_then is None:
        return first
    if near.by == "votes":
        had, then = counted(int(near.had), "vote"), f"{int(near.had_then):,}"
    else:
        had, then = f"{percent(near.had, near.decimals)} per cent", percent(near.had_then, near.decimals_then)
    return f"{first} with {had}, {f'ahead of {second} with {then}' if near.apart else f'and {second} with as many'}"


_FROM: Final = {
    "partial": "published before the whole count had ended",
    "preliminary": "from the preliminary count",
    "final": "from a source that is taken as final",
}
"""How far the count was in a source that is not as far as the package -> what is said of its figures."""


def _but(near: _Near) -> str:
    """What has to be known of the figures."""
    said = [_FROM[near.status]] if near.status else []
    if near.doubts:
        said.append(f"a figure is in doubt by {'rule' if len(near.doubts) == 1 else 'rules'} {listed(near.doubts)}")
    return f" ({'; '.join(said)})" if said else ""
