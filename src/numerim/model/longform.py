"""`core.figures`: every figure that a source states, one a row, whatever it is of.

Relations are asked of this table. What no rule may forget stands in every row: whose figure it is, of which round,
whether the source says that it is exactly this, and whether its list is complete.
"""

import re
from collections.abc import Sequence

from numerim.model.ids import IDS
from numerim.schemas.accounts import BLANKS, LOST
from numerim.schemas.fact import GAPPED as AND_GAPS
from numerim.schemas.fact import facts
from numerim.schemas.facts.figures import Figures
from numerim.schemas.law import those, words
from numerim.warehouse import sql_type

_TYPES = {
    name: f"core.{IDS[name]}" if name in IDS else sql_type(spec.dtype)
    for name, spec in Figures.to_schema().columns.items()
}
_UNSAID = {**dict.fromkeys(_TYPES, "null"), "relation": "'equal'", "all_units": "false", "half": "0"}
_HALF = "0.5 * power(10, -x.decimals)"
_REPORT = """join core.reports as r on r.election_id = x.election_id and r.office = x.office
    and r.gp_unit_id = x.gp_unit_id and r.round = x.round"""
_REPORTS_ON = """join core.reports as r on r.election_id = x.election_id and r.contest_id = x.contest_id
    and r.gp_unit_id = x.gp_unit_id"""
_CONTEST = "join core.contests as c on c.election_id = x.election_id and c.contest_id = x.contest_id"
_SELECTION = """left join core.selections as l on l.election_id = x.election_id and l.contest_id = x.contest_id
    and l.selection_id = x.selection_id"""
_OFFICE = "left join core.offices as o on o.election_id = {of}.election_id and o.office = {of}.office"
_ABOUT = "case when r.is_whole then x.contest_id else x.contest_id || ' ' || x.gp_unit_id end"


def _of(table: str, joins: str, **columns: str) -> tuple[str, str]:
    """A core table, and SQL of its figures, with all columns of `core.figures`."""
    stated = {name: f"x.{name}" for name in ("election_id", "source_id", "stated_in", "place")}
    said = {"said_by": "coalesce(x.said_by, '')", "complete": "coalesce(x.complete, false)"}
    told = {**_UNSAID, **stated, **said, **columns}
    selected = ", ".join(f"cast({told[name]} as {dtype}) as {name}" for name, dtype in _TYPES.items())
    (name,) = set(re.findall(r"core\.(?:one_|gapped_|contest_)\w+", table))
    return name.removeprefix("core."), f"select {selected} from {table} as x {joins}"


def _rank(figure: str, by: str, table: str) -> str:
    """SQL: the figures of those who can be told apart, by their rank in the list of one source."""
    return f"""(select y.*, case when is_rest = 0 then row_number() over (
            partition by {by}, is_rest order by {figure} desc, selection_id) end as comes
        from (select *, case when kind = 'remainder' then 1 else 0 end as is_rest from {table}) as y)"""


_WITHOUT = """(select y.*, case when y.complete and u.source_id is null then true else false end as lists_all
        from {} as y
        left join core.reports as w on w.election_id = y.election_id and w.contest_id = y.contest_id
            and w.gp_unit_id = y.gp_unit_id
        left join (select distinct election_id, office, gp_unit_id, round, source_id from core.statements
            where measure = 'votes' and selection_id is null) as u on u.election_id = y.election_id
            and u.office = w.office and u.gp_unit_id = y.gp_unit_id and u.round = w.round
            and u.source_id = y.source_id)"""
"""SQL: votes, and whether the list names everybody who has some."""

_UNIT = {"office": "r.office", "round": "r.round", "gp_unit_id": "x.gp_unit_id", "contest_id": "r.contest_id"}
_REPORTED = {**_UNIT, "label": "r.label", "is_whole": "r.is_whole", "scope": "'unit'"}
_STATED = {
    "office": "x.office",
    "round": "x.round",
    "gp_unit_id": "x.gp_unit_id",
    "measure": "x.measure",
    "category": "x.category",
    "relation": "coalesce(x.relation, 'equal')",
    "contest_id": "c.contest_id",
    "label": "c.label",
    "is_whole": "c.contest_id is not null",
    "what": "coalesce(p.acronym, p.name_en, p.name, x.category)",
    "scope": "'stated'",
    "shares_of": "o.shares_of",
}
_OF_PARTY = f"""left join core.contests as c on c.election_id = x.election_id and c.office = x.office
    and c.gp_unit_id = x.gp_unit_id and c.round = x.round
    left join core.parties as p on p.party_id = x.category {_OFFICE.format(of="x")}"""
_WHOLE = {"office": "c.office", "round": "c.round", "gp_unit_id": "c.gp_unit_id", "contest_id": "x.contest_id"}
_SELECTED = {
    "selection_id": "x.selection_id",
    "what": "coalesce(l.label, x.selection_id)",
}
_IN_CONTEST = {**_WHOLE, **_SELECTED, "label": "c.label", "about": "x.contest_id", "is_whole": "true"}


def _of_units(tables: str) -> tuple[tuple[str, str], ...]:
    """Tables and SQL: figures that units report, seats and stated totals, of the tables whose names begin so."""
    return (
        _of(
            f"{tables}ballot_counts",
            f"""{_REPORT} left join core.measures as m on m.measure = x.measure
            left join ({BLANKS}) as i on x.measure = 'blank' and i.election_id = x.election_id and i.office = x.office
                and i.round = x.round and i.source_id = x.source_id and i.said_by = coalesce(x.said_by, '')
            left join ({LOST}) as j on x.measure in ('undervotes', 'overvotes') and j.election_id = x.election_id
                and j.office = x.office and j.round = x.round and j.source_id = x.source_id
                and j.said_by = coalesce(x.said_by, '')""",
            **_REPORTED,
            measure="x.measure",
            blank_is="coalesce(i.blank_is, j.blank_is)",
            inside="m.inside",
            figure="x.ballots",
            what="case when x.measure like '%\\_%' escape '\\' then lower(m.title) else x.measure end",
            all_units="x.all_units",
        ),
        _of(
            _WITHOUT.format(f"{tables}vote_counts"),
            f"{_REPORTS_ON} left {_CONTEST} {_SELECTION} {_OFFICE.format(of='r')}",
            **_REPORTED,
            **_SELECTED,
            measure="'votes'",
            figure="x.votes",
            complete="x.lists_all and coalesce(o.one_vote, true)",
            all_units="x.all_units",
            about=_ABOUT,
            shares_of="o.shares_of",
            one_vote=f"o.one_vote and c.outcome_rule in {words(those(of_lists=False))}",
        ),
        _of(
            f"{tables}vote_shares",
            f"{_REPORTS_ON} {_SELECTION} {_OFFICE.format(of='r')}",
            **_REPORTED,
            **_SELECTED,
            measure="'share'",
            figure="x.share",
            half=_HALF,
            complete="x.complete and coalesce(o.one_vote, true)",
            about=_ABOUT,
            shares_of="o.shares_of",
            one_vote="o.one_vote",
        ),
        _of(
            f"{tables}seat_counts",
            f"{_CONTEST} {_SELECTION}",
            **_IN_CONTEST,
            measure="'seats'",
            figure="x.seats",
            all_units="x.all_units",
            scope="'contest'",
        ),
        _of("core.one_reported_totals", _OF_PARTY, **_STATED, figure="x.total"),
    )


_OTHERS = (
    _of(
        _rank("votes", "election_id, contest_id, source_id, said_by", "core.contest_votes"),
        f"{_CONTEST} {_SELECTION}",
        **_IN_CONTEST,
        measure="'votes'",
        figure="x.votes",
        comes="x.comes",
        scope="'contest'",
    ),
    _of(
        _rank("share", "election_id, contest_id, source_id, stated_in, said_by", "core.contest_shares"),
        f"{_CONTEST} {_SELECTION}",
        **_IN_CONTEST,
        measure="'share'",
        figure="x.share",
        half="x.half",
        comes="x.comes",
        scope="'contest'",
    ),
    _of(
        "core.one_reported_shares",
        _OF_PARTY,
        **_STATED,
        figure="x.share",
        half=_HALF,
    ),
    _of(
        _rank(
            "share",
            "election_id, contest_id, poll_id, source_id, said_by",
            "(select *, 'list' as kind from core.one_poll_shares)",
        ),
        "",
        contest_id="x.contest_id",
        poll_id="x.poll_id",
        measure="'poll_share'",
        selection_id="x.selection_id",
        figure="x.share",
        half=_HALF,
        comes="x.comes",
        label="x.poll_id",
        what="x.selection_id",
        scope="'poll'",
    ),
    _of(
        "core.one_poll_leads",
        "",
        contest_id="x.contest_id",
        poll_id="x.poll_id",
        measure="'poll_lead'",
        figure="x.lead",
        half=_HALF,
        label="x.poll_id",
        what="'lead'",
        scope="'poll'",
    ),
)
"""Tables and SQL: votes and shares of whole contests, shares of parties over all contests, and figures of polls."""

FIGURES_OF = (*_of_units("core.one_"), *_OTHERS)
"""Each core table with figures, and SQL: those of its figures that are rows of `core.figures`."""

FIGURES = " union all ".join(sql for _, sql in FIGURES_OF)
"""SQL: the rows of `core.figures`."""

FIGURES_AND_GAPS = f"""
select f.* replace (coalesce(f.figure, 0) as figure), coalesce(d.given, 'figure') as given
from ({" union all ".join(sql for _, sql in _of_units("core.gapped_"))}) as f
left join core.declared_lists as d on d.place = split_part(f.place, ' ', 1)"""
"""SQL: the rows of `core.figures_and_gaps`: what units report, and where a source says that it does not give it."""

NO_GAPS = "select * exclude (figure_id), 'figure' as given from core.figures where false"
"""SQL: none."""

GAPPED = ("ballot_counts", "vote_counts", "vote_shares", "seat_counts")
BY_KIND = tuple(name for name, fact in facts().items() if vars(fact).get("__gapped__"))


def gapped(name: str, key: Sequence[str]) -> str:
    """SQL that makes `core.gapped_<table>`: a row a figure, and a row where none is given.

    Lists are complete there as declared, but not where a unit of which everything is withheld would be forgotten.
    """
    thing = ", ".join(f"x.{c}" for c in (*key, "source_id", "said_by"))
    return f"""
    CREATE OR REPLACE TABLE core.gapped_{name} AS
    WITH forgotten AS (
        SELECT DISTINCT g.source_id FROM core.declared_lists g WHERE g.given <> 'figure' AND NOT EXISTS (
            FROM core.reports r WHERE r.election_id = g.election_id AND r.gp_unit_id = g.gp_unit_id)),
    declared AS (
        SELECT * REPLACE (all_units AND source_id NOT IN (FROM forgotten) AS all_units) FROM core.declared_lists)
    SELECT x.* REPLACE (coalesce(d.complete, x.complete) AS complete, coalesce(d.all_units, x.all_units) AS all_units)
    FROM core.one_{name} x LEFT JOIN declared d ON d.place = split_part(x.place, ' ', 1)
    UNION ALL BY NAME
    SELECT x.* REPLACE (d.complete AS complete, d.all_units AS all_units,
        string_agg(x.place, ' ' ORDER BY x.statement_id) OVER (PARTITION BY {thing}) AS place)
    FROM core.no_{name} x JOIN declared d ON d.place = x.place
    WHERE d.given <> 'figure' AND d.count_type = 'total'
    QUALIFY row_number() OVER (PARTITION BY {thing} ORDER BY x.statement_id) = 1"""


def kinds_and_gaps(name: str, states: str, *, any_gap: bool) -> str:
    """SQL that makes `core.<table>_and_gaps`: what a table states, by kinds of ballots, and 0 where none is given."""
    made = f"CREATE OR REPLACE TABLE core.{name}{AND_GAPS} AS SELECT x.*"
    if not any_gap:
        return f"{made} FROM core.{name} x WHERE false"
    return f"""{made} REPLACE (coalesce(x.{states}, 0) AS {states}, coalesce(d.complete, x.complete) AS complete)
    FROM (FROM core.{name} UNION ALL BY NAME FROM core.no_{name} WHERE given <> 'figure') x
    LEFT JOIN core.declared_lists d ON d.place = x.place"""
