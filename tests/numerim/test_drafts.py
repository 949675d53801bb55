"""Drafts of files that nobody has described: what they say, and that they run."""

import io
import os
import subprocess
import zipfile

import pytest
import xlsxwriter

from numerim import in_memory, warehouse
from numerim.declare.election import read_election
from numerim.declare.house import House
from numerim.draft.file import judge_any
from numerim.draft.new import Given, make
from numerim.errors import InputError
from tests.conftest import ROOT, SHARED
from tests.numerim.drafting import is_

LONG = "Komuna,Kandidati,Subjekti,Votat,Përqindja\n" + "".join(
    f"Vend {u},Kandidati {u}{k},Parti {k},{v},{s}\n"
    for u in range(1, 5)
    for k, v, s in ((1, 1210, "60.50"), (2, 590, "29.50"), (3, 200, "10.00"))
)
WIDE = "Gemeinde;Wahlberechtigte;Wähler;Ungültige;Gültige;Rot;Grün;Blau\n" + "".join(
    f"Ort {i};{1000 + i};{700 + i};{10};{690 + i};{300 + i};{200};{190}\n" for i in range(1, 7)
)
SUMMED = WIDE + "Alle Orte;6021;4221;60;4161;1821;1200;1140\n"
TWO_VOTES = (
    "Gemeinde,Wahlberechtigte,Gültige_Erststimmen,A_Erststimmen,B_Erststimmen,Gültige_Zweitstimmen,A_Zweitstimmen,B_Zweitstimmen\n"
    + "".join(f"Ort {i},{900 + i},{500 + i},{300 + i},200,{510 + i},{310},{200 + i}\n" for i in range(1, 6))
)
HEADERLESS = "".join(
    f"{u:02};U.S. Senator;{name};{party};{votes};{100 * votes / 1000:.2f};1000\n"
    for u in range(1, 9)
    for name, party, votes in (("Ann Marie Ray", "DFL", 400 + u), ("Bo Lind", "R", 350 - u), ("Write In", "WI", 250))
)
TITLES = "Results of the election\nas of 12 May\n\n" + WIDE.replace(";", "\t") + "\nSource: the commission\n"


def test_rows_of_candidates(drafted):
    said, table, found, figures = drafted(results__csv=LONG)
    assert table["columns"] == {
        "Komuna": "unit",
        "Kandidati": "candidate",
        "Subjekti": "party",
        "Votat": "votes",
        "Përqindja": "share",
    }
    assert said["offices"] == {"contest": {"unit": "municipality"}}
    assert (found, figures) == ([], 24)


def test_columns_of_parties_whose_sum_is_found(drafted):
    said, table, found, _ = drafted(results__csv=WIDE)
    assert is_(table) == {
        "Gemeinde": "unit",
        "Wahlberechtigte": "registered",
        "Wähler": "cast",
        "Ungültige": "invalid",
        "Gültige": "valid",
        **dict.fromkeys(("Rot", "Grün", "Blau"), "votes"),
    }
    assert table["columns"]["Rot"] == {"is": "votes", "with": {"party": "Rot"}}
    assert table["complete"] == ["votes"]
    assert found == []
    assert said["sources"]["source"]["language"] == "de"


def test_a_slip_in_such_a_table_is_found(drafted):
    assert drafted(results__csv=WIDE.replace("Ort 3;1003;703;10;693", "Ort 3;1003;703;10;639"))[2] == ["R202", "R203"]


def test_a_row_of_totals_is_known_by_its_figures(drafted):
    _, table, found, _ = drafted(results__csv=SUMMED)
    assert [part.get("only") or part.get("but") for part in table["parts"]] == [{"Gemeinde": ["Alle Orte"]}] * 2
    assert found == []


def test_a_wrong_total_is_found(drafted):
    assert drafted(results__csv=SUMMED.replace("1821", "1812"))[2] == ["R203", "R307"]


def test_two_kinds_of_votes_are_two_offices(drafted):
    said, table, found, _ = drafted(results__csv=TWO_VOTES)
    assert list(said["offices"]) == ["erststimmen", "zweitstimmen"]
    assert table["columns"]["A_Zweitstimmen"] == {"is": "votes", "with": {"party": "A", "office": "zweitstimmen"}}
    assert found == []


def test_a_file_without_a_header(drafted):
    _, table, found, figures = drafted(results__txt=HEADERLESS)
    assert (table["header"], len(table["grid"])) == (0, 7)
    assert is_(table) == {
        "column 1": "unit",
        "column 3": "candidate",
        "column 4": "party",
        "column 5": "votes",
        "column 6": "share",
    }
    assert (found, figures) == ([], 48)


def test_titles_above_and_notes_beneath(drafted):
    said, table, found, _ = drafted(results__tsv=TITLES)
    assert (table["skip"], table["until"]) == (3, "Source: the commission")
    assert said["sources"]["source"]["files"]["results.tsv"]["delimiter"] == "tab"
    assert found == []


def test_an_encoding_of_windows(drafted):
    said, _, found, _ = drafted(results__csv=WIDE.encode("cp1252"))
    assert said["sources"]["source"]["files"]["results.csv"]["encoding"] == "windows-1252"
    assert found == []


def test_a_workbook_and_a_member_of_an_archive(drafted):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Results 2025")
        for i, line in enumerate(WIDE.splitlines()):
            for j, text in enumerate(line.split(";")):
                sheet.write(i + 2, j + 1, int(text) if text.isdigit() else text)
    said, table, found, figures = drafted(results__xlsx=stream.getvalue())
    assert said["sources"]["source"]["files"]["results.xlsx"]["reader"] == "workbook"
    assert (is_(table)["Rot"], found, figures) == ("votes", [], 42)


def test_nested_things(drafted):
    units = ", ".join(
        f'{{"name": "Town {u}", "candidates": [{{"candidate": "Ann {u}", "votes": {u}00}}, {{"candidate": "Bo {u}", '
        f'"votes": {u}50}}]}}'
        for u in range(1, 5)
    )
    said, table, found, figures = drafted(results__json=f'{{"electionDate": "2025-05-11", "municipality": [{units}]}}')
    assert (str(said["held_on"]), table["at"]) == ("2025-05-11", "municipality/candidates")
    assert {name.split("/")[-1]: word for name, word in is_(table).items()} == {
        "candidate": "candidate",
        "name": "unit",
        "votes": "votes",
    }
    assert (found, figures) == ([], 8)


def test_a_page(drafted):
    rows = "".join(
        f"<tr><td style='background:#e00'></td><td><a>{party}</a></td><td>{votes:,}</td><td>{share}</td></tr>"
        for party, votes, share in (("Red", 1234, "61.70"), ("Blue", 566, "28.30"), ("Green", 200, "10.00"))
    )
    page = (
        "<!DOCTYPE html><html lang=en><meta charset=utf-8><table class=infobox><tr><th colspan=2>Nowhere<tr><td>Mayor"
        "<td>A. B.</table><h2>Results</h2><table class=wikitable><tr><th colspan=2>Party</th><th>Votes</th><th>%</th>"
        f"</tr>{rows}</table><table><tr><td>2021<td>2025</table>"
    )
    said, table, found, figures = drafted(results__html=page)
    file = said["sources"]["source"]["files"]["results.html"]
    assert (file["reader"], file["ignore"], len(file["tables"])) == (
        "html",
        {"table1": "it has fewer than three rows", "Results (2)": "no table was found in it"},
        1,
    )
    assert (table["at"], table["grid"]) == ("Results", ["code (colour)", "Party", "Votes", "%"])
    assert {name: is_(table)[name] for name in table["grid"][1:]} == {"Party": "party", "Votes": "votes", "%": "share"}
    assert (found, figures) == ([], 6)


SIDE_BY_SIDE = "Commune,Inscrits,Votants,Nuls,Exprimés,Nom,Voix,% Voix/Exp,Nom,Voix,% Voix/Exp\n" + "".join(
    f"Lieu {i},{700 + i},{510},{10},{500},DURAND,{200 + i},{(200 + i) / 5:.1f},MARTIN,{300 - i},{(300 - i) / 5:.1f}\n"
    for i in range(1, 8)
)
BLANKS = "Municipio,Censo,Votantes,Votos en blanco,Votos nulos,Votos válidos,PP,PSOE\n" + "".join(
    f'Lugar {i},"1,{300 + i}","1,{i:03}",{20 + i},{30},{970 + i},{500 - i},{450 + i}\n' for i in range(1, 8)
)
ZONES = "NM_MUNICIPIO;NR_ZONA;DS_CARGO;NM_CANDIDATO;SG_PARTIDO;QT_VOTOS\n" + "".join(
    f"CIDADE {m};{z};Prefeito;{name} {m};{party};{100 * m + 10 * z + k}\n"
    for m in range(1, 6)
    for z in (1, 2)
    for k, (name, party) in enumerate((("ANA LIMA", "PT"), ("RUI COSTA", "MDB")))
)


def test_those_who_stood_side_by_side(drafted):
    _, table, found, figures = drafted(results__csv=SIDE_BY_SIDE)
    assert table["columns"]["Voix (2)"] == {"is": "votes", "with": {"candidate": "{Nom (2)}"}}
    assert table["columns"]["% Voix/Exp"] == {"is": "share", "with": {"candidate": "{Nom}"}}
    assert (table["complete"], found, figures) == (["votes"], [], 56)


def test_blank_ballots_among_the_valid_ones(drafted):
    said, _, found, _ = drafted(results__csv=BLANKS)
    assert said["sources"]["source"]["inside"] == {"blank": "valid"}
    assert said["sources"]["source"]["numbers"] == {"thousands": ",", "decimal": "."}
    assert found == []


def test_several_rows_of_a_unit_are_of_smaller_units(drafted):
    _, table, found, _ = drafted(results__csv=ZONES)
    assert {name: word for name, word in is_(table).items() if word in ("unit", "within")} == {
        "NM_MUNICIPIO": "within",
        "NR_ZONA": "unit",
    }
    assert found == []


def test_a_total_among_those_who_stand_is_none_of_them(drafted):
    rows = [("Rot", 500, "50.0"), ("Grün", 300, "30.0"), ("Blau", 200, "20.0"), ("Total", 1000, "100.0")]
    text = "Party,Votes,%\n" + "".join(f"{party},{votes},{share}\n" for party, votes, share in rows)
    _, table, found, _ = drafted(results__csv=text)
    assert table["columns"]["Party"] == {"is": "party", "words": {"Total": "valid"}}
    assert found == []
    assert "R203" in drafted(Given("again"), results__csv=text.replace("300,", "330,"))[2]


def test_what_the_user_says_goes_before_what_is_guessed(drafted):
    given = Given("xk-local-2099", "XK", "2099-10-12", "council", "sainte_lague", "Local elections")
    said, *_ = drafted(given, results__csv=LONG)
    assert (said["id"], said["country"], str(said["held_on"])) == ("xk-local-2099", "XK", "2099-10-12")
    assert said["offices"] == {"council": {"unit": "municipality", "outcome_rule": "sainte_lague"}}


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.pdf", b"%PDF-1.4 ...", "it is a PDF"),
        ("a.csv", b"one line of words\nand another\n", "its lines are not divided into cells"),
        ("a.csv", b"x;y\nfoo;bar\n", "no column of figures is found in it"),
        ("a.json", b'{"a": "b"}', "no figures stand in its lists and objects"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "it is a 7z archive"),
        ("a.xlsx", b"PK\x03\x04 cut off", "broken|cut|archive|whole"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path, name, content, problem):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=problem):
        make(House(tmp_path), [path], Given())
    assert not (tmp_path / "raw").exists()


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "r.csv")
    with pytest.raises(InputError, match="it is not a file"):
        judge_any(str(tmp_path / "r.csv"))


def test_empty_columns_are_told(tmp_path, drafted):
    drafted(results__csv=WIDE)
    (path,) = tmp_path.rglob("election.yml")
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("columns:")] + "columns:\n", "utf-8")
    with pytest.raises(InputError, match="there is nothing under 'columns'"):
        read_election(path, "election.yml")


def test_a_folder_that_is_there_is_left_alone(tmp_path, drafted):
    drafted(results__csv=WIDE)
    with pytest.raises(InputError, match="the folder is there already"):
        make(House(tmp_path), [tmp_path / "in" / "results.csv"], Given())


REAL = {
    "kosovo-2017/mayors.csv": 488,
    "kosovo-2017/councils.csv": 1092,
    "us-2020/massachusetts-house-1.csv": 440,
    "us-2020/missouri-senate-1.xlsx": 2,
    "us-2020/oklahoma-counties.csv": 12_928,
    "us-2020/illinois-detail.xls": 4340,
    "us-2020/minnesota.txt": 14_092,
    "us-2020/virginia-house-11.json": 18,
    "us-2020/west-virginia-detail.xml": 2462,
    "us-2020/vermont-nist-v2.xml": 13_284,
    "nist/cambridge-2022-general.json": 2862,
    "eml-nl/eml510b_with_investigations.eml.xml": 14,
    "eml-nl/eml520_test.eml.xml": 10,
    "georgia-2017/mayors.csv": 17_967,
    "btw25/2025-03-13-12-59-36-btw25-bw-gemeinden.csv": 38_620,
}


TRUE_ERRORS = {"btw25/2025-03-13-12-59-36-btw25-bw-gemeinden.csv": [("R201",)]}
"""The municipality of Bad Buchau counts postal ballots of others, too."""


@pytest.mark.heavy
@pytest.mark.parametrize(("file", "figures"), REAL.items())
def test_real_files_are_read_untouched(tmp_path, file, figures):
    path = SHARED / "data" / file
    if not path.is_file():
        pytest.skip("the data of real elections is not here")
    house = House(tmp_path)
    made = make(house, [path], Given())
    with in_memory.checked(house, made.election) as connection:
        assert warehouse.rows(connection, "SELECT count(*) FROM core.statements") == [(figures,)]
        errors = warehouse.rows(connection, "SELECT DISTINCT rule FROM core.findings WHERE severity = 'error'")
        assert errors == TRUE_ERRORS.get(file, [])


def test_every_word_for_a_column_is_written_as_names_are_compared():
    from numerim.draft.stems import folded
    from numerim.draft.words import known

    for words in known(ROOT / "seeds"):
        assert folded(words) == words


def test_an_archive_is_unpacked(tmp_path, drafted):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("data/r.csv", WIDE)
        archive.writestr("readme.txt", "no table")
    said, table, found, _ = drafted(results__zip=stream.getvalue())
    assert list(said["sources"]["source"]["files"]) == ["results.zip!data/r.csv"]
    assert (is_(table)["Gemeinde"], found) == ("unit", [])


def test_what_one_that_was_cut_off_left_is_cleared_and_what_is_at_work_stays(tmp_path):
    """Also where this process has the number of the one that was cut off, as in a container."""
    path = tmp_path / "results.csv"
    path.write_text(LONG, encoding="utf-8")
    with subprocess.Popen(["true"]) as dead:
        pass
    pids = (dead.pid, os.getpid(), os.getppid())
    *left, at_work = (tmp_path / "raw" / "xk" / f".unfinished-{pid}-xk-a" for pid in pids)
    for folder in (*left, at_work):
        folder.mkdir(parents=True)
        (folder / "election.yml").touch()
    make(House(tmp_path), [path], Given(id="xk-a", country="XK", held_on="2030-06-09"))
    assert ([folder.exists() for folder in left], at_work.exists()) == ([False, False], True)
