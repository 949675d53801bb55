"""What each column of a table is: by its name, by what stands in it, and by what its figures make."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy

from numerim.draft.figures import Cells, cells_of
from numerim.draft.headerless import by_content
from numerim.draft.sums import Figures, added, base_of, is_sum, run_with_total
from numerim.draft.words import SELECTIONS, Meaning, Split, folded, meaning_of, split_names
from numerim.judge.words import ACCOUNTS, TOTAL, WRITE_IN
from numerim.read.rawtable import RawTable

COARSE = (
    *("country", "state", "region", "county", "constituency", "municipality", "city", "town", "township", "ward"),
    *("precinct", "polling_station"),
)
"""Kinds of units, the largest first."""

_ACCOUNTS = ("registered", "signatures", "cast", "valid", "invalid", "blank", "overvotes", "undervotes")
_TO_OURS = {"total": "valid", "over": "overvotes", "under": "undervotes"}
_NUMBERED = re.compile(r"^\s*(?:nr\.?\s*)?(\d{1,3})\s*[-–.:)]\s*(?=\D)")
_IN_BRACKETS = re.compile(r"^(?P<one>.+?)\s*[(\[](?P<other>[^()\[\]]{1,60})[)\]]$")
_BEHIND = re.compile(r"^(?P<one>.+?)(?:\s+/\s+|,\s*)(?P<other>[^,/]{1,40})$")


@dataclass
class Column:
    """What a column is.

    Attributes:
        name: its name.
        is_: a role, a measure, or a pattern of them; `ignore`.
        why: how that is known; of an ignored one, the reason to write.
        unsure: whether a person should look at it.
        with_: roles that belong to it only.
        words: what stands in it -> what that is.
        ballots: the kind of ballots that it counts.
    """

    name: str
    is_: str
    why: str = ""
    unsure: bool = False
    with_: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ballots: str = ""


@dataclass
class Described:
    """What a table says.

    Attributes:
        cells: its cells.
        columns: what its columns are; a column that says something in each of several groups has one entry a group.
        groups: the groups of columns, such as two kinds of votes; one that is empty where there are none.
        unit: the type of the units that report; empty where it names none.
        within: the type of what they lie in.
        totals: rows that are sums over others: what stands in the column of units.
        complete: measures whose selections are all there, as the sums show.
        held_on: the day of the election, where a column says it.
        notes: what a person should know, in words.
    """

    cells: Cells
    columns: dict[str, list[Column]]
    groups: list[str]
    unit: str = ""
    within: str = ""
    totals: list[str] = field(default_factory=list)
    complete: list[str] = field(default_factory=list)
    held_on: str = ""
    notes: list[str] = field(default_factory=list)

    def of(self, role: str, group: str = "") -> Column | None:
        """The column that is this, if any."""
        some = [column for name in dict.fromkeys(("", group)) for column in self.columns.get(name, ())]
        return next((column for column in some if role in (column.is_, *re.findall(r"\{(\w+)\}", column.is_))), None)


def describe(table: RawTable, reference: Path) -> Described:
    """Say what the columns of a table are.

    Args:
        table: the table.
        reference: where the seeds are.
    """
    cells = cells_of(table)
    splits = split_names(cells.names, reference)
    meant = {name: meaning_of(splits[name].own if name in splits else name, reference) for name in cells.names}
    groups = list(dict.fromkeys(split.group for split in splits.values())) or [""]
    said = Described(cells, {"": []}, groups)
    left = dict(meant)
    if sum(name.startswith("column ") for name in cells.names) > len(cells.names) / 2:
        left |= by_content(cells)
        said.notes.append("the file has no header: what its columns are follows from what stands in them")
    if table.places.form == "tree":
        _of_larger_things(said, left, table.layout.at)
    said.held_on = _day(said, left)
    left = _places(said, left)
    _numbers_of_units(said, left)
    left = _texts(said, left)
    said.totals = _totals(said)
    rows = _counted_rows(said)
    is_long = any(said.of(role) for role in SELECTIONS)
    if is_long:
        _figures_of_rows(said, left, rows)
    else:
        for group in groups:
            _figures_of_columns(
                said, group, {n: m for n, m in left.items() if _group(n, splits) == group}, splits, rows
            )
        left = {name: one for name, one in left.items() if groups != [""] and name not in splits}
        _accounts(said, left)
    return said


def _group(name: str, splits: Mapping[str, Split]) -> str:
    return splits[name].group if name in splits else ""


Left = dict[str, Meaning | None]
"""The columns of which nobody knows yet what they are, with what their names say."""


def _take(said: Described, left: Left, column: Column, group: str = "") -> None:
    said.columns.setdefault(group, []).append(column)
    left.pop(column.name, None)


def _of_larger_things(said: Described, left: Left, at: str) -> None:
    """In a nested file the figures of what a thing lies in are not its own, and stand there for each thing in it."""
    for name in list(left):
        if not name.startswith(f"{at}/") and said.cells.number(name) in said.cells.is_figures:
            one = left[name]
            if not (one and one.role in ("unit", "office", "district", "round", "date")):
                _take(said, left, Column(name, "ignore", "it is of what the things of the list lie in"))


def _day(said: Described, left: Left) -> str:
    """The day of the election, where a column says one and the same throughout."""
    for name in [name for name, one in left.items() if one and one.role == "date"]:
        days = {day for text in said.cells.values(name) if (day := iso_day(text))}
        _take(said, left, Column(name, "ignore", "the day of the election"))
        if len(days) == 1:
            return days.pop()
    return ""


def iso_day(text: str) -> str:
    """A day in figures as ISO 8601 has it; empty where a text is none, or may be two days."""
    if found := re.match(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", text):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.match(r"(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)", text):
        first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
        month, day = (second, first) if mark == "." or first > 12 else (first, second)
    else:
        return ""
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _places(said: Described, left: Left) -> Left:
    """The unit, and what it lies in."""
    cells = said.cells
    for name in [name for name in left if not any(cells.texts[name])]:
        if name not in _selecting_names(left):
            _take(said, left, Column(name, "ignore", "it is empty"))
    found = [(name, one.unit) for name, one in left.items() if one and one.role == "unit"]
    rare = [name for name, _ in found if 2 * sum(map(bool, cells.texts[name])) < len(cells.texts[name])]
    if len(rare) < len(found):
        for name in rare:
            _take(said, left, Column(name, "ignore", "most of its cells are empty", unsure=True))
        found = [one for one in found if one[0] not in rare]
    small = {unit for _, unit in found} & {"precinct", "polling_station"}
    if small and not any(unit not in small for _, unit in found):
        areas = [name for name, one in left.items() if one and one.role == "district"]
        areas.sort(key=lambda name: -sum(map(bool, cells.texts[name])))
        found += [(name, "constituency") for name in areas[:1] if all(cells.texts[name])]
    found.sort(
        key=lambda one: (COARSE.index(one[1]) if one[1] in COARSE else 0, cells.number(one[0]) in cells.is_figures)
    )
    by_type: dict[str, str] = {}
    for name, unit in found:
        if unit in by_type:
            _take(said, left, Column(name, "ignore", f"says the {unit.replace('_', ' ')} once more", unsure=True))
        else:
            by_type[unit] = name
    types = list(by_type)
    for unit in types[:-2]:
        _take(said, left, Column(by_type[unit], "ignore", "said by what lies in it", unsure=True))
    if types:
        said.unit = types[-1]
        _take(said, left, Column(by_type[types[-1]], "unit", _named(left, by_type[types[-1]])))
    if len(types) > 1:
        said.within = types[-2]
        _take(said, left, Column(by_type[types[-2]], "within", _named(left, by_type[types[-2]])))
    return left


def _selecting_names(left: Left) -> set[str]:
    return {name for name, one in left.items() if one is None}


def _named(left: Left, name: str) -> str:
    one = left.get(name)
    return f"so named ({one.language})" if one and one.language else ""


def _numbers_of_units(said: Described, left: Left) -> None:
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
            and not _is_running(said.cells.figures[:, said.cells.number(name)])
        ):
            codes = set(zip(places, texts[name], strict=True))
            if len(set(texts[name])) == len(codes) > len(set(places)) and len(codes) <= 1.2 * len(set(places)):
                _take(said, left, Column(name, "unit_number", "tells units of one name apart"))
                return


def _texts(said: Described, left: Left) -> Left:
    """Columns of words: who is voted for, on what, and in which way."""
    cells = said.cells
    texts = [name for name in left if cells.number(name) not in cells.is_figures and any(cells.texts[name])]
    roles = ("candidate", "party", "option", "office", "district", "count_type", "round", "ballot_number", "outcome")
    for role in roles:
        named = [name for name, one in left.items() if one and one.role == role]
        if role in SELECTIONS or role in ("office", "count_type"):
            named = [name for name in named if name in texts]
        for name in named[1:]:
            _take(said, left, Column(name, "ignore", f"says the {role.replace('_', ' ')} once more", unsure=True))
        for name in named[:1]:
            if role == "outcome" or (role == "district" and not said.unit):
                continue
            if role == "ballot_number" and not all(re.fullmatch(r"\d{1,4}", text) for text in cells.values(name)):
                continue
            words = _words(cells.values(name)) if role in ("candidate", "option") else {}
            if role == "count_type":
                words = {text: kind_of_ballots(text) for text in cells.values(name)}
            _take(said, left, Column(name, role, _named(left, name), words=words))
    for name in [n for n in texts if n in left and left[n] is None]:
        if not said.of("unit") and (pattern := _pattern(cells.texts[name], any(said.of(role) for role in SELECTIONS))):
            _take(said, left, Column(name, pattern, "the first part repeats, as units do", unsure=True))
            said.unit = said.unit or "municipality"
            if "{party}" in pattern and (also := said.of("party")) and also.name != name:
                also.is_, also.why = "ignore", f"says the party of {name} once more"
    if not said.of("unit"):
        names = [n for n in texts if n in left and left[n] is None]
        several = [n for n in names if len(cells.values(n)) > 1]
        if several:
            said.unit = "municipality"
            why = "the first column of words; of which kind its units are is a guess"
            _take(said, left, Column(several[0], "unit", why, unsure=True))
    for name in [n for n in left if n in texts]:
        one = left[name]
        reason = "a code or a running number" if one and one.role == "ignore" else "numerim does not know what it says"
        _take(said, left, Column(name, "ignore", reason, unsure=one is None))
    return left


def _words(values: Sequence[str]) -> dict[str, str]:
    """What stands among those who are voted for, and is no person."""
    accounts = {word.strip(): ours for ours, words in ACCOUNTS.items() for word in " ".join(words.split()).split(";")}
    found: dict[str, str] = {}
    for value in values:
        plain = folded(value)
        if (ours := accounts.get(plain)) and ours != "turnout":
            found[value] = _TO_OURS.get(ours, ours)
        elif plain in ("yes", "no"):
            found[value] = plain
        elif re.search(WRITE_IN, plain) and len(plain.split()) <= 3:
            found[value] = "others" if "other" in plain else "write-in"
    return found


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


def _totals(said: Described) -> list[str]:
    unit = said.of("unit")
    if unit is None or "{" in unit.is_:
        return []
    named = [value for value in said.cells.values(unit.name) if re.search(TOTAL, folded(value))]
    return named or _summed(said, unit)


def _summed(said: Described, unit: Column) -> list[str]:
    """The unit whose figures are each the sum of those of all others, in a table of a row a unit."""
    cells = said.cells
    texts = cells.texts[unit.name]
    counts = [i for i in cells.is_figures if i not in cells.shares and cells.names[i] not in _ignored(said)]
    if len(texts) < 4 or len(counts) < 2:
        return []
    figures = numpy.nan_to_num(cells.figures[:, counts])
    summed = figures.sum(axis=0)
    fits = ((numpy.abs(2 * figures - summed) < 1e-9) & (figures > 0)).sum(axis=1)
    row = int(fits.argmax())
    enough = fits[row] >= max(2, 0.8 * (summed > 0).sum())
    return [texts[row]] if enough and texts.count(texts[row]) == 1 else []


def _ignored(said: Described) -> set[str]:
    return {
        column.name
        for columns in said.columns.values()
        for column in columns
        if column.is_ in ("ignore", "unit_number")
    }


def _counted_rows(said: Described) -> list[bool]:
    """Which rows are of units, and no sums over others."""
    unit = said.of("unit")
    if unit is None:
        return [True] * said.cells.figures.shape[0]
    return [text not in said.totals for text in said.cells.texts[unit.name]]


def _is_running(column: Figures) -> bool:
    """Whether figures only count the rows, or are codes in their order."""
    some = column[~numpy.isnan(column)]
    steps = numpy.diff(some)
    return bool(len(some) > 3 and (steps >= 0).all() and (steps == 1).mean() > 0.8)


def _figures_of_rows(said: Described, left: Left, rows: list[bool]) -> None:
    """Figures of a table in which each row is of one who is voted for."""
    cells = said.cells
    by_role: dict[str, list[str]] = {}
    for name, one in left.items():
        if one:
            by_role.setdefault(one.role, []).append(name)
    for role in ("votes", "share", "seats", "turnout", *_ACCOUNTS):
        for name in by_role.get(role, [])[:1]:
            why = _named(left, name)
            _take(said, left, Column(name, role, why))
    kinds = _kinds_of_ballots(said, left, rows)
    for name in list(left):
        one = left[name]
        if name in kinds:
            _take(said, left, Column(name, "votes", "these add up to all votes", ballots=kinds[name]))
        elif one and one.role in ("ignore", "unit", "outcome"):
            reason = "who won; not read" if one.role == "outcome" else "a code or a running number"
            _take(said, left, Column(name, "ignore", reason))
        elif said.of("votes") is None and not _is_running(cells.figures[:, cells.number(name)]):
            _take(
                said,
                left,
                Column(name, "votes", "the first column of figures without a name that is known", unsure=True),
            )
        else:
            _take(said, left, Column(name, "ignore", "numerim does not know what it says", unsure=True))


def _kinds_of_ballots(said: Described, left: Left, rows: list[bool]) -> dict[str, str]:
    """Columns that add up to all votes in most rows -> the kind of ballots of each."""
    votes = said.of("votes")
    if votes is None:
        return {}
    cells = said.cells
    open_ = [cells.number(name) for name, one in left.items() if one is None and cells.number(name) in cells.is_figures]
    found = run_with_total(cells.figures[rows], open_, [cells.number(votes.name)])
    return {cells.names[i]: kind_of_ballots(cells.names[i]) for i in found[0]} if found else {}


_KINDS = (
    (r"prov", "provisional"),
    (r"absentee.*person|in person.*absentee", "absentee-in-person"),
    (r"mail|post|brief", "absentee-mail"),
    (r"abs|mungues", "absentee"),
    (r"early|advance|one stop", "early"),
    (r"uocava|military|overseas|jasht", "uocava"),
    (r"election ?day|elec ?day|poll|machine|precinct", "election-day"),
)


def kind_of_ballots(name: str) -> str:
    """The kind of ballots that a name means; one of its own where none is known."""
    plain = folded(name)
    if re.search(TOTAL, plain):
        return "total"
    return next((kind for pattern, kind in _KINDS if re.search(pattern, plain)), plain.replace(" ", "-"))


def _figures_of_columns(said: Described, group: str, left: Left, splits: Mapping[str, Split], rows: list[bool]) -> None:
    """Figures of a table in which each row is a unit and each of many columns one who is voted for."""
    cells, figures = said.cells, said.cells.figures[rows]
    known = {one.role: name for name, one in reversed(list(left.items())) if one}
    open_ = [
        name
        for name, one in left.items()
        if one is None
        and (cells.number(name) in cells.is_figures or not any(cells.texts[name]))
        and cells.number(name) not in cells.shares
        and not _is_running(cells.figures[:, cells.number(name)])
    ]
    numbers = [cells.number(name) for name in open_]
    totals = [cells.number(known[role]) for role in ("valid", "votes", "cast") if role in known]
    found = run_with_total(figures, numbers, totals)
    found = found or run_with_total(figures, numbers, [i for i in cells.is_figures if i not in totals])
    chosen, why, told = numbers, "a column of figures beside others", False
    if found:
        counted = [i for i in found[0] if numpy.nan_to_num(figures[:, i]).any()]
        first, last = counted[0], counted[-1]
        chosen = [i for i in numbers if first <= i <= last or cells.names[i] in splits]
        total = cells.names[found[1]]
        why = f"together they make {total!r}"
        beside = [role for role in ("blank", "invalid", "overvotes", "undervotes") if role in known]
        role = "valid"
        of_all = [cells.number(known[r]) for r in beside]
        if any(is_sum(figures, found[1], [*found[0], i]) for i in of_all if numpy.nan_to_num(figures[:, i]).max() != 0):
            role = "cast"
        _take(
            said,
            left,
            Column(total, role, f"the sum of {len(counted)} columns, {cells.names[first]!r} to {cells.names[last]!r}"),
            group,
        )
        said.complete.append("votes")
        told = True
    elif total := next((known[r] for r in ("cast", "votes") if r in known), ""):
        beside_ = [cells.number(known[r]) for r in ("blank", "invalid", "overvotes", "undervotes") if r in known]
        if is_sum(figures, cells.number(total), [*numbers, *beside_]):
            why = f"with {', '.join(repr(cells.names[i]) for i in beside_)} they make {total!r}"
            _take(said, left, Column(total, "cast", "the sum of all votes, and of ballots without one"), group)
            said.complete.append("votes")
            told = True
    for i in chosen:
        name = cells.names[i]
        if name not in left:
            continue
        own = splits[name].own if name in splits else name
        _take(said, left, Column(name, "votes", why, not told, with_=selection_of(own)), group)
    _accounts(said, left, group)


def _accounts(said: Described, left: Left, group: str = "") -> None:
    """What is counted of each unit beside votes, and what nobody knows."""
    cells = said.cells
    taken = {column.is_ for some in ("", group) for column in said.columns.get(some, ())}
    if (name := _named_cast(said, left, group)) is not None:
        reason = "named like ballots cast, but valid and invalid ones do not make it"
        _take(said, left, Column(name, "ignore", reason, unsure=True), group)
    for name in list(left):
        one = left[name]
        if one and one.role in (*_ACCOUNTS, "turnout", "seats") and one.role not in taken:
            taken.add(one.role)
            _take(said, left, Column(name, one.role, _named(left, name)), group)
        elif one and one.role == "votes" and "valid" not in taken:
            taken.add("valid")
            _take(said, left, Column(name, "valid", "votes without saying whose", unsure=True), group)
        elif one and one.role == "ignore":
            _take(said, left, Column(name, "ignore", "a code or a running number"), group)
        elif one:
            _take(said, left, Column(name, "ignore", f"says {one.role} once more", unsure=True), group)
        else:
            running = cells.number(name) in cells.is_figures and _is_running(cells.figures[:, cells.number(name)])
            reason = "a running number" if running else "numerim does not know what it says"
            _take(said, left, Column(name, "ignore", reason, unsure=not running), group)


def _named_cast(said: Described, left: Left, group: str) -> str | None:
    """The column that is named like ballots cast, where valid and invalid ones tell that it is something else."""
    cells = said.cells
    name = next((name for name, one in left.items() if one and one.role == "cast"), None)
    columns = {role: column for role in ("valid", "invalid", "blank") if (column := said.of(role, group))}
    parts = [cells.number(column.name) for column in columns.values()]
    parts += [cells.number(other) for other, one in left.items() if one and one.role in ("valid", "invalid", "blank")]
    if name is None or len(parts) < 2:
        return None
    both = cells.figures[:, cells.number(name)] - added(cells.figures, parts)
    return name if (numpy.abs(both[~numpy.isnan(both)]) <= 5).mean() < 0.2 else None


def selection_of(name: str) -> dict[str, str]:
    """Whom the name of a column of votes names: a candidate with a party, or a party; and the number on the ballot."""
    bare = " ".join(name.replace("_", " ").split())
    roles: dict[str, str] = {}
    if found := _NUMBERED.match(bare):
        roles["ballot_number"] = found[1]
        bare = bare[found.end() :]
    for pattern in (_IN_BRACKETS, _BEHIND):
        if (found := pattern.match(bare)) and (found["other"].isupper() or " / " in bare):
            return {"candidate": found["one"].strip(), "party": found["other"].strip(), **roles}
    return {"party": bare, **roles}


def shares_of(said: Described) -> str | None:
    """What the printed turnout or shares are of, as the figures show; None where they do not."""
    share = said.of("share")
    if share is None:
        return None
    cells = said.cells
    wholes = {cells.number(c.name): c.is_ for role in ("valid", "cast", "registered") if (c := said.of(role))}
    parts = [cells.number(c.name) for c in [said.of("votes")] if c]
    found = base_of(cells.figures, cells.number(share.name), parts, list(wholes), 0.51)
    return wholes[found[1]] if found else None
