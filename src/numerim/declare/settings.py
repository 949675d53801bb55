"""The only reader of `numerim.yml`: what is the same for all packages of a house. All of it is optional."""

from typing import Annotated
from urllib.parse import quote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from numerim.declare.house import House
from numerim.declare.rights import FORMS, Address, Declared, NamedLicence, Words
from numerim.declare.yamlfile import content_of, line_of, parsed
from numerim.errors import CombinedInputError, InputError, nearest

NAME = "numerim.yml"


def _base(value: str) -> str:
    parts = urlsplit(value)
    if parts.query or parts.fragment:
        raise ValueError("an address that others are made of has neither ? nor #")
    return value.rstrip("/") + "/"


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


PublicKey = Annotated[str, Field(pattern=r"^RW[A-Za-z0-9+/]{54}$")]
"""A public key of minisign, in base64."""


class Settings(BaseModel):
    """What `numerim.yml` says.

    Attributes:
        base_url: the address at which the folder `published/` can be reached, with a slash at its end; empty where it
            is not known.
        publisher: who publishes the packages.
        contact: an e-mail address or a web page for those who have a question.
        licence: the licence of packages whose `election.yml` declares none.
        minisign_key: the file of the key that releases are signed with, outside the checkout; `NUMERIM_MINISIGN_KEY`
            goes before it.
        minisign_public_key: the keys that signatures of releases must be made with, as minisign prints them; one, or a
            list where there was another before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Annotated[Address, AfterValidator(_base)] | None = None
    publisher: Words = "numerim"
    contact: Annotated[str, Field(pattern=r"^(https?://\S+|[^@\s]+@[^@\s]+)$", max_length=2000)] | None = None
    licence: Declared | None = None
    minisign_key: Annotated[str, Field(pattern=r"^[/~]", max_length=2000)] | None = None
    minisign_public_key: Annotated[tuple[PublicKey, ...], BeforeValidator(_listed)] = ()

    def address(self, path: str) -> str:
        """The absolute address of a file, or nothing where `base_url` is not known.

        Args:
            path: where it lies, from `published/`.
        """
        return self.base_url + quote(path) if self.base_url else ""


def read_settings(house: House) -> Settings:
    """Read `numerim.yml` in the root of a house; without one nothing is set.

    Raises:
        InputError: it is no YAML, or has a key or a value that is not known; all of them are named.
    """
    path = house.root / NAME
    return settings_of(content_of(path, NAME) if path.is_file() else None)


def settings_of(content: bytes | None) -> Settings:
    """What `numerim.yml` says, by its bytes; None where there is none. See `read_settings`."""
    if content is None:
        return Settings()
    said, lines = parsed(content, NAME)
    if not isinstance(said, dict):
        raise InputError(f"{NAME}:L1", "it must say things such as `base_url: https://…`", _known())
    try:
        return Settings.model_validate(said)
    except ValidationError as error:
        wrong = []
        for problem in error.errors():
            where = tuple(part for part in problem["loc"] if part not in FORMS)
            words = f"{'.'.join(map(str, where))}: {problem['msg'].removeprefix('Value error, ')}"
            if problem["type"] == "extra_forbidden":
                fields = (Settings if len(where) == 1 else NamedLicence).model_fields
                words = f"unknown key {where[-1]!r}; {nearest(str(where[-1]), list(fields))}"
            elif problem["type"] == "missing":
                words = f"{'.'.join(map(str, where))} is missing"
            wrong.append((line_of(lines, where), words))
        raise CombinedInputError(
            [InputError(f"{NAME}:L{line}", words, _known()) for line, words in sorted(wrong)]
        ) from None


def _known() -> str:
    return f"It may say {', '.join(Settings.model_fields)}; all of it is optional."
