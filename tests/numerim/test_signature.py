"""Releases are signed, and signatures are checked: by numerim, and by the minisign of Debian."""

import shutil
import subprocess
import zipfile
from types import SimpleNamespace

import pytest
from minisign import KeyPair, PublicKey

from numerim.ask.verify import verify
from numerim.declare.settings import Settings, settings_of
from numerim.errors import InputError
from numerim.publish.signature import public_keys, sign, signature_of, wrong_signature
from numerim.publish.versions import versions
from tests.conftest import ROOT

PACKAGE = "xk-local-2021"
LATEST = versions(ROOT / "published" / PACKAGE)[-1]["version"]
LOCKED_WITH = "a long one"


def made(folder, name, password=None):
    """A pair of keys: the file of the secret one, and the public one as it is printed."""
    pair = KeyPair.generate()
    if password:
        pair.secret_key.encrypt(password)
    path = folder / f"{name}.key"
    path.write_bytes(bytes(pair.secret_key) + b"\n")
    return SimpleNamespace(path=path, public=pair.public_key.to_base64().decode())


@pytest.fixture(scope="session")
def key(tmp_path_factory):
    return made(tmp_path_factory.mktemp("keys"), "one")


@pytest.fixture(scope="session")
def other(tmp_path_factory):
    return made(tmp_path_factory.mktemp("keys"), "other")


@pytest.fixture
def sums(tmp_path):
    path = tmp_path / "SHA256SUMS"
    path.write_text("0" * 64 + "  data/results.csv\n", encoding="utf-8")
    return path


def held(key):
    return public_keys([key.public], "numerim.yml")


def test_without_a_key_nothing_is_signed(sums, monkeypatch):
    monkeypatch.delenv("NUMERIM_MINISIGN_KEY", raising=False)
    assert not sign(sums, PACKAGE, "1.0.0", Settings())
    assert not signature_of(sums).exists()


@pytest.mark.parametrize("named", ["environment", "settings"])
def test_a_signature_holds_and_is_the_same_each_time(sums, key, named, monkeypatch):
    settings = Settings()
    if named == "environment":
        monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(key.path))
    else:
        monkeypatch.delenv("NUMERIM_MINISIGN_KEY", raising=False)
        settings = Settings(minisign_key=str(key.path))
    assert sign(sums, PACKAGE, "1.0.0", settings)
    first = signature_of(sums).read_bytes()
    assert sign(sums, PACKAGE, "1.0.0", settings)
    assert signature_of(sums).read_bytes() == first
    assert wrong_signature(sums, PACKAGE, "1.0.0", held(key)) == ""


def flip(path):
    content = bytearray(path.read_bytes())
    content[3] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda sums: flip(sums), "verification failed"),
        (lambda sums: signature_of(sums).write_text("signed, honestly\n"), "it is no signature of minisign"),
        (
            lambda sums: signature_of(sums).write_text(signature_of(sums).read_text().replace("1.0.0", "1.0.1")),
            "verification failed",
        ),
    ],
    ids=["a byte of what is signed", "words", "another version in the comment"],
)
def test_what_was_touched_is_told(sums, key, harm, told, monkeypatch):
    monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(key.path))
    sign(sums, PACKAGE, "1.0.0", Settings())
    harm(sums)
    assert told in wrong_signature(sums, PACKAGE, "1.0.0", held(key))


def test_a_signature_is_of_one_release_and_one_key(sums, key, other, monkeypatch):
    monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(key.path))
    sign(sums, PACKAGE, "1.0.0", Settings())
    assert "another release" in wrong_signature(sums, PACKAGE, "2.0.0", held(key))
    assert "by a key that is declared" in wrong_signature(sums, PACKAGE, "1.0.0", held(other))
    assert wrong_signature(sums, PACKAGE, "1.0.0", [*held(other), *held(key)]) == ""


def test_a_key_with_a_password(sums, tmp_path, monkeypatch):
    locked = made(tmp_path, "locked", LOCKED_WITH)
    monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(locked.path))
    monkeypatch.delenv("NUMERIM_MINISIGN_PASSWORD", raising=False)
    with pytest.raises(InputError, match="has a password"):
        sign(sums, PACKAGE, "1.0.0", Settings())
    monkeypatch.setenv("NUMERIM_MINISIGN_PASSWORD", "another")
    with pytest.raises(InputError, match="cannot be used"):
        sign(sums, PACKAGE, "1.0.0", Settings())
    monkeypatch.setenv("NUMERIM_MINISIGN_PASSWORD", LOCKED_WITH)
    assert sign(sums, PACKAGE, "1.0.0", Settings())
    assert wrong_signature(sums, PACKAGE, "1.0.0", held(locked)) == ""


@pytest.mark.parametrize(
    ("prepared", "told"),
    [
        (lambda path: path.unlink(), "cannot be read: No such file"),
        (lambda path: path.write_text("secret"), "cannot be used"),
        (lambda path: (path.parent / ".git").mkdir(), "lies in a git repository"),
    ],
    ids=["no file", "no key", "in a repository"],
)
def test_a_key_that_cannot_sign_stops_the_release(sums, tmp_path, prepared, told, monkeypatch):
    path = made(tmp_path, "mine").path
    prepared(path)
    monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(path))
    with pytest.raises(InputError, match=told):
        sign(sums, PACKAGE, "1.0.0", Settings())


def test_what_is_no_public_key_is_told(tmp_path):
    with pytest.raises(InputError, match="is no public key of minisign"):
        public_keys(["RWQ"], "--public-key")
    with pytest.raises(InputError, match=r"numerim\.yml:L1"):
        settings_of(b"minisign_public_key: RWQ\n")
    with pytest.raises(InputError, match=r"numerim\.yml:L1"):
        settings_of(b"minisign_key: keys/mine.key\n")


def declare(house, key):
    settings = house.root / "numerim.yml"
    before = settings.read_text("utf-8") if settings.is_file() else ""
    settings.unlink(missing_ok=True)  # what lies there may be a link
    settings.write_text(f"{before}minisign_public_key: {key.public}\n", encoding="utf-8")


def of_signatures(found):
    return [(place, what) for place, what in found.touched if place.endswith(".minisig")]


def test_verify_checks_signatures(spoiled, key, other, monkeypatch):
    house, folder = spoiled, spoiled.published / PACKAGE / LATEST
    signature = house.shown(signature_of(folder / "SHA256SUMS"))
    monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(key.path))
    assert sign(folder / "SHA256SUMS", PACKAGE, LATEST, Settings())
    found = verify(house)
    assert (of_signatures(found), found.signed, found.unchecked) == ([], 0, [house.shown(folder)])
    assert signature not in {place for place, _ in found.touched}
    declare(house, key)
    found = verify(house)
    assert (of_signatures(found), found.signed, found.unchecked) == ([], 1, [])
    assert len(found.unsigned) == found.releases - 1
    assert signature in {place for place, _ in verify(house, other.public).touched}
    flip(signature_of(folder / "SHA256SUMS"))
    assert [place for place, _ in of_signatures(verify(house))] == [signature]


def test_with_a_key_that_is_asked_for_all_must_be_signed(spoiled, key):
    found = verify(spoiled, key.public)
    assert len(of_signatures(found)) == found.releases
    assert {what for _, what in of_signatures(found)} == {"it is missing: the release is not signed"}


def test_a_signature_that_the_archive_has_is_missed(spoiled, monkeypatch):
    """It is in the archive, of which versions.json has the digest; here another archive has one, and all else fits."""
    folder = spoiled.published / PACKAGE / LATEST
    archive = folder / f"{PACKAGE}-{LATEST}.zip"
    content = archive.read_bytes()
    archive.unlink()
    archive.write_bytes(content)
    with zipfile.ZipFile(archive, "a") as packed:
        packed.writestr(f"{archive.stem}/SHA256SUMS.minisig", "a signature")
    monkeypatch.setattr("numerim.ask.verify._Look._same", lambda look, path, *_: look.known.add(path) or True)
    assert (
        spoiled.shown(folder / "SHA256SUMS.minisig"),
        "it is missing; the archive of the release has it",
    ) in verify(spoiled).touched


@pytest.mark.heavy
def test_minisign_of_debian_agrees(sums, tmp_path, monkeypatch):
    """It takes what numerim signs, numerim takes what it signs, and each tells a flipped byte."""
    tool = shutil.which("minisign")
    assert tool, "apt-get install minisign"
    secret, public = tmp_path / "tool.key", tmp_path / "tool.pub"
    subprocess.run([tool, "-G", "-W", "-p", public, "-s", secret], check=True, capture_output=True)
    checks = [tool, "-V", "-m", sums, "-p", public]
    monkeypatch.setenv("NUMERIM_MINISIGN_KEY", str(secret))
    assert sign(sums, PACKAGE, "1.0.0", Settings())
    done = subprocess.run(checks, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"numerim {PACKAGE} 1.0.0" in done.stdout
    subprocess.run([tool, "-S", "-m", sums, "-s", secret], check=True, capture_output=True)
    keys = [PublicKey.from_file(public)]
    assert wrong_signature(sums, PACKAGE, "1.0.0", keys) == ""
    flip(sums)
    assert subprocess.run(checks, capture_output=True, check=False).returncode != 0
    assert "verification failed" in wrong_signature(sums, PACKAGE, "1.0.0", keys)
