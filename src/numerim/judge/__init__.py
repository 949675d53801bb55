"""One file of a known layout, judged by itself: what adds up, stands twice, cannot be, was copied, or collides.

In: the bytes of a file of delimited values. Out: findings with line and cell. Nothing is declared, nothing is looked
up: only what the figures of the file say of each other is told. Files are read by `numerim.judge.cells`, become facts
in `numerim.judge.facts`, and every module beside them asks claims of one kind, each in one question over all facts.
"""

from collections import Counter

from numerim import warehouse
from numerim.judge import cells, contests, copies, facts, levels, lists, names, sums, totals
from numerim.judge.claims import CLAIMS, OF_CONTESTS, OF_UNITS
from numerim.judge.file import File, counted, some
from numerim.layouts import is_header
from numerim.printed import Judgement, Told
from numerim.printed import counted as by_severity

_ORDER = {"error": 0, "warning": 1, "info": 2}
_MOST = 50
"""Findings of one rule that are told one by one."""


def judge(path: str) -> Judgement:
    """Judge one file.

    Args:
        path: the file, packed with gzip or not; `-` is standard input.

    Raises:
        InputError: the file cannot be read, or its columns are of no known layout.
    """
    sheet = cells.read(path, is_header)
    columns = facts.columns_of(sheet)
    with warehouse.open_memory() as connection:
        file = File(connection, sheet, columns)
        if columns.layout.of_contests:
            return _of_contests(file, [*levels.rows_that_do_not_fit(file), *contests.judged(file)])
        file.columns, taken = facts.make(connection, sheet, columns)
        return _of_units(file, [one for ask in _ASKED for one in ask(file)], taken)


def _make_sums(file: File) -> list[Told]:
    sums.make(file)
    return []


_ASKED = (
    levels.rows_that_do_not_fit,
    levels.unread,
    levels.negative,
    totals.rows_of_totals,
    _make_sums,
    names.second_spellings,
    lists.stated_twice,
    sums.units_make_totals,
    sums.totals_lacking,
    sums.kinds_make_total,
    sums.candidates_make_account,
    sums.within_ballots,
    totals.selections_of_totals,
    lists.selections_lacking,
    lists.units_lacking,
    copies.copied_rows,
    copies.copied_columns,
    levels.far_too_large,
    names.odd_names,
)


def _of_contests(file: File, told: list[Told]) -> Judgement:
    rows, n = contests.counts(file)
    said = f"{counted(rows, 'row')}, {counted(n, 'contest')}"
    return _judgement(file, told, {"rows": rows, "contests": n}, said, OF_CONTESTS, [])


_CONTESTS = """
    WITH of_each AS (SELECT c, greatest(1, count(DISTINCT a) FILTER (role = 'part')) AS n FROM facts WHERE c <> 0 GROUP BY c),
    stand AS (SELECT c, s, count(DISTINCT a) AS places FROM cells WHERE measure = 'votes' AND NOT anybody GROUP BY c, s),
    shared AS (SELECT c, 2 * count(*) FILTER (places > 1) >= count(*) AS is_one FROM stand GROUP BY c)
    SELECT coalesce(sum(CASE WHEN is_one THEN 1 ELSE n END), 0)::BIGINT FROM of_each LEFT JOIN shared USING (c)
"""
"""How many contests a file has: where most candidates stand in several counties, these vote in one."""


def _of_units(file: File, told: list[Told], taken: str) -> Judgement:
    rows, n, units, wholes, empty, figures = file.rows(
        f"SELECT (SELECT count(*) FROM raw), ({_CONTESTS}), "
        "(SELECT count(*) FROM units WHERE role = 'part'), "
        "(SELECT list(DISTINCT u ORDER BY u) FROM units WHERE role = 'whole'), "
        "(SELECT count(*) FROM cells WHERE form = 'none' AND k = ''), (SELECT count(*) FROM cells WHERE form <> 'none')"
    )[0]
    totals = [f"“{file.unit(0, u)}”" if u else "rows without a unit" for u in wholes or []]
    notes = [
        f"Read as totals: {some(totals)}." if totals else "",
        f"{counted(empty, 'row has', 'rows have')} no figure." if empty else "",
        taken,
    ]
    said = f"{counted(rows, 'row')}, {counted(n, 'contest')}, {counted(units, 'unit')}"
    return _judgement(
        file, told, {"rows": rows, "contests": n, "units": units, "figures": figures}, said, OF_UNITS, notes
    )


def _judgement(
    file: File, told: list[Told], counts: dict[str, int], said: str, codes: frozenset[str], notes: list[str]
) -> Judgement:
    told = _few(file, told)
    told.sort(key=lambda one: (_ORDER[one.severity], one.rule, one.places[0].line if one.places else 0))
    severities = dict.fromkeys(_ORDER, 0) | Counter(one.severity for one in told)
    notes = [
        f"{file.columns.layout.name}: {said}: {by_severity(severities)}.",
        f"{len(file.asked)} of {len(codes)} rules were checked.",
        *notes,
        f"{counted(file.sheet.empty, 'line is', 'lines are')} empty." if file.sheet.empty else "",
        f"Not looked at: {', '.join(file.columns.left)}." if file.columns.left else "",
        *(f"Note: {note}." for note in file.sheet.notes),
    ]
    titles = {code: CLAIMS[code].title for code in sorted(file.asked | {one.rule for one in told})}
    summary = " ".join(note for note in notes if note)
    return Judgement(file.sheet.shown, told, titles, summary, {**counts, "rules": len(file.asked)})


def _few(file: File, told: list[Told]) -> list[Told]:
    """The findings, those of a rule that are too many to read put together, with the first of them."""
    many = {rule for rule, n in Counter(one.rule for one in told).items() if n > _MOST}
    kept = [one for one in told if one.rule not in many]
    for rule in sorted(many):
        of_rule = [one for one in told if one.rule == rule]
        kept += of_rule[: _MOST // 5]
        rest = of_rule[_MOST // 5 :]
        times = sum(one.times for one in rest)
        says = f"{CLAIMS[rule].title}: this fails in {times:,} more places, such as: {rest[0].says}"
        places = [one.places[0] for one in rest if one.places]
        kept.append(file.told(rule, says, places, f"{rule}, the rest", times=times))
    return kept
