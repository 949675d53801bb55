"""Tables that files of authorities have: sheets of places, ballots of one voter, reports, people on lists."""

import io

import pytest
import xlsxwriter

from numerim.draft.file import judge_any
from numerim.draft.words import meaning_of
from tests.numerim.test_columns import SEEDS
from tests.numerim.test_further_strangers import lines, read

TOWNS = ("Ash", "Birch", "Cedar", "Dale", "Elm", "Fir")


def told(path, *, but="info"):
    return [one for one in judge_any(str(path)).told if one.severity != but]


def book(sheets):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return stream.getvalue()


TWO = ("Gemeinde Aarau", "Gemeinde Biel")


def sheets_of_places(slip=0, names=(("Keller", "Frey"), ("Suter", "Moser")), area=False, towns=TWO):
    """A sheet a municipality, each with a total of its own, its stations in quarters."""
    made = {}
    for town, people in zip(towns, names, strict=True):
        rows = [[*(["Quartier"] if area else []), "Wahllokal", "Stimmberechtigte", "Gültige Stimmen", *people]]
        for i in range(7):
            votes = [160 + 9 * i + len(made), 130 - 4 * i]
            wrong = slip * (i == 4 and bool(made))
            place = [f"Quartier {i // 3}"] if area else []
            rows.append([*place, f"Lokal {len(made)}{i}", 700 + i, sum(votes), votes[0] + wrong, votes[1]])
        sums = [sum(row[k] for row in rows[1:]) for k in range(-4, 0)]
        sums[2] -= slip * bool(made)
        made[town] = [*rows, ["Total", *([""] if area else []), *sums]]
    return book(made)


@pytest.mark.parametrize("area", [False, True])
@pytest.mark.parametrize("names", [(("Keller", "Frey"), ("Suter", "Moser")), (("SP", "FDP"), ("SP", "FDP"))])
def test_a_sheet_that_sums_up_its_own_units_is_of_what_it_is_called(tmp_path, area, names):
    path = tmp_path / "sheets.xlsx"
    path.write_bytes(sheets_of_places(names=names, area=area))
    assert [one.says for one in told(path)] == []
    contests = 2 if names[0] != names[1] else 1
    assert f"{contests} contest{'s' * (contests > 1)}, " in judge_any(str(path)).summary
    path.write_bytes(sheets_of_places(slip=9, names=names, area=area))
    found = {one.rule: one for one in told(path)}
    assert {"R203", "R307"} == {*found}
    assert "Gemeinde Biel" in found["R203"].says


@pytest.mark.parametrize(
    "names", [("Tabelle1", "Tabelle2"), ("Provisional count", "Final count"), ("Seite 1", "Seite 2"), TWO]
)
def test_sheets_that_no_place_is_called_by_are_not_read_as_places(tmp_path, names):
    path = tmp_path / "sheets.xlsx"
    path.write_bytes(sheets_of_places(names=(("SP", "FDP"), ("SP", "FDP")), towns=names))
    assert [one.says for one in told(path)] == []
    expected = "1 contest, 16 units" if names is TWO else "2 contests, 15 units"
    assert expected in judge_any(str(path)).summary


def ballots(kinds, part=1.0, slip=0, lists=(("Green", "Red", "Blue"), ("Green", "Red"))):
    """Two rows for each who is voted for, called by a kind of ballots."""
    rows = [["Ward", "Electors", "Ballot type", "Rejected", "Party", "Votes"]]
    for i, town in enumerate(TOWNS):
        for n, (kind, parties) in enumerate(zip(kinds, lists, strict=True)):
            times = part if n else 1
            votes = [round(times * (210 + 9 * i)), round(times * (170 - 4 * i)), 8][: len(parties)]
            rows += [
                [town, 800 + i, kind, 5 + n, p, v + slip * (i + n == 3)] for p, v in zip(parties, votes, strict=True)
            ]
    return lines(rows)


SAME = (("Green", "Red"), ("Green", "Red"))
OTHERS = (("Green", "Red", "Blue"), ("Green", "Red"))


@pytest.mark.parametrize(
    ("kinds", "part", "is_", "lists"),
    [
        (("Health board", "Community trust"), 1.0, "office", OTHERS),
        (("Health board", "Community trust"), 0.2, "count_type", OTHERS),
        (("In person", "Postal"), 1.0, "count_type", OTHERS),
        (("Senate", "City council"), 1.0, "office", SAME),
        (("Saturday", "Sunday"), 1.0, "count_type", SAME),
        (("Women", "Men"), 1.0, "count_type", SAME),
        (("Screen", "Sheet"), 1.0, "count_type", SAME),
        (("Screen", "Sheet"), 1.0, "count_type", (("Green", "Red", "Blank votes"), ("Green", "Red"))),
        (("Standing", "Travelling"), 1.0, "count_type", SAME),
    ],
)
def test_ballots_of_which_each_voter_is_given_one_are_contests(tmp_path, kinds, part, is_, lists):
    path = tmp_path / "ballots.csv"
    path.write_bytes(ballots(kinds, part, lists=lists))
    assert read(path)["Ballot type"] == is_
    assert [one.says for one in told(path)] == []


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Eggegrammenoi", "registered"),
        ("Zgjedhës që kanë votuar / Femra", "cast_women"),
        ("Fletë votimi të papërdorura", "unused"),
        ("Votes / Registered", "registered"),
        ("Vydané obálky", "signatures"),
        ("Број бирачког места", "unit"),
        ("Nro. en voto", "ballot_number"),
        ("Poštom", None),
        ("Lefka", None),
        ("Leyka", "blank"),
        ("Wähler / Wahlberechtigte", "registered"),
        ("Votes / Smith", None),
        ("Smith / Votes", None),
    ],
)
def test_names_as_headers_have_them(name, means):
    assert ((one := meaning_of(name, SEEDS)) and one.role) == means


def printed(slip=0):
    """Offices beneath each other as a program prints them: no character divides their columns, pages have feet."""

    def line(label, *figures):
        return f"{label:<26}" + "".join(f"{one:>13}" for one in figures)

    told = ["Results by Contest                 UNOFFICIAL", "June 3, 2025                     VALE COUNTY", ""]
    told += [line("", "TOTAL", "Polling Day", "Postal"), line("Registered Voters", "2,400")]
    told += [line("Ballots Cast - Total", "1,500", "1,000", "500"), line("Turnout - Total", "62.50%"), ""]
    offices = (
        ("SHERIFF 2ND DISTRICT", ("Al Orr", "Bo Ray")),
        ("CLERK", ("Cy Dow", "Di Fox", "Ed Lee")),
        ("ASSESSOR", ("Flo Ash",)),
    )
    for office, people in offices:
        told += [office, "Vote For 1", "", line("", "TOTAL", "VOTE %", "Polling Day", "Postal")]
        shares = {1: (880,), 2: (600, 280), 3: (500, 260, 120)}[len(people)]
        rows = [(who, n, n // 2) for who, n in zip(people, shares, strict=True)] + [("Write-In Totals", 8, 2)]
        sums = [sum(row[k] for row in rows) for k in (1, 2)]
        for who, here, post in rows:
            wrong = here + slip * (who == "Di Fox")
            told.append(line(who, f"{here + post:,}", f"{100 * (here + post) / sum(sums):.2f}%", f"{wrong:,}", post))
        told.append(line("Total Votes Cast", f"{sum(sums):,}", "100.00%", *sums))
        told += [line("Overvotes", 3, "", 2, 1), line("Undervotes", 1497 - sum(sums), "", 998 - sums[0], 499 - sums[1])]
        told += [line("Contest Totals", "1,500", "", "1,000", 500), ""]
        told += [f"Printed with Tally 4.2 for the county       06/09/2025 4:15 PM     Page {len(told) // 20} of 3", ""]
    return "\n".join(told).encode()


def test_a_report_that_a_program_prints_is_read_office_by_office(tmp_path):
    path = tmp_path / "report.txt"
    path.write_bytes(printed())
    assert [one.says for one in told(path)] == []
    assert "3 contests" in judge_any(str(path)).summary
    found = read(path)
    assert (found["Polling Day"], found["VOTE %"]) == ("votes (election-day)", "share")
    path.write_bytes(printed(slip=9))
    assert {one.rule for one in told(path)} == {"R311"}


LISTS = {
    "Écolo-Vert": ("Adam, Luc", "Bodart, Anne"),
    "MR": ("Collin, Jean", "Denis, Eva", "Evrard, Guy"),
    "PS": ("Fox, Ida",),
}


def people_on_lists(slip=0):
    """Who stands beneath each other under each list, with a row that sums it up; stations beside each other."""
    places = [f"Bureau {town} (code postal 40{i}0)" for i, town in enumerate(TOWNS)]
    rows, valid = [], [0] * len(places)
    for n, (party, people) in enumerate(LISTS.items(), start=1):
        votes = [[90 + 13 * n - 20 * k + 5 * i + i * i for i in range(len(places))] for k in range(len(people))]
        sums = [sum(some) for some in zip(*votes, strict=True)]
        valid = [a + b for a, b in zip(valid, sums, strict=True)]
        rows.append([n, party, "", "", sum(sums), *sums])
        for k, (who, own) in enumerate(zip(people, votes, strict=True), start=1):
            there = [v + slip * (who == "Denis, Eva" and i == 3) for i, v in enumerate(own)]
            rows.append([n, party, k, who, sum(own), *there])
    blank, void = [3 + i % 2 for i in range(len(places))], [2 + i % 3 for i in range(len(places))]
    cast = [sum(some) for some in zip(valid, blank, void, strict=True)]
    named = {"Bulletins valables": valid, "Bulletins blancs": blank, "Bulletins nuls": void, "Bulletins déposés": cast}
    rows += [["", "", "", name, sum(own), *own] for name, own in named.items()]
    return lines([["N° liste", "Parti", "N°", "Candidat", "Total", *places], *rows], ";")


def test_people_beneath_their_list_have_the_votes(tmp_path):
    path = tmp_path / "lists.csv"
    path.write_bytes(people_on_lists())
    assert [one.says for one in told(path)] == []
    found = read(path)
    assert found["Denis, Eva – MR"] == "votes of Denis, Eva / MR"
    assert found["MR"].startswith("not read: the sum")
    path.write_bytes(people_on_lists(slip=45))
    lines_ = path.read_text("utf-8").split("\n")
    (first,) = {one.suspected[0].place.line for one in told(path) if one.suspected}
    assert "Denis, Eva" in lines_[first - 1]


def test_two_races_beside_each_other_are_no_lists_with_people(tmp_path):
    rows = [["Gemeinde", "A gesamt", "SPD", "CDU", "B gesamt", "FDP", "BSW"]]
    rows += [[t, 500 + i, 300 + 2 * i, 200 - i, 410 + 3 * i, 210 + i, 200 + 2 * i] for i, t in enumerate(TOWNS)]
    path = tmp_path / "races.csv"
    path.write_bytes(lines(rows))
    assert not any("the sum of the votes of those on the list" in is_ for is_ in read(path).values())


def test_votes_that_are_transferred_in_parts_are_left_and_first_preferences_checked(tmp_path):
    first = {"Ann Ray": 1502, "Bo Lind": 1100, "Cy Dow": 640, "Non-transferable": 0, "Total": 3242}
    rows = [["Candidate", "First preference votes", "Transfer of Dow", "Count 2"]]
    moved = {"Ann Ray": 301.26, "Bo Lind": 250.5, "Cy Dow": -640, "Non-transferable": 88.24, "Total": 0}
    rows += [[who, n, f"{moved[who]:.2f}", f"{n + moved[who]:.2f}"] for who, n in first.items()]
    path = tmp_path / "counts.csv"
    path.write_bytes(lines(rows))
    found = read(path)
    assert found["First preference votes"] == "votes"
    assert found["Count 2"].startswith("not read: parts of votes")
    assert [one.says for one in told(path)] == []
    rows[2][1] += 90
    path.write_bytes(lines(rows))
    assert {one.rule for one in told(path)} == {"R203"}


def two_of_those_who_voted(slip=0):
    """All who voted, and those of them who are on the roll; the valid votes in two kinds, beside their sum."""
    rows = [["Town", "Registered", "Voted", "Total voted", "Valid votes, undisputed", "Valid votes, disputed"]]
    rows[0] += ["Valid votes", "Invalid votes", "Reds", "Blues", "Greens"]
    for i, town in enumerate((*TOWNS, "Gum", "Holm")):
        votes, odd, void = [210 + 7 * i, 160 - 3 * i, 40 + i], 1 + i % 3, 4 + i % 2
        valid = sum(votes)
        row = [town, 700 + 9 * i, valid + void - odd, valid + void, valid - i % 3, i % 3, valid, void]
        rows.append([*row, votes[0], votes[1] + slip * (i == 5), votes[2]])
    return lines(rows)


def test_more_ballots_than_voters_throughout_are_no_error_and_kinds_of_valid_votes_no_parties(tmp_path):
    path = tmp_path / "voted.csv"
    for slip in (0, 30):
        path.write_bytes(two_of_those_who_voted(slip))
        found = read(path)
        assert (found["Total voted"], found["Valid votes"]) == ("cast", "valid")
        assert found["Voted"].startswith("not read: some of those who voted")
        assert found["Valid votes, disputed"].startswith("valid (")
        assert {one.rule for one in told(path)} == ({"R203"} if slip else set())


def test_a_total_in_the_column_of_larger_units_is_over_all_stations(tmp_path):
    rows = [["Gemeinde", "Wahllokal", "Berechtigte", "Rot", "Blau"]]
    rows += [[f"Ort {i // 4}", i % 4 + 1, 700 + 9 * i, 310 + 5 * i, 170 - 4 * i] for i in range(12)]
    rows.append(["Insgesamt", "", *(sum(row[k] for row in rows[1:]) for k in (2, 3, 4))])
    path = tmp_path / "totals.csv"
    path.write_bytes(lines(rows))
    assert [one.says for one in told(path)] == []
    rows[6][3] += 50
    path.write_bytes(lines(rows))
    assert {one.rule for one in told(path)} == {"R307"}


def _floats():
    """Whole votes as programs write them that have no whole numbers beside a gap; areas, which have decimals."""
    rows = [["Town", "Area km2", "Registered", "Oaks", "Elms"]]
    rows += [[t, f"{131.4 + 17 * i:.1f}", 900 + i, 310 + 7 * i, f"{205 + 3 * i}.0"] for i, t in enumerate(TOWNS)]
    rows[4][4] = ""
    return lines(rows)


def _shares_behind():
    """Printed lines with nothing but spaces between votes, their share in brackets and the next votes."""
    told = [f"{'Parish':<14}{'Oaks':>18}{'Elms':>18}"]
    for i in range(24):
        oaks, elms = 3200 + 211 * i, 2900 + 97 * i
        shares = [f"{n:,} ({100 * n / (oaks + elms):.1f}%)" for n in (oaks, elms)]
        told.append(f"{f'Vale-{i}':<14}" + "".join(f"{one:>18}" for one in shares))
    return "\n".join(told).encode()


def _total_between():
    stations = [(61, 40, 52), (33, 71, 28), (48, 29, 90)]
    people = zip(("Oaks", "Elms", "Firs"), ("Eva Noll", "Jon Pratt", "Ida Quist"), stations, strict=True)
    head = ["Party", "Total", "Candidate", *(f"Station {n}" for n in (1, 2, 3))]
    return lines([head, *([party, sum(votes), who, *votes] for party, who, votes in people)])


def _dates_in_headers(month):
    rows = []
    for place in ("Upper Vale", "Lower Vale"):
        rows += [[place, "", "", ""], ["Station", "Oaks", "Elms", month]]
        rows += [[f"{place[0]}{i}", 41 + 9 * i, 77 - 5 * i, 23 + i * i] for i in range(6)] + [[""] * 4]
    return lines(rows)


def _nobody_at_the_end():
    rows = [["Station", "Registered", "Valid", "Oaks", "O Noll", "O Pratt", "O Roe", "Elms", "E Quist", "E Sand"]]
    for i in range(12):
        a, b, c, d = 91 + 8 * i, 40 + i * i, 73 + 3 * i, 119 - 4 * i
        rows.append([f"Hall {i}", 700 + i, a + b + c + d, a + b, a, b, 0, c + d, c, d])
    return lines(rows)


@pytest.mark.parametrize(
    ("name", "content", "reads"),
    [
        ("floats.csv", _floats(), {"Elms": "votes of Elms", "Oaks": "votes of Oaks", "Area km2": "not read"}),
        ("shares.txt", _shares_behind(), {"Parish": "unit", "column 2": "votes of column 2", "Elms": "not read"}),
        ("between.csv", _total_between(), {"Total": "votes", "Candidate": "candidate"}),
        ("month.csv", _dates_in_headers("10/2023"), {"Station": "unit", "Elms": "votes of Elms"}),
        ("years.csv", _dates_in_headers("2019/2023"), {"Station": "unit", "Elms": "votes of Elms"}),
        ("nobody.csv", _nobody_at_the_end(), {"O Roe": "votes of O Roe / Oaks", "E Sand": "votes of E Sand / Elms"}),
    ],
)
def test_figures_beside_what_looks_like_something_else_are_kept(tmp_path, name, content, reads):
    path = tmp_path / name
    path.write_bytes(content)
    found = read(path)
    assert {column: found.get(column) for column in reads} == reads
    assert [one.says for one in told(path)] == []


@pytest.mark.parametrize(
    ("named", "is_"),
    [
        ([f"House District {i + 11}" for i in range(6)], "unit"),
        ([f"{town} Town Council" for town in TOWNS], "unit"),
        (["Mayor", "Senator", "Governor", "President", "City council", "National Assembly"], "office"),
    ],
)
def test_places_called_by_one_office_are_units(tmp_path, named, is_):
    rows = [["Body", "Candidate", "Votes"]]
    rows += [
        [one, who, 310 + 7 * i - 40 * k] for i, one in enumerate(named) for k, who in enumerate(("Al Orr", "Bo Ray"))
    ]
    path = tmp_path / "bodies.csv"
    path.write_bytes(lines(rows))
    assert read(path)["Body"] == is_
    assert is_ != "unit" or [one.says for one in told(path)] == []


@pytest.mark.parametrize(
    "labels", [("Inactive",), ("Inactive", "Exhausted ballots"), ("Non-transferable", "Exhausted ballots")]
)
def test_of_two_labels_one_counts_ballots_on_which_nobody_is_left(tmp_path, labels):
    rows = [["Ward", "Candidate", "Votes"]]
    rows += [[t, who, 90 + 9 * i + 31 * k] for i, t in enumerate(TOWNS) for k, who in enumerate(("Al Orr", *labels))]
    path = tmp_path / "labels.csv"
    path.write_bytes(lines(rows))
    assert [one.says for one in told(path)] == []


@pytest.mark.parametrize(("cast", "is_"), [("Гласало", "Гласало поштом"), ("Glasovalo", "Glasovalo poštom")])
def test_those_who_voted_by_post_are_part_of_all(tmp_path, cast, is_):
    rows = [["Station", "Registered", cast, is_, "Oak", "Elm"]]
    rows += [[f"{t} school", 700 + i, 400 + 9 * i, 12 + i, 210 + 5 * i, 190 + 4 * i] for i, t in enumerate(TOWNS)]
    path = tmp_path / "post.csv"
    path.write_bytes(lines(rows))
    found = read(path)
    assert found[cast] == "cast"
    assert found[is_].startswith("cast (")
    assert [one.says for one in told(path)] == []
    path.write_bytes(lines([[*row[:2], *row[3:]] for row in rows]))
    assert read(path)[is_] == "not read"
    assert [one.says for one in told(path)] == []
