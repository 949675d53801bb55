"""The columns of a table that name something: units, who is voted for, on what, and how."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

import numpy

from numerim.draft.days import iso_day
from numerim.draft.described import ABOVE, ANOTHER, COARSE, SMALLER, Column, Described, Left, take
from numerim.draft.figures import MOMENT, Cells, why_aside
from numerim.draft.kinds import kinds_apart
from numerim.draft.labels import are_answers, are_labels, words_among
from numerim.draft.officewords import guessed_office
from numerim.draft.parts import ways_in
from numerim.draft.periods import are_periods
from numerim.draft.rounds import numbers_of_rounds
from numerim.draft.stems import folded
from numerim.draft.sums import is_enough, is_running
from numerim.draft.words import SELECTIONS, Meaning, meaning_of
from numerim.schemas.vocabulary import MEASURES


def larger_things(said: Described, left: Left, at: str) -> None:
    """In a nested file the figures of what a thing lies in are not its own, and stand there for each thing in it."""
    for name in list(left) if at else ():
        if name != at and not name.startswith(f"{at}/") and said.cells.number(name) in said.cells.is_figures:
            one = left[name]
            if not (one and (one.unit or one.role in ("office", "district", "round", "date"))):
                take(said, left, Column(name, "ignore", ABOVE))


def day_of(said: Described, left: Left) -> str:
    """The day of the election, where a column says one and the same throughout."""
    for name in [name for name, one in left.items() if one and one.role == "date"]:
        days = {day for text in said.cells.values(name) if (day := iso_day(text))}
        take(said, left, Column(name, "ignore", "the day of the election"))
        if len(days) == 1:
            return days.pop()
    return ""


def _are_kinds(values: Sequence[str], reference: Path) -> bool:
    """Whether what stands in a column are kinds of units, such as `precinct`, and no names of these."""
    if not 0 < len(values) <= _KINDS_OF_UNITS or any(re.search(r"\d", value) for value in values):
        return False
    kinds = [value for value in values if (one := meaning_of(value, reference)) and one.role == "unit"]
    return 2 * len(kinds) >= len(values)


_KINDS_OF_UNITS = 6
"""So many kinds of units a table has at most."""


def places(said: Described, left: Left) -> Left:
    """The unit, and what it lies in."""
    cells = said.cells
    for name in [name for name in left if not any(cells.texts[name])]:
        if name not in _selecting_names(left):
            take(said, left, Column(name, "ignore", "it is empty"))
    found = [(name, one.unit) for name, one in left.items() if one and one.role == "unit"]
    if _is_of_one_race(said, left):
        for name in [name for name, _ in found if len(cells.values(name)) > 1]:
            take(said, left, Column(name, "ignore", "it may be where each candidate lives", unsure=True))
        found = [one for one in found if one[0] in left]
    rare = [name for name, _ in found if 2 * sum(map(bool, cells.texts[name])) < len(cells.texts[name])]
    if len(rare) < len(found):
        for name in rare:
            take(said, left, Column(name, "ignore", "most of its cells are empty", unsure=True))
        found = [one for one in found if one[0] not in rare]
    small = {unit for _, unit in found} & {"precinct", "polling_station"}
    if small and not any(unit not in small for _, unit in found):
        areas = [name for name, one in left.items() if one and one.role == "district"]
        areas.sort(key=lambda name: -sum(map(bool, cells.texts[name])))
        found += [(name, "constituency") for name in areas[:1] if all(cells.texts[name])]
    found.sort(key=lambda one: (COARSE.index(one[1]) if one[1] in COARSE else 0, _are_codes(cells, one[0])))
    by_type: dict[str, str] = {}
    for name, unit in found:
        if unit in by_type:
            take(said, left, Column(name, "ignore", f"{ANOTHER}{unit.replace('_', ' ')}", unsure=True))
        else:
            by_type[unit] = name
    types = list(by_type)
    if len(types) > _TWO and _are_codes(cells, by_type[types[-2]]) and not _are_codes(cells, by_type[types[-3]]):
        types[-3:-1] = types[-2], types[-3]  # wards have numbers, towns names: a station is known by the town
    for unit in types[:-2]:
        take(said, left, Column(by_type[unit], "ignore", SMALLER, unsure=True))
    if types:
        said.unit = types[-1]
        take(said, left, Column(by_type[types[-1]], "unit", so_named(left, by_type[types[-1]])))
    if len(types) > 1:
        said.within = types[-2]
        take(said, left, Column(by_type[types[-2]], "within", so_named(left, by_type[types[-2]])))
    return left


_TWO = 2
"""A unit, and what it lies in."""


def _are_codes(cells: Cells, name: str) -> bool:
    """Whether most cells of a column are numbers or codes, not names: `12`, `B1`."""
    texts = cells.values(name)
    are = [not re.search(r"[^\W\d_]{3}", text) and not text.isalpha() for text in texts]
    return 2 * sum(are) > len(are)


def _selecting_names(left: Left) -> set[str]:
    return {name for name, one in left.items() if one is None}


def so_named(left: Left, name: str) -> str:
    """That a name says it, and in which language; empty where it does not."""
    one = left.get(name)
    return f"so named ({one.language})" if one and one.language else ""


def numbers_of_units(said: Described, left: Left) -> None:
    """The column of codes that tells units of one name apart, where there are such."""
    unit, within = said.of("unit"), said.of("within")
    if unit is None:
        return
    texts = said.cells.texts
    places = list(zip(texts[within.name] if within else texts[unit.name], texts[unit.name], strict=True))
    for name, one in list(left.items()):
        if (
            one
            and one.role == "ignore"
            and all(texts[name])
            and not is_running(said.cells.figures[:, said.cells.number(name)])
        ):
            codes = set(zip(places, texts[name], strict=True))
            if len(set(texts[name])) == len(codes) > len(set(places)) and len(codes) <= 1.2 * len(set(places)):
                take(said, left, Column(name, "unit_number", "tells units of one name apart"))
                return


def _are_accounts(left: Left) -> bool:
    """Whether valid ballots, or those cast, stand beside votes."""
    return any(one and one.role in ("valid", "cast") for one in left.values())


def texts(said: Described, left: Left, reference: Path) -> Left:
    """Columns of words: who is voted for, on what, and in which way."""
    cells = said.cells
    texts = [name for name in left if cells.number(name) not in cells.is_figures and any(cells.texts[name])]
    _join_names(said, left)
    roles = ("candidate", "party", "option", "office", "district", "count_type", "round", "ballot_number", "outcome")
    for role in roles:
        named = [name for name, one in left.items() if one and one.role == role]
        if role in SELECTIONS or role in ("office", "count_type"):
            numbered = [name for name in named if name not in texts]
            named = [name for name in named if name in texts or (role == "office" and are_periods(cells.values(name)))]
            if role in SELECTIONS and numbered and not named:
                named = _names_of_numbers(said, left, numbered[0], texts) or _lists_by_number(said, left, numbered[0])
        for name in named[1:]:
            take(said, left, Column(name, "ignore", f"{ANOTHER}{role.replace('_', ' ')}", unsure=True))
        for name in named[:1]:
            if role == "outcome":
                continue
            if role == "ballot_number" and not all(re.fullmatch(r"\d{1,4}", text) for text in cells.values(name)):
                continue
            votes_for = role in ("candidate", "option") or (role == "party" and said.of("candidate") is None)
            words = words_among(said, name, reference) if votes_for else {}
            only = cells.values(name)[0] if len(cells.values(name)) == 1 else ""
            if role == "count_type" and only and _are_accounts(left) and not ways_in(only):
                told = "the same in every row, so it applies to the ballots beside it, too"
                take(said, left, Column(name, "ignore", told))
                continue
            if role == "count_type":
                words = kinds_apart(cells.values(name))
            if role == "round":
                words = numbers_of_rounds(cells.values(name))
            text = said.joined.get(name, "")
            alone = role in ("candidate", "party") and not text and all(map(_PERSON_OF.fullmatch, cells.values(name)))
            if alone and not any(one and one.role == "party" for other, one in left.items() if other != name):
                take(said, left, Column(name, "{candidate} ({party})", "a person, and in brackets the party"))
                continue
            take(said, left, Column(name, role, so_named(left, name), words=words, text=text))
    _selection_without_a_name(said, left, reference)
    for name in [n for n in texts if n in left and left[n] is None]:
        if not said.of("unit") and (pattern := _pattern(cells.texts[name], any(said.of(role) for role in SELECTIONS))):
            take(said, left, Column(name, pattern, "the first part repeats, as units do", unsure=True))
            said.unit = said.unit or "municipality"
            if "{party}" in pattern and (also := said.of("party")) and also.name != name:
                also.is_, also.why = "ignore", f"{ANOTHER}party of {name}"
    if not said.of("unit") and (area := said.of("district")) and len(cells.values(area.name)) > 1:
        area.is_, said.unit = "unit", "constituency"
    if not said.of("unit"):
        names = [n for n in texts if n in left and left[n] is None and not _are_kinds(cells.values(n), reference)]
        names = [] if said.of_who else [n for n in names if not are_answers(cells.values(n))]
        names = [n for n in names if not _are_offices(cells.values(n), reference)]
        several = [n for n in names if len(cells.values(n)) > 1 and not all(map(MOMENT.match, cells.values(n)))]
        labels = next((n for n in several if are_labels(said, n, reference)), None)
        if labels:
            why = "accounts of ballots stand among its names"
            take(said, left, Column(labels, "party", why, unsure=True, words=words_among(said, labels, reference)))
        elif several and _are_lists(said, left):
            why = "seats are of lists, and no other column names them"
            take(
                said,
                left,
                Column(several[0], "party", why, unsure=True, words=words_among(said, several[0], reference)),
            )
        elif several and not _is_of_one_race(said, left):
            said.unit = "municipality"
            why = "the first column of words; of which kind its units are is a guess"
            take(said, left, Column(several[0], "unit", why, unsure=True))
            _selection_without_a_name(said, left, reference)
    for name in [n for n in left if n in texts]:
        one = left[name]
        reason = why_aside(cells, name) if one and one.role == "ignore" else "numerim does not know what it says"
        take(said, left, Column(name, "ignore", reason, unsure=one is None))
    return left


def _are_offices(values: Sequence[str], reference: Path) -> bool:
    """Whether each of some texts speaks of an office, and nearly each of another: places may be called by one."""
    spoken = [*takewhile(bool, (guessed_office(text, reference) for text in values))]
    return len(spoken) == len(values) and len({*spoken}) >= _DIFFER * len(spoken)


_DIFFER = 0.75
"""So many offices are there at least for each text that speaks of one."""
_PERSON_OF = re.compile(r"[^,()]+, [^,()]+ \([^()]{1,60}\)")
"""Last and first name of a person, and the party in brackets."""


def _is_of_one_race(said: Described, left: Left) -> bool:
    """Whether the rows are the candidates of one race: each is there once, and shares are of all their votes.

    What else is beside them, such as what they do or where they live, names no units.
    """
    cells, who = said.cells, said.name_of("candidate")
    who = who or next((name for name, one in left.items() if one and one.role == "candidate"), "")
    votes = next((name for name, one in left.items() if one and one.role == "votes"), "")
    if not who or not votes or len({*cells.texts[who]}) < len(cells.texts[who]):
        return False
    return _has_shares_of_all(cells, votes)


_ROUNDED = 0.06
"""By so much a printed share may miss what it is reckoned from."""


def _has_shares_of_all(cells: Cells, votes: str, *, has_total: bool = False) -> bool:
    """Whether a column has what each row is of all rows together, or of a row with their total, in per cent."""
    counted = cells.figures[:, cells.number(votes)]
    exact = 100 * counted / max(float((numpy.nanmax if has_total else numpy.nansum)(counted)), 1)
    off = [numpy.abs(cells.figures[:, i] - exact) for i in sorted(cells.shares)]
    fits = [(float((one <= _ROUNDED).mean()), int((one <= _ROUNDED).sum())) for one in off]
    return len(exact) > _TWO and any(is_enough(*one) for one in fits)


def _are_lists(said: Described, left: Left) -> bool:
    """Whether the rows of a table are of lists: it has seats, but no names and no ballots.

    Valid votes are theirs where shares beside them are of all these.
    """
    roles = {one.role for one in left.values() if one}
    valid = next((name for name, one in left.items() if one and one.role == "valid"), "")
    if valid and any(_has_shares_of_all(said.cells, valid, has_total=one) for one in (False, True)):
        roles.discard("valid")
    counted = roles & (set(MEASURES) - {"votes", "share", "seats"})
    return "seats" in roles and not counted and not any(said.of(role) for role in SELECTIONS)


def _join_names(said: Described, left: Left) -> None:
    """First names that stand in columns of their own are told with the last names."""
    cells = said.cells
    parts = {
        role: name
        for role in ("middle_name", "first_name")
        for name, one in reversed(list(left.items()))
        if one and one.role == role and any(cells.texts[name])
    }
    first = parts.get("first_name")
    last = next((name for name, one in left.items() if one and one.role == "candidate"), None)
    if first is not None and last is None:
        left[first] = Meaning("candidate", "", (left[first] or Meaning("")).language)
        parts.clear()
    elif first is not None and last is not None:
        both = [(a, b) for a, b in zip(cells.texts[first], cells.texts[last], strict=True) if a and b]
        if not both or sum(folded(a) in folded(b) for a, b in both) > 0.5 * len(both):
            parts.clear()  # the whole name stands there already
    for name, one in list(left.items()):
        if one and one.role in ("middle_name", "first_name"):
            kind = "part" if name in parts.values() and last else "ignore"
            take(said, left, Column(name, kind, "a first name"))
    if parts and last is not None:
        order = [parts[role] for role in ("first_name", "middle_name") if role in parts]
        said.joined[last] = " ".join(f"{{{name}}}" for name in [*order, last])
        rows = zip(*(cells.texts[name] for name in [*order, last]), strict=True)
        cells.texts[last] = [" ".join(" ".join(row).split()) for row in rows]


def _names_of_numbers(said: Described, left: Left, number: str, texts: Sequence[str]) -> list[str]:
    """The column of words that has one name for each number of a list or candidate; none where no column has."""
    cells = said.cells
    different = len(cells.values(number))
    for name in texts:
        pairs = set(zip(cells.texts[number], cells.texts[name], strict=True))
        if name in left and left[name] is None and 1 < different == len(pairs) == len(cells.values(name)):
            take(said, left, Column(number, "ignore", f"the number of what {name} names"))
            return [name]
    return []


def _lists_by_number(said: Described, left: Left, number: str) -> list[str]:
    """The column of the numbers of lists, where no other names these and each unit has each of them once.

    Columns that are told already name units, or numbers of stations with them, or the first words, too.
    """
    texts, cells = said.cells.texts, said.cells
    if any(said.of(role) for role in SELECTIONS) or not all(re.fullmatch(r"\d{1,4}", text) for text in texts[number]):
        return []
    told = [column.name for role in ("within", "unit", "office", "round") if (column := said.of(role))]
    keys = [name for name, one in left.items() if one and one.unit and all(texts[name])]
    words = [name for name, one in left.items() if one is None and cells.number(name) not in cells.is_figures]
    for names in (told, [*told, *keys], [*told, *keys, *words[:1]]):
        units = [texts[name] for name in names] or [[""] * len(texts[number])]
        pairs = set(zip(*units, texts[number], strict=True))
        if len(pairs) == len(texts[number]) > len(set(zip(*units, strict=True))):
            return [number]
    return []


def _are_numbers_of_lists(keys: Sequence[tuple[str, str]], texts: Sequence[str], left: Left) -> bool:
    """Whether each unit has the same numbers, and no ballots are counted in each row, as they are of stations."""
    units, numbers, pairs = set(keys), set(texts), set(zip(keys, texts, strict=True))
    is_counted = any(one and one.role in ("registered", "cast", "valid", "invalid") for one in left.values())
    is_same = len(units) > 2 and len(pairs) >= 0.9 * len(units) * len(numbers)
    return is_same and not is_counted and all(re.fullmatch(r"\d{1,4}", text) for text in numbers)


def _selection_without_a_name(said: Described, left: Left, reference: Path) -> None:
    """The column of words that tells the rows of a unit apart, and has the same in each: who is voted for."""
    unit, cells = said.of("unit"), said.cells
    votes = any(one and one.role == "votes" for one in left.values())
    if unit is None or "{" in unit.is_ or not votes or any(said.of(role) for role in SELECTIONS):
        return
    within = said.of("within")
    keys = list(
        zip(cells.texts[within.name] if within else cells.texts[unit.name], cells.texts[unit.name], strict=True)
    )
    if len(set(keys)) > 0.6 * len(keys):
        return
    free = [n for n, one in left.items() if one is None]
    free.sort(key=lambda name: cells.number(name) in cells.is_figures)
    for name in free:
        texts = cells.texts[name]
        if cells.number(name) in cells.is_figures and not _are_numbers_of_lists(keys, texts, left):
            continue
        if (
            all(texts)
            and 1 < len(set(texts)) <= len(texts) / 2
            and len(set(zip(keys, texts, strict=True))) == len(keys)
        ):
            why = "tells the rows of a unit apart, and is the same in each"
            take(said, left, Column(name, "party", why, unsure=True, words=words_among(said, name, reference)))
            return


def _pattern(texts: Sequence[str], has_selection: bool) -> str | None:
    """How a cell holds a unit and who is voted for there, such as `{unit} · {party}`."""
    if has_selection and len(set(texts)) < len(texts):
        return None
    for mark in (" · ", " | ", " – ", " - ", " / ", ": "):
        if all(mark in text for text in texts if text):
            firsts = Counter(text.split(mark, 1)[0] for text in texts if text)
            if 1 < len(firsts) <= len(texts) / 2:
                return f"{{unit}}{mark}{{party}}"
    return None
