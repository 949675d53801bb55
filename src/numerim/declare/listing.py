"""What an `election.yml` says of its releases: when they are listed, which stay, and who certified the count."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator

from numerim.declare.words import Strict

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?) ?(Z|UTC|[+-]\d\d:?\d\d)")
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_KEEP = "say `all`, `latest`, a number of releases, or a list of versions that stay beside the latest: [1.0.0, 2.1.0]"


def _moment(value: Any) -> datetime:
    found = _TIME.fullmatch(str(value).strip())
    try:
        day, time, zone = found.groups() if found else ("", "", "")
        return datetime.fromisoformat(f"{day}T{time}{zone.replace('UTC', 'Z')}")
    except ValueError:
        raise ValueError(f"{value} is not a time with its zone; write it as 2026-05-03 20:00 +02:00") from None


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A time with its zone."""


class Publish(Strict):
    """When a release of an election is listed, and whose folders stay under `published/`.

    Attributes:
        when: `always`; `clean`: where no error is open and no figure held back, else a person decides; `approved`: a
            person decides of each.
        embargo: a time before which none is.
        keep: the releases whose folders stay: `all`, `latest`, the last so many, or a list of versions that stay
            beside the latest.
    """

    when: Literal["clean", "approved", "always"] = "always"
    embargo: Moment | None = None
    keep: Any = "all"

    @field_validator("keep", mode="before")
    @classmethod
    def _keep(cls, value: Any) -> Any:
        if value in ("all", "latest") or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        if isinstance(value, list) and value and all(_VERSION.fullmatch(str(one)) for one in value):
            return tuple(map(str, value))
        raise ValueError(f"{value!r} names no releases; {_KEEP}")

    def stay(self, versions: Sequence[str]) -> set[str]:
        """Of the versions of a package, the oldest first, those whose folders stay."""
        if self.keep == "all":
            return set(versions)
        if isinstance(self.keep, tuple):
            return {*versions[-1:], *self.keep} & set(versions)
        return set(versions[-(1 if self.keep == "latest" else self.keep) :])


class Certified(Strict):
    """The certificate of a count: the authority that gave it, and the day.

    A person of the data desk approves a release; an authority certifies a count.
    """

    by: Annotated[str, Field(min_length=1, max_length=500)]
    on: date
