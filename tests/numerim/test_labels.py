"""Tables of strangers: letters that tell two apart, accounts down a column; what is right is not accused."""

from pathlib import Path

import pytest
import yaml

from numerim.declare.house import House
from numerim.draft.file import judge_any
from numerim.draft.given import Given
from numerim.draft.new import drafted
from numerim.draft.untold import UntoldError


def columns_of(content: str, name: str = "made.csv") -> dict:
    """What a draft says of the columns of the first table."""
    _, text, _ = drafted([(name, content.encode())], Given(country="XX"), House(Path()).reference)
    (file,) = next(iter(yaml.safe_load(text)["sources"].values()))["files"].values()
    return file["tables"][0]["columns"]


def found(tmp_path, content: str, name: str = "made.csv") -> dict[str, int]:
    """Each rule of which `numerim check` finds something -> how often."""
    path = tmp_path / name
    path.write_text(content, "utf-8")
    rules: dict[str, int] = {}
    for one in judge_any(str(path)).told:
        rules[one.rule] = rules.get(one.rule, 0) + 1
    return rules


LETTERS = {
    "lists with one letter": ("Parti,Stemmer\n{},5827\n{},1038\nB,300\n", ("A", "Å"), {}),
    "lists with one letter, of which none is Latin": ("Parti,Stemmer\n{},5827\n{},1038\nB,300\n", ("Ö", "Ø"), {}),
    "two towns": ("kommun,parti,röster\n{0},S,10\n{0},M,20\n{1},S,30\n{1},M,40\n", ("Håbo", "Habo"), {"R111": 1}),
    "one town": ("kommun,parti,röster\n{0},S,10\n{1},M,20\nOrsa,S,3\nOrsa,M,4\n", ("Håbo", "Habo"), {"R116": 1}),
}


@pytest.mark.parametrize("case", LETTERS)
def test_names_that_stand_beside_each_other_are_two(tmp_path, case):
    content, names, rules = LETTERS[case]
    assert found(tmp_path, content.format(*names)) == rules


ACCOUNTS = {
    "Danish": (
        "Parti,Antal\nRød,40\nBlå,20\nI alt gyldige stemmer,60\nBlanke stemmer,3\nI alt afgivne stemmer,64\n",
        3,
    ),
    "Dutch, of two years": (
        "Cijfers;2023;2019\nAantal geldige stemmen;60;70\nAantal kiezers;64;75\nOpkomst %;56,0 %;60,1 %\n",
        2,
    ),
    "Icelandic": ("Flokkur,Atkvæði\nRauðir,40\nBláir,20\nAuðir seðlar,3\nÓgildir seðlar,1\nGreidd atkvæði,64\n", 3),
    "Swahili": ("Mgombea,Kura\nAnna,40\nJuma,20\nKura halali,60\nKura zilizoharibika,4\nWalioandikishwa,90\n", 3),
    "Nepali": ("उम्मेदवार,प्राप्त मत\nराम,40\nसीता,20\nसदर मत,60\nबदर मत,4\nखसेको मत,64\n", 3),
}


@pytest.mark.parametrize("case", ACCOUNTS)
def test_accounts_down_one_column_are_known(case):
    content, accounts = ACCOUNTS[case]
    words = [cell["words"] for cell in columns_of(content).values() if isinstance(cell, dict) and "words" in cell]
    assert [len(one) for one in words] == [accounts]


COLUMNS = {
    "votes and their share in one cell": (
        "jelölt;szavazat;szavazókör\n"
        + "".join(f"{n};{v} ({s}%);{i}\n" for i in (1, 2) for n, v, s in (("A", 30, "60,00"), ("B", 20, "40,00"))),
        {"szavazat": "{votes} ({share}%)", "jelölt": "candidate", "szavazókör": "unit"},
    ),
    "answers": (
        "lugar,votos_si,votos_no,votos_validos\nUno,10,21,31\nDos,8,9,17\nTres,7,7,14\n",
        {"votos_si": "votes", "votos_no": "votes", "votos_validos": "valid"},
    ),
    "letters for the kind of a value": (
        "sNombre,iCenso,iVotantes,iNulos\nUno,90,64,4\nDos,80,50,2\nTres,70,41,3\n",
        {"iCenso": "registered", "iVotantes": "cast", "iNulos": "invalid"},
    ),
    "columns of two years": (
        "Parti;2006 Antal;2006 Andel;2002 Antal;2002 Andel\n"
        "M;60;60,0%;50;50,0%\nS;30;30,0%;40;40,0%\nV;10;10,0%;10;10,0%\n",
        {"2006 Antal": "votes", "2006 Andel": "share", "2002 Antal": None, "Parti": "party"},
    ),
    "groups over columns, of which some are called alike": (
        "Station,,Roll,,,Turnout,,\nNo,Name,Male,Female,All,Male,Female,All\n"
        + "".join(f"{i},Hall {i},{50 + i},{40 - i * i},{90 + i - i * i},{20 + i},{30 - i},50\n" for i in range(1, 6)),
        {"Roll / Male": "registered_men", "Roll / All": "registered", "Turnout / Female": "cast_women"},
    ),
    "words of many languages": (
        "அ,நிராகரிக்கப்பட்ட வாக்குகள்,பதிவான வாக்குகள்\nA,4,64\nB,2,50\nC,3,41\n",
        {"நிராகரிக்கப்பட்ட வாக்குகள்": "invalid", "பதிவான வாக்குகள்": "cast"},
    ),
}


@pytest.mark.parametrize("case", COLUMNS)
def test_columns_of_strangers(case):
    content, columns = COLUMNS[case]
    found_ = columns_of(content)
    assert {name: (cell["is"] if isinstance(cell := found_.get(name), dict) else cell) for name in columns} == columns


SHARES = "krets,parti,stemmer,prosent\n" + "".join(
    f"{place},{name},{n * votes},{share}\n"
    for place, n in (("Nord", 1), ("Sør", 3))
    for name, votes, share in (("Rødt", 500, 50.0), ("Blått", 300, 30.0), ("Gult", 200, 20.0), ("Andre", 200, 20.0))
)
ACCUSED = {
    "others counted once more": (SHARES, {}),
    "the same, with a slip": (SHARES.replace("Blått,300,", "Blått,380,", 1), {"R401", "R409", "R411", "R203"}),
    "two years beneath each other": (
        "<table><tr><th>Liste</th><th>Datum</th><th>Stimmen</th><th>Anteil</th></tr>"
        "<tr><td>A</td><td>2015</td><td>60</td><td>60,00%</td></tr>"
        "<tr><td></td><td>2010</td><td>30</td><td>30,00%</td></tr>"
        "<tr><td>B</td><td>2015</td><td>40</td><td>40,00%</td></tr>"
        "<tr><td></td><td>2010</td><td>70</td><td>70,00%</td></tr></table>",
        {},
    ),
    "a row countywide that is no sum": (
        "county,precinct,office,district,party,candidate,votes\n"
        + "".join(
            f"Oak,{place},Mayor,,,{name},{votes}\n"
            for n, name in enumerate(("Ann", "Bob", "Cy"), 1)
            for place, votes in (("Countywide", 0), ("P1", 20 * n), ("P2", 9 + n))
        ),
        {},
    ),
}


@pytest.mark.parametrize("case", ACCUSED)
def test_what_is_right_is_not_accused(tmp_path, case):
    content, rules = ACCUSED[case]
    told = found(tmp_path, content, "made.html" if content.startswith("<") else "made.csv")
    assert bool(told) == bool(rules)
    assert {*told} <= {*rules}


def test_figures_without_a_header_are_not_guessed_at():
    content = "".join(f"{10300000 + 17 * i};{400 + i};{90 + i * i};{i};{300 + 2 * i};{80 + i}\n" for i in range(1, 9))
    with pytest.raises(UntoldError, match="no header"):
        columns_of(content)
