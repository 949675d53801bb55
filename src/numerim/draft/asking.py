"""What no file says of an election, and a person at a terminal may be asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from numerim.draft.given import Given, country_of, day_of, law_of, office_of
from numerim.draft.write import Drafted, Frame
from numerim.errors import InputError


@dataclass(frozen=True)
class Question:
    """One thing to ask.

    Attributes:
        key: which of the options of `numerim new` it answers.
        text: the question.
        default: what is taken where nothing is answered.
        read: makes of an answer what is meant; a ValueError says what is wrong with it.
    """

    key: str
    text: str
    default: str
    read: Callable[[str], str]


def questions(frame: Frame, files: Sequence[Drafted], law: str) -> list[Question]:
    """What to ask: of the country, the day, the office and the law those that neither files nor options say.

    Args:
        frame: what is said around the tables.
        files: what was found in the files.
        law: what the user says of the law.
    """
    asked: list[Question] = []
    if "country" in frame.looks:
        asked.append(Question("country", "Country, or its code in ISO 3166-1", frame.country, country_of))
    if "held_on" in frame.looks:
        asked.append(Question("held_on", "Day of the vote, as 2025-10-12", frame.held_on, day_of))
    every = {office.name: office for file in files for _, offices in file.tables for office in offices.every}
    only = next(iter(every.values())) if len(every) == 1 else None
    if only and "the file does not say" in only.why:
        asked.append(Question("office", "What is voted on: mayor, council, president …", only.name, office_of))
    if not law and len(every) == 1:
        asked.append(Question("law", "How votes make an outcome: plurality, dhondt …; - if unknown", "-", law_of))
    return asked


def ask(frame: Frame, files: Sequence[Drafted], given: Given) -> Given:
    """Ask what neither the files nor the options say; Enter takes what stands in brackets.

    Raises:
        InputError: who is asked does not go on.
    """
    import typer

    def reads(read: Callable[[str], str]) -> Callable[[str], str]:
        def of(answer: str) -> str:
            try:
                return read(answer.strip())
            except ValueError as error:
                raise typer.BadParameter(str(error).replace("\n", ". ")) from None

        return of

    said = {"country": given.country, "held_on": given.held_on, "office": given.office, "law": given.law}
    for one in questions(frame, files, given.law):
        try:
            answer = typer.prompt(one.text, default=one.default, value_proc=reads(one.read))
        except typer.Abort:
            raise InputError("numerim new", "stopped; nothing is written") from None
        said[one.key] = "" if answer == one.default else answer  # what was taken for granted stays marked
    return replace(given, country=said["country"], held_on=said["held_on"], office=said["office"], law=said["law"])
