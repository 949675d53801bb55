"""Candidates and their parties, from round to round."""

from numerim.schemas.relations.coverage import Coverage
from numerim.schemas.rule import Rule

_PERSON = "s.election_id, s.office, s.decides_id, s.selection_id"

RULE = Rule(
    code="R109",
    title="A candidate stands for the same party in every round",
    severity="warning",
    each="name",
    needs=("second round",),
    relation=Coverage(
        of=f"""(select s.*, min(s.statement_id) over (partition by {_PERSON}, s.round, s.party_printed) as first,
                min(s.party_id) over (partition by {_PERSON}, s.round) as least, max(s.party_id) over (partition by {_PERSON}, s.round) as most,
                min(s.round) over (partition by {_PERSON}) as first_round, max(s.round) over (partition by {_PERSON}) as last_round
            from core.statements as s
            where s.candidate is not null and s.party_id is not null and s.contest_id is not null
                and s.party_kind not in ('coalition', 'unnamed')) as f
            left join core.gp_units as g on g.gp_unit_id = f.decides_id""",
        where="f.first_round <> f.last_round and f.statement_id = f.first",
        one="case when f.least = f.most then f.party_id end",
        subject="f.office || ' ' || f.decides_id || ' ' || f.selection_id",
        label="f.office || ' of ' || coalesce(g.name, f.decides_id)",
        name="min(f.candidate) over (partition by f.election_id, f.office, f.decides_id, f.selection_id)",
        said="'in round ' || f.round || ' for “' || f.party_printed || '”'",
        keys={"gp_unit_id": "f.decides_id"},
    ),
    says="{label}: {name} stands {said}",
    why="Whoever goes to the second round stands for the same party there. Usually a party’s name is shortened or misprinted in one round; other forms of it go into seeds/party_names.csv, as rows.",
)
