"""Where things stand in an archive. A key is a plain relative file name, in a folder as in a bucket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MAX_KEY_BYTES = 900  # S3 allows 1024 (AWS: "Creating object key names"); the prefix of the archive needs room
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.=+-]{0,199}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_WARC = re.compile(
    r"(?P<outlet>[a-z0-9][a-z0-9_.-]*?)-(?P<stamp>[0-9]{14})-[0-9]+-(?P<run>[A-Za-z0-9][A-Za-z0-9_-]*)"
    r"\.warc\.gz"
)
_PARTITION = re.compile(r"(?:[^/]+/)*outlet=(?P<outlet>[^/=]+)/year=(?P<year>[0-9]{1,4})/[^/]+\.parquet")


class BadKey(ValueError):
    """A key or a part of one that is no plain file name."""


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    """The hive partition of a table file; `year` is that of the capture (UTC)."""

    outlet: str
    year: int


def checked_key(key: str) -> str:
    """The key itself. BadKey when it is not `plain/file/names`: no `..`, no empty or hidden name."""
    plain = all(_SEGMENT.fullmatch(segment) for segment in key.split("/"))
    if not plain or len(key) > MAX_KEY_BYTES:
        raise BadKey(f"not a key of plain file names: {key!r}")
    return key


def warc_key(name: str) -> str:
    """Key of a WARC file named `<outlet>-<yyyymmddhhmmss>-<serial>-<run>.warc.gz`."""
    outlet, year, month = _warc_parts(name)
    return checked_key(f"warc/{outlet}/{year}/{month}/{name}")


def cdxj_key(warc_name: str) -> str:
    """Key of the index beside that WARC file."""
    outlet, year, month = _warc_parts(warc_name)
    return checked_key(f"index/{outlet}/{year}/{month}/{warc_name.removesuffix('.warc.gz')}.cdxj")


def table_key(table: str, partition: Partition, sha256: str) -> str:
    """Key of a Parquet file, named by its content: the first half of its sha256 in hex."""
    folder = f"outlet={_slug(partition.outlet)}/year={partition.year:04d}"
    return checked_key(f"{table}/{folder}/{sha256[:32]}.parquet")


def partition_of(key: str) -> Partition:
    """The partition that a table file's key names."""
    match = _PARTITION.fullmatch(key)
    if match is None:
        raise BadKey(f"not the key of a table file: {key!r}")
    return Partition(match["outlet"], int(match["year"]))


def manifest_key(outlet: str, run: str, started_at: datetime) -> str:
    """Key of the manifest of a run; the folder is the month in which the run started (UTC)."""
    if not _RUN.fullmatch(run):
        raise BadKey(f"not a run id: {run!r}")
    return checked_key(f"{manifest_prefix(outlet)}{started_at:%Y/%m}/{run}.json")


def manifest_prefix(outlet: str) -> str:
    """What the keys of all manifests of an outlet begin with."""
    return f"runs/{_slug(outlet)}/"


def lease_key(outlet: str, number: int) -> str:
    """Key of one object of the chain that is the lease of an outlet."""
    return checked_key(f"{lease_prefix(outlet)}{number:08d}.json")


def lease_prefix(outlet: str) -> str:
    """What the keys of that chain begin with."""
    return f"leases/{_slug(outlet)}/"


def _warc_parts(name: str) -> tuple[str, str, str]:
    match = _WARC.fullmatch(name)
    if match is None:
        raise BadKey(f"not <outlet>-<yyyymmddhhmmss>-<serial>-<run>.warc.gz: {name!r}")
    stamp = match["stamp"]
    return _slug(match["outlet"]), stamp[:4], stamp[4:6]


def _slug(outlet: str) -> str:
    if not _SLUG.fullmatch(outlet) or ".." in outlet:
        raise BadKey(f"not the slug of an outlet: {outlet!r}")
    return outlet
