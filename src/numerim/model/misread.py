"""Cells whose words numerim does not know: one is held back (R118), many are an error in what is declared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import duckdb

from numerim import warehouse
from numerim.declare.declaration import Event
from numerim.declare.election import ElectionFile
from numerim.errors import InputError, going_on, nearest, tell_all
from numerim.model.measures import FEW, misread_word
from numerim.model.narrow import rows_of
from numerim.model.visible import shown
from numerim.schemas.table import about, core_key, tables
from numerim.schemas.vocabulary import OFFICES, OUTCOMES, PARTY_KINDS, RELATIONS, UNIT_STATES


@dataclass(frozen=True)
class _Words:
    """A column of statements, and the words that may stand in it.

    Attributes:
        what: what it holds, for people.
        column: the column.
        which: SQL, of which statements.
        known: the words.
        instead: what stands in the place of an unknown word that is like no known one; None: the word stays.
        among: SQL, of which statements most must be right.
    """

    what: str
    column: str
    which: str
    known: Sequence[str]
    instead: str | None = None
    among: str = "true"
    cure: str = ""

    @property
    def wrong(self) -> str:
        """SQL: the statements with another word."""
        return f"({self.which}) AND {self.column} NOT IN ({', '.join(map(warehouse.text, self.known))})"

    def held(self, word: str) -> tuple[str, str, str | None]:
        """What is said of a wrong word, and the column that gets another one, with that; None: it stays."""
        close = get_close_matches(word, self.known, 1, 0.5)
        told = misread_word(word, self.what, list(self.known))
        return told, self.column, close[0] if close and self.instead is not None else self.instead


class _Whole(_Words):
    """A column in which only whole numbers may stand."""

    @property
    def wrong(self) -> str:
        return f"{self.column} IS NOT NULL AND NOT regexp_full_match({self.column}, '[0-9]{{1,6}}')"

    def held(self, word: str) -> tuple[str, str, str | None]:
        return f"“{shown(word)}” is not the {self.what}, a whole number", "", None


class _Exact(_Words):
    """Measures (`known`) that can only be stated exactly."""

    @property
    def wrong(self) -> str:
        exact = ", ".join(map(warehouse.text, self.known))
        return f"relation <> 'equal' AND measure IN (SELECT measure FROM core.measures WHERE table_name IN ({exact}))"

    def held(self, word: str) -> tuple[str, str, str | None]:
        return f"{word} can only be stated exactly, not as “more than” or the like", "relation", "equal"


def hold_words(connection: duckdb.DuckDBPyConnection, file: ElectionFile) -> None:
    """Hold back the statements of `core.statements` with a word that should be from a closed list, and is not.

    They get `misread`, lose their figure, and take the nearest known word, so that a figure is known to lack there.

    Raises:
        InputError: such a word stands in several rows, or most words of its kind are not known: it is not the cells
            that are wrong then, but what is declared of them.
    """
    told_all: list[InputError] = []
    lists = list(_lists(file))
    broken = _broken(connection, lists)
    for i, words in enumerate(lists):
        few: list[str] = []
        with going_on(told_all):
            few = _few(connection, file, words) if broken[i] else []
        for word in few:
            _hold(connection, f"{words.wrong} AND {words.column} = {warehouse.text(word)}", *words.held(word))
        if few:  # what is held back has other words now
            broken = _broken(connection, lists)
    tell_all(told_all)


def _broken(connection: duckdb.DuckDBPyConnection, lists: Sequence[_Words]) -> tuple[bool, ...]:
    """Of each column, whether there is a wrong word."""
    asked = ", ".join(f"coalesce(bool_or({words.wrong}), false)" for words in lists)
    return warehouse.rows(connection, f"SELECT {asked} FROM core.statements")[0]


_EXACTLY = "It can only be stated exactly, not as “more than” or the like; see docs/add-an-election.md on roles."


_OUTCOMES = (
    f"Outcomes are {', '.join(OUTCOMES)}. Where the source has other words, say in the column which is which: "
    "{is: outcome, words: {Won: elected}}; and under missing: which say that nobody won anything."
)


def _lists(file: ElectionFile) -> Iterator[_Words]:
    every = file.election.events.values()
    days = [day.isoformat() for event in every for day in (event.held_on, event.runoff_on) if day is not None]
    yield _Words("election", "election_id", "true", list(file.election.events), file.election.id)
    yield _Words("day of an election", "election_day", "day_election_id IS NULL AND misread IS NULL", days)
    yield _Words("round on the day of the second", "round_printed", "day_round = 2", ["2"])
    yield _Words("relation", "relation", "true", list(RELATIONS), "equal")
    yield _Words("count type", "count_type", "true", list(file.election.count_types), "total")
    yield _Words("outcome", "text", "measure = 'outcome'", list(OUTCOMES), among="measure = 'outcome'", cure=_OUTCOMES)
    yield _Words("state of a unit", "category", "measure = 'units'", list(UNIT_STATES), "all", "measure = 'units'")
    yield _Words(
        "kind of a subject", "category", "measure = 'subjects'", ["all", *PARTY_KINDS], "all", "measure = 'subjects'"
    )
    for name, event in file.election.events.items():
        mine = f"election_id = {warehouse.text(name)}"
        yield _Words("office", "office_word", mine, _offices(event), "all", f"{mine} AND office_word <> 'all'")
    for what, column in (("round", "round_printed"), ("number on the ballot", "ballot_number_printed")):
        yield _Whole(what, column, "true", [], cure="It is a whole number.")
    models = {name: model for name, model in tables().items() if about(model).states}
    exact = [name for name, model in models.items() if "relation" not in model.to_schema().columns]
    yield _Exact("figure stated exactly", "measure", "true", exact, cure=_EXACTLY)


def _offices(event: Event) -> list[str]:
    """The offices that an election has: those that it declares, or else those that ship."""
    return [*event.offices, "all"] if event.offices else list(OFFICES)


def _few(connection: duckdb.DuckDBPyConnection, file: ElectionFile, words: _Words) -> list[str]:
    """The words that are wrong, where they are few.

    Raises:
        InputError: one stands in several rows, or most rows are wrong.
    """
    found = warehouse.rows(
        connection,
        f"SELECT {words.column}, count(DISTINCT (source_id, path, line)), arg_min(locator, statement_id), "
        f"min(statement_id) FROM core.statements WHERE {words.wrong} GROUP BY 1 ORDER BY 4",
    )
    if not found:
        return []
    several = [(word, locator) for word, lines, locator, _ in found if lines >= FEW]
    rows = sum(lines for _, lines, *_ in found)
    if not several:
        ((every,),) = warehouse.rows(
            connection,
            f"SELECT count(DISTINCT (source_id, path, line)) FROM core.statements WHERE {words.among} "
            f"AND {words.column} IS NOT NULL",
        )
        several = [(found[0][0], found[0][2])] if 2 * rows > every else []
    if several:
        tell_all(
            [
                InputError(
                    file.in_source(locator),
                    f"unknown {words.what}: {word!r}",
                    words.cure or nearest(str(word), list(words.known)),
                )
                for word, locator in several
            ]
        )
    return [word for word, *_ in found]


def _hold(
    connection: duckdb.DuckDBPyConnection, which: str, told: str, column: str = "", instead: str | None = None
) -> None:
    """Hold statements back: they have no figure any more, and say what is wrong."""
    put = ""
    if column and instead is not None:
        put = f", {column} = {warehouse.text(instead)}"
        if column == "office_word":
            put += f", office = {warehouse.text(instead)} || coalesce('/' || district_id, '')"
    connection.execute(
        f"UPDATE {rows_of(connection)} SET misread = coalesce(misread, {warehouse.text(told)}), number = NULL, "
        f"text = NULL, low = NULL, high = NULL, decimals = NULL{put} "
        f"WHERE statement_id IN (SELECT statement_id FROM core.statements WHERE {which})"
    )


def hold_incomplete(connection: duckdb.DuckDBPyConnection, file: ElectionFile, number: int) -> None:
    """Hold back statements that do not say all that their table needs; of so many that were read none was lost.

    Raises:
        InputError: most statements of a table in a source lack something.
    """
    ((left,),) = warehouse.rows(connection, "SELECT count(*) FROM core.statements")
    if left != number:
        raise RuntimeError(f"{number - left} statements were lost or doubled")
    stated = {name for (name,) in warehouse.rows(connection, "SELECT DISTINCT table_name FROM core.statements")}
    for name, model in tables().items():
        if name not in stated:
            continue
        needs = [c for c in core_key(model) if c not in ("election_id", "measure", "round", "office")]
        if not needs:
            continue
        lacks = f"CASE {' '.join(f'WHEN {c} IS NULL THEN {warehouse.text(c)}' for c in needs)} END"
        bad = (
            f"table_name = '{name}' AND misread IS NULL AND NOT is_astray "
            "AND NOT (unit_printed IS NOT NULL AND gp_unit_id IS NULL) "
            "AND NOT (party_printed IS NOT NULL AND party_id IS NULL) "
            "AND NOT (coalition_printed IS NOT NULL AND coalition_id IS NULL) "
            f"AND NOT (by_party_printed IS NOT NULL AND category IS NULL) AND {lacks} IS NOT NULL"
        )
        found = warehouse.rows(
            connection,
            f"SELECT {lacks}, measure, count(DISTINCT (source_id, path, line)), arg_min(locator, statement_id), "
            f"min(statement_id) FROM core.statements WHERE {bad} GROUP BY 1, 2 ORDER BY 5",
        )
        for lack, measure, lines, locator, _ in found:
            problem = f"{measure} is stated, but not of what: its {_WORDS.get(lack, lack)} is missing"
            same = f"measure = {warehouse.text(measure)}"
            ((every,),) = warehouse.rows(
                connection,
                f"SELECT count(DISTINCT (source_id, path, line)) FROM core.statements WHERE {same} AND source_id = "
                f"(SELECT source_id FROM core.statements WHERE locator = {warehouse.text(locator)} LIMIT 1)",
            )
            if 2 * lines > every:
                raise InputError(file.in_source(locator), problem, "See docs/add-an-election.md on roles.")
            _hold(connection, f"{bad} AND {same} AND {lacks} = {warehouse.text(lack)}", problem)
    _hold(connection, _BESIDE_NOBODY, "of which unit it is, is not said, and other figures of the row are of none")


_BESIDE_NOBODY = """
    misread IS NULL AND unit_printed IS NULL AND scope = 'unit' AND (source_id, path, line) IN (
        SELECT (source_id, path, line) FROM core.statements
        WHERE unit_printed IS NULL AND misread LIKE '% is stated, but not of what: its unit or office is missing')
"""
"""Figures that would be those of the country, as no unit is named; but then all figures of the row would be."""

_WORDS = {
    "contest_id": "unit or office",
    "gp_unit_id": "unit",
    "selection_id": "candidate or party",
    "party_id": "party",
    "category": "party",
    "poll_id": "pollster or fieldwork",
}


def hold_days(connection: duckdb.DuckDBPyConnection, day: str, file: ElectionFile) -> None:
    """Hold back statements of `raw.statements` of a day that cannot be read as a date: `<day>_iso` is null.

    Args:
        connection: the database.
        day: `fieldwork` or `election_day`.
        file: what `election.yml` says.

    Raises:
        InputError: most of the days cannot be read.
    """
    lines = "count(DISTINCT (source_id, path, line))"
    wrong = f"{day} IS NOT NULL AND {day}_iso IS NULL"
    asked = f"""
        SELECT {lines} FILTER ({wrong}), {lines}, arg_min({day}, rowid) FILTER ({wrong}),
            arg_min(path || stands, rowid) FILTER ({wrong}), list(DISTINCT {day}) FILTER ({wrong})
        FROM raw.statements WHERE {day} IS NOT NULL"""
    ((bad, every, first, place, words),) = warehouse.rows(connection, asked)
    if 2 * bad > every:
        raise InputError(file.in_source(place), f"{first!r} is not a date that numerim can read")
    for word in words:
        told = f"“{shown(word)}” is not a date that numerim can read"
        connection.execute(
            f"UPDATE raw.statements SET misread = {warehouse.text(told)}, number = NULL, decimals = NULL, text = NULL "
            f"WHERE {day} = {warehouse.text(word)} AND {day}_iso IS NULL"
        )
