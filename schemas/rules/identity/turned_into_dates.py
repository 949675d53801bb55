"""Names that a spreadsheet took for something else."""

import polars as pl

from numerim.schemas.rule import Rule

_MONTHS = (
    "jan|feb|mars?|apr|may|jun|jul|aug|sept?|oct|nov|dec|janv|févr|avr|mai|juin|juil|août|déc|jän|mär|okt|dez"
    "|shk|pri|maj|qer|korr|gush|sht|tet|nën|dhj|svi|lip|srp|kol|ruj|lis|stu|pro|янв|фев|мар|апр|май|июн|июл|авг|сен|окт|ноя|дек"
)
_DATE = rf"(?i)^(\d{{1,2}}[-/.](?:{_MONTHS})\.?(?:[-/.]\d{{2,4}})?|(?:{_MONTHS})\.?[-/]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}(?:[ T]00:00(?::00)?)?|\d{{1,2}}/\d{{1,2}}/\d{{4}})$"
_POWER = r"^\d(?:[.,]\d+)?E\+\d+$"


def _taken(answer: pl.DataFrame) -> pl.DataFrame:
    """Say what a name was taken for; where others of its source are of the same form, such as JON-3, it is a code."""
    name = pl.col("printed").str.strip_chars()
    form = name.str.replace_all(r"\p{L}+", "a").str.replace_all(r"\d+", "9")
    forms = answer.with_columns(is_date=name.str.contains(_DATE), is_power=name.str.contains(_POWER), form=form)
    return forms.with_columns(
        fault=pl.when(pl.col("is_date").all().over("kind", "source_id", "form"))
        .then(pl.lit("is a date: a spreadsheet turns names such as 3-4 or “Mar 1” into one"))
        .when(pl.col("is_power"))
        .then(pl.lit("is a number that a spreadsheet has shortened"))
        .otherwise(pl.lit(""))
    ).drop("is_date", "is_power", "form")


RULE = Rule(
    code="R122",
    title="No name has been turned into a date or a number by a spreadsheet",
    severity="warning",
    each="name",
    over="""
        select min(n.election_id) as election_id, n.kind || ' ' || n.printed as subject, n.kind, n.printed, n.source_id, '' as fault,
            string_agg(n.places, ' ' order by n.places) as locators
        from core.names as n
        group by n.kind, n.printed, n.source_id
    """,
    then=_taken,
    holds=pl.col("fault") == "",
    says="the name “{printed}” {fault}",
    why="What was there is lost: export the file again with its columns as text. Words such as 1 May, or codes such as MAR-12 among others like it, are not reported.",
)
