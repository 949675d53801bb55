"""Files in the form in which authorities publish them, from bytes to what is published of them."""

from hashlib import sha256

import pytest

from numerim import warehouse
from numerim.declare.house import House
from numerim.errors import InputError
from tests.conftest import completed, seeded

YML = """id: cz-test-2030
title: {{en: Test}}
country: CZ
held_on: 2030-09-23
status: final
register: {{unit: polling_station, within: municipality, party: party}}
offices: {{mayor: {{unit: municipality}}}}
{more}sources:
  office:
    title: Results
    language: cs
    licence: CC0-1.0
    rank: 1
    files:
      r.csv:
        sha256: "{sha}"
        reader: csv{file}
        tables:
          - set: {{office: mayor}}
            columns: {{Obec: within, Okrsek: unit, Kandidát: candidate, Hlasy: votes}}{table}
"""
ROWS = "Obec,Okrsek,Kandidát,Hlasy\nŽďár,1,Jiří Šťastný,120\nŽďár,2,Jiří Šťastný,95\n"


@pytest.fixture
def read(tmp_path):
    """Bytes, and lines for the file, its table and the election -> a checked database."""

    def of(content, file="", table="", more="", whole=True):
        house = House(tmp_path)
        if not house.seeds.exists():
            seeded(tmp_path)
        folder = house.raw / "cz" / "cz-test-2030"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "r.csv").write_bytes(content)
        file = "".join(f"\n        {line}" for line in file.splitlines())
        table = "".join(f"\n            {line}" for line in table.splitlines())
        yml = YML.format(sha=sha256(content).hexdigest(), file=file, table=table, more=more)
        (folder / "election.yml").write_text(yml, encoding="utf-8")
        return completed(house, "cz-test-2030", whole=whole)

    return of


FORMS = {
    "UTF-8": (ROWS.encode(), "", "", 2),
    "UTF-16 with a byte order mark": (ROWS.encode("utf-16"), "", "", 2),
    "windows-1250 and semicolons": (
        ROWS.replace(",", ";").encode("cp1250"), "encoding: windows-1250\ndelimiter: semicolon", "", 2
    ),
    "tabs without a header": (
        ROWS.partition("\n")[2].replace(",", "\t").encode(), "delimiter: tab",
        "header: 0\ngrid: [Obec, Okrsek, Kandidát, Hlasy]", 1,
    ),
    "titles and notes": (
        f"Výsledky 2030,,,\n,,,\n{ROWS}Zdroj: úřad 7\n".encode(), "", "skip: 2\nuntil: Zdroj", 4
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_figures(form, read):
    content, file, table, line = FORMS[form]
    made = read(content, file, table)
    said = "SELECT votes::BIGINT, locator FROM clean.vote_counts ORDER BY votes DESC"
    assert warehouse.rows(made, said) == [(120, f"r.csv:L{line}.C4"), (95, f"r.csv:L{line + 1}.C4")]
    assert warehouse.rows(made, "SELECT DISTINCT candidate FROM clean.selections") == [("Jiří Šťastný",)]
    left = "SELECT locator, printed, note FROM clean.statements WHERE fate = 'ignored' ORDER BY ALL"
    assert warehouse.rows(made, left) == (
        []
        if "skip" not in table
        else [
            ("r.csv:L1.C1", "Výsledky 2030", "above the table (skip: 2)"),
            ("r.csv:L6.C1", "Zdroj: úřad 7", "beneath the table (until: 'Zdroj')"),
        ]
    )


def test_what_the_message_says_to_write_is_enough(read):
    """From semicolons in windows-1250 under a title, message by message, to the figures."""
    content = f"Výsledky;;;\n{ROWS.replace(',', ';')}".encode("cp1250")
    steps = [
        ("", "", "`encoding: windows-1250`"),
        ("encoding: windows-1250", "", "`delimiter: semicolon`"),
        ("encoding: windows-1250\ndelimiter: semicolon", "", "`skip: 1`"),
    ]
    for file, table, message in steps:
        with pytest.raises(InputError) as caught:
            read(content, file, table)
        assert message in str(caught.value)
    made = read(content, steps[-1][0], "skip: 1")
    assert warehouse.rows(made, "SELECT count(*) FROM clean.vote_counts") == [(2,)]


@pytest.mark.parametrize(
    ("expect", "says"),
    [
        ("polling_station: 2", None),
        ("polling_station: 3", "of type polling_station, 2 of the 3 units that are expected: 1 missing"),
        ("polling_station: 1", "of type polling_station, 2 of the 1 unit that is expected: 1 too many"),
        ("municipality: 1", None),
        ("municipality: 2", "of type municipality, 1 of the 2 units that are expected: 1 missing"),
    ],
)
def test_what_is_expected_is_held_against_all_sources(expect, says, read):
    found = warehouse.rows(
        read(ROWS.encode(), more=f"expect: {{{expect}}}\n", whole=False),
        "SELECT says FROM clean.findings WHERE rule = 'R707'",
    )
    assert [row[0].partition(" have, ")[2].removesuffix(" (all)") for row in found] == ([says] if says else [])
