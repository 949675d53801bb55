"""Made-up elections -> an `election.yml` with the table that it describes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from tests.made.elections import BALLOTS, DECIDED, HEADER, Made, Row
from tests.made.recipes import LISTS

GAP = 2
"""So many lines stand between two elections: what is next to each other is of one."""

_HEAD = """id: {id}
title: {{en: Made up}}
country: AQ
licence: CC0-1.0
register: {{unit: {unit}, within: {within}, party: party}}
"""
_SOURCE = """
  {source}:
    title: Made up
    publisher: nobody
    language: en
    licence: CC0-1.0
    rank: {rank}
    missing: {{"–": not_listed, "*": withheld}}
    files:
      {source}.csv:
        sha256: {sha}
        reader: csv
        tables:
          - parts:
              - but: {{row: total}}
                complete: [units, votes, share, seats]
                columns:
                  within: within
                  unit: unit
                  council size: council_size
{common}
{counts}
                  winner: {{is: "{who}", states: {{outcome: elected}}}}
                  runoff 1: {{is: "{who}", states: {{outcome: runoff}}}}
                  runoff 2: {{is: "{who}", states: {{outcome: runoff}}}}
                  largest: {{is: party, states: {{outcome: largest}}}}
                ignore: {{remark: tells nothing}}
              - only: {{row: total}}
                complete: [units, total_votes, total_share, total_seats]
                columns:
{common}
{totals}
                ignore: {{{ignored}}}
"""


def write(folder: Path, elections: Mapping[str, Made]) -> Path:
    """Write elections of one shape as one `election.yml` with one table; give the folder.

    Each is an event of the file, on a day of its own, and every finding names the one that it is about.
    """
    first, shape = next(iter(elections)), next(iter(elections.values())).recipe.shape
    folder = folder / "raw" / "aq" / first
    folder.mkdir(parents=True)
    unit, within = ("municipality", "county") if shape == "wholes" else ("polling_station", "municipality")
    yml = _HEAD.format(id=first, unit=unit, within=within)
    for i, (name, made) in enumerate(elections.items()):
        event = _event(made, date(2001, 1, 7) + timedelta(days=14 * i))
        yml += "".join(f"{line}\n" for line in event) if i == 0 else ""
        yml += "others:\n" if i == 1 else ""
        yml += f"  {name}:\n    title: {{en: Made up}}\n" + "".join(f"    {line}\n" for line in event) if i else ""
    cells = [f"{c}: {c}" for c in ("election", "office", "round", *BALLOTS, "turnout")]
    own, whole = [], []
    for name in LISTS:
        for word in ("votes", "share", "seats"):
            own.append(f"{name} {word}: {{is: {word}, with: {{party: {name}}}}}")
            whole.append(f"{name} {word}: {{is: total_{word}, with: {{category: {name}}}}}")
    ignored = ", ".join(f"{c}: said of units only" for c in ("within", "unit", "council size", *DECIDED, "remark"))
    indented = [" " * 18 + ("\n" + " " * 18).join(part) for part in (cells, own, whole)]
    said = {
        "who": "{candidate} ({party})" if shape == "wholes" else "party",
        **dict(zip(("common", "counts", "totals"), indented, strict=True)),
        "ignored": ignored,
    }
    yml += "sources:"
    for i, source in enumerate(papers_of(elections)):
        printed = {
            name: (made.rows, *made.elsewhere)[i] for name, made in elections.items() if i <= len(made.elsewhere)
        }
        (folder / f"{source}.csv").write_bytes(content := _table(printed))
        yml += _SOURCE.format(source=source, rank=i + 1, sha=sha256(content).hexdigest(), **said)
    (folder / "election.yml").write_text(yml, encoding="utf-8")
    return folder


def papers_of(elections: Mapping[str, Made]) -> list[str]:
    """The papers that print something of some elections: that which is ranked first, and others."""
    return ["paper", *(f"other-{i + 1}" for i in range(max(len(made.elsewhere) for made in elections.values())))]


def _table(printed: Mapping[str, Sequence[Row]]) -> bytes:
    lines = [",".join((*HEADER, "remark"))]
    for name, rows in printed.items():
        lines += [",".join((name, *(row[c] for c in HEADER[1:]), "")) for row in rows]
        lines[-1] += '"' + "\n" * GAP + '"'
    return ("\n".join(lines) + "\n").encode()


def _event(made: Made, day: date) -> list[str]:
    recipe = made.recipe
    groups = min(recipe.groups, recipe.units)
    unit, within = ("municipality", "county") if recipe.shape == "wholes" else ("polling_station", "municipality")
    law = f"outcome_rule: {recipe.rule}, threshold: {recipe.threshold}"
    bases = f"majority_of: {recipe.majority_of}, shares_of: {recipe.shares_of}"
    return [
        f"held_on: {day}",
        "status: final",
        f"runoff_on: {day + timedelta(days=7)}",
        f"expect: {{{unit}: {recipe.units}, {within}: {groups}}}",
        f"offices: {{{recipe.office}: {{unit: municipality, {law}, {bases}}}}}",
    ]
