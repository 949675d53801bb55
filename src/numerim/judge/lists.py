"""Lists: rows that stand there twice, units and selections that lack."""

from numerim.judge.file import File, some
from numerim.printed import Told

_TWICE = """
    CREATE OR REPLACE TABLE twice AS
        WITH again AS (
            SELECT a, u, c, s, k, measure FROM cells
            WHERE NOT (anybody AND measure = 'votes') AND measure NOT IN ('over', 'under', 'blank', 'total') AND v IS NOT NULL
            GROUP BY ALL HAVING count(*) > 1 AND min(unit_way) = max(unit_way)
        )
        SELECT a, u, c, s, k, measure, min(v) < max(v) AS differ, list({'line': line, 'cell': cell, 'v': v} ORDER BY line) AS rows
        FROM cells JOIN again USING (a, u, c, s, k, measure) WHERE v IS NOT NULL GROUP BY ALL
"""


def stated_twice(file: File) -> list[Told]:
    """R115, R702: a figure that is stated again, as another or as the same; told by unit and contest.

    Rows of write-ins, scattering and the like are left out: several of them may stand for several people; so are over-
    and under-votes, which a primary has by party.
    """
    file.connection.execute(_TWICE)
    file.asked.update(("R115", "R702"))
    keys, all_keys = file.rows("SELECT (SELECT count(*) FROM twice), (SELECT count(*) FROM votes)")[0]
    if not keys:
        return []
    if keys > max(20, 0.05 * all_keys):
        first = file.rows(
            "SELECT rows[1].line, rows[1].cell, rows[2].line, rows[2].cell FROM twice ORDER BY rows[1].line LIMIT 10"
        )
        places = [file.place(*pair) for row in first for pair in (row[:2], row[2:])]
        code = "R115" if file.rows("SELECT bool_or(differ) FROM twice")[0][0] else "R702"
        says = f"{keys:,} of {all_keys:,} figures appear more than once: a column that tells the rows apart is missing, or a part of the file is repeated"
        return [file.told(code, says, places, "stated more than once", times=keys)]
    found = []
    grouped = "SELECT a, u, c, differ, list({'s': s, 'measure': measure, 'rows': rows} ORDER BY rows[1].line) FROM twice GROUP BY ALL ORDER BY min(rows[1].line)"
    for a, u, c, differ, figures in file.rows(grouped):
        told = []
        for one in figures:
            values = [f"{row['v']:,} (line {row['line']})" for row in one["rows"]]
            name = file.selection(one["s"]) if one["measure"] == "votes" else one["measure"]
            told.append(f"{name} {' and '.join(values)}")
        says = f"{file.unit(a, u)}, {file.contest(c)}: listed more than once, {'with different figures' if differ else 'with the same figures'}: {some(told, 3)}"
        places = [file.place(row["line"], row["cell"]) for one in figures for row in one["rows"][::-1]]
        found.append(file.told("R115" if differ else "R702", says, places, file.subject(a, u, c), times=len(figures)))
    return found


_BALLOT = """
    CREATE OR REPLACE TABLE stand AS
        SELECT DISTINCT a, u, c, s, line FROM (
            SELECT a, u, c, s, min(line) AS line FROM cells JOIN units USING (a, u)
            WHERE measure = 'votes' AND NOT anybody AND role = 'part' GROUP BY ALL);
    CREATE OR REPLACE TABLE ballots AS
        WITH n AS (SELECT a, c, count(DISTINCT u) AS units FROM stand GROUP BY a, c),
        each AS (SELECT a, c, s, count(*) AS n FROM stand GROUP BY a, c, s)
        SELECT a, c, s, n, units, n >= 0.5 * units AS main FROM each JOIN n USING (a, c) WHERE units >= 3;
    CREATE OR REPLACE TABLE lacking AS
        SELECT b.a, b.c, u.u, b.s, b.n, b.units FROM ballots AS b JOIN (SELECT DISTINCT a, u, c FROM stand) AS u USING (a, c)
        ANTI JOIN stand AS s ON s.a = b.a AND s.c = b.c AND s.u = u.u AND s.s = b.s
        WHERE b.main;
"""
_LACKING = """
    WITH confirmed AS (SELECT DISTINCT a, c, s FROM sums WHERE off = 0 AND parts > 0),
    contests AS (SELECT a, c, sum(units) AS pairs FROM ballots WHERE main GROUP BY a, c),
    missing AS (SELECT a, c, count(*) AS missing FROM lacking GROUP BY a, c),
    stray AS (SELECT s.a, s.u, s.c, list(s.s) AS strays, min(s.line) AS stray_line FROM stand AS s JOIN ballots AS b USING (a, c, s) WHERE NOT b.main AND b.n <= greatest(2, 0.2 * b.units) GROUP BY ALL)
    SELECT a, c, lacks, strays, list(u ORDER BY line) AS us, max(n), max(units), list(line ORDER BY line) AS lines FROM (
    SELECT l.a, l.u, l.c, list(l.s ORDER BY l.s) AS lacks, max(l.n) AS n, max(l.units) AS units, list_sort(any_value(strays)) AS strays,
        coalesce(any_value(stray_line), (SELECT min(line) FROM stand AS s WHERE s.a = l.a AND s.u = l.u AND s.c = l.c)) AS line
    FROM lacking AS l JOIN contests USING (a, c) JOIN missing USING (a, c) LEFT JOIN stray USING (a, u, c)
    ANTI JOIN confirmed USING (a, c, s)
    WHERE missing <= 0.25 * pairs GROUP BY l.a, l.u, l.c) GROUP BY a, c, lacks, strays ORDER BY min(line)
"""


def selections_lacking(file: File) -> list[Told]:
    """R712: a unit lacks somebody whom most other units of the contest have.

    Not asked where more than one in ten figures lacks. A file that prints no zero may leave them out, and then only
    those are asked for who have ten votes or more wherever they stand. What a total confirms is complete.
    """
    file.connection.execute(_BALLOT)
    habit = file.rows(
        "SELECT (SELECT count(*) FROM lacking), (SELECT sum(units) FROM ballots WHERE main), "
        "(SELECT count(*) FROM votes WHERE v = 0 AND measure = 'votes')"
    )[0]
    if not habit[1] or habit[0] > 0.1 * habit[1]:
        return []
    if not habit[2]:
        file.connection.execute(
            "DELETE FROM lacking USING (SELECT a, c, s, min(v) AS least FROM votes WHERE role = 'part' GROUP BY ALL) AS f "
            "WHERE f.a = lacking.a AND f.c = lacking.c AND f.s = lacking.s AND least < 10"
        )
    file.asked.add("R712")
    found = []
    for a, c, lacks, strays, us, n, units, lines in file.rows(_LACKING):
        if strays and len(us) > 2:
            continue  # another ballot: several contests have one name
        who = some([file.selection(s) for s in lacks])
        says = f"{file.contest(c)}: {some([file.unit(a, u) for u in us])} {'has' if len(us) == 1 else 'have'} no row for {who}, found in {n:,} of {units:,} units"
        if strays:
            says += f", but for {some([file.selection(s) for s in strays])}, found in few others"
        places = [file.place(line, None) for line in lines]
        found.append(file.told("R712", says, places, file.subject(a, us[0], c), times=len(us)))
    return found


_UNITS = """
    WITH n AS (SELECT a, count(DISTINCT u) AS units FROM stand GROUP BY a HAVING units >= 8),
    there AS (SELECT a, c, count(DISTINCT u) AS have FROM stand GROUP BY a, c),
    most AS (SELECT DISTINCT a, u FROM stand GROUP BY a, u HAVING count(DISTINCT c) >= 2),
    fit AS (SELECT a, c FROM sums WHERE parts > 0 GROUP BY a, c HAVING bool_and(off = 0))
    SELECT m.a, m.u, t.c, t.have, n.units, (SELECT min(line) FROM stand AS s WHERE s.a = m.a AND s.u = m.u) AS line,
        (SELECT list(DISTINCT w.u) FROM twice AS w WHERE w.a = t.a AND w.c = t.c) AS twice
    FROM there AS t JOIN n USING (a) JOIN most AS m USING (a) ANTI JOIN stand AS s ON s.a = m.a AND s.u = m.u AND s.c = t.c
    ANTI JOIN fit ON fit.a = t.a AND fit.c = t.c
    WHERE t.have = n.units - 1 ORDER BY line
"""


def units_lacking(file: File) -> list[Told]:
    """R710: of one contest that all other units have, a unit has no row, and another has its rows twice."""
    file.asked.add("R710")
    found = []
    for a, u, c, have, units, line, twice in file.rows(_UNITS):
        if twice:
            says = f"{file.unit(a, u)} has no row in {file.contest(c)}, where the other {have:,} of {units:,} units have; {some([file.unit(a, x) for x in twice])} has rows twice there"
            found.append(file.told("R710", says, [file.place(line, None)], file.subject(a, u, c)))
    return found
