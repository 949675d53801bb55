"""Drafts of tables as authorities of many countries write them, and of several tables of one source."""

import io

import pytest
import xlsxwriter

from numerim.draft.new import Given
from tests.numerim.drafting import is_


def _rows(*rows: str, delimiter: str = ",", above: str = "") -> str:
    return above + "".join(f"{row}\n" for row in rows).replace(",", delimiter)


def _lists_by_name() -> str:
    """A row a list of a municipality, with what is counted of the municipality in each."""
    rows = ["COMUNE,ELETTORI,VOTANTI,SCHEDE_BIANCHE,VOTI_LISTA,SIMBOLO"]
    for i in range(1, 6):
        rows += [
            f"Borgo {i},{900 + i},{510 + i},10,{n + i},{name}"
            for n, name in ((300, "Alfa"), (120, "Beta"), (61, "Gamma"))
        ]
    return _rows(*rows, delimiter=";")


def _booths(*, name: str, unit: str, above: str = "") -> str:
    """A row a booth; all lie in one town, and only a number or a key tells them apart."""
    rows = [f"Opština,{name},Upisano birača,Glasalo,Nevažeći,Važeći,Ruža,Lipa,Bor"]
    for i in range(1, 8):
        rows.append(f"Grad,{unit.format(i)},{900 + 7 * i},{410 + i},10,{400 + i},{150 + i},{130},{120}")
    return _rows(*rows, above=above)


def _kinds(total: bool) -> str:
    rows = [
        "State: results by candidate and vote type [made up]",
        "DivisionNm,Surname,GivenNm,PartyAb,OrdinaryVotes,AbsentVotes,PrePollVotes,PostalVotes"
        + (",TotalVotes" if total else ""),
    ]
    for i in range(1, 5):
        for k, (last, first, party) in enumerate(
            (("HILL", "Ada", "ALP"), ("HILL", "Ben", "LP"), ("MOSS", "Cy", "GRN"))
        ):
            kinds = [300 + 10 * i + k, 40 + i, 90 + k, 60 + i + k]
            rows.append(
                f"Vale {i},{last},{first},{party}," + ",".join(map(str, kinds)) + (f",{sum(kinds)}" if total else "")
            )
    return _rows(*rows)


ROUNDS = (
    "Municipality,Candidate,Party,First round votes,First round %,Second round votes,Second round %\n"
    'Arbor,Ana Kola,PX,"1,200",40.00,"1,700",56.67\n'
    'Arbor,Bled Duka,PY,"1,000",33.33,"1,300",43.33\nArbor,Cen Hoti,PZ,800,26.67,,\n'
    'Elm,Dea Shala,PX,900,45.00,"1,010",50.50\nElm,Ermal Kodra,PY,700,35.00,990,49.50\nElm,Fatos Leka,PZ,400,20.00,,\n'
)
IN_TWO_LANGUAGES = _rows(
    "Polling Station Name/Nom du bureau de scrutin,Rejected Ballots/Bulletins nuls,Electors/Inscrits,"
    "Family Name/Nom de famille,First Name/Prénom,Votes/Voix",
    *(
        f"Hall {i},2,400,{last},{first},{n + i}"
        for i in range(1, 6)
        for last, first, n in (("Roy", "Ann", 90), ("Roy", "Bo", 80))
    ),
)
SCOTTISH = _rows(
    "Candidate,Party,Stage 1,Stage 2",
    "A Bell,SNP,512,530",
    "B Crow,LAB,410,460",
    "C Dow,CON,90,",
    above="Ward 3; Quota, 500\n",
)
OTHER_KINDS = {
    "lists that no word names": (_lists_by_name(), {"SIMBOLO": "party", "VOTI_LISTA": "votes", "COMUNE": "unit"}, 60),
    "units told apart by a number": (
        _booths(name="Redni broj", unit="{}"),
        {"Opština": "within", "Redni broj": "unit", "Upisano birača": "registered", "Glasalo": "cast"},
        49,
    ),
    "units told apart by a key": (
        _booths(name="Oznaka", unit="K-{}", above="Izveštaj\n\n"),
        {"Opština": "within", "Oznaka": "unit", "Važeći": "valid"},
        49,
    ),
    "kinds of ballots, and last names alone": (
        _kinds(total=True),
        {"Surname": "candidate", "TotalVotes": "votes", "AbsentVotes": "votes", "PrePollVotes": "votes"},
        60,
    ),
    "kinds of ballots without their sum": (_kinds(total=False), {"OrdinaryVotes": "votes", "PostalVotes": "votes"}, 48),
    "rounds side by side": (
        ROUNDS,
        {"First round votes": "votes", "Second round votes": "votes", "Second round %": "share"},
        20,
    ),
    "names in two languages": (
        IN_TWO_LANGUAGES,
        {
            "Polling Station Name/Nom du bureau de scrutin": "unit",
            "Family Name/Nom de famille": "candidate",
            "Votes/Voix": "votes",
            "Electors/Inscrits": "registered",
        },
        30,
    ),
    "stages of a count under a title": (
        SCOTTISH,
        {"Candidate": "candidate", "Stage 1": "votes", "Stage 2": "votes"},
        5,
    ),
}


@pytest.mark.parametrize("case", OTHER_KINDS)
def test_other_kinds_of_tables(case, drafted):
    content, columns, number = OTHER_KINDS[case]
    _, table, found, figures = drafted(made__csv=content)
    of_table = {name: one for part in [table, *table.get("parts", [])] for name, one in is_(part).items()}
    assert {name: of_table.get(name) for name in columns} == columns
    assert (found, figures) == ([], number)


@pytest.mark.parametrize(
    ("content", "old", "new", "rule"),
    [
        (_booths(name="Redni broj", unit="{}"), "413,10,403,153", "413,10,403,135", ["R203"]),
        (_kinds(total=True), ",541\n", ",514\n", ["R311"]),
        (ROUNDS, '"1,010",50.50', '"1,100",50.50', ["R409"]),
    ],
)
def test_slips_in_them_are_found(content, old, new, rule, drafted):
    assert old in content
    assert drafted(made__csv=content.replace(old, new))[2] == rule


def test_names_in_two_columns_are_told_as_one(drafted):
    said, table, _, _ = drafted(made__csv=_kinds(total=True))
    assert table["columns"]["Surname"] == {"is": "candidate", "text": "{GivenNm} {Surname}"}
    assert "GivenNm" not in table.get("ignore", {})
    assert table["columns"]["AbsentVotes"] == {"is": "votes", "ballots": "absentvotes"}
    assert said["ballots"]["absentvotes"] == {"title": {"en": "absentvotes"}}


def _book(**sheets: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name.replace("_", " "))
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return stream.getvalue()


def _votes(unit: str, *, shift: int = 0, names: tuple[str, ...] = ("Rot", "Blau", "Gelb")) -> list[list[object]]:
    rows: list[list[object]] = [["Polling station" if unit.isdigit() else "Municipality", "Valid", *names]]
    for i in range(1, 6):
        votes = [90 + 7 * i + shift, 60 + 3 * i, 20 + shift]
        rows.append([i if unit.isdigit() else f"{unit} {i}", sum(votes), *votes])
    return rows


NOTES: list[list[object]] = [["Term", "Meaning"], ["Valid", "counted"], ["Rot", "a party"], ["Blau", "another"]]
SEVERAL = {
    "a sheet a municipality, its stations numbered": (
        _book(Arbor=_votes("1"), Bell=_votes("1", shift=5), Notes=NOTES),
        [{"within": "Arbor", "office": "contest"}, {"within": "Bell", "office": "contest"}],
        {"Notes": "no column of it has figures"},
    ),
    "a sheet a round": (
        _book(Round_1=_votes("Town"), Round_2=_votes("Town", shift=9)),
        [{"round": "1", "office": "contest"}, {"round": "2", "office": "contest"}],
        None,
    ),
    "a sheet a contest": (
        _book(Mayors=_votes("Town"), Councils=_votes("Town", shift=9)),
        [{"office": "mayor"}, {"office": "council"}],
        None,
    ),
    "a sheet a contest that no word names": (
        _book(Water_board=_votes("Town"), School_board=_votes("Town", shift=9)),
        [{"office": "water-board"}, {"office": "school-board"}],
        None,
    ),
    "a sheet a region, each with units of its own": (
        _book(North=_votes("Elm"), South=_votes("Oak", shift=4)),
        [{"office": "contest"}, {"office": "contest"}],
        None,
    ),
}


@pytest.mark.parametrize("case", SEVERAL)
def test_several_tables_of_a_workbook(case, drafted):
    content, settled, ignored = SEVERAL[case]
    said, _, found, figures = drafted(made__xlsx=content)
    (file,) = said["sources"]["source"]["files"].values()
    assert [table["set"] for table in file["tables"]] == settled
    assert file.get("ignore") == ignored
    assert (found, figures) == ([], 40)


def test_accounts_that_are_parts_of_others_are_declared(drafted):
    content = (
        "Gemeinde,Wahlberechtigte,Wahlberechtigte_mit_Wahlschein,Wahlberechtigte_M,Wähler,Ungültige,Gültige,Rot,Blau\n"
    )
    content += "".join(f"Ort {i},{900 + i},{200 + i},{440 + i},{500 + i},4,{496 + i},{300 + i},196\n" for i in range(6))
    said, table, found, _ = drafted(made__csv=content)
    word = "wahlberechtigte-mit-wahlschein"
    assert said["accounts"] == {word: {"title": {"en": "Wahlberechtigte mit Wahlschein"}, "inside": "registered"}}
    assert is_(table)["Wahlberechtigte_M"] == "registered_men"
    assert found == []
    assert drafted(Given(id="xx-b"), made__csv=content.replace("Ort 3,903,203", "Ort 3,903,930"))[2] == ["R209"]
