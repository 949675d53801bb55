"""The words that an `election.yml` is written in, and what its parts have in common."""

import re
from decimal import Decimal
from typing import Annotated, Any
from unicodedata import combining, normalize

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from numerim.errors import nearest
from numerim.schemas.vocabulary import MEASURES, UNIT_TYPES, WORD

Word = Annotated[str, Field(pattern=WORD)]


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


Text = Annotated[str, Field(min_length=1, max_length=2000)]


Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


ROLES = {
    "election": "the id of the election that the row is about",
    "election_day": "the day of that election, where the id is not given",
    "office": "the office: mayor, council, one that the election declares, or all",
    "district": "the district, seat or race of an office that has several in a unit",
    "round": "the round of the vote",
    "unit": "the unit that the row is about",
    "unit_number": "the number of that unit, which tells namesakes apart",
    "within": "the unit that it lies in",
    "candidate": "a person",
    "option": "an answer to a question, such as yes or no",
    "ballot_number": "the number of a candidate or list on the ballot",
    "party": "a party or coalition",
    "coalition": "the coalition beside a party",
    "category": "what a total counts: a party, a kind, the state of a unit",
    "measure": "what the value of this row is",
    "value": "the figure of this row",
    "relation": "equal, more than, less than, about",
    "count_type": "which ballots are counted: total, early, absentee-mail …",
    "according_to": "whom the source credits",
    "pollster": "who asked",
    "fieldwork": "when they asked",
    "acronym": "the acronym of a registered party",
    "note": "a remark for the reader",
    "doubt": "why the figure of this row may not be what it is read as, in words",
    "sentence": "the number of the sentence in the document",
    "span": "the characters of the document that are the figure, or say what happened: from-to",
    "subject_span": "the characters that name what the row is about, a from-to for each name",
    "sentence_span": "the characters of its sentence, then of others that it needs to be understood",
}
"""What a column of a source can be, beside a measure."""


NAMES_OTHERS = ("candidate", "party", "option")
"""Roles whose column may hold other things among those that it names."""


EVIDENCE = ("sentence", "span", "subject_span", "sentence_span")
"""Roles that say where in the document the row stands."""


SUBJECTS = [role for role in ROLES if role not in ("measure", "value", *EVIDENCE)]
"""Roles that say what a figure is about."""


class Strict(BaseModel):
    """What every part has in common: no unknown key, no change, numbers as text where text is meant."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, coerce_numbers_to_str=True)


def _without_sign(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\s*[\d.,]+\s*%\s*", value):
        raise ValueError(f"{value!r} is per cent already; write it without the sign: {value.strip(' %')}")
    return value


Percent = Annotated[Decimal, BeforeValidator(_without_sign), Field(ge=0, le=100, max_digits=9, decimal_places=6)]


def as_word(text: str, taken: set[str]) -> str:
    """A word that `election.yml` can declare, from the letters and digits of a title, that is not taken yet."""
    bare = "".join(c for c in normalize("NFKD", text.lower()) if not combining(c))
    word = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:60].strip("-") or "office"
    word = word if word[0].isalpha() and word != "all" else f"office-{word}"
    n, free = 2, word
    while free in taken:
        free, n = f"{word}-{n}", n + 1
    return free


def pattern_of(text: str) -> str:
    """A regular expression for what fits a text with roles in it, with a group each."""
    parts = re.split(r"(\{\w+\})", text)
    return "^" + "".join("(.+?)" if p.startswith("{") else re.escape(p) for p in parts if p) + "$"


def listed(value: Any) -> Any:
    """A mapping to lists of values, of which one alone may stand without its list; null is the empty text."""
    if not isinstance(value, dict):
        return value
    lists = {key: item if isinstance(item, (list, tuple)) else [item] for key, item in value.items()}
    return {key: ["" if one is None else one for one in items] for key, items in lists.items()}


def known(value: str, words: Any, what: str) -> str:
    """A word, if it is one of those that are known.

    Raises:
        ValueError: it is not; the message names the nearest.
    """
    if value not in words:
        raise ValueError(f"unknown {what} {value!r}; {nearest(value, list(words))}")
    return value


DECLARES = ("units", "ballots", "accounts")
"""The keys of an `election.yml` under which it declares words of its own; reading passes them as the context."""


def words_of(info: ValidationInfo, kind: str, ship: Any) -> list[str]:
    """The words that ship, and those that the election declares."""
    return [*ship, *(info.context or {}).get(kind, ())]


def unit_type(value: str, info: ValidationInfo) -> str:
    """A kind of unit that ships, or that the election declares.

    Raises:
        ValueError: it is neither; the message names the nearest, and what would declare it.
    """
    try:
        return known(value, words_of(info, "units", UNIT_TYPES), "unit type")
    except ValueError as error:
        raise ValueError(f"{error}; or declare it as a kind of its own: `units: {{{value}: {{}}}}`") from None


def accounts_of(info: ValidationInfo) -> list[str]:
    """The accounts that ship, and those that the election declares."""
    return words_of(info, "accounts", [name for name, m in MEASURES.items() if m.table == "ballot_counts"])


def keys_of(model: type[BaseModel]) -> list[str]:
    """What a model is written with."""
    return [field.alias or name for name, field in model.model_fields.items()]
