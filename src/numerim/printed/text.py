"""For people: a line a finding, beginning with a place that terminals and editors open; a summary at the end."""

from collections.abc import Sequence

from numerim.printed import Judgement, Told

_FURTHER = 3


def printed(judgements: Sequence[Judgement]) -> str:
    """The findings as lines, a file after the other."""
    lines: list[str] = []
    for judgement in judgements:
        for one in judgement.told:
            lines += _lines(one, judgement.subject)
        lines.append(f"{judgement.subject}: {judgement.summary}")
    return "".join(f"{line}\n" for line in lines)


def _lines(one: Told, subject: str) -> list[str]:
    where = one.places[0].shown if one.places else subject
    status = "" if one.status == "open" else f" ({one.status})"
    lines = [f"{where}: {one.severity}{status} {one.rule}: {one.says}"]
    for place in one.places[1 : 1 + _FURTHER]:
        lines.append(f"    {place.shown}: {_cell(place.name, place.printed)}".rstrip(": "))
    if len(one.places) > 1 + _FURTHER:
        lines.append(f"    … {len(one.places) - 1 - _FURTHER} more places; --format json has them")
    return lines


def _cell(name: str, printed: str) -> str:
    return f"{name} “{printed}”" if name and printed else name or printed
