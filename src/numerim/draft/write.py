"""A draft as the text of an `election.yml`, with what it is unsure of as comments."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from numerim.declare.towrite import quoted
from numerim.draft.described import Column, Described
from numerim.draft.figures import Numbers
from numerim.draft.marks import (
    HEAD,
    LICENCE,
    STATUS,
    TERMS,
    Mark,
    marked,
    of_area,
    of_columns,
    of_language,
    of_law,
    of_left,
    of_offices,
    of_source,
    of_totals,
    otherwise,
)
from numerim.draft.offices import Office, Offices
from numerim.draft.shares import shares_of
from numerim.draft.states import STATES, status_of
from numerim.draft.totals import named_apart
from numerim.draft.words import SELECTIONS
from numerim.draft.writefigures import numbers_line, numbers_told, otherwise_written
from numerim.draft.writelevels import levels_told, rows_with, runs_told, units_told


@dataclass
class Frame:
    """What is said around the tables.

    Attributes:
        id: of the election.
        title: of the election.
        country: its code.
        held_on: the day.
        looks: key -> what a person should look at there.
        whole: the name of the country, as seeds/ has it.
        law: the rule by which votes make an outcome; empty where nobody says.
        threshold: the share that a list must have for seats, in per cent; empty where there is none.
        language: that of the source.
    """

    id: str
    title: str
    country: str
    held_on: str
    looks: Mapping[str, Mark]
    whole: str
    law: str = ""
    threshold: str = ""
    language: str = "en"


@dataclass
class Drafted:
    """A file, as the draft describes it.

    Attributes:
        path: its name.
        said: how it is written.
        tables: what its tables say, each with what is voted on.
        unsure: what a person should look at, in words.
        address: where it was taken from, and the day; None where from a disk.
    """

    path: str
    said: Mapping[str, Any]
    tables: Sequence[tuple[Described, Offices]]
    unsure: Sequence[str]
    address: tuple[str, str] | None = None


def text_of(frame: Frame, files: Sequence[Drafted]) -> str:
    """The whole `election.yml`."""
    lines = [
        *HEAD,
        f"id: {frame.id}",
        *marked(frame.looks.get("title"), f"title: {{en: {json.dumps(frame.title, ensure_ascii=False)}}}"),
        *marked(frame.looks.get("country"), f"country: {frame.country}"),
        *marked(LICENCE, "licence: CC0-1.0"),
        *marked(frame.looks.get("held_on"), f"held_on: {frame.held_on}"),
        *marked(STATUS, "status: preliminary"),
        "offices:",
    ]
    every = {office.name: office for file in files for _, offices in file.tables for office in offices.every}
    lines += _offices(list(every.values()), frame, files)
    accounts = {word: account for file in files for said, _ in file.tables for word, account in said.accounts.items()}
    lines += ["accounts:"] if accounts else []
    lines += [f"  {word}: {{title: {{en: {quoted(title)}}}, inside: {of}}}" for word, (title, of) in accounts.items()]
    lines += units_told([said.levels for file in files for said, _ in file.tables if said.levels])
    if ballots := _ballots(files):
        lines += ["ballots:", *(f"  {kind}: {{title: {{en: {quoted(kind)}}}}}" for kind in ballots)]
    lines += _registered(files)
    rules = dict(one for file in files for said, _ in file.tables for one in _set_rules(said))
    lines += [f"rules: {{{', '.join(f'{rule}: {{{how}}}' for rule, how in rules.items())}}}"] if rules else []
    lines.append("sources:")
    sources = _sources(files)
    names = [state or f"source{f'-{rank}' if rank > 1 else ''}" for rank, (_, state) in enumerate(sources, 1)]
    for rank, ((address, state), own) in enumerate(sources.items(), 1):
        before = names[rank] if state and rank < len(names) and names[rank] in STATES else ""
        lines += [
            f"  {names[rank - 1]}:",
            *([f"    status: {status_of(state)}"] if state else []),
            *([f"    earlier: {before}"] if before else []),
            *([f"    url: {quoted(address[0])}", f"    retrieved: {address[1]}"] if address else []),
            *(
                f"    {line}"
                for line in marked(None if address else of_source(frame.held_on), f"title: {quoted(frame.title)}")
            ),
            *(f"    {line}" for line in marked(of_language(frame.language), f"language: {frame.language}")),
            *(f"    {line}" for line in marked(TERMS, "licence: not stated")),
            "    terms: {publish: figures, because: figures and names are facts}",
            f"    rank: {rank}",
        ]
        lines += numbers_told([said for file in own for said, _ in file.tables])
        lines.append("    files:")
        for file in own:
            lines += _file(file, frame.whole, [said for one in own for said, _ in one.tables])
    return "\n".join(lines) + "\n"


def _sources(files: Sequence[Drafted]) -> dict[tuple[tuple[str, str] | None, str], list[Drafted]]:
    """The files by where they were taken from and how far the count was, the last state first.

    A file that tells several states is of several sources, each of which leaves the tables of the others out.
    """
    found: dict[tuple[tuple[str, str] | None, str], list[Drafted]] = {}
    for file in files:
        states = {said.state for said, _ in file.tables}
        for state in sorted(states, key=lambda one: STATES.index(one) if one else -1, reverse=True):
            some = [i for i, (said, _) in enumerate(file.tables) if said.state == state]
            shapes = file.said["tables"]
            others = {shapes[i]["at"]: "another state of the count" for i in range(len(shapes)) if i not in some}
            ignored = {**file.said.get("ignore", {}), **others}
            told = {**file.said, "tables": [shapes[i] for i in some]} | ({"ignore": ignored} if ignored else {})
            own = replace(file, said=told, tables=[file.tables[i] for i in some])
            found.setdefault((file.address, state), []).append(own)
    return dict(sorted(found.items(), key=lambda one: -STATES.index(one[0][1]) if one[0][1] else 0))


def _offices(offices: Sequence[Office], frame: Frame, files: Sequence[Drafted]) -> list[str]:
    """The offices, the first of several that are guessed for one reason with a mark."""
    bases = [base for file in files for said, _ in file.tables if (base := shares_of(said)) and base != "valid"]
    kinds = [kind for file in files for said, _ in file.tables for kind in (said.unit, said.within) if kind]
    kinds += [said.area[0] for file in files for said, _ in file.tables if said.area]
    lines: list[str] = []
    told: set[str] = set()
    by_rounds = next((said.law for file in files for said, _ in file.tables if said.law), "")
    law = frame.law or by_rounds
    elects = _elects(frame.law, [said for file in files for said, _ in file.tables])
    for office in offices:
        terms = {"unit": office.unit} | ({"outcome_rule": law} if law else {})
        terms |= {"threshold": frame.threshold} if frame.threshold else {}
        terms |= {"seats": str(elects)} if elects else {}
        terms |= {"shares_of": bases[0]} if bases else {}
        if office.unsure and office.why not in told:
            others = [kind for kind in dict.fromkeys([*kinds, "country"]) if kind != office.unit] or ["municipality"]
            ways = [_as_office(office.name, terms | {"unit": kind}) for kind in others]
            lines += marked(of_offices([o.name for o in offices if o.why == office.why], office.unit, office.why, ways))
        if not frame.law and not told:
            from numerim.schemas.law import laws

            ways = [_as_office(office.name, terms | {"outcome_rule": law}) for law in _LAWS]
            lines += marked(of_law(ways, [one for one in laws() if one not in _LAWS], by_rounds))
        told.add(office.why)
        lines.append(_as_office(office.name, terms))
    return [f"  {line}" for line in lines]


def _elects(law: str, tables: Sequence[Described]) -> int:
    """How many each contest elects, where that is a matter of the law and all tables show one number; else 0."""
    from numerim.schemas.law import laws

    numbers = {said.elects for said in tables if said.elects}
    takes = bool(law) and laws()[law].of_persons and "seats" in laws()[law].takes
    return next(iter(numbers)) if takes and len(numbers) == 1 else 0


_LAWS = ("plurality", "two_round_majority", "dhondt")  # by which most offices are decided


def _as_office(name: str, terms: Mapping[str, str]) -> str:
    return f"{name}: {{{', '.join(f'{key}: {value}' for key, value in terms.items())}}}"


def _ballots(files: Sequence[Drafted]) -> list[str]:
    from numerim.schemas.vocabulary import COUNT_TYPES

    kinds = [
        column.ballots
        for file in files
        for said, _ in file.tables
        for columns in said.columns.values()
        for column in columns
        if column.ballots
    ]
    kinds += [
        kind
        for file in files
        for said, _ in file.tables
        if (column := said.of("count_type"))
        for kind in column.words.values()
    ]
    return [kind for kind in dict.fromkeys(kinds) if kind not in COUNT_TYPES]


def _registered(files: Sequence[Drafted]) -> list[str]:
    kinds: dict[str, str] = {}
    for file in files:
        for said, _ in file.tables:
            within = said.within or (said.area[0] if said.area else "")
            kinds |= {key: kind for key, kind in (("unit", said.unit), ("within", within)) if kind}
    kinds = {"unit": "country"} | kinds | {"party": "party"}
    told = ", ".join(f"{key}: {kind}" for key, kind in kinds.items())
    return [f"register: {{{told}}}   # names that seeds/ lacks are taken as printed"]


def _set_rules(said: Described) -> Iterator[tuple[str, str]]:
    """The rules that are not asked, or otherwise; R712 if a complete list does not name everybody in each unit."""
    yield from said.set_rules.items()
    votes = [c.name for some in said.columns.values() for c in some if c.is_ == "votes" and c.with_]
    if said.complete and any(not all(said.cells.texts[name]) for name in votes):
        yield "R712", "off: a column is empty where nobody of it stood"


def _file(file: Drafted, whole: str, every: Sequence[Described]) -> list[str]:
    lines = [f"      {quoted(file.path)}:"]
    lines += [f"        {line}" for told in file.unsure for line in marked(Mark(told))]
    for key, value in file.said.items():
        if key == "tables":
            continue
        if isinstance(value, dict):
            lines += [f"        {key}:", *(f"          {quoted(k)}: {quoted(v)}" for k, v in value.items())]
        elif isinstance(value, list):
            told = (quoted(one) if isinstance(one, str) else str(one) for one in value)
            lines.append(f"        {key}: [{', '.join(told)}]")
        else:
            lines.append(f"        {key}: {quoted(str(value))}")
    lines.append("        tables:")
    kinds = {(said.unit, said.within) for said, _ in file.tables if said.unit}
    for shape, (said, offices) in zip(file.said["tables"], file.tables, strict=True):
        own = [f"            {line}" for line in otherwise_written(said, every)]
        lines += _table(shape, said, offices, whole, register=len(kinds) > 1) + own
    return lines


def _table(shape: Mapping[str, Any], said: Described, offices: Offices, whole: str, *, register: bool) -> list[str]:
    """A table; with the types of its units, where other tables of the file have others."""
    lines: list[str] = []
    for key in ("at", "skip", "turned", "header", "short", "headings", "until"):
        if key in shape:
            value = shape[key]
            lines.append(f"{key}: {json.dumps(value)}" if isinstance(value, int) else f"{key}: {quoted(str(value))}")
    if "grid" in shape:
        lines.append(f"grid: [{', '.join(quoted(name) for name in shape['grid'])}]")
    if left := [f"{{rows: {rows_with(*one)}, because: no count of its own}}" for one in said.leave.items()]:
        lines.append(f"leave: {left[0] if len(left) == 1 else '[' + ', '.join(left) + ']'}")
    if said.fill:
        lines.append(f"fill: [{', '.join(map(quoted, said.fill))}]   # what an empty cell means stands above it")
    lines += [line for note in said.notes for line in marked(Mark(note))]
    is_one = offices.every and not offices.words and not offices.by_group
    settled = [f"office: {offices.every[0].name}"] if is_one else []
    unit = said.of("unit")
    if said.complete:
        lines.append(f"complete: [{', '.join(dict.fromkeys(said.complete))}]   # as the sums show")
    if unit is None and "unit" in said.set:
        lines.append(f"register: {{unit: {said.unit}}}")
    elif unit is None:
        settled.append(f"unit: {quoted(whole)}")
        lines.append("register: {unit: country}")
    elif register and said.unit:
        own = {"unit": said.unit} | ({"within": said.within} if said.within else {})
        lines.append(f"register: {{{', '.join(f'{key}: {kind}' for key, kind in own.items())}}}")
    of_parts = ("within",) if (said.totals or said.over) and unit else ()
    settled += [f"{role}: {quoted(value)}" for role, value in said.set.items() if role not in of_parts]
    has_larger = said.of("within") or "within" in said.set or said.first_total or said.over
    has_area = said.area and not has_larger
    settled += [f"within: {quoted(said.area[1])}"] if has_area and said.area else []
    lines += [f"set: {{{', '.join(settled)}}}"] if settled else []
    is_apart = unit and (said.totals or said.over)
    lines += _apart(said, unit, whole) if unit and is_apart else levels_told(said.levels, whole)
    lines += _columns(said, offices)
    return [f"          - {lines[0]}", *(f"            {line}" for line in lines[1:])]


def _apart(said: Described, unit: Column, whole: str) -> list[str]:
    """The rows of units as a part, and those that are sums over them, which are of what these lie in, or of all."""
    within, number = said.of("within"), said.of("unit_number")
    of_all = said.totals_of_all
    of_larger = [text for text in said.totals if text not in of_all]
    no_stations = [said.first_total, *said.beside] if said.first_total else []
    own = [f"{quoted(unit.name)}: {_cell(unit, '', Offices())}"]
    own += [f"{quoted(within.name)}: within"] if within else []
    own += [f"{quoted(number.name)}: unit_number"] if number else []
    lines = [*marked(of_totals([*said.over, *said.totals], own[0])), "parts:"]
    lines += runs_told(said.over, unit.name, said.within, own)
    if not said.over:
        lines.append(f"  - but: {rows_with(said.totals_in, [*no_stations, *said.totals])}")
        lines.append(f"    columns: {{{', '.join(own)}}}")
    if no_stations:
        lines.insert(-1, f"    set: {{within: {quoted(named_apart(said.first_total))}}}")
        for text in no_stations:
            lines.append(f"  - only: {rows_with(said.totals_in, [text])}")
            if text == said.first_total:
                lines.append(f"    register: {{unit: {said.within}}}")
                lists = [one for one in dict.fromkeys(said.complete) if one != "units"]
                lines.append(f"    complete: [{', '.join(lists)}]   # the rows beneath it are no part of it")
            lines += [f"    set: {{unit: {quoted(named_apart(text))}}}", "    columns: {}"]
            ignored = (f"{quoted(one.name)}: says which rows it is of" for one in (unit, number) if one)
            lines.append(f"    ignore: {{{', '.join(ignored)}}}")
    elif "within" in said.set:
        lines.insert(-1, f"    set: {{within: {quoted(said.set['within'])}}}")
    for texts, larger in ((of_larger, within), (of_all, None)):
        if not texts:
            continue
        lines.append(f"  - only: {rows_with(said.totals_in, texts)}")
        if larger:
            lines += [f"    register: {{unit: {said.within}}}", f"    columns: {{{quoted(larger.name)}: unit}}"]
        elif "within" in said.set:
            lines += [f"    register: {{unit: {said.within}}}", f"    set: {{unit: {quoted(said.set['within'])}}}"]
            lines.append("    columns: {}")
        else:
            kind, name = said.area or ("country", whole)
            mark = None if said.area and within else of_area(len(texts))
            lines += [f"    register: {{unit: {kind}}}"]
            lines += [f"    {line}" for line in marked(mark, f"set: {{unit: {quoted(name)}}}")]
            lines.append("    columns: {}")
        left = [one.name for one in (unit, number, None if larger else within) if one]
        left += [name for name in said.cells.names if f"{{{name}}}" in unit.text and name not in left]
        lines.append(f"    ignore: {{{', '.join(f'{quoted(name)}: says that the row is a sum' for name in left)}}}")
    return lines


def _columns(said: Described, offices: Offices) -> list[str]:
    read, ignored = ["columns:"], []
    unsure: dict[str, list[Column]] = {}
    for group, columns in said.columns.items():
        told: dict[str, list[str]] = {}
        for column in columns:
            if column.unsure and column.why:
                told.setdefault(f"{column.is_} {column.why}", []).append(column.name)
        for column in columns:
            if (said.totals or said.over or said.levels) and column.is_ in ("unit", "within", "unit_number"):
                continue  # said by the parts
            if column.is_ == "part":
                continue  # another column says it with its own
            if column.is_ == "ignore":
                if column.unsure:
                    unsure.setdefault(column.why, []).append(column)
                else:
                    ignored.append(f"  {quoted(column.name)}: {quoted(column.why)}")
                continue
            numbers = said.cells.differ.get(column.name)
            line = f"{quoted(column.name)}: {_cell(column, group, offices, numbers)}"
            names = told.pop(f"{column.is_} {column.why}", []) if column.unsure else []
            mark = (
                of_columns(
                    names,
                    column.is_,
                    column.why,
                    otherwise(quoted(column.name), column.is_, column.with_, _roles(said)),
                )
                if names
                else None
            )
            read += [f"  {one}" for one in marked(mark, line)]
    for why, some in unsure.items():
        first = some[0].name
        counts = said.cells.number(first) in said.cells.is_figures
        own = [f"{quoted(one.name)}: {quoted(why)}" for one in some]
        is_nobody = counts and not any(said.of(role) for role in SELECTIONS)
        ways = [f"{quoted(first)}: {{is: votes, with: {{candidate: {quoted(' '.join(first.split()))}}}}}"]
        ways = [*(ways if is_nobody else ()), f"{quoted(first)}: {'registered' if counts else 'party'}"]
        mark = of_left([one.name for one in some], why, ways)
        ignored += [f"  {line}" for line in marked(mark, *own)]
    return read + (["ignore:", *ignored] if ignored else [])


def _roles(said: Described) -> set[str]:
    every = (column for columns in said.columns.values() for column in columns if not column.with_)
    return {word for column in every for word in re.findall(r"\w+", column.is_)}


def _cell(column: Column, group: str, offices: Offices, numbers: Numbers | None = None) -> str:
    roles = dict(column.with_)
    if group and offices.by_group:
        roles["office"] = offices.by_group[group]
    words = offices.words if column.is_ == "office" else column.words
    pairs = {"states": column.states, "with": roles, "words": words, "missing": column.missing}
    if not any(pairs.values()) and not column.ballots and not column.text and not numbers:
        return quoted(column.is_) if "{" in column.is_ else column.is_
    told = [f"is: {quoted(column.is_) if '{' in column.is_ else column.is_}"]
    if column.text:
        told.append(f"text: {quoted(column.text)}")
    if column.ballots:
        told.append(f"ballots: {column.ballots}")
    for key, said in pairs.items():
        if said:
            told.append(f"{key}: {{{', '.join(f'{quoted(text)}: {quoted(ours)}' for text, ours in said.items())}}}")
    told += [numbers_line(numbers)] if numbers else []
    return f"{{{', '.join(told)}}}"
