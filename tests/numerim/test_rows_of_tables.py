"""What the rows of a table are: its contests, offices, lists and units; drafts alone, without a run of the pipeline."""

from pathlib import Path

import pytest
import yaml

from numerim.declare.house import House
from numerim.draft.given import Given
from numerim.draft.new import drafted
from numerim.draft.untold import SharesAloneError, UntoldError
from numerim.judge import judge
from tests.numerim.drafting import is_

OVER_TWO_COUNTIES = "county,precinct,office,district,party,candidate,votes,mail\n" + "".join(
    f"{county},P{i},State House,45,{party},{name},{votes + i},{i}\n"
    for county, i in (("Oak", 1), ("Oak", 2), ("Elm", 3), ("Elm", 4))
    for name, party, votes in (("Ann Roe", "R", 40), ("Bob Lee", "D", 30))
)
EACH_COUNTY = OVER_TWO_COUNTIES.replace("Elm,P3,State House,45,R,Ann Roe", "Elm,P3,State House,45,R,Cy Fox").replace(
    "Elm,P4,State House,45,R,Ann Roe", "Elm,P4,State House,45,R,Cy Fox"
)
EACH_COUNTY = EACH_COUNTY.replace("Elm,P3,State House,45,D,Bob Lee", "Elm,P3,State House,45,D,Di Orr").replace(
    "Elm,P4,State House,45,D,Bob Lee", "Elm,P4,State House,45,D,Di Orr"
)
LISTS_IN_PAIRS = "Art;Nummer;Gültige Stimmen;Ungültige Stimmen" + ";Schlüssel;Stimmen" * 2 + "\n"
LISTS_IN_PAIRS += "".join(f"STIMMBEZIRK;000{i};{90 + 3 * i};{i};Rot;{50 + i};Blau;{40 + 2 * i}\n" for i in range(1, 7))
PEOPLE_IN_PANELS = "departement,circo_libelle,inscrits,votants,exprimes" + ",N°Panneau,Nom,Prénom,Voix" * 2 + "\n"
PEOPLE_IN_PANELS += "".join(
    f"{place},{n}e circonscription,{900 + n},{500 + n},{400 + n},1,ROY,Ann,{300 + n},2,ROY,Luc,100\n"
    for place in ("Aude", "Gers")
    for n in (1, 2, 3)
)
SEATS_OF_LISTS = "Art;Nummer des Gebietes;Gruppe;Anzahl Sitze\n" + "".join(
    f"KREIS;09175000;{name};{seats}\n" for name, seats in (("Rot", 25), ("Blau", 5), ("Grün", 6), ("Gelb", 12))
)
SEATS_TO_FILL = "cargo,dept,seats,party,votes\n" + "".join(
    f"diputado,{place},{seats},{party},{votes}\n"
    for place, seats in (("Lomas", 2), ("Valle", 3))
    for party, votes in (("Uno", 310), ("Dos", 205), ("Tres", 90))
)
ROW_NUMBERS = ";Numéro;Bureau;Inscrits;Votants;Exprimés;Rouge;Bleu\n" + "".join(
    f"{i};{104 + (i * 7) % 5};SALLE;{800 + i};{400 + 3 * i};{390 + 3 * i};{200 + 2 * i};{190 + i}\n" for i in range(5)
)
GOVERNOR = "county,office,candidate,votes\n" + "".join(
    f"{county},{{}},{name},{votes}\n" for county in ("Adams", "Burke") for name, votes in (("Ann", 5), ("Bo", 7))
)

LISTS_BY_NUMBER = "Liste,Bezeichnung,Gemeinde,Wahlzettel,Stimmen der Personen,Zusatz,Alle\n" + "".join(
    f"0{n},{name},Dorf {i},{40 + 3 * i},{300 + n * i},{20 + i * i},{320 + n * i + i * i}\n"
    for n, name in ((1, "Rot"), (2, "Blau"), (3, "Gelb"))
    for i in range(1, 6)
)
NUMBERED_LISTS = "<R>" + "".join(
    f'<O NAZEV="Ves {i}">' + "".join(f'<S K="{k}" HLASY="{90 + i * k}"/>' for k in (4, 7, 9)) + "</O>" for i in range(5)
)
NUMBERED_LISTS += "</R>"

TWO_OFFICES = "Section,Poll,Office,Party,Votes\n" + "".join(
    f"Ward {i // 3},{i},{office},{party},{n + i}\n"
    for i in range(6)
    for office in ("President and Vice", "Member of Parliament")
    for party, n in (("Oak", 90), ("Elm", 80))
)
VILLAGE = TWO_OFFICES.replace("President and Vice", "Village President").replace(
    "Member of Parliament", "Village Clerk"
)
TABLES = {
    "lists with a number and a name, and four counts": (
        LISTS_BY_NUMBER,
        {"contest": "country"},
        {"Bezeichnung": "party", "Gemeinde": "unit", "Alle": "votes", "Liste": None},
    ),
    "one district in two counties": (OVER_TWO_COUNTIES, {"house": "country"}, {"county": "within"}),
    "a district of one number in each county": (EACH_COUNTY, {"house": "county"}, {"county": "within"}),
    "lists and votes in pairs": (
        LISTS_IN_PAIRS,
        {"contest": "country"},
        {"Nummer": "unit", "Gültige Stimmen": "valid", "Stimmen": "votes", "Stimmen (2)": "votes", "Art": None},
    ),
    "people of one last name in panels": (
        PEOPLE_IN_PANELS,
        {"contest": "country"},
        {"departement": "within", "circo_libelle": "unit", "Voix (2)": "votes", "Prénom": None, "N°Panneau": None},
    ),
    "seats of lists": (
        SEATS_OF_LISTS,
        {"contest": "country"},
        {"Gruppe": "party", "Anzahl Sitze": "seats", "Nummer des Gebietes": None},
    ),
    "seats to be filled": (
        SEATS_TO_FILL,
        {"parliament": "municipality"},
        {"party": "party", "votes": "votes", "dept": "unit", "seats": None},
    ),
    "a nameless column of row numbers": (
        ROW_NUMBERS,
        {"contest": "country"},
        {"Numéro": "unit", "column 1": None, "Rouge": "votes"},
    ),
    "an office that is named": (GOVERNOR.format(*["Governor"] * 4), {"governor": "country"}, {"county": "unit"}),
    "an office that no word means": (GOVERNOR.format(*["Coroner"] * 4), {"coroner": "country"}, {"county": "unit"}),
    "a deputy": (GOVERNOR.format(*["Lt. Governor"] * 4), {"lieutenant-governor": "country"}, {"county": "unit"}),
    "a president beside members": (
        TWO_OFFICES,
        {"president-and-vice": "country", "member-of-parliament": "municipality"},
        {"Section": "within", "Poll": "unit", "Party": "party"},
    ),
    "a president of a village": (
        VILLAGE,
        {"village-president": "municipality", "village-clerk": "municipality"},
        {"Section": "within", "Poll": "unit", "Party": "party"},
    ),
    "a state house": (GOVERNOR.format(*["県知事選挙"] * 4), {"governor": "country"}, {"county": "unit"}),
}


def _draft(content: str, name: str = "made.csv") -> dict:
    _, text, _ = drafted([(name, content.encode())], Given(country="XX"), House(Path()).reference)
    return yaml.safe_load(text)


@pytest.mark.parametrize("case", TABLES)
def test_rows_are_taken_for_what_they_are(case):
    content, offices, columns = TABLES[case]
    said = _draft(content)
    (table,) = next(iter(said["sources"]["source"]["files"].values()))["tables"]
    assert {name: office["unit"] for name, office in said["offices"].items()} == offices
    assert {name: is_(table).get(name) for name in columns} == columns


LABELS = "{}\nRød,40,{}\nBlå,20,{}\nI alt gyldige stemmer,60,\nBlanke stemmer,3,\nAndre ugyldige stemmer,1,\n"
LABELS += "I alt ugyldige stemmer,4,\nI alt afgivne stemmer,64,\n"


@pytest.mark.parametrize(
    ("header", "shares", "columns"),
    [
        ("Parti,Stemmer,Pct.", ("66.7%", "33.3%"), {"Parti": "party", "Stemmer": "votes", "Pct.": "share"}),
        ("Noget,Optalt,", ("", ""), {"Noget": "party", "Optalt": "votes"}),
    ],
)
def test_accounts_that_stand_among_parties(header, shares, columns):
    (table,) = _draft(LABELS.format(header, *shares))["sources"]["source"]["files"]["made.csv"]["tables"]
    assert {name: is_(table)[name] for name in columns} == columns
    assert table["columns"][header.split(",")[0]]["words"] == {
        "I alt gyldige stemmer": "valid",
        "Blanke stemmer": "blank",
        "Andre ugyldige stemmer": "andre-ugyldige-stemmer",
        "I alt ugyldige stemmer": "invalid",
        "I alt afgivne stemmer": "cast",
    }


def test_figures_are_called_shares_alone_only_if_they_are():
    for votes, error in (("61.5%", SharesAloneError), ("1,204", UntoldError)):
        content = f"A;B\nRosa;{votes}\nLila;38.5%\nGul;\n".encode()
        with pytest.raises(error):
            drafted([("made.csv", content)], Given(country="XX"), House(Path()).reference)


def test_first_and_last_names_in_panels_are_told_together():
    (table,) = _draft(PEOPLE_IN_PANELS)["sources"]["source"]["files"]["made.csv"]["tables"]
    assert table["columns"]["Voix (2)"] == {"is": "votes", "with": {"candidate": "{Prénom (2)} {Nom (2)}"}}


@pytest.mark.parametrize(
    ("name", "office"),
    [
        ("2021_buergerentscheid_wald.csv", "question"),
        ("europawahl-2024.csv", "european-parliament"),
        ("eleicao_governador.csv", "governor"),
        ("wybory_do_sejmiku.csv", "regional-assembly"),
        ("衆議院議員選挙.csv", "parliament"),
        ("kreistag.csv", "county-council"),
        ("results.csv", "contest"),
    ],
)
def test_the_name_of_a_file_speaks_of_an_office(name, office):
    assert list(_draft("Town,Valid,Red,Blue\nA,9,5,4\nB,8,2,6\nC,7,4,3\n", name)["offices"]) == [office]


def test_lists_that_only_a_number_names():
    (table,) = _draft(NUMBERED_LISTS, "made.xml")["sources"]["source"]["files"]["made.xml"]["tables"]
    assert is_(table) == {"R/O/@NAZEV": "unit", "R/O/S/@K": "party", "R/O/S/@HLASY": "votes"}


def _primary(*stand: tuple[str, str]) -> str:
    head = "county,precinct,office,district,party,candidate,votes\n"
    return head + "".join(
        f"Oak,P{i},{office},,{party},{name},{40 + i * n}\n"
        for i in range(1, 4)
        for office in ("Governor", "Treasurer")
        for n, (name, party) in enumerate(stand, 1)
    )


CLOSED = _primary(("Ann Roe", "R"), ("Bob Lee", "R"), ("Cy Fox", "D"))
OPEN_TO_ALL = _primary(("Ann Roe", "R"), ("Cy Fox", "D"), ("Di Orr", "No Party Preference"))
WITH_WRITE_INS = _primary(("Ann Roe", "R"), ("Cy Fox", "D"), ("Write-ins", "R"), ("Write-ins", "D"))


@pytest.mark.parametrize(
    ("content", "name", "offices"),
    [
        (CLOSED, "20300306__xx__primary__oak.csv", ["governor-d", "governor-r", "treasurer-d", "treasurer-r"]),
        (CLOSED, "20301106__xx__general__oak.csv", ["governor", "treasurer"]),
        (OPEN_TO_ALL, "20300306__xx__primary__oak.csv", ["governor", "treasurer"]),
        (WITH_WRITE_INS, "oak.csv", ["governor-d", "governor-r", "treasurer-d", "treasurer-r"]),
    ],
)
def test_the_parties_of_a_primary_vote_by_themselves(content, name, offices, tmp_path):
    assert sorted(_draft(content, name)["offices"]) == offices
    (tmp_path / name).write_text(content)
    assert judge(str(tmp_path / name)).counts["contests"] == len(offices)


@pytest.mark.parametrize(("content", "contests"), [(OVER_TWO_COUNTIES, 1), (EACH_COUNTY, 2)])
def test_a_district_over_several_counties_is_one_contest(content, contests, tmp_path):
    (tmp_path / "made.csv").write_text(content)
    assert judge(str(tmp_path / "made.csv")).counts["contests"] == contests


def test_names_in_several_ways_are_told_within_a_contest(tmp_path):
    rows = (
        "A,Levy 1,,,Levy Yes,7\nA,Levy 1,,,Levy No,9\nA,Levy 2,,,LEVY - YES,3\nB,Levy 2,,,{},5\nA,Levy 2,,,Levy No,5\n"
    )
    for name, rules in (("LEVY - YES", []), ("Levy Yes", ["R116"])):
        (tmp_path / "made.csv").write_text("county,office,district,party,candidate,votes\n" + rows.format(name))
        assert [one.rule for one in judge(str(tmp_path / "made.csv")).told] == rules
