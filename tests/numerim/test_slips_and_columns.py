"""A misprint leaves its column what it is, so that it is told; nothing is told where there is none."""

import json

import pytest

from numerim.draft.file import judge_any
from numerim.draft.given import Given
from numerim.draft.takes import taken_by

VOTES = {"Arl": (310, 205, 120, 31), "Bel": (412, 377, 198, 40), "Cos": (150, 96, 61, 12), "Dun": (511, 420, 333, 77)}
MORE = VOTES | {"Esk": (97, 203, 58, 9), "Fay": (264, 117, 140, 22)}
NAMES = ("Ada Orr", "Ben Rau", "Cy Sol", "Di Tam")


def long(wrong=()):
    """Rows by candidate; each has what is counted of its town, under a heading that no word says."""
    rows = ["Town,Candidate,Votes,Qx,Blank,Cast"]
    for town, votes in VOTES.items():
        valid = dict(wrong).get(town, sum(votes))
        rows += [f"{town},{n},{v},{valid},9,{sum(votes) + 9}" for n, v in zip(NAMES, votes, strict=True)]
    return "\n".join(rows) + "\n"


def cut(wrong=()):
    """Shares that are cut off behind their last decimal."""
    rows = ["Town,Candidate,Votes,Percent,Valid"]
    for town, votes in VOTES.items():
        for n, v in zip(NAMES, votes, strict=True):
            share = dict(wrong).get((town, n), f"{int(10_000 * v / sum(votes)) / 100:.2f}")
            rows.append(f"{town},{n},{v},{share},{sum(votes)}")
    return "\n".join(rows) + "\n"


def nation(wrong=()):
    """A nation beside its states, keyed by their names, each with two of all candidates and their shares."""
    found = {}
    for town, votes in MORE.items():
        own = [dict(wrong).get((town, i), votes[i]) for i in (0, 1)]
        shares = [round(100 * votes[i] / sum(votes), 2) for i in (0, 1)]
        found[town] = {"orr": own[0], "rau": own[1], "totalValid": sum(votes), "orrPct": shares[0], "rauPct": shares[1]}
    orr, rau, valid = (sum(column) for column in zip(*[(v[0], v[1], sum(v)) for v in MORE.values()], strict=True))
    whole = {"orr": orr, "rau": rau, "totalValid": valid}
    whole |= {"orrPct": round(100 * orr / valid, 2), "rauPct": round(100 * rau / valid, 2)}
    return json.dumps({"national": whole, "states": found})


def reasons(wrong=()):
    """Why votes are void stands before the valid ones; those and the votes make the papers that are in order."""
    rows = ["Gmina,Karty wydane,Karty z urny,Karty nieważne,Karty ważne,Głosy nieważne,W tym dwa znaki,W tym bez znaku"]
    rows[0] += ",Głosy ważne," + ",".join(NAMES)
    for n, (town, votes) in enumerate(MORE.items()):
        two, none, bad, valid = 3 + 2 * n, 11 - 2 * n + n * n, 1 + n % 2, sum(votes)
        papers = valid + two + none
        own = [dict(wrong).get((town, i), v) for i, v in enumerate(votes)]
        row = (town, papers + bad, papers + bad, bad, papers, two + none, two, none, valid, *own)
        rows.append(",".join(map(str, row)))
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize(
    ("name", "text", "figures", "rules"),
    [
        ("long.csv", long(), 28, set()),
        ("long.csv", long({"Bel": 1072}.items()), 28, {"R209", "R203"}),
        ("cut.csv", cut(), 36, set()),
        ("cut.csv", cut({("Cos", "Ben Rau"): "35.09"}.items()), 36, {"R402", "R411"}),
        ("nation.json", nation(), 25, set()),
        ("nation.json", nation({("Dun", 1): 402}.items()), 25, {"R411", "R301", "R308", "R409"}),
        ("reasons.csv", reasons(), 0, set()),
        ("reasons.csv", reasons({("Arl", 2): 102}.items()), 0, {"R203"}),
    ],
)
def test_a_misprint_is_told_and_nothing_else(tmp_path, name, text, figures, rules):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    found = judge_any(str(path))
    told = {one.rule for one in found.told if one.severity != "info"}
    assert told <= rules, found.told
    assert bool(told) == bool(rules), found.reading
    assert found.counts["figures"] >= figures, found.reading


def test_a_hint_knows_that_shares_are_cut_off(tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text(cut().replace("Bel,Ben Rau,377,", "Bel,Ben Rau,737,"), "utf-8")  # 36.708 per cent
    told = [one for one in judge_any(str(path)).told if one.severity == "error"]
    assert {(change.printed, change.fits) for one in told for change in one.suspected[:1]} == {("737", "377")}


def test_what_is_not_to_be_read_of_the_things_that_others_lie_in_is_said_once(tmp_path):
    towns = "".join(
        f'<Town name="{town}"><Poll roll="{2 * sum(votes)}" cast="{sum(votes)}" castPercent="50.0"/>'
        + "".join(f'<List name="{n}" votes="{v}"/>' for n, v in zip(NAMES, votes, strict=True))
        + "</Town>"
        for town, votes in VOTES.items()
    )
    path = tmp_path / "towns.xml"
    path.write_text(f"<Results>{towns}</Results>", "utf-8")
    found = judge_any(str(path), given=Given(taken=taken_by(["@castPercent=ignore"], [])))
    assert [line for line in found.reading if "@castPercent" in line and "not read" in line] != []
    assert found.told == []


def test_shares_of_no_votes_are_told_and_do_not_end_the_check(tmp_path):
    rows = [f"{town},{n},0,50.25" for town in VOTES for n in NAMES[:2]]
    path = tmp_path / "none.csv"
    path.write_text("\n".join(["Town,Candidate,Votes,Percent", *rows]) + "\n", "utf-8")
    assert "R401" in {one.rule for one in judge_any(str(path)).told}
