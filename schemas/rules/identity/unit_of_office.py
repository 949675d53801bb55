"""Units that report on an office, and the units that have it."""

from difflib import get_close_matches

import polars as pl

from numerim.schemas.rule import Rule


def _nearest(answer: pl.DataFrame) -> pl.DataFrame:
    """The name of a unit that has the office, or lies in one, that is most like the one printed."""
    told = []
    for named, known in answer.select("named", "known").iter_rows():
        ids: dict[str, str] = {}
        for one in filter(None, (known or "").split("|")):
            ids.setdefault(one.partition("=")[2], one.partition("=")[0])
        lower = {name.lower(): name for name in ids}
        close = get_close_matches((named or "").lower(), list(lower), n=1, cutoff=0.75)
        name = lower[close[0]] if close else ""
        if not name:
            told.append(
                "no known name is like it; where seeds/ lacks such units, register: in election.yml takes them as printed"
            )
        elif name.lower() == (named or "").lower():
            told.append(f"“{name}” is known as another kind of unit")
        else:
            told.append(
                f"the nearest known name is “{name}”; if that is meant, add to seeds/gp_unit_names.csv: {ids[name]},{named},misprint"
            )
    return answer.with_columns(pl.Series("nearest", told, dtype=pl.String)).drop("known")


RULE = Rule(
    code="R119",
    title="A unit that reports lies in a unit that elects the office",
    severity="error",
    each="office",
    over="""
        select s.election_id, s.office, s.office || ' ' || coalesce(s.within_printed, s.unit_printed) as subject,
            coalesce(s.within_printed, s.unit_printed) as named, max(o.title) as title, max(o.unit_type) as unit_type,
            count(distinct case when s.is_astray then s.gp_unit_id end) as units, count(case when s.is_astray then 1 end) as astray,
            max(k.known) as known, '' as nearest, coalesce(string_agg(case when s.is_astray then s.place end, ' ' order by s.place), '') as locators
        from core.statements as s
        join core.offices as o on o.election_id = s.election_id and o.office = s.office
        left join (select u.election_id, u.office, string_agg(u.gp_unit_id || '=' || u.name, '|' order by u.has_office, u.gp_unit_id) as known
            from core.office_units as u group by u.election_id, u.office) as k
            on k.election_id = s.election_id and k.office = s.office
        where s.gp_unit_id is not null and coalesce(s.within_printed, s.unit_printed) is not null
            and s.scope in ('contest', 'contest-wide', 'poll', 'unit')
        group by s.election_id, s.office, coalesce(s.within_printed, s.unit_printed)
    """,
    holds=pl.col("astray") == 0,
    then=_nearest,
    says="“{named}” lies in no {unit_type} that numerim knows; {astray:figure belongs|figures belong} to no contest for {title} and cannot be published; {nearest}",
    guards=True,
    why="A polling station of an unknown place would become a contest of its own, and its votes would be missing from the one that it belongs to.",
)
