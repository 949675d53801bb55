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
_UNIT = {"gp_unit_id": "The unit.", "unit": "Its name."}
_WHO = {
    "candidate": "The person; empty for a list.",
    "party": "The acronym of the party, or its name; empty where no source names one.",
}
_FROM = {"source_id": "The source that says so.", "locator": "Where in the source it stands."}
_PARTY = "coalesce(p.acronym, p.name_en, p.name) AS party"

VIEWS = {
    "results": View(
        "Candidates and lists with what is published of each, side by side: votes, printed share, seats, outcome.",
        _ELECTION
        | {"office": "What is voted for."}
        | {"unit": "The name of the unit whose voters decide.", "round": "The round of the vote, from 1."}
        | _WHO
        | {
            "votes": "Votes; empty where no source gives them.",
            "share": "Percentage of the votes, as printed.",
            "seats": "Seats in the council.",
            "outcome": "What a source says happened.",
            "contest_id": "The contest.",
            "selection_id": "The candidate or list, within the contest.",
        },
        f"""
        SELECT {{package}}election_id, c.office, u.name AS unit, c.round, s.candidate, {_PARTY},
            v.votes, h.share, n.seats, o.outcome, contest_id, selection_id
        FROM selections s
        JOIN contests c USING ({{package}}election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        LEFT JOIN parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)
        LEFT JOIN (FROM vote_counts WHERE count_type = 'total') v
            USING ({{package}}election_id, contest_id, selection_id, gp_unit_id)
        LEFT JOIN vote_shares h USING ({{package}}election_id, contest_id, selection_id, gp_unit_id)
        LEFT JOIN seat_counts n USING ({{package}}election_id, contest_id, selection_id)
        LEFT JOIN outcomes o USING ({{package}}election_id, contest_id, selection_id)
        """,
    ),
    "winners": View(
        "Who was elected to an office, with party and coalition where a source names them.",
        _ELECTION
        | {"office": "What was voted for."}
        | _UNIT
        | _WHO
        | {"party_id": "The party.", "coalition": "The coalition, as `party`.", "coalition_id": "The coalition."}
        | _FROM,
        f"""
        SELECT {{package}}election_id, c.office, c.gp_unit_id, u.name AS unit, s.candidate, {_PARTY}, s.party_id,
            coalesce(k.acronym, k.name_en, k.name) AS coalition, s.coalition_id, o.source_id, o.locator
        FROM outcomes o
        JOIN contests c USING ({{package}}election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING ({{package}}election_id, contest_id, selection_id)
        LEFT JOIN parties p USING (party_id) LEFT JOIN parties k ON k.party_id = s.coalition_id
        WHERE o.outcome = 'elected'
        """,
    ),
    "runoffs": View(
        "Who goes to a second round, with the share of round one where a source gives it.",
        _ELECTION
        | _UNIT
        | _WHO
        | {"party_id": "The party.", "share": "Percentage of the votes of round one, as printed."}
        | _FROM,
        f"""
        SELECT {{package}}election_id, c.gp_unit_id, u.name AS unit, s.candidate, {_PARTY}, s.party_id, v.share,
            o.source_id, o.locator
        FROM outcomes o
        JOIN contests c USING ({{package}}election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING ({{package}}election_id, contest_id, selection_id)
        LEFT JOIN parties p USING (party_id)
        LEFT JOIN vote_shares v USING ({{package}}election_id, contest_id, selection_id, gp_unit_id)
        WHERE o.outcome = 'runoff'
        """,
    ),
    "council_composition": View(
        "Seats of every list in every council.",
        _ELECTION
        | _UNIT
        | {"party": "The acronym of the party or coalition, or its name.", "list_id": "The list, within the contest."}
        | {"seats": "Its seats.", "council_size": "Seats of all lists of the council that are published."}
        | _FROM,
        f"""
        SELECT {{package}}election_id, c.gp_unit_id, u.name AS unit, {_PARTY}, selection_id AS list_id, n.seats,
            (sum(n.seats) OVER (PARTITION BY {{package}}election_id, contest_id))::BIGINT AS council_size,
            n.source_id, n.locator
        FROM seat_counts n
        JOIN contests c USING ({{package}}election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING ({{package}}election_id, contest_id, selection_id)
        LEFT JOIN parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)
        """,
    ),
    "turnout": View(
        "Turnout as printed, and as it follows from the people registered and the ballots cast.",
        _ELECTION
        | {"office": "What was voted for; `all` where the figure is of no single office."}
        | _UNIT
        | {
            "round": "The round of the vote, from 1.",
            "turnout": "Percentage of the people registered, as printed.",
            "registered": "People on the electoral roll.",
            "cast": "Ballots cast.",
            "computed": "100 times ballots cast by people registered, two decimals.",
            "doubts": "Codes of the findings about the printed figure.",
        },
        """
        WITH printed AS (FROM reported_shares WHERE measure = 'turnout' AND category = 'all'),
        counted AS (
            SELECT {package}election_id, office, gp_unit_id, round,
                any_value(ballots) FILTER (measure = 'registered') AS registered,
                any_value(ballots) FILTER (measure = 'cast') AS "cast"
            FROM ballot_counts WHERE count_type = 'total' AND measure IN ('registered', 'cast') GROUP BY ALL)
        SELECT {package}election_id, office, gp_unit_id, u.name AS unit, round, printed.share AS turnout,
            counted.registered, counted."cast",
            round(100 * counted."cast" / nullif(counted.registered, 0), 2)::DECIMAL(12, 6) AS computed, printed.doubts
        FROM printed FULL JOIN counted USING ({package}election_id, office, gp_unit_id, round)
        JOIN gp_units u USING (gp_unit_id)
        """,
    ),
    "open_findings": View(
        "Findings that nobody has decided about, the gravest first.",
        _ELECTION
        | {
            "rule": "The rule that is broken.",
            "severity": "What follows from it.",
            "decisive": "Whether it could change who wins, who goes to the runoff, or a seat.",
            "subject": "What it is about.",
            "says": "What does not fit, with its numbers.",
            "expected": "The figure that the rule expects.",
            "actual": "The figure that is there instead.",
            "locators": "Where the figures stand: source|locator, divided by spaces.",
        },
        """
        SELECT {package}election_id, rule, severity, decisive, subject, says, expected, actual, locators FROM findings
        WHERE status = 'open'
        ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule, subject
        """,
    ),
}
"""Name -> what it answers, and its SQL."""


def views_sql(*, packages: bool = False) -> str:
    """SQL that makes every view, with comments.

    Args:
        packages: whether the tables hold several packages and have the column `package`.
    """
    told = []
    for name, view in VIEWS.items():
        told.append(f"CREATE VIEW {name} AS {view.sql.format(package='package, ' if packages else '')};")
        told.append(f"COMMENT ON VIEW {name} IS {text(view.says)};")
        columns = {"package": "The package that the row is from.", **view.columns} if packages else view.columns
        told += [f'COMMENT ON COLUMN {name}."{column}" IS {text(says)};' for column, says in columns.items()]
    return "\n".join(told)
