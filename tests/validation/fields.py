"""Fields of every type with formats, options and constraints, and cells for them, about half of them right."""

import copy
import json
from functools import lru_cache
from random import Random
from typing import Any

from frictionless import Field, FrictionlessException

from tests.validation.cells import ANYWHERE, FORMATS, OF_TYPE, PATTERNS

Case = dict[str, Any]
COMMON = ("integer", "number", "string", "boolean", "date", "datetime", "time", "year", "yearmonth", "any")
RARE = ("duration", "array", "object", "geopoint", "geojson", "list")
BOUNDED = {"integer", "number", "date", "time", "datetime", "year", "yearmonth"}


def rarely(r: Random, share: float) -> bool:
    """Whether it is one of that share."""
    return r.random() < share


MISSING: tuple[list[Any], ...] = (
    *([""], ["", "NA"], [], ["-"], ["None"], [" "], ["", "0"], ["NaN"], ["1", "true"], ["null", ""], ["a"], ["\\N"]),
    [{"value": "", "label": "empty"}, {"value": "-"}],
)


def field_of(r: Random, name: str, v2: bool, care: float) -> Case:
    """A field with a type, perhaps a format, options and constraints."""
    kind = r.choice(RARE) if rarely(r, 0.1) else r.choice(COMMON)
    field: Case = {"name": name, "type": kind}
    if kind in FORMATS and rarely(r, 0.45):
        field["format"] = r.choice(FORMATS[kind] if rarely(r, 0.5) else FORMATS[kind][:4])
    if kind in ("integer", "number") and rarely(r, 0.25):
        field["bareNumber"] = r.choice((False, False, True))
    if kind == "number":
        if rarely(r, 0.25):
            field["groupChar"] = r.choice((",", ".", " ", "'", "#", "", "\u00a0"))
        if rarely(r, 0.25):
            field["decimalChar"] = r.choice((",", ",", ".", ";", "٫"))
        if rarely(r, 0.1):
            field["floatNumber"] = True
    if kind == "boolean" and rarely(r, 0.4):
        field["trueValues"] = list(r.choice((["yes"], ["Y", "t"], ["1", "on"], ["ja", "true"], [" true"])))
        if rarely(r, 0.7):
            field["falseValues"] = list(r.choice((["no"], ["N", "f"], ["0"], ["yes"], ["nein", "false"])))
    if kind == "list":
        field |= r.choice(
            (
                {},
                {"delimiter": ";"},
                {"itemType": "integer"},
                {"itemType": "date"},
                {"delimiter": ";", "itemType": "boolean"},
            )
        )
    if kind == "array" and rarely(r, 0.3):
        field["arrayItem"] = {"type": "integer"}
    if rarely(r, 0.1):
        field["missingValues"] = copy.deepcopy(r.choice(MISSING[:-1]))
    field["constraints"] = {} if rarely(r, care / 2) else _constraints(r, field, v2)
    if not field["constraints"]:
        del field["constraints"]
    if rarely(r, 0.02):
        del field["type"]
    return field


def _constraints(r: Random, field: Case, v2: bool) -> Case:
    kind, near = field["type"], _near(field)
    made: Case = {}
    if rarely(r, 0.2):
        made["required"] = r.choice((True, True, True, False))
    if rarely(r, 0.15):
        made["unique"] = r.choice((True, True, True, False))
    if kind in BOUNDED and rarely(r, 0.3):
        bounds = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
        made[r.choice(bounds if v2 or rarely(r, 0.02) else bounds[:2])] = _bound(r, kind, _right(field) or near)
        if rarely(r, 0.3):
            made["maximum"] = _bound(r, kind, _right(field) or near)
    if kind in ("string", "array", "list") and rarely(r, 0.3):
        made[r.choice(("minLength", "maxLength"))] = r.choice((0, 1, 2, 3, 5, 70))
    if kind == "string" and rarely(r, 0.25):
        made["pattern"] = r.choice(PATTERNS)
    if kind != "list" and rarely(r, 0.15):
        words = [r.choice(near) for _ in range(r.choice((1, 2, 4)))]
        words += [r.choice(_right(field) or near) for _ in range(r.choice((0, 2, 9)))]
        made["enum"] = [int(w) if w.isascii() and w.isdigit() and len(w) < 9 and rarely(r, 0.4) else w for w in words]
    if rarely(r, 0.01):
        made[r.choice(("minimum", "pattern", "minLength"))] = r.choice((1, "a", None))
    return made


def _bound(r: Random, kind: str, near: tuple[str, ...]) -> Any:
    """A bound, mostly one that the type reads."""
    if rarely(r, 0.03):
        return r.choice(OF_TYPE[kind])
    if kind in ("integer", "number", "year"):
        return r.choice((0, 1, 2, 10, 50, -1, 2000, "1", "2024", 10**20, *((1.5, "1e3") if kind == "number" else ())))
    return r.choice(near)


def _near(field: Case) -> tuple[str, ...]:
    kind = field.get("type", "string")
    return OF_TYPE.get(f"{kind}/{field.get('format')}", OF_TYPE[kind])


@lru_cache(maxsize=4096)
def _read(described: str) -> tuple[str, ...]:
    field = Field.from_descriptor(json.loads(described))
    return tuple(cell for cell in _near(json.loads(described)) if field.read_cell(cell)[1] is None)


def _right(field: Case) -> tuple[str, ...]:
    """The cells that stock reads as of the type, whatever the constraints."""
    try:
        return _read(
            json.dumps(
                {k: v for k, v in field.items() if k not in ("name", "constraints", "missingValues")} | {"name": "x"}
            )
        )
    except FrictionlessException:
        return ()


def cell_of(r: Random, field: Case, care: float) -> str:
    """A cell that is right about every other time, and at least as often as `care` says."""
    near = _near(field)
    if rarely(r, care) and (right := _right(field)):
        return r.choice(right) if rarely(r, 0.95) else ""
    chance = r.random()
    if chance < 0.12:
        return r.choice(ANYWHERE)
    if chance < 0.5:
        return r.choice(near)
    if chance < 0.6 and field.get("type") in ("integer", "number"):
        return str(r.choice((r.randrange(100), r.randrange(-9, 10**12), round(r.uniform(-9, 999), 2))))
    return r.choice(near[: max(3, len(near) // 4)])
