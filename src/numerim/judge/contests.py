"""The table `results` of a package, judged again: what its figures say of each other, contest by contest.

`rows` has a row a row, `line` included: every column under its name, figures as numbers, the printed one where the
clean one is held back. A list is taken for complete only where the file shows it: the sums of most of its contests,
five or more by one source of one election, are the whole.
"""

from dataclasses import dataclass

from numerim import warehouse
from numerim.judge.file import File
from numerim.layouts import plain
from numerim.printed import Told
from numerim.schemas.law import several_rounds, those, words
from numerim.schemas.rule import rules
from numerim.schemas.sentence import sentence

_TEXT = (
    *(
        "election_id",
        "contest_id",
        "contest",
        "law",
        "majority_of",
        "selection_id",
        "list",
        "selection_kind",
        "coalition_id",
    ),
    *("votes_printed", "share_printed", "base", "seats_printed", "outcome", "held_back", "source_id"),
)
_WHOLE = ("round", "contest_seats", "registered", "ballots_cast", "valid", "votes", "seats")
_SHARE = ("share", "turnout", "threshold")


def make(file: File) -> None:
    """Make `rows`, `contests` (what most claims are about) and `shares` (the shares of a contest, with their precision)."""
    names = [plain(name) for name in file.sheet.header]
    warehouse.load(file.connection, "raw", file.sheet.rows)
    told = [
        f"nullif(trim(c{names.index(name)}), '') AS {name}" if name in names else f"NULL::VARCHAR AS {name}"
        for name in (*_TEXT, *_WHOLE, *_SHARE)
    ]
    file.connection.execute(
        f"""
        CREATE TABLE texts AS SELECT line, {", ".join(told)} FROM raw;
        CREATE TABLE rows AS
            SELECT line, {", ".join(name for name in _TEXT)}, {", ".join(f"try_cast({name} AS BIGINT) AS {name}" for name in _WHOLE if name not in ("votes", "seats"))},
                {", ".join(f"try_cast({name} AS DECIMAL(18, 6)) AS {name}" for name in ("turnout", "threshold"))},
                coalesce(try_cast(votes AS BIGINT), try_cast(regexp_replace(votes_printed, '[., ’''\\p{{Z}}]', '', 'g') AS BIGINT)) AS votes,
                coalesce(try_cast(seats AS BIGINT), try_cast(seats_printed AS BIGINT)) AS seats,
                coalesce(try_cast(share AS DECIMAL(18, 6)), try_cast(replace(regexp_replace(share_printed, '[%\\p{{Z}}]', '', 'g'), ',', '.') AS DECIMAL(18, 6))) AS share,
                length(regexp_extract(coalesce(share_printed, rtrim(share, '0')), '[.,]([0-9]+)', 1)) AS decimals,
                coalesce(selection_kind, '') IN ('unnamed', 'remainder', 'write-in') AS aside
            FROM texts;
        CREATE TABLE contests AS
            SELECT contest_id, any_value(contest) AS label, min(line) AS first, any_value(round) AS round, any_value(law) AS law, any_value(valid) AS valid,
                any_value(ballots_cast) AS ballots_cast, any_value(registered) AS registered, any_value(turnout) AS turnout,
                any_value(contest_seats) AS contest_seats, any_value(source_id) AS source_id, any_value(election_id) AS election_id, count(*) AS n, count(share) AS shares,
                count(votes) AS with_votes, count(seats) AS with_seats, sum(share) AS share_sum, sum(votes)::BIGINT AS vote_sum, sum(seats)::BIGINT AS seat_sum,
                coalesce(sum(0.5 * pow(10, -decimals)) FILTER (share IS NOT NULL), 0) AS tolerance, bool_or(aside) AS aside,
                count(*) FILTER (outcome = 'runoff') AS runoffs, count(*) FILTER (outcome = 'elected') AS winners
            FROM rows GROUP BY contest_id;
        """
    )


_PERSONS, _LISTS = words(those(of_persons=True)), words(those(of_lists=True))
_AT_ONCE, _BY_MAJORITY = words(those(of_persons=True, rounds=1)), words(those(of_persons=True, rounds=2, can_end=True))
_GO_ON = (
    "CASE law " + " ".join(f"WHEN '{law.word}' THEN {law.goes_on or 2}" for law in several_rounds()) + " ELSE 2 END"
)
_SINGLE = f"coalesce(law, '') IN {_PERSONS} AND coalesce(contest_seats, 1) = 1"
_ONE_VOTE = f"(coalesce(contest_seats, 1) = 1 OR law IN {_LISTS})"
"""SQL: a voter has one vote, so that votes and shares are parts of a whole."""
_COMPLETE = "(SELECT count(*) >= 5 AND count(*) FILTER ({fits}) >= 0.8 * count(*) FROM contests AS h WHERE {asked} AND (h.election_id, h.source_id) IS NOT DISTINCT FROM (contests.election_id, contests.source_id))"
_NAMED = "(SELECT string_agg(list, ', ' ORDER BY line) FROM rows WHERE rows.contest_id = contests.contest_id AND outcome = '{}')"
_FIT = "abs(share_sum - 100) <= tolerance"


@dataclass(frozen=True)
class _Asked:
    """A claim about contests.

    Attributes:
        code: the code of the claim.
        there: a question that has a row where the file has the figures.
        broken: the question for what is broken: `label` (the contest), `line`, what the sentence names, and `whose`
            where the sentence begins with more than the contest.
        column: the column of the cell that is shown.
        says: the sentence, where it is not that of the rule.
    """

    code: str
    there: str
    broken: str
    column: str
    says: str = ""


_ROWS = "rows JOIN contests USING (contest_id)"
_ASKED = (
    _Asked(
        "R115", "SELECT 1 FROM rows",
        "SELECT any_value(contest) AS label, max(line) AS line, any_value(list) AS list, min(line) AS other FROM rows "
        "GROUP BY contest_id, selection_id HAVING count(*) > 1 AND count(DISTINCT (votes, share, seats, outcome)) > 1",
        "selection_id", "{label}: {list} stands there more than once (lines {other} and {line}), with different figures",
    ),
    _Asked(
        "R702", "SELECT 1 FROM rows",
        "SELECT any_value(contest) AS label, max(line) AS line, any_value(list) AS list, min(line) AS other FROM rows "
        "GROUP BY contest_id, selection_id HAVING count(*) > 1 AND count(DISTINCT (votes, share, seats, outcome)) = 1",
        "selection_id", "{label}: {list} stands there more than once (lines {other} and {line}), with the same figures",
    ),
    _Asked(
        "R211", "SELECT 1 FROM rows WHERE votes IS NOT NULL OR seats IS NOT NULL",
        "SELECT contest AS label, line, list, least(votes, seats) AS v FROM rows WHERE votes < 0 OR seats < 0",
        "votes", "{label}: {list} has {v}, which is below zero",
    ),
    _Asked(
        "R118", "SELECT 1 FROM texts",
        "SELECT contest AS label, line, list, coalesce(votes, seats, share) AS text FROM texts WHERE votes IS NOT NULL AND try_cast(votes AS BIGINT) IS NULL "
        "OR seats IS NOT NULL AND try_cast(seats AS BIGINT) IS NULL OR share IS NOT NULL AND try_cast(share AS DOUBLE) IS NULL",
        "votes", "{label}: a figure of {list} cannot be read: “{text}”",
    ),
    _Asked(
        "R201", "SELECT 1 FROM contests WHERE ballots_cast IS NOT NULL AND registered IS NOT NULL",
        "SELECT label, first AS line, ballots_cast AS summed, registered AS whole FROM contests WHERE ballots_cast > registered",
        "ballots_cast",
    ),
    _Asked(
        "R203", f"SELECT 1 FROM contests WHERE valid IS NOT NULL AND with_votes = n AND {_ONE_VOTE}",
        f"SELECT label, first AS line, n AS parts, vote_sum AS summed, valid AS whole, '' AS reckoned FROM contests WHERE vote_sum > valid AND {_ONE_VOTE}",
        "valid",
    ),
    _Asked(
        "R213", f"SELECT 1 FROM {_ROWS} WHERE votes IS NOT NULL AND contests.ballots_cast IS NOT NULL",
        f"SELECT label, line, list, list || ' ' || votes AS told, contests.ballots_cast AS whole FROM {_ROWS} WHERE votes > contests.ballots_cast",
        "votes",
    ),
    _Asked(
        "R301", "SELECT 1 FROM contests WHERE contest_seats > 1 AND with_seats > 0",
        f"SELECT label, first AS line, seat_sum AS summed, contest_seats AS whole FROM contests WHERE with_seats > 0 AND contest_seats > 1 AND (seat_sum > contest_seats OR "
        f"(seat_sum < contest_seats AND with_seats = n AND {_COMPLETE.format(fits='seat_sum = contest_seats', asked='with_seats = n AND contest_seats > 1')}))",
        "contest_seats",
    ),
    _Asked(
        "R401", f"SELECT 1 FROM contests WHERE shares = n AND n > 1 AND {_COMPLETE.format(fits=_FIT, asked='shares = n AND n > 1')}",
        f"SELECT label, first AS line, shares AS parts, share_sum AS summed, 100 - share_sum AS apart, tolerance FROM contests WHERE shares = n AND n > 1 AND share_sum < 100 - tolerance "
        f"AND {_COMPLETE.format(fits=_FIT, asked='shares = n AND n > 1')}",
        "share_printed",
    ),
    _Asked(
        "R402", "SELECT 1 FROM contests WHERE shares > 1",
        f"SELECT label, first AS line, shares AS parts, share_sum AS summed FROM contests WHERE shares > 1 AND share_sum > 100 + tolerance AND {_ONE_VOTE}",
        "share_printed",
    ),
    _Asked(
        "R403", "SELECT 1 FROM contests WHERE turnout IS NOT NULL AND ballots_cast IS NOT NULL AND registered > 0",
        "SELECT label, first AS line, turnout AS share, ballots_cast AS part, registered AS base, round(turnout * registered / 100, 0)::BIGINT AS would_be, round(100 * ballots_cast / registered, 2) AS computed FROM contests WHERE registered > 0 "
        "AND abs(turnout - 100.0 * ballots_cast / registered) > 0.5 * pow(10, -length(regexp_extract(rtrim(turnout::VARCHAR, '0'), '[.]([0-9]+)', 1)))",
        "turnout",
    ),
    _Asked(
        "R408", "SELECT 1 FROM contests WHERE shares > 1",
        "SELECT contest AS label, line, list, list AS selection, share, share_printed AS printed, decimals, fewest, floor(share::DECIMAL(18, 8) * pow(10, fewest)::BIGINT) / pow(10, fewest) AS without FROM (SELECT *, min(decimals) OVER w AS fewest, max(decimals) OVER w AS most, "
        "count(*) FILTER (share_printed LIKE '%0' OR share_printed LIKE '%0\\%' ESCAPE '\\') OVER (PARTITION BY source_id) AS zeros "
        "FROM rows WHERE share_printed IS NOT NULL WINDOW w AS (PARTITION BY contest_id)) WHERE decimals > fewest AND zeros > 0",
        "share_printed",
    ),
    _Asked(
        "R411", f"SELECT 1 FROM {_ROWS} WHERE share IS NOT NULL AND votes IS NOT NULL AND (base = 'valid' AND contests.valid > 0 OR base = 'cast' AND contests.ballots_cast > 0)",
        f"SELECT label, line, list, label || ': ' || list AS whose, votes AS part, whole AS base, share, round(share * whole / 100, 0)::BIGINT AS would_be, round(100.0 * votes / whole, 3) AS computed FROM (SELECT rows.*, label, "
        f"CASE base WHEN 'valid' THEN contests.valid WHEN 'cast' THEN contests.ballots_cast END AS whole FROM {_ROWS}) "
        "WHERE whole > 0 AND abs(share - 100.0 * votes / whole) > 0.5 * pow(10, -decimals)",
        "share_printed",
    ),
    _Asked(
        "R413", "SELECT 1 FROM contests WHERE shares BETWEEN 2 AND n",
        "SELECT label, first AS line, shares AS among, 100 - share_sum AS figure, second AS bound, 'who goes to the runoff' AS what FROM contests JOIN (SELECT contest_id, list_sort(list(share), 'DESC')[2] AS second "
        "FROM rows WHERE share IS NOT NULL AND NOT aside GROUP BY contest_id) USING (contest_id) WHERE round = 1 AND shares > 1 AND runoffs > 0 AND 100 - share_sum - tolerance > second",
        "share_printed",
    ),
    *(
        _Asked(
            code, f"SELECT 1 FROM {_ROWS} WHERE outcome = 'elected' AND {of} IS NOT NULL",
            f"SELECT label, w.line, w.list AS winner, w.{of} AS winner_has, '{unit}' AS what, o.list AS other, o.{of} AS best_other FROM rows AS w JOIN contests USING (contest_id) "
            f"JOIN rows AS o ON o.contest_id = w.contest_id AND NOT o.aside AND o.{of} > w.{of} WHERE w.outcome = 'elected' AND ({_SINGLE.replace('contest_seats', 'contests.contest_seats').replace('law', 'contests.law')}) "
            f"AND (contests.law IN {_AT_ONCE} OR contests.round > 1) QUALIFY row_number() OVER (PARTITION BY w.contest_id ORDER BY o.{of} DESC) = 1",
            "outcome",
        )
        for code, of, unit in (("R501", "votes", "votes"), ("R501", "share", "per cent"))
    ),
    _Asked(
        "R502", f"SELECT 1 FROM {_ROWS} WHERE outcome = 'elected' AND share IS NOT NULL AND contests.law IN {_BY_MAJORITY} AND contests.round = 1",
        f"SELECT label, line, list, list AS winner, share, 'more than half' AS bar FROM {_ROWS} WHERE outcome = 'elected' AND contests.law IN {_BY_MAJORITY} AND contests.round = 1 AND share + 0.5 * pow(10, -decimals) <= 50",
        "outcome",
    ),
    _Asked(
        "R511", f"SELECT 1 FROM {_ROWS} WHERE outcome = 'elected' AND votes IS NOT NULL AND contests.valid > 0 AND contests.law IN {_BY_MAJORITY} AND contests.round = 1",
        f"SELECT label, line, list, list AS winner, votes, contests.valid AS base, 'valid' AS majority_of, contests.valid // 2 + 1 AS needed, 'more than half' AS bar FROM {_ROWS} WHERE outcome = 'elected' AND coalesce(majority_of, 'valid') = 'valid' AND contests.law IN {_BY_MAJORITY} "
        "AND contests.round = 1 AND 2 * votes <= contests.valid",
        "outcome",
    ),
    _Asked(
        "R503", "SELECT 1 FROM contests WHERE runoffs > 0", f"SELECT label, first AS line, runoffs AS named, {_NAMED.format('runoff')} AS names FROM contests WHERE runoffs > {_GO_ON}",
        "outcome",
    ),
    *(
        _Asked(
            code, f"SELECT 1 FROM {_ROWS} WHERE outcome = 'runoff' AND {of} IS NOT NULL",
            f"SELECT label, w.line, w.list AS selection, w.{of}, o.list AS other, o.{of} AS best_other FROM rows AS w JOIN contests USING (contest_id) "
            f"JOIN rows AS o ON o.contest_id = w.contest_id AND NOT o.aside AND coalesce(o.outcome, '') NOT IN ('runoff', 'elected') AND o.{of} > w.{of} WHERE w.outcome = 'runoff' AND contests.round = 1 "
            f"QUALIFY row_number() OVER (PARTITION BY w.contest_id ORDER BY w.{of}, o.{of} DESC) = 1",
            "outcome",
        )
        for code, of in (("R504", "share"), ("R513", "votes"))
    ),
    _Asked(
        "R505", "SELECT 1 FROM rows WHERE outcome = 'largest' AND seats IS NOT NULL",
        "SELECT contest AS label, line, list, list AS what, seats AS figure, most AS bound FROM (SELECT *, max(seats) OVER (PARTITION BY contest_id) AS most FROM rows WHERE NOT aside) WHERE outcome = 'largest' AND seats < most",
        "outcome",
    ),
    _Asked(
        "R506", "SELECT 1 FROM rows WHERE outcome = 'largest' AND seats IS NOT NULL",
        "SELECT contest AS label, line, list, contest || ': ' || list AS whose, seats AS among, equal AS figure, names AS what FROM (SELECT *, max(seats) OVER w AS most, count(*) OVER s AS equal, string_agg(list, ', ') OVER s AS names FROM rows WHERE NOT aside "
        "WINDOW w AS (PARTITION BY contest_id), s AS (PARTITION BY contest_id, seats)) WHERE outcome = 'largest' AND seats = most AND equal > 1 QUALIFY row_number() OVER (PARTITION BY contest_id ORDER BY line) = 1",
        "outcome",
    ),
    _Asked(
        "R507", f"SELECT 1 FROM contests WHERE winners > 0 AND {_SINGLE}", f"SELECT label, first AS line, winners, {_NAMED.format('elected')} AS names FROM contests WHERE winners > 1 AND {_SINGLE}",
        "outcome",
    ),
    _Asked(
        "R508", "SELECT 1 FROM contests WHERE round = 1 AND winners + runoffs > 0", "SELECT label, first AS line FROM contests WHERE round = 1 AND winners > 0 AND runoffs > 0",
        "outcome",
    ),
    _Asked(
        "R523", f"SELECT 1 FROM {_ROWS} WHERE threshold > 0 AND seats IS NOT NULL AND votes IS NOT NULL AND contests.valid > 0",
        f"SELECT label, line, list, votes, contests.valid AS valid, 'valid votes' AS of, threshold, seats, round(100.0 * votes / contests.valid, 2) AS percent FROM {_ROWS} "
        "WHERE threshold > 0 AND seats > 0 AND coalition_id IS NULL AND contests.valid > 0 AND 100.0 * votes / contests.valid < threshold",
        "seats",
    ),
    _Asked(
        "R801", "SELECT 1 FROM contests WHERE turnout IS NOT NULL", "SELECT label, first AS line, turnout AS share, 100 AS bound FROM contests WHERE turnout > 100",
        "turnout",
    ),
)  # fmt: skip


def judged(file: File) -> list[Told]:
    """Every claim about the contests of the file."""
    make(file)
    cells = {plain(name): i + 1 for i, name in enumerate(file.sheet.header)}
    found: dict[tuple[str, str], Told] = {}
    for asked in _ASKED:
        if not file.rows(f"{asked.there} LIMIT 1"):
            continue
        file.asked.add(asked.code)
        answer = file.connection.execute(f"FROM ({asked.broken}) ORDER BY line")
        columns = [column[0] for column in answer.description or []]
        for row in answer.fetchall():
            values = dict(zip(columns, row, strict=True))
            named = values | {"label": values.get("whose", values["label"])}
            says = sentence(asked.says or rules()[asked.code].says, named, _shown)
            place = file.place(values["line"], cells.get(asked.column))
            subject = f"{values['label']} / {values.get('list', '')}"
            found.setdefault((asked.code, subject), file.told(asked.code, says, [place], subject))
    return list(found.values())


def counts(file: File) -> tuple[int, int]:
    """How many rows and contests the file has."""
    rows, contests = file.rows("SELECT (SELECT count(*) FROM rows), (SELECT count(*) FROM contests)")[0]
    return rows, contests


def _shown(value: object) -> str:
    if isinstance(value, str) or value is None:
        return str(value or "")
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.3f}".rstrip("0").rstrip(".")
