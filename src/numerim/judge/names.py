"""Names: who vanishes behind a second spelling, and what no hand has typed."""

from typing import Any

from numerim.judge import sums
from numerim.judge.file import File, counted, plain, some
from numerim.printed import Told

_PAIRS = """
    CREATE OR REPLACE TABLE selections AS
        SELECT a, c, s, any_value(cn.key) AS candidate, any_value(pn.key) AS party, min(line) AS line, min_by(cell, line) AS cell,
            list(DISTINCT u) AS units, count(DISTINCT u) FILTER (role = 'part') AS n, count(DISTINCT u) FILTER (role = 'whole') AS totals,
            max(v) FILTER (role = 'part') AS most, coalesce(sum(v) FILTER (role = 'part' AND k = ''), 0) AS votes
        FROM cells JOIN units USING (a, u)
        JOIN (SELECT DISTINCT id, key FROM names WHERE what = 'candidate') AS cn ON cn.id = candidate
        JOIN (SELECT DISTINCT id, key FROM names WHERE what = 'party') AS pn ON pn.id = party
        WHERE measure = 'votes' AND NOT anybody GROUP BY a, c, s
        QUALIFY count(*) OVER (PARTITION BY a, c) <= 60;
    CREATE OR REPLACE TABLE pairs AS
        SELECT x.a, x.c, x.s, y.s AS other, x.candidate = y.candidate AS same_name, x.party = y.party AND x.party <> '' AS same_party,
            x.party = '' OR y.party = '' OR starts_with(x.party, y.party) OR starts_with(y.party, x.party) AS same_or_short,
            jaro_winkler_similarity(x.candidate, y.candidate) >= 0.9 AND
                damerau_levenshtein(x.candidate, y.candidate) <= greatest(2, length(x.candidate) // 5) AS near,
            x.n, y.n AS other_n, x.totals, y.totals AS other_totals, x.line, x.cell, y.line AS other_line, y.cell AS other_cell,
            least(coalesce(x.most, y.most), coalesce(y.most, x.most)) AS most
        FROM selections AS x JOIN selections AS y ON x.a = y.a AND x.c = y.c AND x.s <> y.s
            AND (x.n > y.n OR x.n = y.n AND x.line < y.line)
        WHERE NOT list_has_any(x.units, y.units) AND (x.candidate = y.candidate OR x.party = y.party AND x.party <> '' AND x.totals + y.totals > 0
            OR jaro_winkler_similarity(x.candidate, y.candidate) >= 0.9);
"""
_FIT = """
    SELECT p.s, p.other, p.a, p.c, count(*) AS totals, bool_and(t.v = m.summed) AS fits
    FROM pairs AS p
    JOIN facts AS t ON t.a = p.a AND t.c = p.c AND t.s IN (p.s, p.other) AND t.role = 'whole' AND t.k = '' AND t.measure = 'votes'
    JOIN (SELECT w.a, w.u, p.s, p.other, p.c, sum(f.v)::BIGINT AS summed
          FROM pairs AS p JOIN wholes AS w ON w.a = p.a
          JOIN facts AS f ON f.a = w.part_a AND f.u = w.part_u AND f.c = p.c AND f.s IN (p.s, p.other) AND f.role = 'part' AND f.k = ''
          GROUP BY ALL) AS m ON m.a = t.a AND m.u = t.u AND m.c = p.c AND m.s = p.s AND m.other = p.other
    GROUP BY ALL
"""
_THIRD = """
    SELECT DISTINCT p.a, p.c, p.s, p.other FROM pairs AS p
    JOIN selections AS x ON x.a = p.a AND x.c = p.c AND x.s = p.s JOIN selections AS y ON y.a = p.a AND y.c = p.c AND y.s = p.other
    JOIN selections AS z ON z.a = p.a AND z.c = p.c AND z.s NOT IN (p.s, p.other)
        AND list_has_any(z.units, x.units) AND list_has_any(z.units, y.units)
"""


def second_spellings(file: File) -> list[Told]:
    """R105, R309, R712: two that never stand in one unit and are one, by name, by party, or by what their totals say.

    Their votes are put together, so that what follows from it is not told as well.
    """
    file.connection.execute(_PAIRS)
    if file.rows("SELECT 1 FROM selections LIMIT 1"):
        file.asked.add("R105")
    names = "a c s other same_name same_party same_or_short near n other_n totals other_totals line cell other_line other_cell most"
    pairs = [
        dict(zip(names.split(), row, strict=True))
        for row in file.rows(f"SELECT {names.replace(' ', ', ')} FROM pairs ORDER BY line")
    ]
    if not pairs:
        return []
    fits = {(a, c, s, other): fit for s, other, a, c, _, fit in file.rows(_FIT)}
    third = set(file.rows(_THIRD))
    zeros = file.rows("SELECT count(*) FILTER (v = 0) > 0.005 * count(*) FROM votes WHERE measure = 'votes'")[0][0]
    found = []
    taken: set[tuple[int, int, int]] = set()
    for one in pairs:
        key = (one["a"], one["c"], one["s"], one["other"])
        fit = fits.get(key)
        shows = zeros or (one["most"] or 0) >= 10
        by_name = one["same_name"] and shows
        by_spelling = one["near"] and (one["same_party"] or one["same_or_short"]) and key in third and shows
        if (one["a"], one["c"], one["other"]) in taken or not (fit or by_name or by_spelling):
            continue
        taken.add((one["a"], one["c"], one["other"]))
        found.append(_second(file, one, bool(fit)))
        for table in ("facts", "votes", "cells"):
            file.connection.execute(
                f"UPDATE {table} SET s = ? WHERE a = ? AND c = ? AND s = ?",
                [one["s"], one["a"], one["c"], one["other"]],
            )
    sums.make(file)
    return found


def _second(file: File, one: dict[str, Any], fit: bool) -> Told:
    def told(s: int, n: int, totals: int) -> str:
        where = [f"in {counted(n, 'unit')}"] if n else []
        where += ["in the row of totals"] if totals else []
        return f"“{file.selection(s)}” stands {' and '.join(where)}"

    both = f"{told(one['s'], one['n'], one['totals'])}, {told(one['other'], one['other_n'], one['other_totals'])}, never both in one"
    together = "; together they make the total: they are one" if fit else "; they seem to be one"
    places = [file.place(one["other_line"], None), file.place(one["line"], None)]
    code = "R105" if one["same_name"] and not one["same_or_short"] else "R309" if fit else "R712"
    return file.told(
        code, f"{file.contest(one['c'])}: {both}{together}", places, file.subject(one["a"], 0, one["c"], one["other"])
    )


_COLLIDING = """
    WITH ways AS (SELECT a, u, c, s, k FROM cells GROUP BY ALL HAVING count(*) > 1 AND count(DISTINCT unit_way) > 1)
    SELECT a, u, list(DISTINCT unit_way), min(line), max(line) FROM cells JOIN (SELECT DISTINCT a, u FROM ways) USING (a, u) GROUP BY a, u ORDER BY 4
"""
_WAYS = """
    WITH tidy AS (SELECT DISTINCT what, id, way, tidy FROM names WHERE id <> 0),
    in_one AS (SELECT candidate AS id FROM cells GROUP BY c, candidate HAVING count(DISTINCT candidate_way) > 1)
    SELECT what, id, list(DISTINCT tidy ORDER BY tidy) FROM tidy
    WHERE what IN ('within', 'unit', 'contest') OR what = 'candidate' AND id IN (FROM in_one)
    GROUP BY what, id HAVING count(DISTINCT way) > 1 ORDER BY 1, 2
"""
"""Names that are printed in several ways; those of candidates in one contest: in others they may be of somebody else."""
_HIDDEN = r"[\x{00AD}\x{200B}-\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}\x{FFFD}\x00-\x08\x0B-\x1F]|Ã[\x{0080}-\x{00BF}]|â€"
_DATE = r"^(?i)(\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})$"


def odd_names(file: File) -> list[Told]:
    """R111, R113, R116, R190: names that collide, are written in several ways, hide something, or became dates."""
    file.asked.update(("R111", "R113", "R116", "R190"))
    found = []
    tidy = dict(file.rows("SELECT DISTINCT way, tidy FROM names WHERE what = 'unit'"))
    colliding = set()
    for a, u, unit_ways, line, last in file.rows(_COLLIDING):
        colliding.add(u)
        told = some([f"“{name}”" for name in sorted(tidy[way] for way in unit_ways)])
        says = f"{told} differ only in case, accents, punctuation or spaces, and both have figures in the same contests"
        found.append(file.told("R111", says, [file.place(line, None), file.place(last, None)], file.subject(a, u)))
    ways = []
    for what, number, forms in file.rows(_WAYS):
        if what == "unit" and number in colliding:
            continue
        shown = some([f"“{plain(name)}”" for name in forms])
        says = f"{shown} are read as one {_WORD[what]}: they differ only in case, accents, punctuation or spaces"
        ways.append(
            file.told("R116", says, [file.place(line, None) for line in _lines(file, what, number)], plain(forms[0]))
        )
    if len(ways) > 5:
        says = f"{len(ways):,} names are printed in more than one way, and read as one each: {some([one.subject for one in ways])}"
        ways = [file.told("R116", says, [one.places[0] for one in ways], "names in several ways", times=len(ways))]
    found += ways
    for code, pattern, fault in (
        ("R113", _HIDDEN, "has characters that are hidden or damaged"),
        ("R190", _DATE, "is a date that a spreadsheet made of it"),
    ):
        asked = "SELECT what, id, printed FROM names WHERE what IN ('within', 'unit', 'contest', 'candidate') AND regexp_matches(trim(printed), ?) ORDER BY ALL"
        for what, number, name in file.connection.execute(asked, [pattern]).fetchall():
            lines = _lines(file, what, number)
            says = f"the {_WORD[what]} “{plain(name)}” {fault}"
            found.append(
                file.told(
                    code,
                    says,
                    [file.place(line, None) for line in lines],
                    f"{what} {plain(name)}",
                    times=max(1, len(lines)),
                )
            )
    return found


_WORD = {"within": "place", "unit": "unit", "contest": "contest", "candidate": "name"}


def _lines(file: File, what: str, number: int) -> list[int]:
    """The first line of each form of a name; a few."""
    column = {"within": "a", "unit": "u", "contest": "c", "candidate": "candidate"}[what]
    form = "GROUP BY unit_way" if what == "unit" else ""
    rows = file.rows(f"SELECT min(line) FROM cells WHERE {column} = {number} {form} ORDER BY 1")
    return [row[0] for row in rows]
