"""The locked requirements against a saved database of known vulnerabilities, without the network.

    python -m tests.audit [--database FILE] [REQUIREMENTS ...]

The database is OSV's export for PyPI, a zip of JSON files (https://osv.dev, "Data dumps": PyPI/all.zip), which you fetch where
you have a network and save as var/osv/PyPI.zip. Exit status: 0 nothing known, 1 something is, 2 no database or lock
that can be used.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

DATABASE = Path("var/osv/PyPI.zip")
OLD = 7  # days after which the answer is said to be old
_PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Found:
    """A vulnerability that a locked version has; `fixed` are versions without it."""

    name: str
    version: str
    id: str
    summary: str
    fixed: tuple[str, ...]


class Unusable(Exception):
    """Why nothing can be said: no database, no lock, or one that is damaged."""


def main(words: list[str]) -> int:
    arguments = _arguments(words)
    try:
        locked = frozenset().union(*map(_locked, arguments.requirements))
        with _opened(arguments.database) as database:
            found = sorted(vulnerabilities(database, locked), key=lambda each: (each.name, each.id))
            number, newest = len(database.namelist()), _newest(database)
    except Unusable as error:
        print(f"{error}: nothing was checked")
        return 2
    for each in found:
        fixed = f"fixed in {', '.join(each.fixed)}" if each.fixed else "no fixed version is known"
        print(f"{each.name} {each.version}: {each.id}: {each.summary}; {fixed}")
    age = (datetime.now(UTC) - newest).days if newest else None
    told = "of unknown age" if age is None else f"{age} days old"
    stale = f" It is {told}: fetch a newer one." if age is None or age > OLD else ""
    print(
        f"{len(locked)} packages, {len(found)} known vulnerabilities, {number} entries in the database.{stale}"
    )
    return 1 if found else 0


def _locked(file: Path) -> frozenset[tuple[str, str]]:
    try:
        found = pins(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{file} cannot be read ({error})") from None
    if not found:
        raise Unusable(f"{file} pins no package")
    return found


def _opened(path: Path) -> zipfile.ZipFile:
    if not path.exists():
        raise Unusable(f"no database at {path}; save OSV's PyPI/all.zip there (docs/operations.md)")
    try:
        database = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Unusable(f"{path} cannot be read ({error})") from None
    if not database.namelist():
        database.close()
        raise Unusable(f"{path} has no entries")
    return database


def _newest(database: zipfile.ZipFile) -> datetime | None:
    """When the newest entry was written; None where a date in the zip is none."""
    try:
        return max(datetime(*info.date_time, tzinfo=UTC) for info in database.infolist())
    except ValueError:
        return None


def pins(requirements: str) -> frozenset[tuple[str, str]]:
    """Each package that a lock names, with its version; with two, where they differ by platform."""
    return frozenset(
        (str(canonicalize_name(name)), version) for name, version in _PINNED.findall(requirements)
    )


def vulnerabilities(database: zipfile.ZipFile, locked: Collection[tuple[str, str]]) -> Iterator[Found]:
    """Unusable, when an entry cannot be read: it might have been about one of these."""
    versions: dict[str, list[str]] = {}
    for name, version in sorted(locked):
        versions.setdefault(name, []).append(version)
    for member in database.namelist():
        if member.endswith(".json"):
            try:
                entry = json.loads(database.read(member))
                if not entry.get("withdrawn"):
                    yield from _affecting(entry, versions)
            except (ValueError, AttributeError, TypeError, zipfile.BadZipFile, zlib.error) as error:
                raise Unusable(f"{member} in the database is damaged ({error})") from None


def _affecting(
    entry: dict[str, Any], versions: Mapping[str, list[str]]
) -> Iterator[Found]:  # Any: OSV's JSON
    for affected in entry.get("affected", ()):
        package = affected.get("package", {})
        if package.get("ecosystem") != "PyPI":
            continue
        name = str(canonicalize_name(package.get("name", "")))
        events = [event for spans in affected.get("ranges", ()) for event in spans.get("events", ())]
        fixed = tuple(event["fixed"] for event in events if "fixed" in event)
        summary = " ".join(str(entry.get("summary") or entry.get("details") or "").split())[:100]
        for version in versions.get(name, ()):
            if is_affected(version, affected):
                yield Found(name, version, str(entry.get("id")), summary, fixed)


def is_affected(version: str, affected: Mapping[str, Any]) -> bool:
    """By the list of versions or by a range (OSV schema, "Evaluation"); what cannot be compared counts as affected."""
    if version in affected.get("versions", ()):
        return True
    ranges = [spans for spans in affected.get("ranges", ()) if spans.get("type") in {"ECOSYSTEM", "SEMVER"}]
    try:
        return any(_is_within(Version(version), spans.get("events", ())) for spans in ranges)
    except InvalidVersion:
        return True


def _is_within(version: Version, events: list[dict[str, str]]) -> bool:
    """Events in their order turn it on and off."""
    within = False
    for event in sorted(events, key=_moment):
        if "introduced" in event and (event["introduced"] == "0" or version >= Version(event["introduced"])):
            within = True
        elif ("fixed" in event and version >= Version(event["fixed"])) or (
            "last_affected" in event and version > Version(event["last_affected"])
        ):
            within = False
    return within


def _moment(event: dict[str, str]) -> Version:
    (text,) = event.values()
    return Version(text)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Known vulnerabilities of the locked requirements, offline.")
    parser.add_argument("--database", type=Path, default=DATABASE, help=f"default: {DATABASE}")
    parser.add_argument("requirements", type=Path, nargs="*", default=[Path("requirements.txt")])
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
