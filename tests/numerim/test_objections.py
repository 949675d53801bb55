"""What readers object to: written down, judged, answered, and published."""

import json
import shutil
from decimal import Decimal

import duckdb
import pytest

from numerim import inputs, warehouse
from numerim.ask.objection import as_json, judge, lines
from numerim.ask.what_if import number_of
from numerim.declare.house import House
from numerim.declare.objection import objection_of
from numerim.errors import InputError
from numerim.publish.release import release
from numerim.publish.versions import index_of, json_text
from numerim.publish.views import views_sql
from numerim.schemas.table import tables
from tests.command import typed
from tests.conftest import completed, seeded
from tests.numerim.conftest import COLUMNS, HEAD, SOURCE

ELECTION = "xk-test-2030"
ROWS = """
Prizren,,LVV,mayor,share,,44.69,,
Prizren,,LDK,mayor,share,,35.31,,
Prizren,,PDK,mayor,share,,2.00,,
Pejë,Ana Berisha,,mayor,votes,,600,,
Pejë,Ben Krasniqi,,mayor,votes,,400,,
Pejë,Ana Berisha,,mayor,outcome,,elected,,
"""
PLACE = "s1|s1.csv:L4.C7"
SHARE = f"vote_shares {ELECTION} {ELECTION}/mayor/xk-prizren/1 xk-prizren xk-pdk"
GOOD = {
    "objection": 1,
    "package": ELECTION,
    "version": "1.0.0",
    "table": "vote_shares",
    "key": SHARE.partition(" ")[2],
    "source": "s1",
    "locator": "s1.csv:L4.C7",
    "published": "2",
    "should_be": "20.00",
    "because": "The protocol has 20.00.",
    "on": "2026-11-27",
}


def laid_out(house):
    """The tables of a release of the election, and nothing of what stands around them, which takes longest."""
    home = house.published / ELECTION
    (home / "1.0.0" / "data").mkdir(parents=True)
    with completed(house, ELECTION) as connection:
        for name in tables():
            connection.execute(f"COPY clean.{name} TO '{home}/1.0.0/data/{name}.parquet'")
    entry = {"version": "1.0.0", "date": "2026-11-27", "status": "final", "digest": f"sha256:{0:064}"}
    (home / "versions.json").write_text(json_text(index_of(ELECTION, [entry])), encoding="utf-8")


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A house with a release of the election; nobody may change it."""
    house = seeded(tmp_path_factory.mktemp("objected"))
    folder = house.raw / "xk" / ELECTION
    folder.mkdir(parents=True)
    (folder / "s1.csv").write_text(COLUMNS + ROWS.lstrip(), encoding="utf-8")
    source = SOURCE.format(name="s1", rank=1, sha="", complete="votes, share").replace('        sha256: ""\n', "")
    (folder / "election.yml").write_text(HEAD + source, encoding="utf-8")
    inputs.write_lock(house, ELECTION)
    laid_out(house)
    return house


@pytest.fixture
def own(given, tmp_path):
    """A copy of it to change."""
    house = seeded(tmp_path / "own")
    shutil.copytree(given.raw, house.raw)
    shutil.copytree(given.published, house.published)
    return house


def objection(**other):
    return objection_of(json.dumps(GOOD | other).encode(), "x.yml")


def put(house, name="a.yml", **other):
    folder = house.raw / "xk" / ELECTION / "objections"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(GOOD | other), encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([SHARE], {"should_be": "20.00", "published": "2", "locator": "s1.csv:L4.C7"}),
        ([PLACE], {"should_be": "20.00", "published": "2", "table": "vote_shares", "key": GOOD["key"]}),
        (["vote_shares xk-pdk"], {"published": "2", "version": "1.0.0"}),
        (["outcomes ana-berisha", "--should-be", "runoff"], {"published": "elected", "should_be": "runoff"}),
        ([PLACE, "--by", "Zoë <b>", "--credit"], {"by": "Zoë <b>", "credit": True}),
        ([PLACE, "--evidence", "https://example.org/p?x=1"], {"evidence": "https://example.org/p?x=1"}),
    ],
)
def test_an_objection_is_written(given, tmp_path, asked, expected):
    key, *options = asked
    out = tmp_path / "o.yml"
    done = typed("object", ELECTION, *key.split(), "--should-be", "20.00", "--because", "Seen: 20.", *options,
                 "--out", out, cwd=given.root)  # fmt: skip
    assert done.returncode == 0, done.stderr
    one = objection_of(out.read_bytes(), "o.yml")
    assert {name: getattr(one, name) for name in expected} == expected
    assert f"published {one.published}" in done.stdout.decode()
    assert objection_of(one.text().encode(), "again") == one


@pytest.mark.parametrize(
    ("key", "said", "told"),
    [
        (PLACE, {"--should-be": "2.0"}, "2.0 is what version 1.0.0 has"),
        (PLACE, {"--should-be": "many"}, "'many' is not a figure; published is 2"),
        ("s1|s1.csv:L4.C99", {}, "states nothing at this place"),
        ("vote_shares xk-nobody", {}, "there is no such row"),
        ("results xk-pdk", {}, "a row of results is not one figure"),
        ("vote_share xk-pdk", {}, "did you mean 'vote_shares'?"),
        (PLACE, {"--version": "3.0.0"}, "there is no such version\n  Versions: 1.0.0."),
        (PLACE, {"--because": "=1+1"}, "it begins with '='"),
        (PLACE, {"--because": "\x1b[2J"}, "it has the character \\u001b"),
        (PLACE, {"--because": "a\u202eb"}, "it has the character \\u202e"),
        (PLACE, {"--evidence": "javascript:alert(1)"}, "is not an address"),
        (PLACE, {"--because": " "}, "because: "),
        (PLACE, {"--because": "x" * 2001}, "because: "),
        (PLACE, {"--credit": None}, "no name is given"),
    ],
)
def test_what_cannot_be_objected_is_told(given, tmp_path, key, said, told):
    options = {"--should-be": "20", "--because": "Seen.", "--out": tmp_path / "o.yml"} | said
    words = [word for pair in options.items() for word in pair if word is not None]
    done = typed("object", ELECTION, *key.split(), *words, cwd=given.root)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert not (tmp_path / "o.yml").exists()


VOTES = {"table": "vote_counts", "key": f"{ELECTION} {ELECTION}/mayor/xk-peje/1 xk-peje ana-berisha total"}
ANA = VOTES | {"locator": "s1.csv:L5.C7", "published": "600"}
ELECTED = {"table": "outcomes", "key": f"{ELECTION} {ELECTION}/mayor/xk-peje/1 ana-berisha"}
ELECTED |= {"locator": "s1.csv:L7.C7", "published": "elected"}


@pytest.mark.parametrize(
    ("other", "cell", "gone", "come", "stay", "impact"),
    [
        ({}, "20.00", ["R401"], [], [], "none"),
        ({"should_be": "60"}, "60", [], ["R402"], ["R401"], "decisive"),
        (ANA | {"should_be": "1 700"}, "1700", [], [], [], "none"),
        (ELECTED | {"should_be": "runoff"}, "runoff", [], ["R512"], [], "decisive"),
    ],
)
def test_what_would_follow_is_told(given, other, cell, gone, come, stay, impact):
    judged = judge(given, objection(**other), "x.yml")
    said = as_json(judged, "x.yml")
    would = said["if_it_were_so"]
    kinds = [[row["rule"] for row in would[kind]] for kind in ("gone", "come", "stay")]
    assert (would["cell"], *kinds, would["impact"]) == (cell, gone, come, stay, impact)
    assert f'set: "{cell}"' in said["correction"]
    text = "\n".join(lines(judged, "x.yml"))
    assert said["correction"] in text
    assert all(f"{rule} would go" in text for rule in gone)


def test_who_would_win_is_named(given):
    judged = judge(given, objection(**ANA | {"should_be": "300"}), "x.yml")
    assert judged.breaks
    text = "\n".join(lines(judged, "x.yml"))
    assert "R511 would come (error)" in text
    assert "now elected: Ana Berisha" in text
    assert "then elected: Ben Krasniqi" in text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "the file is empty"),
        ("- 1", "an objection begins with `objection: 1`"),
        ("objection: 2", "here it is '2'"),
        ({"objection": True}, "an objection begins with"),
        ({"frm": "x"}, "unknown key 'frm'"),
        ({"package": "../../etc"}, "package: "),
        ({"package": "nope-2020"}, "there is no such package"),
        ({"version": "2.0.0"}, "there is no such version"),
        ({"version": "../1.0.0"}, "version: "),
        ({"locator": "s1.csv:L4.C8"}, "states nothing at s1|s1.csv:L4.C8"),
        ({"locator": "x' OR 1=1"}, "locator: "),
        ({"locator": "x'OR'1'='1"}, "states nothing at s1|x'OR'1'='1"),
        ({"key": "another"}, "not vote_shares another"),
        ({"published": "3"}, "has '2' at s1.csv:L4.C7, not '3'"),
        ({"should_be": "2"}, "2 is what version 1.0.0 has"),
        ({"should_be": "@SUM(1)"}, "a spreadsheet would run it"),
        ({"should_be": "9" * 40}, "is not a figure"),
        ({"because": {"a": 1}}, "because: "),
        ({"on": "2026-02-30"}, "on: "),
        ({"evidence": "http://a b"}, "is not an address"),
        ({"answer": {"state": "maybe", "because": "x", "by": "x", "on": "2026-11-27"}}, "answer.state: "),
        ({"because": "x" * 40_000}, "32,000 are the most"),
        ("objection: 1\na: &a [*a]", "aliases count"),
        ("objection: 1\na: !!python/object:os.system x", "tag"),
    ],
)
def test_a_file_is_not_trusted(given, content, told):
    text = content if isinstance(content, str) else json.dumps(GOOD | content)
    with pytest.raises(InputError) as caught:
        judge(given, objection_of(text.encode(), "x.yml"), "x.yml")
    assert told in str(caught.value)
    assert "x.yml" in caught.value.place


def test_what_is_corrected_already_and_what_changed_since_is_told(own):
    path = own.raw / "xk" / ELECTION / "election.yml"
    fix = 'corrections:\n  - {source: s1, at: "s1.csv:L4.C7", expect: "2.00", set: "20.00", reason: Seen.}\nsources:\n'
    path.write_text(path.read_text("utf-8").replace("sources:\n", fix), encoding="utf-8")
    text = "\n".join(lines(judge(own, objection(), "x.yml"), "x.yml"))
    assert "Corrected already as it is said here: '2.00' is read as '20.00'. Seen." in text


def test_what_changed_since_is_told(own):
    """A later version that differs in one figure; what else a release has is not asked here."""
    home = own.published / ELECTION
    shutil.copytree(home / "1.0.0", home / "1.0.1")
    listed = json.loads((home / "versions.json").read_text("utf-8"))
    listed["versions"].append({**listed["versions"][0], "version": "1.0.1"})
    (home / "versions.json").write_text(json.dumps(listed), encoding="utf-8")
    path = home / "1.0.1" / "data" / "statements.parquet"
    sql = "SELECT * REPLACE (if(locator = 's1.csv:L4.C7', '20', value) AS value)"
    duckdb.sql(f"COPY ({sql} FROM '{home}/1.0.0/data/statements.parquet') TO '{path}'")
    assert "  Version 1.0.1, the latest, has 20 instead." in [*lines(judge(own, objection(), "x.yml"), "x.yml")]


def test_without_its_election_an_objection_is_judged_as_far_as_it_goes(given, tmp_path):
    house = House(tmp_path)
    house.raw.mkdir()
    house.published.symlink_to(given.published)
    said = as_json(judge(house, objection(), "x.yml"), "x.yml")
    assert said["is_in_latest"]
    assert said["if_it_were_so"] is None
    assert "is not here" in said["because"]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("accepted", 'set: "20.00", reason: "The protocol has it."'),
        ("declined", "The figure stays as it is."),
        ("open", "Nobody has decided about it."),
    ],
)
def test_an_answer_is_written_into_the_file(own, state, told):
    path = put(own, by="Ann Ray")
    done = typed("answer", path, state, "--because", "The protocol has it.", "--by", "desk", cwd=own.root)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout.decode()
    assert ("corrections:" in done.stdout.decode()) == (state == "accepted")
    one = objection_of(path.read_bytes(), path.name)
    assert (one.state, one.by, one.answer.because, one.answer.by) == (state, None, "The protocol has it.", "desk")
    assert "corrections" not in (path.parent.parent / "election.yml").read_text("utf-8")


def test_an_answer_that_cannot_be_is_told(own):
    path = put(own)
    for words, told in ((["maybe"], "this is not an answer"), (["open", "--because", "=1"], "it begins with '='")):
        done = typed(
            "answer", path, *words, *(["--because", "x"] if len(words) == 1 else []), "--by", "d", cwd=own.root
        )
        assert done.returncode == 2
        assert told in done.stderr.decode()
    assert json.loads(path.read_text("utf-8")) == GOOD


def test_the_command_judges_files(own):
    path = put(own, **ANA | {"should_be": "300"})
    done = typed("check", path, "--format", "json", cwd=own.root)
    assert done.returncode == 1
    assert [one["if_it_were_so"]["impact"] for one in json.loads(done.stdout)] == ["decisive"]
    assert typed("check", path, "--format", "sarif", cwd=own.root).returncode == 2


def test_objections_are_published(own, ungated):
    answer = {"state": "declined", "because": "Page 3.", "by": "desk", "on": "2026-11-28"}
    put(own, "a.yml", by="Zoë", credit=True, because="<b>Seen</b>")
    put(own, "b.yml", answer=answer)
    shutil.rmtree(own.published)
    with completed(own, ELECTION) as connection:
        made = release(connection, own, inputs.take(own, ELECTION).file)
    rows = duckdb.sql(
        "SELECT objection_id, state, objected_by, reason, answered_on::VARCHAR, should_be "
        f"FROM '{made.folder}/data/objections.parquet' ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("a", "open", "Zoë", None, None, "20.00"),
        ("b", "declined", None, "Page 3.", "2026-11-28", "20.00"),
    ]
    with warehouse.open_memory() as alone:
        for name in tables():
            alone.execute(f"CREATE TABLE {name} AS FROM '{made.folder}/data/{name}.parquet'")
        alone.execute(views_sql())
        days = "SELECT objection_id, days_open = today() - DATE '2026-11-27' FROM open_objections"
        assert warehouse.rows(alone, days) == [("a", True)]
    readme = (made.folder / "README.md").read_text("utf-8")
    assert "reader says that `s1.csv:L4.C7` is published as `2` and should be `20.00`" in readme


@pytest.mark.parametrize(
    ("name", "other", "told"),
    [
        ("a.yml", {"by": "Ann Ray"}, "did not agree that the name is published"),
        ("a.yml", {"package": "xk-local-2021"}, "it is about xk-local-2021, not xk-test-2030"),
        ("A b.yml", {}, "this is no name of an objection"),
        ("a.txt", {}, "this is no name of an objection"),
        ("a.yml", {"credit": "perhaps"}, "credit: "),
    ],
)
def test_what_must_not_be_published_ends_the_run(own, name, other, told):
    put(own, name, **other)
    with pytest.raises(InputError, match=told):
        _ = inputs.take(own, ELECTION).file.objections


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1234", "count", "1234"),
        ("1.234", "count", "1234"),
        ("1 234 567", "count", "1234567"),
        ("12,34", "count", None),
        ("1.5", "count", None),
        ("1.234", "share", "1.234"),
        ("43,36 %", "share", "43.36"),
        ("4,336.1", "share", None),
        ("9" * 16, "count", None),
        ("\u0661\u0662", "count", None),
        ("-1,5", "points", "-1.5"),
    ],
)
def test_figures_are_read_as_people_write_them(text, kind, value):
    assert number_of(text, kind) == (None if value is None else Decimal(value))
