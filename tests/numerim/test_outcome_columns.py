"""Columns that say who won: read where their words are known and each unit decides, and then held against the law."""

import csv

import pytest

from numerim.draft.columns import describe
from numerim.draft.file import judge_any
from numerim.draft.given import given_by, law_of
from numerim.draft.look import look
from numerim.draft.new import Given
from numerim.draft.stems import folded
from numerim.errors import InputError
from numerim.schemas.vocabulary import OUTCOMES
from tests.conftest import ROOT
from tests.numerim.drafting import is_

SEEDS = ROOT / "seeds"
STOOD = (
    *(("Ash", "Ann Bell", "Left", 1200), ("Ash", "Bob Cole", "Right", 1100)),
    *(("Elm", "Cy Dunn", "Left", 900), ("Elm", "Dee Ewan", "Right", 950)),
    *(("Fir", "Eve Ford", "Left", 300), ("Fir", "Flo Gray", "Green", 310)),
)


def _wards(header, won, lost, eve="", flo=""):
    """Three wards, of which each elects one; what is said of the two in Fir may be something else."""
    says = dict.fromkeys(("Ann Bell", "Dee Ewan", "Flo Gray"), won) | ({"Eve Ford": eve} if eve else {})
    says |= {"Flo Gray": flo} if flo else {}
    rows = (f"{ward},{name},{party},{votes},{says.get(name, lost)}\n" for ward, name, party, votes in STOOD)
    return f"Ward,Candidate,Party,Votes,{header}\n{''.join(rows)}"


def _wide(header, fir):
    """Three wards with the votes of three parties beside each other, and who won."""
    return (
        f"Ward,Electorate,Left,Right,Green,Valid votes,{header}\n"
        "Ash,4000,1200,1100,90,2390,Left\nElm,3800,900,950,30,1880,Right\n"
        f"Fir,900,300,200,310,810,{fir}\n"
    )


PLURALITY = Given(law="plurality")
READ = {
    "yes and no": ("Elected", "Yes", "No"),
    "a mark": ("Winner", "✓", ""),
    "an asterisk": ("當選註記", "*", ""),
    "ones and zeros": ("is_winner", "1", "0"),
    "true and false": ("winner", "TRUE", "FALSE"),
    "in words": ("Status", "Elected", "Not elected"),
    "in German": ("Gewählt", "ja", "nein"),
    "in Portuguese": ("Situação", "ELEITO", "NÃO ELEITO"),
    "in Polish": ("Czy przyznano mandat", "Tak", "Nie"),
    "in Japanese": ("当落", "当選", "落選"),
    "in Albanian": ("I zgjedhur", "Po", "Jo"),
}


@pytest.mark.parametrize("kind", READ)
def test_who_won_is_read(kind):
    header, won, lost = READ[kind]
    said = describe(look(_wards(header, won, lost).encode(), "wards.csv").tables[0], SEEDS)
    column = said.of("outcome")
    assert (column.name, column.words, column.missing) == (header, {won: "elected"}, {lost: "not_listed"})


@pytest.mark.parametrize(("flo", "rules"), [("", []), ("No", ["R501"])])
def test_who_won_is_held_against_the_law(drafted, flo, rules):
    table = _wards("Elected", "Yes", "No", "Yes" if flo else "", flo)
    said, _, found, _ = drafted(PLURALITY, results__csv=table)
    assert [office["unit"] for office in said["offices"].values()] == ["ward"]
    assert found == rules


@pytest.mark.parametrize(("header", "fir", "rules"), [("Winner", "Green", []), ("Winning party", "Left", ["R501"])])
def test_one_of_those_beside_each_other_is_named(drafted, header, fir, rules):
    said, table, found, _ = drafted(PLURALITY, results__csv=_wide(header, fir))
    assert table["columns"][header] == {"is": "party", "states": {"outcome": "elected"}}
    assert [office["unit"] for office in said["offices"].values()] == ["ward"]
    assert found == rules


FIVE = "".join(
    f"{w},{a},Left,{v},Yes\n{w},{b},Right,{v - 90},No\n"
    for w, a, b, v in (("Gum", "Ida", "Jo", 700), ("Hop", "Kay", "Lee", 800))
)


@pytest.mark.parametrize(
    ("eve", "flo", "rules", "nobody"),
    [("Yes", "", ["R501", "R507"], False), ("No", "No", [], True), ("", "", [], False)],
)
def test_as_many_are_elected_in_each_unit_as_in_the_others(tmp_path, eve, flo, rules, nobody):
    path = tmp_path / "wards.csv"
    path.write_text(_wards("Elected", "Yes", "No", eve, flo) + FIVE, "utf-8")
    found = judge_any(str(path), given=PLURALITY)
    assert sorted(one.rule for one in found.told) == rules
    assert ("  Nobody is said to have won in: Fir." in found.reading) == nobody


def test_names_in_other_letters_are_those_of_the_columns(drafted):
    _, table, found, _ = drafted(PLURALITY, results__csv=_wide("Winner", "Left").replace(",Left\n", ",LEFT\n"))
    assert table["columns"]["Left"] == {"is": "votes", "with": {"party": "LEFT"}}
    assert found == ["R501"]


THREE_GO_ON = "Circonscription,Candidat,Voix,Elu\nNord,Roux,400,ballottage\nNord,Petit,350,ballottage\n"
THREE_GO_ON += "Nord,Leroy,250,ballottage\nSud,Noir,700,élu\nSud,Brun,300,\n"


def test_without_a_law_nothing_says_how_many_go_on(drafted):
    _, table, found, _ = drafted(results__csv=THREE_GO_ON)
    assert table["columns"]["Elu"]["words"] == {"élu": "elected"}
    assert found == []


def test_first_preferences_are_no_count_that_ends(drafted):
    stood = (("Ann Bell", 400, "Yes"), ("Bob Cole", 420, "No"), ("Cy Dunn", 180, "No"))
    table = "Division,Candidate,First preferences,Elected\n" + "".join(f"Ash,{n},{v},{w}\n" for n, v, w in stood)
    _, _, found, _ = drafted(Given(law="ranked_choice"), results__csv=table)
    assert found == []


def test_a_runoff_is_read(drafted):
    table = _wards("Result", "Elected", "Not elected", "Runoff", "Runoff")
    _, read, found, _ = drafted(Given(law="two_round_majority"), results__csv=table)
    assert read["columns"]["Result"]["words"] == {"Elected": "elected", "Runoff": "runoff"}
    assert found == []


PRECINCTS = "County,Precinct,Candidate,Party,Votes,Winner\n" + "".join(
    f"Lake,P{n},Ann Bell,Left,{120 - n * n},{{}}\nLake,P{n},Bob Cole,Right,{110 - n},\n" for n in range(1, 5)
)
BOOTHS = "Constituency,Polling station,Left,Right,Valid votes,Winner\n" + "".join(
    f"{of},{n},{left},{right},{left + right},{won}\n"
    for of, n, left, right, won in (
        ("Ash", 1, 300, 250, "Left"),
        ("Ash", 2, 200, 350, "Left"),
        ("Elm", 1, 90, 95, "Right"),
    )
)
STATE = "county,office,candidate,party,votes,elected\n" + "".join(
    f"{county},President,Ann Bell,Left,{votes},Y\n{county},President,Bob Cole,Right,5000,N\n"
    f"{county},Sheriff,{county} Roe,Left,700,Y\n{county},Sheriff,{county} Poe,Right,600,N\n"
    for county, votes in (("Lake", 4200), ("Dane", 9200), ("Polk", 6100))
)
PRIMARY = "District,Party,Candidate,Votes,Winner\n" + "".join(
    f"{n},{party},{name} {n},{votes + 37 * n},{won}\n"
    for n in (1, 2)
    for party, name, votes, won in (
        *(("Left", "Ann", 3000, "TRUE"), ("Left", "Bob", 1800, "FALSE")),
        *(("Right", "Cy", 5000, "TRUE"), ("Right", "Di", 4100, "FALSE")),
    )
)
SITTING = _wards("Status", " ", " ", "*").replace("Ann Bell,Left,1200, ", "Ann Bell,Left,1200,*")
ROUNDS = (
    "Town,Candidate,Votes R1,Votes R2,Elected\nAsh,Ann Bell,40,60,yes\nAsh,Bob Cole,45,40,no\nAsh,Cy Dunn,15,,no\n"
    "Elm,Dee Ewan,70,,yes\nElm,Eve Ford,30,,no\n"
)
NUMBERED = "Council,Ward no,Candidate,Votes,Elected\n" + "".join(
    f"{of},{n},{name},{votes},{won}\n"
    for of, n, name, votes, won in (
        *(("Ash", 1, "Ann Bell", 210, "Yes"), ("Ash", 1, "Bob Cole", 192, "No"), ("Ash", 2, "Cy Dunn", 180, "Yes")),
        *(("Ash", 2, "Dee Ewan", 120, "No"), ("Elm", 1, "Eve Ford", 400, "Yes"), ("Elm", 1, "Flo Gray", 380, "No")),
    )
)
DISTRICTS = "district,county,candidate,party,votes,winner\n" + "".join(
    f"{n},{county},{name} {n},{party},{votes},{won}\n"
    for n, county, most in ((1, "Lake", 5200), (2, "Dane", 4800), (3, "Lake", 6100), (3, "Dane", 1100))
    for name, party, votes, won in (("Ann", "Left", most, "TRUE"), ("Bob", "Right", 1700 + n, "FALSE"))
)
NOT_READ = {
    "of the second round, beside the first": (ROUNDS, "Elected"),
    "of wards that are numbers": (NUMBERED, "Elected"),
    "of a person in two counties": (DISTRICTS, "winner"),
    "beside others who have more together": (
        _wide("Winner", "Left").replace("Right,Green", "Right,Others").replace("310,810", "390,890"),
        "Winner",
    ),
    "of polling stations": (BOOTHS, "Winner"),
    "the winner of all named in each row": (_wide("Winner", "Left").replace(",Right\n", ",Left\n"), "Winner"),
    "of an office that all elect together, beside others": (STATE, "elected"),
    "in each party": (PRIMARY, "Winner"),
    "a mark in a column that does not ask": (SITTING, "Status"),
    "told again in each precinct": (PRECINCTS.replace("{}", "TRUE"), "Winner"),
    "told in one of many rows": (PRECINCTS.replace("{}", "TRUE", 1).replace("{}", ""), "Winner"),
    "with a sum of all": (_wide("Winner", "Left") + "Total,8700,2400,2250,430,5080,Left\n", "Winner"),
    "a word that is not known": (_wards("Result", "Elected", "No contest"), "Result"),
    "nobody won": (_wards("Elected", "No", "No"), "Elected"),
    "a name of nobody beside it": (_wide("Winner", "Blue"), "Winner"),
    "of places that are not read": (_wards("Elected", "Yes", "No").replace("Ward", "Zzz"), None),
}


@pytest.mark.parametrize("kind", NOT_READ)
def test_who_won_is_not_read_where_the_rows_do_not_decide_it(drafted, kind):
    text, header = NOT_READ[kind]
    _, table, found, _ = drafted(PLURALITY, results__csv=text)
    assert header is None or header in table["ignore"]
    assert found == []


def test_a_column_called_result_may_have_votes(drafted):
    _, table, _, _ = drafted(
        results__csv="Ward,Candidate,Result\nAsh,Ann Bell,1200\nAsh,Bob Cole,1100\nElm,Cy Dunn,90\n"
    )
    assert is_(table)["Result"] == "votes"


def test_a_file_is_held_against_the_law_that_is_said(tmp_path):
    path = tmp_path / "wards.csv"
    path.write_text(_wards("Elected", "Yes", "No", "Yes", "No"), "utf-8")
    unsaid, said = judge_any(str(path)), judge_any(str(path), given=PLURALITY)
    assert [one.rule for one in unsaid.told] == []
    assert "Winners are not held against the votes" in unsaid.reading[-1]
    assert [one.says for one in said.told] == [
        "contest of Fir: Eve Ford is said to be elected with 300 votes, but Flo Gray has 310"
    ]
    assert "law" not in said.reading[-1]


SEATS = "Party,Votes,Seats\nAlpha,48000,13\nBeta,31000,8\nGamma,17000,{}\nDelta,4900,0\nEpsilon,4100,0\n"


@pytest.mark.parametrize(
    ("law", "threshold", "gamma", "rules"),
    [
        ("dhondt", "5", 4, []),
        ("dhondt", "5", 5, ["R518"]),
        ("dhondt", "", 4, ["R518"]),
        ("dhondt", "5", "4\nSonstige,5900,0", []),
        ("dhondt", "5", "4\nAutres listes,5900,0", []),
        ("hare", "", 4, []),
        ("", "", 4, []),
    ],
)
def test_seats_are_held_against_the_law_where_lists_that_are_not_there_do_not_matter(
    tmp_path, law, threshold, gamma, rules
):
    path = tmp_path / "seats.csv"
    path.write_text(SEATS.format(gamma), "utf-8")
    found = judge_any(str(path), given=given_by({"--law": law, "--threshold": threshold}))
    assert [one.rule for one in found.told] == rules
    lacks = {"hare": "shows that all lists are there", "": "says by which law"}.get(law, "Seats  seats")
    assert lacks in found.reading[-1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"--threshold": "5"}, "it belongs to a law of seats"),
        ({"--law": "plurality", "--threshold": "5"}, "plurality has none"),
        ({"--law": "dhondt", "--threshold": "0.05"}, "Write per cent: 5."),
        ({"--law": "dhondt", "--threshold": "five"}, "is no threshold"),
        ({"--law": "first past"}, "is not a law"),
    ],
)
def test_what_is_said_of_the_law_is_refused_in_words(options, says):
    with pytest.raises(InputError) as refused:
        given_by(options)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("called", "law"),
    [("FPTP", "plurality"), ("D'Hondt", "dhondt"), ("Hare-Niemeyer", "hare"), ("STV", "transferable_vote")],
)
def test_laws_are_known_by_what_they_are_called_elsewhere(called, law):
    assert law_of(called) == law


def test_the_words_of_outcomes_have_one_meaning_each_and_are_as_they_are_compared():
    with (SEEDS / "outcome_words.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(row["words"], row["means"]) for row in csv.DictReader(stream)]
    assert len({words for words, _ in rows}) == len(set(rows))
    assert [words for words, _ in rows if folded(words) != words] == []
    assert {means for _, means in rows} <= {*OUTCOMES, "nothing", "yes", "no"}
