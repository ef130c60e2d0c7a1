"""What a release is made of, and what came before it: `manifest.json`, the file to cite and to sign.

It names every file of the release, the manifest of the release before it, and the manifests of the runs whose articles
it has, which name the WARC files and chain back to the first run. A changed or missing file anywhere breaks a digest.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from storage.keys import checked_key

if TYPE_CHECKING:
    from collections.abc import Mapping

RELEASE_FORMAT = "pressmark-release/1"
MANIFEST, SUMS, SIGNATURE = "manifest.json", "SHA256SUMS", "manifest.json.sig"
PREFIX = "releases/"
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,49}")


class BadRelease(ValueError):
    """A name that no release can have, or bytes that are no manifest of one."""


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """`path` is relative to the release. `rows` are None for what is no table."""

    path: str
    size: int  # bytes
    sha256: str  # lower-case hex
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Another manifest, by its key in the archive or the name of its release."""

    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class OutletPart:
    """`articles` are newest revisions, `earlier` the ones before them; `withheld` by reason."""

    articles: int
    earlier: int
    first: str | None  # moments of publication, RFC 3339
    last: str | None
    withheld: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Changes:
    """Against the release before. `reread`: the same revision read by another extractor."""

    added: int = 0
    revised: int = 0
    reread: int = 0
    removed: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """`as_of` is the end of the last run in it (RFC 3339): the same runs make the same bytes at any time."""

    name: str
    as_of: str
    tables: Mapping[str, int]  # Delta versions
    wanted: Mapping[str, str | None]
    previous: Link | None
    runs: tuple[Link, ...]
    outlets: Mapping[str, OutletPart]
    changes: Changes
    extractor_versions: Mapping[str, int]  # articles by the version that read them
    versions: Mapping[str, str]  # of the software that made the release
    columns: Mapping[str, str]  # name and Arrow type
    files: tuple[ReleasedFile, ...]


def release_key(name: str, path: str) -> str:
    """Key of a file of the release. BadRelease for a name that cannot be one."""
    if not _NAME.fullmatch(name) or ".." in name:
        raise BadRelease(
            f"{name!r} is no name of a release: write letters, digits, '.', '_' and '-', as in 2026.11"
        )
    return checked_key(f"{PREFIX}{name}/{path}")


def manifest_json(manifest: ReleaseManifest) -> bytes:
    """Canonical: sorted names, two spaces, UTF-8, a line feed at the end."""
    return canonical({"format": RELEASE_FORMAT, **asdict(manifest)})


def canonical(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def parsed_release(data: bytes) -> ReleaseManifest:
    """BadRelease says what is wrong."""
    try:
        fields: dict[str, Any] = json.loads(data)  # Any: JSON; a wrong type ends in BadRelease
        if fields.pop("format") != RELEASE_FORMAT:
            raise BadRelease(f"its format is not {RELEASE_FORMAT}")
        previous = fields["previous"]
        return ReleaseManifest(
            **{
                **fields,
                "previous": previous and Link(**previous),
                "runs": tuple(Link(**link) for link in fields["runs"]),
                "outlets": {name: OutletPart(**part) for name, part in fields["outlets"].items()},
                "changes": Changes(**fields["changes"]),
                "files": tuple(ReleasedFile(**file) for file in fields["files"]),
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadRelease(f"the manifest of the release cannot be read: {error}") from error
