"""What names a thing for good: identifiers without a version or a place, and the names of countries."""

from uuid import NAMESPACE_DNS, uuid5

_NAMESPACE = uuid5(NAMESPACE_DNS, "numerim")


def stable_id(*names: str) -> str:
    """A URN for a thing that is published, made of its names (RFC 9562, version 5)."""
    return uuid5(_NAMESPACE, "/".join(names)).urn


def country_name(code: str) -> str:
    """The English name of a country: ISO 3166-1, or XK from its user-assigned range."""
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    if code == "XK":
        return "Kosovo"
    return str(getattr(country, "common_name", country.name)) if country else code
