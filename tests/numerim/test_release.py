"""Versions, and that a release is there whole or not at all."""

import json
import shutil

import pytest

from numerim import library, release, stages
from numerim.contract import ContractError
from numerim.difference import next_version
from numerim.difference.told import lines
from numerim.versions import index_of, versions
from tests.conftest import ROOT, snapshot
from tests.numerim.test_bad_input import edit, rehash

ELECTION = "xk-local-2021"
LATEST = versions(ROOT / "published" / ELECTION)[-1]["version"]
PATCH, MINOR, MAJOR = (next_version(LATEST, level) for level in ("patch", "minor", "major"))


def publish(house, election=ELECTION):
    with stages.checked(house, election) as connection:
        return release.release(connection, house, stages.election_file(house, election))


def changes(made):
    return json.loads((made.folder / "diff.json").read_text("utf-8"))


@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_what_is_committed_is_what_the_raw_files_give(spoiled, election):
    """`published/` is left as it is; git does not carry the database, so that comes out of the archive."""
    before = snapshot(spoiled.published)
    made = publish(spoiled, election)
    assert not made.is_new
    assert snapshot(spoiled.published) == before
    assert (made.folder / f"{election}.duckdb").is_file()


@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_the_latest_release_can_be_made_again(spoiled, election):
    """Byte for byte, from the release before it. Where it fails, numerim writes other files: raise its version."""
    home = spoiled.published / election
    listed = versions(home)
    latest = home / listed[-1]["version"]
    before = snapshot(latest)
    shutil.rmtree(latest)
    index = index_of(election, listed[:-1])
    (home / "versions.json").write_text(json.dumps(index), encoding="utf-8")
    made = publish(spoiled, election)
    assert made.version == listed[-1]["version"]
    after = snapshot(latest)
    assert sorted(after) == sorted(before)
    assert [name for name, content in after.items() if before[name] != content] == []
    assert versions(home)[-1]["digest"] == listed[-1]["digest"]


def test_a_comment_in_election_yml_changes_nothing(spoiled):
    yml = spoiled.raw / "xk" / ELECTION / "election.yml"
    yml.write_text("# Another comment.\n" + yml.read_text("utf-8"), encoding="utf-8")
    assert not publish(spoiled).is_new


def test_one_vote_changed_is_a_patch_with_that_change(spoiled):
    folder = spoiled.raw / "al" / "al-local-2023"
    latest = versions(spoiled.published / "al-local-2023")[-1]["version"]
    edit(folder / "article.csv", "3448", "3449")
    rehash(folder)
    made = publish(spoiled, "al-local-2023")
    assert (made.version, made.is_new) == (next_version(latest, "patch"), True)
    told = changes(made)
    assert (told["from"], told["to"], told["level"]) == (latest, made.version, "patch")
    assert told["schema"] == told["metadata"] == []
    assert told["resources"] == {
        "vote_counts": {
            "changed": [
                {
                    "key": {
                        "election_id": "al-local-2023",
                        "contest_id": "mayor/al-has/1",
                        "gp_unit_id": "al-has",
                        "selection_id": "miftar-dauti",
                        "count_type": "total",
                    },
                    "field": "votes",
                    "from": "3448",
                    "to": "3449",
                    "because": ["source:article/article.csv"],
                }
            ]
        }
    }
    assert set(told["ledger"]) == {"statements", "sources"}
    log = (made.folder / "CHANGELOG.md").read_text("utf-8")
    assert log.index(f"## {made.version}") < log.index(f"## {latest}")
    assert "1 value changed (1 in vote\\_counts)" in log or "1 value changed (1 in vote_counts)" in log
    entry = versions(made.folder.parent)[-1]
    assert (entry["version"], entry["level"], entry["status"]) == (made.version, "patch", "corrected")


def test_rows_in_another_order_are_a_patch_that_says_so(spoiled):
    folder = spoiled.raw / "xk" / ELECTION
    head, *rows = (folder / "article.csv").read_text("utf-8").splitlines()
    (folder / "article.csv").write_text("\n".join([head, *reversed(rows), ""]), encoding="utf-8")
    rehash(folder)
    made = publish(spoiled)
    told = changes(made)
    assert made.version == PATCH
    assert told["summary"] == "Only locators moved: the same figures stand elsewhere in article.csv."
    assert {kind for table in told["resources"].values() for kind in table} == {"moved"}
    assert set(told["ledger"]["statements"]) == {"moved"}
    assert "Only locators moved" in (made.folder / "CHANGELOG.md").read_text("utf-8")


def test_a_source_that_is_added_is_a_minor(spoiled):
    """Even one that says nothing new."""
    folder = spoiled.raw / "xk" / ELECTION
    text = (folder / "election.yml").read_text("utf-8")
    article = text[text.index("  article:") :]
    second = (
        article.replace("  article:", "  second:").replace("article.csv", "second.csv").replace("rank: 1", "rank: 2")
    )
    shutil.copy(folder / "article.csv", folder / "second.csv")
    (folder / "election.yml").write_text(f"{text.rstrip()}\n{second}", encoding="utf-8")
    made = publish(spoiled)
    assert made.version == MINOR
    told = changes(made)
    assert [row["key"]["source_id"] for row in told["ledger"]["sources"]["added"]] == ["second"]
    assert any(line.endswith("second.csv of the source second is new") for line in lines(told))


def test_rows_added_are_a_minor_and_a_removed_one_a_patch(spoiled):
    folder = spoiled.raw / "xk" / ELECTION
    line = "25,Skënderaj,,,mayor,outcome,,elected,,\n"
    text = (folder / "article.csv").read_text("utf-8")
    (folder / "article.csv").write_text(text + line, encoding="utf-8")
    rehash(folder)
    added = publish(spoiled)
    assert added.version == MINOR
    assert len(changes(added)["resources"]["contests"]["added"]) == 1
    assert len(changes(added)["resources"]["findings"]["removed"]) == 1
    (folder / "article.csv").write_text(text, encoding="utf-8")
    rehash(folder)
    assert publish(spoiled).version == next_version(MINOR, "patch")


def test_a_correction_is_named_as_the_cause(spoiled):
    folder = spoiled.raw / "xk" / "xk-local-2017"
    correction = '{source: article, at: "article.csv:L64.C8", expect: "43.68", set: "43.36", reason: a misprint}'
    with (folder / "election.yml").open("a", encoding="utf-8") as yml:
        yml.write(f"corrections:\n  - {correction}\n")
    told = changes(publish(spoiled, "xk-local-2017"))
    (turnout,) = told["resources"]["reported_shares"]["added"]
    assert turnout["values"]["share"] == "43.36"
    assert turnout["because"][0] == "correction:article/article.csv:L64.C8"
    assert told["causes"][turnout["because"][0]]["reason"] == "a misprint"


def test_a_field_of_another_name_is_a_major(spoiled):
    folder = spoiled.published / ELECTION / LATEST
    for path, quote in ((folder / "datapackage.json", '"'), (folder / "data" / "vote_shares.csv", ",")):
        old, new = f"{quote}decimals{quote}", f"{quote}digits{quote}"
        path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    made = publish(spoiled)
    assert made.version == MAJOR
    assert any(line == "  vote_shares.digits is now called decimals" for line in lines(changes(made)))


def test_other_words_in_the_descriptor_are_a_patch(spoiled):
    edit(
        spoiled.raw / "xk" / ELECTION / "election.yml", "Kosovan local elections 2021", "Local elections 2021 in Kosovo"
    )
    made = publish(spoiled)
    assert made.version == PATCH
    assert "title" in [change["path"] for change in changes(made)["metadata"]]


def test_another_version_of_numerim_is_a_patch(spoiled, monkeypatch):
    """Its files are made otherwise."""
    from numerim import descriptor

    monkeypatch.setattr(descriptor, "__version__", "99.0.0")
    made = publish(spoiled)
    assert made.version == PATCH
    assert [change["path"] for change in changes(made)["metadata"]] == ["generator"]


@pytest.mark.parametrize("step", ["_write_sums", "pass_gate", "_sync", "_write_json_atomically"])
def test_a_crash_leaves_the_old_state(spoiled, monkeypatch, step):
    """Wherever it happens; the next run goes on as if nothing had been."""
    folder = spoiled.raw / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    before = snapshot(spoiled.published)

    def crash(*_):
        raise OSError("the power failed")

    with monkeypatch.context() as patched:
        patched.setattr(release, step, crash)
        with pytest.raises(OSError, match="power"):
            publish(spoiled)
    after = snapshot(spoiled.published)
    listed = versions(spoiled.published / ELECTION)
    assert listed[-1]["version"] == LATEST
    assert {k: v for k, v in after.items() if f"/{PATCH}/" not in k and not k.endswith(".lock")} == before
    assert publish(spoiled).version == PATCH
    assert [entry["version"] for entry in versions(spoiled.published / ELECTION)][-2:] == [LATEST, PATCH]


def test_the_gate_refuses_a_package_that_frictionless_does_not_accept(spoiled, monkeypatch):
    from numerim.exporters import csv

    good = csv.export

    def export(draft):
        good(draft)
        path = draft.folder / "data" / "outcomes.csv"
        path.write_text(path.read_text("utf-8").replace(",runoff,", ",walkover,", 1), encoding="utf-8")

    monkeypatch.setattr(csv, "export", export)
    before = snapshot(spoiled.published)
    with pytest.raises(ContractError, match="walkover"):
        publish(spoiled)
    assert snapshot(spoiled.published) == before


def test_the_catalogue_and_the_database_are_brought_up_to_date(spoiled):
    (spoiled.published / "catalog.json").unlink()
    stages.bring_up_to_date(spoiled)
    assert (spoiled.published / "catalog.json").is_file()
    assert library.is_current(spoiled)


def test_a_version_that_is_there_is_never_replaced(spoiled):
    """Even if versions.json is lost."""
    home = spoiled.published / ELECTION
    shutil.rmtree(home)
    first = publish(spoiled)
    before = snapshot(first.folder)
    (home / "versions.json").unlink()
    edit(spoiled.raw / "xk" / ELECTION / "article.csv", "45.54", "45.45")
    rehash(spoiled.raw / "xk" / ELECTION)
    with pytest.raises(ContractError, match=r"is not in versions\.json"):
        publish(spoiled)
    assert snapshot(first.folder) == before
