"""The command line, as its user has it."""

import csv
import io
import json

import pytest

from numerim.schemas.rule import rules


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["release"], ["sql"], ["show"], ["trace"]])
def test_help(numerim, command):
    done = numerim(*command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["check"], 2, "Missing argument 'FILE…|FOLDER…|ELECTION'"),
        (["object"], 2, "Missing: package, TABLE KEY…|SOURCE|LOCATOR, --should-be, --because."),
        (["answer", "o.yml", "accepted"], 2, "Missing: --because, --by."),
        (["check", "al-local-2032"], 2, "there is no election 'al-local-2032'\n  did you mean 'al-local-2023'?"),
        (["run", "al-local-2032"], 2, "there is no election 'al-local-2032'"),
        (["release", "nope"], 2, "there is no election 'nope'"),
        (["check", "xk-local-2021", "--format", "xml"], 2, "'xml' is not one of"),
        (["show", "R999"], 2, "there is no such rule"),
        (["trace", "nope", "outcomes", "x"], 2, "there is no such package"),
        (["trace", "xk-local-2021", "nope", "x"], 2, "there is no such table"),
        (["trace", "xk-local-2021", "outcomes", "x"], 2, "there is no such row"),
        (["trace", "xk-local-2021", "vote_shares", "ekrem"], 2, "xk-podujeve ekrem-hyseni"),
        (["trace", "xk-local-2021", "outcomes", "xk-local-2021"], 2, "58 rows have these keys"),
        (["trace", "xk-local-2021", "outcomes"], 2, "no key is given"),
        (["trace", "xk-local-2021", "outcomes", "contst_id=x"], 2, "did you mean 'contest_id'?"),
        (["trace", "al-local-2023", "vote_shares", "al-by-2022-03-06/mayor/al-diber/1"], 2, "3 rows have these keys"),
        (["sql", "SELECT 1; SELECT 2"], 2, "it is not one SELECT"),
        (["sql", "DROP TABLE outcomes"], 2, "it is not one SELECT"),
        (["sql", "EXPLAIN ANALYZE COPY outcomes TO '/tmp/out.csv'"], 2, "it is not one SELECT"),
        (["sql", "COPY outcomes TO '/tmp/out.csv'"], 2, "it is not one SELECT"),
        (["sql", "ATTACH '/tmp/x.db'"], 2, "it is not one SELECT"),
        (["sql", "SET enable_external_access = true"], 2, "it is not one SELECT"),
        (["sql", "INSTALL httpfs"], 2, "it is not one SELECT"),
        (["sql", "SELECT * FROM read_csv('/etc/passwd')"], 2, "disabled by configuration"),
        (["sql", "SELECT * FROM '/etc/passwd'"], 2, "numerim: sql:"),
        (["sql", "SELECT * FROM glob('/etc/*')"], 2, "disabled by configuration"),
        (["sql", "SELECT * FROM read_parquet('https://example.org/x.parquet')"], 2, "numerim: sql:"),
        (["sql", "SELECT getenv('HOME')"], 2, "numerim: sql:"),
        (["sql", "SELEC 1"], 2, "syntax error"),
        (["sql", "SELECT * FROM nope"], 2, "Table with name nope does not exist"),
    ],
)
def test_refuses(numerim, arguments, code, message):
    done = numerim(*arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("election", "code"), [("al-local-2023", 1), ("xk-local-2017", 1), ("xk-local-2021", 0)])
def test_check_exits_with_1_if_a_figure_is_held_back(numerim, election, code):
    done = numerim("check", election)
    assert done.returncode == code
    assert done.stderr == ""
    assert "figures and other cells" in done.stdout


def test_check_formats_say_the_same(numerim):
    told = json.loads(numerim("check", "al-local-2023", "--format", "json").stdout)
    lines = list(csv.DictReader(io.StringIO(numerim("check", "al-local-2023", "--format", "csv").stdout)))
    assert [one["says"] for one in told] == [line["says"] for line in lines]
    assert {one["severity"] for one in told} == {"error", "warning", "info"}
    assert (changeless := sum(one["impact"] == "none" for one in told))
    for form in ("text", "table"):
        assert numerim("check", "al-local-2023", "--format", form).stdout.count("(changes no outcome)") == changeless


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "party,mayors\nPS,53\nPD (BF),5\nMEGA,1\nPD,1\nPL,1\n"),
        (
            "json",
            '[{"party": "PS", "mayors": 53}, {"party": "PD (BF)", "mayors": 5}, {"party": "MEGA", "mayors": 1}, '
            '{"party": "PD", "mayors": 1}, {"party": "PL", "mayors": 1}]',
        ),
    ],
)
def test_sql_formats(numerim, form, expected):
    done = numerim(
        "sql",
        "SELECT party, count(*) AS mayors FROM results WHERE election_id = 'al-local-2023' AND office = 'mayor' "
        "AND outcome = 'elected' "
        "GROUP BY party ORDER BY mayors DESC, party",
        "--format",
        form,
    )
    assert done.returncode == 0
    assert (done.stdout == expected) if form == "csv" else (json.loads(done.stdout) == json.loads(expected))


def test_sql_table(numerim):
    done = numerim("sql", "SHOW TABLES")
    assert done.returncode == 0, done.stderr
    assert "vote_counts" in done.stdout


@pytest.mark.parametrize(
    ("character", "written"),
    [("\x1b[31m", "\\u001b[31m"), ("\x07", "\\u0007"), ("\u202e", "\\u202e"), ("\u2028", "\\u2028"), ("ë 👍", "ë 👍")],
)
def test_what_steers_a_terminal_is_written_out(numerim, character, written):
    codes = " || ".join(f"chr({ord(one)})" for one in character)
    done = numerim("sql", f"SELECT 'a' || {codes} || 'b' AS said")
    assert f" a{written}b " in done.stdout


def test_sql_builds_the_database_where_it_is_missing(numerim, spoiled):
    assert not spoiled.analysts_database.exists()
    done = numerim("sql", "SELECT count(*) AS n FROM contests", "--format", "csv", cwd=spoiled.root)
    assert done.stdout.startswith("n\n2")
    assert spoiled.analysts_database.is_file()


@pytest.mark.parametrize("code", rules())
def test_show_explains_every_rule(numerim, code):
    if code not in ("R101", "R401", "R502"):  # a process each is slow; the rest is shown without one
        from numerim.ask.explain import explained

        text = explained(rules()[code], sql=True)
    else:
        done = numerim("show", code.lower(), "--sql")
        assert done.returncode == 0
        text = done.stdout
    assert rules()[code].title in text
    assert "select" in text or rules()[code].law_asks in text


def test_show_lists_all_rules(numerim):
    done = numerim("show")
    assert done.returncode == 0
    assert all(code in done.stdout for code in rules())


def test_outside_a_checkout(numerim, tmp_path):
    done = numerim("check", "al-local-2023", cwd=tmp_path)
    assert done.returncode == 2
    assert "not inside a numerim checkout" in done.stderr


def test_mistakes_are_told_at_once_and_a_cure_that_they_share_once(numerim, tmp_path):
    (tmp_path / "votes.csv").write_text("unit,Ann,Bob\nElms,12,13\nOaks,9,14\nFirs,3,5\n")
    done = numerim("check", "votes.csv", "--take", "Anne=candidate", "--take", "Bobb=candidate", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "numerim: votes.csv: no column is called 'Anne' (--take); did you mean 'Ann'?\n"
        "votes.csv: no column is called 'Bobb' (--take); did you mean 'Bob'?\n"
        "  Its columns are: “unit”, “Ann”, “Bob”\n"
    )
    done = numerim("check", "vote.csv", cwd=tmp_path)
    assert done.stderr == "numerim: vote.csv: there is no such file\n  did you mean 'votes.csv'?\n"
    (tmp_path / "a.csv").write_bytes(b"")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n")
    done = numerim("new", "a.csv", "b.pdf", cwd=tmp_path)
    assert "a.csv: the file is empty" in done.stderr
    assert "b.pdf: it is a PDF" in done.stderr


def test_help_has_each_command_in_a_line(numerim):
    commands = numerim("--help").stdout.split("Commands:\n")[1].splitlines()
    assert len(commands) == 20
    assert [line for line in commands if not line.endswith(".") or line.endswith("...")] == []


def test_works_from_a_folder_below(numerim, house):
    assert numerim("check", "xk-local-2021", cwd=house.raw / "xk").returncode == 0
