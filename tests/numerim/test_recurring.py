"""One thing that is found in many places is told once, and what stands out by itself."""

from decimal import Decimal
from hashlib import sha256

import pytest

from numerim import stages, warehouse
from numerim.ask.advise import advised
from numerim.check.finding import Finding
from numerim.check.finding import told as told_findings
from numerim.check.recurring import _cut, _size
from numerim.declare.house import House
from numerim.printed.election import by_cause, judgement, told_as_one
from numerim.publish import release
from numerim.schemas.rule import rules
from tests.conftest import completed, seeded
from tests.numerim.conftest import SOURCE
from tests.numerim.test_corrections import STATIONS

COLUMNS = "unit,candidate,party,office,measure,value,within\n"
UNITS = [f"Station {letter}" for letter in "ABCDEFGHIJ"]


def accounts(off, valid=500, besides=()):
    """Ten stations whose ballots cast are off by so many from the valid and invalid ones."""
    rows = []
    for i, unit in enumerate(UNITS):
        fits = valid + 20 + 8 * i
        figures = {"valid": valid + 7 * i, "invalid": 20 + i, "cast": fits + (off[i] if i < len(off) else 0)}
        if i in besides:
            figures |= {"registered": 2 * valid, "turnout": f"{100 * fits / (2 * valid):.3f}"}
        rows += [f"{unit},,,mayor,{measure},{figure},Prizren" for measure, figure in figures.items()]
    return rows


def caused(made, rule):
    """What each finding by a rule is about -> the cause that it has; None where it stands by itself."""
    sql = f"SELECT split_part(subject, ' ', 2), cause_says FROM clean.findings WHERE rule = '{rule}'"
    return {unit.removeprefix("xk-prizren-station-"): cause for unit, cause in warehouse.rows(made, sql)}


@pytest.fixture
def elsewhere(tmp_path):
    """Rows of a source and what its election.yml begins with -> a checked database, and that file."""

    def of(rows, head):
        house = seeded(tmp_path)
        folder = house.raw / "xx" / head.split()[1]
        folder.mkdir(parents=True)
        content = COLUMNS + "".join(f"{row}\n" for row in rows)
        (folder / "s1.csv").write_text(content, "utf-8")
        sha = sha256(content.encode()).hexdigest()
        (folder / "election.yml").write_text(
            head + SOURCE.format(name="s1", rank=1, sha=sha, complete="votes"), "utf-8"
        )
        return completed(house, folder.name, whole=False), stages.election_file(house, folder.name)

    return of


A_FEW_OFF = [
    ([1, 2, 1, 3], 500, "", "abcd"),
    ([1, 2, 1, 3, 2], 500, "abcde", ""),
    ([1, -2, 1, 3, 2, 10], 500, "abcdef", ""),
    ([1, 2, 1, 3, 2, 11], 500, "abcde", "f"),
    ([1, 2, 1, 3, 2, 11], 5000, "abcde", "f"),  # 11 are few of 5,000, and five times as many as elsewhere
    ([9, 9, 8, 10, 10, 26], 8000, "abcdef", ""),
    ([90, 45, -19, 310, 77], 500, "", "abcde"),
]


def test_accounts_that_are_a_few_ballots_off_are_one_finding(judged_together):
    elections = [[accounts(off, valid)] for off, valid, *_ in A_FEW_OFF]
    made = judged_together(elections, head=STATIONS, columns=COLUMNS)
    for db, (off, valid, together, alone) in zip(made, A_FEW_OFF, strict=True):
        found = caused(db, "R202")
        told = ["".join(sorted(unit for unit, cause in found.items() if bool(cause) is one)) for one in (True, False)]
        assert told == [together, alone], (off, valid)
        causes = {cause for cause in found.values() if cause}
        assert len(causes) == bool(together)
        assert all(f"is broken in {len(together)} of 10 units, by " in cause for cause in causes)


def test_the_furthest_off_are_named_and_each_form_tells_it_once(judged, ungated, tmp_path):
    made = judged(accounts([1, 2, 1, 7, 6]), head=STATIONS, columns=COLUMNS, whole=True)
    file = stages.election_file(House(tmp_path), "xk-test-2030")
    findings = told_findings(made)
    (group,) = [group for group in by_cause(findings) if group[0]["rule"] == "R202"]
    says = told_as_one(group)
    assert "is broken in 5 of 10 units, by 1 to 7; most in " in says
    assert "Station D (7); " in says
    assert "Station E (6)" in says
    assert says.index("Station D (7)") < says.index("5 findings, such as: ")
    (printed,) = [one for one in judgement("e", "raw", findings, {}, "").told if one.rule == "R202"]
    assert (printed.says, printed.times, len(printed.places)) == (says, 5, 15)
    text = advised(made, file)
    assert text.count("is broken in 5 of 10 units") == 1
    table = text[text.index("expected  found") :].splitlines()[1:6]
    assert [row.split()[-2:] for row in table[:2]] == [["544", "551"], ["552", "558"]]
    readme = (release.release(made, House(tmp_path), file).folder / "README.md").read_text("utf-8")
    assert readme.count("is broken in 5 of 10 units") == 1


def test_a_figure_that_is_singled_out_stays_a_finding_of_its_own(judged):
    """Turnout, too, says that what was cast in the sixth is wrong."""
    made = judged(accounts([1, 2, 1, 3, 2, 9], besides=(5,)), head=STATIONS, columns=COLUMNS)
    found = caused(made, "R202")
    assert {unit for unit, cause in found.items() if cause and "units" in cause} == set("abcde")


def test_a_part_that_is_not_there_is_one_finding(judged):
    """Everywhere some 4 per cent more were cast than are valid or invalid."""
    made = judged(accounts([19, 21, 20, 22, 23, 18, 20, 24, 22, 19]), head=STATIONS, columns=COLUMNS)
    found = caused(made, "R202")
    assert len(found) == 10
    ((says),) = set(found.values())
    assert "is broken in all 10 units, by 18 to 24" in says
    assert "the parts always add up to less than the whole" in says


def shares(of, n=5, wrong=0):
    """Two lists in so many stations, with shares of something; `wrong` of them fit nothing."""
    rows = []
    for i, unit in enumerate(UNITS[:n]):
        votes = (300 + 11 * i, 180 - 3 * i)
        figures = {"cast": 620 + 9 * i, "invalid": 30 + i, "valid": sum(votes), "registered": 1000 + i}
        base = {**figures, "cast-less-invalid": figures["cast"] - figures["invalid"]}[of]
        rows += [f"{unit},,,mayor,{measure},{figure},Prizren" for measure, figure in figures.items()]
        for name, count in zip(("A B", "C D"), votes, strict=True):
            share = 100 * count / base + (3 if i < wrong and name == "A B" else 0)
            rows += [f"{unit},{name},,mayor,votes,{count},Prizren", f"{unit},{name},,mayor,share,{share:.2f},Prizren"]
    return rows


OTHER_BASES = [
    ("cast-less-invalid", 5, 0, 10, 0),
    ("cast-less-invalid", 5, 1, 9, 1),
    ("cast-less-invalid", 3, 1, 5, 1),
    ("cast-less-invalid", 2, 0, 0, 4),
    ("cast-less-invalid", 1, 0, 0, 2),
    ("cast", 5, 0, 10, 0),
    ("registered", 5, 2, 8, 2),
    ("valid", 5, 1, 0, 1),
]


def test_shares_of_another_base_say_so_once(judged_together):
    made = judged_together([[shares(*of)] for *of, _, _ in OTHER_BASES], head=STATIONS, columns=COLUMNS)
    for db, (of, n, wrong, together, alone) in zip(made, OTHER_BASES, strict=True):
        sql = "SELECT cause_says FROM clean.findings WHERE rule = 'R411'"
        causes = [cause if cause and "shares_of" in cause else None for (cause,) in warehouse.rows(db, sql)]
        told = [cause for cause in causes if cause]
        assert (len(told), len(causes) - len(told)) == (together, alone), (of, n, wrong)
        assert all(f"with `shares_of: {of}` for the office mayor" in cause for cause in told)
        sums = warehouse.rows(db, "SELECT cause_says FROM clean.findings WHERE rule IN ('R401', 'R402')")
        follow = [cause for (cause,) in sums if cause and "shares_of" in cause]
        assert len(follow) == (n - wrong if together else 0)  # that they do not make 100 follows
        held = "SELECT count(*) FROM clean.statements WHERE fate = 'held_back' AND measure = 'share'"
        ((left_out,),) = warehouse.rows(db, held)
        assert left_out <= alone


def test_declared_so_they_are_judged_by_it(judged_together):
    head = STATIONS.replace("outcome_rule: plurality", "outcome_rule: plurality, shares_of: cast-less-invalid")
    made = judged_together([[shares("cast-less-invalid", 5, wrong)] for wrong in (0, 1)], head=head, columns=COLUMNS)
    found = [warehouse.rows(db, "SELECT count(*) FROM clean.findings WHERE rule = 'R411'") for db in made]
    assert found == [[(0,)], [(1,)]]
    assert warehouse.rows(made[0], "SELECT held, broken FROM core.rules WHERE code = 'R411'") == [(19, 1)]


ALBANIAN = """id: al-test-2030
title: {en: Test}
country: AL
licence: CC0-1.0
held_on: 2030-06-09
status: final
offices: {mayor: {outcome_rule: plurality}}
sources:
"""
PLAIN = ["Bulqize", "Cerrik", "Delvine", "Diber", "Divjake", "Durres"]
ODD = ["Atlantis", "Elbonia", "Ruritania", "Zubrowka", "Xanadu"]


@pytest.mark.parametrize(
    ("names", "causes"),
    [
        (PLAIN, {}),
        ([*PLAIN, "Elbasann"], {None: 1}),
        ([*PLAIN, *ODD], {"are like no known one": 5}),
        (ODD[:4], {None: 4}),
    ],
)
def test_names_that_are_like_no_known_one_are_one_finding(elsewhere, names, causes):
    made, _ = elsewhere([f"{name},A B,,mayor,votes,{100 + i}," for i, name in enumerate(names)], ALBANIAN)
    found = [cause for (cause,) in warehouse.rows(made, "SELECT cause_says FROM clean.findings WHERE rule = 'R101'")]
    told = [next((part for part in causes if part and part in (cause or "")), None) for cause in found]
    assert {part: told.count(part) for part in told} == causes
    matched = warehouse.rows(made, "SELECT says FROM clean.findings WHERE rule = 'R124'")
    assert [says.split(maxsplit=1)[0] for (says,) in matched] == (["6"] if PLAIN[0] in names else [])


def test_each_misprinted_name_has_its_row_to_paste(elsewhere):
    misprinted = {"Bulqizze": "al-bulqize", "Cerriik": "al-cerrik", "Delvinne": "al-delvine", "Lushjne": "al-lushnje"}
    made, file = elsewhere([f"{name},A B,,mayor,votes,{100 + i}," for i, name in enumerate(misprinted)], ALBANIAN)
    assert warehouse.rows(made, "SELECT DISTINCT cause FROM clean.findings WHERE rule = 'R101'") == [(None,)]
    text = advised(made, file)
    for name, unit in misprinted.items():
        assert f"add to seeds/gp_unit_names.csv: {unit},{name},misprint" in text


def test_all_names_that_were_matched_stand_beneath(elsewhere):
    names = {"BASHKIA BULQIZE": "Bulqizë", "Cerrik": "Cërrik", "Delvine": "Delvinë", "Divjake": "Divjakë"}
    names |= {"Fushe-Arrez": "Fushë-Arrëz", "Kukes": "Kukës", "Lushnje": "Lushnjë"}
    made, file = elsewhere([f"{name},A B,,mayor,votes,{100 + i}," for i, name in enumerate(names)], ALBANIAN)
    text = advised(made, file)
    assert "7 printed names are written differently in the seeds" in text
    assert "and 1 more" in text
    assert [f"    {name:15}  {known} (municipality)" in text for name, known in names.items()] == [True] * 7


@pytest.mark.parametrize(
    ("off", "cut"), [(("-0.01", "-0.004"), True), (("-0.01", "0.004"), False), (("0.01", "0.004"), False)]
)
def test_percentages_that_are_all_too_low_are_cut_off(off, cut):
    found = [Finding(f"{n}", rules()["R411"], "e", {"subject": f"{n}"}) for n in range(len(off))]
    sizes = {one.finding_id: (Decimal(by), Decimal("0.02"), Decimal(50)) for one, by in zip(found, off, strict=True)}
    assert ("rules: {R411: {rounding: 1}}" in _cut(found, sizes)) is cut


@pytest.mark.parametrize(
    ("code", "row", "places", "size"),
    [
        ("R203", {"summed": 105, "whole": 100, "tolerance": 0}, ("votes",), (-5, 10, 105)),
        ("R203", {"summed": 100, "whole": 4000, "tolerance": 0}, ("votes",), (3900, 20, 4000)),
        ("R203", {"summed": 105, "whole": 100, "tolerance": 1}, ("votes",), None),
        ("R203", {"summed": None, "whole": 100, "tolerance": 0}, ("votes",), None),
        ("R203", {"summed": 105, "whole": 100, "tolerance": 0}, ("votes", "council_size"), None),
        ("R411", {"reckoned": Decimal("50.1"), "share": Decimal("50.0"), "half": Decimal("0.05")}, ("share",),
         (Decimal("-0.1"), Decimal("0.1"), Decimal("50.1"))),
    ],
)  # fmt: skip
def test_how_far_a_finding_is_off(code, row, places, size):
    rule = rules()[code]
    if code == "R411":
        row = dict(zip(rule.figures, (row["reckoned"], row["share"]), strict=True)) | {"half": row["half"]}
    told = {"subject": "u", "locators": " ".join(f"s|a.csv:L2.C3|{name}" for name in places)} | row
    assert _size(Finding("f", rule, "e", told)) == size
