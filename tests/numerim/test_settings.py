"""`numerim.yml`."""

import pytest

from numerim.declare.house import House
from numerim.declare.settings import Settings, read_settings
from numerim.errors import InputError


@pytest.fixture
def read(tmp_path):
    def of(text):
        (tmp_path / "numerim.yml").write_text(text, encoding="utf-8")
        return read_settings(House(tmp_path))

    return of


def test_without_it_nothing_is_set(tmp_path):
    assert read_settings(House(tmp_path)) == Settings()
    assert Settings().address("a") == ""


@pytest.mark.parametrize("base", ["https://x.example", "https://x.example/", "http://x.example//"])
def test_an_address_ends_with_one_slash(read, base):
    assert read(f"base_url: {base}").address("a b/c.csv") == f"{base.rstrip('/')}/a%20b/c.csv"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("base_uri: https://x.example", "numerim.yml:L1: unknown key 'base_uri'; did you mean 'base_url'?"),
        ("publisher: a\nbase_url: x.example", "numerim.yml:L2: base_url: 'x.example' is not an address"),
        ("base_url: ftp://x.example", "is not an address; one begins with https:// or http://"),
        ("base_url: https://x.example/?a=1", "has neither ? nor #"),
        ("base_url: https://x.exa mple/", "is not an address"),
        ("contact: nobody", "numerim.yml:L1: contact: "),
        ("licence: {name: Ours}", "numerim.yml:L1: licence.url is missing"),
        ("licence: {name: Ours, url: https://x.example, atribution: yes}", "did you mean 'attribution'?"),
        ("- a", "it must say things such as `base_url: https://…`"),
        ("a: [", "not YAML"),
        ("", "the file is empty"),
    ],
)
def test_what_it_may_not_say(read, text, told):
    with pytest.raises(InputError) as error:
        read(text)
    assert told in str(error.value)


def test_all_mistakes_are_told_at_once(read):
    with pytest.raises(InputError) as error:
        read("publsher: a\nbase_url: b\ncontact: c\n")
    assert all(f"L{line}: " in str(error.value) for line in (1, 2, 3))
