"""`<package>/<version>.md`: what people decided of a release after its bytes were made, beside its folder.

It says who approved the release and when, or who withdrew it, when and why. A release of which nobody had to decide
anything has no such file. What is said there is what `versions.json` says, for people.
"""

from collections.abc import Sequence

from numerim.declare.settings import Settings
from numerim.markdown import plain, visible
from numerim.publish.catalogue import Listed, link
from numerim.publish.versions import Entry


def render(packages: Sequence[Listed], settings: Settings) -> dict[str, str]:
    """A file for each release that was approved or withdrawn."""
    return {
        f"{package.name}/{entry['version']}.md": _told(package, entry, settings)
        for package in packages
        for entry in package.versions
        if "approved" in entry or "withdrawn" in entry
    }


def _told(package: Listed, entry: Entry, settings: Settings) -> str:
    lines = [f"# {_text(package.descriptor['title'])}, version {entry['version']}", ""]
    lines += [
        f"Published on {entry['date']}. The SHA-256 of its `SHA256SUMS`: `{entry['digest'].partition(':')[2]}`.",
        "",
    ]
    if certified := entry.get("certified"):
        lines += [f"The count was certified by {_text(certified['by'])} on {certified['on']}.", ""]
    if approved := entry.get("approved"):
        lines += [f"The release was approved by {_text(approved['by'])} at {approved['at']}.", ""]
    if said := entry.get("withdrawn"):
        lines += [f"**It was withdrawn** by {_text(said['by'])} at {said['at']}: {_text(said['because'])}", ""]
        lines += ["Its figures must not be used any more, and its files are not here.", ""]
        if package.stands:
            latest = package.latest["version"]
            page = link(settings, package.path(package.latest, "README.md"), package.name)
            lines += [f"The latest version is [{latest}]({page}).", ""]
        else:
            lines += ["No other version stands.", ""]
    return "\n".join(lines)


def _text(text: str) -> str:
    return plain(visible(text))
