"""Every question in docs/sql.md has the answer that stands there."""

import importlib.util
import re
import shlex
import subprocess
import sys

import pytest

from numerim import warehouse
from numerim.ask.sql import is_query
from numerim.declare.house import House
from numerim.publish.library import build_database
from numerim.publish.views import VIEWS
from numerim.schemas.table import tables
from tests.conftest import ROOT
from tests.tools import python_with, run

PAGE = ROOT / "docs" / "sql.md"
TEXT = PAGE.read_text("utf-8")

_spec = importlib.util.spec_from_file_location("answers", PAGE.with_name("answers.py"))
assert _spec is not None
assert _spec.loader is not None
answers = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(answers)

QUESTIONS = list(answers.QUESTION.finditer(TEXT))
ALL_SQL = "\n".join(question["sql"] for question in QUESTIONS)
SELDOM = {
    "parties",
    "words",
    *("corrections", "line_votes", "gp_unit_parents"),  # nothing is corrected, fused, or in several units
    *("rule_settings", "objections", "open_objections"),  # and nothing is set, and nobody has objected
    *("source_rows", "source_headers"),  # for pages about a figure
    *("elections", "contests", "selections", "gp_units"),  # `results` has what they say
}
"""Tables and views that no question asks."""


@pytest.fixture(scope="module")
def own_house(tmp_path_factory):
    """What is published, with a database of one's own."""
    own = House(tmp_path_factory.mktemp("checkout"))
    own.published.mkdir()
    for index in (ROOT / "published").glob("*/versions.json"):
        (own.published / index.parent.name).symlink_to(index.parent)
    build_database(own)
    return own


@pytest.fixture(scope="module")
def connection(own_house):
    with warehouse.open_published(own_house.analysts_database) as connection:
        yield connection


def test_there_are_twenty():
    assert [int(question["number"]) for question in QUESTIONS] == list(range(1, 21))
    assert TEXT.count("\n## ") == TEXT.count("```sql\n") == TEXT.count("```text\n") == 20
    assert all(question["title"].endswith("?") for question in QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["number"])
def test_answer(question, connection):
    assert answers.answer(question["sql"], connection) == question["answer"]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["number"])
def test_question_can_be_pasted(question):
    """It asks once, in a fixed order, and the shell leaves it alone between double quotes."""
    assert is_query(question["sql"])
    assert not set(question["sql"]) & set('"$`\\!')
    assert "ORDER BY" in question["sql"].splitlines()[-1]
    assert max(map(len, question["sql"].splitlines())) <= 120


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["number"])
def test_answer_is_short(question):
    assert 1 <= len(question["answer"].splitlines()) - 2 <= 12


@pytest.mark.parametrize("name", [name for name in (*VIEWS, *tables()) if name not in SELDOM])
def test_table_is_asked(name):
    assert re.search(rf"\b(FROM|JOIN) {name}\b", ALL_SQL)


@pytest.mark.parametrize("package", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_package_is_in_an_answer(package):
    assert any(package in question["answer"] for question in QUESTIONS)


def test_answers_do_not_depend_on_what_stood_there(connection):
    emptied = re.sub(r"(?<=```text\n)(?:(?!```).)*", "", TEXT, flags=re.S)
    assert answers.answered(emptied, connection) == answers.answered(TEXT, connection)


def test_page_opens_the_database_in_python(own_house):
    command = re.search(r"^python (-c .*)$", TEXT, re.M)
    assert command is not None
    done = subprocess.run(
        [sys.executable, *shlex.split(command[1])], cwd=own_house.root, capture_output=True, text=True, check=False
    )
    assert "finding_places" in done.stdout, done.stderr


@pytest.mark.heavy
def test_duckdb_1_1_gives_the_same_answers(own_house):
    """Analysts have older versions than we."""
    code = (
        "import duckdb, sys\n"
        "from answers import QUESTION, answer\n"
        "assert duckdb.__version__ == '1.1.3'\n"
        "c = duckdb.connect(sys.argv[1], read_only=True)\n"
        "text = open('sql.md', encoding='utf-8').read()\n"
        "print([q['number'] for q in QUESTION.finditer(text) if answer(q['sql'], c) != q['answer']])"
    )
    assert run(python_with("duckdb==1.1.3"), code, own_house.analysts_database, cwd=PAGE.parent).strip() == "[]"
