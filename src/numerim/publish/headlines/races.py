"""What the headlines count by: the contests of one office in one round, and who has how many of something."""

from dataclasses import dataclass, field
from datetime import date

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.words import counted


@dataclass(frozen=True)
class Tally:
    """Who has how many of something.

    Attributes:
        title: what is counted, for people.
        counts: what a number counts: contests, seats or votes.
        rows: who, and how many; most first.
    """

    title: str
    counts: str
    rows: tuple[tuple[str, int], ...]


@dataclass
class Answers:
    """What happened.

    Attributes:
        sentences: the headlines, in the order in which one reads them.
        tallies: the numbers behind them.
        names: the short name of a party that they speak of -> its name in full.
        doubted: the findings that doubt a figure in them: rule, and contest or None for any.
    """

    sentences: list[str] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    doubted: set[tuple[str, str | None]] = field(default_factory=set)


@dataclass(frozen=True)
class Race:
    """The contests of one office in one round.

    Attributes:
        title: the office, as one says it.
        office: the office.
        round: the round.
        contests: how many there are; and then, of how many of them something is known.
        decided: in which somebody is elected.
        runoffs: that go to a runoff.
        seated: in which seats are known.
        with_votes: in which votes are published.
        with_shares: in which shares are published.
        with_either: in which votes or shares are published.
        winners_only: of these, those in which only the winner has any.
        only_won: in which neither is published, but who is elected.
        only_on: in which neither is published, nobody is elected, and it is known who goes on.
        unnamed: of the decided ones, those of which no source names the winner.
        unnamed_on: of the runoffs, those of which no source names everybody in them.
        runoff_on: the day of the runoff.
    """

    title: str
    office: str
    round: int
    contests: int
    decided: int
    runoffs: int
    seated: int
    with_votes: int
    with_shares: int
    with_either: int
    winners_only: int
    only_won: int
    only_on: int
    unnamed: int
    unnamed_on: int
    runoff_on: date | None

    @property
    def name(self) -> str:
        """The office, and the round from the second on."""
        return f"{self.title}{f', round {self.round}' if self.round > 1 else ''}"

    @property
    def told(self) -> str:
        """How many contests for which office."""
        return f"{counted(self.contests, 'contest')} for {self.name}"

    @property
    def where(self) -> str:
        """SQL: the rows of these contests."""
        return f"office = {warehouse.text(self.office)} AND round = {self.round}"


def who(
    draft: Draft, race: Race, which: str, number: str = "count(DISTINCT contest_id)"
) -> tuple[tuple[str, int], ...]:
    """Who has how many, most first.

    Args:
        draft: the release.
        race: the contests.
        which: SQL: the rows that are counted.
        number: SQL: what is counted of them.
    """
    return tuple(
        warehouse.rows(
            draft.connection,
            f"SELECT who, ({number})::BIGINT AS n FROM headline_rows "
            f"WHERE who IS NOT NULL AND {race.where} AND {which} GROUP BY who HAVING n > 0 ORDER BY n DESC, who",
        )
    )
