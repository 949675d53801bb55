"""What is said of the election as a whole: how far the count is, the turnout, the votes of parties."""

from numerim import warehouse
from numerim.publish.draft import Draft
from numerim.publish.headlines.races import Answers
from numerim.publish.headlines.words import counted, listed, percent, spoken


def counted_so_far(draft: Draft) -> list[str]:
    """How far the count is, where it had not ended."""
    status = draft.file.election.status
    if status == "final":
        return []
    rows = warehouse.rows(
        draft.connection,
        "SELECT relation, share, decimals FROM clean.reported_shares JOIN clean.gp_units USING (gp_unit_id) "
        f"WHERE election_id = {warehouse.text(draft.package)} AND measure = 'counted' AND parent_id IS NULL "
        "ORDER BY source_id, locator LIMIT 1",
    )
    if status == "preliminary":
        return [
            "The result is preliminary: the votes are counted, but a second round or the official certification is "
            "still to come."
        ]
    if not rows:
        return ["The count was not finished; the sources do not say how far it had got."]
    relation, share, decimals = rows[0]
    bound = "" if relation == "equal" else f"{relation} "
    return [f"The count was not finished: {bound}{percent(share, decimals)} per cent of the ballots were counted."]


def turnout(draft: Draft, said: Answers) -> list[str]:
    """The turnout in the country, or what there is of it; `said` gets the findings that hold a turnout back."""
    own = warehouse.text(draft.package)
    shares = warehouse.rows(
        draft.connection,
        "SELECT s.race, s.round, s.share, s.decimals, s.doubts "
        "FROM clean.reported_shares s JOIN clean.gp_units USING (gp_unit_id) "
        f"WHERE election_id = {own} AND measure = 'turnout' AND category = 'all' AND relation = 'equal' "
        "AND parent_id IS NULL ORDER BY s.race, s.round",
    )
    if shares:
        said.doubted |= {(rule, None) for *_, doubts in shares for rule in (doubts or "").split()}
        return [
            f"Turnout{'' if race == 'all' else f' for {spoken(race)}'}{f', round {n}' if n > 1 else ''}: "
            f"{percent(share, decimals)} per cent{f' (in doubt: {listed(doubts.split())})' if doubts else ''}."
            for race, n, share, decimals, doubts in shares
        ]
    ballots = warehouse.rows(
        draft.connection,
        "SELECT any_value(ballots) FILTER (measure = 'cast'), any_value(ballots) FILTER (measure = 'registered') "
        f"FROM clean.ballot_counts JOIN clean.gp_units USING (gp_unit_id) WHERE election_id = {own} AND round = 1 "
        "AND count_type = 'total' AND given = 'figure' AND parent_id IS NULL AND measure IN ('cast', 'registered') "
        "GROUP BY race, gp_unit_id HAVING count(*) = 2",
    )
    if len(ballots) == 1:
        cast, registered = ballots[0]
        return [f"{cast:,} of {registered:,} registered voters cast a ballot.{_left_out(draft, said)}"]
    some = warehouse.rows(draft.connection, _TURNOUTS)
    told, of, low, low_unit, high, high_unit, doubted, rules = some[0]
    said.doubted |= {(rule, None) for rule in rules or ()}
    if low is None:
        return [f"Turnout is published for {counted(told, 'unit')}, all in doubt: {listed(rules)}."] if told else []
    aside = f", leaving aside {doubted:,} in doubt ({listed(rules)})" if doubted else ""
    if told > 1 and low != high:
        return [
            f"Turnout is known in {told:,} of {of:,} units: from {percent(low, None)} per cent in {low_unit} to "
            f"{percent(high, None)} in {high_unit}{aside}."
        ]
    return [f"Turnout in {low_unit}: {percent(low, None)} per cent{aside}."]


def _left_out(draft: Draft, said: Answers) -> str:
    """That a turnout is held back, with the rules that do so, in a sentence after others; empty where none is."""
    held = warehouse.rows(
        draft.connection,
        "SELECT DISTINCT p.rule FROM clean.statements s JOIN (SELECT f.rule, p.* FROM clean.finding_places p "
        "JOIN clean.findings f USING (election_id, finding_id) WHERE f.severity = 'error' AND f.status = 'open' "
        "AND p.role = 'in_doubt') p USING (election_id, source_id, locator, measure) "
        f"WHERE election_id = {warehouse.text(draft.package)} AND measure = 'turnout' AND fate = 'held_back' "
        "ORDER BY 1",
    )
    said.doubted |= {(rule, None) for (rule,) in held}
    if not held:
        return ""
    rules = [rule for (rule,) in held]
    return (
        f" A turnout that the source prints is left out, by {'rule' if len(rules) == 1 else 'rules'} {listed(rules)}."
    )


_TURNOUTS = """
-- No figure in doubt is called the lowest or the highest.
WITH doubted AS (
    SELECT gp_unit_id AS unit_id, round, string_agg(doubts, ' ') AS doubts FROM clean.reported_shares
    WHERE measure = 'turnout' AND category = 'all' AND relation = 'equal' AND doubts IS NOT NULL
        AND election_id IN (SELECT election_id FROM headline_rows)
    GROUP BY ALL),
known AS (
    SELECT h.unit_id, h.unit, h.turnout, d.doubts, CASE WHEN d.doubts IS NULL THEN h.turnout END AS sure
    FROM headline_rows h LEFT JOIN doubted d ON d.unit_id = h.unit_id AND d.round = h.round AND h.turnout IS NOT NULL)
SELECT count(DISTINCT unit_id) FILTER (turnout IS NOT NULL), count(DISTINCT unit_id), min(sure),
    arg_min(unit, sure), max(sure), arg_max(unit, sure), count(DISTINCT unit_id) FILTER (doubts IS NOT NULL),
    list_sort(list_distinct(flatten(list(string_split(doubts, ' ')) FILTER (doubts IS NOT NULL))))
FROM known
"""


def other_elections(draft: Draft) -> list[str]:
    """The contests of other elections that the package has too."""
    rows = warehouse.rows(
        draft.connection,
        "SELECT any_value(election), count(DISTINCT contest_id), held_on FROM clean.results "
        f"WHERE election_id <> {warehouse.text(draft.package)} "
        "GROUP BY election_id, held_on ORDER BY held_on, election_id",
    )
    if not rows:
        return []
    contests, days = sum(number for _, number, _ in rows), [day.year for *_, day in rows if day]
    when = f", {min(days)} to {max(days)}" if days and min(days) < max(days) else f", {days[0]}" if days else ""
    told = f" ({rows[0][0]})" if len(rows) == 1 else when
    return [f"The package also has {counted(contests, 'contest')} of {counted(len(rows), 'other election')}{told}."]


def votes_of_parties(draft: Draft, office: str, voting_round: int, name: str) -> list[str]:
    """What sources print as the votes of a party in all contests, with its share."""
    rows = warehouse.rows(
        draft.connection,
        f"""
        SELECT coalesce(p.acronym, p.name_en, p.name), t.total, s.share, s.decimals
        FROM clean.reported_totals t JOIN clean.parties p ON p.party_id = t.category
        JOIN clean.gp_units u ON u.gp_unit_id = t.gp_unit_id AND u.parent_id IS NULL
        LEFT JOIN clean.reported_shares s ON s.election_id = t.election_id AND s.race = t.race AND s.round = t.round
            AND s.gp_unit_id = t.gp_unit_id AND s.category = t.category AND s.measure = 'total_share'
            AND s.relation = 'equal'
        WHERE t.election_id = {warehouse.text(draft.package)} AND t.measure = 'total_votes' AND t.relation = 'equal'
            AND t.race = {warehouse.text(office)} AND t.round = {voting_round} AND p.kind <> 'remainder'
        ORDER BY t.total DESC, 1 LIMIT 3
        """,
    )
    if not rows:
        return []
    told = [
        f"{who} {total:,}" + (f" ({percent(share, decimals)} per cent)" if share is not None else "")
        for who, total, share, decimals in rows
    ]
    return [f"Most votes for {name} in all, as printed: {listed(told)}."]
