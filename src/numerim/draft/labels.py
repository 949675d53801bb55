"""What stands among those who are voted for: accounts of ballots, write-ins, answers; labels down a column."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy

from numerim.draft.described import Described
from numerim.draft.figures import Cells
from numerim.draft.hints import hint_of
from numerim.draft.others import is_of_others
from numerim.draft.stems import folded
from numerim.draft.words import SELECTIONS, Meaning, in_words, meaning_of, meanings_of
from numerim.judge.words import ACCOUNTS, TOTAL, WRITE_IN

_YES = {"yes", "si", "oui", "sim", "ja", "jah", "da", "po", "tak", "ano", "evet", "igen", "taip", "kylla", "да"}
_NO = {
    "no",
    "non",
    "nao",
    "nein",
    "nej",
    "nei",
    "ne",
    "jo",
    "nie",
    "nee",
    "hayir",
    "nem",
    "ei",
    "не",
    "нет",
    "ні",
    "против",
}
_OF_CONTESTS = ("overvotes", "undervotes")
"""Accounts of ballots in one contest, beneath those who stand in it."""
_EXHAUSTED = re.compile(
    r"(votes? |ballots? |papers? )?(non ?transferable|not transferred|exhausted)( votes?| ballots?| papers?)?"
)
"""What ballots are called on which nobody is left, where votes are transferred."""
_BLANK = ("weisse",)
"""Blank ballots among parties; among persons it is a last name."""
_TO_OURS = {"total": "valid", "over": "overvotes", "under": "undervotes"}


def words_among(said: Described, column: str, reference: Path) -> dict[str, str]:
    """What stands among those who are voted for, and is no person.

    A total stands in every unit; who has such a word for a last name stands in one.
    """
    values, unit = said.cells.values(column), said.of("unit")
    has_write_ins = any(_is_write_in(value) and not re.search(TOTAL, folded(value)) for value in values)
    where: dict[str, set[str]] = {}
    if unit and unit.is_ == "unit" and len(said.cells.values(unit.name)) > 1:
        for text, place in zip(said.cells.texts[column], said.cells.texts[unit.name], strict=True):
            if re.search(TOTAL, folded(text)):
                where.setdefault(text, set()).add(place)
    accounts = {word.strip(): ours for ours, words in ACCOUNTS.items() for word in " ".join(words.split()).split(";")}
    found: dict[str, str] = {}
    once = [_once(value) for value in values]
    meant = meanings_of([OF_ALL.sub("", value) for value in once], reference)
    for value, said_once, made in zip(values, once, meant, strict=True):
        plain = folded(said_once)
        if (ours := accounts.get(plain)) and ours != "turnout":
            found[value] = _TO_OURS.get(ours, ours)
        elif re.search(TOTAL, plain) and (has_write_ins or not _is_write_in(plain)):
            is_name = len(where.get(value, ())) == 1 and len(plain.split()) > 1
            if (
                is_name
                and not re.search(TOTAL, plain.split()[0])
                and meaning_of(plain.rsplit(" ", 1)[0], reference) is None
            ):
                continue
            found[value] = "valid"
        elif "exhausted" not in found.values() and _EXHAUSTED.fullmatch(plain):
            found[value] = "exhausted"
        elif plain in ("yes", "no"):
            found[value] = plain
        elif _is_write_in(plain):
            found[value] = "others" if "other" in plain else "write-in"
        elif is_of_others(plain):
            found[value] = "others"
        elif made and made.role in COUNTED:
            found[value] = COUNTED[made.role]
        elif plain in _BLANK and (own := meaning_of(column, reference)) and own.role == "party":
            found[value] = "blank"
        elif made and made.role == "turnout" and _has_count(said, column, value):  # voters, not a percentage
            found[value] = "cast"
    _understood_in_part(said, values, found, reference)
    for value in {*found} - {*may_be_totals(said, column, [one for one, ours in found.items() if ours == "valid"])}:
        if found[value] == "valid":
            del found[value]
    total = [value for value, ours in found.items() if ours == "valid"]
    if len(total) > 1 and "cast" not in found.values():  # of valid votes and all votes these are the ballots cast
        found[total[-1]] = "cast"
    _parts_of_one(said, column, found)
    _all_votes(said, column, found)
    return found


def may_be_totals(said: Described, column: str, named: Sequence[str]) -> Sequence[str]:
    """Those named like totals, without who is called so: the parties SPOLU and RAZEM, where another row has the most.

    Args:
        said: the table.
        column: where they stand.
        named: what is called like totals in it.
    """
    bare = {name for name in named if re.search(TOTAL, folded(name)) and len(name.split()) == 1}
    if len(named) < _ALIKE or not bare:
        return named
    most = _sums(said, column)
    others = max((most[text] for text in most if text not in named), default=0.0)
    kept = [name for name in named if name not in bare or most[name] >= others]
    return kept if any(name in bare or most[name] >= others for name in kept) else named


def _sums(said: Described, column: str) -> dict[str, float]:
    """What the rows of each word in a column have together in the column with the most."""
    cells = said.cells
    counts = [i for i in cells.is_figures if i not in cells.shares and cells.names[i] != column]
    sums = dict.fromkeys(cells.texts[column], 0.0)
    if counts:
        figures = numpy.nan_to_num(cells.figures[:, counts])
        most = figures[:, int(figures.sum(axis=0).argmax())].tolist()
        for text, figure in zip(cells.texts[column], most, strict=True):
            sums[text] += figure
    return sums


def _all_votes(said: Described, column: str, found: dict[str, str]) -> None:
    """See what a total among people counts: their votes alone, with blank ballots, or with all that are cast."""
    total = next((text for text, ours in found.items() if ours == "valid"), None)
    if total is None:
        return
    sums = _sums(said, column)
    people = sum(figure for text, figure in sums.items() if found.get(text, "others") in _SOMEBODY)
    blank, invalid = (sum(sums[text] for text, ours in found.items() if ours == role) for role in ("blank", "invalid"))
    if not people or sums[total] == people:
        return
    if blank and sums[total] == people + blank:
        said.inside["blank"] = "valid"
    elif "cast" not in found.values() and invalid and sums[total] in (people + invalid, people + invalid + blank):
        found[total] = "cast"


def _is_write_in(value: str) -> bool:
    """Whether a label is that of all who were written in, or of all others."""
    plain = folded(value)
    return bool(re.search(WRITE_IN, plain)) and len(plain.split()) <= _SHORT


_SOMEBODY = ("others", "write-in", "yes", "no")
"""What stands among people and has votes."""
_SHORT = 3
"""So many words has the label of all who were written in at most."""
_ALIKE = 2
"""So many labels may mean one account, of which one is the part of another that has more."""


def _parts_of_one(said: Described, column: str, found: dict[str, str]) -> None:
    """Of two labels that mean one account, and have other figures, the less is a part of the more: votes on lists.

    Not where rows are of several units, nor of write-ins and answers.
    """
    cells = said.cells
    if len({*cells.texts[column]}) < len(cells.texts[column]):
        return
    most = {text: float(numpy.nansum(cells.figures[i])) for i, text in enumerate(cells.texts[column])}
    for role in ("registered", "cast", "valid", "invalid"):
        alike = sorted((text for text, ours in found.items() if ours == role), key=lambda text: most[text])
        word = _word_for(alike[0]) if alike else ""
        if len(alike) == _ALIKE and most[alike[0]] < most[alike[1]] and re.match("[a-z]", word):
            said.accounts[word] = (alike[0], role)
            found[alike[0]] = word
    blank = [text for text in cells.texts[column] if found.get(text) == "blank"]
    if len(blank) == _ALIKE and most[blank[0]] != most[blank[1]] and re.match("[a-z]", word := _word_for(blank[1])):
        said.accounts[word] = (blank[1], "cast")  # papers on which nothing is marked, beside votes for nobody
        found[blank[1]] = word
    one = {ours: most[text] for text, ours in found.items()}
    if {"valid", "invalid", "cast", "blank"} <= {*one} and one["valid"] + one["invalid"] == one["cast"]:
        said.inside["blank"] = "invalid" if one["blank"] <= one["invalid"] else "valid"


def _word_for(value: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", folded(value)).strip("-")[:60]


def _once(value: str) -> str:
    """A label without its second half where that is its first: `Informal Informal`, as first and last name."""
    words = value.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else value


def _has_count(said: Described, column: str, value: str) -> bool:
    rows = [i for i, text in enumerate(said.cells.texts[column]) if text == value]
    return bool((said.cells.figures[rows] > 100).any())


OF_ALL = re.compile(r"(?i)^(i alt|ialt|in totaal|summa|summe|totalt?|razem|ukupno|итого|всего)\s+(?=\w+\s)")
"""Words for a total before the name of an account."""
COUNTED = {name: name for name in ("valid", "invalid", "blank", "registered", "cast", "signatures")} | {
    "votes": "valid"
}
"""What a name means that stands among persons -> the account that it is."""


def _understood_in_part(said: Described, values: Sequence[str], found: dict[str, str], reference: Path) -> None:
    """Labels with more words for invalid ballots, beside all of these: a part of them; or for who may vote."""
    for value in values:
        hint = hint_of(value, reference) if value not in found and found else ""
        if hint == "registered" and hint not in found.values():
            found[value] = hint
        elif hint == "invalid" and hint in found.values():
            word = _word_for(value)
            if re.match("[a-z]", word):
                said.accounts[word] = (value, "invalid")
                found[value] = word


def are_labels(said: Described, name: str, reference: Path) -> bool:
    """Whether a column names two accounts or more, each once: its rows are what one place has, not places.

    Not where all figures are shares, or three rows of one account differ: these would be read wrongly.
    """
    cells = said.cells
    texts = cells.texts[name]
    if len(set(texts)) < len(texts) or all(i in cells.shares for i in cells.is_figures):
        return False
    rows: dict[str, set[tuple[float, ...]]] = {}
    meant = meanings_of([OF_ALL.sub("", text) for text in texts], reference)
    for text, one, figures in zip(texts, meant, numpy.nan_to_num(cells.figures).tolist(), strict=True):
        if one and (one.role in (*COUNTED, *_OF_CONTESTS) or (one.role == "turnout" and _has_count(said, name, text))):
            rows.setdefault(one.role, set()).add(tuple(figures))
    return len(rows) > 1 and all(len(some) <= _ALIKE for some in rows.values())


def kinds_of_rows(said: Described, reference: Path) -> None:
    """Take a column that says of rows that name nobody what they count for that of measures: `VALID`, `BLANK`, `NULL`.

    What it says of all others are votes. A word that is not known, or means what another does, is a part of the cast.
    """
    who, votes, cells = next(filter(None, map(said.of, SELECTIONS)), None), said.of("votes"), said.cells
    if who is None or votes is None or all(cells.texts[who.name]) or not any(cells.texts[who.name]):
        return
    for column in said.columns[""]:
        texts = cells.texts[column.name]
        if column.is_ != "ignore" or not all(texts) or len(cells.values(column.name)) > _KINDS:
            continue
        pairs = {(text, bool(name)) for text, name in zip(texts, cells.texts[who.name], strict=True)}
        of_some, of_nobody = ({text for text, names in pairs if names is some} for some in (True, False))
        known = ((text, meaning_of(text, reference)) for text in sorted(of_nobody))
        meant = {text: one.role for text, one in known if one and one.role in COUNTED}
        if of_some & of_nobody or len({*meant.values()}) < _ALIKE:
            continue
        column.is_, column.why, votes.is_ = "measure", "says what rows count that name nobody", "value"
        column.words = dict.fromkeys(sorted(of_some), "votes")
        for text in sorted(of_nobody, key=lambda text: (text not in meant, text)):
            word = COUNTED.get(meant.get(text, ""), "")
            if not word or word in column.words.values():
                word = f"rows-{_word_for(text)}".strip("-")
                said.accounts[word] = (text, "cast")
            column.words[text] = word
        return


_KINDS = 12
"""So many kinds of rows a table has at most."""


def are_answers(values: Sequence[str]) -> bool:
    """Whether a column has yes and no alone, or true and false: what became of a question, or a mark of the source."""
    return all(folded(text) in _YES | _NO | {"true", "false"} for text in values)


def answers(cells: Cells, meant: Mapping[str, Meaning | None]) -> dict[str, None]:
    """The columns of votes that are named for yes and no beside each other: `Votos_SI`, `Votos_NO`; nobody’s else."""
    rests: dict[tuple[str, ...], dict[str, str]] = {}
    for i in cells.is_figures:
        tokens = folded(in_words(cells.names[i])).split()
        for at in {0, len(tokens) - 1} if tokens and i not in cells.shares else ():
            says = "yes" if tokens[at] in _YES else "no" if tokens[at] in _NO else ""
            if says:
                rests.setdefault((*tokens[:at], "", *tokens[at + 1 :]), {})[says] = cells.names[i]
    both = [name for told in rests.values() if len(told) == len(("yes", "no")) for name in told.values()]
    may_be = ("votes", "valid", "ignore")  # "No" is a number, too
    return {name: None for name in both if (one := meant[name]) is None or one.role in may_be}
