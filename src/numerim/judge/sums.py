"""What adds up: units to rows of totals, kinds of ballots to the total, candidates to their account."""

from collections import Counter
from dataclasses import replace
from typing import Any

from numerim.judge.claims import in_words
from numerim.judge.file import File, counted, some
from numerim.printed import Told

_ENOUGH = 5
"""Sums of one kind that it takes to tell a habit of a file."""


def make(file: File) -> None:
    """Make `sums`: each printed total with the sum of its parts, and how many parts have no figure."""
    file.connection.execute(_SUMS)


_SUMS = """
    CREATE OR REPLACE TABLE sums AS
        WITH summed AS (
            SELECT w.a, w.u, f.c, f.s, f.k, f.measure, sum(f.v)::BIGINT AS summed, count(*) AS parts
            FROM wholes AS w JOIN facts AS f ON f.a = w.part_a AND f.u = w.part_u AND f.role = 'part' GROUP BY ALL
        ),
        holes AS (
            SELECT w.a, w.u, c.c, c.s, c.k, c.measure, count(*) AS holes
            FROM wholes AS w JOIN cells AS c ON c.a = w.part_a AND c.u = w.part_u AND c.v IS NULL GROUP BY ALL
        ),
        there AS (SELECT DISTINCT a, u, c FROM summed)
        SELECT f.line, f.cell, f.a, f.u, f.c, f.s, f.k, f.measure, f.v, coalesce(summed, 0) AS summed, coalesce(parts, 0) AS parts,
            coalesce(holes, 0) AS holes, f.v - coalesce(summed, 0) AS off
        FROM facts AS f JOIN there USING (a, u, c) LEFT JOIN summed USING (a, u, c, s, k, measure)
        LEFT JOIN holes USING (a, u, c, s, k, measure)
        WHERE f.role = 'whole'
"""


def units_make_totals(file: File) -> list[Told]:
    """R307, R308, R309: the units make the row of totals.

    A total that is larger than the sum of parts some of which have no figure is judged only where the file shows
    that those parts have nothing: the rest alone makes another total of the contest, or most totals of the file.
    """
    rows = file.rows("FROM sums ORDER BY line, cell")
    if not rows:
        return []
    names = ["line", "cell", "a", "u", "c", "s", "k", "measure", "v", "summed", "parts", "holes", "off"]
    sums = [dict(zip(names, row, strict=True)) for row in rows]
    for one in sums:
        one["code"] = "R308" if one["measure"] in ("registered", "cast") else "R309" if one["u"] else "R307"
        file.asked.add(one["code"])
    with_holes = [one for one in sums if one["holes"]]
    fit = [(one["a"], one["u"], one["c"]) for one in with_holes if one["off"] == 0 and one["v"]]
    nothing = set(fit)  # contests in which another selection, with the same gaps, makes its total
    if len(fit) >= _ENOUGH and len(fit) >= 0.8 * len(with_holes):
        nothing |= {(one["a"], one["u"], one["c"]) for one in with_holes}
    broken = [
        one
        for one in sums
        if one["off"] and (one["off"] < 0 or not one["holes"] or (one["a"], one["u"], one["c"]) in nothing)
    ]
    judged = Counter((one["a"], one["u"]) for one in sums)
    whole = Counter((one["a"], one["u"]) for one in sums if not one["holes"])
    rows_of_totals: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for one in broken:
        rows_of_totals.setdefault((one["a"], one["u"]), []).append(one)
    found = []
    for key, of_row in rows_of_totals.items():
        if len(of_row) >= max(_ENOUGH, 0.8 * whole[key]) and all(one["off"] > 0 for one in of_row):
            found.append(_lacking(file, of_row, judged[key]))
        else:
            found += [_misfit(file, one) for one in of_row]
    return found


def _row(file: File, a: int, u: int) -> str:
    return f"the row “{file.unit(a, u)}”" if u else f"the row of {file.unit(a, 0)} without a unit"


_UNTOTALLED = """
    WITH totals AS (SELECT DISTINCT a, u, c, s, any_value(line) OVER (PARTITION BY a, u, c) AS line FROM facts WHERE role = 'whole' AND measure = 'votes'),
    have AS (
        SELECT w.a, w.u, f.c, f.s, count(DISTINCT f.u) AS units, min(f.line) AS line, sum(f.v)::BIGINT AS votes
        FROM wholes AS w JOIN facts AS f ON f.a = w.part_a AND f.u = w.part_u AND f.role = 'part' AND f.measure = 'votes'
        WHERE f.s NOT IN (SELECT s FROM cells WHERE anybody) GROUP BY ALL
    ),
    habit AS (SELECT a, u, count(*) FILTER (t.s IS NOT NULL) AS told, count(*) AS n FROM have LEFT JOIN totals AS t USING (a, u, c, s) GROUP BY a, u)
    SELECT h.a, h.u, h.c, list(h.s ORDER BY h.line), max(h.units), min(h.line), list(h.votes ORDER BY h.line)
    FROM have AS h JOIN habit USING (a, u) ANTI JOIN totals AS t USING (a, u, c, s)
    WHERE told >= 5 AND told >= 0.8 * n AND h.votes > 0 GROUP BY h.a, h.u, h.c ORDER BY 6
"""


def totals_lacking(file: File) -> list[Told]:
    """R210: somebody has votes in units and no total, where nearly everybody else has one."""
    if file.rows("SELECT 1 FROM wholes LIMIT 1"):
        file.asked.add("R210")
    found = []
    for a, u, c, selections, units, line, votes in file.rows(_UNTOTALLED):
        who = some([f"{file.selection(s)} ({counted(v, 'vote')})" for s, v in zip(selections, votes, strict=True)])
        row = _row(file, a, u)
        says = f"{file.contest(c)}: {row} has no figure for {who}, found in {counted(units, 'unit')}; others have theirs there"
        found.append(file.told("R210", says, [file.place(line, None)], file.subject(a, u, c)))
    return found


def _misfit(file: File, one: dict[str, Any]) -> Told:
    line, cell, a, u, c, s, k, measure, v, summed, parts, holes, off, code = (one[name] for name in one)
    kind = f", {k}" if k else ""
    what = file.selection(s) if measure == "votes" else f"{measure} ballots"
    row = _row(file, a, u)
    without = f", and {counted(holes, 'unit has', 'units have')} no figure" if holes else ""
    if parts:
        units = counted(parts, "unit adds", "units add")
        says = f"the {units} up to {summed:,}{without}, but {row} has {v:,} ({abs(off):,} {'more' if off > 0 else 'fewer'})"
    else:
        says = f"{row} has {v:,}, and no unit has a figure"
    subject = file.subject(a, u, c, s, k)
    about = f"{file.contest(c)}, {what}{kind}"
    return file.told(code, f"{about}: {says}", [file.place(line, cell)], subject, expected=str(summed), actual=str(v))


def _lacking(file: File, above: list[dict[str, Any]], judged: int) -> Told:
    places = [file.place(one["line"], one["cell"]) for one in above]
    missing = sum(one["off"] for one in above)
    row = _row(file, above[0]["a"], above[0]["u"])
    says = (
        f"{row} has more than its units add up to in {len(above):,} of {judged:,} figures ({missing:,} votes in all), and fewer in none: "
        "rows seem to be missing (absentee or provisional ballots, a unit)"
    )
    subject = file.subject(above[0]["a"], above[0]["u"])
    return file.told(above[0]["code"], says[0].upper() + says[1:], places, subject, times=len(above))


_KINDS = """
    WITH one AS (
        SELECT a, u, c, s, measure, max(v) FILTER (k = '') AS whole, sum(v) FILTER (k <> '')::BIGINT AS summed
        FROM facts GROUP BY ALL HAVING count(*) FILTER (k = '') = 1 AND count(*) FILTER (k <> '') > 0
    ),
    holes AS (SELECT DISTINCT a, u, c, s, measure, TRUE AS hole FROM cells WHERE k <> '' AND v IS NULL)
    SELECT one.*, coalesce(hole, FALSE) AS hole, whole - summed AS off FROM one LEFT JOIN holes USING (a, u, c, s, measure)
"""
_BROKEN_KINDS = """
    WITH broken AS (FROM kinds WHERE off < 0 OR off > 0 AND NOT hole)
    SELECT min(line) FILTER (k = '') AS first, min(cell) FILTER (k = ''), a, u, c, s, measure, whole, summed, off,
        list({'k': k, 'v': v, 'line': line, 'cell': cell} ORDER BY line, cell) FILTER (k <> '')
    FROM facts JOIN broken USING (a, u, c, s, measure) GROUP BY ALL ORDER BY 1 LIMIT 2000
"""


def kinds_make_total(file: File) -> list[Told]:
    """R311, R313: the kinds of ballots make the total of the row."""
    file.connection.execute(f"CREATE OR REPLACE TABLE kinds AS {_KINDS}")
    judged, all_there, above, below, fit = file.rows(
        "SELECT count(*), count(*) FILTER (NOT hole AND whole > 0), count(*) FILTER (off > 0 AND NOT hole), "
        "count(*) FILTER (off < 0), count(*) FILTER (off = 0 AND whole > 0) FROM kinds"
    )[0]
    if not judged:
        return []
    file.asked.update(code for code, measure in (("R311", "= 'votes'"), ("R313", "<> 'votes'"))
                      if file.rows(f"SELECT 1 FROM kinds WHERE measure {measure} LIMIT 1"))  # fmt: skip
    if above > 0.5 * all_there and above >= _ENOUGH and below <= 0.02 * judged:
        first = [row[:2] for row in file.rows(_BROKEN_KINDS)[:20]]
        left = f", or stands in a column that is not looked at ({some(file.columns.left)})" if file.columns.left else ""
        says = (
            f"in {above:,} of {all_there:,} rows the total is larger than its kinds of ballots add up to, in {below:,} it is smaller: "
            f"a kind of ballots is not printed{left}; the rows are not checked one by one"
        )
        return [file.told("R311", says, [file.place(*one) for one in first], "kinds below the total", times=above)]
    broken = file.rows(_BROKEN_KINDS)
    all_broken = file.rows("SELECT count(*) FROM kinds WHERE off < 0 OR off > 0 AND NOT hole")[0][0]
    if fit < all_broken and all_broken > _ENOUGH:
        shown = [file.place(row[0], row[1]) for row in broken[:20]]
        says = f"the kinds of ballots add up to the total in {fit:,} rows and do not in {all_broken:,}: a column may mean something else"
        return [file.told("R311", says, shown, "kinds and totals", times=all_broken)]
    found = []
    for line, cell, a, u, c, s, measure, whole, summed, _, parts in broken:
        made = some([f"{part['k']} {part['v']:,}" for part in parts], 6)
        what = file.selection(s) if measure == "votes" else f"{measure} ballots"
        code = "R311" if measure == "votes" else "R313"
        label = f"{file.unit(a, u)}, {file.contest(c)}, {what}"
        said = in_words(code, label=label, summed=summed, told=made, whole=whole)
        places = [file.place(line, cell), *(file.place(part["line"], part["cell"]) for part in parts)]
        found.append(file.told(code, said, places, file.subject(a, u, c, s), expected=str(summed), actual=str(whole)))  # fmt: skip
    if found and all_broken > len(found):
        found[-1] = replace(found[-1], times=1 + all_broken - len(found))
    return found


_ACCOUNT = """
    WITH one AS (
        SELECT a, u, c, max(v) FILTER (measure = 'total') AS whole, min(line) FILTER (measure = 'total') AS line,
            min(cell) FILTER (measure = 'total') AS cell, count(*) FILTER (measure = 'total') AS wholes,
            sum(v) FILTER (measure = 'votes')::BIGINT AS votes, count(*) FILTER (measure = 'votes') AS selections,
            coalesce(sum(v) FILTER (measure = 'over'), 0)::BIGINT AS overs, coalesce(sum(v) FILTER (measure = 'under'), 0)::BIGINT AS unders,
            coalesce(sum(v) FILTER (measure = 'blank'), 0)::BIGINT AS blanks
        FROM votes WHERE c <> 0 GROUP BY a, u, c
    ),
    holes AS (SELECT DISTINCT a, u, c FROM cells WHERE v IS NULL AND c <> 0),
    made AS (
        SELECT one.*, [votes, votes + overs, votes + unders, votes + blanks, votes + overs + unders, votes + overs + unders + blanks] AS made
        FROM one ANTI JOIN holes USING (a, u, c) WHERE wholes = 1 AND selections > 0
    ),
    ways AS (SELECT unnest(made) AS sum, unnest(range(6)) AS way, whole, a, c, u FROM made),
    fits AS (SELECT way, count(*) FILTER (sum = whole AND whole > 0) AS fit, count(*) FILTER (whole > 0) AS n FROM ways GROUP BY way)
    SELECT line, cell, a, u, c, whole, made[1 + (SELECT way FROM fits ORDER BY fit DESC, way LIMIT 1)] AS summed, selections,
        (SELECT max(fit) FROM fits) AS fit, (SELECT max(n) FROM fits) AS n, (SELECT way FROM fits ORDER BY fit DESC, way LIMIT 1) AS way
    FROM made
"""
_WITH = ("", ", over-votes", ", under-votes", ", blanks", ", over- and under-votes", ", over-, under-votes and blanks")


def candidates_make_account(file: File) -> list[Told]:
    """R203: the selections of a contest make its total of votes, with what the file counts among them."""
    file.connection.execute(f"CREATE OR REPLACE TABLE accounted AS {_ACCOUNT}")
    rows = file.rows("FROM accounted WHERE summed <> whole ORDER BY line")
    counts = file.rows("SELECT fit, n FROM accounted LIMIT 1")
    if not counts or counts[0][1] < _ENOUGH or counts[0][0] < 0.8 * counts[0][1]:
        return []
    file.asked.add("R203")
    found = []
    for line, cell, a, u, c, whole, summed, selections, _, _, way in rows:
        says = (
            f"{file.unit(a, u)}, {file.contest(c)}: {counted(selections, 'selection')}{_WITH[way]} make {summed:,}, "
            f"the total of the contest is printed as {whole:,}, {abs(whole - summed):,} {'more' if whole > summed else 'less'}"
        )
        found.append(file.told("R203", says, [file.place(line, cell)], file.subject(a, u, c), expected=str(summed), actual=str(whole)))  # fmt: skip
    return found


_WITHIN = """
    WITH accounts AS (
        SELECT a, u, c, max(v) FILTER (measure = 'cast') AS ballots, max(v) FILTER (measure = 'registered') AS registered,
            min(line) FILTER (measure = 'cast') AS cast_line, min(cell) FILTER (measure = 'cast') AS cast_cell,
            min(line) FILTER (measure = 'registered') AS registered_line, min(cell) FILTER (measure = 'registered') AS registered_cell,
            count(*) FILTER (measure = 'cast') AS casts, count(*) FILTER (measure = 'registered') AS rolls
        FROM votes WHERE measure IN ('cast', 'registered') GROUP BY a, u, c
    )
"""


def within_ballots(file: File) -> list[Told]:
    """R201, R213: no more are cast than registered, no selection has more votes than ballots are cast."""
    found = []
    rows = file.rows(
        f"{_WITHIN} SELECT a, u, ballots, registered, cast_line, cast_cell, registered_line, registered_cell FROM accounts "
        "WHERE casts = 1 AND rolls = 1 AND registered > 0 ORDER BY cast_line"
    )
    if rows:
        file.asked.add("R201")
    for a, u, ballots, registered, line, cell, other, other_cell in rows:
        if ballots > registered:
            said = in_words("R201", label=file.unit(a, u), summed=ballots, whole=registered)
            places = [file.place(line, cell), file.place(other, other_cell)]
            found.append(
                file.told("R201", said, places, file.subject(a, u), expected=str(registered), actual=str(ballots))
            )
    asked = f"""
        {_WITHIN}, used AS (SELECT a, u, c, ballots, cast_line, cast_cell FROM accounts WHERE casts = 1 AND ballots > 0)
        SELECT v.line, v.cell, v.a, v.u, v.c, v.s, v.v, b.ballots, b.cast_line, b.cast_cell, v.v > b.ballots
        FROM votes AS v JOIN used AS b ON b.a = v.a AND b.u = v.u AND b.c IN (v.c, 0) WHERE v.measure = 'votes'
    """
    file.connection.execute(f"CREATE OR REPLACE TABLE within_cast AS {asked}")
    if file.rows("SELECT 1 FROM within_cast LIMIT 1"):
        file.asked.add("R213")
    for line, cell, a, u, c, s, v, ballots, other, other_cell, _ in file.rows(
        "FROM within_cast WHERE v > ballots ORDER BY line LIMIT 2000"
    ):
        told = f"{file.selection(s)} {v:,}"
        said = in_words("R213", label=f"{file.unit(a, u)}, {file.contest(c)}", told=told, whole=ballots)
        places = [file.place(line, cell), file.place(other, other_cell)]
        found.append(file.told("R213", said, places, file.subject(a, u, c, s), expected=str(ballots), actual=str(v)))
    return found
