"""Made-up packages and tables: the verdict and every error with its place are those of stock frictionless."""

import pytest

from numerim.validation import validate
from tests.validation.known_faults import STOPS, let_pass
from tests.validation.made import as_bytes, case, schema_of, write
from tests.validation.shrunk import shrunk
from tests.validation.told import of_numerim, of_stock

pytestmark = pytest.mark.usefixtures("one_database")

EXAMPLES, AT_ONCE, FAST = 2_000, 100, 400
"""The first cases; `benchmarks/differential.py` goes through as many as one likes."""
HEAVY = [pytest.param(first, marks=pytest.mark.heavy) for first in range(FAST, EXAMPLES, AT_ONCE)]


@pytest.mark.parametrize("first", [*range(0, FAST, AT_ONCE), *HEAVY])
def test_as_stock_says(first, tmp_path):
    differing = [number for number in range(first, first + AT_ONCE) if differs(case(number), tmp_path)]
    assert not differing, explained(differing[0], tmp_path)


def differs(made, folder):
    """What both say, if it is not the same."""
    source = write(made, folder)
    stock, ours = of_stock(*source), of_numerim(*source)
    return None if stock == ours or let_pass(stock, ours) else (stock, ours)


def explained(number, folder):
    """The smallest case that differs as this one does."""
    small = shrunk(case(number), lambda made: differs(made, folder) is not None)
    tables = "\n".join(
        f"{as_bytes(t)!r} {schema_of(t)} {t['dialect']} {t['resource']} {t['write']}" for t in small["tables"]
    )
    stock, ours = differs(small, folder)
    return f"case {number} as {small['as']}:\n{tables}\nstock: {stock}\nours:  {ours}"


@pytest.mark.parametrize("fault", STOPS, ids=lambda fault: fault.says)
def test_where_stock_stops_without_a_report(fault, tmp_path):
    """If a newer frictionless no longer stops here, the fault is to be taken off the list."""
    path = tmp_path / "table.csv"
    path.write_bytes(fault.data)
    stock = of_stock(path, fault.schema)
    assert stock[0] == "stops"
    assert fault.says in stock[2]
    assert let_pass(stock, of_numerim(path, fault.schema))


def test_the_referee_sees_a_difference(tmp_path):
    """The comparison itself: another cell, another row and another verdict are told apart."""
    path = tmp_path / "table.csv"
    schema = {"fields": [{"name": "a", "type": "integer"}]}
    said = []
    for text in ("a\n1\n", "a\nx\n", "a\ny\n", "a\n1\nx\n"):
        path.write_text(text)
        said.append(of_stock(path, schema))
    assert len(set(said)) == 4


@pytest.mark.parametrize(
    "kind",
    [
        "type-error",
        "constraint-error",
        "unique-error",
        "primary-key",
        "foreign-key",
        "blank-row",
        "extra-cell",
        "missing-cell",
        "incorrect-label",
        "encoding-error",
    ],
)
def test_the_cases_have_every_kind_of_error(kind, tmp_path):
    """Cases that no longer reach a kind of error would not judge it."""
    assert any(kind in str(of_stock(*write(case(number), tmp_path))) for number in range(200))


def test_most_tables_are_judged_here(tmp_path):
    """Were all tables given to stock, nothing would be compared."""
    from numerim.validation.whole import judge

    by = []
    for number in range(100):
        source, schema = write(case(number), tmp_path)
        if of_stock(source, schema)[0] != "stops":
            by += [table.judged_by for table in judge(source, schema=schema).tables]
    assert by.count("numerim") > 0.5 * len(by)


@pytest.mark.parametrize("most", [1, 2, 5])
def test_no_more_errors_than_asked_for(most, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "x,y\n" * 4)
    schema = {"fields": [{"name": "a", "type": "integer"}, {"name": "b", "type": "date"}]}
    task = validate(path, schema=schema, limit_errors=most).tasks[0]
    assert [(e.row_number, e.field_number) for e in task.errors] == [(r, f) for r in range(2, 6) for f in (1, 2)][:most]
