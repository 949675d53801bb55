"""What a page says in a language: its sentences, numbers, days, and names of things."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from functools import cache, cached_property, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from numerim.schemas.vocabulary import MEASURES

if TYPE_CHECKING:
    from numerim.site.release import Selection

LANGUAGES = {"en": "English", "sq": "Shqip"}
"""The languages that pages are in -> what each calls itself."""

_LISTS = {"en": "en_GB"}
"""A language whose lists are those of one of its countries: `a, b and c`."""

TINY = 6
"""A number with more zeros behind its sign of decimals is written as a power of ten."""

_WORDS = Path(__file__).parent / "words"


@lru_cache(100_000)
def _number(code: str, value: str, decimals: int) -> str:
    """A number in a language; pages have the same ones over and over."""
    from babel.numbers import format_decimal

    exact = Decimal(value)
    own = max(0, -int(exact.normalize().as_tuple().exponent)) if exact else 0
    places = max(own, decimals)
    return format_decimal(exact, format="#,##0" + ("." + "0" * places if places else ""), locale=code)


class Language:
    """A language that pages are written in.

    Attributes:
        code: ISO 639-1.
    """

    def __init__(self, code: str) -> None:
        self.code = code

    @cached_property
    def words(self) -> NullTranslations:
        """Its sentences: those of `words/<code>.po`; English is what stands in the templates."""
        path = _WORDS / f"{self.code}.po"
        if not path.is_file():
            return NullTranslations()
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        made = BytesIO()
        with path.open("rb") as file:
            write_mo(made, read_po(file, locale=self.code))
        made.seek(0)
        return GNUTranslations(made)

    def says(self, sentence: str, /, **filled: object) -> str:
        """A sentence, with what it is about put into it."""
        told = self.words.gettext(sentence)
        return told % filled if filled else told

    def counts(self, one: str, many: str, of: int, /, **filled: object) -> str:
        """A sentence about a number of things, in the form that the number asks for."""
        told = self.words.ngettext(one, many, of)
        return told % ({"number": self.number(of)} | filled)

    def number(self, value: Decimal | int | float, decimals: int | None = None) -> str:
        """A number with its groups and its decimal sign: `1,613`, `54.69`."""
        return _number(self.code, str(value), decimals or 0)

    def figure(self, text: str) -> str:
        """A figure that is given as text, as a number; other text as it is."""
        try:
            exact = Decimal(text)
        except InvalidOperation:
            return text
        if not exact.is_finite():
            return text
        rounded = Context(prec=2).plus(exact)
        if exact and rounded.adjusted() < -TINY:
            power = str(rounded.adjusted()).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
            return f"{self.number(rounded.scaleb(-rounded.adjusted()))} × 10{power}"
        return self.number(exact)

    def percent(self, value: Decimal | float, decimals: int | None = None) -> str:
        """A share of 100: `54.69%`."""
        return f"{self.number(value, decimals)}%"

    def lead(self, measure: str, value: Decimal) -> str:
        """By how much somebody is ahead: `1,234 votes`, `5.2 points`."""
        if measure == "share":
            return self.counts("%(number)s point", "%(number)s points", self._whole(value), number=self.number(value))
        if measure == "seats":
            return self.counts("%(number)s seat", "%(number)s seats", int(value))
        return self.counts("%(number)s vote", "%(number)s votes", int(value))

    @staticmethod
    def _whole(value: Decimal) -> int:
        """What decides the form of a word: fractions are many."""
        return int(value) if value == int(value) else 2

    def day(self, value: date) -> str:
        """A day: `14 May 2023`."""
        from babel.dates import format_date

        return format_date(value, "d MMMM y", locale=self.code)

    def moment(self, value: str) -> str:
        """A time, written by ISO 8601: `14 May 2023, 09:30 UTC`."""
        time = datetime.fromisoformat(value)
        time = time.astimezone(UTC) if time.tzinfo else time
        return f"{self.day(time.date())}, {time:%H:%M} UTC"

    def size(self, octets: int) -> str:
        """The size of a file: `512 kB`."""
        for unit, of in (("MB", 1_000_000), ("kB", 1_000)):
            if octets >= of:
                value = Decimal(octets) / of
                return f"{self.number(round(value, 1) if value < 10 else round(value))} {unit}"
        return f"{self.number(octets)} B"

    def country(self, code: str) -> str:
        """The name of a country by its code (ISO 3166-1)."""
        from babel import Locale

        return str(Locale(self.code).territories.get(code, code))

    def listed(self, parts: Sequence[str]) -> str:
        """`a, b and c`."""
        from babel.lists import format_list

        return format_list(list(parts), style="standard", locale=_LISTS.get(self.code, self.code)) if parts else ""

    def office(self, office: str, many: bool = False) -> str:
        """What an office is called; one that ships without a name here, by its word."""
        ships = {
            "mayor": (self.says("Mayor"), self.says("Mayors")),
            "council": (self.says("Council"), self.says("Councils")),
            "all": (self.says("All offices"), self.says("All offices")),
        }
        if office in ships:
            return ships[office][many]
        said = office.replace("-", " ").replace("_", " ")
        return said[:1].upper() + said[1:]

    def measure(self, measure: str) -> str:
        """What a kind of figure is called."""
        ships = {
            "votes": self.says("Votes"),
            "share": self.says("Share"),
            "seats": self.says("Seats"),
            "registered": self.says("Registered voters"),
            "cast": self.says("Ballots cast"),
            "valid": self.says("Valid ballots"),
            "invalid": self.says("Invalid ballots"),
            "blank": self.says("Blank ballots"),
            "turnout": self.says("Turnout"),
            "outcome": self.says("Outcome"),
        }
        said = MEASURES[measure].title if measure in MEASURES else measure.replace("-", " ").replace("_", " ")
        said = rule_words(self.code)[1].get(said[:1].lower() + said[1:], said)
        return ships.get(measure) or said[:1].upper() + said[1:]

    def outcome(self, outcome: str) -> str:
        """What became of whoever stood."""
        return {
            "elected": self.says("elected"),
            "runoff": self.says("in the runoff"),
            "leading": self.says("leading"),
            "undecided": self.says("undecided"),
            "largest": self.says("largest list"),
        }.get(outcome, outcome)

    def status(self, status: str) -> str:
        """How far a count is."""
        return {
            "partial": self.says("partial count"),
            "preliminary": self.says("preliminary count"),
            "final": self.says("final count"),
            "corrected": self.says("final count, corrected since"),
            "certified": self.says("certified count"),
        }.get(status, status)

    def severity(self, severity: str) -> str:
        """How grave a finding is."""
        return {
            "error": self.says("contradiction"),
            "warning": self.says("doubt"),
            "info": self.says("remark"),
        }[severity]

    def findings(self, open_: Mapping[str, int]) -> str:
        """How many findings of each severity are open: `1 contradiction, 7 remarks`."""
        told = {
            "error": lambda many: self.counts("%(number)s contradiction", "%(number)s contradictions", many),
            "warning": lambda many: self.counts("%(number)s doubt", "%(number)s doubts", many),
            "info": lambda many: self.counts("%(number)s remark", "%(number)s remarks", many),
        }
        return ", ".join(told[one](open_[one]) for one in told if open_.get(one)) or self.says("No finding is open")

    def selection(self, one: "Selection") -> str:
        """The name of a selection, of a party as the language calls it; of a remainder what it is."""
        return {
            "remainder": self.says("Other parties and independents"),
            "unnamed": self.says("Someone the source does not name"),
        }.get(one.kind) or (self.short(one) if one.party and one.party == one.name else one.name)

    def short(self, one: "Selection") -> str:
        """The party of a selection, in short, as the language calls it; empty where it has none."""
        return one.party if self.code == "en" else one.party_own

    def party(self, one: "Selection") -> str:
        """The party of a selection, or its own name; of independents and of those not named what they are."""
        return (
            {
                "independent": self.says("independents"),
                "unnamed": self.says("a party not named"),
            }.get(one.party_kind)
            or (one.kind not in ("remainder", "unnamed") and self.short(one))
            or self.selection(one)
        )

    def impact(self, impact: str | None) -> str:
        """Whether a finding could change who wins, in a word or two."""
        return {"decisive": self.says("could"), "none": self.says("could not"), "unknown": self.says("not known")}.get(
            impact or "", ""
        )

    def decided(self, status: str) -> str:
        """What was decided about a finding."""
        return {
            "open": self.says("open"),
            "accepted": self.says("accepted as it is"),
            "corrected": self.says("corrected"),
        }.get(status, status)

    def held(self, by: int, unseen: Decimal | None = None) -> str:
        """By how many independent relations a figure is held, in words, and how large a slip would pass all of them."""
        if not by:
            return self.says("confirmed by no other figure")
        ways = self.says("confirmed in one way") if by == 1 else self.says("confirmed in two ways or more")
        if unseen is None:
            return ways
        if not unseen:
            return f"{ways}; " + self.says("any slip would be seen")
        return f"{ways}; " + self.says("a slip of up to %(slip)s would not be seen", slip=self.number(unseen))

    def fate(self, fate: str) -> str:
        """What became of a figure of a source."""
        return {
            "published": self.says("published"),
            "agrees": self.says("agrees with what is published"),
            "superseded": self.says("another source takes precedence"),
            "held_back": self.says("held back"),
            "used": self.says("used to check others"),
            "context": self.says("background"),
            "ignored": self.says("left out"),
        }.get(fate, fate)


@cache
def rule_words(code: str) -> tuple[dict[str, str], dict[str, str]]:
    """What rules say -> that in a language; and what stands in values."""
    path = _WORDS / f"rules.{code}.po"
    if not path.is_file():
        return {}, {}
    from babel.messages.pofile import read_po

    texts: dict[str, str] = {}
    values: dict[str, str] = {}
    with path.open("rb") as file:
        for message in read_po(file, locale=code):
            if message.id and message.string:
                (values if message.context == "value" else texts)[str(message.id)] = str(message.string)
    return texts, values
