"""Whether fast tests notice when the code says something else: mutants of rules, relations, laws, blame and hints.

    .venv/bin/python benchmarks/mutants.py [--times 500] [--jobs 2] [--seed 0] [--only schemas/rules/totals]
        [--part src] [--again FILE] [--kept FOLDER] [--results FILE] [--quick] [--list]

Each mutant differs from the code in one place: a comparison, a number, a key of a join, an aggregate. The tests of its
part run on a copy of the checkout; a mutant that they do not notice is printed with its place. A table by part is
printed at the end, as Markdown. Exit code 1: fewer were noticed than `WANTED` asks.
"""

import argparse
import ast
import json
import os
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from itertools import groupby
from multiprocessing import get_context
from pathlib import Path
from queue import Queue

import duckdb  # noqa: F401
import hypothesis  # noqa: F401
import pandera.polars  # noqa: F401
import polars  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.by_answers import Databases  # noqa: E402
from benchmarks.by_tables import Tables  # noqa: E402

WANTED = 0.90
SECONDS, WAITED = 120, 1800
"""So long each test may reckon, and all be waited for; what takes longer is noticed: it never ends."""

CASES = "tests/rules/test_cases.py::test_cases"
EVERY = tuple(
    f"{CASES}[{family}]"
    for family in (
        "accounting",
        "totals",
        "shares",
        "outcomes",
        "agreement",
        "completeness",
        "identity",
        "plausibility",
    )
)
GOLDEN = tuple(f"tests/golden/test_golden.py::test_what_is_told[{name}]" for name in ("columns", "wholes", "stations"))
SHEETS, CONTESTS, *DRAWN = (
    f"tests/golden/test_golden.py::test_what_is_told[{name}]"
    for name in ("sheets", "contests", "systems", "around", "doubts", "causes", "near", "judged")
)
CROSSED = "tests/golden/test_golden.py::test_what_is_told[crossed]"
HINTS = ("tests/numerim/test_repair.py", "tests/numerim/test_hints.py", "tests/numerim/test_evidence.py")
SUMS = (f"{CASES}[totals]", f"{CASES}[accounting]")
LAWS = "tests/schemas/laws"
CLAIMS, SMALL = f"{LAWS}/test_claims.py", f"{LAWS}/test_small.py"
"""All that laws say of some hundred situations, and of some thousand small contests: they take seconds."""
BORDERS, CATALOGUE = "tests/schemas/test_holds.py", "tests/schemas/test_catalogue.py"
BESIDE = ("side_by_side", "flat", "forensics", "nearest", "sentence")
QUICK = (
    "test_finding.py",
    "test_blame.py",
    "test_slips.py",
    "test_tipping.py",
    "[sheets]",
    "[contests]",
    "test_small_systems.py",
    *(f"test_{name}.py" for name in BESIDE),
)
CHECKED = ("corrections", "finding", "tipping", "blame", "impact", "cause", "power", "lawful", "failures", "recurring")
PARTS = {
    "schemas/rules/identity/odd_text": (f"{CASES}[identity]", "tests/schemas/test_odd_text.py"),
    **{
        f"schemas/rules/{case[len(CASES) + 1 : -1]}": (
            BORDERS,
            CATALOGUE,
            case,
            *(c for c in EVERY if c != case),
            CROSSED,
        )
        for case in EVERY
    },
    "schemas/laws": (SMALL, CLAIMS, LAWS, f"{CASES}[outcomes]", "tests/numerim/test_lawful.py"),
    **{
        f"schemas/{name}": (SMALL, CLAIMS, LAWS, *EVERY)
        for name in ("answers", "apportion", "contest", "law", "rounds", "standings")
    },
    "schemas/relations": (*EVERY, CROSSED),
    "schemas": (
        *(f"tests/schemas/test_{name}.py" for name in (*BESIDE, "rules")),
        "tests/numerim/test_rule_settings.py",
        "tests/numerim/test_levels.py",
        *EVERY,
    ),
    **dict.fromkeys(
        ("src/numerim/check/dialect", "src/numerim/check/spark"),
        ("tests/spark/test_dialect.py", "tests/schemas/test_rules.py"),
    ),
    "src/numerim/check/repair": (
        *DRAWN,
        "tests/numerim/test_finding.py",
        "tests/numerim/test_slips.py",
        SHEETS,
        "tests/numerim/test_small_systems.py",
        *GOLDEN,
        *SUMS,
        *HINTS,
    ),
    "src/numerim/check": (
        CONTESTS,
        *DRAWN,
        *GOLDEN,
        *EVERY,
        *(f"tests/numerim/test_{name}.py" for name in CHECKED),
    ),
}
"""The parts of the code, and the tests that must notice: a file is of the first part that it lies in."""

ASKED_WHILE_MODELLED = ("schemas/law", "schemas/accounts.py", "schemas/parameter.py", "src/numerim/check/power.py")
"""What has a say before an election is checked, or after: not only `modelled_once` is asked of it."""

NOT_TESTED = ("schemas/facts", "schemas/tables", "schemas/fact.py", "schemas/table.py", "schemas/vocabulary.py")
"""Declarations of columns and words, and what is read by people."""

LAW_PARTS = tuple(
    f"schemas/{name}" for name in ("laws", "answers", "apportion", "contest", "law", "rounds", "standings")
)
"""The parts of which small contests tell."""

GROUPS = {
    "schemas/rules": "rules",
    "schemas/relations": "relations",
    "schemas/laws": "laws, and what reckons them",
    "schemas": "what rules share",
    "src/numerim/check/repair": "hints",
    "src/numerim/check": "judging, blame, impact, causes",
}
"""The beginnings of files -> the groups of which the sample has its part."""

KEPT = (*EVERY, *GOLDEN)
"""Tests whose elections are modelled once."""

PROSE = re.compile(r"\b(title|says|why|law|what|source|unit|named|label)\s*=\s*$")
SQL = re.compile(r"\b(select|from|join|where|case when|over \(|coalesce|[a-z]\.[a-z_]+)\b")

NEVER_MATTERS = (
    (r"\b(?:strict|frozen|slots|eq|kw_only)=(?:True|False)$", "both are equally long; nothing changes or compares it"),
    (r"\b(?:maxsize|max_workers|threads)=\d+$", "how much is kept, or done at once"),
    (r"(?i:\bdecimal)\(\d+(?:, \d+)?$", "a wider decimal holds the same figures"),
    (
        r"^_?(?:AT_MOST|LARGE|NEAR|MANY|CELLS|NODES|PROGRAMS|SECONDS|WEIGHED|BEST|PARTS|TOLD|BESIDES|REFERENCES)\b.*\d$",
        "how much is tried or told at most",
    ),
    (r"^\s+programs \+?= \d$", "how much is tried at most"),
    (r"\bgroup\[0$", "the findings of a group are of one rule"),
    (r"\bhint\.likelihood or 0\.0$", "hints without a likelihood are left out before"),
    (r"\bexists \(select \d$|^\s+SELECT 1$", "whether there is a row, whatever is selected of it"),
    (r"hint\.likelihood >=$", "no likelihood, a fraction of weights, is just so much"),
    (r"^    few = .* if 0$", "where one value is not named, more is asked than is told"),
    (r"^        if some and$", "how many are put down at once"),
    (r"\.otherwise\(\d$", "what is not known is left out of what comes of it"),
    (r"\bcount\(case when [^()]*\bthen \d$", "whether there is a value, whichever it is"),
    (r"\bget_close_matches\(.*\bn=\d$", "of the nearest ones the first is taken"),
    (r"\bcoalesce\(t\.(?:near|far)_digits, \d$", "what is no sum has no two figures that tell"),
    (r"\bf\.near_units >$", "what is the sum of one other, and of all, has no three that have some"),
    (r"\bhash\(relation\), spot, \d$|\bAS weight, \d$|\b0 AS p, \d$", "a sum is asked its weight, a ratio the others"),
    (r"<= _CELLS or$", "a bound of what is tried"),
    (r"^    is_bound: bool = False$", "who has a party says whether it binds"),
    (r"\breports\), 0\) <= \d+$", "how many places are told at most"),
    (r"\blikely\[changes\] >$", "no likelihood, a fraction of weights, is just so much"),
    (r"\bif not broken or$", "where nothing is broken, or too much, there is nothing to suggest"),
    (r"\bmaintain_order=(?:True|False)$", "findings are put in order later"),
    (
        r"^    least, most = |^\s+near = \(high >=$|^\s+near = \(high >= least\) & \(low <=$",
        "so far from the middle that no chance shows in a float",
    ),
    (r"\(sizes\[f\.finding_id\]\[0\] >$|\(sign >$", "what is broken is off by something"),
    (r"\bname\.str\.slice\(0, 1$", "the other letters of the name are compared as they are, too"),
)
"""What is to the left of a change, with it, where nothing can tell it from the code; and why."""

ONE_OF_EACH = (
    (
        r"case when (?:b\.)?measure = '\w+' then (?:b\.)?(?:ballots|place) end\)",
        r"(?s).*?\bfrom core\.one_ballot_counts\b.*?\bgroup by [^\n]*\bgp_unit_id\b[^\n]*\bsource_id\b[^\n]*said_by\b",
        "a source says one number of ballots of a unit",
    ),
    (
        r"case when r\.is_whole then b\.\w+ end\)",
        r"(?s).*?\bfrom core\.one_ballot_counts\b.*?\bgroup by r\.contest_id, b\.source_id, b\.said_by, b\.measure\b",
        "a source says one number of ballots of a whole contest",
    ),
    (
        r"(?:s\.is_listed|c\.contests)\)",
        r"(?s).*?\bgroup by t\.election_id, t\.office\b",
        "an office has one number of contests, and is listed or not",
    ),
    (
        r"r\.label\)",
        r"(?s).*?\bjoin core\.reports as r\b.*?\bgroup by (?=[^\n]*\bcontest_id\b)[^\n]*\bgp_unit_id\b",
        "a report of a contest and unit has one label",
    ),
    (r"[^()]*\) is (?:not )?null\b", "", "whether there is a value, whichever it is"),
    (
        r"(?:\w\.)?contest_id\)",
        r"(?s).*?\bgroup by (?=[^\n]*\bgp_unit_id\b)(?=[^\n]*(?:_LIST|\boffice\b))",
        "a unit reports on one contest of an office and round",
    ),
)
"""What a smallest or largest is taken of, what it is asked of and by what it is grouped, where there is only one."""

IN_SQL: Sequence[tuple[str, str, str]] = (
    ("a key of a join", r"\s+and \(?(\w+)\.(\w+) (?:=|is not distinct from) (\w+)\.\2\)?(?=\s)", ""),
    ("a comparison", r"(?<= )<=(?= )", "<"),
    ("a comparison", r"(?<= )>=(?= )", ">"),
    ("a comparison", r"(?<= )<(?= )", "<="),
    ("a comparison", r"(?<= )>(?= )", ">="),
    ("a comparison", r"(?<= )<>(?= )", "="),
    ("a comparison", r"(?<=\w )=(?= ['\d])", "<>"),
    ("a number", r"(?<=[ (])(?:0|[1-9]\d*)(?=[ ,)\n])", "+1"),
    ("an aggregate", r"\bmin\(", "max("),
    ("an aggregate", r"\bmax\(", "min("),
    ("an aggregate", r"\bsum\(", "max("),
    ("a join", r"\bleft join\b", "join"),
    ("a join", r"\bcount\(distinct ", "count("),
    ("a condition", r"(?<= )and(?= \w+\.\w+ )", "or"),
    ("a condition", r"\bnot exists\b", "exists"),
    ("a condition", r"\bis not null\b", "is null"),
    ("a sign", r"(?<=\w )-(?= \w)", "+"),
    ("a sign", r"(?<=\w )\*(?= \w)", "/"),
)
IN_PYTHON = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "+": "-",
    "-": "+",
    "*": "+",
    "//": "*",
    "and": "or",
    "or": "and",
    "True": "False",
    "False": "True",
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
}


@dataclass(frozen=True)
class Mutant:
    """One change of the code.

    Attributes:
        file: the file, from the root of the checkout.
        start: where it begins in it, in characters.
        old: what stands there.
        new: what would.
        kind: what it is a change of.
        line: the line, from 1.
        nth: of equal changes of a line, which it is, from 1.
    """

    file: str
    start: int
    old: str
    new: str
    kind: str
    line: int
    nth: int = 1

    @property
    def part(self) -> str:
        return next(part for part in PARTS if self.file.startswith(part))

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) or "nothing" for text in (self.old, self.new))
        nth = f", the {self.nth}." if self.nth > 1 else ""
        return f"{self.file}:{self.line} `{old}` → `{new}` ({self.kind}{nth})"


def mutants_of(file: str) -> Iterator[Mutant]:
    """All mutants of a file."""
    text = (ROOT / file).read_text("utf-8")
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    described = _described(text)
    with (ROOT / file).open("rb") as opened:
        tokens = list(tokenize.tokenize(opened.readline))
    for i, token in enumerate(tokens):
        row, column = token.start
        start = starts[row - 1] + column if row else 0
        if token.type == tokenize.STRING:
            before = text[max(0, start - 40) : start]
            if token.start in described or PROSE.search(before) or not SQL.search(token.string):
                continue
            yield from _in_sql(file, token.string, start, row)
        elif token.type == tokenize.NUMBER and tokens[i - 1].string != "-":
            yield Mutant(file, start, token.string, _more(token.string), "a number", row)
        elif token.string in IN_PYTHON and token.type in (tokenize.OP, tokenize.NAME):
            if tokens[i - 1].string in ("(", ",", "=", "[", "return") and token.string in ("*", "-", "+"):
                continue  # a star of arguments, a sign
            if token.string in ("min", "max", "any", "all") and tokens[i + 1].string != "(":
                continue
            yield Mutant(file, start, token.string, IN_PYTHON[token.string], "an operator", row)


def _described(text: str) -> set[tuple[int, int]]:
    """Where strings stand that nothing uses: what a module, a class, a function, or the constant above them is."""
    return {
        (node.lineno, node.col_offset)
        for parent in ast.walk(ast.parse(text))
        if isinstance(parent, (ast.Module, ast.ClassDef, ast.FunctionDef))
        for node in parent.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def _in_sql(file: str, string: str, start: int, row: int) -> Iterator[Mutant]:
    for kind, pattern, new in IN_SQL:
        for found in re.finditer(pattern, string):
            line = row + string[: found.start()].count("\n")
            other = _more(found[0]) if new == "+1" else new
            yield Mutant(file, start + found.start(), found[0], other, kind, line)


def _more(number: str) -> str:
    value = ast.literal_eval(number)
    return str(value * 2) if isinstance(value, float) and value else str(value + 1)


def never_matters(one: Mutant) -> str:
    """Why nothing can tell a mutant from the code; empty where something may.

    Beside what `NEVER_MATTERS` has: in a join by the contest, which has one office, round and election, these say
    nothing more.
    """
    text = (ROOT / one.file).read_text("utf-8")
    line = text[text.rfind("\n", 0, one.start) + 1 : one.start] + one.old
    for pattern, why in NEVER_MATTERS:
        if re.search(pattern, line):
            return why
    if one.old in ("<", "<=", ">", ">=") and re.match(
        r" _?(?:AT_MOST|NODES|TOLD|LOOKED_FOR)\b", text[one.start + len(one.old) :]
    ):
        return "how much is tried or told at most"
    if one.kind == "an aggregate" and one.old != "sum(":
        rest = text[one.start + len(one.old) :]
        for of, by, why in ONE_OF_EACH:
            if (found := re.match(of, rest)) and re.match(by, rest[found.end() :]):
                return why
    if key := re.fullmatch(r"\s+and (\w+)\.(office|round|election_id) = (\w+)\.\2", one.old):
        begins = max(text.rfind("join ", 0, one.start), text.rfind("exists", 0, one.start))
        ends = re.compile(r"\bjoin\b|\bwhere\b|\bgroup by\b|\)\s*(?:as )?\w+$|\Z", re.MULTILINE).search(
            text, one.start + len(one.old)
        )
        clause = text[begins : ends.start() if ends else None]
        if re.search(rf"\b{key[1]}\.contest_id = {key[3]}\.contest_id", clause):
            return "the contest has one office, round and election"
    return ""


def every_mutant(only: str = "") -> list[Mutant]:
    """All mutants of the parts."""
    files = [
        path.relative_to(ROOT).as_posix()
        for folder in ("schemas", "src/numerim/check")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]
    return [
        one
        for file in files
        if not file.startswith(NOT_TESTED) and file.startswith(only)
        for one in _numbered(mutants_of(file))
        if _compiles(one)
    ]


def _numbered(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """Mutants of a file, of which no two are told alike."""
    told: Counter[str] = Counter()
    for one in mutants:
        told[str(one)] += 1
        yield replace(one, nth=told[str(one)])


def group_of(one: Mutant) -> str:
    """The group of its part, as the table has it."""
    if one.part in LAW_PARTS:
        return GROUPS["schemas/laws"]
    return next(name for begins, name in GROUPS.items() if one.file.startswith(begins))


def sample(every: Sequence[Mutant], times: int, seed: int) -> list[Mutant]:
    """So many mutants drawn at random, of each group as many as it has a part of all, in an order drawn, too."""
    chance = random.Random(seed)  # noqa: S311
    groups = {name: [one for one in every if group_of(one) == name] for name in GROUPS.values()}
    drawn = []
    for some in groups.values():
        drawn += chance.sample(some, min(len(some), round(times * len(some) / len(every))))
    return chance.sample(drawn, len(drawn))


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval of Wilson, 95 %, in per cent."""
    z, p = 1.96, hits / of
    middle, off = p + z * z / 2 / of, z * (p * (1 - p) / of + z * z / 4 / of / of) ** 0.5
    return 100 * (middle - off) / (1 + z * z / of), 100 * (middle + off) / (1 + z * z / of)


def those_of(lines: Sequence[str], every: Sequence[Mutant]) -> list[Mutant]:
    """The mutants that lines name, as they were printed; the code above them may have grown or shrunk since."""
    found = []
    for line in lines:
        file, number, change = re.sub(r"^- (.+?):(\d+) ", r"\1\n\2\n", line).split("\n")
        like = [one for one in every if one.file == file and str(one).endswith(f" {change}") and one not in found]
        if like:
            found.append(min(like, key=lambda one: abs(one.line - int(number))))
        else:
            print(f"there is no such mutant any more: {line}", file=sys.stderr)
    return found


def _changed(one: Mutant) -> str:
    text = (ROOT / one.file).read_text("utf-8")
    return text[: one.start] + one.new + text[one.start + len(one.old) :]


def _compiles(one: Mutant) -> bool:
    try:
        compile(_changed(one), one.file, "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def copy_of_checkout(folder: Path) -> Path:
    """A checkout of its own, in which one file at a time is another."""
    (folder.parent / "modelled").mkdir(exist_ok=True)
    for name in ("src", "schemas", "tests", "flows"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("seeds", "raw", "published", "docs", "pyproject.toml", "README.md", "benchmarks"):
        (folder / name).symlink_to(ROOT / name)
    return folder


def of_this_checkout() -> str:
    """Letters that are others if the code or a test is another."""
    folders = ("schemas", "src/numerim", "tests", "seeds")
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    told = sha256()
    for path in files:
        if path.suffix != ".pyc":
            told.update(path.read_bytes())
    return told.hexdigest()[:8]


def see_that_nothing_is_noticed(kept: Path, drawn: Sequence[Mutant]) -> None:
    """Make what is asked in memory, and ask it once about a file as it is.

    Raises:
        RuntimeError: it notices something.
    """
    in_tables = any(one.file.startswith("src") or one.part in LAW_PARTS for one in drawn)
    in_answers = any(one.file.startswith("schemas") for one in drawn)
    for is_asked, made, name, more in (
        (in_tables, tables, "schemas/contest.py", ["laws"]),
        (in_answers, answering, "schemas/relation.py", []),
    ):
        seen = kept / f"seen-{made.__name__}"
        path = (ROOT / name).resolve()
        if is_asked and made(kept) and not seen.exists():
            if by := made(kept).notice(path, path.read_text("utf-8"), *more):
                raise RuntimeError(f"noticed without a mutant: {name}, {by}")
            seen.touch()


def see_that_they_pass(folder: Path, drawn: Sequence[Mutant]) -> None:
    """Run all tests that are not in memory without a mutant, once; their cases are modelled for it.

    Raises:
        RuntimeError: one fails.
    """
    every = dict.fromkeys(test for one in drawn for test in the_rest(one))
    kept = [test for test in every if test in KEPT]
    for some, of_kept in (([test for test in every if test not in KEPT], False), (kept, True)):
        if some and _tested(some, folder, of_kept):
            raise RuntimeError(f"they fail without a mutant: {_said(folder).read_text()}")


def noticed(one: Mutant, folder: Path, last: bool, kept: Path) -> str:
    """What notices a mutant: what is in memory and quickly asked or, at last, all the rest; empty where nothing does.

    In memory are the tables of `tests/golden` and of laws, and what rules answer about the cases.
    """
    path, text = (ROOT / one.file).resolve(), _changed(one)
    if one.file.startswith("src") or (one.part in LAW_PARTS and not last):
        by = tables(kept).notice(path, text, "laws" if one.part in LAW_PARTS else "made" if last else "check")
        if by:
            return by
    if not last:
        return "answers" if one.file.startswith("schemas") and answering(kept).notice(path, text) else ""
    asked = [(of_kept, [*some]) for of_kept, some in groupby(the_rest(one), key=KEPT.__contains__)]
    if one.file.startswith(ASKED_WHILE_MODELLED):
        asked.append((False, [*in_order(one)]))
    (folder / one.file).write_text(text, "utf-8")
    try:
        failing = (some for of_kept, some in asked if _tested(some, folder, of_kept))
        return " ".join(Path(test).name for test in next(failing, []))
    finally:
        shutil.copyfile(ROOT / one.file, folder / one.file)


@cache
def tables(kept: Path) -> Tables:
    """The tables, in memory."""
    return Tables(kept)


@cache
def answering(kept: Path) -> Databases:
    """The cases of rules, in memory."""
    return Databases(kept)


def the_rest(one: Mutant) -> Sequence[str]:
    """The tests that are not in memory, likelier ones first."""
    known = (SMALL, CROSSED) if one.part in LAW_PARTS else (SHEETS, CONTESTS, CROSSED, *DRAWN, *GOLDEN)
    return [test for test in in_order(one) if test not in known]


def in_order(one: Mutant) -> Sequence[str]:
    """The tests of the part of a mutant: of its file, of the families that name it the most, the others."""
    stem = Path(one.file).stem
    tests = PARTS[one.part]

    def named(test: str) -> int:
        if one.part.startswith("schemas/rules"):
            return 0
        if test in GOLDEN:
            return -50
        if test not in EVERY:
            return -100 if test.endswith((f"test_{stem}.py", *QUICK, LAWS, CLAIMS, SMALL)) else 1
        family = ROOT / "schemas/rules" / test[len(CASES) + 1 : -1]
        return -sum(f"schemas.{stem} import" in path.read_text("utf-8") for path in family.glob("*.py"))

    return sorted(tests, key=named)


def _tested(tests: Sequence[str], folder: Path, kept: bool = False) -> bool:
    """Whether tests fail, in a process that has the libraries already."""
    child = get_context("fork").Process(target=_test, args=(tests, folder, kept))
    child.start()
    child.join(WAITED)
    if child.exitcode is None:
        child.kill()
        child.join()
        return True
    if child.exitcode == pytest.ExitCode.NO_TESTS_COLLECTED:
        raise RuntimeError(f"no tests: {tests}")
    return child.exitcode != 0


def _said(folder: Path) -> Path:
    """What pytest said at last."""
    return folder.with_suffix(".txt")


def _test(tests: Sequence[str], folder: Path, kept: bool) -> None:
    seconds = SECONDS * len(tests)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.chdir(folder)
    for name in [name for name in sys.modules if name.split(".")[0] in ("numerim", "tests", "benchmarks")]:
        del sys.modules[name]  # those of the checkout as it is
    sys.path[:] = [path for path in sys.path if not Path(path or ".").resolve().is_relative_to(ROOT) or "venv" in path]
    sys.path[:0] = [str(folder / "src"), str(folder)]
    sys.dont_write_bytecode = True
    os.environ |= {"PYTHONPATH": f"{folder / 'src'}:{folder}", "PYTHONDONTWRITEBYTECODE": "1"}
    os.environ["NUMERIM_MODELLED"] = str(folder.parent / "modelled")
    with _said(folder).open("w") as told:
        os.dup2(told.fileno(), 1)
        os.dup2(told.fileno(), 2)
    plugin = ["-p", "benchmarks.modelled_once"] if kept else []
    code = pytest.main(["-x", "-p", "no:cacheprovider", "-m", "not heavy", *plugin, *tests])
    sys.stdout.flush()
    os._exit(int(code))


def _results(path: Path) -> dict[tuple[str, bool], str]:
    """What was judged before: a mutant, and whether all tests were asked -> what noticed it."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {(name, last): by for name, last, by in map(json.loads, lines)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=500, help="so many mutants, drawn at random")
    parser.add_argument("--jobs", type=int, default=2, help="so many at once")
    parser.add_argument("--seed", type=int, default=0, help="of the draw")
    parser.add_argument("--only", default="", help="files whose names begin so")
    parser.add_argument("--part", default="", help="of those drawn, judge those in files whose names begin so")
    parser.add_argument("--again", type=Path, help="a file that names those to judge, as they are printed")
    parser.add_argument("--kept", type=Path, help="a folder that takes what is made once: cases, checked")
    parser.add_argument("--results", type=Path, help="a file that takes each answer; what is in it is not asked again")
    parser.add_argument("--quick", action="store_true", help="ask only what is in memory: a lower bound")
    parser.add_argument("--list", action="store_true", help="print them and test nothing")
    said = parser.parse_args()
    every = every_mutant(said.only)
    drawn = [one for one in sample(every, said.times, said.seed) if one.file.startswith(said.part)]
    equal = {one: why for one in drawn if (why := never_matters(one))}
    drawn = [one for one in drawn if one not in equal]
    if said.again:
        drawn = those_of(said.again.read_text("utf-8").splitlines(), every)
    if said.list:
        print(*drawn, *(f"{one}: never matters, {why}" for one, why in equal.items()), sep="\n")
        return 0
    print(f"{len(drawn)} of {len(every):,} mutants", file=sys.stderr)
    started = time.perf_counter()
    known = _results(said.results) if said.results else {}
    with tempfile.TemporaryDirectory() as name:
        free: Queue[Path] = Queue()
        for i in range(said.jobs):
            free.put(copy_of_checkout(Path(name, str(i))))

        def judge(one: Mutant, last: bool) -> str:
            folder = free.get()
            try:
                return noticed(one, folder, last, kept)
            finally:
                free.put(folder)

        kept = (said.kept or Path(name, "kept")) / of_this_checkout()
        kept.mkdir(parents=True, exist_ok=True)
        see_that_nothing_is_noticed(kept, drawn)
        left = drawn
        with ThreadPoolExecutor(said.jobs) as pool:
            for last in (False,) if said.quick else (False, True):
                asked = [one for one in left if (str(one), last) not in known]
                if last and asked:
                    folder = free.get()
                    see_that_they_pass(folder, asked)
                    free.put(folder)
                for i, (one, by) in enumerate(zip(asked, pool.map(judge, asked, [last] * len(asked)), strict=True)):
                    known[str(one), last] = by
                    if said.results:
                        with said.results.open("a", encoding="utf-8") as results:
                            results.write(json.dumps([str(one), last, by], ensure_ascii=False) + "\n")
                    minutes = (time.perf_counter() - started) / 60
                    told = f"noticed by {by}" if by else "SURVIVED"
                    print(f"{i + 1} of {len(asked)}, {minutes:.0f} min: {told}: {one}", file=sys.stderr, flush=True)
                left = [one for one in left if not known.get((str(one), last))]
    for one in left:
        print(f"- {one}")
    print(f"\n{len(equal)} more were drawn that nothing can tell from the code:")
    for one, why in equal.items():
        print(f"- {one}: {why}")
    found = Counter((group_of(one), one not in left) for one in drawn)
    print("\n| part | mutants | noticed | interval |\n| --- | --- | --- | --- |")
    for part in GROUPS.values():
        if number := found[part, True] + found[part, False]:
            low, high = wilson(found[part, True], number)
            print(f"| {part} | {number} | {100 * found[part, True] / number:.0f} % | {low:.0f}–{high:.0f} |")
    killed = sum(n for (_, is_noticed), n in found.items() if is_noticed)
    print(f"| **all** | **{len(drawn)}** | **{100 * killed / len(drawn):.1f} %** |")
    print(f"\n{time.perf_counter() - started:.0f} s")
    return 0 if killed >= WANTED * len(drawn) else 1


if __name__ == "__main__":
    sys.exit(main())
