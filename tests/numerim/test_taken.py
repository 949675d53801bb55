"""What a person says of columns and rows counts before what is guessed, and the rest is guessed from there."""

import json

import pytest

from numerim.draft.file import judge_any
from numerim.draft.given import Given
from numerim.draft.takes import Taken, taken_by
from numerim.errors import InputError
from numerim.printed import Form, printed

TOWNS = ("Ash", "Birch", "Cedar", "Dale", "Elm")
LIST = "Town;No;Roll;Cast;Void;Valid;ANN RAY\n" + "".join(
    f"{town};{n};{300 + n};{200 + n};10;{190 + n};{190 + n}\n" for n, town in enumerate(TOWNS, 1)
)
PARTS = "Place,x,y,z,Roll,Voted\n" + "".join(f"{t},{50 + n},{40 - n},7,300,97\n" for n, t in enumerate(TOWNS))
SHARES = "Town,Valid,Ann,Bo\n" + "".join(
    f"{t},{100 + n},{60 + n},40\n,,{(60 + n) / (100 + n):.2%},{40 / (100 + n):.2%}\n" for n, t in enumerate(TOWNS)
)
NUMBERS = "Town,List,Sum\n" + "".join(f"{t},{k},{50 + 7 * n + k}\n" for n, t in enumerate(TOWNS) for k in (1, 2))
NESTED = json.dumps(
    {"a": [{"town": t, "q": 100 + n, "r": 60 + n, "s": 40, "zz": {"w": n}} for n, t in enumerate(TOWNS)]}
)


def judged(folder, name, text, takes=(), leaves=()):
    """What columns are taken for, as a person reads it; the rules of the findings."""
    path = folder / name
    path.write_text(text, "utf-8")
    found = judge_any(str(path), given=Given(taken=taken_by(takes, leaves)))
    rows = [line.strip().split("  ")[:1] + line.split("  ")[-3:] for line in found.reading if line.startswith("    ")]
    read = {row[0]: next((cell.strip() for cell in line.split("  ")[3:] if cell.strip()), "") for row, line in zip(
        rows, [line for line in found.reading if line.startswith("    ")], strict=True
    )}  # fmt: skip
    return read, sorted(one.rule for one in found.told if one.severity != "info"), found


@pytest.mark.parametrize(
    ("name", "text", "takes", "leaves", "read"),
    [
        ("l.csv", LIST, [], [], {"Valid": "valid", "Roll": "not read"}),
        ("l.csv", LIST, ["Roll=registered"], [], {"Roll": "registered", "Cast": "cast"}),
        ("l.csv", LIST, ["ANN RAY=candidate"], [], {"Valid": "valid", "ANN RAY": "votes of ANN RAY"}),
        ("l.csv", LIST, ["ann ray=votes of Ann Ray"], [], {"ANN RAY": "votes of Ann Ray"}),
        ("l.csv", LIST, ["ANN RAY=votes of Ann Ray (Left)"], [], {"ANN RAY": "votes of Ann Ray / Left"}),
        ("l.csv", LIST, ["Void=blank", "Roll=ignore"], [], {"Void": "blank", "Roll": "not read", "Cast": "cast"}),
        ("l.csv", LIST, [], ["Town=Ash", "No=3"], {"rows left out: “Ash” in Town": "", "rows left out: “3” in No": ""}),
        ("l.csv", LIST, ["Void=cast"], [], {"Void": "cast", "Cast": "not read: “Void” is that"}),
        ("n.csv", NUMBERS, ["List=party", "Sum=votes"], [], {"Town": "unit", "List": "party", "Sum": "votes"}),
        ("p.csv", PARTS, ["x..z=votes"], [], {"x": "votes of x", "y": "votes of y", "z": "votes of z"}),
        ("p.csv", PARTS, ["x..z=votes", "z=invalid"], [], {"y": "votes of y", "z": "invalid"}),
        ("s.csv", SHARES, [], [], {"Valid": "valid", "Ann": "votes of Ann", "rows left out: “” in Town": ""}),
        ("n.json", NESTED, ["q=valid", "r=party", "s=party", "w=ignore"], [], {"q": "valid", "r": "votes of r"}),
    ],
)  # fmt: skip
def test_what_is_said_counts_before_what_is_guessed(tmp_path, name, text, takes, leaves, read):
    found, _, _ = judged(tmp_path, name, text, takes, leaves)
    assert {key: found.get(key) for key in read} == read


@pytest.mark.parametrize("text", [LIST, LIST.replace("305;205;10;195;195", "305;205;10;195;159")])
def test_votes_that_are_named_are_held_against_the_valid_ballots(tmp_path, text):
    _, rules, _ = judged(tmp_path, "l.csv", text, ["ANN RAY=candidate"])
    assert rules == ([] if text == LIST else ["R203"])


def test_rows_that_are_named_are_left_out(tmp_path):
    text = LIST + "Whole;9;9;9;9;9;9\n"
    _, _, found = judged(tmp_path, "l.csv", text, ["ANN RAY=candidate"], ["Town=Whole"])
    assert "5 units: nothing was found" in found.summary
    assert "rows left out: “Whole” in Town" in "".join(found.reading)


def test_one_file_is_told_as_a_table_and_several_in_a_line(tmp_path):
    _, _, found = judged(tmp_path, "l.csv", LIST)
    one, two = printed([found], Form.text), printed([found, found], Form.text)
    assert "This is how the columns were read" in one
    assert "Read as: " not in one
    assert '--take "Roll=candidate"' in one
    assert "This is how the columns were read" not in two
    assert two.count("Read as: ") == 2


@pytest.mark.parametrize(
    ("takes", "leaves", "says"),
    [
        (["Valid"], [], "'Valid' is not COLUMN=MEANING"),
        (["Valid=vallid"], [], "'vallid' is nothing that a column can be; did you mean 'valid'?"),
        (["Valid=contested"], [], "most columns are: unit, within"),
        (["Vallid=valid"], [], "no column is called 'Vallid' (--take); did you mean 'Valid'?"),
        ([], ["Twn=x"], "no column is called 'Twn' (--leave); did you mean 'Town'?"),
        ([], ["Town"], "'Town' is not COLUMN=TEXT"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path, takes, leaves, says):
    with pytest.raises(InputError) as refused:
        judged(tmp_path, "l.csv", LIST, takes, leaves)
    assert says in str(refused.value)


def test_a_name_holds_what_follows_its_last_equals_sign():
    assert taken_by(["a=b=votes"], ["c=d=e"]) == Taken({"a=b": "votes"}, {"c": ["d=e"]})


UNITS = [
    {
        "t": t,
        "b": 100 + n,
        "no": 2,
        "odd": n + 1,
        "cast": 103 + 2 * n,
        "of": [{"x": "P", "v": 60 + n}, {"x": "Q", "v": 40}],
    }
    for n, t in enumerate(TOWNS)
]


def test_an_account_without_a_word_is_a_part_of_another_and_read_where_its_things_stand(tmp_path):
    takes = ["odd=part of cast", "b=valid", "no=invalid", "t=unit", "v=votes", "x=party", "cast=cast"]
    _, rules, found = judged(tmp_path, "u.json", json.dumps(UNITS), takes)
    assert rules == []
    assert "30 figures, 1 contest, 5 units" in found.summary
    off = json.dumps(UNITS).replace('"odd": 5', '"odd": 6')
    assert judged(tmp_path, "u.json", off, takes)[1] == ["R202"]


@pytest.mark.parametrize(("votes", "rules"), [("60", []), ("66", ["R219"])])
def test_votes_are_held_against_the_ballots_cast_beside_all_that_are_none(tmp_path, votes, rules):
    rows = [(t, 100 + n, 58 + n, 30, 5, 7) for n, t in enumerate(TOWNS)]
    text = "Town,Cast,x,y,Invalid,odd\n" + "".join(f"{','.join(map(str, row))}\n" for row in rows)
    takes = ["x..y=votes", "odd=part of cast"]
    assert judged(tmp_path, "c.csv", text.replace(",60,", f",{votes},"), takes)[1] == rules


VOTES = "Gemeinde,Wahlberechtigte,Gültig Erststimmen,SPD Erststimmen,CDU Erststimmen,Gültig Zweitstimmen,"
VOTES += "SPD Zweitstimmen,CDU Zweitstimmen,Notiz\n" + "".join(
    f"{t},{900 + n},{500 + n},{300 + n},200,{490 + n},{250 + n},240,{n}\n" for n, t in enumerate(TOWNS)
)
RACES = "Town,Mayor / Ann,Mayor / Bo,Clerk / Cy,Clerk / Di,Note\n" + "".join(
    f"{t},{300 + n},{200 + 3 * n},{100 + 2 * n},{390 - n},{7 - n}\n" for n, t in enumerate(TOWNS)
)
TURNOUT = "Town,Ann,Bo,Turnout %\nAlpha,100,190,60\nBeta,140,160,50\nGamma,150,170,500\nDelta,50,140,50\n"
BENEATH = (
    "Id,Reg,Valid,Ann,Bo\nTown 1,500,300,100,200\nTurnout,,60.0 %,33.3 %,66.7 %\nTown 2,700,350,150,200\n"
    "Town 3,600,330,150,180\nTOTAL,1800,980,400,580\n"
)


@pytest.mark.parametrize(
    ("text", "takes", "figures"),
    [
        (VOTES, [], "35 figures, 2 contests"),
        (VOTES, ["Notiz=ignore"], "35 figures, 2 contests"),
        (VOTES, ["Wahlberechtigte=registered"], "35 figures, 2 contests"),
        (VOTES, ["Gültig Zweitstimmen=valid", "CDU Zweitstimmen=party"], "35 figures, 2 contests"),
        (VOTES, ["SPD Zweitstimmen..CDU Zweitstimmen=votes", "Gemeinde=municipality"], "35 figures, 2 contests"),
        (RACES, ["Note=ignore"], "20 figures, 2 contests"),
    ],
)
def test_what_is_said_of_one_column_leaves_the_groups_of_others_as_they_are(tmp_path, text, takes, figures):
    _, rules, found = judged(tmp_path, "g.csv", text, takes)
    assert figures in found.summary, found.reading
    assert rules == []


def test_one_misprint_above_a_hundred_leaves_a_column_of_percentages_what_it_is(tmp_path):
    read, rules, _ = judged(tmp_path, "t.csv", TURNOUT)
    assert (read["Turnout %"], rules) == ("turnout", ["R801"])


def test_rows_that_are_said_are_left_out_beside_those_that_are_found(tmp_path):
    _, rules, found = judged(tmp_path, "b.csv", BENEATH, [], ["Id=TOTAL"])
    left = [line.strip() for line in found.reading if "rows left out" in line]
    assert left == ["rows left out: “Turnout” in Id", "rows left out: “TOTAL” in Id"]
    assert rules == []


def test_what_stands_nowhere_cannot_be_left_out(tmp_path):
    with pytest.raises(InputError) as refused:
        judged(tmp_path, "l.csv", LIST, [], ["Town=Ashh"])
    assert "'Ashh' stands in no cell of “Town” (--leave)" in str(refused.value)


BUREAUX = "Bureau,Commune,Inscrits,Votants,Ann,Bo\n" + "".join(
    f"B{n},{'Ay' if n < 3 else 'By'},{500 + n},{300 + n},{200 + n},100\n" for n in range(1, 6)
)
SEATS = "Town,Riding,Ann,Bo\n" + "".join(f"{t},R{n % 2},{200 + 7 * n},{100 + n * n}\n" for n, t in enumerate(TOWNS))
PERCENT = "Town,Valid,Ann,Ann %,Bo,Bo %\n" + "".join(
    f"{t},{100 + n},{60 + n},{100 * (60 + n) / (100 + n):.1f},40,{4000 / (100 + n):.1f}\n" for n, t in enumerate(TOWNS)
)
POST = "Town,Ann,Bo\n" + "".join(f"{t},{60 + n},4{n}\nby post,1.23{n},2.34{n}\n" for n, t in enumerate(TOWNS))
BARE = "".join(f"{t},{300 + n},{200 + n},{190 + n},10\n" for n, t in enumerate(TOWNS))
TWO_COLUMNS = "{},Count\nNorth,500\nSouth,600\nEast,700\n"
SLASHED = LIST.replace("ANN RAY", "Left/Ann").replace("Roll", "Left/Roll")


@pytest.mark.parametrize(
    ("text", "takes", "read"),
    [
        (BUREAUX, ["Commune=municipality", "Bureau=polling_station"], {"Commune": "within", "Bureau": "unit"}),
        (SEATS, ["Ann=votes", "Bo=candidate"], {"Ann": "votes of Ann", "Bo": "votes of Bo"}),
        (PERCENT, ["Ann..Bo %=votes"], {"Ann": "votes of Ann", "Ann %": "share of Ann", "Bo %": "share of Bo"}),
        (BARE, ["column 5=part of cast", "column 3=cast"], {"column 3": "cast", "column 5": "column-5"}),
        (SEATS, ["Riding=within", "Ann..Bo=votes"], {"Riding": "within", "Ann": "votes of Ann"}),
        *(
            (TWO_COLUMNS.format(name), ["Count=votes"], {name: is_, "Count": votes})
            for names, is_, votes in (
                (("Place", "Polling area", "Lugar", "Místo"), "unit", "votes of Count"),
                (("Who", "Name", "Placeholder"), "candidate", "votes"),
            )
            for name in names
        ),
        (SLASHED, [], {"Left/Ann": "votes of Left/Ann", "Left/Roll": "not read"}),
    ],
)
def test_what_is_said_is_heard_in_the_way_it_is_meant(tmp_path, text, takes, read):
    found, _, _ = judged(tmp_path, "l.csv", text, takes)
    assert {key: found.get(key) for key in read} == read


def test_rows_of_thousands_are_no_shares(tmp_path):
    _, _, found = judged(tmp_path, "p.csv", POST, ["Ann..Bo=votes"])
    assert "rows left out" not in "".join(found.reading)


@pytest.mark.parametrize(
    ("takes", "says"),
    [
        (["Valid=valid of Ann"], "'valid of Ann': only votes, share and seats are “of” somebody; write 'valid' alone"),
        (["Valid=part of votes"], "'part of votes': ballots are a part of other ballots, such as `part of registered`"),
        (["Valid=xyz"], "one that is none of these is =ignore"),
        (["Valid..Roll=votes"], "“Valid” stands behind “Roll”"),
        (["Valid=valid", "Valid=cast"], "“Valid” is said to be 'valid' and 'cast'"),
        (["b=ignore"], "neither the names of its columns nor their figures show what they are"),
    ],
)
def test_what_is_refused_says_why(tmp_path, takes, says):
    unnamed = "a,b,c,d\n" + "".join(f"{31 + n * n},{77 - n**3 % 50},{5 + n},{31 + n * n + 7}\n" for n in range(5))
    text = unnamed if takes == ["b=ignore"] else LIST
    with pytest.raises(InputError) as refused:
        judged(tmp_path, "l.csv", text, takes)
    assert says in str(refused.value)


def test_of_a_format_that_says_itself_what_figures_are_nothing_else_is_said(house):
    path = next((house.published / "xk-local-2021").glob("*/*.nist.json"))
    with pytest.raises(InputError, match="says itself what its figures are: --take and --leave do nothing"):
        judge_any(str(path), given=Given(taken=taken_by(["Votes=valid"], [])))
