"""The museum: each specimen is named by its damage, and says what has to be reported of it.

`finds` are all the kinds of damage that `scrapy verify --read-data` names, and `in_listing` those that it names without
reading data.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storage.verification.damage import DamageKind as K
from tests.museum.good import CDXJ_KEYS, MANIFEST_KEYS, WARC_KEYS
from tests.museum.tampering import (
    Piece,
    edit,
    edit_log,
    edit_manifest,
    edit_rows,
    member,
    pieces,
    rename_table,
    replaced,
    resealed,
    sign,
    table_of,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST, SECOND = WARC_KEYS
RESPONSE, REVISIT, REQUEST = b"WARC-Type: response", b"WARC-Type: revisit", b"WARC-Type: request"
METADATA = b"WARC-Type: metadata"
HARBOUR = b"WARC-Target-URI: https://example.org/2026/11/harbour/"


@dataclass(frozen=True)
class Specimen:
    """A good archive, damaged. `where` is a key that must be named, `offset` a place in it, by `make`'s result."""

    name: str
    make: Callable[[Path], int | None]  # gives the offset that has to be named, if any
    finds: frozenset[K]
    where: str
    in_listing: frozenset[K] = field(default_factory=frozenset)
    of_warc: bool = False  # one WARC file tells all: other tools may be asked about it


SPECIMENS: dict[str, Specimen] = {}


def specimen(
    *finds: K, where: str = FIRST, in_listing: tuple[K, ...] = (), of_warc: bool = False
) -> Callable[[Callable[[Path], int | None]], Callable[[Path], int | None]]:
    def add(make: Callable[[Path], int | None]) -> Callable[[Path], int | None]:
        name = make.__name__
        SPECIMENS[name] = Specimen(name, make, frozenset(finds), where, frozenset(in_listing), of_warc)
        return make

    return add


def warc_specimen(*finds: K) -> Callable[[Callable[[Path], int | None]], Callable[[Path], int | None]]:
    """One that is done to the first WARC file, which everything else vouches for afterwards."""

    def add(make: Callable[[Path], int | None]) -> Callable[[Path], int | None]:
        def damage_and_sign(archive: Path) -> int | None:
            offset = make(archive / FIRST)
            sign(archive)
            return offset

        damage_and_sign.__name__ = make.__name__
        return specimen(*finds, of_warc=True)(damage_and_sign)

    return add


def _edited(
    which: bytes, *finds: K, nth: int = 0, name: str, change: Callable[[bytes], bytes], key: str = FIRST
) -> None:
    """A specimen of one record changed at its place."""

    def make(archive: Path) -> int:
        found = edit(archive / key, which, change, nth)
        sign(archive)
        return found.offset

    SPECIMENS[name] = Specimen(name, make, frozenset(finds), key, of_warc=True)


# -- bytes of the WARC file


@warc_specimen(K.TRUNCATED)
def cut_within_the_last_record(warc: Path) -> int:
    data = warc.read_bytes()
    last = pieces(data)[-1]
    warc.write_bytes(data[:-7])
    return last.offset


@warc_specimen(K.EXCHANGE)
def cut_between_two_records(warc: Path) -> int:
    """Before the last metadata record: every member that is there is whole."""
    data = warc.read_bytes()
    last = pieces(data)[-1]
    warc.write_bytes(data[: last.offset])
    return pieces(data)[-2].offset if len(pieces(data)) > 1 else 0


@warc_specimen(K.BAD_GZIP, K.ROW, K.INDEX_OFFSET, K.REFERENCE, K.ROW_COUNT)
def bit_of_the_compressed_data_flipped(warc: Path) -> int:
    data = bytearray(warc.read_bytes())
    found = _answer(data, HARBOUR)
    data[found.offset + found.length // 2] ^= 0x10
    warc.write_bytes(data)
    return found.offset


@warc_specimen(K.BAD_GZIP, K.ROW, K.INDEX_OFFSET, K.REFERENCE, K.ROW_COUNT)
def checksum_of_a_member_changed(warc: Path) -> int:
    data = bytearray(warc.read_bytes())
    found = _answer(data, HARBOUR)
    data[found.offset + found.length - 8] ^= 1
    warc.write_bytes(data)
    return found.offset


@warc_specimen(K.BAD_GZIP, K.ROW, K.INDEX_OFFSET, K.REFERENCE, K.ROW_COUNT)
def unreadable_middle(warc: Path) -> int:
    """Zeros over one record and the beginning of the next: what is behind them is read all the same."""
    data = bytearray(warc.read_bytes())
    found = _answer(data, HARBOUR)
    data[found.offset : found.offset + found.length + 40] = bytes(found.length + 40)
    warc.write_bytes(data)
    return found.offset


@warc_specimen(K.BAD_GZIP)
def zeros_at_the_end(warc: Path) -> int:
    data = warc.read_bytes()
    warc.write_bytes(data + bytes(5000))
    return len(data)


@warc_specimen(K.MEMBERS)
def empty_member_at_the_end(warc: Path) -> int:
    data = warc.read_bytes()
    warc.write_bytes(data + member(b""))
    return len(data)


@warc_specimen(K.MEMBERS, K.INDEX_OFFSET, K.NOT_INDEXED, K.ROW)
def one_gzip_member_for_all(warc: Path) -> int:
    warc.write_bytes(member(b"".join(piece.content for piece in pieces(warc.read_bytes()))))
    return 0


@warc_specimen(K.BAD_GZIP, K.INDEX_OFFSET, K.ROW, K.ROW_COUNT, K.WARCINFO)
def not_compressed(warc: Path) -> int:
    warc.write_bytes(b"".join(piece.content for piece in pieces(warc.read_bytes())))
    return 0


@warc_specimen(K.BAD_HEADER)
def header_line_of_64_mb(warc: Path) -> int:
    """Some 64 kB of gzip."""
    data = warc.read_bytes()
    warc.write_bytes(data + member(b"WARC/1.1\r\nWARC-Type: " + b"x" * (64 << 20)))
    return len(data)


@warc_specimen(K.BAD_HEADER)
def no_warc_at_all_in_a_member(warc: Path) -> int:
    data = warc.read_bytes()
    warc.write_bytes(data + member(b"GIF89a and more"))
    return len(data)


@warc_specimen(K.WARCINFO, K.INDEX_OFFSET, K.NOT_INDEXED, K.ROW, K.REFERENCE)
def warcinfo_removed(warc: Path) -> int:
    data = warc.read_bytes()
    warc.write_bytes(data[pieces(data)[0].length :])
    return 0


@warc_specimen(K.DUPLICATE_ID)
def last_record_twice(warc: Path) -> int:
    data = warc.read_bytes()
    last = pieces(data)[-1]
    warc.write_bytes(data + data[last.offset :])
    return len(data)


@warc_specimen(K.INDEX_OFFSET, K.ROW, K.REFERENCE, K.ROW_COUNT)
def answer_removed(warc: Path) -> None:
    """An answer alone: the records behind it move up, and its request and metadata name what is not there."""
    data = warc.read_bytes()
    found = [piece for piece in pieces(data) if piece.says(RESPONSE)][-1]
    warc.write_bytes(data[: found.offset] + data[found.offset + found.length :])


def _answer(data: bytes | bytearray, url: bytes) -> Piece:
    return next(piece for piece in pieces(bytes(data)) if piece.says(RESPONSE) and piece.says(url))


# -- records

_edited(RESPONSE, K.BLOCK_DIGEST, K.PAYLOAD_DIGEST, K.ROW, name="letter_of_the_page_changed", nth=1,
        change=replaced(b"voted", b"noted"))  # fmt: skip
_edited(RESPONSE, K.PAYLOAD_DIGEST, K.ROW, name="letter_changed_and_block_digest_with_it", nth=1,
        change=resealed(replaced(b"voted", b"noted")))  # fmt: skip
_edited(RESPONSE, K.BLOCK_DIGEST, K.ROW, name="http_header_changed", nth=1,
        change=replaced(b"text/html; charset", b"text/html; charzet"))  # fmt: skip
_edited(RESPONSE, K.LENGTH, K.BLOCK_DIGEST, K.PAYLOAD_DIGEST, K.ROW, name="content_length_too_small", nth=1,
        change=lambda c: _length(c, -7))  # fmt: skip
_edited(RESPONSE, K.LENGTH, K.ROW, name="content_length_too_large", nth=1,
        change=lambda c: _length(c, 7))  # fmt: skip
_edited(METADATA, K.LENGTH, name="content_length_negative", change=lambda c: _length(c, None, b"-3"))
_edited(METADATA, K.LENGTH, name="content_length_of_20_digits", change=lambda c: _length(c, None, b"9" * 20))
_edited(METADATA, K.BAD_HEADER, name="no_content_length", change=without(b"Content-Length"))
_edited(METADATA, K.BAD_HEADER, name="no_type", change=without(b"WARC-Type"))
_edited(METADATA, K.BAD_HEADER, name="no_date", change=without(b"WARC-Date"))
_edited(METADATA, K.BAD_HEADER, name="no_id", change=without(b"WARC-Record-ID"))
_edited(REQUEST, K.BAD_HEADER, name="no_target_uri", change=without(b"WARC-Target-URI"))
_edited(METADATA, K.NO_DIGEST, name="no_block_digest", change=without(b"WARC-Block-Digest"))
_edited(
    RESPONSE, K.NO_DIGEST, K.INDEX_OFFSET, name="no_payload_digest", change=without(b"WARC-Payload-Digest")
)
_edited(
    METADATA,
    K.BAD_DATE,
    name="date_of_month_13",
    change=replaced(b"WARC-Date: 2026-11", b"WARC-Date: 2026-13"),
)
_edited(METADATA, K.BAD_DATE, name="date_without_zone",
        change=lambda c: re.sub(rb"(WARC-Date: [^Z\r]*)Z", rb"\1", c))  # fmt: skip
_edited(
    METADATA,
    K.BAD_ID,
    name="id_that_is_none",
    change=replaced(b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <urn:uuix:"),
)
_edited(
    METADATA,
    K.BAD_HEADER,
    name="unknown_type",
    change=replaced(b"WARC-Type: metadata", b"WARC-Type: metadatum"),
)
_edited(METADATA, K.BAD_HEADER, name="unknown_version", change=replaced(b"WARC/1.1", b"WARC/9.1"))
_edited(METADATA, K.REFERENCE, name="concurrent_to_nothing",
        change=lambda c: re.sub(rb"(Concurrent-To: <urn:uuid:)[0-9a-f]{8}", rb"\g<1>11111111", c))  # fmt: skip
_edited(METADATA, K.REFERENCE, name="warcinfo_id_of_nothing",
        change=lambda c: re.sub(rb"(Warcinfo-ID: <urn:uuid:)[0-9a-f]{8}", rb"\g<1>11111111", c))  # fmt: skip
_edited(b"WARC-Type: warcinfo", K.WARCINFO, name="warcinfo_of_another_file",
        change=replaced(b"WARC-Filename: pages", b"WARC-Filename: other"))  # fmt: skip
_edited(REVISIT, K.REFERENCE, key=SECOND, name="refers_to_nothing",
        change=lambda c: re.sub(rb"(Refers-To: <urn:uuid:)[0-9a-f]{8}", rb"\g<1>11111111", c))  # fmt: skip
_edited(REVISIT, K.REFERENCE, key=SECOND, name="refers_to_another_page",
        change=replaced(b"Refers-To-Target-URI: https://example.org/2026/11/harbour", b"Refers-To-Target-URI: https://example.org/2026/11/harbors"))  # fmt: skip
_edited(REVISIT, K.REFERENCE, key=SECOND, name="refers_to_another_date",
        change=replaced(b"Refers-To-Date: 2026-11-20", b"Refers-To-Date: 2026-11-19"))  # fmt: skip
_edited(REVISIT, K.PROFILE, key=SECOND, name="revisit_without_profile", change=without(b"WARC-Profile"))
_edited(REVISIT, K.PROFILE, key=SECOND, name="revisit_of_unknown_profile",
        change=replaced(b"identical-payload-digest", b"identical-payload-digesT"))  # fmt: skip
_edited(REVISIT, K.REFERENCE, K.INDEX_OFFSET, key=SECOND, name="revisit_without_payload_digest",
        change=without(b"WARC-Payload-Digest"))  # fmt: skip


def _length(content: bytes, change: int | None, value: bytes = b"") -> bytes:
    stated = re.search(rb"Content-Length: (\d+)\r\n\r\n", content)
    assert stated
    fresh = value if change is None else b"%d" % (int(stated[1]) + change)
    return content[: stated.start(1)] + fresh + content[stated.end(1) :]


@specimen(
    K.WARCINFO, K.INDEX_OFFSET, K.NOT_INDEXED, K.ROW, K.ROW_COUNT, K.DIGEST, where=FIRST, in_listing=(K.SIZE,)
)
def two_files_swapped(archive: Path) -> None:
    first, second = (archive / key for key in WARC_KEYS)
    a, b = first.read_bytes(), second.read_bytes()
    first.write_bytes(b)
    second.write_bytes(a)


# -- files that are missing, or too many


@specimen(K.MISSING, K.ROW, where=FIRST, in_listing=(K.MISSING,))
def warc_missing(archive: Path) -> None:
    (archive / FIRST).unlink()


@specimen(K.MISSING, where=CDXJ_KEYS[1], in_listing=(K.MISSING,))
def index_missing(archive: Path) -> None:
    (archive / CDXJ_KEYS[1]).unlink()


@specimen(K.MISSING, where="articles/", in_listing=(K.MISSING,))
def article_table_missing(archive: Path) -> None:
    table_of(archive, "articles", 0).unlink()


@specimen(K.UNNAMED, where="warc/pages/2026/11/pages-20261122000000-00007-x.warc.gz", in_listing=(K.UNNAMED,))
def warc_that_no_manifest_names(archive: Path) -> None:
    (archive / "warc/pages/2026/11/pages-20261122000000-00007-x.warc.gz").write_bytes(b"planted")


@specimen(
    K.UNNAMED, where="articles/outlet=pages/year=2026/" + "0" * 32 + ".parquet", in_listing=(K.UNNAMED,)
)
def table_file_that_no_manifest_names(archive: Path) -> None:
    (archive / f"articles/outlet=pages/year=2026/{'0' * 32}.parquet").write_bytes(b"planted")


@specimen(K.BAD_KEY, where="warc/pages/a file with blanks", in_listing=(K.BAD_KEY,))
def name_that_is_no_key(archive: Path) -> None:
    (archive / "warc/pages/a file with blanks").write_bytes(b"planted")


# -- manifests


@specimen(K.REFERENCE, K.TABLE, K.UNNAMED, where=MANIFEST_KEYS[0], in_listing=(K.CHAIN, K.NO_MANIFEST))
def first_manifest_missing(archive: Path) -> None:
    (archive / MANIFEST_KEYS[0]).unlink()


@specimen(K.NO_MANIFEST, K.UNNAMED, K.TABLE, where="articles/", in_listing=(K.NO_MANIFEST,))
def newest_manifest_missing(archive: Path) -> None:
    (archive / MANIFEST_KEYS[1]).unlink()


@specimen(K.CHAIN, where=MANIFEST_KEYS[0], in_listing=(K.CHAIN,))
def word_in_the_first_manifest_changed(archive: Path) -> None:
    edit_manifest(archive / MANIFEST_KEYS[0], lambda fields: fields.update(reason="nothing happened"))


@specimen(K.CHAIN, where=MANIFEST_KEYS[1], in_listing=(K.CHAIN,))
def word_in_the_newest_manifest_changed(archive: Path) -> None:
    edit_manifest(archive / MANIFEST_KEYS[1], lambda fields: fields.update(reason="nothing happened"))


def _bad_manifest(name: str, make: Callable[[Path], object], *more: K) -> None:
    def damage(archive: Path) -> None:
        make(archive / MANIFEST_KEYS[1])

    kinds = frozenset({K.BAD_MANIFEST, *more})
    SPECIMENS[name] = Specimen(name, damage, kinds, MANIFEST_KEYS[1], frozenset({K.BAD_MANIFEST}))


def _first_key(path: Path, key: object) -> None:
    edit_manifest(path, lambda fields: fields["files"][0].update(key=key))


_bad_manifest("manifest_that_is_no_json", lambda path: path.write_bytes(b"\x00\xff{"))
_bad_manifest("manifest_that_is_empty", lambda path: path.write_bytes(b""))
_bad_manifest("manifest_of_100000_brackets", lambda path: path.write_bytes(b"[" * 100_000))
_bad_manifest("manifest_that_names_a_file_above", lambda path: _first_key(path, "../../etc/passwd"))
_bad_manifest("manifest_that_names_an_absolute_file", lambda path: _first_key(path, "/etc/passwd"))
_bad_manifest("manifest_that_names_a_nul", lambda path: _first_key(path, "warc/pages/a\0b"))
_bad_manifest("manifest_that_names_a_number", lambda path: _first_key(path, 7))
_bad_manifest(
    "manifest_with_a_negative_size", lambda path: edit_manifest(path, lambda f: f["files"][0].update(size=-1))
)
_bad_manifest("manifest_written_in_another_form", lambda path: path.write_bytes(path.read_bytes() + b"\n"))


@specimen(where=MANIFEST_KEYS[1], in_listing=(K.BAD_MANIFEST,))
def manifest_in_the_place_of_another(archive: Path) -> None:
    (archive / MANIFEST_KEYS[1]).write_bytes((archive / MANIFEST_KEYS[0]).read_bytes())


# -- index


def _index(name: str, change: Callable[[list[bytes]], list[bytes]], *finds: K) -> None:
    def damage(archive: Path) -> None:
        path = archive / CDXJ_KEYS[0]
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
        sign(archive)

    SPECIMENS[name] = Specimen(
        name, damage, frozenset(finds), CDXJ_KEYS[0] if K.NOT_INDEXED not in finds else FIRST
    )


_index("index_line_deleted", lambda lines: lines[1:], K.NOT_INDEXED, K.ROW_COUNT)
_index("index_line_that_leads_elsewhere", lambda lines: [lines[0].replace(b'"offset": "', b'"offset": "1'), *lines[1:]],
       K.INDEX_OFFSET, K.NOT_INDEXED)  # fmt: skip
_index("index_line_of_another_page", lambda lines: [lines[0].replace(b'"mime": "text/html"', b'"mime": "text/xml"'), *lines[1:]],
       K.INDEX_OFFSET)  # fmt: skip
_index(
    "index_line_of_garbage",
    lambda lines: [b"garbage\x00\n", *lines[1:]],
    K.BAD_INDEX,
    K.NOT_INDEXED,
    K.ROW_COUNT,
)
_index("index_not_sorted", lambda lines: lines[::-1], K.BAD_INDEX)
_index(
    "index_that_is_cut", lambda lines: [*lines[:-1], lines[-1][:-30]], K.BAD_INDEX, K.NOT_INDEXED, K.ROW_COUNT
)
_index("index_line_of_a_megabyte", lambda lines: [*lines, b"x" * (1 << 20) + b"\n"], K.BAD_INDEX)


# -- tables


@specimen(K.DIGEST, where="articles/")
def bit_of_a_table_file_flipped(archive: Path) -> None:
    path = table_of(archive, "articles", 0)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


@specimen(K.DIGEST, where="articles/", in_listing=(K.SIZE,))
def table_file_that_is_cut(archive: Path) -> None:
    path = table_of(archive, "articles", 0)
    path.write_bytes(path.read_bytes()[:-100])


@specimen(K.TEXT, where="articles/")
def sentence_of_an_article_rewritten(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(article_body="The council did not speak."))


@specimen(K.ROW, where="articles/")
def row_that_leads_to_another_record(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(warc_offset=rows[1]["warc_offset"]))


@specimen(K.ROW, where="articles/")
def row_that_leads_above_the_archive(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(warc="../../../etc/passwd"))


@specimen(K.ROW, where="articles/")
def row_of_a_record_of_a_terabyte(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(warc_length=1 << 40))


@specimen(K.ROW, K.NO_ROW, where="articles/")
def row_of_another_record_id(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows[0].update(record_id="urn:uuid:" + "0" * 36))


@specimen(K.NO_ROW, where="articles/")
def article_row_deleted(archive: Path) -> None:
    edit_rows(archive, "articles", 0, lambda rows: rows.pop())


@specimen(K.ROW_COUNT, where="outcomes/")
def outcome_row_deleted(archive: Path) -> None:
    edit_rows(archive, "outcomes", 0, lambda rows: rows.pop())


@specimen(K.REFERENCE, where="outcomes/")
def outcome_of_a_record_that_is_not_there(archive: Path) -> None:
    edit_rows(archive, "outcomes", 0, lambda rows: rows[0].update(record_id="urn:uuid:" + "0" * 36))


@specimen(K.BAD_TABLE, where="articles/")
def table_file_that_is_no_parquet(archive: Path) -> None:
    old = table_of(archive, "articles", 0)
    fresh = old.with_name("fresh.parquet")
    fresh.write_bytes(b"PAR1" + b"\xff" * 400 + b"PAR1")
    rename_table(archive, old, fresh, 3)


# -- the Delta log


def _log(name: str, change: Callable[[Path], object], *finds: K, where: str = "articles/") -> None:
    def damage(archive: Path) -> None:
        change(archive / "articles/_delta_log" / f"{1:020}.json")

    SPECIMENS[name] = Specimen(name, damage, frozenset(finds), where, frozenset(finds))


def _first_add(log: Path, **values: object) -> None:
    edit_log(log, lambda action: action.get("add", {}).update(values) if "add" in action else None)


def _append(path: Path, action: dict[str, Any]) -> None:
    path.write_bytes(path.read_bytes() + b"\n" + json.dumps(action).encode())


_log("commit_missing", lambda path: path.unlink(), K.BAD_LOG, K.TABLE)
_log("commit_of_garbage", lambda path: path.write_bytes(b"\x00\x01{"), K.BAD_LOG, K.TABLE)
_log(
    "commit_that_adds_a_file_above",
    lambda path: _first_add(path, path="../../etc/passwd"),
    K.BAD_LOG,
    K.TABLE,
)
_log(
    "commit_that_adds_an_absolute_file", lambda path: _first_add(path, path="/etc/passwd"), K.BAD_LOG, K.TABLE
)
_log("commit_with_another_size", lambda path: _first_add(path, size=1), K.TABLE)
_log("commit_with_another_number_of_rows", lambda path: _first_add(path, stats='{"numRecords": 1}'), K.TABLE)
_log("commit_in_another_partition",
     lambda path: _first_add(path, partitionValues={"outlet": "other", "year": "2026"}), K.BAD_LOG)  # fmt: skip
_log("commit_with_a_planted_file",
     lambda path: _append(path, {"add": {
         "path": "outlet=pages/year=2026/" + "1" * 32 + ".parquet", "size": 5, "modificationTime": 1,
         "dataChange": True, "partitionValues": {"outlet": "pages", "year": "2026"}, "stats": '{"numRecords": 1}'}}),
     K.TABLE, where="articles/outlet=pages/year=2026/" + "1" * 32 + ".parquet")  # fmt: skip
_log("commit_twice_of_one_run",
     lambda path: _append(path, {"txn": {"appId": "pages/20261120133000aaaaaa", "version": 1}}), K.BAD_LOG)  # fmt: skip
_log(
    "last_checkpoint_that_lies",
    lambda path: path.with_name("_last_checkpoint").write_text('{"version": 7}'),
    K.BAD_LOG,
)
_log("file_that_is_no_log", lambda path: path.with_name("evil.sh").write_text("rm -rf /"), K.UNNAMED)


def _in_data(name: str, change: Callable[[Path], object], number: int = 1) -> None:
    def damage(archive: Path) -> None:
        change(archive / "articles/_delta_log" / f"{number:020}.json")

    SPECIMENS[name] = Specimen(name, damage, frozenset({K.TABLE}), "articles/")


def _instead(old: bytes, new: bytes) -> Callable[[Path], object]:
    def change(path: Path) -> None:
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new))

    return change


_in_data("commit_by_whose_statistics_readers_leave_the_file_out",
         _instead(b'\\"minValues\\": {\\"article_id\\": \\"pages-', b'\\"minValues\\": {\\"article_id\\": \\"zages-'))  # fmt: skip
_in_data("schema_with_another_name", _instead(b'\\"copyright_notice\\"', b'\\"copyright_notic3\\"'), number=0)
_in_data("schema_with_another_type",
         _instead(b'\\"name\\":\\"word_count\\",\\"type\\":\\"integer\\"', b'\\"name\\":\\"word_count\\",\\"type\\":\\"string\\"'), number=0)  # fmt: skip
