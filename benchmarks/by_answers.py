"""Mutants of `schemas/`, judged by what rules answer: databases of all cases are kept, and only rules are asked again.

Each answer is held against that of the code as it is, row by row. `tests/rules/test_cases.py` does so with letters for
the rows (`tests/golden/answers.py`), so what is noticed here fails there, too; a mutant takes a second.
"""

import importlib
import json
import os
import resource
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib.machinery import SourceFileLoader
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from numerim import warehouse
from numerim.schemas.rule import Rule, rules
from tests.golden import answers, crossed
from tests.rules.cases import Case, cases
from tests.rules.elections import databases, election_of, made

Letters = dict[str, str]
"""A case and a rule -> letters that are others if a row of the answer is another."""

FAILED = {"": "failed"}
CROSSED = "crossed"


class Databases:
    """The databases of all cases, in memory, each with its cases and what rules answer; forked processes have them."""

    def __init__(self, folder: Path) -> None:
        """Make them, or take those that lie in a folder."""
        every = [
            (family, i, some)
            for family in sorted({case.family for case in cases()})
            for i, some in enumerate(databases([case for case in cases() if case.family == family]))
        ]
        every.append((CROSSED, 0, crossed.drawn()))
        self.there: dict[str, tuple[duckdb.DuckDBPyConnection, list[Case], Letters]] = {}
        for family, i, some in every:
            path = folder / f"{family}{i}.duckdb"
            if not path.exists():
                in_child(lambda some=some, path=path: _keep(some, path), 600)
            connection = in_memory(path)
            kept = path.with_suffix(".json")
            if not kept.exists():
                found = in_child(lambda c=connection, some=some: _letters(c, some, list(rules().values())), 600)
                kept.write_text(json.dumps(found), "utf-8")
            self.there[path.stem] = connection, some, json.loads(kept.read_text("utf-8"))

    def notice(self, path: Path, text: str) -> bool:
        """Whether any rule answers otherwise with another text in the place of a file of `schemas/`."""
        return bool(in_child(lambda: self._differ(path, text), 120))

    def _differ(self, path: Path, text: str) -> bool:
        some = _with(path, text)
        codes = {rule.code for rule in some}
        first = path.parent.name
        for name in sorted(self.there, key=lambda name: (not name.startswith(first), name)):
            connection, cases_, wanted = self.there[name]
            known = {rule.code for rule in rules().values()}
            if codes - known:
                return True
            wanted = {key: letters for key, letters in wanted.items() if key.split()[-1] in codes}
            if _letters(connection, cases_, some) != wanted:
                return True
        return False


def _keep(some: Sequence[Case], path: Path) -> bool:
    with TemporaryDirectory() as folder:
        if path.stem.startswith(CROSSED):
            connection, _ = crossed.modelled(some, Path(folder))
        else:
            connection = made(some, Path(folder) / "made", whole=False)
        connection.execute(f"ATTACH '{path}' AS kept; COPY FROM DATABASE memory TO kept; DETACH kept")
    return True


def in_memory(path: Path) -> duckdb.DuckDBPyConnection:
    """A database that was put into a file, in memory, such that a process that forks can ask it."""
    connection = warehouse.open_memory(1)
    connection.execute(
        f"ATTACH '{path}' AS kept (READ_ONLY); COPY FROM DATABASE kept TO memory; DETACH kept; SET threads = 1"
    )
    warehouse.plan_in_no_time(connection)
    return connection


def in_child(asked: Callable[[], Any], seconds: int) -> Any:
    """What a function gives, in a process of its own; true where it fails or reckons for too many seconds."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # a busy machine is no mutant's fault
            os.close(read)
            try:
                told = asked()
            except BaseException as error:
                if os.environ.get("NUMERIM_TELL"):
                    print(repr(error), file=sys.stderr)
                told = True
            with os.fdopen(write, "w") as out:
                json.dump(told, out)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as given:
        told = given.read()
    os.waitpid(child, 0)
    return json.loads(told) if told else True


def replaced(path: Path, text: str) -> None:
    """Let another text be what stands in a file, for all that is imported from now on."""
    get_code = SourceFileLoader.get_code

    def code(self: SourceFileLoader, name: str) -> Any:
        is_it = os.path.realpath(self.path) == str(path)
        return compile(text, self.path, "exec") if is_it else get_code(self, name)

    SourceFileLoader.get_code = code  # type: ignore[method-assign]


def _with(path: Path, text: str) -> list[Rule]:
    """Let another text be what stands in a file; the rules that may answer otherwise."""
    replaced(path, text)
    inside = path.parts[path.parts.index("schemas") :]
    before = {code: rule.parameters for code, rule in rules().items()}
    if inside[1] == "rules":
        name = ".".join(("numerim", *inside[:-1], path.stem))
        del sys.modules[name]
        rule = importlib.import_module(name).RULE
        rules()[rule.code] = rule
        some = [rule]
    else:
        for name in [name for name in sys.modules if name.startswith(("numerim.schemas", "numerim.check", "tests."))]:
            del sys.modules[name]
        del sys.modules[__name__]
        fresh = importlib.import_module("benchmarks.by_answers")
        globals().update({key: getattr(fresh, key) for key in ("answers", "rules")})
        some = list(rules().values())
    _PARAMETERS.update(
        {
            (rule.code, new.name): (str(old.default), str(new.default))
            for rule in some
            for old, new in zip(before.get(rule.code, ()), rule.parameters, strict=False)
            if old.default != new.default
        }
    )
    return some


_PARAMETERS: dict[tuple[str, str], tuple[str, str]] = {}
"""A rule and a parameter of it -> what it was where nothing is set, and what it is."""


def _letters(connection: duckdb.DuckDBPyConnection, some: Sequence[Case], every: Sequence[Rule]) -> Letters:
    """What some rules answer about the cases of a database."""
    for (rule, name), (old, new) in _PARAMETERS.items():
        connection.execute(
            f"UPDATE core.parameters SET value = {new} WHERE rule = '{rule}' AND name = '{name}' AND value = {old}"
        )
    off: dict[str, set[str]] = {}
    for number, case in enumerate(some):
        for code, set_ in (case.said.get("rules") or {}).items():
            if isinstance(set_, dict) and "off" in set_:
                off.setdefault(code, set()).add(election_of(case, number))
    try:
        rows = answers.anew(connection, some, every, off)
    except RuntimeError:
        return FAILED
    return {
        f"{case} {code}": sha256("\n".join(sorted(of)).encode()).hexdigest()
        for case, by_rule in rows.items()
        for code, of in by_rule.items()
    }
