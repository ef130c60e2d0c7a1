"""The manifest of a run: what it did, which files hold it, and which manifest came before.

It is written last: a run without a manifest is not complete.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from storage.keys import manifest_key
from storage.run_metrics import RunMetrics, parsed_metrics

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST_FORMAT = "pressmark-run/1"


class BadManifest(ValueError):
    """These bytes are no manifest of a run."""


class FileKind(StrEnum):
    """What a file of a run holds; the table kinds are the names of the tables."""

    WARC = "warc"
    CDXJ = "cdxj"
    ARTICLES = "articles"
    OUTCOMES = "outcomes"
    ANNOUNCEMENTS = "announcements"
    LINKS = "links"  # made of all runs' articles; no run has such files


class RunStatus(StrEnum):
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"  # `reason` says why


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """An immutable file of the archive. `rows` are table rows, index lines or WARC records; None: not counted."""

    kind: FileKind
    key: str
    size: int  # bytes
    sha256: str  # lower-case hex
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The manifest of the same outlet before this one: a chain, so that none can vanish unseen."""

    key: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RunManifest:
    """`outcomes` counts URLs by outcome label; `counts` holds all else: articles, revisions, captures, bytes."""

    run: str
    outlet: str
    started_at: datetime  # aware UTC
    closed_at: datetime  # aware UTC
    status: RunStatus
    reason: str  # empty when complete
    exit_code: int
    outcomes: Mapping[str, int]
    counts: Mapping[str, int]
    files: tuple[ArchivedFile, ...]
    versions: Mapping[str, str]  # pressmark, extractor, scrapy, ...
    configuration_digest: str
    previous: Previous | None = None
    metrics: RunMetrics | None = None  # None: of a version that did not count

    @property
    def key(self) -> str:
        return manifest_key(self.outlet, self.run, self.started_at)


def manifest_bytes(manifest: RunManifest) -> bytes:
    """Canonical JSON: sorted names, two spaces, UTF-8, a line feed at the end. Equal manifests, equal bytes."""
    fields = {"format": MANIFEST_FORMAT, **asdict(manifest)}
    if manifest.metrics is None:
        del fields["metrics"]
    for moment in ("started_at", "closed_at"):
        fields[moment] = _utc(fields[moment]).isoformat()
    return (json.dumps(fields, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()


def parsed_manifest(data: bytes) -> RunManifest:
    """The manifest in these bytes. BadManifest says what is wrong with them."""
    try:
        fields = json.loads(data)
        if not isinstance(fields, dict) or fields.pop("format", None) != MANIFEST_FORMAT:
            raise BadManifest(f"the manifest does not say that its format is {MANIFEST_FORMAT}")
        return _manifest(fields)
    except KeyError as missing:
        raise BadManifest(f"the manifest has no {missing}") from missing
    except (TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BadManifest(f"the manifest cannot be read: {error}") from error


def _manifest(fields: dict[str, Any]) -> RunManifest:  # Any: JSON; a wrong type ends in BadManifest
    previous, metrics = fields["previous"], fields.get("metrics")
    return RunManifest(
        **{
            **fields,
            "started_at": _utc(datetime.fromisoformat(fields["started_at"])),
            "closed_at": _utc(datetime.fromisoformat(fields["closed_at"])),
            "status": RunStatus(fields["status"]),
            "files": tuple(map(_file, fields["files"])),
            "previous": None if previous is None else Previous(**previous),
            "metrics": None if metrics is None else parsed_metrics(metrics),
        }
    )


def _file(fields: dict[str, Any]) -> ArchivedFile:  # likewise
    file = ArchivedFile(**{**fields, "kind": FileKind(fields["kind"])})
    if not isinstance(file.key, str) or not isinstance(file.sha256, str) or not isinstance(file.size, int):
        raise BadManifest(f"a file of the manifest has no key, size or sha256: {str(fields)[:200]}")
    return file


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment}")
    return moment.astimezone(UTC)
