"""A file of which most breaks a rule is more likely misread than wrong: it is told once, and no figure is accused."""

import pytest

from numerim.draft.file import judge_any

SHARES_OF_SOMETHING_ELSE = "Ward,Candidate,Votes,Share\n" + "".join(
    f"{ward},{place},{votes},{share}\n"
    for ward in ("North", "South", "East", "West")
    for place, votes, share in (("Hall", 4010, "61.2"), ("School", 150, "58.9"), ("Barn", 912, "63.4"))
)
ONE_SLIP = "Ward,Candidate,Votes,Share\n" + "".join(
    f"{ward},{name},{votes},{share}\n"
    for ward in ("North", "South", "East", "West")
    for name, votes, share in (("Ann", 60, "60.0"), ("Bob", 40, "40.0" if ward != "East" else "46.0"))
)


@pytest.mark.parametrize(
    ("text", "rules", "words"),
    [
        (
            SHARES_OF_SOMETHING_ELSE,
            {"R402"},
            "a column was misread (votes from “Votes”, share from “Share”)",
        ),
        (ONE_SLIP, {"R402", "R409", "R411"}, "106"),
    ],
)
def test_what_breaks_throughout_is_told_once(tmp_path, text, rules, words):
    path = tmp_path / "r.csv"
    path.write_text(text)
    found = [one for one in judge_any(str(path)).told if one.severity != "info"]
    assert ({one.rule for one in found}, len(found)) == (rules, len(rules))
    assert words in found[0].says
