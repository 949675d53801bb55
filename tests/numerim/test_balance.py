"""Accounts of ballots without a name that is known: found because they add up, told where they are left unread."""

import pytest

from numerim.draft.file import judge_any

ROWS = [(31, 12, 22, 3), (40, 9, 17, 2), (25, 33, 8, 5), (18, 27, 14, 1), (52, 11, 19, 4), (29, 30, 16, 6)]
ROWS += [(44, 15, 20, 2), (37, 21, 12, 4), (23, 26, 31, 7), (50, 19, 10, 3), (34, 28, 13, 5), (41, 24, 11, 8)]


def table(path, header, row):
    """A table of stations of three lists and some ballots that are not valid."""
    lines = [header, *(row(f"Station {n}", *votes, off) for n, (*votes, off) in enumerate(ROWS, 1))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def with_both(name, a, b, c, off):
    return f"{name},{a + b + c + off},{off},{a + b + c},{a},{b},{c}"


HEADERS = {
    "both are called nothing known": "Station,Qwe,Rty,Valid votes,Red,Green,Blue",
    "invalid ones are named": "Station,Qwe,Invalid votes,Valid votes,Red,Green,Blue",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_ballots_cast_and_invalid_ones_are_found_as_they_add_up_and_a_slip_in_them_is_seen(header, tmp_path):
    right = judge_any(table(tmp_path / "right.csv", header, with_both))
    assert [one.rule for one in right.told if one.severity != "info"] == []
    assert "not read" not in right.summary

    def slip(name, a, b, c, off):
        more = 10 if name == "Station 4" else 0
        return f"{name},{a + b + c + off + more},{off},{a + b + c},{a},{b},{c}"

    assert "R202" in [one.rule for one in judge_any(table(tmp_path / "slip.csv", header, slip)).told]


def test_who_stayed_at_home_is_not_taken_for_invalid(tmp_path):
    def row(name, a, b, c, off):
        return f"{name},{2 * (a + b + c) + off},{a + b + c + off},{a + b + c},{a},{b},{c}"

    found = judge_any(table(tmp_path / "home.csv", HEADERS["both are called nothing known"], row))
    assert "2 columns of figures are not read: “Qwe”, “Rty”. " in found.summary
    assert "invalid from" not in found.summary
