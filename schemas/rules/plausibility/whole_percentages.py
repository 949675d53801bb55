"""Whole percentages of turnout and of the leader."""

from typing import Any

import polars as pl

from numerim.schemas.forensics import chance_of_whole, count_test, is_whole
from numerim.schemas.parameter import CHANCE, number, value_of
from numerim.schemas.reported import CURRENT, TURNOUTS
from numerim.schemas.rule import Rule

_BY = ("election_id", "office", "round", "unit_type", "source_id")
_COUNTS = ("registered", "voters", "votes", "leader_votes")


def _tested(answer: pl.DataFrame) -> pl.DataFrame:
    found = [_test(group) for _, group in answer.group_by(_BY, maintain_order=True)]
    schema = {name: dtype for name, dtype in answer.schema.items() if name not in _COUNTS}
    return pl.DataFrame(found, schema=schema)


def _test(units: pl.DataFrame) -> dict[str, Any]:
    """The test for the units of one office; the chance that neither percentage of a unit is whole is a product."""
    observed, spared = [], []
    told = []
    for part, whole, words in (("voters", "registered", "turnout"), ("leader_votes", "votes", "the leader's share")):
        known = units.select(pl.col(part).is_not_null() & pl.col(whole).is_not_null()).to_series()
        if not known.any():
            continue
        # 1 of 3 is not whole by anything that is repeated: it stands for what is not known
        n = units.select(pl.when(known).then(pl.col(whole)).otherwise(3).cast(pl.Int64)).to_series().to_numpy()
        k = units.select(pl.when(known).then(pl.col(part)).otherwise(1).cast(pl.Int64)).to_series().to_numpy()
        is_known = known.to_numpy()
        hits, chances = is_whole(k, n) & is_known, chance_of_whole(k, n) * is_known
        observed.append(hits)
        spared.append(1 - chances)
        told.append(f"{words} in {int(hits.sum()):,} ({chances.sum():,.1f} expected)")
    either = observed[0] if len(observed) == 1 else observed[0] | observed[1]
    chances = 1 - (spared[0] if len(spared) == 1 else spared[0] * spared[1])
    expected, p_value = count_test(int(either.sum()), chances)
    return {
        **{name: value for name, value in units.row(0, named=True).items() if name not in _COUNTS},
        "either": int(either.sum()),
        "expected": round(expected, 1),
        "told": " and ".join(told),
        "p_value": p_value,
        "p": f"{p_value:.2g}",
    }


_PEOPLE = value_of("R810", "people", "t.election_id")

RULE = Rule(
    code="R810",
    title="Whole percentages are no more frequent than by chance",
    severity="info",
    each="office",
    needs=("votes|registered", "R810 units"),
    over=f"""
        with people as (select * from ({TURNOUTS}) as b where said_by is null
        ), leaders as (
            select election_id, contest_id, source_id, selection_id, row_number() over (
                partition by election_id, contest_id, source_id order by votes desc, selection_id) as position
            from core.contest_votes where kind in ('candidate', 'list') and complete and said_by is null
        ), votes as (
            select v.election_id, v.contest_id, v.gp_unit_id, v.source_id,
                max(case when v.selection_id = l.selection_id then v.votes end) as leader_votes, sum(v.votes) as votes
            from core.one_vote_counts as v
            join leaders as l on l.election_id = v.election_id and l.contest_id = v.contest_id
                and l.source_id = v.source_id and l.position = 1
            where v.complete and v.said_by is null and v.{CURRENT}
            group by v.election_id, v.contest_id, v.gp_unit_id, v.source_id
        ), stated as (
            select election_id, office, gp_unit_id, round, source_id from people where office <> 'all'
            union
            select v.election_id, r.office, v.gp_unit_id, r.round, v.source_id from votes as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id
                and r.gp_unit_id = v.gp_unit_id
        ), units as (
            select t.election_id, t.office, t.round, r.unit_type, t.source_id, t.gp_unit_id,
                case when coalesce(p.voters, a.voters) <= coalesce(p.registered, a.registered)
                    and coalesce(p.registered, a.registered) >= {_PEOPLE} then coalesce(p.registered, a.registered)
                    end as registered,
                coalesce(p.voters, a.voters) as voters,
                case when v.votes >= {_PEOPLE} and coalesce(p.registered, a.registered, v.votes) >= {_PEOPLE}
                    then v.votes end as votes, v.leader_votes
            from stated as t
            join core.offices as o on o.election_id = t.election_id and o.office = t.office
            join core.reports as r on r.election_id = t.election_id and r.office = t.office
                and r.gp_unit_id = t.gp_unit_id and r.round = t.round
            left join people as p on p.election_id = t.election_id and p.office = t.office
                and p.gp_unit_id = t.gp_unit_id and p.round = t.round and p.source_id = t.source_id
            left join people as a on a.election_id = t.election_id and a.office = 'all'
                and a.gp_unit_id = t.gp_unit_id and a.round = t.round and a.source_id = t.source_id
            left join votes as v on v.election_id = r.election_id and v.contest_id = r.contest_id
                and v.gp_unit_id = r.gp_unit_id and v.source_id = t.source_id
        ), usable as (
            select * from units
            where (registered is not null and voters is not null) or (votes is not null and leader_votes is not null)
        )
        select u.election_id, u.office, u.round, u.unit_type, u.source_id,
            u.office || ' ' || cast(u.round as varchar) || ' ' || u.source_id as subject,
            u.registered, u.voters, u.votes, u.leader_votes, n.units, cast(null as bigint) as either,
            cast(null as double) as expected, cast(null as varchar) as told, cast(null as double) as p_value,
            cast(null as varchar) as p,
            cast({value_of("R810", "chance", "u.election_id")} as double) as least, '' as locators
        from usable as u
        join (
            select election_id, office, round, unit_type, source_id, count(*) as units from usable
            group by election_id, office, round, unit_type, source_id
            having count(*) >= {value_of("R810", "units", "usable.election_id")}
        ) as n on n.election_id = u.election_id and n.office = u.office and n.round = u.round
            and n.unit_type is not distinct from u.unit_type and n.source_id = u.source_id
        order by u.election_id, u.office, u.round, u.unit_type, u.source_id, u.gp_unit_id
    """,
    then=_tested,
    holds=pl.col("p_value") >= pl.col("least"),
    says="{office}, round {round}: in {either} of {units:unit|units} ({source_id}) turnout or the leader's share is a whole percentage, where {expected:is|are} expected (p = {p}): {told}. This does not prove fraud, nor who would have gained: results that were rounded before they were reported look the same",
    expected="expected",
    actual="either",
    parameters=(
        CHANCE,
        number("units", 100, "fewer units are not judged", "Kobak and others judge thousands", "units", 2),
        number(
            "people", 100, "units with fewer people, or votes, are left out", "too often whole by chance", "people", 1
        ),
    ),
    why="People who make results up like whole percentages (Kobak, Shpilkin and Pshenichnikov, Annals of Applied Statistics 10(1), 2016). Units within 0.05 points of one are counted; chance is binomial, computed exactly.",
)
