"""A WACZ (Web Archive Collection Zipped 1.1.1) written in one pass: WARC files, index, pages with our texts, digests.

The sink need not be seekable: members are stored, their sizes and checksums follow them. No member may reach 2 GiB, and
`force_zip64` is never used: wabac, which reads these files in browsers, takes local headers without extra fields for
granted. The file as a whole may be of any size. Memory does not grow with it.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Self, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

WACZ_VERSION = "1.1.1"
LINES_A_BLOCK = 1024  # of the compressed index, as pywb's ZipNum has it: 3,000 lines would cost a reader more
_DATE = (1980, 1, 1, 0, 0, 0)  # of every member: equal archives, equal bytes
_MEMBER_LIMIT = 2**31 - 1


class MemberTooLarge(Exception):
    """A file that no reader of WACZ could be given."""


class _ForwardOnly:
    """What zipfile may do with the sink: write. It would seek, if it could, and readers could not stream."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink

    def write(self, data: bytes) -> int:
        return self._sink.write(data)

    def flush(self) -> None:
        self._sink.flush()


@dataclass(frozen=True, slots=True)
class Page:
    """An article's page as the viewer lists it and searches in it."""

    id: str
    url: str
    title: str
    captured_at: datetime
    text: str


@dataclass(slots=True)
class _Member:
    """Bytes on their way into the file, counted and digested."""

    out: IO[bytes]
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)  # Any: hashlib's objects have no public type

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self.out.write(data)


class WaczWriter:
    """Add the WARC files, then the index, then the pages, and finish it. MemberTooLarge."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(cast("IO[bytes]", _ForwardOnly(sink)), "w", zipfile.ZIP_STORED)
        self._resources: list[dict[str, object]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What was not finished is no file: zipfile would write its end whenever it is deleted."""
        self._zip.fp = None

    def add_warc(self, name: str, pieces: Iterable[bytes]) -> str:
        """The file's sha256, of what was written."""
        with self._member(f"archive/{name}") as member:
            for piece in pieces:
                if member.size + len(piece) >= _MEMBER_LIMIT:
                    raise MemberTooLarge(f"{name} has 2 GiB or more: no viewer reads it within a WACZ")
                member.write(piece)
        return str(member.digest.hexdigest())

    def add_index(self, sorted_files: Iterable[Iterable[bytes]]) -> None:
        """Sorted lines of CDXJ from several files, as one compressed index with a table of its blocks."""
        table = [b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n']
        with self._member("indexes/index.cdx.gz") as member:
            for block in _blocks(heapq.merge(*sorted_files)):
                packed = gzip.compress(b"".join(block), mtime=0)
                key = b" ".join(block[0].split(b" ", 2)[:2])
                place = {
                    "offset": member.size,
                    "length": len(packed),
                    "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}",
                    "filename": "index.cdx.gz",
                }
                table.append(key + b" " + json.dumps(place).encode() + b"\n")
                member.write(packed)
        with self._member("indexes/index.idx") as member:
            member.write(b"".join(table))

    def add_pages(self, pages: Iterable[Page]) -> int:
        """How many there were."""
        count = 0
        with self._member("pages/pages.jsonl") as member:
            member.write(
                _line({"format": "json-pages-1.0", "id": "pages", "title": "Articles", "hasText": True})
            )
            for page in pages:
                moment = f"{page.captured_at:%Y-%m-%dT%H:%M:%SZ}"
                fields = {
                    "id": page.id,
                    "url": page.url,
                    "title": page.title,
                    "ts": moment,
                    "text": page.text,
                }
                member.write(_line(fields))
                count += 1
        return count

    def finish(self, described: Mapping[str, str]) -> None:
        """Close it with the names and digests of all that was added. `described`: title, created, software and the like."""
        package = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            **described,
            "resources": self._resources,
        }
        data = json.dumps(package, indent=2, ensure_ascii=False).encode()
        self._write("datapackage.json", data)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self._write("datapackage-digest.json", json.dumps(digest, indent=2).encode())
        self._zip.close()

    def _write(self, path: str, data: bytes) -> None:
        with self._zip.open(zipfile.ZipInfo(path, _DATE), "w") as out:
            out.write(data)

    @contextmanager
    def _member(self, path: str) -> Iterator[_Member]:
        with self._zip.open(zipfile.ZipInfo(path, _DATE), "w") as out:
            member = _Member(out)
            yield member
        digest = f"sha256:{member.digest.hexdigest()}"
        name = path.rpartition("/")[2]
        self._resources.append({"name": name, "path": path, "hash": digest, "bytes": member.size})


def _blocks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        if len(block) == LINES_A_BLOCK:
            yield block
            block = []
    if block:
        yield block


def _line(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
