"""Which cell is probably wrong: small sheets with a slip in them, and what is suggested."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerim import warehouse
from numerim.check import repair
from numerim.check.relations import judge_relations
from numerim.check.repair.slips import SLIPS, WEIGHTS, Figure, slip, variants
from numerim.schemas.relation import KEYS, LIST_KEYS
from numerim.schemas.relations.ratio import Pairs
from numerim.schemas.relations.sum import Terms
from numerim.schemas.rule import Rule


def rule(code, terms="", ratio="", at_most=False):
    return Rule(
        code=code,
        title="A relation",
        severity="error",
        each="name",
        relation=Terms(terms, at_most) if terms else Pairs(ratio),
        says="",
        why="",
    )


def sums(code, whole, *parts, at_most=False):
    """In every line, some columns make another."""
    named = ", ".join(f"'{p}'" for p in parts)
    return rule(
        code,
        f"""
        select 'e' as election_id, unit as subject, unit as label, 's' as source_id,
            case when measure = '{whole}' then -1 else 1 end as weight,
            case when measure = '{whole}' then 1 else 0 end as blamed,
            number as figure, 0 as half, place, measure as what
        from core.statements where measure in ('{whole}', {named})
        """,
        at_most=at_most,
    )


def share(code, share, part, base):
    """In every line, a column is another one over a third, in per cent."""
    return rule(
        code,
        ratio=f"""
        select 'e' as election_id, x.unit as subject, x.unit as label, 's' as source_id, p.number as part,
            p.place as part_place, b.number as base, b.place as base_place, x.number as share,
            cast(0.5 * power(10, -x.decimals) as decimal(18, 8)) as half, x.place as share_place
        from core.statements x
        join core.statements p on p.unit = x.unit and p.measure = '{part}'
        join core.statements b on b.unit = x.unit and b.measure = '{base}'
        where x.measure = '{share}'
        """,
    )


HUNDRED = rule(
    "R401",
    """
    select 'e' as election_id, unit as subject, unit as label, 's' as source_id, 1 as weight, 0 as blamed,
        number as figure, cast(0.5 * power(10, -decimals) as decimal(18, 8)) as half, place, measure as what
    from core.statements where measure like '%percent'
    union all select distinct 'e', unit, unit, 's', -1, 1, 100, 0, '', 'the whole'
    from core.statements where measure like '%percent'
    """,
)
COLUMNS = rule(
    "R307",
    """
    select 'e' as election_id, measure as subject, measure as label, 's' as source_id,
        case when unit = 'all' then -1 else 1 end as weight,
        case when unit = 'all' then 1 else 0 end as blamed, number as figure, 0 as half, place, unit as what
    from core.statements where decimals is null
    """,
)
RULES = [
    sums("R202", "valid", "a", "b", "c"),
    sums("R203", "cast", "valid", "invalid"),
    sums("R201", "registered", "cast", at_most=True),
    share("R403", "turnout", "cast", "registered"),
    share("R411", "percent", "a", "valid"),
    COLUMNS,
    HUNDRED,
]


FIGURE = (
    "election_id VARCHAR, gp_unit_id VARCHAR, source_id VARCHAR, said_by VARCHAR, place VARCHAR, statement_id VARCHAR"
)
NOBODY_KNOWS = f"""
CREATE TABLE core.parameters (election_id VARCHAR, rule VARCHAR, name VARCHAR, value DECIMAL(24, 6));
CREATE TABLE core.one_vote_counts ({FIGURE}, contest_id VARCHAR, selection_id VARCHAR, votes BIGINT);
CREATE TABLE core.one_ballot_counts ({FIGURE}, office VARCHAR, round BIGINT, measure VARCHAR, ballots BIGINT);
CREATE TABLE core.sources (source_id VARCHAR, status VARCHAR, superseded BOOLEAN);
CREATE TABLE core.contests (election_id VARCHAR, contest_id VARCHAR, label VARCHAR);
CREATE TABLE core.gp_units (gp_unit_id VARCHAR, name VARCHAR, level VARCHAR, unit_type VARCHAR);
CREATE TABLE core.figures (figure_id BIGINT, place VARCHAR, label VARCHAR, what VARCHAR, gp_unit_id VARCHAR);
CREATE TABLE core.selections (election_id VARCHAR, contest_id VARCHAR, selection_id VARCHAR, party_id VARCHAR);
"""
"""A sheet says nothing about units and contests: what is around a figure does not count."""


def sheet(text):
    """A database with the figures of a sheet: the first line names the columns, the first column the units."""
    connection = warehouse.open_memory(1)
    connection.execute(
        "CREATE SCHEMA core; CREATE TABLE core.statements (source_id VARCHAR, path VARCHAR, line BIGINT, cell BIGINT,"
        " unit VARCHAR, measure VARCHAR, number DECIMAL(24, 6), decimals BIGINT, place VARCHAR)"
    )
    connection.execute(NOBODY_KNOWS)
    head, *lines = [line.split() for line in text.strip().splitlines()]
    rows = []
    for i, (unit, *printed) in enumerate(lines, 2):
        for j, (measure, number) in enumerate(zip(head[1:], printed, strict=True), 2):
            decimals = len(number.partition(".")[2]) or None
            if number != "-":
                place = f"s|s.csv:L{i}.C{j}|{measure}"
                rows.append(("s", "s.csv", i, j, unit, measure, Decimal(number), decimals, place))
    connection.executemany("INSERT INTO core.statements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    for column in {*KEYS, *LIST_KEYS} - {"measure", "path"}:
        dtype = "BIGINT" if column == "round" else "VARCHAR"
        connection.execute(f"ALTER TABLE core.statements ADD COLUMN {column} {dtype}")
    return connection


def broken(connection, rules=RULES):
    verdicts, failures = judge_relations(connection, rules)
    assert failures == []
    said = [(one, verdicts[one.code].broken) for one in rules if one.code in verdicts]
    return [repair.key(one, row) for one, rows in said for row in rows.iter_rows(named=True)]


def told(connection, rules=RULES, at=None):
    """The hints, in short: by rule and subject, `unit.measure value slip` joined by `+`."""
    names = dict(warehouse.rows(connection, "SELECT place, unit || '.' || measure FROM core.statements"))
    found = repair.hints(connection, broken(connection, rules), rules)
    short = {
        f"{key[0]} {key[2]}": [
            " + ".join(f"{names[c.place]} {c.printed}>{c.value} {c.slip}" for c in hint.changes) for hint in hints
        ]
        for key, hints in found.items()
    }
    return short if at is None else short.get(at, [])


FINE = """
unit  registered cast valid invalid a    b    c   turnout
one   5000       2410 2375  35      1204 1000 171 48.20
two   8000       4321 4290  31      2305 1500 485 54.01
three 3000       1777 1770  7       650  930  190 59.23
all   16000      8508 8435  73      4159 3430 846 53.18
"""


def test_nothing_where_nothing_is_broken():
    connection = sheet(FINE)
    assert broken(connection) == []
    assert told(connection) == {}


@pytest.mark.parametrize(
    ("wrong", "right", "first"),
    [
        ("2305 1500", "2350 1500", "two.a 2350>2305 swapped"),
        ("2305 1500", "2505 1500", "two.a 2505>2305 replaced"),
        ("2305 1500", "230 1500", "two.a 230>2305 dropped"),
        ("2305 1500", "23305 1500", "two.a 23305>2305 doubled"),
        ("2305 1500", "27305 1500", "two.a 27305>2305 slipped_in"),
        ("2305 1500", "230500 1500", "two.a 230500>2305 separator"),
        ("2305 1500", "1204 1500", "two.a 1204>2305 line"),
        ("4290  31", "4920  31", "two.valid 4920>4290 swapped"),
        ("4290  31", "4290  13", "two.invalid 13>31 swapped"),
        ("4321 4290", "4231 4290", "two.cast 4231>4321 swapped"),
        ("8508 8435", "8507 8435", "all.cast 8507>8508 replaced"),
        ("59.23", "95.23", "three.turnout 95.23>59.23 swapped"),
        ("59.23", "5.923", "three.turnout 5.923>59.23 separator"),
        ("1204 1000 171", "1000 1204 171", "one.a 1000>1204 exchanged + one.b 1204>1000 exchanged"),
        ("3430 846", "846 3430", "all.b 846>3430 exchanged + all.c 3430>846 exchanged"),
    ],
)
def test_the_cell_that_is_wrong_is_named_first(wrong, right, first):
    assert wrong in FINE
    hints = told(sheet(FINE.replace(wrong, right)))
    assert hints
    for of in hints.values():
        assert of[0] == first


def test_of_one_relation_any_cell_may_be_wrong():
    connection = sheet("unit valid a b c \n one 2357 1204 980 171")
    hints = repair.hints(connection, broken(connection), RULES)["R202", "e", "one", "s"]
    changes = {f"{hint.changes[0].printed}>{hint.changes[0].value} {hint.changes[0].slip}" for hint in hints}
    assert changes == {"2357>2355 replaced", "980>982 replaced", "171>173 replaced", "1204>1206 replaced"}
    assert hints[0].likelihood < 2 * hints[-1].likelihood


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        # Three shares that miss the whole by 0.44: nothing tells them apart, and rounding leaves three values each.
        (
            "unit apercent bpercent cpercent \n one 60.82 19.28 19.46",
            "R401 one",
            ["one.apercent 60.82>61.26 other", "one.bpercent 19.28>19.72 other", "one.cpercent 19.46>19.90 other"],
        ),
        (
            "unit cast registered turnout \n all 819865 1890952 43.68",
            "R403 all",
            [
                "all.turnout 43.68>43.36 other",
                "all.cast 819865>825968 other",
                "all.registered 1890952>1876980 other",
            ],
        ),
        ("unit cast registered turnout \n all 819865 1890952 34.36", "R403 all", ["all.turnout 34.36>43.36 swapped"]),
        # One decimal more than the others have.
        ("unit apercent bpercent \n one 52.255 47.75", "R401 one", []),
        (
            "unit apercent bpercent \n one 54.255 47.75",
            "R401 one",
            ["one.bpercent 47.75>45.75 replaced", "one.apercent 54.255>52.255 replaced"],
        ),
        ("unit apercent bpercent \n one 522.25 47.75", "R401 one", ["one.apercent 522.25>52.25 doubled"]),
        # More ballots than people: nearly any figure would fit, so only a typing slip in a long one says anything.
        (
            "unit registered cast \n one 1000 5321",
            "R201 one",
            ["one.registered 1000>6000 replaced"],
        ),
        ("unit registered cast \n one 900 1000", "R201 one", ["one.cast 1000>100 doubled"]),
    ],
)
def test_values_that_a_slip_explains_come_first(text, at, expected):
    hints = told(sheet(text), at=at)
    assert hints[: len(expected)] == expected if expected else not hints


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        (
            "unit registered cast \n one 900 1000",
            "R201 one",
            ["one.cast 1000>100 doubled", "one.cast 1000>1 separator"],
        ),
        # A percentage is not above 100, so of two that make 200.5 only one can be wrong, and no turnout is 101.
        ("unit apercent bpercent \n one 99.5 101.0", "R401 one", ["one.bpercent 101.0>0.5 other"]),
        (
            "unit cast registered turnout \n all 1010 1000 59.0",
            "R403 all",
            ["all.cast 1010>590 other", "all.registered 1000>1712 other"],
        ),
        (
            "unit cast registered turnout \n all 950 1000 59.0",
            "R403 all",
            ["all.cast 950>590 swapped", "all.turnout 59.0>95.0 swapped", "all.registered 1000>1610 other"],
        ),
    ],
)
def test_nothing_else_is_suggested(text, at, expected):
    assert told(sheet(text), at=at) == expected


def test_two_cells_where_no_single_one_mends_it():
    hints = told(sheet(FINE.replace("2305 1500", "2335 1509")))
    assert set(hints) == {"R202 two", "R307 a", "R307 b"}
    assert {of[0] for of in hints.values()} == {"two.a 2335>2305 replaced + two.b 1509>1500 replaced"}


def test_where_more_is_wrong_than_one_cell_what_mends_one_relation_is_told_too():
    connection = sheet(FINE.replace("2305 1500", "2335 1509"))
    first, *others = repair.hints(connection, broken(connection), RULES)["R202", "e", "two", "s"]
    assert (first.mends, first.leaves) == (3, 0)
    assert {(hint.mends, hint.leaves) for hint in others} == {(1, 1)}


def test_lines_that_are_shifted():
    wrong = (
        FINE.replace("1204 1000 171", "999 1000 171").replace("2305 1500", "1204 1500").replace("650  930", "2305 930")
    )
    hints = told(sheet(wrong))
    assert set(hints) == {"R202 one", "R202 two", "R202 three", "R307 a"}
    assert {of[0] for of in hints.values()} == {
        "one.a 999>1204 shifted + two.a 1204>2305 shifted + three.a 2305>650 shifted"
    }


def test_a_figure_that_the_source_repeats_is_one_cell():
    again = rule(
        "R902",
        RULES[0].relation.sql.replace(
            "place,", "case when measure = 'a' then place || ' s|s.csv:L9.C9|a' else place end as place,"
        ),
    )
    connection = sheet("unit valid a b c \n one 2355 1240 980 171")
    connection.execute(
        "INSERT INTO core.statements BY NAME SELECT 's' AS source_id, 's.csv' AS path, 9 AS line, 9 AS cell,"
        " 'far' AS unit, 'a' AS measure, 1240 AS number, 's|s.csv:L9.C9|a' AS place"
    )
    found = repair.hints(connection, broken(connection, [again]), [again])
    places = {c.place for hints in found.values() for hint in hints for c in hint.changes}
    assert "s|s.csv:L2.C3|a s|s.csv:L9.C9|a" in places


def test_a_figure_that_is_a_sum_is_mended_in_one_of_its_cells():
    total = rule(
        "R902",
        """
        select 'e' as election_id, 'a' as subject, '' as label, 's' as source_id, 1 as weight, 0 as blamed,
            sum(number) as figure, 0 as half, string_agg(place, ' ') as place, 'stations' as what
        from core.statements where unit <> 'all'
        union all select 'e', 'a', '', 's', -1, 1, number, 0, place, 'all' from core.statements where unit = 'all'
        """,
    )
    connection = sheet("unit a \n one 700 \n two 1050 \n all 1705")
    assert told(connection, [total], at="R902 a") == [
        "two.a 1050>1005 swapped",
        "all.a 1705>1750 swapped",
        "one.a 700>655 other",
    ]


def test_what_is_known_to_be_broken_tells_nothing():
    connection = sheet(FINE.replace("2305 1500", "2350 1500"))
    only = [key for key in broken(connection) if key[0] == "R202"]
    found = repair.hints(connection, only, RULES)
    assert list(found) == only
    assert found[only[0]][0].mends == 1


def test_a_hint_tells_how_much_it_mends_and_what_speaks_for_it():
    connection = sheet(FINE.replace("59.23", "95.23").replace("2305 1500", "2350 1500"))
    found = repair.hints(connection, broken(connection), RULES)
    first = {key[0]: hints[0] for key, hints in found.items()}
    assert (first["R202"].mends, first["R202"].confirmed) == (2, 2)
    assert (first["R403"].mends, first["R403"].confirmed) == (1, 1)
    assert first["R202"].changes == (repair.Change("s|s.csv:L3.C6|a", "2350", "2305", "swapped"),)


def test_too_much_broken_is_left_alone():
    connection = sheet(FINE.replace("2305 1500", "2350 1500"))
    assert repair.hints(connection, broken(connection) * repair.AT_MOST, RULES) == {}


def test_real_elections(checked):
    connection = checked("xk-local-2017")
    key = ("R403", "xk-local-2017", "all", "xk", "1", "all xk 1", "article")
    assert repair.hints(connection, [key])[key][0].changes == (
        repair.Change("article|article.csv:L64.C8|turnout", "43.68", "43.36", "other"),
    )


counts = st.builds(Figure, st.integers(0, 10**7))
shares = st.builds(Figure, st.integers(0, 10**4), st.integers(0, 2))


@given(counts | shares)
def test_every_variant_is_a_slip(printed):
    for true in variants(printed, printed.decimals):
        name, chance = slip(printed, true)
        assert name != "other"
        assert name in SLIPS
        assert 0 < chance <= WEIGHTS[name]


@given(st.integers(10, 10**7), st.data())
def test_a_slip_of_digits_is_among_the_variants_of_what_is_printed(number, data):
    true = str(number)
    at = data.draw(st.integers(0, len(true) - 1))
    made = data.draw(
        st.sampled_from([true[:at] + true[at + 1 :], true[: at + 1] + true[at:], true[:at] + "7" + true[at + 1 :]])
    )
    printed = Figure(int(made))
    if made[0] != "0" and printed.units != number:
        assert Figure(number) in set(variants(printed, None))
