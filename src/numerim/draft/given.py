"""What a person says of an election that no file says: the country, the day, what is voted on and how."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from numerim.draft.days import iso_day
from numerim.draft.takes import NOTHING_SAID, Taken
from numerim.errors import InputError, going_on, tell_all

UNKNOWN = "XX"
"""The country of an election of which nobody says it: no country has this code (ISO 3166-1)."""
_KOSOVO = ("XK", ("Kosovo", "Kosova", "Kosovë"))
"""Kosovo has no code in ISO 3166-1; this one is for everyone to use, and is what the European Union uses."""
_ELSEWHERE = {"UK": "GB", "EL": "GR"}
"""Codes in use that are not those of ISO 3166-1 -> those that are."""
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What ids are made of."""


@dataclass(frozen=True)
class Given:
    """What the user says of an election; empty where nothing is said.

    Attributes:
        id: its id.
        country: the code of its country.
        held_on: its day.
        office: what is voted on.
        law: how votes make an outcome.
        title: its name.
        threshold: the share of the valid votes, in per cent, that a list must have for seats.
        addresses: file -> the address that it was taken from, and the day.
        taken: what columns are, and which rows are not read.
    """

    id: str = ""
    country: str = ""
    held_on: str = ""
    office: str = ""
    law: str = ""
    title: str = ""
    threshold: str = ""
    addresses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    taken: Taken = NOTHING_SAID


NOBODY_SAYS = Given()
"""What a user says who says nothing."""


def given_by(options: Mapping[str, str]) -> Given:
    """What the options of `numerim new` say, as `election.yml` has it.

    Args:
        options: `--id`, `--country`, `--date`, `--office`, `--law`, `--threshold`, `--title` -> what was typed, if
            anything.

    Raises:
        InputError: something is not as it is allowed; all of it is told.
    """
    said = dict(options)
    wrong: list[InputError] = []
    for option, typed in options.items():
        with going_on(wrong):
            said[option] = _read(option, typed.strip())
    with going_on(wrong):
        _see_it_fits(said.get("--law", ""), said.get("--threshold", ""))
    tell_all(wrong)
    names = ("--id", "--country", "--date", "--office", "--law", "--title", "--threshold")
    election, country, held_on, office, law, title, threshold = (said.get(name, "") for name in names)
    return Given(election, country, held_on, office, law, title, threshold)


def _see_it_fits(law: str, threshold: str) -> None:
    """See that the law gives seats to lists, where there is a threshold."""
    if not threshold:
        return
    from numerim.schemas.law import laws

    known = laws()
    by_lists = [word for word, one in known.items() if "threshold" in one.takes]
    if not law:
        raise InputError("--threshold", "it belongs to a law of seats", f"Add --law: {_listed(by_lists)}.")
    if law in known and law not in by_lists:
        raise InputError("--threshold", f"{law} has none", f"Laws that have one are {_listed(by_lists)}.")


def _read(option: str, typed: str) -> str:
    if not typed or option not in READS:
        return typed
    try:
        return READS[option](typed)
    except ValueError as error:
        problem, _, cure = str(error).partition("\n")
        raise InputError(option, problem, cure) from None


def country_of(answer: str) -> str:
    """The code of a country, by its code or name.

    Raises:
        ValueError: there is no such country.
    """
    if answer.upper() == UNKNOWN:
        return UNKNOWN
    names = _countries()
    plain = answer.casefold()
    if plain in names:
        return names[plain]
    codes = {code: _name(code) for code in names.values()}
    if right := _ELSEWHERE.get(answer.upper()):
        raise ValueError(f"{answer!r} is not a code of ISO 3166-1\nWrite {right} ({codes[right]}).")
    near = list(dict.fromkeys(names[one] for one in get_close_matches(plain, names, n=9, cutoff=0.6)))[:3]
    if len(answer) == 2:
        near = [code for code in sorted(codes) if code[0] == answer[0].upper()][:6]
    told = ", ".join(f"{code} ({codes[code]})" for code in near)
    raise ValueError(
        f"{answer!r} is not a country of ISO 3166-1\n"
        f"Write its two letters or its name{f': {told}' if told else ', such as XK or Kosovo'}; "
        f"{UNKNOWN} where it is not known."
    )


def _countries() -> dict[str, str]:
    """The codes and names of countries, in small letters -> the code."""
    import pycountry

    found = {name.casefold(): _KOSOVO[0] for name in (_KOSOVO[0], *_KOSOVO[1])}
    for one in pycountry.countries:
        for name in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            if value := getattr(one, name, ""):
                found.setdefault(value.casefold(), one.alpha_2)
    return found


def _name(code: str) -> str:
    import pycountry

    one = pycountry.countries.get(alpha_2=code)
    return str(getattr(one, "common_name", one.name)) if one else _KOSOVO[1][0]


def day_of(answer: str) -> str:
    """A day as ISO 8601 has it.

    Raises:
        ValueError: it is none.
    """
    try:
        return date.fromisoformat(answer).isoformat()
    except ValueError as error:
        if meant := iso_day(answer):
            if meant != answer:
                raise ValueError(f"{answer!r} is not written as a day\nWrite year-month-day: {meant}.") from None
            problem = f"the calendar has no such day: {error}"
        else:
            problem = str(error) if re.fullmatch(r"\d{4}-\d\d-\d\d", answer) else "it is not written as one"
        raise ValueError(f"{answer!r} is no day: {problem}\nWrite year-month-day, such as 2025-10-12.") from None


def office_of(answer: str) -> str:
    """The word of an office.

    Raises:
        ValueError: it is none.
    """
    word = re.sub(r"[^a-z0-9]+", "-", answer.lower()).strip("-")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", word):
        raise ValueError(
            f"{answer!r} is not a word for an office\n"
            "Write one in the letters a to z, digits and dashes, such as mayor, council, president or state-senate."
        )
    return word


_ALSO_CALLED = {
    name: law
    for law, names in {
        "plurality": "fptp fpp first_past_the_post relative_majority simple_majority",
        "two_round_majority": "runoff two_rounds two_round_system two_round second_ballot",
        "ranked_choice": "rcv irv instant_runoff instant_runoff_voting alternative_vote preferential_vote",
        "transferable_vote": "stv single_transferable_vote",
        "single_vote": "sntv single_non_transferable_vote",
        "dhondt": "d_hondt jefferson hagenbach_bischoff",
        "sainte_lague": "saint_lague st_lague webster schepers sainte_lague_schepers",
        "hare": "hamilton largest_remainder largest_remainders hare_niemeyer",
    }.items()
    for name in names.split()
}
"""What laws are called elsewhere -> their names here."""


def law_of(answer: str) -> str:
    """The name of a law by which votes make an outcome; empty where nobody knows (`-`).

    Raises:
        ValueError: no law is called so.
    """
    from numerim.schemas.law import laws

    word = re.sub(r"[^a-z0-9]+", "_", answer.lower().replace("'", "").replace("’", "")).strip("_")
    word = _ALSO_CALLED.get(word, word)
    known = sorted(laws())
    if word and word not in known:
        raise ValueError(f"{answer!r} is not a law that numerim knows\n{_near(word, known)}Known are {_listed(known)}.")
    return word


def threshold_of(answer: str) -> str:
    """A threshold in per cent.

    Raises:
        ValueError: it is none, or a part of one.
    """
    plain = answer.removesuffix("%").strip().replace(",", ".")
    if not re.fullmatch(r"\d{1,2}(\.\d{1,4})?", plain) or not float(plain):
        raise ValueError(f"{answer!r} is no threshold\nWrite per cent of the valid votes, such as 5 or 3.25.")
    from numerim.declare.offices import LOWEST

    if (share := Decimal(plain)) < LOWEST:
        raise ValueError(
            f"{answer!r} is {plain} per cent, which no law has\nWrite per cent: {(100 * share).normalize():f}."
        )
    return plain


def id_of(answer: str) -> str:
    """The id of an election.

    Raises:
        ValueError: it is none.
    """
    if ID.fullmatch(answer):
        return answer
    word = re.sub(r"[^a-z0-9]+", "-", answer.lower()).strip("-")
    raise ValueError(
        f"{answer!r} cannot be an id\n"
        f"Write small letters a to z, digits, and single dashes between them: {word or 'xk-local-2025'}."
    )


def _near(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}? " if close else ""


def _listed(known: Sequence[str]) -> str:
    return f"{', '.join(known[:-1])} and {known[-1]}" if len(known) > 1 else known[0]


READS: Mapping[str, Callable[[str], str]] = {
    "--id": id_of,
    "--country": country_of,
    "--date": day_of,
    "--office": office_of,
    "--law": law_of,
    "--threshold": threshold_of,
}
"""Option of `numerim new` -> what makes of an answer what is meant, as `country_of` does."""
