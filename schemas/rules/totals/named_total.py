"""Rows of totals that are told by their name."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule
from numerim.schemas.vocabulary import TOTAL_NAMES, TOTAL_PARTS, TOTAL_WORDS

_TOTAL = f"(^|[^\\pL\\pM])({'|'.join(TOTAL_WORDS)})($|[^\\pL\\pM])|^({'|'.join(TOTAL_NAMES)})$|{'|'.join(TOTAL_PARTS)}"

RULE = Rule(
    code="R314",
    title="No unit is named like a row of totals",
    severity="error",
    each="list",
    relation=Coverage(
        of=f"""(select *, regexp_matches(lower(unit_printed), '{_TOTAL}') as is_total from (
                select distinct election_id, source_id, path, stated_in, unit_printed, gp_unit_id from core.statements
                where unit_printed is not null and number is not null) as named) as f""",
        beside="""left join core.statements as s on f.is_total and s.number is not null and s.unit_printed = f.unit_printed
                and s.gp_unit_id is not distinct from f.gp_unit_id and s.election_id = f.election_id
                and s.source_id = f.source_id and s.path = f.path and s.stated_in = f.stated_in""",
        there="not f.is_total",
        subject="f.stated_in || ' ' || case when f.is_total then f.unit_printed else '' end",
        name="case when f.is_total then f.unit_printed end",
        place="s.place",
        keys={"gp_unit_id": "case when f.is_total then f.gp_unit_id end"},
    ),
    says="“{name}” is listed among the units of “{stated_in}”, but is named like a row of totals; its {among:figure is|figures are} held back. If it is one, give its rows a part of their own (only:), or leave: them",
    why="A row of totals that is read as a unit counts everything twice. It is recognised by its name, in the languages that numerim knows.",
)
