"""Columns of several rounds that stand side by side: `First round votes`, `Second round votes`."""

import re
from collections.abc import Sequence
from pathlib import Path

from numerim.draft.described import Column, Described, Left, take
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS, Meaning, meaning_of

_ROUND = re.compile(
    r"\b(rounds?|tours?|turno|vuelta|volta|krug|kolo|krog|wahlgang|raundi?|rundi|runda|count|stage|fordulo"
    r"|γυρος|круг|тур|кръг)\b"
)
_NUMBERS = (
    r"first|1st|1er|1ere|premier|primo|primeira|primeiro|primera|primer|prvi|prvo|erster|i pare|pare"
    r"|први|първи|первый|πρωτος|1|i",
    r"second|2nd|2e|2eme|deuxieme|secondo|segunda|segundo|drugi|druhe|druhy|zweiter|i dyte|dyte"
    r"|втори|втор|второй|други|δευτερος|2|ii",
    r"third|3rd",
    r"fourth|4th",
    r"fifth|5th",
    r"sixth|6th",
    r"seventh|7th",
    r"eighth|8th",
    r"ninth|9th",
    r"tenth|10th",
)


def round_of(name: str) -> tuple[int, str] | None:
    """The round that the name of a column speaks of, and its other words; None where it speaks of none."""
    plain = folded(name)
    run_off = re.search(r"\b(runoff|run off|stichwahl|ballotage|balotazh)\b", plain)
    if run_off:
        return 2, " ".join((plain[: run_off.start()] + plain[run_off.end() :]).split())
    found = _ROUND.search(plain)
    if not found:
        return None
    rest = f"{plain[: found.start()]} {plain[found.end() :]}"
    for number, words in enumerate(_NUMBERS, 1):
        if told := re.search(rf"(^| )({words})( |$)", rest):
            return number, " ".join((rest[: told.start()] + " " + rest[told.end() :]).split())
    if told := re.search(r"(^| )(\d{1,2})( |$)", rest):
        return int(told[2]), " ".join((rest[: told.start()] + " " + rest[told.end() :]).split())
    return None


def numbers_of_rounds(texts: Sequence[str]) -> dict[str, str]:
    """What stands in a column of rounds -> the number of each: `r1`, `T2`, `1er tour`, `Runoff`; those that it is not.

    Args:
        texts: what stands there, each text once.
    """
    found: dict[str, str] = {}
    for text in texts:
        plain = folded(text)
        short = _SHORT.fullmatch(plain)
        alone = next((n for n, words in enumerate(_NUMBERS, 1) if re.fullmatch(words, plain)), 0)
        number = int(short[1]) if short else alone or (round_of(text) or (0, ""))[0]
        if number and str(number) != text:
            found[text] = str(number)
    return found


_SHORT = re.compile(r"[a-z]\s?([1-9])")
"""A round by one letter of its word and its number."""


def rounds_beside(said: Described, left: Left, reference: Path) -> None:
    """Say of columns of figures of which round they are, where there are several rounds, each with the same columns."""
    cells = said.cells
    found: dict[str, dict[int, str]] = {}
    of_round: dict[str, tuple[int, Meaning]] = {}
    rounds = {
        name: told
        for name in left
        if (told := round_of(name)) and (cells.number(name) in cells.is_figures or not any(cells.texts[name]))
    }
    passed = {
        number: name
        for name, (number, rest) in rounds.items()
        if _TRANSFER.fullmatch(rest) or (not rest and _CHANGE.search(name))
    }
    for name, (number, rest) in rounds.items():
        if passed.get(number) == name:
            continue
        share = cells.number(name) in cells.shares
        stands = not rest or (number in passed and _RESULT.fullmatch(rest))
        means = meaning_of(rest, reference) if not stands else Meaning("share" if share else "votes")
        if means and means.role in ("votes", "share"):
            role = "share" if share else means.role
            found.setdefault(role, {})[number] = name
            of_round[name] = (number, Meaning(role, "", means.language))
    if len(found.get("votes", {})) < 2 and len(found.get("share", {})) < 2:
        return
    if not any(one and one.role in SELECTIONS for one in left.values()):
        return
    for role, names in found.items():
        for number, name in sorted(names.items()):
            take(said, left, Column(name, role, "of one of several rounds", with_={"round": str(number)}))
    for name in passed.values():
        take(said, left, Column(name, "ignore", "votes transferred from the round before"))


_TRANSFER = re.compile(r"((of )?(transfers?|surplus)|transferred)( votes)?|(votes )?transferred|change")
_CHANGE = re.compile(r"\+ ?/ ?-\W*$|±\W*$")
_RESULT = re.compile(r"results?|(running |progressive )?totals?|total votes|after( transfers?)?")
"""What columns of a round are called beside each other: what is passed on in it, and what everybody then has."""
