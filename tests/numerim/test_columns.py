"""What each column of an untouched table is taken for, kind by kind, and that a slip in such a table is found."""

import csv

import pytest

from numerim.draft.columns import describe
from numerim.draft.file import judge_any
from numerim.draft.hints import aside_of, hint_of
from numerim.draft.letters import by_letters
from numerim.draft.look import look
from numerim.draft.words import meaning_of
from tests.conftest import ROOT

SEEDS = ROOT / "seeds"


def rows(header, *lines, mark=";"):
    return "\n".join(mark.join(map(str, line)) for line in (header.split(mark), *lines)) + "\n"


PLACES = (
    (70, 21, 1, 60, 9, 2),
    (81, 30, 0, 66, 4, 3),
    (64, 18, 2, 50, 7, 1),
    (90, 41, 0, 71, 12, 5),
    (55, 20, 0, 43, 6, 2),
)


def letters(valid="D", invalid="C", parts=("D1", "D2")):
    """A form of letters: who is on the roll (A), of these with a card (A2), who voted (B)."""
    return rows(
        f"area;anz-schnellmeldungen;A1;A2;A3;A;B;B1;{invalid};{valid};{';'.join(parts)}",
        *(
            (f"Ort {n}", 1, a1, a2, a3, a1 + a2 + a3, one + other + off, a2 - 9, off, one + other, one, other)
            for n, (a1, a2, a3, one, other, off) in enumerate(PLACES, 1)
        ),
    )


def _sexes(n):
    """Men, women and all who voted of a thousand, where it is n and a half per cent more than 50."""
    return 5 * n + 250, 5 * n + 255, 10 * n + 505


def _won(votes):
    """Votes, and their shares of a thousand registered and of 580 valid ballots."""
    return votes, f"{votes / 10:.2f}".replace(".", ","), f"{votes / 5.8:.2f}".replace(".", ",")


OF_LISTS = rows(
    "area;A1;A2;A;B;C;D;D1;D1_list;D1_1;D1_2;D2;D2_list;D2_1",
    *(
        (f"Ort {n}", 90, 10 + n, 100 + n, 60, n, 200 + 3 * n, 140 + 2 * n, 60, 50 + n, 30 + n, 60 + n, 40, 20 + n)
        for n in range(1, 7)
    ),
)
ROLL = rows(
    "DistrictName,NumberOfNamesRegistered,NumberOfNamesRevised,TotalNumberOfNames,UrbanPollingPlaces,"
    "ValidBallotsFromBoxes,RejectedBallotsFromBoxes,UnmarkedBallotsFromBoxes,DeclinedBallots,VoterTurnoutTotal,"
    "TurnoutPercentageOfList",
    *(
        (f"Vale {n}", 900 + 7 * n, 40 + n, 940 + 8 * n, 3, 500 + n, 9, 8, 7 + n, 524 + 2 * n, 0.512345 + n / 100)
        for n in range(1, 5)
    ),
    mark=",",
)
AT_A_TIME = ("when", "enti_t", "perc", "vot_m", "vot_f", "vot_t")
AT_NOON, AT_NIGHT = (20250101120000, 9), (20250101230000, 9)
TURNOUT = rows(
    ";".join(["desc;ele_m;ele_f;ele_t", *(f"com:{time}:{field}" for time in (0, 1) for field in AT_A_TIME)]),
    *(
        (f"V{n}", 500, 500, 1000, *AT_NOON, f"{n + 10},50", 0, 0, 10 * n + 105, *AT_NIGHT, f"{n + 50},50", *_sexes(n))
        for n in range(1, 5)
    ),
)
PAPERS = rows(
    "precinct,possible voters,special voters,votes by 12,ballots signed for,num ballots,invalid votes,logic check,"
    "1 - Oak,2 - Elm,3 - Ash",
    *((f"P{n}", 900, 4, 150 + n, 400 + n, 800, 9, "", 200 + n, 120 - n, 60) for n in range(1, 6)),
    mark=",",
)
NAMED_ONCE = rows(
    "commune;inscrits;votants;blancs;nuls;exprimes;panneau;nom;voix;% voix/ins;% voix/exp",
    *((f"Val {n}", 1000, 600, 10, 10, 580, 1, "ROUX", *_won(380 + n), 2, "PETIT", *_won(200 - n)) for n in range(1, 7)),
)
KEYS = rows(
    "area;number;Gültige Stimmen;Ungültige Stimmen;Gruppenschlüssel;Stimmen;Gruppenschlüssel;Stimmen;",
    *(("STATION", f"000{n}", 300 + n, n, "ROT", 200 + n, "BLAU", 100, "") for n in range(1, 7)),
)
PAIRS = rows(
    "DivisionNm,PartyAb,Oak Party Votes,Oak Party Percentage,Elm Votes,Elm Percentage,TotalVotes",
    *((f"Vale {n}", "OAK", 300 + n, (300 + n) / 5, 200 - n, (200 - n) / 5, 500) for n in range(1, 6)),
    mark=",",
)
ROW_NUMBERS = rows(
    ";bureau;exprimes;Mme ROUX - votes;Mme ROUX - %;M. PETIT - votes;M. PETIT - %",
    *((n, f"P{n}", 200 + 100 * n, 110 * n, "", 200 - 10 * n, "") for n in range(3)),
)
UNMARKED = rows(
    "Mesa,ANA,LUZ,VOTOS EN BLANCO,Votos Válidos,Votos Nulos,Tarjetas No Marcadas,Total Votos Mesa",
    *((f"M {n}", 100 + n, 90, 5, 195 + n, 4, 9 - n, 208) for n in range(1, 7)),
    mark=",",
)
TO_BE_FILLED = rows(
    "department,seats,party,votes",
    *((f"D{n}", n + 2, party, 100 * n + k) for n in range(1, 4) for k, party in enumerate(("OAK", "ELM", "ASH"))),
    mark=",",
)
SEATS = rows("kind;key;Gruppenschlüssel;Sitze;Anspruch", *(("KREIS", "09000", f"L{n}", n, n) for n in (7, 3, 9, 4)))
CAST = ("valid", "refused", "set aside", "invalid", "cast")


def cast(names, sizes):
    """Stations with ballots of three lists, and those of two columns more in the ballots cast."""
    made = [((100 + 9 * n, 81 + n, 60 - n % 3), (sizes[0] + n, sizes[1] + n % 2), 9 - n) for n in range(1, 7)]
    cells = (
        dict(zip(("Oak", "Elm", "Ash"), lists, strict=True))
        | dict(zip(CAST, (sum(lists), *more, bad, sum(lists) + sum(more) + bad), strict=True))
        for lists, more, bad in made
    )
    return rows(
        ",".join(("station", *names)),
        *((f"S{n}", *(one[name] for name in names)) for n, one in enumerate(cells)),
        mark=",",
    )


BESIDE = {"valid": "valid", "Oak": "votes", "Ash": "votes", "refused": "refused", "set aside": "set-aside"}
COLUMNS = {
    "few ballots set aside, beyond the valid ones": (cast(("Oak", "Elm", "Ash", *CAST), (15, 12)), BESIDE),
    "many ballots set aside, beyond the valid ones": (cast(("Oak", "Elm", "Ash", *CAST), (40, 50)), BESIDE),
    "few ballots refused, before the valid ones": (
        cast(("Oak", "Elm", "Ash", "refused", "set aside", "valid", "invalid", "cast"), (60, 5)),
        BESIDE,
    ),
    "what is called valid has the votes of some": (
        cast(("valid", "Oak", "Elm", "Ash", "refused", "set aside", "invalid", "cast"), (60, 50)),
        {"valid": "ignore", "Oak": "votes", "refused": "votes", "set aside": "votes"},
    ),
    "seats, and the code of the place": (SEATS, {"Sitze": "seats", "key": "ignore", "Gruppenschlüssel": "party"}),
    "letters": (
        letters(),
        {"A1": "registered a1", "A3": "registered a3", "A": "registered", "B": "cast", "B1": "cast b1", "C": "invalid"}
        | {"D": "valid", "D1": "votes", "D2": "votes", "anz-schnellmeldungen": "ignore"},
    ),
    "letters, the other way round": (letters("C", "D", ("C1", "C2")), {"D": "invalid", "C": "valid", "C2": "votes"}),
    "letters and numbers alone": (
        letters("C04", "C03", ("C01", "C02")),
        {"C04": "valid", "C03": "invalid", "C01": "votes", "C02": "votes"},
    ),
    "letters of lists and their people": (
        OF_LISTS,
        {"D": "valid", "D1": "votes", "D1_list": "votes list", "D2_1": "votes place-1", "B": "b", "C": "ignore"},
    ),
    "a roll of two parts, and an account beside invalid ballots": (
        ROLL,
        {"TotalNumberOfNames": "registered", "NumberOfNamesRevised": "registered number-of-names-revised"}
        | {"RejectedBallotsFromBoxes": "invalid", "UnmarkedBallotsFromBoxes": "blank", "VoterTurnoutTotal": "cast"}
        | {"DeclinedBallots": "declined-ballots", "UrbanPollingPlaces": "ignore", "TurnoutPercentageOfList": "ignore"},
    ),
    "turnout at two times": (
        TURNOUT,
        {"ele_m": "registered_men", "ele_t": "registered", "com:1:vot_t": "cast", "com:1:perc": "turnout"}
        | {"com:0:vot_t": "ignore", "com:1:enti_t": "ignore"},
    ),
    "papers received, and votes by noon": (
        PAPERS,
        {
            "num ballots": "received",
            "ballots signed for": "signatures",
            "votes by 12": "ignore",
            "logic check": "ignore",
        }
        | {"special voters": "ignore", "1 - Oak": "votes", "3 - Ash": "votes"},
    ),
    "panels that the header names once": (
        NAMED_ONCE,
        {"voix": "votes", "voix (2)": "votes", "% voix/exp (2)": "share", "% voix/ins": "ignore", "exprimes": "valid"},
    ),
    "keys of lists beside votes": (KEYS, {"Stimmen": "votes", "Stimmen (2)": "votes", "number": "unit"}),
    "pairs of votes and percentages": (
        PAIRS,
        {"Oak Party Votes": "votes", "Elm Percentage": "share", "TotalVotes": "valid", "PartyAb": "ignore"},
    ),
    "ballots that nobody marked": (
        UNMARKED,
        {"Total Votos Mesa": "cast", "Tarjetas No Marcadas": "tarjetas-no-marcadas", "Votos Válidos": "valid"},
    ),
    "seats to be filled": (TO_BE_FILLED, {"seats": "ignore", "votes": "votes", "party": "party"}),
}


def described(content):
    seen = look(content.encode(), "made.csv")
    said = describe(seen.tables[0], SEEDS)
    return {c.name: f"{c.is_} {c.ballots}".strip() for some in said.columns.values() for c in some}


@pytest.mark.parametrize("case", COLUMNS)
def test_columns_are_what_their_names_and_sums_say(case):
    content, columns = COLUMNS[case]
    found = described(content)
    assert {name: found.get(name) for name in columns} == columns


SLIPS = {
    "a part of the roll": (letters(), "70;21", "70;12", "R313"),
    "votes on a form of letters": (letters(), "129;60;69", "129;60;96", "R203"),
    "a name on a list": (OF_LISTS, "142;60;51;31", "142;60;15;31", "R311"),
    "ballots cast beside an account of their own": (ROLL, ",526,", ",562,", "R202"),
    "a share in a panel named once": (NAMED_ONCE, "381;38,10;65,69", "381;38,10;56,69", "R411"),
    "votes beside numbers of rows": (ROW_NUMBERS, "P1;300;110", "P1;300;101", "R203"),
    "votes of a pair": (PAIRS, "302,60.4", "320,60.4", "R203"),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_does_not_change_what_columns_are(case, tmp_path):
    content, right, wrong, rule = SLIPS[case]
    if case == "votes on a form of letters":
        right = next(line for line in content.splitlines() if line.startswith("Ort 1"))
        wrong = right.removesuffix("9") + "6"
    assert right in content
    slipped = content.replace(right, wrong, 1)
    assert described(slipped) == described(content)
    (tmp_path / "made.csv").write_text(slipped, encoding="utf-8")
    assert rule in [one.rule for one in judge_any(str(tmp_path / "made.csv")).told]


@pytest.mark.parametrize(
    ("name", "hint", "aside"),
    [
        ("Wahlberechtigte mit Wahlschein", "registered", ""),
        ("RejectedBallotsFromBooths", "invalid", ""),
        ("special voters", "other", ""),
        ("Registered Workers Party", "", ""),
        ("Freie Wähler", "", ""),
        ("Afluencia 14h", "", "until"),
        ("Affluenza ore 12", "turnout", "until"),
        ("Agenda 21", "", ""),
        ("RuralPollingPlaces", "", "places"),
        ("max-schnellmeldungen", "", "places"),
        ("投票所數", "", "places"),
        ("logic check", "", "check"),
        ("Check Mate Alliance", "", ""),
    ],
)
def test_names_that_are_understood_in_part(name, hint, aside):
    assert (hint_of(name, SEEDS), aside_of(name, SEEDS)) == (hint, aside)


def test_known_words_mean_what_the_seeds_say_with_and_without_their_spaces():
    """No name has two meanings; one that would have two without its spaces is not known so."""
    with (SEEDS / "column_words.csv").open(encoding="utf-8", newline="") as stream:
        seeds = [(row["words"], row["means"]) for row in csv.DictReader(stream)]
    found = {
        (way, means): f"{one.role} {one.unit}".strip() if (one := meaning_of(way, SEEDS)) else ""
        for words, means in seeds
        for way in (words, words.replace(" ", ""))
    }
    assert {of: got for of, got in found.items() if got != of[1] and (got or of in seeds)} == {}


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("ELETTORITOT", "registered"),
        ("చెల్లిన ఓట్లు", "valid"),
        ("చెల్లని ఓట్లు", "invalid"),
        ("చెల్లనిఓట్లు", "invalid"),
        ("చెల్లినఓట్లు", None),  # without its vowels it is what invalid votes are, too
    ],
)
def test_names_without_spaces(name, means):
    assert ((one := meaning_of(name, SEEDS)) and one.role) == means


def test_letters_of_parties_are_no_form(tmp_path):
    parties = rows("area;A;B;C;D;F", *((f"Ort {n}", 90 + n, 80 - n, 30, 20 + n, 9) for n in range(1, 6)))
    seen = look(parties.encode(), "made.csv")
    assert by_letters(describe(seen.tables[0], SEEDS).cells).meant == {}


def test_a_plain_table_of_places_and_parties_is_checked_and_one_of_shares_alone_is_refused(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("name,Con,Lab\nAber,3742,15416\nArfon,3521,8122\n", encoding="utf-8")
    assert "unit from “name”, votes of 2 columns" in judge_any(str(path)).summary
