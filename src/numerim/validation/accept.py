"""What a field surely accepts, as SQL: sound, not complete.

A cell that the SQL accepts is one that stock frictionless reads without an error; any other is only suspected, and
stock's own reader judges it (`numerim.validation.cells`), one distinct value at a time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from numerim.warehouse import text

Reader = Callable[[Any], tuple[Any, dict[str, str] | None]]

# Types of fields that are judged here; the others are judged by stock.
TYPES = {"string", "integer", "number", "boolean", "date", "time", "datetime", "year", "yearmonth", "any"}

# Types whose values are equal to each other where they are the same number.
NUMERIC = {"integer", "number", "boolean", "year"}
_BOUNDS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
_INT64 = 2**63 - 1

_FORMATS = {
    "email": r"[a-z0-9]{1,20}(\.[a-z0-9]{1,20}){0,2}@[a-z][a-z0-9]{0,19}(\.[a-z][a-z0-9]{0,19}){0,2}\.(com|org|net)",
    "uri": r"https?://[a-z][a-z0-9]{0,20}(\.[a-z][a-z0-9]{0,20}){1,3}(/[A-Za-z0-9_.-]+)*/?",
    "uuid": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
    "binary": r"([A-Za-z0-9+/]{4})*",
}


@dataclass(frozen=True)
class Field:
    """A column of a table, and what it should hold.

    Attributes:
        name: its name.
        type: its type: one of TYPES.
        format: its format.
        missing: what is read as no value.
        constraints: by name, as the descriptor has them.
        options: `trueValues`, `bareNumber` and so on, where the descriptor has them.
        read: stock's reader of a cell: the value, and the notes on what is wrong with it.
        key: the field belongs to a key, so its values are compared.
    """

    name: str
    type: str
    format: str
    missing: tuple[str, ...]
    constraints: dict[str, Any]
    options: dict[str, Any]
    read: Reader
    key: bool = False

    @property
    def required(self) -> bool:
        """A missing cell is an error."""
        return bool(self.constraints.get("required", False))


def is_missing(field: Field, cell: str) -> str:
    """SQL: the cell is no value."""
    if not field.missing:
        return f"{cell} IS NULL"
    return f"({cell} IS NULL OR {cell} IN ({', '.join(map(text, field.missing))}))"


def accepted(field: Field, cell: str) -> str:
    """SQL: the cell is surely right; for the field of a key, it is also the text by which its value is known."""
    value = _value(field, cell)
    missing = f"{cell} IN ({', '.join(map(text, field.missing))})" if field.missing else "false"
    if field.required:
        return f"coalesce({cell} IS NOT NULL AND NOT {missing} AND {value}, false)"
    return f"coalesce({missing} OR ({value}), {cell} IS NULL)"


def _value(field: Field, cell: str) -> str:
    claims = {
        name: claim
        for name, claim in field.constraints.items()
        if claim is not None and name not in ("required", "unique")
    }
    if "enum" in claims:
        right = [text(each) for each in map(str, claims["enum"]) if _right(field, each)]
        return f"{cell} IN ({', '.join(right)})" if right else "false"
    return _OF_TYPE[field.type](field, cell, claims)


def _right(field: Field, cell: str) -> bool:
    """Whether stock reads a cell without an error, as the value that the text is."""
    try:
        value, notes = field.read(cell)
    except Exception:  # stock would stop at this cell: it is suspected, and judged if it is there
        return False
    return not notes and value is not None and (not field.key or key_text(value) == cell)


def _string(field: Field, cell: str, claims: dict[str, Any]) -> str:
    conditions = []
    if field.type == "string" and field.format in _FORMATS:
        conditions.append(f"regexp_full_match({cell}, {text(_FORMATS[field.format])})")
    elif field.type == "string" and field.format == "wkt":
        return "false"
    for name, claim in claims.items():
        if name == "minLength":
            conditions.append(f"length({cell}) >= {int(claim)}")
        elif name == "maxLength":
            conditions.append(f"length({cell}) <= {int(claim)}")
        elif name == "pattern":
            if not same_everywhere(claim):
                return "false"
            conditions.append(f"regexp_matches({cell}, {text(f'^(?:^{claim}$)')})")
        else:
            return "false"
    return " AND ".join(conditions) or "true"


def same_everywhere(pattern: str) -> bool:
    """Whether what RE2 finds with a pattern Python's `re` finds too."""
    if not pattern.isascii() or "(?" in pattern.replace("(?:", "") or re.search(r"\\[^dws.\-/+*?()\[\]{}|]", pattern):
        return False
    if ("[^" in pattern and "\\" in pattern) or "[[" in pattern or "[]" in pattern or "[^]" in pattern:
        return False
    inner = pattern.removeprefix("^").removesuffix("$")
    if "$" in inner or "^" in inner.replace("[^", "") or re.search(r"[*+?}][+*?]|\{,|\{[^}]*[0-9]{3}", pattern):
        return False
    try:
        re.compile(f"^{pattern}$")
    except re.error:
        return False
    return True


def _integer(field: Field, cell: str, claims: dict[str, Any]) -> str:
    if field.options.get("bareNumber") is False:
        conditions = [f"regexp_full_match({cell}, '(0|[1-9][0-9]{{0,17}})')"]
    elif field.key:
        conditions = [f"TRY_CAST({cell} AS BIGINT)::VARCHAR = {cell}"]
    else:
        conditions = [f"regexp_full_match({cell}, '-?[0-9]{{1,18}}')"]
    for name in claims:
        bound = _bound(field, name)
        if not isinstance(bound, int) or isinstance(bound, bool) or abs(bound) > _INT64:
            return "false"
        conditions.append(f"TRY_CAST({cell} AS BIGINT) {_BOUNDS[name]} {bound}")
    return " AND ".join(conditions)


def _bound(field: Field, name: str) -> Any:
    """A limit as stock reads it; None: it cannot be compared here."""
    if name not in _BOUNDS:
        return None
    # A reader of the field without its constraints is not to be had; the descriptor's text is read by the same rules.
    claim = field.constraints[name]
    if isinstance(claim, bool):
        return None
    if field.type in ("integer", "year"):
        if isinstance(claim, int):
            return claim
        return int(claim) if isinstance(claim, str) and re.fullmatch(r"-?[0-9]{1,18}", claim) else None
    if field.type == "number":
        if isinstance(claim, (int, float)):
            return Decimal(str(claim))
        if {"groupChar", "decimalChar", "bareNumber"} & set(field.options):
            return None
        return Decimal(claim) if isinstance(claim, str) and re.fullmatch(r"-?[0-9]{1,18}(\.[0-9]+)?", claim) else None
    return claim if isinstance(claim, str) else None


def _number(field: Field, cell: str, claims: dict[str, Any]) -> str:
    options = field.options
    custom = {name for name in ("groupChar", "decimalChar", "bareNumber") if name in options}
    decimal, group = options.get("decimalChar", "."), options.get("groupChar", "")
    if field.key and options.get("floatNumber"):
        return "false"
    whole = "(0|-?[1-9][0-9]{0,17})" if field.key else "-?[0-9]{1,18}"
    if custom:
        if set(decimal + group) & set("-0123456789") or options.get("bareNumber") is False:
            return "false"
        pattern = whole
        if decimal == "," and group != "," and not field.key:
            pattern += r"(,[0-9]{1,18})?"
    elif field.key:
        pattern = whole + r"|-?(0|[1-9][0-9]{0,17})\.[0-9]{0,17}[1-9]"
    else:
        pattern = whole + r"(\.[0-9]{1,18})?"
    conditions = [f"regexp_full_match({cell}, {text(pattern)})"]
    as_double = f"TRY_CAST({cell} AS DOUBLE)" if decimal == "." else f"TRY_CAST(replace({cell}, ',', '.') AS DOUBLE)"
    for name, claim in claims.items():
        bound = _bound(field, name)
        if bound is None or abs(bound) > 10**300:
            return "false"
        # Doubles keep the order of decimals, save that some fall together, though none of up to 15 digits: those are
        # left to be suspected.
        limit = f"{float(bound)!r}::DOUBLE"
        condition = f"{as_double} {_BOUNDS[name][0]} {limit}"
        if name in ("minimum", "maximum") and not options.get("floatNumber"):
            _, digits, exponent = Decimal(bound).as_tuple()
            few = len(digits) <= 15 and isinstance(exponent, int) and abs(exponent) <= 15
            equal = f"length({cell}) <= 15 AND {as_double} = {limit}" if few else f"{cell} = {text(str(claim))}"
            condition = f"({condition} OR ({equal}))"
        conditions.append(condition)
    return " AND ".join(conditions)


def _boolean(field: Field, cell: str, claims: dict[str, Any]) -> str:
    if field.key or claims:
        return "false"
    true = field.options.get("trueValues", ["true", "True", "TRUE", "1"])
    false = field.options.get("falseValues", ["false", "False", "FALSE", "0"])
    values = [text(each) for each in [*true, *false] if _right(field, each)]
    return f"{cell} IN ({', '.join(values)})" if values else "false"


def _in_order(field: Field, cell: str, claims: dict[str, Any], form: str, bound_form: str) -> str:
    """Cells of one form, whose order is that of their texts."""
    conditions = [form]
    for name in claims:
        bound = _bound(field, name)
        if isinstance(bound, int):
            bound = f"{bound:04}"
        if bound is None or not re.fullmatch(bound_form, bound):
            return "false"
        conditions.append(f"{cell} {_BOUNDS[name]} {text(bound)}")
    return " AND ".join(conditions)


def _date(field: Field, cell: str, claims: dict[str, Any]) -> str:
    if field.format not in ("default", "%Y-%m-%d"):
        return "false"
    form = f"length({cell}) = 10 AND TRY_CAST({cell} AS DATE)::VARCHAR = {cell}"
    return _in_order(field, cell, claims, form, r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _time(field: Field, cell: str, claims: dict[str, Any]) -> str:
    if field.format != "default":
        return "false"
    form = f"regexp_full_match({cell}, '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]')"
    return _in_order(field, cell, claims, form, r"[0-9]{2}:[0-9]{2}:[0-9]{2}")


def _datetime(field: Field, cell: str, claims: dict[str, Any]) -> str:
    if field.format != "default":
        return "false"
    form = f"length({cell}) = 19 AND strftime(TRY_CAST({cell} AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S') = {cell}"
    return _in_order(field, cell, claims, form, r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")


def _year(field: Field, cell: str, claims: dict[str, Any]) -> str:
    return _in_order(field, cell, claims, f"regexp_full_match({cell}, '[1-9][0-9]{{3}}')", "[0-9]{4}")


def _yearmonth(field: Field, cell: str, claims: dict[str, Any]) -> str:
    form = f"regexp_full_match({cell}, '[0-9]{{4}}-(0[1-9]|1[0-2])')"
    return _in_order(field, cell, claims, form, "[0-9]{4}-[0-9]{2}")


_OF_TYPE: dict[str, Callable[[Field, str, dict[str, Any]], str]] = {
    "string": _string,
    "any": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
    "year": _year,
    "yearmonth": _yearmonth,
}


def key_text(value: Any) -> str | None:
    """A text that two values of one kind share where Python takes them for equal.

    Raises:
        ValueError: it is no number, so it is equal to nothing.
    """
    import datetime as dt

    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (bool, int)):
        return str(int(value))
    if isinstance(value, (float, Decimal)):
        sign, digits, exponent = Decimal(value).as_tuple()
        if not isinstance(exponent, int):
            if Decimal(value).is_infinite():
                return "-inf" if sign else "inf"
            raise ValueError("not a number")
        return _plain(sign, "".join(map(str, digits)), exponent)
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            return value.isoformat()
        try:
            return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat() + "Z"
        except OverflowError:  # in UTC it is before the year 1 or after 9999, and so are all that are equal to it
            return f"{value.replace(tzinfo=None) - dt.datetime.min - (value.utcoffset() or dt.timedelta())}Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        offset = value.utcoffset()
        if offset is None:
            return value.isoformat()
        whole = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return f"{(whole - offset).total_seconds()}.{value.microsecond}Z"
    if isinstance(value, tuple) and len(value) == 2:
        return f"{value[0]:04}-{value[1]:02}"
    raise ValueError(f"a value of type {type(value).__name__}")


def _plain(sign: int, digits: str, exponent: int) -> str:
    """A decimal number in one form: `-12.5`, `300`; where that is long, by its digits and its power of ten."""
    digits = digits.lstrip("0")
    stripped = digits.rstrip("0")
    exponent += len(digits) - len(stripped)
    if not stripped:
        return "0"
    minus = "-" if sign else ""
    if abs(exponent) > 5000:
        return f"{minus}{stripped}e{exponent}"
    if exponent >= 0:
        return minus + stripped + "0" * exponent
    padded = stripped.rjust(1 - exponent, "0")
    return f"{minus}{padded[:exponent]}.{padded[exponent:]}"
