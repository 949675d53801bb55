"""Signatures of releases with minisign: over `SHA256SUMS`, which has the digest of every other file.

The key is never in the repository: `NUMERIM_MINISIGN_KEY`, or `minisign_key` in `numerim.yml`, names its file. Without
one nothing is signed. The same key and the same release give the same signature: its trusted comment has the package
and the version, and no time.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from numerim.declare.settings import Settings
from numerim.errors import InputError

if TYPE_CHECKING:
    from minisign import PublicKey

KEY, PASSWORD = "NUMERIM_MINISIGN_KEY", "NUMERIM_MINISIGN_PASSWORD"
_CURE = "`minisign -G -W -p FILE.pub -s FILE.key` makes a pair without a password; keep FILE.key outside the checkout."


def signature_of(sums: Path) -> Path:
    """Where the signature of a `SHA256SUMS` lies."""
    return sums.with_name(f"{sums.name}.minisig")


def sign(sums: Path, package: str, version: str, settings: Settings) -> bool:
    """Sign the `SHA256SUMS` of a release, where a key is named.

    Args:
        sums: the file.
        package: the name of the package, for the trusted comment.
        version: the version of the release, for it too.
        settings: what `numerim.yml` says.

    Returns:
        Whether it was signed.

    Raises:
        InputError: the key cannot be read, lies in a repository, or needs another password.
    """
    where = KEY if os.environ.get(KEY) else "numerim.yml: minisign_key"
    named = os.environ.get(KEY) or settings.minisign_key
    if not named:
        return False
    from minisign import Error, SecretKey

    path = Path(named).expanduser().resolve()
    if any((folder / ".git").exists() for folder in path.parents):
        raise InputError(where, f"the key {named} lies in a git repository", "Keep it where nobody can commit it.")
    password = os.environ.get(PASSWORD)
    try:
        with SecretKey.from_bytes(path.read_bytes()) as key:
            if key.is_encrypted():
                if password is None:
                    raise InputError(where, f"the key {named} has a password", f"Say it in {PASSWORD}.")
                key.decrypt(password)
            made = key.sign(
                sums.read_bytes(),
                untrusted_comment=f"signature of {sums.name}",
                trusted_comment=f"numerim {package} {version} {sums.name}",
            )
    except OSError as error:
        raise InputError(where, f"the key {named} cannot be read: {error.strerror}", _CURE) from None
    except Error as error:
        raise InputError(where, f"the key {named} cannot be used: {error}", _CURE) from None
    signature_of(sums).write_bytes(bytes(made) + b"\n")
    return True


def public_keys(said: Sequence[str], where: str) -> list["PublicKey"]:
    """Public keys by what is said of them: their base64, or the file that minisign wrote.

    Args:
        said: each key.
        where: where they are named, for messages.

    Raises:
        InputError: one is no public key.
    """
    if not said:
        return []
    from minisign import Error, PublicKey

    found = []
    for one in said:
        try:
            path = Path(one).expanduser()
            found.append(PublicKey.from_bytes(path.read_bytes()) if path.is_file() else PublicKey.from_base64(one))
        except (Error, OSError) as error:
            cure = "Write the line of the .pub file that begins with RW, or name that file."
            raise InputError(where, f"{one!r} is no public key of minisign: {error}", cure) from None
    return found


def wrong_signature(sums: Path, package: str, version: str, keys: Sequence["PublicKey"]) -> str:
    """What is wrong with the signature of a `SHA256SUMS`; empty where it holds by one of the keys.

    Args:
        sums: the file; its signature lies beside it.
        package: the package that it must be of.
        version: the version that it must be of.
        keys: public keys, of which one must have made it.
    """
    from minisign import Error, Signature

    try:
        signature = Signature.from_bytes(signature_of(sums).read_bytes())
    except Error as error:
        return f"it is no signature of minisign: {error}"
    why = "no key to check it by"
    for key in keys:
        try:
            key.verify(sums.read_bytes(), signature)
        except Error as error:
            why = str(error)
            continue
        said = signature.trusted_comment
        if said.startswith("numerim ") and said.split()[1:3] != [package, version]:
            return f"it was made for another release: {said!r}"
        return ""
    return f"it is not the signature of {sums.name} by a key that is declared: {why}"
