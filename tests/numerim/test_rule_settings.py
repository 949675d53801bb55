"""What an election sets of the rules: what follows, where it is told, and every mistake with its place."""

import pytest

from numerim import warehouse
from numerim.errors import InputError
from numerim.schemas.rule import rules

OWN = "register: {unit: municipality, party: party}\noffices: {mayor: {unit: municipality, law: plurality}}"
VOTES = "unit,candidate,votes,share,valid,office,outcome"
ROWS = ("Elms,A,60,70.0,100,mayor,elected", "Elms,B,50,30.0,100,mayor,elected")


def election(declared, own, *lines, complete="", **more):
    """An election with one table, of columns that are what they are called."""
    columns = ", ".join(f"{name}: {name}" for name in lines[0].split(","))
    return declared(
        "is", f"{OWN}\nlicence: CC0-1.0\n{own}", (f"{{columns: {{{columns}}}, complete: [{complete}]}}", *lines), **more
    )


def turnout_of(declared, own, turnout="99.0", **more):
    return election(declared, own, "unit,turnout,office", f"Elms,{turnout},mayor", **more)


@pytest.mark.parametrize(
    ("own", "turnout", "told", "found"),
    [
        ("", "99.0", None, 0),
        ("rules: {R801: {above: 98}}", "98.0", "above 98", 0),
        ("rules: {R801: {above: 98}}", "98.1", "above 98", 1),
        ("rules: {R801: {above: 98.1}}", "98.1", "above 98.1", 0),
        ("rules: {R801: {above: 98}}\nlevels: {same_day: 2}", "100.1", "above 98", 1),
        ("rules: {R801: {above: 98}}\nlevels: {same_day: 2}", "100.0", "above 98", 0),
        ("rules: {R801: {off: special stations}}", "101.0", "off: special stations", 0),
        ('rules: {R801: {"off": special stations}}', "101.0", "off: special stations", 0),
        ("rules: {R801: {above: 100}, R806: {off: strongholds}}", "101.0", "above 100", 1),
    ],
)
def test_what_is_set_is_heeded_and_told(declared, own, turnout, told, found):
    made = turnout_of(declared, own, turnout)
    ((said, broken, asked, lacking),) = warehouse.rows(
        made, "SELECT \"set\", broken, held + broken, not_applicable FROM core.rules WHERE code = 'R801'"
    )
    is_off = (told or "").startswith("off")
    assert (said, broken, asked, lacking) == (told, found, 0 if is_off else 1, 0)
    assert warehouse.rows(made, "SELECT count(*) FROM clean.findings WHERE rule = 'R801'") == [(found,)]


def test_what_is_set_is_published(declared):
    made = turnout_of(
        declared, "rules: {R802: {above: 90.5}, R801: {above: 98}, R810: {off: three stations only}}", "80", whole=True
    )
    assert warehouse.rows(
        made, "SELECT rule, setting, value::DOUBLE, instead_of::DOUBLE, reason FROM clean.rule_settings"
    ) == [
        ("R801", "above", 98, 100, None),
        ("R802", "above", 90.5, None, None),
        ("R810", "off", None, None, "three stations only"),
    ]


def test_what_is_not_switched_off_is_asked(declared):
    made = election(declared, "rules: {R306: {off: as a test}}", VOTES, *ROWS, complete="votes, share")
    asked = "SELECT code FROM core.rules WHERE held + broken > 0 AND code IN ('R203', 'R401', 'R507')"
    assert warehouse.rows(made, f"{asked} ORDER BY ALL") == [("R203",), ("R401",), ("R507",)]


@pytest.mark.parametrize("code", ["R203", "R401", "R507"])  # a sum, a ratio, a law
def test_relations_and_laws_can_be_switched_off(declared, code):
    asked = f"SELECT held + broken > 0, \"set\" FROM core.rules WHERE code = '{code}'"
    made = election(declared, f"rules: {{{code}: {{off: as a test}}}}", VOTES, *ROWS, complete="votes, share")
    assert warehouse.rows(made, asked) == [(False, "off: as a test")]


WRONG = {
    "R999: {above: 1}": "there is no rule 'R999'",
    "r801: {above: 1}": "there is no rule 'r801'\n  did you mean 'R801'?",
    "R801: {abov: 1}": "R801 has no parameter 'abov'\n  did you mean 'above'?",
    "R203: {above: 1}": "R203 has no parameter 'above'\n  It has no number to set.",
    "R801: {above: high}": "R801, above: 'high' is no number; it is a number from 0 to 1000, per cent",
    "R801: {above: true}": "R801, above: True is no number",
    "R801: {above: .inf}": "R801, above: inf is no number",
    "R801: {above: .nan}": "is no number",
    "R801: {above: [1]}": "is no number",
    "R801: {above: }": "R801, above: None is no number",
    "R801: {above: -1}": "R801, above: -1 is out of range",
    "R806: {above: 101}": "R806, above: 101 is out of range; it is a number from 0 to 100, per cent",
    "R806: {votes: 10.5}": "R806, votes: 10.5 is not whole",
    "R811: {fewest: 0}": "R811, fewest: 0 is out of range",
    "R801: {above: 98.1234567}": "has more than 6 decimals",
    "R801: {above: \"1); DROP TABLE core.figures; --\"}": "is no number",
    "R801: {off: }": "R801 is switched off without a reason\n  Write `R801: {off: why it is not asked here}`.",
    "R801: {off: true}": "R801 is switched off without a reason",
    "R801: {off: \" \"}": "R801 is switched off without a reason",
    "R801: off": "R801 is switched off without a reason",
    "R801: {off: why, above: 98}": "R801 is switched off, and set",
    "R801: 98": "R801 is 98, which sets nothing\n  It has above: `R801: {above: …}`.",
    "R801: {}": "R801 is {}, which sets nothing",
    "R101: {off: unknown places}": "R101 cannot be switched off: what it finds cannot be published",
}  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_mistakes(declared, said):
    with pytest.raises(InputError) as error:
        turnout_of(declared, f"rules:\n  {said}\n")
    assert str(error.value).startswith("raw/is/is-test-2030/election.yml:L10: ")
    assert WRONG[said] in str(error.value)


def test_all_mistakes_at_once(declared):
    own = "rules:\n  R801: {abov: 1}\n  R810:\n    off:\n  R999: {}\nlevels: {turnout: 95}\nexpects: {}"
    with pytest.raises(InputError) as error:
        turnout_of(declared, own)
    told = str(error.value)
    for place, what in {
        "L10": "'abov'",
        "L12": "without a reason",
        "L13": "'R999'",
        "L14": "rules: {R802: {above: 95}}",
        "L15": "'expects'",
    }.items():
        assert any(f":{place}: " in line and what in line for line in told.splitlines()), (place, told)


def test_an_acceptance_of_what_is_not_asked(declared):
    own = "rules: {R801: {off: special}}\naccept:\n  - {rule: R801, subject: mayor elms 1, reason: known}"
    with pytest.raises(InputError, match="R801 is switched off under rules:"):
        turnout_of(declared, own, "101.0")


@pytest.mark.parametrize("rule", [rule for rule in rules().values() if rule.parameters], ids=lambda rule: rule.code)
def test_every_parameter_is_asked_and_its_default_is_allowed(rule):
    for one in rule.parameters:
        of_all = rule.primitive.question if rule.primitive else ""  # what the rules of a primitive have in common
        assert f"'{one.name}'" in of_all or f"'{rule.code}'" in rule.question
        assert f"'{one.name}'" in of_all + rule.question
        assert one.default is None or one.value(one.default) == one.default


def test_all_but_the_guards_can_be_switched_off(declared):
    """Nothing that is published needs them."""
    block = "\n".join(f"  {rule.code}: {{off: as a test}}" for rule in rules().values() if not rule.guards)
    lines = (
        "unit,candidate,party,votes,share,seats,valid,cast,registered,turnout,office,outcome",
        "Elms,A,X,60,170.0,3,100,90,80,900,mayor,elected",
        "Elms,A,Y,60,70.0,3,100,90,80,900,mayor,elected",
        "Oaks,A,X,0,70.0,3,100,90,80,900,mayor,runoff",
    )
    made = election(declared, f"rules:\n{block}", *lines, complete="votes")
    guards = {rule.code for rule in rules().values() if rule.guards}
    assert {code for (code,) in warehouse.rows(made, "SELECT rule FROM clean.findings")} <= guards
