"""What was typed twice: two neighbouring units, or two selections, with the same figures throughout."""

from numerim.judge.file import File, some
from numerim.printed import Told

_LEVEL = 0.05
"""How many such pairs chance may bring forth in the whole file for one to be told."""

_ROWS = """
    WITH figures AS (
        SELECT a, c, u, min(line) AS line, list({'s': s, 'v': v} ORDER BY s) AS figures, sum(v)::BIGINT AS summed, count(*) FILTER (v > 0) AS have
        FROM votes WHERE role = 'part' AND measure = 'votes' GROUP BY a, c, u
    ),
    spread AS (SELECT a, c, s, stddev_pop(v) AS sd, count(*) AS n FROM votes WHERE role = 'part' AND measure = 'votes' GROUP BY a, c, s),
    chances AS (SELECT a, c, product(1 / (1 + sd)) AS chance FROM spread WHERE n >= 2 GROUP BY a, c),
    ordered AS (
        SELECT *, lag(u) OVER w AS before, lag(figures) OVER w AS figures_before, lag(line) OVER w AS line_before,
            count(*) OVER () AS pairs
        FROM figures WINDOW w AS (PARTITION BY a, c ORDER BY line)
    )
    SELECT a, before, u, list({'c': c, 'line': line, 'line_before': line_before, 'summed': summed, 'figures': figures} ORDER BY line) AS contests,
        product(chance) * max(pairs) AS expected
    FROM ordered JOIN chances USING (a, c)
    WHERE figures = figures_before AND summed >= 30 AND have >= 2
    GROUP BY a, before, u ORDER BY min(line)
"""


def copied_rows(file: File) -> list[Told]:
    """R890: a unit with the figures of the one before it, where that is no chance."""
    if file.rows(
        "SELECT 1 FROM votes WHERE measure = 'votes' AND role = 'part' GROUP BY a, c HAVING count(DISTINCT u) > 1 LIMIT 1"
    ):
        file.asked.add("R890")
    found = []
    for a, before, u, contests, expected in file.rows(_ROWS):
        if expected > _LEVEL:
            continue
        told = [file.contest(one["c"]) for one in contests]
        first = contests[0]
        figures = some([f"{one['v']:,}" for one in first["figures"]], 8)
        says = f"{file.unit(a, u)} has the same figures as {file.unit(a, before)}, the unit before it, in {some(told)} ({figures}): one seems to be copied from the other"
        places = [file.place(one[name], None) for one in contests for name in ("line", "line_before")]
        found.append(
            file.told("R890", says, places, file.subject(a, u, 0, 0, file.unit(a, before)), times=len(contests))
        )
    return found


_COLUMNS = """
    WITH vectors AS (
        SELECT a, c, s, list({'u': u, 'v': v} ORDER BY u) AS figures, count(DISTINCT v) AS different, sum(v)::BIGINT AS summed,
            count(*) FILTER (v > 0) AS have, min(line) AS line, min_by(cell, line) AS cell
        FROM votes WHERE role = 'part' AND measure = 'votes' GROUP BY a, c, s
    )
    SELECT x.a, x.c, x.s, y.s, x.have, x.line, x.cell, y.line, y.cell
    FROM vectors AS x JOIN vectors AS y ON y.a = x.a AND y.c = x.c AND y.figures = x.figures AND y.line > x.line
    WHERE x.have >= 4 AND x.different >= 4 AND x.summed >= 30 ORDER BY y.line
"""


def copied_columns(file: File) -> list[Told]:
    """R892: two selections with the same votes in every unit."""
    file.asked.add("R892")
    return [
        file.told(
            "R892",
            f"{file.contest(c)}: {file.selection(y)} has the same votes as {file.selection(x)} in each of {have:,} units: a column was copied",
            [file.place(line, cell), file.place(other, other_cell)],
            file.subject(a, 0, c, y),
        )
        for a, c, x, y, have, other, other_cell, line, cell in file.rows(_COLUMNS)
    ]
