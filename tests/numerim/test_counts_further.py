"""Counts in further forms of authorities, in made-up figures: what is right is told nobody, and a slip where it is."""

import pytest

from numerim.draft.file import judge_any
from tests.numerim.test_counts_elsewhere import BLANK, VOID, VOTES, WARDS, _rows, lines
from tests.numerim.test_further_strangers import read


def _table(heads, row, slip=0, mark=","):
    rows = [*heads] if isinstance(heads[0], list) else [heads]
    return lines([*rows, *(row(i, votes, sum(VOTES[i])) for i, votes in enumerate(_rows(slip)))], mark)


def not_returned(slip=0):
    """Papers that were handed out and not put into the box, under a name that is known and counts in nothing else."""
    heads = ["DUN", "Jumlah Pemilih", "Keluar Mengundi", "PN", "BN", "PH", "Undi Ditolak"]
    heads += ["Kertas Undi Tidak Dikembalikan", "Jumlah Undi Sah"]
    return _table(
        heads, lambda i, v, own: [WARDS[i], 900 + i, own + VOID[i] + BLANK[i], *v, VOID[i], BLANK[i], own], slip
    )


def for_lists_and_persons(slip=0):
    """Each voter has many votes: those for a list, those for its people, and their sum."""
    each = ["Suffrages de liste", "Suffrages nominatifs", "Total"]
    heads = [["Commune", "Inscrits", "Bulletins trouvés", "Bulletins nuls", "Bulletins valables"], [""] * 5]
    heads[0] += [one for party in ("LSAP", "CSV") for one in (party, "", "")]
    heads[1] += [*each, *each]

    def row(i, v, own):
        lists = [(11 * n, 3 * n + i, 14 * n + i) for n in v[:2]]
        return [WARDS[i], 900 + i, own + VOID[i], VOID[i], own, *(n for some in lists for n in some)]

    rows = [*heads, *(row(i, votes, sum(votes)) for i, votes in enumerate(VOTES))]
    rows[4][7] += slip
    return lines(rows, ";")


def in_several_words(slip=0):
    """Ways of casting behind the name of each party, without a mark between; one party has a letter for a name."""
    heads = ["Kommune", "Stemmeberettigede", "Frammøtte", "Godkjente", "Forkastede"]
    heads += [f"{party} {way}" for party in ("Ap", "H") for way in ("Forhånd", "Valgting", "Totalt")]

    def row(i, v, own):
        ways = [n for one in v[:2] for n in (one // 3, one - one // 3, one)]
        own = VOTES[i][0] + VOTES[i][1]
        ways[2] += VOTES[i][0] - v[0]
        return [WARDS[i], 900 + i, own + VOID[i], own, VOID[i], *ways]

    rows = [heads, *(row(i, votes, 0) for i, votes in enumerate(VOTES))]
    rows[3][5] += slip
    return lines(rows, ";")


def other_invalid(slip=0):
    """Blank ballots, and invalid ones under a name that nobody knows, before the lists."""
    heads = ["Opstillingskreds", "Stemmeberettigede", "Afgivne stemmer", "Blanke", "Resten", "Gyldige stemmer"]
    heads += ["A. Socialdemokratiet", "V. Venstre", "F. SF"]
    return _table(
        heads, lambda i, v, own: [WARDS[i], 900 + i, own + VOID[i] + BLANK[i], BLANK[i], VOID[i], own, *v], slip
    )


def reasons(slip=0):
    """Why ballots were rejected, one reason under a name for all invalid ones, and their sum."""
    heads = ["Polling District", "Registered", "Voted", *(f"Votes for {one}" for one in ("ADAMS", "BELL", "COX"))]
    heads += ["Rejected - voting for more", "Rejected - unmarked", "Total rejected"]
    return _table(
        heads,
        lambda i, v, own: [WARDS[i], 900 + i, own + VOID[i], *v, VOID[i] // 2, VOID[i] - VOID[i] // 2, VOID[i]],
        slip,
    )


def spoilt(slip=0):
    """Invalid ballots under the name that spoilt papers have elsewhere."""
    heads = ["Station", "Registered voters", "Ballots cast", "Spoilt ballots", "Valid votes", "ABC", "DC", "RFP"]
    return _table(heads, lambda i, v, own: [WARDS[i], 900 + i, own + VOID[i], VOID[i], own, *v], slip)


def box_under_another_name(slip=0):
    """Ballots cast under a name that is known in part, where the misprint is, beside over- and undervotes."""
    heads = ["PRECINCT", "REGISTERED VOTERS", "VOTERS WHO REALLY VOTED", "CRUZ ANA", "TAN CEO", "UY EVA"]
    heads += ["OVER VOTES", "UNDER VOTES"]
    return _table(
        heads,
        lambda i, v, own: [
            f"0101{i}A",
            900 + i,
            own + BLANK[i] + VOID[i] + 15 * slip * (i == 2),
            *v,
            BLANK[i],
            VOID[i],
        ],
    )


FILES = [
    (not_returned, {"R203"}, ("Cedar",)),
    (for_lists_and_persons, {"R311"}, ("Cedar",)),
    (in_several_words, {"R311"}, ("Cedar",)),
    (other_invalid, {"R203"}, ("Cedar",)),
    (reasons, {"R219"}, ("Cedar",)),
    (spoilt, {"R203"}, ("Cedar",)),
    (box_under_another_name, {"R201"}, ("01012A",)),
]


@pytest.mark.parametrize(("made", "rules", "words"), FILES, ids=[one[0].__name__ for one in FILES])
def test_what_is_told_of_a_count_in_a_further_form(tmp_path, made, rules, words):
    path = tmp_path / "count.csv"
    path.write_bytes(made())
    right = judge_any(str(path))
    assert [one.says for one in right.told if one.severity != "info"] == []
    path.write_bytes(made(slip=40))
    wrong = judge_any(str(path))
    found = [one for one in wrong.told if one.severity != "info"]
    assert {one.rule for one in found} == rules
    assert all(word in "".join([*(one.says for one in found), *map(str, found)]) for word in words)
    assert wrong.read_as == right.read_as


READINGS = [
    (
        "Kandidāts,Balsis par sarakstu,Plusi,Svītrojumi,Kopā|Jānis Bērziņš,1200,210,31,1379"
        "|Anna Kalniņa,1200,145,22,1323|Ilze Liepa,1200,60,12,1248",
        {"Kandidāts": "candidate", "Kopā": "votes"},
    ),
    (
        "Party,Labour,National,Total,Informal|Labour,210,160,370,9|National,190,171,361,3|Green,255,120,375,6",
        {"Party": "party", "Total": "votes"},
    ),
]
"""Lines of a table, and what its columns are read as; nothing is wrong."""


@pytest.mark.parametrize(("table", "columns"), READINGS, ids=[one[0][:9] for one in READINGS])
def test_columns_of_a_further_form_are_read_as_what_they_are(tmp_path, table, columns):
    path = tmp_path / "table.csv"
    path.write_text(table.replace("|", "\n") + "\n", encoding="utf-8")
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    found = read(path)
    assert {name: found[name] for name in columns} == columns
