"""Totals among the parts: rows and selections that are the sum of the others, by name or by nearly fitting."""

from numerim.judge.file import File, counted, some
from numerim.printed import Told

_ROWS = """
    WITH sums AS (
        SELECT a, c, s, measure, sum(v)::BIGINT AS summed, count(*) FILTER (v > 0) AS have
        FROM votes WHERE role = 'part' GROUP BY ALL
    ),
    judged AS (
        SELECT v.a, v.u, v.line, v.cell, v.v, 2 * v.v = summed AS fits, v.c, v.s, summed - v.v AS rest
        FROM votes AS v JOIN sums USING (a, c, s, measure) WHERE v.role = 'part' AND have >= 3
    ),
    units AS (
        SELECT a, u, count(*) AS figures, count(*) FILTER (fits) AS fit, count(DISTINCT v) FILTER (fits AND v > 0) AS different,
            list(DISTINCT v) FILTER (fits AND v > 0) AS fitting, min(line) AS line, min_by(cell, line) AS cell,
            list({'line': line, 'cell': cell, 'v': v, 'rest': rest, 'c': c, 's': s} ORDER BY line) FILTER (NOT fits) AS misfits
        FROM judged GROUP BY a, u
    )
    SELECT a, u, figures, fit, line, cell, misfits FROM units
    WHERE different >= 2 AND fit >= 0.75 * figures AND list_sum([length(x::VARCHAR) FOR x IN fitting]) >= 6 ORDER BY line
"""
_OTHERS = "SELECT count(*) - 1 FROM units WHERE role = 'part' AND a = ?"


def rows_of_totals(file: File) -> list[Told]:
    """R310: a row that is not named a total and is the sum of the others; from then on it is one.

    Such a row has, in at least two different figures with six digits together, the sum of all other units, and in at
    most a quarter of its figures something else.
    """
    if file.rows(
        "SELECT 1 FROM votes WHERE role = 'part' GROUP BY a, c, s, measure HAVING count(*) FILTER (v > 0) >= 3"
    ):
        file.asked.add("R310")
    found = []
    for a, u, figures, fit, line, cell, misfits in file.rows(_ROWS):
        others = file.connection.execute(_OTHERS, [a]).fetchall()[0][0]
        off = [f"{file.selection(m['s'])} {m['v']:,} for {m['rest']:,}" for m in misfits or []]
        but = f"; only {some(off)} {'does' if len(off) == 1 else 'do'} not fit" if off else ""
        each = "each of its" if fit == figures else f"{fit:,} of its"
        says = (
            f"“{file.unit(a, u)}” stands among {counted(others, 'unit')}, and {each} {figures:,} figures "
            f"{'is the sum' if fit == figures else 'are the sums'} of theirs{but}: it is a row of totals, and everything would be counted twice"
        )
        places = [file.place(line, cell), *(file.place(m["line"], m["cell"]) for m in misfits or [])]
        found.append(file.told("R310", says, places, file.subject(a, u)))
        for table in ("units", "facts", "votes"):
            file.connection.execute(f"UPDATE {table} SET role = 'whole' WHERE a = ? AND u = ?", [a, u])
        file.connection.execute("DELETE FROM wholes WHERE part_a = ? AND part_u = ?", [a, u])
        file.connection.execute("INSERT INTO wholes SELECT a, ?, a, u FROM units WHERE role = 'part' AND a = ?", [u, a])
    return found


_SELECTIONS = """
    WITH sums AS (
        SELECT a, u, c, sum(v)::BIGINT AS summed, count(*) FILTER (v > 0) AS have FROM votes WHERE measure = 'votes' GROUP BY ALL
    )
    SELECT a, c, s, count(*) AS units, min(line), min_by(cell, line), count(DISTINCT v) AS different
    FROM votes JOIN sums USING (a, u, c) WHERE measure = 'votes' AND v > 0 AND have >= 3
    GROUP BY a, c, s HAVING bool_and(2 * v = summed) AND units >= 3 AND different >= 3 AND sum(v) >= 100 ORDER BY 5
"""


def selections_of_totals(file: File) -> list[Told]:
    """R312: somebody who has in every unit the votes of all others together."""
    if file.rows("SELECT 1 FROM votes WHERE measure = 'votes' AND v > 0 GROUP BY a, u, c HAVING count(*) >= 3 LIMIT 1"):
        file.asked.add("R312")
    return [
        file.told(
            "R312",
            f"{file.contest(c)}: “{file.selection(s)}” has in each of {units:,} units what all others have together: "
            "it is a total, and every vote would be counted twice",
            [file.place(line, cell)],
            file.subject(a, 0, c, s),
        )
        for a, c, s, units, line, cell, _ in file.rows(_SELECTIONS)
    ]
