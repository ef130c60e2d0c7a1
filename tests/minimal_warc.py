"""A WARC reader of our own for the tests, which shares no line with the code that they test."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Record:
    headers: tuple[tuple[str, str], ...]
    block: bytes
    offset: int
    length: int

    def __getitem__(self, name: str) -> str:
        return self.all(name)[0]

    def all(self, name: str) -> list[str]:
        return [value for field, value in self.headers if field == name]

    @property
    def fields(self) -> dict[str, str]:
        """Of a warcinfo or metadata record."""
        lines = self.block.decode().split("\r\n")[:-1]
        return dict(line.split(": ", 1) for line in lines)


def read(data: bytes) -> list[Record]:
    """Every record; each must be a gzip member of its own and as long as it says."""
    records, offset = [], 0
    while offset < len(data):
        unzip = zlib.decompressobj(31)
        content = unzip.decompress(data[offset:])
        assert unzip.eof
        length = len(data) - offset - len(unzip.unused_data)
        head, _, rest = content.partition(b"\r\n\r\n")
        version, *lines = head.decode("ascii").split("\r\n")
        assert version == "WARC/1.1"
        name_value = [line.split(": ", 1) for line in lines]
        record = Record(tuple((name, value) for name, value in name_value), rest[:-4], offset, length)
        assert rest[-4:] == b"\r\n\r\n"
        assert int(record["Content-Length"]) == len(record.block)
        records.append(record)
        offset += length
    return records


def read_file(path: Path) -> list[Record]:
    return read(path.read_bytes())
