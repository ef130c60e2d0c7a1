"""How the museum's specimens are made: members edited in their places, and what vouches for them signed anew.

Only what is signed anew shows that the content is looked at: everything else a file's sha256 gives away.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_COMMENT = 16  # RFC 1952: FLG.FCOMMENT


class Piece(NamedTuple):
    offset: int
    length: int
    content: bytes

    @property
    def head(self) -> bytes:
        return self.content.partition(b"\r\n\r\n")[0]

    def says(self, text: bytes) -> bool:
        return text in self.head


def pieces(data: bytes) -> list[Piece]:
    """The gzip members of a file without damage."""
    found, offset = [], 0
    while offset < len(data):
        inflate = zlib.decompressobj(31)
        content = inflate.decompress(data[offset:])
        length = len(data) - offset - len(inflate.unused_data)
        found.append(Piece(offset, length, content))
        offset += length
    return found


def member(content: bytes, length: int = 0) -> bytes:
    """A gzip member; of exactly `length` bytes, filled up with a comment in its header, where one is given."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = deflate.compress(content) + deflate.flush()
    rest = body + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    room = length - 10 - len(rest)
    if not length or room == 0:
        return b"\x1f\x8b\x08\x00" + bytes(6) + rest
    assert room > 0, f"the new content is {-room} bytes too long"
    return b"\x1f\x8b\x08" + bytes([_COMMENT]) + bytes(6) + b"-" * (room - 1) + b"\x00" + rest


def edit(warc: Path, which: bytes, change: Callable[[bytes], bytes], nth: int = 0) -> Piece:
    """Change the content of the nth member whose header has these bytes, at its place and in its length."""
    data = warc.read_bytes()
    found = [piece for piece in pieces(data) if piece.says(which)][nth]
    fresh = member(change(found.content), found.length)
    warc.write_bytes(data[: found.offset] + fresh + data[found.offset + found.length :])
    return found


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old in content, content[:600]
        return content.replace(old, new, 1)

    return change


def without(name: bytes) -> Callable[[bytes], bytes]:
    """The record without this header."""

    def change(content: bytes) -> bytes:
        start = content.index(b"\r\n" + name + b":")
        end = content.index(b"\r\n", start + 2)
        return content[:start] + content[end:]

    return change


def resealed(change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """The change, and the block digest that goes with it."""

    def both(content: bytes) -> bytes:
        content = change(content)
        block = content.partition(b"\r\n\r\n")[2][:-4]
        start = content.index(b"WARC-Block-Digest: ") + len(b"WARC-Block-Digest: ")
        digest = b"sha256:" + hashlib.sha256(block).hexdigest().encode()
        return content[:start] + digest + content[content.index(b"\r\n", start) :]

    return both


def sign(archive: Path) -> None:
    """Make manifests, their chain and the Delta logs vouch for the files as they are now."""
    digests: dict[str, str] = {}
    for path in sorted((archive / "runs").rglob("*.json")):
        fields = json.loads(path.read_bytes())
        for file in fields["files"]:
            if (archive / file["key"]).exists():
                data = (archive / file["key"]).read_bytes()
                file["size"], file["sha256"] = len(data), hashlib.sha256(data).hexdigest()
        if fields["previous"]:
            fields["previous"]["sha256"] = digests[fields["previous"]["key"]]
        write_manifest(path, fields)
        digests[path.relative_to(archive).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    by_run = {key.rpartition("/")[2].removesuffix(".json"): digest for key, digest in digests.items()}
    for path in archive.glob("*/_delta_log/*.json"):
        edit_log(path, lambda action: _anchor(action, by_run))


def write_manifest(path: Path, fields: dict[str, Any]) -> None:
    path.write_text(json.dumps(fields, sort_keys=True, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def edit_manifest(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    fields = json.loads(path.read_bytes())
    change(fields)
    write_manifest(path, fields)


def edit_log(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    actions = [json.loads(line) for line in path.read_bytes().splitlines()]
    for action in actions:
        change(action)
    path.write_text("\n".join(json.dumps(action, separators=(",", ":")) for action in actions))


def _anchor(action: dict[str, Any], by_run: dict[str, str]) -> None:
    info = action.get("commitInfo", {})
    if "manifest" in info:
        info["manifest"] = by_run.get(info["run"].partition("/")[2], info["manifest"])


def flip(path: Path) -> None:
    """One bit, in the middle."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def table_of(archive: Path, kind: str, run: int) -> Path:
    """The table file of the nth run."""
    manifest = sorted((archive / "runs").rglob("*.json"))[run]
    files = json.loads(manifest.read_bytes())["files"]
    return archive / next(str(file["key"]) for file in files if file["kind"] == kind)


def edit_rows(archive: Path, kind: str, run: int, change: Callable[[list[dict[str, Any]]], object]) -> str:
    """Change the rows of a table file; its name, its manifest and the Delta log go with it. Its new key."""
    path = table_of(archive, kind, run)
    schema = pq.read_schema(path)
    rows = pq.ParquetFile(path).read().to_pylist()
    change(rows)
    fresh = path.with_name("fresh.parquet")
    pq.write_table(pa.Table.from_pylist(rows, schema), fresh)
    return rename_table(archive, path, fresh, len(rows))


def rename_table(archive: Path, old: Path, fresh: Path, rows: int) -> str:
    """Put a file in the place of another, under the name that its content gives it, everywhere."""
    data = fresh.read_bytes()
    new = old.with_name(f"{hashlib.sha256(data).hexdigest()[:32]}.parquet")
    old.unlink()
    fresh.rename(new)
    before, after = (path.relative_to(archive).as_posix() for path in (old, new))
    for path in (archive / "runs").rglob("*.json"):
        edit_manifest(path, lambda fields: _rename(fields, before, after, rows))
    table = before.partition("/")[0]
    for path in archive.glob(f"{table}/_delta_log/*.json"):
        edit_log(path, lambda action: _rename_add(action, before, after, len(data), rows))
    sign(archive)
    return after


def _rename(fields: dict[str, Any], before: str, after: str, rows: int) -> None:
    for file in fields["files"]:
        if file["key"] == before:
            file["key"], file["rows"] = after, rows


def _rename_add(action: dict[str, Any], before: str, after: str, size: int, rows: int) -> None:
    add = action.get("add", {})
    if add and before.endswith(add["path"]):
        add.update(path=after.partition("/")[2], size=size, stats=json.dumps({"numRecords": rows}))
