"""Bad input: one clear message with file and place, exit code 2, and published/ as it was."""

import pytest

from numerim import in_memory
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.inputs import write_lock
from tests.conftest import difference, snapshot

ELECTION = "xk-local-2021"


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rehash(folder):
    """Write `sources.lock` anew, as `numerim hash` does."""
    write_lock(House(folder.parents[2]), folder.name)


def csv(old, new):
    return lambda folder: (edit(folder / "article.csv", old, new), rehash(folder))


def yml(old, new):
    return lambda folder: edit(folder / "election.yml", old, new)


def raw(content):
    return lambda folder: ((folder / "article.csv").write_bytes(content), rehash(folder))


CASES = {
    "a missing file": (
        lambda folder: (folder / "article.csv").unlink(),
        "raw/xk/xk-local-2021/article.csv: there is no such file; raw/xk/xk-local-2021/election.yml:L24 names it",
    ),
    "other bytes": (
        lambda folder: edit(folder / "article.csv", "45.54", "45.55"),
        "raw/xk/xk-local-2021/article.csv: the file has changed since it was recorded: SHA-256 is",
    ),
    "not UTF-8": (raw(b"unit,value\nPrishtin\xeb,1\n"), "article.csv:L2: byte 20 (0xeb) is not UTF-8"),
    "an empty file": (raw(b" \n"), "raw/xk/xk-local-2021/article.csv: the file is empty"),
    "a column too many": (csv(",45.54,", ",45.54,,"), "raw/xk/xk-local-2021/article.csv:L4: the header has"),
    "a column too few": (csv(",45.54,,", ",45.54,"), "raw/xk/xk-local-2021/article.csv:L4: the header has"),
    "a control character": (raw(b"unit,value\nPrisht\x00in,1\n"), "article.csv:L2: a control character (0x00)"),
    "no source": (yml("\nsources:\n  article:", "\nsources: {}\nold:\n  article:"), "election.yml:L"),
    "an alias bomb": (
        yml(
            "country: XK\n",
            "country: XK\na: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
            "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
            "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
        ),
        "more than 50,000 values",
    ),
    "an unknown column": (csv("sentence,unit,", "sentence,unitt,"), "unknown column 'unitt'\n  did you mean 'unit'?"),
    "columns of measures": (
        csv("measure,category", "votes,cast"),
        "unknown columns 'votes', 'cast'\n  `columns: same` is for a table with one figure a row",
    ),
    "a column twice": (csv("sentence,unit,", "sentence,sentence,"), "article.csv:L1.C2: the column 'sentence' stands"),
    "a typo in a key": (
        yml("    language:", "    langauge:"),
        "raw/xk/xk-local-2021/election.yml:L16: unknown key 'langauge'\n  did you mean 'language'?",
    ),
    "a typo in a key at the top": (yml("\nexpect:", "\nexpects:"), "unknown key 'expects'\n  did you mean 'expect'?"),
    "a typo in a table": (yml("columns: same", "colums: same"), "unknown key 'colums'\n  did you mean 'columns'?"),
    "a key twice": (
        yml("country: XK\n", "country: XK\ncountry: AL\n"),
        "election.yml:L5: the key 'country' is here twice; the first is on line 4",
    ),
    "a key that is missing": (yml("country: XK\n", ""), "election.yml:L2: 'country' is missing"),
    "a path that leaves the folder": (
        yml("      article.csv:", "      ../xk-local-2017/article.csv:"),
        "the path '../xk-local-2017/article.csv' leaves the folder of the election",
    ),
    "an absolute path": (yml("      article.csv:", "      /etc/passwd:"), "'/etc/passwd' leaves the folder"),
    "an unknown reader": (yml("reader: csv", "reader: csw"), "there is no reader 'csw'\n  did you mean 'csv'?"),
    "an unknown office": (yml("  mayor: {", "  major: {"), "unknown office: 'mayor'\n  did you mean 'major'?"),
    "no YAML": (yml("country: XK", "country: [XK"), "election.yml:L5: not YAML"),
    "another id": (yml("id: xk-local-2021", "id: xk-local-2022"), "the id is 'xk-local-2022' but the folder is"),
    "another number of units": (yml("municipality: 38", "municipality: 37"), "expects 37 units of type municipality;"),
    "a stale correction": (
        yml(
            "\nsources:",
            "\ncorrections:\n  - {source: article, at: 'article.csv:L4.C8', expect: '45.55', set: '45.54', "
            "reason: typo}\n\nsources:",
        ),
        "election.yml:L14: the correction is stale: article.csv:L4.C8 is '45.54', not '45.55'",
    ),
    "a correction of nothing": (
        yml(
            "\nsources:",
            "\ncorrections:\n  - {source: article, at: 'article.csv:L999.C8', expect: '1', set: '2', "
            "reason: typo}\n\nsources:",
        ),
        "the correction is stale: there is no cell article.csv:L999.C8",
    ),
    "a stale acceptance": (
        yml("\nsources:", "\naccept:\n  - {rule: R401, subject: nothing, reason: known}\n\nsources:"),
        "the acceptance is stale: R401 finds nothing about 'nothing'",
    ),
    "an acceptance of no rule": (
        yml("\nsources:", "\naccept:\n  - {rule: R999, subject: nothing, reason: known}\n\nsources:"),
        "there is no rule 'R999'",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input(case, spoiled, numerim):
    spoil, message = CASES[case]
    before = snapshot(spoiled.published)
    spoil(spoiled.raw / "xk" / ELECTION)
    done = numerim("release", ELECTION, cwd=spoiled.root)
    assert message in done.stderr
    assert done.stderr.startswith("numerim: raw/xk/xk-local-2021/")
    assert done.stdout == ""
    assert done.returncode == 2
    assert difference(before, snapshot(spoiled.published)) == {}


@pytest.mark.parametrize(
    ("old", "new", "rule", "says"),
    [
        ("2,Prishtina,Arben", "2,Atlantis,Arben", "R101", "“Atlantis” is not a unit that numerim knows"),
        ("Vitisë,LVV-së,", "Vitisë,XYZ,", "R102", "“XYZ” is not a party that numerim knows"),
        ("2,Prishtina,Arben", "2,,Arben", "R118", "outcome is stated, but not of what: its unit or office is missing"),
        ("45.54,,", "45.54,more than,", "R118", "share can only be stated exactly, not as “more than” or the like"),
        ("45.54,,", "45.54,moer than,", "R118", "“moer than” is no relation that numerim knows, did you mean “more"),
        (",share,", ",shares,", "R118", "“shares” is no measure that numerim knows, did you mean “share”?"),
        (",runoff,", ",runof,", "R118", "“runof” is no outcome that numerim knows, did you mean “runoff”?"),
        (",mayor,", ",mayr,", "R118", "“mayr” is no office that numerim knows, did you mean “mayor”?"),
        ("45.54", "12a", "R118", "article.csv:L4.C8: “12a” is not a percentage (share)"),
        ("45.54", "", "R118", "article.csv:L4.C8: the cell is empty, where it must hold a percentage (share)"),
    ],
)
def test_what_cannot_be_read_or_mapped_is_a_finding_with_its_raw_text(old, new, rule, says, spoiled, numerim):
    csv(old, new)(spoiled.raw / "xk" / ELECTION)
    done = numerim("check", ELECTION, "--format", "csv", cwd=spoiled.root)
    assert done.returncode == 1
    assert any(rule in line and says in line and "error" in line for line in done.stdout.splitlines())


def test_a_correction_is_applied_and_published(spoiled, ungated, numerim):
    folder = spoiled.raw / "xk" / ELECTION
    edit(
        folder / "election.yml",
        "\nsources:",
        "\ncorrections:\n  - {source: article, at: 'article.csv:L4.C9', expect: '45.54', set: '45.45', reason: typo}\n"
        "\nsources:",
    )
    header = (folder / "article.csv").read_text("utf-8").splitlines()[0].split(",")
    edit(folder / "election.yml", "article.csv:L4.C9", f"article.csv:L4.C{header.index('value') + 1}")
    done = numerim("release", ELECTION, cwd=spoiled.root)
    assert done.returncode == 0, done.stderr
    traced = numerim("trace", ELECTION, "vote_shares", "arben-vitia", cwd=spoiled.root).stdout
    assert "share  45.45" in traced
    assert "printed  45.54" in traced
    assert "corrected to '45.45'" in traced


def test_an_accepted_finding_is_published(spoiled, ungated, numerim):
    folder = spoiled.raw / "xk" / "xk-local-2017"
    edit(
        folder / "election.yml",
        "\nsources:",
        "\naccept:\n  - {rule: R403, subject: all xk 1, reason: the commission gives both}\n\nsources:",
    )
    done = numerim("release", "xk-local-2017", cwd=spoiled.root)
    assert done.returncode == 0, done.stderr
    asked = numerim(
        "sql", "SELECT turnout, doubts FROM turnout WHERE gp_unit_id = 'xk'", "--format", "csv", cwd=spoiled.root
    )
    assert asked.stdout == "turnout,doubts\n43.68,R403\n"


def test_a_half_written_file_says_what_is_missing_next(spoiled, numerim):
    """Following the messages from an empty file leads to one that can be read."""
    folder = spoiled.raw / "xk" / "xk-local-2099"
    folder.mkdir()
    steps = [
        ("", ["the file is empty"]),
        (
            "id: xk-local-2099\n",
            [f"{key!r} is missing" for key in ("title", "held_on", "status", "country", "sources")],
        ),
        ("title: {en: Test}\nheld_on: 2099-01-01\ncountry: XK\n", ["Add:\nstatus: final   # how far the count is"]),
        (
            "status: partial\nsources: {a: {rank: 1}}\n",
            ["'sources.a.title'", "'sources.a.licence'", "'sources.a.files'"],
        ),
    ]
    text = ""
    for more, messages in steps:
        text += more
        (folder / "election.yml").write_text(text, encoding="utf-8")
        said = numerim("check", "xk-local-2099", cwd=spoiled.root).stderr
        assert [message for message in messages if message not in said] == []


WRONG = """id: xk-local-2099
titel: {en: Test}
held_on: 2099-02-03
country: XK
offices: {council: {unit: municipallity}}
others: {xk-by-2098: {title: {en: By-election}, held_on: 2098-01-01}}
sources:
  a:
    title: A
    langauge: sq
    licence: CC0-1.0
    rank: 0
    files:
      a.csv:
        reader: csv
        tables:
          - columns: {unit: unit, votes: vote, true: share}
          - colums: same
"""
MISTAKES = [
    ("L1: 'status' is missing", "Add:\nstatus: final   # how far the count is"),
    ("L2: unknown key 'titel'", "did you mean 'title'?"),
    (
        "L5: offices.council.unit: unknown unit type 'municipallity'; did you mean 'municipality'?; "
        "or declare it as a kind of its own: `units: {municipallity: {}}`",
        "",
    ),
    ("L6: 'others.xk-by-2098.status' is missing", "Add:\nstatus: final"),
    ("L10: unknown key 'langauge'", "did you mean 'language'?"),
    ("L12: sources.a.rank: Input should be greater than or equal to 1", ""),
    ("L17: sources.a.files.a.csv.tables.0.columns.votes: unknown role or measure 'vote'; did you mean 'votes'?", ""),
    ("L17: the name true is not text: YAML reads it as true", 'Put it in quotes: "true".'),
    ("L18: unknown key 'colums'", "did you mean 'columns'?"),
]


def test_everything_that_is_wrong_in_the_file_is_told_at_once(spoiled, numerim):
    folder = spoiled.raw / "xk" / "xk-local-2099"
    folder.mkdir()
    (folder / "a.csv").write_text("unit,votes", encoding="utf-8")
    (folder / "election.yml").write_text(WRONG, encoding="utf-8")
    done = numerim("check", "xk-local-2099", cwd=spoiled.root)
    assert done.returncode == 2
    *told, lock, twice = done.stderr.removeprefix("numerim: ").split("raw/xk/xk-local-2099/")[1:]
    told = [one.removeprefix("election.yml:") for one in told]
    assert lock.startswith("sources.lock: it is not there yet; it must have a.csv")
    assert twice.startswith("a.csv: the table headed '' is declared twice")
    assert len(told) == len(MISTAKES), done.stderr
    for (problem, cure), said in zip(MISTAKES, told, strict=True):
        assert said.startswith(f"{problem}\n  {cure}" if cure else problem)


def test_of_very_many_mistakes_the_first_are_told_and_the_others_counted(spoiled, numerim):
    path = spoiled.raw / "xk" / ELECTION / "election.yml"
    edit(path, "country: XK\n", "country: XK\n" + "".join(f"key{i}: 1\n" for i in range(31)))
    said = numerim("check", ELECTION, cwd=spoiled.root).stderr
    assert said.count("unknown key") == 20
    assert said.endswith("and 11 more\n")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("corrections: [{source: article, at: a, expect: b, set: c, reason: d}, {source: article, at: a, expect: b, "
         "set: c, reason: d}]\n", "the cell a is here twice"),
        ("others: {xk-local-2021: {title: {en: T}, held_on: 2021-10-18, status: final}}\n", "is the election itself"),
        ("others: {xk-x: {title: {en: T}, held_on: 2021-10-17, status: final}}\n", "are on the same day"),
    ],
)  # fmt: skip
def test_what_cannot_all_be_true(more, message, spoiled, numerim):
    edit(spoiled.raw / "xk" / ELECTION / "election.yml", "\nsources:", f"\n{more}\nsources:")
    lines = (spoiled.raw / "xk" / ELECTION / "election.yml").read_text("utf-8").splitlines()
    line = lines.index(more.strip()) + 1
    done = numerim("check", ELECTION, cwd=spoiled.root)
    assert message in done.stderr
    assert f"election.yml:L{line}: " in done.stderr
    assert done.returncode == 2


def test_line_ends_of_windows_are_read(spoiled, numerim):
    folder = spoiled.raw / "xk" / ELECTION
    path = folder / "article.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    rehash(folder)
    done = numerim("check", ELECTION, cwd=spoiled.root)
    assert done.returncode == 0, done.stderr


def test_a_fault_of_numerim_is_not_taken_for_a_finding(spoiled, numerim, monkeypatch):
    monkeypatch.setattr("numerim.in_memory.settle", lambda *_: {}["none"])
    assert numerim("check", ELECTION, cwd=spoiled.root).returncode == 3


BOARD = """id: xk-trial-2030
title: {en: Trial}
country: XK
held_on: 2030-10-12
status: final
offices: {mayor: {unit: municipality, outcome_rule: plurality}}
sources:
  board:
    title: Results
    language: sq
    licence: CC0-1.0
    rank: 1
    files:
      a.csv:
        reader: csv
        tables:
          - set: {office: mayor}
            columns: {Komuna: unit, Kandidati: candidate, Votat: votes}
            ignore: {Nr: a running number}
  paper:
    title: A newspaper
    language: sq
    licence: CC0-1.0
    rank: 2
    files:
      b.csv:
        reader: csv
        tables:
          - columns:
              Komuna: unit
              Zyra: {is: office, words: {Kryetar: mayor}}
              Emri: candidate
              Vota: votes
"""
OF_BOARD = "Nr,Komuna,Kandidati,Votat\n1,Prishtinë,Ana Rexha,120\n2,Prishtinë,Bled Gashi,80\n3,Gjakovë,Cen Hoti,90\n"
OF_PAPER = "Komuna,Zyra,Emri,Vota\n" + "".join(
    f"{unit},Kryetar,{name},{n}\n"
    for unit, name, n in (("Prishtinë", "Ana", 120), ("Prishtinë", "Bled", 80), ("Gjakovë", "Cen", 90))
)
FAULTS = {
    "id": ("id: xk-trial-2030\n", "", "L1: 'id' is missing\n  Add:\nid: xk-trial-2030\n"),
    "country": ("country: XK\n", "", "'country' is missing\n  Add:\ncountry: XK\n"),
    "status": ("status: final", "status: done", "unknown status 'done'"),
    "rank": ("    rank: 2\n", "", "'sources.paper.rank' is missing\n  Add:\n    rank: 1   #"),
    "key": ("    rank: 1\n", "    rank: 1\n    pubisher: x\n", "unknown key 'pubisher'"),
    "outcome": ("plurality", "pluralty", "unknown outcome rule 'pluralty'"),
    "law": ("outcome_rule: plurality", "law: xk-none", "'xk-none' is no method, and no statute of seeds/laws.csv"),
    "columns": ("            columns: {Komuna", "            colums: {Komuna", "unknown key 'colums'"),
    "role": ("Emri: candidate", "Emri: candidat", "unknown role or measure 'candidat'"),
    "reader": ("      b.csv:\n        reader: csv", "      b.csv:\n        reader: cvs", "there is no reader 'cvs'"),
    "column": ("Votat: votes", "Votaat: votes", "unknown column 'Votaat'\n  did you mean 'Votat'?"),
    "left": (
        "            ignore: {Nr: a running number}\n",
        "",
        "the column 'Nr' is not accounted for\n  Say what it is under columns:, or why it is not read:\n"
        "            ignore:\n              Nr: why it is not read\n",
    ),
    "office": (", words: {Kryetar: mayor}", "", "b.csv:L2.C4: unknown office: 'Kryetar'"),
    "expect": ("offices:", "expect: {municipality: 99}\noffices:", "expects 99 units of type municipality"),
    "acceptance": ("sources:\n", "accept: [{rule: R998, subject: x, reason: y}]\nsources:\n", "no rule 'R998'"),
    "correction": (
        "sources:\n",
        'corrections: [{source: board, at: "a.csv:L2.C4", expect: "121", set: "122", reason: y}]\nsources:\n',
        "the correction is stale: a.csv:L2.C4 is '120', not '121'",
    ),
    "leave": ("ignore: {Nr", "leave: {Komuna: Totali, because: x}\n            ignore: {Nr", "no row is left"),
    "file": ("", "b.csv", "b.csv: there is no such file"),
    "bytes": (
        "        reader: csv\n",
        f"        sha256: \"{'0' * 64}\"\n        reader: csv\n",
        "a.csv: the file is not the one declared",
    ),
}  # fmt: skip
TOGETHER = [
    ("id", "key", "column", "office", "expect"),
    ("country", "status", "left", "reader", "correction"),
    ("rank", "outcome", "left", "office", "bytes"),
    ("law", "leave", "file", "acceptance"),
    ("columns", "left", "office", "acceptance", "expect"),
    ("role", "column", "expect", "law", "correction"),
    ("bytes", "leave", "left", "office", "key", "rank"),
]


@pytest.mark.parametrize("faults", TOGETHER, ids="-".join)
def test_what_is_wrong_at_several_stages_is_told_at_once(faults, tmp_path):
    """In the file, with its sources, with their columns and their words: each mistake with the line to write."""
    house = House(tmp_path)
    folder = house.raw / "xk" / "xk-trial-2030"
    folder.mkdir(parents=True)
    contents = {"election.yml": BOARD, "a.csv": OF_BOARD, "b.csv": OF_PAPER}
    for fault in faults:
        old, new, _ = FAULTS[fault]
        assert old in contents["election.yml"]
        if old:
            contents["election.yml"] = contents["election.yml"].replace(old, new, 1)
        else:
            del contents[new]
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        in_memory.checked(house, folder.name)
    said = f"{caught.value}\n"
    assert [fault for fault in faults if FAULTS[fault][2] not in said] == [], said
    lock = "sources.lock: it is not there yet" in said
    assert len(caught.value.errors) == len(faults) + lock, said
