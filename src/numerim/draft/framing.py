"""What is said around the tables of a draft: the day, the country, the title, the language."""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from numerim.draft.countries import Located
from numerim.draft.days import day_in
from numerim.draft.given import UNKNOWN, Given
from numerim.draft.look import Seen
from numerim.draft.marks import Mark, of_day, of_title
from numerim.draft.stems import folded
from numerim.draft.words import known, seed
from numerim.draft.write import Frame

DATE = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|19[5-9]\d)(?!\d)")


def language_of(seen: Seen, reference: Path) -> str:
    """The language in which most names of columns are known."""
    words = known(reference)
    said = [
        words[plain].language
        for table in seen.tables
        for name in table.rows.columns
        if (plain := folded(name)) in words
    ]
    return Counter(said).most_common(1)[0][0] if said else "en"


def frame_of(
    files: Sequence[tuple[str, bytes]],
    given: Given,
    there: Located | None,
    language: str,
    day: str,
    titles: Sequence[str],
    reference: Path,
) -> Frame:
    """What is said around the tables, what nobody says guessed and marked.

    Args:
        files: the names and bytes of the files.
        given: what the user says.
        there: the country in which units lie, if their names tell it.
        language: that of the names of columns.
        day: the day that a column says; empty where none does.
        titles: what stands above the tables.
        reference: where the seeds are.
    """
    names = " ".join(path for path, _ in files)
    looks: dict[str, Mark] = {}
    held_on = given.held_on or day
    if not held_on:
        held_on, why = _guessed_day(names, titles)
        looks["held_on"] = of_day(why, held_on[:4])
    country = given.country or (there.code if there else UNKNOWN)
    whole = _called(country, reference)
    if country == UNKNOWN:
        why = f"nothing says the country; {UNKNOWN} stands for it. Write its two letters of ISO 3166-1, such as:"
        looks["country"] = Mark(why, ("country: XK",))
    elif there and not given.country:
        looks["country"] = Mark(f"{there.why}. If it is not {whole}, write another, or:", (f"country: {UNKNOWN}",))
    if not given.title:
        of = "" if country == UNKNOWN else f" in {whole}"
        looks["title"] = of_title(f"Elections of {held_on[:4]}{of}")
    stem = re.sub(r"[^a-z0-9]+", "-", Path(files[0][0]).stem.lower()).strip("-")
    name = given.id or f"{country.lower()}-{stem}"[:60].strip("-")
    title = given.title or Path(files[0][0]).stem
    return Frame(name, title, country, held_on, looks, whole, given.law, given.threshold, language)


def _guessed_day(names: str, titles: Sequence[str]) -> tuple[str, str]:
    """A day that titles or the names of files say, or the first of a year; and why it is taken."""
    if said := day_in(titles):
        return said, "a title says this day, which may be that of the count"
    if (found := DATE.search(names)) and _is_day(*map(int, found.groups())):
        return "-".join(found.groups()), "the name of the file says this day, which may be that of the count"
    if year := _YEAR.search(names):
        return f"{year[1]}-01-01", "the name of the file says the year; its first day stands for that of the vote"
    return f"{date.today().year}-01-01", "nothing says the day; the first of this year stands for it"


def _called(country: str, reference: Path) -> str:
    """The name of a country: as the seeds have it, else as ISO 3166-1 does, else its code."""
    import pycountry

    with seed(reference, "gp_units.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    own = [row["name"] for row in rows if (row["country"], row["unit_type"]) == (country, "country")]
    known_as = pycountry.countries.get(alpha_2=country)
    return (own or [known_as.name if known_as else country])[0]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
