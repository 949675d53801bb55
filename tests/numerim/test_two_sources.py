"""What happens where sources state the same thing, again or otherwise: small elections, made here."""

import pytest

from numerim import warehouse


def found(connection, severity=("error", "warning")):
    inside = ", ".join(f"'{s}'" for s in severity)
    return [r[0] for r in warehouse.rows(connection, f"SELECT rule FROM clean.findings WHERE severity IN ({inside})")]


def test_sources_that_name_different_winners_make_one_winner_and_a_finding(judged):
    one = "Prizren,A B,LVV,mayor,outcome,,elected,,"
    other = "Prizren,C D,LDK,mayor,outcome,,elected,,"
    connection = judged([one], [other], whole=True)
    assert warehouse.rows(connection, "SELECT selection_id, source_id FROM clean.outcomes") == [("a-b", "s1")]
    assert found(connection) == ["R601"]


def test_decided_by_one_and_a_runoff_for_the_other(judged):
    connection = judged(
        ["Prizren,A B,LVV,mayor,outcome,,elected,,"],
        ["Prizren,A B,LVV,mayor,outcome,,runoff,,", "Prizren,C D,LDK,mayor,outcome,,runoff,,"],
        whole=True,
    )
    assert warehouse.rows(connection, "SELECT selection_id, outcome FROM clean.outcomes") == [("a-b", "elected")]
    assert "R612" in found(connection)


@pytest.mark.parametrize("measure", ["votes", "share", "seats"])
def test_what_is_stated_again_is_not_accused(judged, measure):
    office = "council" if measure == "seats" else "mayor"
    rows = [f"Prizren,,LVV,{office},{measure},,60,,", f"Prizren,,LDK,{office},{measure},,40,,"]
    extra = ["Prizren,,,council,council_size,,100,,"] if measure == "seats" else []
    connection = judged([*rows, *rows, *extra, *extra], rows)
    assert [rule for rule in found(connection) if rule not in ("R302", "R702")] == []


@pytest.mark.parametrize(("measure", "rule"), [("votes", "R602"), ("share", "R603"), ("seats", "R604")])
def test_what_is_stated_otherwise_is_found_and_the_rank_decides(judged, measure, rule):
    office = "council" if measure == "seats" else "mayor"
    connection = judged([f"Prizren,,LVV,{office},{measure},,60,,"], [f"Prizren,,LVV,{office},{measure},,62,,"])
    assert rule in found(connection)
    fates = warehouse.rows(connection, "SELECT source_id, fate FROM clean.statements ORDER BY 1")
    if measure == "votes":
        assert fates == [("s1", "published"), ("s2", "superseded")]
    else:  # neither makes 100 per cent or a lawful council
        assert {fate for _, fate in fates} == {"held_back"}


def test_one_name_with_two_parties_is_held_back(judged):
    connection = judged(["Prizren,A B,LVV,mayor,votes,,600,,", "Prizren,A B,LDK,mayor,votes,,500,,"], whole=True)
    assert "R105" in found(connection, ("error",))
    assert warehouse.rows(connection, "FROM clean.vote_counts") == []


def test_a_winner_of_the_second_round_leads(judged):
    connection = judged(
        [
            "Prizren,A B,LVV,mayor,share,,40,,2",
            "Prizren,C D,LDK,mayor,share,,60,,2",
            "Prizren,A B,LVV,mayor,outcome,,elected,,2",
        ]
    )
    assert "R501" in found(connection, ("error",))


def test_names_in_another_script_are_told_apart(judged):
    connection = judged(["Prizren,Срђан Поповић,,mayor,votes,,5,,", "Prizren,Đorđe Łuk,,mayor,votes,,6,,"], whole=True)
    ids = [r[0] for r in warehouse.rows(connection, "SELECT selection_id FROM clean.selections ORDER BY 1")]
    assert ids == ["dorde-luk", "srdan-popovic"]
