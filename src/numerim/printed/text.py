"""For people: a line a finding, beginning with a place that terminals and editors open; a summary at the end.

Findings with one cause are one block: the gravest with its figures and what is likely wrong, the others in a line each.
"""

from collections.abc import Sequence

from numerim.printed import Judgement, Place, Told, because, together

_FURTHER = 3


def printed(judgements: Sequence[Judgement]) -> str:
    """The findings as lines, a file after the other."""
    lines: list[str] = []
    for judgement in judgements:
        if judgement.explained is not None:
            lines += [judgement.explained, ""] if judgement.explained else []
        else:
            for group in together(judgement.told):
                lines += _lines(group, judgement.subject)
        is_alone = len(judgements) == 1 and bool(judgement.reading)
        summary = judgement.summary.removesuffix(judgement.read_as) if is_alone else judgement.summary
        lines += [f"{judgement.subject}: {summary}", *(judgement.reading if is_alone else ())]
    return "".join(f"{line}\n" for line in lines)


def _lines(group: Sequence[Told], subject: str) -> list[str]:
    one, *others = group
    where = one.places[0].shown if one.places else subject
    lines = [f"{where}: {_said(one)}", *_suspected(one, others), *_places(one)]
    for other in others:
        at = f"{other.places[0].short}: " if other.places and other.places[0] != one.places[0] else ""
        lines.append(f"    {at}{_said(other)}")
    return lines


def _said(one: Told) -> str:
    status = "" if one.status == "open" else f" ({one.status})"
    return f"{one.severity}{status} {one.rule}: {one.says}{f' ({one.changes})' if one.changes else ''}"


def _suspected(one: Told, others: Sequence[Told]) -> list[str]:
    """What is likely wrong, and what it has to do with the others of the group."""
    told = one.suspicion
    if not others:
        return [f"    suspected: {told}"] if told else []
    number = 1 + len(others)
    if told:
        every = "both" if number == 2 else f"all {number}"
        return [f"    suspected: {told}, which would resolve {every} findings"]
    return [f"    {because(number, one.cause_says or '')}"]


def _places(one: Told) -> list[str]:
    """The figures that take part, the first with its own unless it was told already; of many the first few."""
    told = {suspect.place for suspect in one.suspected}
    rest = [place for place in one.places if place not in told] if len(one.places) > 1 else []
    shown = rest[: _FURTHER + (rest[:1] == list(one.places[:1]))]
    lines = [f"    {place.shown}: {_cell(place)}".rstrip(": ") for place in shown]
    if left := len(rest) - len(shown):
        lines.append(f"    … {left:,} more {'place' if left == 1 else 'places'}; --format json has all of them")
    return lines


def _cell(place: Place) -> str:
    """What stands in a cell, and which of its line it is where the place alone does not say."""
    name = place.name or (f"cell {place.cell}" if place.cell and not place.column else "")
    return f"{name} “{place.printed}”" if name and place.printed else name or place.printed
