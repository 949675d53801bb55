"""What findings say, in another language than the English in which a package has them."""

from dataclasses import dataclass

from numerim.site.release import Release, Row


@dataclass(frozen=True)
class Said:
    """A text, and the language that it is in.

    Attributes:
        text: the text.
        language: ISO 639-1.
    """

    text: str
    language: str


class RuleWords:
    """Findings and rules in a language, as far as it has words for them; else in English."""

    def __init__(self, code: str) -> None:
        self.code = code

    def says(self, release: Release, finding: Row) -> Said:
        """What a finding says."""
        return Said(finding["says"], "en")

    def of_rule(self, text: str) -> Said:
        """A title, a reason or a law of a rule."""
        return Said(text, "en")
