"""Figures that cannot be: unreadable, negative, far too large; and rows that do not fit the header."""

from numerim.judge.file import File, counted
from numerim.printed import Told

_MOST = 999_999_999


def unread(file: File) -> list[Told]:
    """R118: what stands where a figure must, and is none; what stands there often is one finding."""
    file.asked.add("R118")
    rows = file.rows(
        "SELECT tidy(printed), count(*), list({'line': line, 'cell': cell} ORDER BY line)[:20], min(line) AS first "
        "FROM cells WHERE form = 'unread' GROUP BY 1 ORDER BY first"
    )
    found = []
    for printed, n, places, _ in rows:
        is_fraction = printed.replace(".", "", 1).lstrip("-").isdigit()
        where = f"in {n:,} cells " if n > 1 else ""
        says = (
            f"“{printed}” stands {where}where a count must: {'votes are whole' if is_fraction else 'it is no number'}"
        )
        found.append(
            file.told("R118", says, [file.place(one["line"], one["cell"]) for one in places], printed, times=n)
        )
    return found


def negative(file: File) -> list[Told]:
    """R211: counts below zero."""
    file.asked.add("R211")
    return [
        file.told("R211", f"{file.unit(a, u)}, {file.contest(c)}, {file.selection(s) if measure == 'votes' else measure}: {v:,}, which is below zero",
                  [file.place(line, cell)], file.subject(a, u, c, s), actual=str(v))
        for line, cell, a, u, c, s, measure, v in file.rows(
            "SELECT line, cell, a, u, c, s, measure, v FROM facts WHERE v < 0 ORDER BY line, cell LIMIT 2000")
    ]  # fmt: skip


_LARGE = f"""
    WITH contests AS (
        SELECT a, u, c, sum(v)::BIGINT AS v, max_by(line, v) AS line, max_by(cell, v) AS cell, max_by(s, v) AS s, max(v) AS most
        FROM votes WHERE role = 'part' AND measure = 'votes' GROUP BY a, u, c
    ),
    spread AS (SELECT a, c, count(*) AS units FROM contests GROUP BY a, c),
    areas AS (SELECT a, count(DISTINCT u) AS units FROM contests GROUP BY a),
    wide AS (SELECT c.* FROM contests AS c JOIN spread USING (a, c) JOIN areas USING (a) WHERE spread.units >= 0.8 * areas.units AND areas.units >= 5),
    others AS (
        SELECT x.a, x.u, x.c, x.v, x.line, x.cell, x.s, x.most, max(y.v) AS usual, count(*) AS n
        FROM wide AS x JOIN wide AS y ON y.a = x.a AND y.u = x.u AND y.c <> x.c GROUP BY ALL HAVING n >= 2 AND usual >= 30
    ),
    habit AS (SELECT a, c, median(v / usual) AS ratio FROM others GROUP BY a, c)
    SELECT line, cell, a, u, c, s, v, usual, most, (SELECT count(*) FROM others) AS judged FROM others JOIN habit USING (a, c) WHERE v > 8 * usual * greatest(ratio, 1)
    UNION ALL
    SELECT line, cell, a, u, c, s, v, NULL, v, NULL FROM facts WHERE v > {_MOST}
    ORDER BY 1
"""


def far_too_large(file: File) -> list[Told]:
    """R891: a unit with many times the votes that its other contests let expect.

    Where more than one in a hundred are so, contests of the file just differ that much, and none is told.
    """
    file.asked.add("R891")
    found = []
    rows = file.rows(_LARGE)
    relative = [row[9] for row in rows if row[7] is not None]
    usual_here = bool(relative) and len(relative) > max(3, 0.01 * relative[0])
    for line, cell, a, u, c, s, v, usual, most, _ in rows:
        if usual is not None and usual_here:
            continue
        about = f"{file.unit(a, u)}, {file.contest(c)}"
        if usual is None:
            says = f"{about}, {file.selection(s)}: {most:,} is more than there can be"
        else:
            says = f"{about}: {v:,} votes, where its other contests have {usual:,} at most; {file.selection(s)} alone has {most:,}"
        found.append(file.told("R891", says, [file.place(line, cell)], file.subject(a, u, c), actual=str(v)))
    return found


def rows_that_do_not_fit(file: File) -> list[Told]:
    """R790: rows with more or fewer cells than the header."""
    file.asked.add("R790")
    found = []
    for rows, word, then in (
        (file.sheet.surplus, "more", "they were not read; a comma is in a cell without quotation marks"),
        (file.sheet.short, "fewer", "the cells that lack count as empty"),
    ):
        if rows:
            places = [file.place(line, None) for line, _ in rows]
            says = f"{counted(len(rows), 'row has', 'rows have')} {word} cells than the header ({rows[0][1]} where there are {len(file.sheet.header)}): {then}"
            found.append(file.told("R790", says, places[:100], f"rows with {word} cells", times=len(rows)))
    return found
