"""Second digits of vote counts."""

import polars as pl

from numerim.schemas.forensics import second_digit_test
from numerim.schemas.parameter import CHANCE, number, value_of
from numerim.schemas.reported import CURRENT
from numerim.schemas.rule import Rule

_DIGITS = [f"digit_{digit}" for digit in range(10)]


def _tested(answer: pl.DataFrame) -> pl.DataFrame:
    tests = [second_digit_test(counts) for counts in answer.select(_DIGITS).rows()]
    return answer.with_columns(
        pl.Series("chi_square", [round(chi_square, 2) for chi_square, _ in tests], pl.Float64),
        pl.Series("p_value", [p for _, p in tests], pl.Float64),
        pl.Series("p", [f"{p:.2g}" for _, p in tests], pl.String),
    )


RULE = Rule(
    code="R809",
    title="The second digits of votes follow Benford’s law",
    severity="info",
    each="office",
    needs=("votes", "R809 units"),
    over=f"""
        with digits as (
            select v.election_id, r.office, r.round, r.unit_type, v.source_id, v.gp_unit_id,
                case when v.votes >= 10 then substr(cast(v.votes as varchar), 2, 1) end as digit
            from core.one_vote_counts as v
            join core.reports as r on r.election_id = v.election_id and r.contest_id = v.contest_id
                and r.gp_unit_id = v.gp_unit_id
            where v.said_by is null and v.{CURRENT}
        )
        select election_id, office, round, unit_type,
            office || ' ' || cast(round as varchar) || ' ' || source_id as subject, source_id,
            count(distinct gp_unit_id) as units, count(digit) as figures,
            {", ".join(f"count(case when digit = '{digit}' then 1 end) as digit_{digit}" for digit in range(10))},
            cast(null as double) as chi_square, cast(null as double) as p_value, cast(null as varchar) as p,
            cast({value_of("R809", "chance", "digits.election_id")} as double) as least, '' as locators
        from digits
        group by election_id, office, round, unit_type, source_id

        having count(distinct gp_unit_id) >= {value_of("R809", "units", "digits.election_id")}
            and count(digit) >= {value_of("R809", "units", "digits.election_id")}
    """,
    then=_tested,
    holds=pl.col("p_value") >= pl.col("least"),
    says="{office}, round {round}: the second digits of {figures:vote count|vote counts} of 10 or more in {units:unit|units} ({source_id}) do not follow Benford’s law: chi-square {chi_square} with 9 degrees of freedom, p = {p}. This proves nothing about fraud: votes in units of about the same size need not follow that law",
    expected="",
    actual="p_value",
    parameters=(
        CHANCE,
        number(
            "units", 100, "fewer units, or counts, are not judged", "chi-square needs ten of each digit", "units", 100
        ),
    ),
    why="Counts of 10 or more, by Pearson’s chi-square. The test proves nothing about fraud: many honest elections do not follow the law (Mebane 2006; Deckert, Myagkov and Ordeshook 2011).",
)
