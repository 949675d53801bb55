"""How far a count was, by what tables and files are called: `Provisional` and `Final` are two states of one count."""

import re
from collections.abc import Sequence

from numerim.draft.stems import folded

_WORDS = {
    "partial": r"partial|partiel\w*|parcial\w*|parziale?|incomplete|zwischenstand\w*|teilergebnis\w*|delvis\w*",
    "preliminary": r"provis\w+|prelim\w+|interim|unofficial|vorlaufig\w*|voorlopig\w*|forelobig\w*|предварител\w+"
    r"|предваритељн\w+|прелиминарн\w+|попередн\w+|wstepn\w+|predbezn\w+|prethodn\w+|privremen\w+|alustav\w*|esialg\w+"
    r"|ennakko\w*|alustaval\w*|ideiglenes\w*|gecici|nezvanic\w+|paraprak\w+|sementara|sementera|προσωρινα?|速報|暫定"
    r"|잠정|مؤقت\w*|اولي\w*",
    "final": r"final\w*|official\w*|certified|definiti\w+|endgultig\w*|endelig\w*|slutlig\w*|lopullin\w+|lopulli\w+"
    r"|окончател\w+|коначн\w+|остаточн\w+|ostateczn\w+|konecn\w+|konacn\w+|vegleges\w*|kesin|loplik\w*|zvanic\w+"
    r"|perfundimtar\w*|oficial\w*|officiel\w*|ufficial\w*|tetap|τελικα?|確定|최종|نهائي\w*",
    "corrected": r"recount\w*|corrected|revised|rectifi\w+|amended|berichtigt\w*|korrigiert\w*|rettet|rattad\w*",
}
"""How far a count is -> what tables are called then, the least far first."""
STATES = tuple(_WORDS)
_STATUS = {"corrected": "final"}
"""What `status:` says of a state that it has no word for."""


def states_of(labels: Sequence[str]) -> list[str]:
    """How far the count was of which each of several tables is; empty if they do not all say so, or two the same."""
    found = [state_in(label) for label in labels]
    is_count = len(found) > 1 and all(found) and len({*found}) == len(found)
    alike = {_without(label) for label in labels}
    return found if is_count and len(alike) == 1 else []


def state_in(label: str) -> str:
    """How far a count is by what it is called; empty if that does not say so."""
    plain = folded(label)
    return next((state for state, words in _WORDS.items() if re.search(rf"\b({words})\b", plain)), "")


def _without(label: str) -> str:
    """What a table is called, but for how far its count is, and for days."""
    plain = folded(label)
    for words in _WORDS.values():
        plain = re.sub(rf"\b({words})\b", " ", plain)
    return " ".join(word for word in plain.split() if not word.isdigit())


def status_of(state: str) -> str:
    """What `status:` says of a state."""
    return _STATUS.get(state, state)
