"""Small sheets with slips in several cells at once, and every hint about each: `sheets.txt`.

A sheet is what another prints but for some cells (`two.a=2350`). All sheets of a batch are in one database.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path

import duckdb

from numerim import warehouse
from numerim.check import repair
from numerim.check.relations import judge_relations
from numerim.schemas.relation import KEYS, LIST_KEYS
from tests.golden import steps
from tests.numerim.test_repair import HUNDRED, NOBODY_KNOWS, rule, share, sums

COUNTS = """
unit  registered cast valid invalid a    b    c   turnout
one   5000       2410 2375  35      1204 1000 171 48.20
two   8000       4321 4290  31      2305 1500 485 54.01
three 3000       1777 1770  7       650  930  190 59.23
four  900        420  415   5       212  131  72  46.67
all   16900      8928 8850  78      4371 3561 918 52.83
"""
SHARES = """
unit  cast valid invalid a    b    c   apercent bpercent cpercent
one   2410 2375  35      1204 1000 171 50.69    42.11    7.20
two   432  428   4       230  150  48  53.74    35.05    11.21
three 98   97    1       88   9    0   90.72    9.28     0.00
all   2940 2900  40      1522 1159 219 52.48    39.97    7.55
"""
COLUMNS = rule(
    "R307",
    """
    select 'e' as election_id, split_part(unit, ' ', 1) || ' ' || measure as subject, measure as label,
        's' as source_id, case when unit like '% all' then -1 else 1 end as weight,
        case when unit like '% all' then 1 else 0 end as blamed, number as figure, 0 as half, place, unit as what
    from core.statements where decimals is null
    """,
)
RULES = [
    sums("R202", "valid", "a", "b", "c"),
    sums("R203", "cast", "valid", "invalid"),
    sums("R201", "registered", "cast", at_most=True),
    share("R403", "turnout", "cast", "registered"),
    share("R411", "apercent", "a", "valid"),
    share("R413", "bpercent", "b", "valid"),
    share("R418", "cpercent", "c", "valid"),
    COLUMNS,
    HUNDRED,
]
BATCHES = {
    "two cells have changed places": (COUNTS, [
        "one.a=1000 one.b=1204", "one.a=171 one.c=1204", "one.valid=2410 one.cast=2375", "one.a=2305 two.a=1204",
        "two.b=930 three.b=1500", "all.b=918 all.c=3561", "four.c=918 all.c=72", "one.a=650 three.a=1204",
        "two.registered=4321 two.cast=8000", "four.invalid=72 four.c=5", "one.turnout=54.01 two.turnout=48.20",
        "one.c=31 two.invalid=171",
    ]),
    "a digit is exchanged with that of the cell beside it": (COUNTS, [
        "one.a=1004 one.b=1200", "one.a=1201 one.c=174", "two.a=2355 three.a=600", "two.b=1530 three.b=900",
        "one.c=181 two.c=475", "four.a=232 four.b=111", "two.valid=4291 two.invalid=30", "three.a=640 four.a=252",
        "one.cast=2411 one.valid=2370",
    ]),
    "lines are shifted": (COUNTS, [
        "one.a=999 two.a=1204 three.a=2305", "two.a=1204 three.a=2305", "one.a=2305 two.a=650 three.a=212",
        "two.b=1000 three.b=1500 four.b=930", "one.cast=4321 two.cast=1777", "three.c=485 four.c=190",
        "two.valid=2375 three.valid=4290 four.valid=1770", "one.invalid=31 two.invalid=7 three.invalid=5",
    ]),
    "two or three figures are wrong": (COUNTS, [
        "two.a=2335 two.b=1509", "two.a=2335 three.b=990", "one.a=1240 all.c=998", "one.cast=2140 one.valid=2305",
        "one.a=1294 two.b=1590 three.c=199", "four.registered=90 four.turnout=64.67", "one.turnout=84.20 two.cast=4231",
        "all.cast=8982 all.valid=8805", "three.registered=300 three.cast=1717", "one.a=0 two.a=0", "one.b=0 four.c=0",
        "two.cast=4000 two.valid=3969", "three.a=65 three.b=93 three.c=19", "all.a=4371000 one.a=12040",
    ]),
    "a figure and what follows from it": (SHARES, [
        "one.a=1294 one.apercent=54.48", "two.b=130 two.bpercent=30.37", "two.valid=482 two.apercent=47.72",
        "three.a=82 three.apercent=84.54", "all.c=291 all.cpercent=10.03", "one.c=71 one.cpercent=2.99",
        "two.c=0 two.cpercent=0.00", "three.b=12 three.bpercent=12.37", "one.a=1024 one.apercent=43.12 one.b=1180",
    ]),
    "percentages are wrong": (SHARES, [
        "one.apercent=56.09", "one.apercent=42.11 one.bpercent=50.69", "two.apercent=53.7", "three.cpercent=0.72",
        "all.apercent=25.48 all.bpercent=93.97", "three.apercent=90.27 three.b=6", "two.cpercent=1.121",
        "all.a=1552 all.apercent=25.48", "one.apercent=150.69", "three.apercent=100.00", "two.valid=4280",
    ]),
}  # fmt: skip


def changed(text: str, slips: str) -> list[list[str]]:
    """The cells of a sheet, line by line, with slips."""
    lines = [line.split() for line in text.strip().splitlines()]
    for slip in slips.split():
        (unit, column), value = slip.partition("=")[0].split("."), slip.partition("=")[2]
        line = next(line for line in lines if line[0] == unit)
        line[lines[0].index(column)] = value
    return lines


def database(text: str, batch: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """The sheets of a batch: each a file, whose units begin with its number."""
    connection = warehouse.open_memory(1)
    connection.execute(
        "CREATE SCHEMA core; CREATE TABLE core.statements (source_id VARCHAR, path VARCHAR, line BIGINT, cell BIGINT,"
        " unit VARCHAR, measure VARCHAR, number DECIMAL(24, 6), decimals BIGINT, place VARCHAR)"
    )
    connection.execute(NOBODY_KNOWS)
    rows = []
    for n, slips in enumerate(batch):
        head, *lines = changed(text, slips)
        for i, (unit, *printed) in enumerate(lines, 2):
            for j, (measure, number) in enumerate(zip(head[1:], printed, strict=True), 2):
                decimals = 2 if measure in ("turnout", "apercent", "bpercent", "cpercent") else None
                decimals = decimals and len(number.partition(".")[2])
                place = f"s|{n:02}.csv:L{i}.C{j}|{measure}"
                rows.append(("s", f"{n:02}.csv", i, j, f"{n:02} {unit}", measure, Decimal(number), decimals, place))
    connection.executemany("INSERT INTO core.statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for column in {*KEYS, *LIST_KEYS} - {"measure", "path"}:
        dtype = "BIGINT" if column == "round" else "VARCHAR"
        connection.execute(f"ALTER TABLE core.statements ADD COLUMN {column} {dtype}")
    return connection


def told(text: str, batch: Sequence[str], there: duckdb.DuckDBPyConnection | None = None) -> Iterator[str]:
    """Each sheet of a batch with the hints about what is broken in it; its database may be `there` already."""
    with database(text, batch) if there is None else nullcontext(there) as connection:
        verdicts, failures = judge_relations(connection, RULES)
        assert failures == []
        broken = [
            repair.key(one, row)
            for one in RULES
            if one.code in verdicts
            for row in verdicts[one.code].broken.iter_rows(named=True)
        ]
        found = repair.hints(connection, broken, RULES)
        named = dict(
            warehouse.rows(connection, "SELECT place, split_part(unit, ' ', 2) || '.' || measure FROM core.statements")
        )
    for n, slips in enumerate(batch):
        lists: dict[str, list[str]] = {}
        for key in broken:
            number, _, subject = key[2].partition(" ")
            if int(number) == n:
                hints = [f"    {_hint(hint, named)}" for hint in found.get(key, [])]
                lists.setdefault("\n".join(hints), []).append(f"{key[0]} {subject}")
        yield "\n".join(
            [f"== {slips}", *("\n".join(filter(None, [f"  {', '.join(of)}", hints])) for hints, of in lists.items())]
        )


def _hint(hint: repair.Hint, named: dict[str, str]) -> str:
    changes = " + ".join(f"{named[c.place]} {c.printed} > {c.value} {c.slip}" for c in hint.changes)
    return f"{hint.likelihood:.4f} {changes}  (mends {hint.mends}, holds {hint.confirmed}, leaves {hint.leaves})"


def text_of_sheets(folder: Path) -> str:
    """The table, anew."""
    with steps.recorded() as gave:
        parts = [f"== == {name}\n\n" + "\n\n".join(told(*batch)) for name, batch in BATCHES.items()]
    return "\n\n".join([*parts, "\n".join([f"== {steps.TITLE}", *steps.in_letters(gave)])]) + "\n"
