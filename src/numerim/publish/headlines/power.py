"""How many figures other figures hold, so that a slip in them would be seen, and how many nothing does."""

from typing import Final

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.words import counted, listed

_MOST: Final = 4
"""So many kinds of figures are named of which some are held by nothing."""


def power_told(draft: Draft) -> list[str]:
    """A sentence or three for people; empty where the package has no figure.

    Figures are those that are published, or repeat a published one (`held_by` of the table `statements`).
    """
    rows = warehouse.rows(
        draft.connection,
        """
        SELECT w.title, count(*), count(*) FILTER (held_by = 0), count(*) FILTER (held_by = 1),
            count(*) FILTER (slip_unseen = 0)
        FROM clean.statements s JOIN clean.words w ON w.kind = 'measure' AND w.word = s.measure
        WHERE fate IN ('published', 'agrees') AND held_by IS NOT NULL
        GROUP BY w.title ORDER BY 3 DESC, 1
        """,
    )
    every, none, once, exact = (sum(row[i] for row in rows) for i in (1, 2, 3, 4))
    if not every:
        return []
    if none == every:
        return [
            f"No sum, share or second statement confirms any of its {counted(every, 'figure')}: "
            "a slip in one would not be seen. That nothing was found there proves nothing."
        ]
    twice = every - none - once
    said = [
        f"Of {counted(every, 'figure')}, {_many(twice)} can be checked in at least two ways that do not depend on each "
        f"other (sums, shares, other statements), {_many(once)} in one, {_many(none)} in none"
        + (": a slip there would not be seen." if none else ".")
    ]
    lacking = [f"“{title}” ({few:,} of {number:,})" for title, number, few, *_ in rows if few]
    if len(rows) > 1 and lacking:
        shown = lacking if len(lacking) <= _MOST else lacking[: _MOST - 1]
        more = [f"{len(lacking) - len(shown)} other kinds"] if len(shown) < len(lacking) else []
        said.append(f"Those that nothing checks are of {listed([*shown, *more])}.")
    if exact:
        said.append(
            f"In {exact:,} any slip would show; for the rest the column slip_unseen of the table statements says how "
            "large a slip could be that does not."
        )
    return said


def _many(number: int) -> str:
    return f"{number:,}" if number else "none"
