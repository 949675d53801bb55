"""Kinds of ballots, by what columns and cells are called."""

import re
from collections.abc import Sequence

from numerim.draft.stems import folded
from numerim.draft.words import in_words
from numerim.judge.words import TOTAL

_POST = r"(?<!code )(?<!codigo )post(?! ?code|leitzahl|al code)"
"""Post, but for the codes of places."""
_KINDS = (
    (r"prov", "provisional"),
    (r"pre ?poll|early|advance|one stop|antecipad|anticipad", "early"),
    (r"absentee.*person|in person.*absentee", "absentee-in-person"),
    (rf"mail|{_POST}|brief|pastu|pasto|поштом|korrespond|correo", "absentee-mail"),
    (r"abs|mungues", "absentee"),
    (r"uocava|military|overseas|jasht", "uocava"),
    (r"election ?day|elec ?day|poll|machine|precinct|ordinary|apylink", "election-day"),
)


def kind_of_ballots(name: str) -> str:
    """The kind of ballots that a name means; one of its own where none is known."""
    plain = folded(in_words(name.rpartition("/")[2]) if "/" in name and " " not in name else name)
    if re.search(TOTAL, plain):
        return "total"
    return next((kind for pattern, kind in _KINDS if re.search(pattern, plain)), plain.replace(" ", "-"))


def kinds_apart(texts: Sequence[str]) -> dict[str, str]:
    """Some kinds of ballots as words: where those by mail are one, the other absent ones are no sum over them."""
    kinds = {text: kind_of_ballots(text) for text in texts}
    if any(kind.startswith("absentee-") for kind in kinds.values()):
        own = {text: folded(text).replace(" ", "-") for text, kind in kinds.items() if kind == "absentee"}
        kinds |= own
    return kinds


def are_kinds(values: Sequence[str]) -> bool:
    """Whether most of a few texts are known kinds of ballots, and each is another one: `Postal`, `Absent`."""
    return 1 < len(values) <= _MOST and 2 * sum(map(is_kind, values)) > len(values)


def is_kind(text: str) -> bool:
    """Whether a text is a known kind of ballots."""
    return any(re.search(pattern, folded(in_words(text))) for pattern, _ in _KINDS)


_MOST = 12
"""So many kinds of ballots are counted apart."""
