"""Counts from other countries, in made-up figures: what is right is told nobody, and a slip where it is."""

import io
import json

import pytest
import xlsxwriter

from numerim.draft.file import judge_any
from tests.numerim.test_further_strangers import WARDS, lines, read

VOTES = ((210, 160, 75), (190, 171, 64), (255, 120, 41), (143, 198, 52), (176, 150, 90), (230, 99, 38))
BLANK, VOID = (4, 6, 3, 8, 5, 7), (9, 3, 6, 2, 11, 5)


def _rows(slip=0, at=2, of=1):
    """The votes in six wards, in one of which one figure is off."""
    return [[n + slip * ((i, k) == (at, of)) for k, n in enumerate(row)] for i, row in enumerate(VOTES)]


def book(rows, merged=()):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        sheet = made.add_worksheet("Sheet")
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
        for area in merged:
            sheet.merge_range(*area)
    return stream.getvalue()


def valid_with_blank(slip=0):
    """Valid ballots that count blank ones, and the votes for candidacies beside them; the misprint is in the former."""
    heads = ["Municipio", "Censo", "Total votantes", "Votos válidos", "Votos a candidaturas", "Votos en blanco"]
    rows = [[*heads, "Votos nulos", "PP", "PSOE", "BNG"]]
    for i, votes in enumerate(VOTES):
        own, blank, void = sum(votes), BLANK[i], VOID[i]
        valid = own + blank + slip * (i == 3)
        rows.append([WARDS[i], 2 * own, own + blank + void, valid, own, blank, void, *votes])
    return book(rows)


def labelled(slip=0):
    """Above the header, on a line of its own, what the form is of."""
    rows = [["FORM B"], ["Constituency:", "Hill", "", "Code:", "274", "County:", "Vale"]]
    rows.append(["Station", "Registered voters", "ODERO", "KIPRUTO", "WAIRIMU", "Valid votes", "Rejected"])
    for i, votes in enumerate(_rows(slip)):
        rows.append([f"{WARDS[i]} Primary", 900 + i, *votes, sum(VOTES[i]), VOID[i]])
    return book(rows)


def acronyms(slip=0):
    """Parties by their initials, of which one may be that of percentages."""
    rows = [["Constituency", "Electorate", "Valid votes", "PC", "Con", "Lab"]]
    rows += [[WARDS[i], 900 + i, sum(VOTES[i]), *votes] for i, votes in enumerate(_rows(slip))]
    return lines(rows)


def papers(slip=0):
    """Papers in the box, a few of them without a stamp, and of these papers the valid ones."""
    heads = ["Komisja", "Wyborcy uprawnieni", "Liczba kart wyjętych z urny", "Liczba kart nieważnych"]
    heads += ["Liczba kart ważnych", "Liczba głosów nieważnych", "Liczba głosów ważnych", "NOWAK", "KOT", "MAJ"]
    rows = [heads]
    for i, votes in enumerate(_rows(slip)):
        valid, unstamped = sum(VOTES[i]), i % 2
        box = valid + VOID[i] + unstamped
        rows.append([f"Szkoła {WARDS[i]}", 900 + i, box, unstamped, box - unstamped, VOID[i], valid, *votes])
    return lines(rows, ";")


def digits(slip=0, zero="٠"):
    """Digits of another script."""
    rows = [["مركز الاقتراع", "عدد المسجلين", "الأصوات الصالحة", "سلمى", "كريم", "هند"]]
    for i, votes in enumerate(_rows(slip)):
        rows.append([WARDS[i], *(_written(n, zero) for n in (900 + i, sum(VOTES[i]), *votes))])
    return lines(rows)


def _written(n, zero):
    return "".join(chr(ord(zero) + int(digit)) for digit in str(n))


def towns_and_villages(slip=0):
    """Sums over towns and over villages, called so without a space, and the sum of both."""
    rows = [["市区町村名", "当日有権者数", "投票者数", "森　正", "林　花", "原　進", "無効投票数"]]
    counts = [[900 + i, sum(VOTES[i]) + VOID[i], *votes, VOID[i]] for i, votes in enumerate(_rows())]

    def summed(some):
        return [sum(column) for column in zip(*some, strict=True)]

    for name, own in (("市計", counts[:3]), ("町村計", counts[3:])):
        rows += [[f"{name[0]}{'甲乙丙'[i]}", *row] for i, row in enumerate(own)]
        rows.append([name, *summed(own)])
    rows.append(["県計", *summed(counts)])
    rows[2][4] += slip
    return "\n".join(",".join(map(str, row)) for row in rows).encode("cp932")


def contested(slip=0):
    """Contested ballots, none in half of the stations."""
    rows = [["Bashkia", "QV", "Votues", "Të pavlefshme", "Të kontestuara", "Të vlefshme", "Arbri", "Besa", "Drini"]]
    for i, votes in enumerate(_rows(slip)):
        of = sum(VOTES[i])
        rows.append(["Kurbin", f"12{i:02}/1", of + VOID[i] + i % 2, VOID[i], i % 2, of, *votes])
    return lines(rows, ";")


def on_the_roll_and_by_law(slip=0):
    """Voters on the roll, voters by law, and all who voted; the misprint is in the invalid ballots."""
    rows = [["Sandık No", "Kayıtlı Seçmen Sayısı", "Oy Kullanan Kayıtlı Seçmen Sayısı", "Kanunen Oy Kullanan"]]
    rows[0] += ["Toplam Oy Kullanan", "Geçerli Oy", "Geçersiz Oy", "AKP", "CHP", "MHP"]
    for i, votes in enumerate(VOTES):
        valid, void = sum(votes), VOID[i]
        rows.append(
            [1001 + i, 900 + i, valid + void - i % 2, i % 2, valid + void, valid, void + slip * (i == 4), *votes]
        )
    return lines(rows, ";")


def shares_of_all(slip=0):
    """Shares of all ballots cast, of one decimal."""
    rows = [
        ["Freguesia", *(one for name in ("PS", "PSD", "CDU") for one in (name, "%")), "Brancos", "Nulos", "Votantes"]
    ]
    for i, votes in enumerate(_rows(slip, of=0)):
        cast = sum(VOTES[i]) + BLANK[i] + VOID[i]
        shares = [f"{100 * n / cast:.1f}".replace(".", ",") for n in VOTES[i]]
        rows.append(
            [WARDS[i], *(one for pair in zip(votes, shares, strict=True) for one in pair), BLANK[i], VOID[i], cast]
        )
    return lines(rows, ";")


def called_white(slip=0):
    """A candidate whose last name is a word for blank ballots, which stand beside."""
    rows = [["Sezione", "Votanti", "ROSSI", "BIANCHI", "VERDI", "Bianche", "Nulle"]]
    for i, votes in enumerate(_rows(slip)):
        rows.append([WARDS[i], sum(VOTES[i]) + BLANK[i] + VOID[i], *votes, BLANK[i], VOID[i]])
    return lines(rows, ";")


def one_kind(slip=0):
    """Rows of one kind of ballots, said in each, with the accounts of the station."""
    rows = [["Municipality", "VD_Number", "TotalValidVotes", "PartyName", "PartyVotes", "BallotType"]]
    for i, votes in enumerate(_rows(slip)):
        rows += [["Vale", 3284 + i, sum(VOTES[i]), party, n, "Ward"] for party, n in zip("ABC", votes, strict=True)]
    return lines(rows)


def by_way(slip=0, upper=True):
    """Ways of casting ballots under each who is voted for, or these under each way."""
    people, ways = ("Ann Ray (DEM)", "Bo Lind (REP)", "Cy Poe (GRN)"), ("Absentee", "Early", "Election Day", "Total")
    rows = [["Precinct"], [""]]
    for one in people if upper else ways:
        under = ways if upper else people
        rows[0] += [one, *[""] * (len(under) - 1)]
        rows[1] += under
    for i, votes in enumerate(VOTES):
        each = [[n // 9, n // 3, n - n // 9 - n // 3, n] for n in votes]
        each[1][1] += slip * (i == 2)
        in_order = each if upper else zip(*each, strict=True)
        rows.append([WARDS[i], *(n for some in in_order for n in some)])
    return lines(rows)


def by_way_above(slip=0):
    return by_way(slip, upper=False)


def rounds(slip=0):
    """Rounds in rows, with those whose ballots are exhausted and a total of all."""
    rows = [["Candidate", "Party", "Round 1", "Round 2", "Round 3"], ["Ann Ray", "DEM", 340, 362, 515]]
    rows += [["Bo Lind", "REP", 330, 351, 405 + slip], ["Cy Poe", "GRN", 260, 265, 0], ["Di Orr", "IND", 70, 0, 0]]
    return lines([*rows, ["Exhausted", "", 0, 22, 80], ["Total", "", 1000, 1000, 1000]])


def lakhs(slip=0):
    """Digits in pairs before the last three."""
    rows = [["Constituency", "Total Voters", "League", "Jatiya", "Independent", "Valid Votes", "Total Votes Polled"]]
    for i, votes in enumerate(_rows(slip)):
        own, valid = [700 * n for n in votes], 700 * sum(VOTES[i])
        rows.append([f"Vale-{i + 1}", *map(_in_lakhs, (2 * valid, *own, valid, valid + VOID[i]))])
    return lines(rows)


def _in_lakhs(n):
    pairs, last = f"{n // 1000:,}".replace(",", ""), f"{n % 1000:03}"
    pairs = [pairs[max(0, end - 2) : end] for end in range(len(pairs), 0, -2)][::-1]
    return ",".join([*pairs, last])


def codes_of_precincts(slip=0):
    """Contests in precincts that have a code and no name, with those who stand in lists in these."""
    made = []
    for i, votes in enumerate(_rows(slip)):
        stand = [
            {"name": name, "votes": n} for name, n in zip(("CRUZ, ANA", "TAN, CEO", "UY, EVA"), votes, strict=True)
        ]
        own = {"precinctCode": f"0101000{i}", "registeredVoters": 900 + i, "validBallots": sum(VOTES[i])}
        made.append(own | {"contests": [{"contestName": "MAYOR", "candidates": stand}]})
    return json.dumps(made).encode()


def roll_in_each_row(slip=0):
    """The roll and those who voted in each row, also in those of blank and void ballots, where the misprint is."""
    rows = [["NM_MUNICIPIO", "NR_SECAO", "DS_CARGO", "QT_APTOS", "QT_COMPARECIMENTO", "NM_VOTAVEL", "QT_VOTOS"]]
    for i, votes in enumerate(VOTES):
        each = zip(("ANA", "BEN", "CID", "VOTO BRANCO", "VOTO NULO"), (*votes, BLANK[i], VOID[i]), strict=True)
        for name, n in each:
            wrong = slip * (i == 2 and name == "VOTO NULO")
            rows.append(["VALE", 101 + i, "Prefeito", 900 + i + wrong, sum(votes) + BLANK[i] + VOID[i], name, n])
    return lines(rows, ";")


def objected(slip=0):
    """Valid votes with and without an objection, which make the same sum as those for parties."""
    rows = [["Sandık No", "Toplam Oy Kullanan", "İtirazsız Geçerli Oy", "İtirazlı Geçerli Oy", "Toplam Geçerli Oy"]]
    rows[0] += ["Toplam Geçersiz Oy", "AKP", "CHP", "MHP"]
    for i, votes in enumerate(_rows(slip)):
        valid = sum(VOTES[i])
        rows.append([1001 + i, valid + VOID[i], valid - i % 3, i % 3, valid, VOID[i], *votes])
    return lines(rows, ";")


def voters_and_papers(slip=0):
    """Those who signed, and the papers in the box, one of which is far off."""
    rows = [["TPS", "DPT", "Jumlah Pengguna Hak Pilih", "BUDI", "SITI", "ADI", "Suara Sah", "Suara Tidak Sah"]]
    rows[0] += ["Total Suara Sah dan Tidak Sah"]
    for i, votes in enumerate(VOTES):
        valid, cast = sum(votes), sum(votes) + VOID[i]
        rows.append([f"{i + 1:03}", 900 + i, cast, *votes, valid, VOID[i], cast + 20 * slip * (i == 3)])
    return lines(rows)


def counts_of_transfers():
    """Counts side by side in two rows of a header, with what was passed on, under a title."""
    rows = [["Vale", "", "First Count", "Second Count", "", "Third Count", ""]]
    rows += [["Name", "Party", "Votes", "Transfer", "Result", "Transfer", "Result"]]
    rows += [["Ann Ryan", "FG", 1050, -50, 1000, 0, 1000], ["Bo Lynch", "FF", 900, 30, 930, 50, 980]]
    rows += [["Cy Daly", "SF", 700, 10, 710, 120, 830], ["Di Burke", "Ind", 210, 5, 215, -215, 0]]
    return book([*rows, ["Non-transferable", "", 0, 5, 5, 45, 50], ["Total", "", 2860, 0, 2860, 0, 2860]])


def counts_of_seats(slip=0):
    """A count for two seats in rows, in which a surplus passes on."""
    rows = [["Candidate", "Party", "Count 1", "Count 2", "Count 3"], ["Ann Ryan", "FG", 1300, 1001, 1001]]
    rows += [
        ["Bo Lynch", "FF", 900, 1000 + slip, 1100],
        ["Cy Daly", "SF", 600, 739, 799],
        ["Di Burke", "Ind", 200, 260, 0],
    ]
    return lines([*rows, ["Non-transferable", "", 0, 0, 100], ["Total", "", 3000, 3000, 3000]])


def nobody(slip=0):
    """Votes for nobody, under a long name, in the box beside valid and invalid ballots."""
    rows = [["№ на секция", "5. Брой на намерените в кутията бюлетини", "6. Брой на недействителните гласове"]]
    rows[0] += ["7. Брой на действителните гласове", "8. Гласове „Не подкрепям никого“", "ГЕРБ", "ДПС", "БСП"]
    for i, votes in enumerate(_rows(slip)):
        valid = sum(VOTES[i])
        rows.append([f"23460{i}", valid + VOID[i] + BLANK[i], VOID[i], valid, BLANK[i], *votes])
    return lines(rows, ";")


def unmarked(slip=0):
    """Two columns called by words for blank ballots, neither of which is in the other; the roll under a short name."""
    rows = [["MUNICIPIO", "PUESTO", "MESA", "POTENCIAL", "ANA PAZ", "BETO GIL", "CIRO RUIZ"]]
    rows[0] += ["VOTOS EN BLANCO", "VOTOS NULOS", "VOTOS NO MARCADOS", "TOTAL VOTOS"]
    for i, votes in enumerate(_rows(slip)):
        cast = sum(VOTES[i]) + BLANK[i] + VOID[i] + i % 3
        rows.append(["VALE", f"ESCUELA {i // 3}", i % 3 + 1, 900 + i, *votes, BLANK[i], VOID[i], i % 3, cast])
    return lines(rows, ";")


FILES = [
    (nobody, "csv", {"R203"}, ("234602",)),
    (unmarked, "csv", {"R219"}, ("ESCUELA 0 3",)),
    (lakhs, "csv", {"R203"}, ("Vale-3",)),
    (codes_of_precincts, "json", {"R203"}, ("01010002",)),
    (roll_in_each_row, "csv", {"R115", "R606"}, ("103",)),
    (objected, "csv", {"R203"}, ("1003",)),
    (voters_and_papers, "csv", {"R201", "R202", "R205"}, ("004",)),
    (valid_with_blank, "xlsx", {"R202", "R203", "R209"}, ("D5",)),
    (labelled, "xlsx", {"R203"}, ("D6",)),
    (acronyms, "csv", {"R203"}, ("Cedar",)),
    (papers, "csv", {"R203"}, ("Szkoła Cedar",)),
    (digits, "csv", {"R203"}, ("Cedar",)),
    (towns_and_villages, "csv", {"R219", "R307"}, ("市乙",)),
    (contested, "csv", {"R203"}, ("1202/1",)),
    (on_the_roll_and_by_law, "csv", {"R202"}, ("1005",)),
    (shares_of_all, "csv", {"R219", "R409", "R411"}, ("Cedar",)),
    (called_white, "csv", {"R219"}, ("Cedar",)),
    (one_kind, "csv", {"R203"}, ("3286",)),
    (by_way, "csv", {"R311"}, ("Cedar",)),
    (by_way_above, "csv", {"R311"}, ("Cedar",)),
    (rounds, "csv", {"R533"}, ("Cy Poe",)),
    (counts_of_seats, "csv", {"R216", "R538"}, ("3,040", "Bo Lynch 1,040")),
]


@pytest.mark.parametrize(("made", "ending", "rules", "words"), FILES, ids=[one[0].__name__ for one in FILES])
def test_what_is_told_of_a_count_from_elsewhere(tmp_path, made, ending, rules, words):
    path = tmp_path / f"count.{ending}"
    path.write_bytes(made())
    right = judge_any(str(path))
    assert [one.says for one in right.told if one.severity != "info"] == []
    path.write_bytes(made(slip=40))
    wrong = judge_any(str(path))
    found = [one for one in wrong.told if one.severity != "info"]
    assert {one.rule for one in found} == rules
    assert all(word in "".join([*(one.says for one in found), *map(str, found)]) for word in words)
    assert wrong.read_as == right.read_as


def test_what_is_passed_on_is_no_vote(tmp_path):
    path = tmp_path / "counts.xlsx"
    path.write_bytes(counts_of_transfers())
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    found = read(path)
    assert found["Vale / Name"] == "candidate"
    assert {found[f"{one} Count / {which}"] for one, which in (("First", "Votes"), ("Third", "Result"))} == {
        "votes of 1",
        "votes of 3",
    }
    assert found["Third Count / Transfer"].startswith("not read: votes transferred")


READINGS = [
    ("VDN,Reds,Blues,Valid votes|3284,120,95,215|3290,130,85,215|3301,101,99,200|3400,77,60,137", "VDN", "unit"),
    (
        "Town,VDN,Reds,Blues,Valid votes|Hill,3284,120,95,215|Hill,3290,130,85,215|Vale,3301,101,99,200"
        "|Vale,3400,77,60,137",
        *("VDN", "unit"),
    ),
    (
        "Town,Party,Votes,Valid votes,Ballot type|Hill,Reds,120,215,Postal|Hill,Blues,95,215,Postal"
        "|Vale,Reds,130,215,Postal|Vale,Blues,85,215,Postal",
        *("Ballot type", "count_type"),
    ),
    ("Station,Reds,Blues,Valid votes|S\U0001e4f11,120,95,215|S\U00016d712,130,85,215", "Station", "unit"),
    (
        "Candidate,Party,Count 1,Count 2 / Total,Count 2 / +/-|Ann Ray,Reds,120,130,10|Bo Lee,Blues,95,101,6"
        "|Cy Dee,Greens,80,85,5|Ed Fox,Golds,21,0,-21",
        *("Count 2 / Total", "votes of 2"),
    ),
    (
        ",Ann Ray,,,Bo Lee,,,Ballots cast,Valid votes|Town,Early,Election Day,Total,Early,Election Day,Total,,"
        "|Hill,10,20,30,16,20,36,120,115|Vale,12,24,36,11,22,33,130,126|Mill,9,14,23,18,21,39,101,97",
        *("Bo Lee / Total", "votes of Bo Lee"),
    ),
]
"""Lines of a table, a column, and what it is read as; nothing is wrong, also where not all who stood are listed."""


@pytest.mark.parametrize(("table", "column", "means"), READINGS, ids=[one[1] + " " + one[0][:9] for one in READINGS])
def test_a_column_is_read_as_what_it_is(tmp_path, table, column, means):
    path = tmp_path / "table.csv"
    path.write_text(table.replace("|", "\n") + "\n", encoding="utf-8")
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    assert read(path)[column] == means
