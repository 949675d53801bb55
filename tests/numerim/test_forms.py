"""Forms of which each value has a line of its own: read, checked, and each figure told where it stands."""

import io

import pytest
import xlsxwriter

from numerim.draft.file import judge_any
from numerim.draft.folders import parts_of
from numerim.errors import InputError
from tests.numerim.test_labels import columns_of

VOTES = ((210, 160, 75), (190, 171, 64), (255, 120, 41), (143, 198, 52))
PEOPLE = ("Ann Ray", "Bo Lind", "Cy Poe")


def _lines(i, slip=0, people=PEOPLE):
    """What a station counted, line by line; the misprint is in the votes of the second."""
    own, void = VOTES[i], 3 + i
    counted = [
        ("Registered voters", 900 + i),
        ("Ballots cast", sum(own) + void),
        ("Invalid ballots", void),
        ("Valid votes", sum(own)),
    ]
    return counted + [(one, n + slip * (k == 1)) for k, (one, n) in enumerate(zip(people, own, strict=True))]


def _text(rows, mark=","):
    return "".join(mark.join(map(str, row)) + "\n" for row in rows)


def alone(slip=0):
    """One form, with the name of its station, in two columns."""
    return _text([("Polling station", "12 Hill School"), *_lines(0, slip)])


def numbered(slip=0):
    """Titles, what the lines are called, numbers before them, and figures in words behind."""
    rows = [("PROTOCOL OF THE COUNT", "", "", ""), ("Municipality", "Vale", "", ""), ("Polling station", "12", "", "")]
    rows.append(("", "Item", "Number", "In words"))
    counted = _lines(0, slip)
    rows += [(n, *line, "") for n, line in enumerate(counted[:4], 1)]
    rows.append(("Candidates", "", "", ""))
    return _text(rows + [(n, *line, "so many") for n, line in enumerate(counted[4:], 1)], ";")


def beneath(slip=0):
    """Three forms beneath each other, each under a line with its station."""
    rows = []
    for i in range(3):
        rows += [(f"Polling station: {12 + i} Hill", ""), *_lines(i, slip * (i == 1)), ("", "")]
    return _text(rows)


def titled(slip=0):
    """Forms beneath each other, each under a title alone."""
    rows = []
    for i in range(4):
        rows += [(f"{12 + i} Hill", ""), *_lines(i, slip * (i == 1)), ("Signed by all", ""), ("", "")]
    return _text(rows)


def labelled(slip=0):
    """Several names and values in a line above, and the list of candidates under a header of its own."""
    rows = [("FORM 34", "", ""), ("Name of Polling Station:", "HILL", "Code:", "0472"), ("Ward:", "Mill", "")]
    counted = _lines(0, slip)
    rows.append(("No", "Name of Candidate", "Votes"))
    rows += [(n, *line) for n, line in enumerate(counted[4:], 1)]
    return _text(rows + [("", *line) for line in counted[:4]])


def page(slip=0):
    """A page with a table a station."""
    made = "<!DOCTYPE html><html><body>"
    for i in range(3):
        cells = "".join(f"<tr><td>{name}</td><td>{n}</td></tr>" for name, n in _lines(i, slip * (i == 1)))
        made += f"<h3>Station {i + 1}</h3><table>{cells}</table>"
    return made + "</body></html>"


FORMS = [
    (alone, "csv", "12 Hill School", "7.2"),
    (numbered, "csv", "Vale, 12", "11.3"),
    (beneath, "csv", "13 Hill", "15.2"),
    (titled, "csv", "13 Hill", "17.2"),
    (labelled, "csv", "HILL", "6.3"),
    (page, "html", "Station 2", "#table2!R6C2"),
]


def _places(found):
    return [*found.places, *(one.place for one in found.suspected)]


@pytest.mark.parametrize(("made", "ending", "unit", "place"), FORMS, ids=[one[0].__name__ for one in FORMS])
def test_a_form_is_read_and_its_slip_is_told_where_it_stands(tmp_path, made, ending, unit, place):
    path = tmp_path / f"form.{ending}"
    path.write_text(made(), encoding="utf-8")
    right = judge_any(str(path))
    assert [one.says for one in right.told if one.severity != "info"] == []
    path.write_text(made(slip=40), encoding="utf-8")
    wrong = judge_any(str(path))
    (found,) = (one for one in wrong.told if one.severity != "info")
    assert found.rule == "R203"
    assert f"{unit}: the votes for the 3 selections" in found.says
    assert place in [one.at or f"{one.line}.{one.cell}" for one in _places(found)]
    assert wrong.read_as == right.read_as


@pytest.mark.parametrize("line", range(3))
def test_a_misprint_in_the_only_form_hides_no_line(tmp_path, line):
    path = tmp_path / "form.csv"
    lines = _lines(0)
    for off in (-30, 9, 60):
        made = [(name, n + off * (i == line + 1)) for i, (name, n) in enumerate(lines)]
        if made[line + 1][1] < 0:
            continue
        path.write_text(_text([("Polling station", "12"), *made]), encoding="utf-8")
        found = judge_any(str(path))
        assert {one.rule for one in found.told if one.severity != "info"} & {"R202", "R203"}
        assert "not read" not in found.read_as


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hundreds_of_lines_of_forms_are_forms(tmp_path, encoding):
    """What tells that is in the first lines; the others are read all the same."""
    forms = [_text([("Polling station", f"{n} Hill School"), *_lines(n % 4, slip=3 * (n == 77))]) for n in range(80)]
    path = tmp_path / "all.csv"
    path.write_bytes("".join(forms).encode(encoding))
    found = judge_any(str(path))
    assert found.counts["figures"] == 80 * 7
    (told,) = (one for one in found.told if one.severity != "info")
    assert "77 Hill School" in told.says


def test_forms_of_a_folder_are_of_one_count(tmp_path):
    for i in range(3):
        text = _text([("Polling station", f"{12 + i} Hill"), *_lines(i, 40 * (i == 1))])
        (tmp_path / f"form-{i}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "towns.csv").write_text("Town,Ann,Bo,Valid\nAsh,1,2,3\nElm,4,5,9\nOak,7,8,15\n", encoding="utf-8")
    together, alone_ = parts_of([str(tmp_path)])
    assert len(together) == 3
    assert alone_.endswith("towns.csv")
    found = judge_any(together)
    assert "1 contest, 3 units" in found.summary
    assert [place.path for one in found.told for place in one.places][:1] == [str(tmp_path / "form-1.csv")]


def test_sheets_of_forms_are_stations(tmp_path):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for i in range(3):
            sheet = book.add_worksheet(f"Station {i + 1}")
            for row, line in enumerate(_lines(i, 40 * (i == 1))):
                sheet.write_row(row + 2, 1, line)
    path = tmp_path / "forms.xlsx"
    path.write_bytes(stream.getvalue())
    found = judge_any(str(path))
    assert "1 contest, 3 units" in found.summary
    (told,) = (one for one in found.told if one.severity != "info")
    assert "Station 2: the votes" in told.says
    assert "!Station%202!C8" in [one.at for one in _places(told)]


def test_a_list_with_accounts_beneath_is_no_form():
    is_, votes = columns_of("Party,Votes\nReds,40\nBlues,20\nValid votes,60\nBlank votes,4\n").values()
    assert is_["is"] == "party"
    assert votes == "votes"


SHORT = {
    "Russian, abbreviated": (
        "Строка,\nБелые,40\nСиние,20\nКол-во действ. бюллетеней,60\nКол-во недейств. бюллетеней,4\n",
        ["votes", "votes", "valid", "invalid"],
    ),
    "Indonesian": (
        "TPS 9,Jumlah\nPengguna Hak Pilih,64\nSuara Sah,60\nSuara Tidak Sah,4\n",
        ["cast", "valid", "invalid"],
    ),
}


@pytest.mark.parametrize("case", SHORT)
def test_lines_of_a_short_form_are_known(case):
    content, meanings = SHORT[case]
    found = columns_of(content)
    assert sorted(one["is"] if isinstance(one, dict) else one for one in found.values()) == sorted(meanings)


def test_a_form_without_a_figure_is_refused(tmp_path):
    path = tmp_path / "form.csv"
    path.write_text(_text([(name, "") for name, _ in _lines(0)]), encoding="utf-8")
    with pytest.raises(InputError):
        judge_any(str(path))
