"""Mutants of `numerim.check` and of laws, judged by what `tests/golden` and `tests/schemas/laws` say, piece by piece.

What those tables are made of (databases of elections that are modelled, not yet checked) is kept in memory; a process
that forks takes the changed file and makes the tables anew, piece by piece, until one is other than without the change.
Each piece is a part of a table that a fast test holds, so what is noticed here fails there, too.
"""

import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from benchmarks.by_answers import in_child, in_memory, replaced
from numerim import inputs
from numerim.declare.election import ElectionFile
from numerim.declare.house import House

MADE = ("columns", "stations", "wholes")
OF_CHECK = ("numerim.check", "numerim.ask", "tests.golden", "tests.numerim", "tests.schemas")
"""Modules that see what `numerim.check` says."""
OF_LAWS = ("numerim.schemas", "tests.schemas")

REPAIR = ("figures", "lists", "sheets", "around", "near", "batch", "columns", "judged")
BESIDE = ("judged", "columns")
FIRST: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("impact", "tipping", "otherwise"), ("doubts",)),
    **dict.fromkeys(("cause", "leads", "recurring", "headline"), ("causes",)),
    **dict.fromkeys(("evidence", "aside", "elsewhere"), ("around", "lists")),
    "near": ("near",),
}
"""The pieces that see what a module of `numerim.check` says: of its name, then of `repair` or of the others."""

Piece = Callable[[], str]


class Modelled:
    """The elections of a folder of `tests/golden/made`, modelled and not checked; forked processes have them."""

    def __init__(self, name: str, kept: Path) -> None:
        """Model them, or take those that lie in a folder."""
        from tests.golden.golden import put_down

        path = kept / f"made-{name}.duckdb"
        house = House(kept / name) if (kept / name).exists() else put_down(name, kept)
        if not path.exists():
            in_child(lambda: _model(house, name, path), 600)
        self.name, self.file = name, inputs.take(house, name).file
        self.connection = in_memory(path)

    def told(self) -> str:
        """What comes out."""
        golden, steps = (importlib.import_module(f"tests.golden.{name}") for name in ("golden", "steps"))
        check = importlib.import_module("numerim.check.check").check
        settle = importlib.import_module("numerim.publish.settle").settle
        with steps.recorded() as gave:
            check(self.connection, self.file, [])
            settle(self.connection, self.file.election.id)
            return golden.text_of(self.name, self.connection, gave)


def _model(house: House, name: str, path: Path) -> None:
    """Model elections, and keep them in a file."""
    from numerim.check import check as checks
    from tests.conftest import completed

    def keep(connection: duckdb.DuckDBPyConnection, file: Any, uncorrected: Any, *_: Any) -> None:
        assert not uncorrected
        connection.execute(f"ATTACH '{path}' AS kept; COPY FROM DATABASE memory TO kept; DETACH kept")
        os._exit(0)

    checks.check = keep
    completed(house, name, whole=False)


def _batch(i: int, path: Path) -> tuple[duckdb.DuckDBPyConnection, ElectionFile]:
    """A batch of drawn elections, modelled and not checked, and what its election.yml says."""
    from tests.golden import crossed
    from tests.rules.elections import written

    def model() -> bool:
        with TemporaryDirectory() as name:
            connection, _ = crossed.modelled(crossed.batch(i), Path(name))
            connection.execute(f"ATTACH '{path}' AS kept; COPY FROM DATABASE memory TO kept; DETACH kept")
        return True

    if not path.exists():
        in_child(model, 600)
    with TemporaryDirectory() as name:
        return in_memory(path), inputs.take(written(crossed.batch(i), Path(name)), "cases").file


class Tables:
    """Pieces of tables with what they are without a change."""

    def __init__(self, folder: Path) -> None:
        """Make what they are made of, and the pieces; what lies in a folder already is taken from there."""
        from tests.golden import crossed, sheets

        self.made = [Modelled(name, folder) for name in MADE]
        self.sheets = {name: sheets.database(*batch) for name, batch in sheets.BATCHES.items()}
        for connection in self.sheets.values():
            connection.execute("SET threads = 1")
        self.judged = [_batch(i, folder / f"judged{i}.duckdb") for i in range(crossed.BATCHES)]
        path = folder / "pieces.json"
        if not path.exists():
            told = {}
            for kind in ("check", "made", "laws"):
                told[kind] = in_child(
                    lambda kind=kind: {name: _letters(made()) for name, made in self._pieces(kind)}, 600
                )
                assert told[kind] is not True, kind
            path.write_text(json.dumps(told), "utf-8")
        self.wanted = json.loads(path.read_text("utf-8"))

    def notice(self, path: Path, text: str, kind: str) -> str:
        """The first piece that is other with another text in the place of a file; empty where none is.

        Args:
            path: the file.
            text: the text.
            kind: `check`, `made` (the larger ones, of whole elections) or `laws`.
        """
        told = in_child(lambda: self._differs(path, text, kind), 120)
        return "failed" if told is True else str(told)

    def _differs(self, path: Path, text: str, kind: str) -> str:
        replaced(path, text)
        of = OF_LAWS if kind == "laws" else OF_CHECK
        for name in [name for name in sys.modules if name.startswith(of)]:
            del sys.modules[name]
        told = FIRST.get(path.stem, ()) if kind == "check" else ()
        rest = () if kind != "check" else REPAIR if "repair" in path.parts else BESIDE
        pieces = dict(self._pieces(kind))
        names = [name for some in (*told, *rest) for name in pieces if name.startswith(some)] or [*pieces]
        return next((name for name in dict.fromkeys(names) if _letters(pieces[name]()) != self.wanted[kind][name]), "")

    def _pieces(self, kind: str) -> Iterator[tuple[str, Piece]]:
        if kind == "laws":
            small, schemas = (importlib.import_module(n) for n in ("tests.schemas.laws.small", "numerim.schemas.law"))
            for law in (*schemas.laws().values(), small.UNDECLARED):
                yield f"small {law.word}", lambda law=law: str(sorted(small.told(law).items()))
            return
        if kind == "made":
            yield from ((one.name, one.told) for one in self.made[1:])
            return
        systems, sheets = (importlib.import_module(f"tests.golden.{name}") for name in ("systems", "sheets"))
        steps = importlib.import_module("tests.golden.steps")
        for name in ("around", "doubts", "causes", "near"):
            yield name, lambda name=name: str(importlib.import_module(f"tests.golden.{name}").told())
        yield "figures", lambda: str(systems.of_figures())
        yield "lists", lambda: str([systems.of_lists(), systems.of_sizes()])
        for i in range(0, systems.SHEETS, 22):
            yield f"sheets {i}", lambda i=i: str(systems.of_sheets(range(i, i + 22)))

        def batch(name: str) -> str:
            with steps.recorded() as gave:
                lines = list(sheets.told(*sheets.BATCHES[name], self.sheets[name]))
            return "\n".join([*lines, *steps.in_letters(gave)])

        for name in sheets.BATCHES:
            yield f"batch {name}", lambda name=name: batch(name)
        yield self.made[0].name, self.made[0].told
        crossed = importlib.import_module("tests.golden.crossed")
        for i, given in enumerate(self.judged):
            yield f"judged {i}", lambda i=i, given=given: "\n".join(crossed.judged(i, *given))


def _letters(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
