"""Text that is not ours stays text in Markdown."""

import subprocess

import pytest
from markdown_it import MarkdownIt

from numerim.markdown import plain
from tests.conftest import ROOT

HOSTILE = [
    "see\r## 9.9.9\r- _forged_ https://evil.example",
    "a\n\n# b",
    "a\u2028# b",
    "<b>x</b> **y** __z__ _z_ `c` [l](x) ![i](x) ~~s~~ | cell",
    "www.evil.example HTTPS://evil.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_comes_of_it(text):
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    html = reader.render(plain(text))
    assert html.count("<") == html.count("<p>") + html.count("</p>") == 2


@pytest.mark.parametrize("text", ["findings.finding_id", "al-local-2023", "3.0.0 (new)", "Dhimitraq Toli"])
def test_harmless_text_is_left_as_it_is(text):
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "written"), [("https://x.example", "https\\://x.example"), ("www.x.example", "www\\.x.example")]
)
def test_addresses_do_not_become_links(text, written):
    """GitHub makes links of bare addresses, but not where a mark of theirs is escaped."""
    assert plain(text) == written


@pytest.mark.parametrize("path", ["raw/x.csv", "seeds/x.csv", "published/p/1.0.0/data/x.csv"])
def test_git_leaves_line_ends_alone(path):
    done = subprocess.run(["git", "check-attr", "text", path], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == f"{path}: text: unset\n"
