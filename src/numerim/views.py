"""Views that answer the common questions, in every published DuckDB file."""

VIEWS = {
    "results": (
        "Candidates and lists with what is published of each, side by side: votes, printed share, seats, outcome.",
        """
        SELECT c.election_id, c.office, u.name AS unit, s.candidate, coalesce(p.acronym, p.name_en, p.name) AS party,
            v.votes, h.share, n.seats, o.outcome, c.contest_id, s.selection_id
        FROM selections s
        JOIN contests c USING (election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        LEFT JOIN parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)
        LEFT JOIN vote_counts v ON v.election_id = s.election_id AND v.contest_id = s.contest_id
            AND v.selection_id = s.selection_id AND v.gp_unit_id = c.gp_unit_id AND v.count_type = 'total'
        LEFT JOIN vote_shares h ON h.election_id = s.election_id AND h.contest_id = s.contest_id
            AND h.selection_id = s.selection_id AND h.gp_unit_id = c.gp_unit_id
        LEFT JOIN seat_counts n ON n.election_id = s.election_id AND n.contest_id = s.contest_id
            AND n.selection_id = s.selection_id
        LEFT JOIN outcomes o ON o.election_id = s.election_id AND o.contest_id = s.contest_id
            AND o.selection_id = s.selection_id
        """,
    ),
    "winners": (
        "Who was elected to an office, with party and coalition where a source names them.",
        """
        SELECT o.election_id, c.office, c.gp_unit_id, u.name AS unit, s.candidate,
            coalesce(p.acronym, p.name_en, p.name) AS party, s.party_id,
            coalesce(k.acronym, k.name_en, k.name) AS coalition, s.coalition_id, o.source_id, o.locator
        FROM outcomes o
        JOIN contests c USING (election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING (election_id, contest_id, selection_id)
        LEFT JOIN parties p USING (party_id) LEFT JOIN parties k ON k.party_id = s.coalition_id
        WHERE o.outcome = 'elected'
        """,
    ),
    "runoffs": (
        "Contests that go to a second round, with the first-round shares where a source gives them.",
        """
        SELECT o.election_id, c.gp_unit_id, u.name AS unit, s.candidate,
            coalesce(p.acronym, p.name_en, p.name) AS party, s.party_id, v.share,
            o.source_id, o.locator
        FROM outcomes o
        JOIN contests c USING (election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING (election_id, contest_id, selection_id)
        LEFT JOIN parties p USING (party_id)
        LEFT JOIN vote_shares v ON v.election_id = o.election_id AND v.contest_id = o.contest_id
            AND v.selection_id = o.selection_id AND v.gp_unit_id = c.gp_unit_id
        WHERE o.outcome = 'runoff'
        """,
    ),
    "council_composition": (
        "Seats of every list in every council.",
        """
        SELECT c.election_id, c.gp_unit_id, u.name AS unit, coalesce(p.acronym, p.name_en) AS party,
            n.selection_id AS list_id, n.seats, n.source_id, n.locator
        FROM seat_counts n
        JOIN contests c USING (election_id, contest_id) JOIN gp_units u USING (gp_unit_id)
        JOIN selections s USING (election_id, contest_id, selection_id)
        LEFT JOIN parties p ON p.party_id = coalesce(s.party_id, s.coalition_id)
        """,
    ),
    "turnout": (
        "Turnout as printed.",
        """
        SELECT t.election_id, t.office, t.gp_unit_id, u.name AS unit, t.share AS turnout, t.doubts, t.source_id,
            t.locator
        FROM reported_shares t JOIN gp_units u USING (gp_unit_id) WHERE t.measure = 'turnout'
        """,
    ),
    "open_findings": (
        "Findings that nobody has decided about, the gravest first.",
        """
        SELECT election_id, rule, severity, decisive, subject, says, expected, actual, locators FROM findings
        WHERE status = 'open'
        ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, rule, subject
        """,
    ),
}
"""Name -> what it answers, and its SQL."""


def views_sql() -> str:
    """SQL that makes every view, with comments."""
    from numerim.warehouse import text

    return "\n".join(
        f"CREATE OR REPLACE VIEW {name} AS {sql}; COMMENT ON VIEW {name} IS {text(says)};"
        for name, (says, sql) in VIEWS.items()
    )
