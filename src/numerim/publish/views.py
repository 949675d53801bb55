"""Views that answer the common questions, in every published DuckDB file."""

from dataclasses import dataclass

from numerim.warehouse import text


@dataclass(frozen=True)
class View:
    """A question that many ask, answered.

    Attributes:
        says: what one row is.
        columns: what each column holds, in order.
        sql: the answer. `{package}` stands before `election_id` wherever rows of several packages lie together.
    """

    says: str
    columns: dict[str, str]
    sql: str


_ELECTION = {"election_id": "The election."}
_ROUND = {"round": "The round of the vote, from 1."}
_DOUBTS = "Codes of the warnings that dispute"
_AT = "Where the figures stand: source|locator, divided by spaces."

VIEWS = {
    "turnout": View(
        "Turnout as printed, and as it follows from the people registered and the ballots cast.",
        _ELECTION
        | {"race": "The office, with its district if it has several; `all` where the figure is of none."}
        | {"gp_unit_id": "The unit.", "unit": "Its name."}
        | _ROUND
        | {
            "turnout": "Percentage of the people registered, as printed; empty where none is published.",
            "relation": "How the source puts it: `equal`, or that it is more, less, or about as much.",
            "registered": "People on the electoral roll.",
            "cast": "Ballots cast.",
            "computed": "100 times ballots cast by people registered, two decimals.",
            "doubts": f"{_DOUBTS} the printed figure, and of errors that the two counts are part of.",
            "locators": _AT,
        },
        """
        WITH printed AS (
            SELECT *, source_id || '|' || locator AS place FROM reported_shares
            WHERE measure = 'turnout' AND category = 'all'),
        counted AS (
            SELECT {package}election_id, race, gp_unit_id, round,
                any_value(ballots) FILTER (measure = 'registered') AS registered,
                any_value(ballots) FILTER (measure = 'cast') AS "cast",
                string_agg(source_id || '|' || locator, ' ' ORDER BY measure, locator) AS places
            FROM ballot_counts WHERE count_type = 'total' AND measure IN ('registered', 'cast') GROUP BY ALL),
        errors AS (
            SELECT {package}rule, source_id || '|' || locator AS place
            FROM findings JOIN finding_places USING ({package}election_id, finding_id)
            WHERE severity = 'error' AND status = 'open'),
        of_counts AS (
            SELECT {package}election_id, race, gp_unit_id, round,
                string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules
            FROM (SELECT *, unnest(string_split(places, ' ')) AS place FROM counted)
            JOIN errors USING ({package}place) GROUP BY ALL)
        SELECT {package}election_id, race, gp_unit_id, u.name AS unit, round,
            printed.share AS turnout, printed.relation::VARCHAR AS relation, counted.registered, counted."cast",
            ((20000 * counted."cast"::HUGEINT + counted.registered) // nullif(2 * counted.registered::HUGEINT, 0) / 100)
                ::DECIMAL(12, 6) AS computed,
            nullif(array_to_string(list_sort(list_distinct(
                string_split(concat_ws(' ', printed.doubts, of_counts.rules), ' '))), ' '), '') AS doubts,
            concat_ws(' ', printed.place, counted.places) AS locators
        FROM printed FULL JOIN counted USING ({package}election_id, race, gp_unit_id, round)
        LEFT JOIN of_counts USING ({package}election_id, race, gp_unit_id, round)
        JOIN gp_units u USING (gp_unit_id)
        """,
    ),
    "open_findings": View(
        "Findings that nobody has decided about, the gravest first.",
        _ELECTION
        | {
            "rule": "The rule that is broken.",
            "claim": "What the rule says.",
            "severity": "What follows from it.",
            "impact": "Whether it could change who wins, goes to a runoff, or gets a seat.",
            "cause": "The finding that stands for all with the same reason, where it is known to have one.",
            "subject": "What it is about.",
            "says": "What does not fit, with its numbers.",
            "expected": "The figure that the rule expects.",
            "actual": "The figure that is there instead.",
            "finding_id": "The finding.",
        },
        """
        SELECT {package}election_id, rule, claim, severity::VARCHAR AS severity, impact::VARCHAR AS impact, cause,
            subject, says, expected, actual, finding_id
        FROM findings
        WHERE status = 'open'
        ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule, subject
        """,
    ),
    "open_objections": View(
        "What readers say is wrong and nobody has decided about, what waits longest first.",
        {
            "objection_id": "The objection.",
            "days_open": "For how many days nobody has decided, up to the day (UTC) on which it is asked.",
            "table_name": "The table of the figure, in the version that it is about.",
            "table_key": "The key of its row.",
            "locator": "Where the figure stands in its source.",
            "published": "The figure.",
            "should_be": "What it should be.",
            "because": "How the reader knows.",
            "received_on": "The day on which it was made.",
            "reason": "What was answered so far.",
        },
        """
        SELECT {package}objection_id,
            date_diff('day', received_on, make_timestamp(epoch_us(now()))::DATE) AS days_open,
            table_name, table_key, locator, published, should_be, because, received_on, reason
        FROM objections
        WHERE state = 'open'
        ORDER BY received_on, objection_id
        """,
    ),
}
"""Name -> what it answers, and its SQL."""


def views_sql(*, packages: bool = False, only: str = "") -> str:
    """SQL that makes every view, with comments.

    Args:
        packages: whether the tables hold several packages and have the column `package`.
        only: the one view that is wanted.
    """
    told = []
    for name, view in ((only, VIEWS[only]),) if only else VIEWS.items():
        told.append(f"CREATE VIEW {name} AS {view.sql.format(package='package, ' if packages else '')};")
        told.append(f"COMMENT ON VIEW {name} IS {text(view.says)};")
        columns = {"package": "The package that the row is from.", **view.columns} if packages else view.columns
        told += [f'COMMENT ON COLUMN {name}."{column}" IS {text(says)};' for column, says in columns.items()]
    return "\n".join(told)
