"""What a person declares of licences and terms, in `election.yml` and `numerim.yml`."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag


def _address(value: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        whole = ""
    if not whole or not value.isprintable() or any(character in ' <>"' for character in value):
        raise ValueError(f"{value!r} is not an address; one begins with https:// or http://")
    return value


Address = Annotated[str, Field(max_length=2000), AfterValidator(_address)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NamedLicence(_Strict):
    """A licence that the SPDX License List does not have.

    Attributes:
        name: what it is called.
        url: where its text stands.
        attribution: whether it asks to name who made the work.
        share_alike: whether it asks that what is made of the work has the same licence.
    """

    name: Words
    url: Address
    attribution: bool = False
    share_alike: bool = False


FORMS = ("licence by name", "licence by identifier")
"""How a licence can be declared, as pydantic has it in the place of a mistake."""


def _form(value: Any) -> str:
    return FORMS[0] if isinstance(value, dict | NamedLicence) else FORMS[1]


Declared = Annotated[
    Annotated[NamedLicence, Tag(FORMS[0])] | Annotated[Words, Tag(FORMS[1])],
    Discriminator(_form),
]


class Terms(_Strict):
    """What may be done with a source, as far as its licence does not say.

    Attributes:
        publish: what of it a package may reproduce: `all`, `figures` (and names: facts, but no words of it) or
            `nothing`.
        attribution: the words by which it wants to be named.
        share_alike: whether it asks that what is made of it has the same licence.
        because: why less is asked for here than its licence asks.
    """

    publish: Literal["all", "figures", "nothing"] | None = None
    attribution: Words | None = None
    share_alike: bool | None = None
    because: Words | None = None
