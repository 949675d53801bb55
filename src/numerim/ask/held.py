"""What was judged and held: each rule and relation with its figures, where they stand, and what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import duckdb
import polars as pl

from numerim import in_memory, inputs, warehouse
from numerim.ask.shown import Format, show
from numerim.check import lawful
from numerim.check.check import facts_of
from numerim.check.failures import FAILURES
from numerim.check.questions import question, switched_off
from numerim.check.relations import judge_relations, judged
from numerim.declare.election import ElectionFile
from numerim.declare.house import find_house
from numerim.errors import InputError
from numerim.schemas.relations.ratio import RATIO
from numerim.schemas.relations.ratio import TOLD as RATIO_TOLD
from numerim.schemas.relations.sum import SUM
from numerim.schemas.rule import PRIMITIVES, Rule, rules

_TEXTS = ("rule", "subject", "expected", "actual", "tolerance", "places")
_TOLD = ("rule", "subject", "expected", "actual", "tolerance", "figures")
_MOST_PLACES = 6


@dataclass(frozen=True)
class _Shown:
    """Which of what held is shown: words of a rule, a unit or a contest, all of which must fit."""

    about: Sequence[str]

    @property
    def rules(self) -> set[str]:
        return {word.upper() for word in self.about if word.upper() in rules()}

    @property
    def words(self) -> list[str]:
        return [word for word in self.about if word.upper() not in rules()]


def tell(election: str, about: Sequence[str], form: Format) -> None:
    """Check an election and print what held.

    As a table it is counted by rule, unless a rule, a unit or a contest is asked for; as CSV and JSON all of it stands.

    Args:
        election: its id.
        about: codes of rules, and ids of units, contests or other words of what relations are about; all must fit.
        form: how to print it.

    Raises:
        InputError: there is no such election, its sources cannot be read, or nothing that is asked for held.
    """
    state = inputs.take(find_house(), election)
    asked = _Shown(about)
    with in_memory.checked_as(state) as connection:
        found = held(connection, state.file, asked.rules)
        for word in asked.words:
            subject = pl.col("subject").str.to_lowercase()
            found = found.filter(subject.str.contains(word.lower(), literal=True))
        if about and not found.height:
            close = get_close_matches(about[-1], _units(connection), n=1, cutoff=0.5)
            cure = f"did you mean {close[0]!r}?" if close else "Without --about it is counted by rule."
            raise InputError(election, f"nothing that held is about {' and '.join(about)}", cure)
        figures = _figures(connection)
    if form is Format.table and not about:
        _counted(election, found)
    elif form is Format.table:
        rows = [(*row[:-1], _short(row[-1], figures)) for row in found.select(_TEXTS).rows()]
        show(["rule", "subject", "expected", "actual", "may be off by", "figures"], rows, form)
    elif form is Format.json:
        told = found.select(_TEXTS).rows()
        rows = [(*(text or None for text in row[:-1]), _long(row[-1], figures)) for row in told]
        show(_TOLD, rows, form)
    else:
        show(_TEXTS, found.select(_TEXTS).rows(), form)


def held(connection: duckdb.DuckDBPyConnection, file: ElectionFile, only: set[str]) -> pl.DataFrame:
    """What held in an election that is checked, a row each.

    Args:
        connection: its database.
        file: what its election.yml says.
        only: the rules that are asked for; all where it is empty.

    Returns:
        `rule`, `subject`, `expected`, `actual` and `tolerance`, as text and empty where the rule has none, and `places`
        (`source|locator|measure`, divided by spaces), by rule and subject.
    """
    off, facts = switched_off(file), facts_of(connection)
    every = [
        rule
        for rule in rules().values()
        if rule.applies(facts) and rule.code != FAILURES and (not only or rule.code in only)
    ]
    judge_relations(connection, [rule for rule in every if rule.relation], off, in_full=True)
    parts = [_told(rule, answer) for rule, answer in _related(connection, every)]
    asked = [rule for rule in every if rule.over]
    answers = warehouse.frames(connection, [question(rule, off) for rule in asked])
    laws = lawful.answered(connection, [rule for rule in every if rule.law_asks])
    for rule, answer in [*zip(asked, answers, strict=True), *laws]:
        if not isinstance(answer, pl.DataFrame):
            continue  # it has nothing to judge, or failed, which is a finding
        if rule.law_asks:
            answer = answer.filter(~pl.col("election_id").is_in(sorted(off.get(rule.code, ()))))
        answer, holds = judged(rule, answer)
        parts.append(_told(rule, answer.filter(holds)))
    none = pl.DataFrame(schema=dict.fromkeys(_TEXTS, pl.String))
    return pl.concat([none, *parts]).sort(_TEXTS)


def _related(connection: duckdb.DuckDBPyConnection, every: Sequence[Rule]) -> list[tuple[Rule, pl.DataFrame]]:
    """The relations of each rule that hold, with `locators`."""
    found = []
    for kind in (primitive.name for primitive in PRIMITIVES):
        codes = [rule.code for rule in every if rule.primitive and rule.primitive.name == kind]
        if not codes:
            continue  # nothing was asked of it, so it may have no table
        listed = ", ".join(map(warehouse.text, codes))
        told = f"({RATIO_TOLD})" if kind == RATIO.name else f"core.{kind}"
        sql = f"SELECT * FROM {told} AS r WHERE holds AND rule IN ({listed})"
        if kind == SUM.name:
            sql = f"""
                SELECT s.*, t.locators FROM ({sql}) AS s JOIN (
                    SELECT sum_id, string_agg(DISTINCT place, ' ' ORDER BY place) FILTER (place <> '') AS locators
                    FROM core.placed_terms GROUP BY sum_id) AS t ON t.sum_id = s.sum_id"""
        by_rule = warehouse.frame(connection, sql).partition_by("rule", as_dict=True)
        found += [(rules()[str(code)], some) for (code,), some in by_rule.items()]
    return found


def _told(rule: Rule, answer: pl.DataFrame) -> pl.DataFrame:
    """What held of a rule, in the columns `_TEXTS`."""
    expected, actual = rule.figures
    columns = {"subject": "subject", "expected": expected, "actual": actual, "tolerance": "tolerance"}
    columns["places"] = "locators"
    return answer.select(
        pl.lit(rule.code).alias("rule"),
        *(
            _text(answer, column).alias(name) if column in answer.columns else pl.lit("").alias(name)
            for name, column in columns.items()
        ),
    )


def _text(answer: pl.DataFrame, column: str) -> pl.Expr:
    """A column as text; a number without superfluous zeros."""
    text = pl.col(column).cast(pl.String).fill_null("")
    if isinstance(answer.schema[column], pl.Decimal):
        bare = text.str.strip_chars_end("0").str.strip_chars_end(".")
        return pl.when(text.str.contains(".", literal=True)).then(bare).otherwise(text)
    return text


def _figures(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The place of each figure -> what is printed there."""
    return dict(warehouse.rows(connection, "SELECT place, any_value(printed) FROM core.statements GROUP BY place"))


def _units(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(unit) for (unit,) in warehouse.rows(connection, "SELECT gp_unit_id FROM core.gp_units ORDER BY ALL")]


def _long(places: str, figures: dict[str, str]) -> list[dict[str, Any]]:
    return [{"place": place, "printed": figures.get(place)} for place in places.split()]


def _short(places: str, figures: dict[str, str]) -> str:
    every = places.split()
    told = [f"{place.split('|')[1] if '|' in place else place}: {figures.get(place) or ''}" for place in every]
    more = [f"… {len(every) - _MOST_PLACES} more"] if len(every) > _MOST_PLACES else []
    return "\n".join([*told[:_MOST_PLACES], *more])


def _counted(election: str, found: pl.DataFrame) -> None:
    """How often each rule held, and between how many figures."""
    every = pl.col("places").str.split(" ").explode()
    places = every.filter(every != "").n_unique()
    by_rule = found.group_by("rule", maintain_order=True).agg(pl.len().alias("held"), places.alias("figures"))
    rows = [(*row, rules()[row[0]].title) for row in by_rule.rows()]
    show(["rule", "held", "figures", "claim"], rows, Format.table)
    first = rows[0][0] if rows else "R203"
    print(
        f"{election}: {found.height:,} times a rule was asked and held. `--about {first}`, or the id of a unit or "
        "contest, shows each with its figures; so does --format json, of all."
    )
