"""What several rules begin with, asked once for all that declare one kind of relation."""

from collections.abc import Callable, Collection

from numerim.schemas.gaps import sums_with_gaps
from numerim.schemas.hidden import EACH_UNIT
from numerim.schemas.said_again import EACH_REPEATED, IS_REPEATED, NONE_REPEATED

SHARED: dict[str, str | Callable[[], str]] = {
    "each_outcome": """
        select o.election_id, o.contest_id, o.selection_id, o.outcome, o.source_id, o.said_by, o.stated_in, o.place,
            c.office, c.gp_unit_id, c.round, c.outcome_rule, c.label,
            l.label as name, l.kind, l.party_id, l.coalition_id
        from core.one_outcomes as o
        join core.contests as c on c.election_id = o.election_id and c.contest_id = o.contest_id
        join core.selections as l on l.election_id = o.election_id and l.contest_id = o.contest_id
            and l.selection_id = o.selection_id""",
    "each_list": """
        select source_id, path, stated_in, min(election_id) as election_id from core.statements
        group by source_id, path, stated_in""",
    "each_unit": EACH_UNIT,
    "each_repeated": EACH_REPEATED,
    "sums_with_gaps": sums_with_gaps,
}
"""What several rules ask for -> SQL, or what makes it: outcomes, with whose and of what they are; lists, and what
stands in them; sums in which figures are not given."""


RARE = {"each_repeated": (IS_REPEATED, NONE_REPEATED)}
"""Of those that most sources give nothing for: SQL that has a row where there is something, and the same with no row.

What is dear to plan, and to ask, need not be asked then."""


def shared(sql: str, without: Collection[str] = ()) -> str:
    """A question together with what it asks for under a name.

    Args:
        sql: the question.
        without: what of `RARE` there is nothing of.
    """
    used = {name: said() if callable(said) else said for name, said in SHARED.items() if name in sql}
    used |= {name: RARE[name][1] for name in without if name in used}
    named = [f"{name} as ({said})" for name, said in used.items()]
    own = sql.strip().removeprefix("with ") if sql.strip().startswith("with ") else ""
    return f"with {', '.join([*named, own] if own else named)} {'' if own else sql}" if named else sql
