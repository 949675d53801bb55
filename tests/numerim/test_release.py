"""Versions, and that a release is there whole or not at all."""

import json
import shutil
from hashlib import sha256

import pytest
import yaml

from numerim import __version__, disk, inputs, stages
from numerim.ask.verify import verify
from numerim.declare.house import House
from numerim.errors import InputError
from numerim.publish import gate, library, listing, making, release
from numerim.publish.contract import ContractError
from numerim.publish.difference import next_version
from numerim.publish.difference.told import lines
from numerim.publish.versions import index_of, versions
from tests.conftest import ROOT, completed, difference, snapshot
from tests.numerim.test_bad_input import edit, rehash

ELECTION = "xk-local-2021"
LATEST = versions(ROOT / "published" / ELECTION)[-1]["version"]
PATCH, MINOR, MAJOR = (next_version(LATEST, level) for level in ("patch", "minor", "major"))


@pytest.fixture(autouse=True)
def _ungated(ungated):
    """The gate is looked at in two tests, and published packages in tests/published."""


def publish(house, election=ELECTION):
    with completed(house, election) as connection:
        return release.release(connection, house, stages.election_file(house, election))


@pytest.fixture
def publish_as_it_is(checked):
    """Publish what is committed under `raw/`, which is read and checked only once."""
    return lambda house, election=ELECTION: release.release(
        checked(election), house, stages.election_file(house, election)
    )


def vouch_again(folder):
    """Whoever changed files of a release changed all digests that tell."""
    sums, index = folder / "SHA256SUMS", folder.parent / "versions.json"
    names = [line.partition("  ")[2] for line in sums.read_text("utf-8").splitlines()]
    before = sha256(sums.read_bytes()).hexdigest()
    kept = [(folder / name, name) for name in names if (folder / name).is_file()]
    sums.write_text("".join(f"{sha256(p.read_bytes()).hexdigest()}  {name}\n" for p, name in kept), encoding="utf-8")
    edit(index, before, sha256(sums.read_bytes()).hexdigest())


def said(made):
    return json.loads((made.folder / "datapackage.json").read_text("utf-8"))


def changes(made):
    return json.loads((made.folder / "diff.json").read_text("utf-8"))


@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_what_is_committed_is_what_the_raw_files_give(spoiled, election, publish_as_it_is):
    """`published/` is left as it is."""
    before = snapshot(spoiled.published)
    made = publish_as_it_is(spoiled, election)
    assert not made.is_new
    assert difference(before, snapshot(spoiled.published)) == {}


@pytest.mark.parametrize("election", ["al-local-2023", "xk-local-2017", "xk-local-2021"])
def test_the_latest_release_can_be_made_again(spoiled, election, publish_as_it_is):
    """From the release before it: byte for byte what numerim of the same version made, and else the same tables.

    Where it fails, numerim writes other files: raise its version.
    """
    home = spoiled.published / election
    listed = versions(home)
    latest = home / listed[-1]["version"]
    said_before = json.loads((latest / "datapackage.json").read_text("utf-8"))
    before = snapshot(latest)
    shutil.rmtree(latest)
    index = index_of(election, listed[:-1])
    (home / "versions.json").write_text(json.dumps(index), encoding="utf-8")
    made = publish_as_it_is(spoiled, election)
    assert made.version == listed[-1]["version"]
    after = snapshot(latest)
    assert sorted(after) == sorted(before)
    by = said_before["generator"]["version"]
    changed = difference(before, after).get("changed", [])
    assert [name for name in changed if by == __version__ or name.endswith(".csv")] == []
    assert by != __version__ or versions(home)[-1]["digest"] == listed[-1]["digest"]


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
                        "contest_id": "al-local-2023/mayor/al-has/1",
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
    assert set(told["ledger"]) == {"statements", "sources", "results"}
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
    rehash(folder)
    made = publish(spoiled)
    assert made.version == MINOR
    told = changes(made)
    assert [row["key"]["source_id"] for row in told["ledger"]["sources"]["added"]] == ["second"]
    assert any(line.endswith("second.csv of the source second is new") for line in lines(told))


def test_rows_added_are_a_minor_and_a_removed_one_a_patch(spoiled):
    folder = spoiled.raw / "xk" / ELECTION
    line = "25,Skënderaj,,,mayor,outcome,,elected,,,,,\n"
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
    (turnout,) = [c for c in told["resources"]["reported_shares"]["changed"] if c["field"] == "share"]
    assert (turnout["from"], turnout["to"]) == ("43.68", "43.36")
    assert turnout["because"][0] == "correction:article/article.csv:L64.C8"
    assert told["causes"][turnout["because"][0]]["reason"] == "a misprint"


def test_a_field_of_another_name_is_a_major(spoiled):
    folder = spoiled.published / ELECTION / LATEST
    for path, quote in ((folder / "datapackage.json", '"'), (folder / "data" / "vote_shares.csv", ",")):
        old, new = f"{quote}decimals{quote}", f"{quote}digits{quote}"
        path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    vouch_again(folder)
    made = publish(spoiled)
    assert made.version == MAJOR
    assert any(line == "  vote_shares.digits is now called decimals" for line in lines(changes(made)))


@pytest.mark.parametrize("name", ["data/vote_shares.csv", "CHANGELOG.md", "datapackage.json", "SHA256SUMS"])
def test_nothing_follows_a_release_that_was_touched(spoiled, name, publish_as_it_is):
    path = spoiled.published / ELECTION / LATEST / name
    path.write_text(path.read_text("utf-8") + "forged", encoding="utf-8")
    before = snapshot(spoiled.published)
    with pytest.raises(InputError, match=f"{ELECTION}/{LATEST}/{name}: it is not as it was published"):
        publish_as_it_is(spoiled)
    assert difference(before, snapshot(spoiled.published)) == {}


@pytest.mark.heavy
@pytest.mark.parametrize("folder", ["p[1]", "status=final", "a 'b' *"])
def test_a_folder_is_no_pattern(spoiled, folder):
    """A path that polars or DuckDB could take for several files, or for partitions."""
    home = spoiled.root / folder
    home.mkdir()
    for name in ("raw", "seeds", "published"):
        shutil.move(spoiled.root / name, home / name)
    assert not publish(House(home)).is_new
    library.build_database(House(home))
    assert library.says_what_releases_say(House(home))


def test_a_stage_does_not_go_on_from_something_else(spoiled):
    """`election.yml` was changed since it was validated."""
    state = inputs.take(spoiled, ELECTION)
    assert stages.ingest_into_file(state)
    assert stages.validate_file(state)
    assert not stages.publish_file(state).is_new
    edit(spoiled.raw / "xk" / ELECTION / "election.yml", "status: preliminary\nexpect", "status: partial\nexpect")
    changed = inputs.take(spoiled, ELECTION)
    with pytest.raises(InputError, match=f"{ELECTION} is not validated yet, or an input or numerim has changed"):
        stages.publish_file(changed)
    with pytest.raises(InputError, match=f"{ELECTION} is not ingested yet, or an input or numerim has changed"):
        stages.validate_file(changed)
    assert not stages.publish_file(state).is_new  # the run that was at work then goes on from what it began with


def test_a_check_that_was_cut_off_is_not_published(spoiled, monkeypatch):
    state = inputs.take(spoiled, ELECTION)
    stages.ingest_into_file(state)
    monkeypatch.setattr(stages, "settle", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stages.validate_file(state)
    assert not stages.checked_file(state).exists()
    with pytest.raises(InputError, match=f"{ELECTION} is not validated yet"):
        stages.publish_file(state)


def test_a_title_in_another_language_is_a_patch(spoiled):
    """It stands in the NIST report only."""
    edit(spoiled.raw / "xk" / ELECTION / "election.yml", "sq: Zgjedhjet lokale", "sq: Zgjedhjet komunale")
    made = publish(spoiled)
    assert made.version == PATCH
    assert [change["path"] for change in changes(made)["metadata"]] == ["titles"]


def test_other_words_in_the_descriptor_are_a_patch(spoiled):
    edit(
        spoiled.raw / "xk" / ELECTION / "election.yml", "Kosovan local elections 2021", "Local elections 2021 in Kosovo"
    )
    made = publish(spoiled)
    assert made.version == PATCH
    assert "title" in [change["path"] for change in changes(made)["metadata"]]


@pytest.mark.heavy
def test_another_version_of_numerim_is_no_news(spoiled, monkeypatch):
    """The same figures, written down again; what is published after it names it."""
    from numerim.publish import descriptor

    monkeypatch.setattr(descriptor, "__version__", "99.0.0")
    before = snapshot(spoiled.published)
    assert not publish(spoiled).is_new
    assert difference(before, snapshot(spoiled.published)) == {}
    folder = spoiled.raw / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    made = publish(spoiled)
    assert made.version == PATCH
    assert changes(made)["metadata"] == []
    assert said(made)["generator"]["version"] == "99.0.0"


@pytest.mark.heavy
def test_another_address_is_no_news(spoiled):
    """But what is published after it has it, in every file that says where the package is."""
    (spoiled.root / "numerim.yml").write_text(
        "base_url: https://data.example/e\npublisher: An institute\ncontact: mail@data.example\n", encoding="utf-8"
    )
    assert not publish(spoiled).is_new
    folder = spoiled.raw / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    made = publish(spoiled)
    assert made.version == PATCH
    assert changes(made)["metadata"] == []
    here = f"https://data.example/e/{ELECTION}/{PATCH}/"
    assert said(made)["homepage"] == f"{here}README.md"
    assert said(made)["download"] == f"{here}{ELECTION}-{PATCH}.zip"
    assert said(made)["contributors"][0]["email"] == "mail@data.example"
    assert {resource["path"].partition("/")[0] for resource in said(made)["resources"]} == {"data"}
    assert f"<{here}README.md>" in (made.folder / "README.md").read_text("utf-8")
    cited = yaml.safe_load((made.folder / "CITATION.cff").read_text("utf-8"))
    assert cited["url"] == f"{here}README.md"
    assert cited["repository-artifact"] == f"{here}{ELECTION}-{PATCH}.zip"
    stages.bring_up_to_date(spoiled)
    for name in ("catalog.json", "catalog.jsonld", "feed.atom", f"{ELECTION}/schema.org.jsonld"):
        assert f"{here}datapackage.json" in (spoiled.published / name).read_text("utf-8"), name
    assert verify(spoiled).touched == []
    (spoiled.root / "numerim.yml").write_text("base_url: https://elsewhere.example/\n", encoding="utf-8")
    assert not publish(spoiled).is_new


@pytest.mark.heavy
def test_a_crash_leaves_the_old_state(spoiled, monkeypatch):
    """Wherever it happens; the next run goes on as if nothing had been."""
    folder = spoiled.raw / "xk" / ELECTION
    edit(folder / "article.csv", "45.54", "45.45")
    rehash(folder)
    before = snapshot(spoiled.published)

    def crash(*_):
        raise OSError("the power failed")

    file = stages.election_file(spoiled, ELECTION)
    with completed(spoiled, ELECTION) as connection:
        steps = (making, "_write_sums"), (making, "pass_gate"), (listing, "index_of"), (disk, "sync_whole")
        for module, step in steps:  # each run comes further
            with monkeypatch.context() as patched:
                patched.setattr(module, step, crash)
                with pytest.raises(OSError, match="power"):
                    release.release(connection, spoiled, file)
            after = {path: digest for path, digest in snapshot(spoiled.published).items() if "unfinished" not in path}
            assert difference(before, after) == {}, step
            assert versions(spoiled.published / ELECTION)[-1]["version"] == LATEST
        assert release.release(connection, spoiled, file).version == PATCH
    assert [entry["version"] for entry in versions(spoiled.published / ELECTION)][-2:] == [LATEST, PATCH]


@pytest.mark.heavy
def test_the_gate_refuses_a_package_that_frictionless_does_not_accept(spoiled, monkeypatch):
    from numerim.publish.formats import csv

    monkeypatch.setattr(making, "pass_gate", gate.pass_gate)
    good = csv.export

    def export(draft):
        good(draft)
        path = draft.folder / "data" / "outcomes.csv"
        path.write_text(path.read_text("utf-8").replace(",runoff,", ",walkover,", 1), encoding="utf-8")

    monkeypatch.setattr(csv, "export", export)
    before = snapshot(spoiled.published)
    with pytest.raises(ContractError, match="walkover"):
        publish(spoiled)
    assert difference(before, snapshot(spoiled.published)) == {}


def test_the_catalogue_and_the_database_are_brought_up_to_date(spoiled):
    (spoiled.published / "catalog.json").unlink()
    stages.bring_up_to_date(spoiled)
    assert (spoiled.published / "catalog.json").is_file()
    assert library.is_current(spoiled)


@pytest.mark.heavy
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
    assert difference(before, snapshot(first.folder)) == {}
