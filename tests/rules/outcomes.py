"""What came out of the cases of a database, in the words in which cases say what must."""

import json
import re
from collections import Counter, defaultdict
from typing import Any

import duckdb
import polars as pl

from numerim import warehouse
from numerim.check import lawful
from numerim.check.check import facts_of
from numerim.check.relations import judged
from numerim.schemas.rule import Rule, rules
from tests.rules.cases import Case
from tests.rules.elections import election_of, prefix


class Outcomes:
    """What a database of cases came to."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read the findings and what is held back, once for all cases."""
        self.connection = connection
        self._judged: dict[str, dict[str, Counter[bool]]] = {}
        self._lawful: dict[str, Any] = {}
        self._facts: set[str] = set()
        doubted: dict[str, set[str]] = defaultdict(set)
        for finding, place in warehouse.rows(
            connection, "SELECT finding_id, place FROM core.finding_places WHERE role = 'in_doubt'"
        ):
            doubted[finding].add(place)
        self._days = dict(warehouse.rows(connection, "SELECT election_id, held_on FROM core.elections"))
        self._found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        columns = (
            "finding_id, election_id, rule, status, subject, says, expected, actual, tolerance, impact, hints, cause"
        )
        for row in warehouse.rows(connection, f"SELECT {columns} FROM core.findings ORDER BY rule, subject, says"):
            said = dict(zip(columns.split(", "), row, strict=True))
            said["in_doubt"] = doubted[said["finding_id"]]
            self._found[said["election_id"]].append(said)
        self._held: dict[str, set[str]] = defaultdict(set)
        for source, locator in warehouse.rows(
            connection, "SELECT source_id, locator FROM clean.statements WHERE fate = 'held_back'"
        ):
            self._held[source.split("-")[0]].add(f"{source}|{locator}")

    def found(self, case: Case, number: int) -> list[dict[str, Any]]:
        """The findings of the case that has this place, each with all that a case may say of one."""
        beside = [f"{prefix(number)}-{name}" for name in case.said.get("beside", {})]
        return [
            self._told(one, election, prefix(number))
            for election in (election_of(case, number), *beside)
            for one in self._found[election]
        ]

    def held_back(self, number: int) -> str:
        """The cells of a case that are held back."""
        return cells(self._held[prefix(number)], prefix(number))

    def judged(self, rule: Rule, case: Case, number: int) -> Counter[bool]:
        """How often a rule held and was broken in a case."""
        if rule.code not in self._judged:
            if kind := rule.primitive:
                there = f"SELECT 1 FROM duckdb_tables() WHERE schema_name = 'core' AND table_name = '{kind.name}'"
                if not warehouse.rows(self.connection, there):
                    self._facts = self._facts or facts_of(self.connection)
                    asked = [one.code for one in rules().values() if one.primitive is kind and one.applies(self._facts)]
                    if asked:
                        raise LookupError(f"there is no core.{kind.name}, although {', '.join(asked)} apply")
                    return Counter()  # no rule of its kind had anything to judge
                answer = warehouse.frame(self.connection, f"SELECT * FROM core.{kind.name} WHERE rule = '{rule.code}'")
                holds = answer["holds"]
            elif rule.law_asks:
                answer = lawful.asked(self.connection, rule.law_asks)
                holds = answer["holds"]
            else:
                answer = self._answer(rule)
                answer, holds = judged(rule, answer) if answer.height else (answer, [])
            by: dict[str, Counter[bool]] = defaultdict(Counter)
            for row, held in zip(answer.iter_rows(named=True), holds, strict=True):
                by[_about(row)][held] += 1
            self._judged[rule.code] = by
        of_rule = self._judged[rule.code]
        return sum((of_rule[name] for name in {election_of(case, number), prefix(number)}), Counter())

    def _answer(self, rule: Rule) -> pl.DataFrame:
        """The answer to the question of a rule, or of the laws to what it asks them."""
        if not rule.law_asks:
            return warehouse.frame(self.connection, rule.question)
        if not self._lawful:
            asked = [one for one in rules().values() if one.law_asks]
            self._lawful = {one.code: answer for one, answer in lawful.answered(self.connection, asked)}
        answer = self._lawful[rule.code]
        return pl.DataFrame() if answer is None else answer

    def _told(self, one: dict[str, Any], election: str, mark: str) -> dict[str, Any]:
        hints = json.loads(one["hints"]) if one["hints"] else []
        first = hints[0]["changes"] if hints else []

        def bare(text: str) -> str:
            """A text without the names and days that cases are told apart by."""
            for mine in (f", {self._days[election]}", f"{mark}-", f"{election}/", f"{election} "):
                text = text.replace(mine, "")
            return text

        return {
            "rule": one["rule"],
            "says": bare(one["says"]),
            "subject": bare(one["subject"]),
            "in_doubt": cells(one["in_doubt"], mark),
            **{key: one[key] for key in ("expected", "actual", "tolerance", "impact")},
            "hint": " and ".join(f"{cells(c['place'].split(), mark)} {c['value']}" for c in first) or None,
            "slip": " and ".join(dict.fromkeys(c["slip"] for c in first)) or None,
            "cause": one["cause"] and bare(one["cause"]),
        }


def _about(row: dict[str, Any]) -> str:
    """The election that a row of an answer is about, or the beginning of the name of its source."""
    if row.get("election_id"):
        return str(row["election_id"])
    source = row.get("source_id") or str(row["locators"]).split("|")[0]
    return str(source).split("-")[0]


def cells(places: Any, mark: str) -> str:
    """Places as cases name them: `L3.C2` of the one file, `b:L3.C2` where there are others than that of `a`."""
    found = set()
    for place in places:
        _, locator = place.split("|")[:2]
        file, _, cell = locator.partition(":")
        name = file.removeprefix(f"{mark}-").removesuffix(".csv")
        found.add(cell if name == "a" else f"{name}:{cell}")
    return " ".join(sorted(found))


def wrong(case: Case, number: int, outcomes: Outcomes) -> list[str]:
    """What came out otherwise than a case says."""
    there, held_back = outcomes.found(case, number), outcomes.held_back(number)
    lines = []
    left = list(there)
    for wanted in case.find:
        text = {key: None if value is None else str(value) for key, value in wanted.items()}
        text["in_doubt"] = " ".join(sorted((text.get("in_doubt") or "").split()))
        fits = [one for one in left if all((one[k] or "") == (v or "") for k, v in text.items() if k in wanted)]
        if fits:
            left.remove(fits[0])
        else:
            lines.append(f"not found: {wanted['rule']} {wanted['says']}")
            same = [one for one in left if (one["rule"], one["says"]) == (wanted["rule"], wanted["says"])]
            differ = [key for key in text if same and (same[0][key] or "") != (text[key] or "")]
            lines += [f"  its {key} is {same[0][key]!r} instead of {text[key]!r}" for key in differ]
    lines += [f"found, and the case does not say so: {one['rule']} {one['says']}" for one in left]
    if held_back != case.held_back:
        lines.append(f"held back: {held_back or 'nothing'} instead of {case.held_back or 'nothing'}")
    for code, times in case.holds.items():
        judged = outcomes.judged(rules()[code], case, number)
        if not judged[True] or (times is not None and judged[True] != times):
            lines.append(f"{code} holds {judged[True]} times instead of {times or 'once or more'}")
    for code in case.silent:
        if judged := outcomes.judged(rules()[code], case, number):
            lines.append(f"{code} is not silent: it holds {judged[True]} times, and is broken {judged[False]} times")
    if not lines:
        return []
    return [
        f"\n{case.file}: {case.name}",
        *lines,
        "What came out; paste it where it is right:",
        as_yaml(there, held_back),
    ]


def as_yaml(found: list[dict[str, Any]], held_back: str) -> str:
    """What came out, to be read, judged, and pasted into the case if it is right."""
    lines = ["  find:"] if found else []
    for one in found:
        kept = {key: value for key, value in one.items() if value not in (None, "") and key != "subject"}
        if rules()[one["rule"]].severity != "info":
            kept["in_doubt"] = one["in_doubt"]
        first = "    - "
        for key, value in kept.items():
            lines.append(f"{first}{key}: {_quoted(value)}")
            first = "      "
    return "\n".join([*lines, *([f"  held_back: {_quoted(held_back)}"] if held_back else [])])


def _quoted(value: str) -> str:
    """A value as YAML has it, in quotes where it would mean something else without."""
    plain = re.fullmatch(r"[\w.]+(:[\w.]+)*( [\w.]+(:[\w.]+)*)*", value)
    return value if plain else json.dumps(value, ensure_ascii=False)
