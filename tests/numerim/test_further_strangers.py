"""More files as authorities lay them out, without a line of YAML: what is read of each, and what a misprint does."""

import io
import json

import pytest
import xlsxwriter

from numerim.draft.file import judge_any
from numerim.draft.given import Given
from numerim.draft.takes import taken_by
from numerim.errors import InputError

WARDS = ("Ash", "Birch", "Cedar", "Dale", "Elm", "Fir")


def lines(rows, mark=","):
    return "\n".join(
        mark.join(f'"{cell}"' if mark in str(cell) else str(cell) for cell in row) for row in rows
    ).encode()


def reporting(slip=0):
    """Districts with the time at which each reported, a list in each, and beside the list the votes of all others."""
    places = []
    for i, name in enumerate(WARDS):
        votes, others, blank, void = (300 + 13 * i, 200 - 7 * i, 90 + i), 20 + i, 5 + i, 2
        valid, lost = sum(votes) + others, blank + void
        roster = [{"partibeteckning": party, "antalRoster": n} for party, n in zip("SMC", votes, strict=True)]
        roster[1]["antalRoster"] += slip * (i == 2)
        counted = {"antalRoster": valid, "partiRoster": roster, "rosterOvrigaPartier": {"antalRoster": others}}
        aside = {"antalRoster": lost, "blankaRoster": {"antalRoster": blank}, "ovrigaOgiltiga": {"antalRoster": void}}
        total = {"totaltAntalRoster": valid + lost, "antalRostberattigade": valid + 300}
        place = {"namn": name, "kommun": "Vale", "rapporteringsTid": f"2022-09-15T1{i}:02:11"} | total
        places.append(place | {"rostfordelning": {"rosterPaverkaMandat": counted, "rosterEjPaverkaMandat": aside}})
    return json.dumps({"valtyp": "RD", "valdistrikt": places}).encode()


def one_place(slip=0):
    """The parties and the ballots of one place, blank ones among the invalid; candidates in a list of their own."""
    votes = {"Reds": 420, "Blues": 310, "Greens": 95}
    parties = "".join(
        f'<Party Name="{p}" Votes="{n + slip * (p == "Blues")}" Pct="{n / 8.25:.1f}"/>' for p, n in votes.items()
    )
    people = "".join(f'<Person Name="{p}son" PersonalVotes="{n // 3}"/>' for p, n in votes.items())
    return (
        f"<Data><Registered>1400</Registered><TurnoutPct>60.2</TurnoutPct><Votes>{parties}<ValidVotes>825</ValidVotes>"
        f"<BlankVotes>11</BlankVotes><InvalidVotes>18</InvalidVotes><VotesCast>843</VotesCast></Votes>"
        f"<People>{people}</People></Data>"
    ).encode()


def prefecture(slip=0):
    """A workbook with three rows of a header, merged; fewer ballots than voters, and turnout of the voters."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("小選挙区")
    sheet.merge_range(0, 1, 0, 2, "候補者別得票数")
    for i, (name, party) in enumerate((("佐藤 一郎", "自由民主党"), ("寺田 学", "立憲民主党")), start=1):
        sheet.write(1, i, name)
        sheet.write(2, i, party)
    heads = ("開票区名", "有効投票数", "無効投票数", "投票総数", "投票者総数", "当日有権者数", "投票率(%)")
    for i, head in zip((0, 3, 4, 5, 6, 7, 8), heads, strict=True):
        sheet.merge_range(0, i, 2, i, head)
    for i, place in enumerate(["秋田市", "能代市", "横手市", "大館市", "男鹿市", "湯沢市", "鹿角市", "仙北市"]):
        ours, theirs, void, gone, roll = 1700 + 31 * i, 1600 - 17 * i, 40 + i, 1 + i % 3, 6100 + 7 * i
        cast = ours + theirs + void
        row = [place, ours, theirs + slip * (i == 4), ours + theirs, void, cast, cast + gone, roll]
        sheet.write_row(3 + i, 0, [*row, round(100 * (cast + gone) / roll, 2)])
    book.close()
    return stream.getvalue()


def behind_candidates(slip=0):
    """Lists behind candidates; the votes of a candidate stand in each row of a list, and are more than theirs."""
    heads = ("COMUNE", "ELETTORITOT", "VOTANTITOT", "SKBIANCHE", "COGNOME", "NOME")
    rows = [[*heads, "VOTICANDUNI", "DESCRLISTA", "VOTILISTA"]]
    for i, place in enumerate(WARDS):
        for who, name, lists in (("ROSSI", "ADA", (150, 90, 40)), ("VERDI", "BO", (120, 80)), ("BRUNI", "CY", (60,))):
            for k, n in enumerate(lists):
                votes = n + 3 * i + slip * ((place, who, k) == ("Dale", "VERDI", 1))
                rows.append([place, 1200 + i, 640 + 18 * i, 7, who, name, sum(lists) + 12 * i, f"{who} {k}", votes])
    return lines(rows, ";")


def two_tables(slip=0):
    """Voting places with headings of parts and a total, and beneath, with a header of its own, who stood for whom."""
    people = ("ANN, Ray", "LIND, Bo", "DOW, Cy")
    rows = [["Votes at Voting Places"], ["", *people, "Total Valid Votes", "Informal Votes"]]
    total = [0] * 5
    for i, place in enumerate(WARDS):
        if i in (0, 3):
            rows.append(["Early" if i == 0 else "On the day", *[""] * 5])
        votes = [210 + 9 * i, 190 - 4 * i, 40 + 7 * i]
        row = [*votes, sum(votes), 3 + i % 4]
        total = [a + b for a, b in zip(total, row, strict=True)]
        rows.append([place, row[0], row[1] + slip * (place == "Elm"), *row[2:]])
    rows += [["Vale Total", *total], [""], ["Candidate", "Party", "Votes", *[""] * 3]]
    return lines([*rows, *([who, "Reds", n, *[""] * 3] for who, n in zip(people, total[:3], strict=True))])


def informal(slip=0):
    """Votes that count for nobody, with a word for both names of whom they would be for."""
    rows = [["Division", "Surname", "GivenNm", "OrdinaryVotes", "PostalVotes", "TotalVotes"]]
    for i, place in enumerate(WARDS):
        names = [(f"LOW{i}", "Ann"), (f"DAY{i}", "Bo"), ("Informal", "Informal")]
        for (last, first), n in zip(names, (400 + i, 300 - i, 25), strict=True):
            rows.append([place, last, first, n + slip * (last == "LOW2"), 40, n + 40])
    return lines(rows)


def beside_candidates(head, party=()):
    """One race, with something beside each candidate, and perhaps the party, too."""
    votes = {"Ann Ray": 430, "Bo Lind": 310, "Cy Dow": 160, "Di Fox": 100}
    rows = [[c, f"Club {c[0]}", *(f"{one} {c[0]}" for one in party), n, f"{n / 10:.1f}"] for c, n in votes.items()]
    return lines([["Candidate", head, *party, "Votes", "%"], *rows])


FILES = [
    ("reporting.json", reporting, "R203", "partiRoster/1/antalRoster"),
    ("one.xml", one_place, "R203", "Party[2]/@Votes"),
    ("prefecture.xlsx", prefecture, "R203", "C8"),
    ("behind.csv", behind_candidates, "", ""),
    ("beneath.csv", two_tables, "R203", "L9"),
    ("informal.csv", informal, "R311", "L8"),
]


@pytest.mark.parametrize(("name", "written", "rule", "place"), FILES, ids=[one[0] for one in FILES])
def test_what_is_told_of_the_file_of_a_stranger(tmp_path, name, written, rule, place):
    path = tmp_path / name
    path.write_bytes(written())
    told = [one for one in judge_any(str(path)).told if one.severity != "info"]
    assert [one.says for one in told] == []
    if rule:
        path.write_bytes(written(slip=9))
        told = {one.rule: one for one in judge_any(str(path)).told}
        assert rule in told
        assert any(place in f"{at.at} L{at.line}" for at in told[rule].places)


def read(path, *takes):
    """What columns are read as: the name of each, and what stands beside it in the table of reading."""
    rows = [
        line.strip()
        for line in judge_any(str(path), given=Given(taken=taken_by(takes, []))).reading
        if line.startswith("    ")
    ]
    cells = [[cell.strip() for cell in row.split("  ") if cell.strip()] for row in rows]
    return {row[0]: row[1] if len(row) > 1 else "" for row in cells}


def test_lists_have_the_votes_where_several_are_behind_a_candidate(tmp_path):
    path = tmp_path / "behind.csv"
    path.write_bytes(behind_candidates())
    found = read(path)
    assert {found[name] for name in ("VOTILISTA", "DESCRLISTA")} == {"votes", "party"}
    assert (found["ELETTORITOT"], found["VOTANTITOT"], found["SKBIANCHE"]) == ("registered", "cast", "blank")
    assert all(found[name].startswith("not read: several lists") for name in ("COGNOME", "NOME"))
    assert found["VOTICANDUNI"].startswith("not read: the votes of the candidate")
    assert "VOTICANDUNI=" not in "\n".join(judge_any(str(path)).reading)


def test_names_over_several_rows_of_a_header_are_shown_and_typed_once(tmp_path):
    path = tmp_path / "prefecture.xlsx"
    path.write_bytes(prefecture())
    assert read(path)["有効投票数"] == "valid"
    assert read(path)["候補者別得票数 / 佐藤 一郎 / 自由民主党"] == "votes of 佐藤 一郎 / 自由民主党"
    assert read(path, "無効投票数=blank")["無効投票数"] == "blank"


@pytest.mark.parametrize(
    ("head", "is_"),
    [
        ("Nominated by", "party"),
        ("Put up", "not read"),
        ("Occupation", "not read"),
        ("Town", "not read: it may be where each candidate lives"),
    ],
)
def test_what_is_beside_the_candidates_of_one_race_is_no_place(tmp_path, head, is_):
    """Nor whom they stand for, unless its name says so."""
    for party in ((), ("Party",)) if is_ != "party" else ((),):
        path = tmp_path / "race.csv"
        path.write_bytes(beside_candidates(head, party))
        found = {"Candidate": "candidate", head: is_, **dict.fromkeys(party, "party"), "Votes": "votes", "%": "share"}
        assert read(path) == found
    assert read(path, f"{head}=town")[head] == "unit"


NAMES = "{},{}\nAnn Ray,1200\nBo Lind,950\nCy Dow,430\nDi Fox,77\n"


@pytest.mark.parametrize(
    ("heads", "takes"), [(("Name", "Votes"), ()), (("Name", "Votes"), ("Votes=votes",)), (("Who", "n"), ("n=votes",))]
)
def test_names_with_votes_alone_are_those_of_candidates(tmp_path, heads, takes):
    path = tmp_path / "names.csv"
    path.write_text(NAMES.format(*heads), "utf-8")
    assert read(path, *takes) == dict(zip(heads, ("candidate", "votes"), strict=True))


def test_columns_beyond_those_of_the_valid_ballots_are_votes_if_as_many(tmp_path):
    """Of several lists, `Valid` has the votes of those that are in parliament; what is small beside it are reasons."""
    for more, kind in (((180, 240), "votes of D"), ((3, 2), "d")):
        rows = [["Town", "Registered", "Cast", "Invalid", "Valid", *"ABCDE"]]
        for i, town in enumerate(WARDS):
            votes = (300 + 7 * i, 210 - 4 * i, 90 + i, more[0] + i, more[1])
            rows.append([town, 2000 + i, sum(votes) + 12 + i, 12 + i, sum(votes[:3]), *votes])
        path = tmp_path / "valid.csv"
        path.write_bytes(lines(rows))
        assert read(path)["D"] == kind


def test_what_is_said_of_a_level_that_is_not_read_is_refused(tmp_path):
    areas = [{"area": a, "postal": 40, "results": [{"party": p, "votes": 300} for p in "PQR"]} for a in WARDS]
    path = tmp_path / "areas.json"
    path.write_text(json.dumps({"areas": areas}), "utf-8")
    with pytest.raises(InputError, match="nothing else is read on that level"):
        read(path, "postal=part of cast")
    assert read(path, "postal=cast")["postal"] == "cast"


def test_of_many_columns_those_that_may_be_misread_are_shown(tmp_path):
    codes = [f"code {i}" for i in range(30)]
    rows = [["Town", *codes, "Registered", "Cast", "odd sheets"]]
    rows += [[t, *["K7"] * 30, 900 + i, 500 + 3 * i, 31 + 5 * i] for i, t in enumerate(WARDS)]
    path = tmp_path / "many.csv"
    path.write_bytes(lines(rows))
    found = read(path)
    assert found["odd sheets"] == "not read"
    assert "… 10 more" in found


def _protocols(slip=0, head="Objet du scrutin", sep=";"):
    """Two offices of one station, whose column is called by no known word."""
    rows = [["Commune", "Bureau", head, "Inscrits", "Votants", "Candidat", "Voix"]]
    for i, town in enumerate(WARDS):
        for office, names in (("Maire", "PQ"), ("Conseiller municipal", "RST")):
            votes = [150 + 9 * i, *(60 + 7 * j - i for j in range(1, len(names)))]
            cast = sum(votes) + 8
            for name, n in [*zip(names, votes, strict=True), ("Blanc", 5), ("Nul", 3)]:
                n += slip * (i == 2 and name == "S")
                rows.append(
                    [town, f"B{i}", head and office, 900 + i, cast, name if len(name) > 1 else f"Anne {name}", n]
                )
    return lines(rows, sep)


def test_a_column_of_offices_is_told_by_what_stands_in_it(tmp_path):
    path = tmp_path / "offices.csv"
    path.write_bytes(_protocols())
    assert read(path)["Objet du scrutin"] == "office"
    assert [one.says for one in judge_any(str(path)).told] == []
    path.write_bytes(_protocols(slip=9))
    assert {one.rule for one in judge_any(str(path)).told} == {"R219"}
    jobs = [["Name", "Votes", "Is now"]] + [
        [f"Ann {w}", 90 + 8 * i, ("Mayor", "Senator")[i % 2]] for i, w in enumerate(WARDS)
    ]
    path.write_bytes(lines(jobs))
    assert read(path)["Is now"] == "not read"


def test_a_party_called_as_percentages_are_is_one_among_acronyms(tmp_path):
    for heads in (("AB", "PC", "DE"), ("Anna", "PC", "DE")):
        path = tmp_path / "pc.csv"
        rows = [["Town", "Valid votes", *heads, "FG"]]
        rows += [[t, 900 + 3 * i, 300 + i, 200 + i, 250 + i, 150] for i, t in enumerate(WARDS)]
        path.write_bytes(lines(rows))
        found = read(path)
        assert found.get("PC", found.get("AB … FG", "")).startswith("votes")


def _asked(questions, slip=0):
    """Questions put to the same wards, with a mark of the program on each; turnout as it was reckoned."""
    made = []
    for key in questions:
        areas = []
        for i, ward in enumerate(WARDS):
            yes, no, void = 250 + 11 * i + key, 190 - 3 * i, 6 + i
            counts = {
                "votesYes": yes + slip * (i == 3),
                "votesNo": no,
                "validVotes": yes + no,
                "ballotsCast": yes + no + void,
            }
            areas.append(
                {"ward": ward, "registered": 903 + i, "turnout": 100 * (yes + no + void) / (903 + i), **counts}
            )
        made.append({"key": key, "isBinding": key % 2 == 1, "areas": areas})
    return json.dumps({"items": made}).encode()


def test_what_the_same_places_are_asked_is_voted_on_and_marks_and_shares_not_rounded_are_left(tmp_path):
    path = tmp_path / "asked.json"
    path.write_bytes(_asked((71, 82)))
    found = read(path)
    assert (found["key"], found["ward"]) == ("office", "unit")
    assert found["isBinding"].startswith("not read")
    assert found["turnout"].startswith("not read: not rounded")
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    path.write_bytes(_asked((71, 82), slip=9))
    assert "R203" in {one.rule for one in judge_any(str(path)).told}


def test_rows_that_name_nobody_count_what_the_column_beside_says(tmp_path):
    rows = [["Commune", "Inscrits", "Votants", "Nature", "Liste", "Voix"]]
    for i, town in enumerate(WARDS):
        votes = (260 + 9 * i, 140 - 4 * i, 77)
        cast = sum(votes) + 12 + i
        named = [("voix", name, n) for name, n in zip(("Tilleul", "Pin", "Orme"), votes, strict=True)]
        rows += [
            [town, 900 + i, cast, *one]
            for one in (*named, ("blancs", "", 7), ("nuls", "", 3 + i), ("remis en cause", "", 2))
        ]
    path = tmp_path / "rows.csv"
    path.write_bytes(lines(rows, ";"))
    found = read(path)
    assert (found["Nature"], found["Voix"]) == ("measure: what each row counts", "value: how many of that")
    assert found["Liste"] == "party"
    assert [one.says for one in judge_any(str(path)).told if one.severity != "info"] == []
    rows[3][5] += 50
    path.write_bytes(lines(rows, ";"))
    assert [one.rule for one in judge_any(str(path)).told if one.severity == "error"] != []


def _polls(third=90, roll=300, others=()):
    """Polls with their electors, and two offices, of which nobody prints the valid ballots, nor those cast."""
    rows = [["Section", "Poll", "Electors", "Office", "Party", "Votes"]]
    for i in range(8):
        for office, more in (("President", 0), ("Member of Parliament", 9)):
            votes = [70 + 3 * i, 60 + more - i, third if (i, more) == (4, 0) else 90]
            votes = others[i] if more == 0 and i < len(others) else votes
            rows += [
                [f"Ward {i // 4}", f"P{i}", roll, office, party, n]
                for party, n in zip(("Oak", "Elm", "Fir"), votes, strict=True)
            ]
    return lines(rows)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_polls(), []),
        (_polls(third=590), ["R218"]),
        (_polls(third=250), []),  # a ballot may have two votes: 392 of 300 people
        (_polls(roll=150), []),  # and has them everywhere
        (_polls(roll=85), []),  # people vote where they like
        (_polls(others=[(310, 280, 305)]), []),  # where anybody may vote
        (_polls(others=[(350, 60, 90), (70, 340, 90)]), []),  # those who registered on the day
        (_polls(third=0, others=[(310, 0, 0)]), []),  # a list may have two votes of a voter
        (_polls(third=0, others=[(460, 0, 0)]), ["R218"]),  # hardly half as many again
    ],
)
def test_votes_above_the_roll_where_no_ballots_are_printed(tmp_path, content, told):
    path = tmp_path / "polls.csv"
    path.write_bytes(content)
    found = read(path)
    assert (found["Electors"], found["Votes"], found["Poll"]) == ("registered", "votes", "unit")
    judged = judge_any(str(path)).told
    assert [one.rule for one in judged if one.severity != "info"] == told
