"""A council of a contest that elects several, as its seats."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from numerim.site.addresses import chart_path
from numerim.site.language import Language
from numerim.site.parliament import Party, marked, parliament, symbol
from numerim.site.race import party_of
from numerim.site.release import Contest
from numerim.site.tiles import COLOURS, colour


@dataclass(frozen=True)
class Council:
    """A council.

    Attributes:
        path: where it lies as a file of its own.
        title: whose it is.
        svg: the picture.
        parties: who sits there, with a seat of theirs as a picture.
    """

    path: str
    title: str
    svg: str
    parties: list[tuple[Party, str]]


def council(package: str, contest: Contest, ranks: Mapping[str, int], t: Language) -> Council | None:
    """Draw the council of a contest.

    Args:
        package: the package.
        contest: the contest.
        ranks: parties by how much they won in the whole election; those without a rank share a colour.
        t: the language.

    Returns:
        The council; None where no seats are known, or one person is elected.
    """
    rows: list[tuple[str, int, str]] = []
    others = 0
    for one in contest.selections:
        figure = one.figures.get("seats")
        if figure and figure.value and one.kind == "remainder":
            others += int(figure.value)
        elif figure and figure.value:
            rank = ranks.get(party_of(one), COLOURS)
            rows.append((t.party(one), int(figure.value), colour(rank)))
    known = others + sum(seats for _, seats, _ in rows)
    if known < 2:
        return None
    rows.sort(key=lambda row: -row[1])
    rows.append((t.says("Other parties and independents"), others, colour(COLOURS)))
    if contest.seats and contest.seats > known:
        rows.append((t.says("not known"), contest.seats - known, "empty"))
    title = f"{t.office(contest.office)}, {', '.join(filter(None, (contest.unit, contest.district)))}"
    parties = marked(rows)
    svg = parliament(title, parties)
    name = f"seats-{sha256(contest.id.encode()).hexdigest()[:8]}"
    return Council(chart_path(package, name), title, svg, [(one, symbol(one)) for one in parties]) if svg else None
