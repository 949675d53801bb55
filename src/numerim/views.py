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
_OFFICE = {"office": "What is voted for."}
_UNIT = {"gp_unit_id": "The unit whose voters decide.", "unit": "Its name."}
_ROUND = {"round": "The round of the vote, from 1."}
_CANDIDATE = {"candidate": "The person; empty for a list, and where no source names the person."}
_PARTY = {"party": "The acronym or name of the party, or of the coalition where no source names a party."}
_COALITION = {"coalition": "The coalition, as `party`; empty where the row of the source names none."}
_DOUBTS = "Codes of the warnings that dispute"
_AT = "Where the figures stand: source|locator, divided by spaces."
_IDS = {"contest_id": "The contest.", "selection_id": "The candidate or list, within the contest."}
_FROM = {"source_id": "The source that says so.", "locator": "Where in the source it stands."}

_NAMED = "coalesce(p.acronym, p.name_en, p.name) AS party"
_CONTEST = """
        JOIN contests c USING ({package}election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING ({package}election_id, contest_id, selection_id)
        LEFT JOIN parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)"""

VIEWS = {
    "results": View(
        "Candidates and lists with what is published of each, side by side: votes, printed share, seats, outcome.",
        _ELECTION
        | _OFFICE
        | _UNIT
        | _ROUND
        | _CANDIDATE
        | _PARTY
        | _COALITION
        | {
            "votes": "Votes of all kinds in the whole contest; empty where none are published (`vote_counts` has those "
            "of stations, or of one kind of ballots).",
            "share": "Percentage of the votes, as printed; empty where none is published.",
            "seats": "Seats in the council.",
            "outcome": "What a source says happened.",
            "doubts": f"{_DOUBTS} any of these figures.",
            "held_back": "Codes of the errors for which figures of the row are held back; `statements` has those.",
        }
        | _IDS
        | {"locators": _AT},
        f"""
        WITH stated AS (
            SELECT {{package}}split_part(table_key, ' ', 1) AS election_id,
                split_part(table_key, ' ', 2) AS contest_id,
                CASE WHEN table_name IN ('vote_counts', 'vote_shares')
                    THEN split_part(table_key, ' ', 3) END AS of_unit,
                split_part(table_key, ' ', CASE WHEN of_unit IS NULL THEN 3 ELSE 4 END) AS selection_id,
                source_id || '|' || locator AS place, unnest(string_split(rules, ' ')) AS rule
            FROM statements
            WHERE fate = 'held_back' AND table_name IN ('vote_counts', 'vote_shares', 'seat_counts', 'outcomes')
                AND (table_name <> 'vote_counts' OR split_part(table_key, ' ', 5) = 'total')),
        errors AS (
            SELECT DISTINCT {{package}}rule, source_id || '|' || locator AS place
            FROM findings JOIN finding_places USING ({{package}}election_id, finding_id)
            WHERE severity = 'error' AND status = 'open'),
        held AS (
            SELECT {{package}}election_id, contest_id, selection_id,
                string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules
            FROM stated JOIN errors USING ({{package}}rule, place)
            JOIN contests USING ({{package}}election_id, contest_id)
            WHERE coalesce(of_unit, gp_unit_id) = gp_unit_id GROUP BY ALL)
        SELECT {{package}}election_id, c.office::VARCHAR AS office, gp_unit_id, u.name AS unit, c.round, s.candidate,
            {_NAMED}, coalesce(k.acronym, k.name_en, k.name) AS coalition, v.votes, h.share, n.seats,
            o.outcome::VARCHAR AS outcome, nullif(concat_ws(' ', v.doubts, h.doubts, n.doubts, o.doubts), '') AS doubts,
            held.rules AS held_back, contest_id, selection_id,
            nullif(concat_ws(' ', v.source_id || '|' || v.locator, h.source_id || '|' || h.locator,
                n.source_id || '|' || n.locator, o.source_id || '|' || o.locator), '') AS locators
        FROM selections s
        LEFT JOIN held USING ({{package}}election_id, contest_id, selection_id)
        LEFT JOIN parties k ON k.party_id = s.coalition_id
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
        | _OFFICE
        | _UNIT
        | _ROUND
        | _CANDIDATE
        | _PARTY
        | {"party_id": "The party."}
        | _COALITION
        | {"coalition_id": "The coalition."}
        | _IDS
        | _FROM,
        f"""
        SELECT {{package}}election_id, c.office::VARCHAR AS office, gp_unit_id, u.name AS unit, c.round, s.candidate,
            {_NAMED}, s.party_id, coalesce(k.acronym, k.name_en, k.name) AS coalition, s.coalition_id, contest_id,
            selection_id, o.source_id, o.locator
        FROM outcomes o{_CONTEST}
        LEFT JOIN parties k ON k.party_id = s.coalition_id
        WHERE o.outcome = 'elected'
        """,
    ),
    "runoffs": View(
        "Who goes to a second round, with the share of the round before where one is published.",
        _ELECTION
        | _UNIT
        | _CANDIDATE
        | _PARTY
        | {
            "party_id": "The party.",
            "share": "Percentage of the votes of the round before, as printed; empty where none is published.",
            "doubts": f"{_DOUBTS} that percentage.",
        }
        | _IDS
        | _FROM,
        f"""
        SELECT {{package}}election_id, gp_unit_id, u.name AS unit, s.candidate, {_NAMED}, s.party_id, v.share, v.doubts,
            contest_id, selection_id, o.source_id, o.locator
        FROM outcomes o{_CONTEST}
        LEFT JOIN vote_shares v USING ({{package}}election_id, contest_id, selection_id, gp_unit_id)
        WHERE o.outcome = 'runoff'
        """,
    ),
    "council_composition": View(
        "Seats of every list in every council.",
        _ELECTION
        | _UNIT
        | _PARTY
        | {
            "list_id": "The list, within the contest.",
            "kind": "`list`, or `remainder` for all lists that the source does not print one by one.",
            "seats": "Its seats.",
            "seats_published": "Seats of all its lists that are published.",
            "doubts": f"{_DOUBTS} the seats.",
            "contest_id": "The contest.",
        }
        | _FROM,
        f"""
        SELECT {{package}}election_id, gp_unit_id, u.name AS unit, {_NAMED}, selection_id AS list_id,
            s.kind::VARCHAR AS kind, o.seats,
            (sum(o.seats) OVER (PARTITION BY {{package}}election_id, contest_id))::BIGINT AS seats_published, o.doubts,
            contest_id, o.source_id, o.locator
        FROM seat_counts o{_CONTEST}
        """,
    ),
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
            nullif(concat_ws(' ', printed.doubts, of_counts.rules), '') AS doubts,
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
            "severity": "What follows from it.",
            "impact": "Whether it could change who wins, who goes on, or a seat.",
            "cause": "The finding that stands for all with the same reason, where it is known to have one.",
            "subject": "What it is about.",
            "says": "What does not fit, with its numbers.",
            "expected": "The figure that the rule expects.",
            "actual": "The figure that is there instead.",
            "finding_id": "The finding.",
        },
        """
        SELECT {package}election_id, rule, severity::VARCHAR AS severity, impact::VARCHAR AS impact, cause, subject,
            says, expected, actual, finding_id
        FROM findings
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
