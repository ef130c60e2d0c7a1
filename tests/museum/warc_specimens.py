"""Specimens of one WARC file: its bytes, its records."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.verification.damage import DamageKind as K
from tests.museum.specimen import HARBOUR, METADATA, REQUEST, RESPONSE, REVISIT, SECOND, edited, warc_specimen
from tests.museum.tampering import Piece, member, pieces, replaced, resealed, without

if TYPE_CHECKING:
    from pathlib import Path

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

edited(RESPONSE, K.BLOCK_DIGEST, K.PAYLOAD_DIGEST, K.ROW, name="letter_of_the_page_changed", nth=1,
        change=replaced(b"voted", b"noted"))  # fmt: skip
edited(RESPONSE, K.PAYLOAD_DIGEST, K.ROW, name="letter_changed_and_block_digest_with_it", nth=1,
        change=resealed(replaced(b"voted", b"noted")))  # fmt: skip
edited(RESPONSE, K.BLOCK_DIGEST, K.ROW, name="http_header_changed", nth=1,
        change=replaced(b"text/html; charset", b"text/html; charzet"))  # fmt: skip
edited(RESPONSE, K.LENGTH, K.BLOCK_DIGEST, K.PAYLOAD_DIGEST, K.ROW, name="content_length_too_small", nth=1,
        change=lambda c: _length(c, -7))  # fmt: skip
edited(RESPONSE, K.LENGTH, K.ROW, name="content_length_too_large", nth=1,
        change=lambda c: _length(c, 7))  # fmt: skip
edited(METADATA, K.LENGTH, name="content_length_negative", change=lambda c: _length(c, None, b"-3"))
edited(METADATA, K.LENGTH, name="content_length_of_20_digits", change=lambda c: _length(c, None, b"9" * 20))
edited(METADATA, K.BAD_HEADER, name="no_content_length", change=without(b"Content-Length"))
edited(METADATA, K.BAD_HEADER, name="no_type", change=without(b"WARC-Type"))
edited(METADATA, K.BAD_HEADER, name="no_date", change=without(b"WARC-Date"))
edited(METADATA, K.BAD_HEADER, name="no_id", change=without(b"WARC-Record-ID"))
edited(REQUEST, K.BAD_HEADER, name="no_target_uri", change=without(b"WARC-Target-URI"))
edited(METADATA, K.NO_DIGEST, name="no_block_digest", change=without(b"WARC-Block-Digest"))
edited(
    RESPONSE, K.NO_DIGEST, K.INDEX_OFFSET, name="no_payload_digest", change=without(b"WARC-Payload-Digest")
)
edited(
    METADATA,
    K.BAD_DATE,
    name="date_of_month_13",
    change=replaced(b"WARC-Date: 2026-11", b"WARC-Date: 2026-13"),
)
edited(METADATA, K.BAD_DATE, name="date_without_zone",
        change=lambda c: re.sub(rb"(WARC-Date: [^Z\r]*)Z", rb"\1", c))  # fmt: skip
edited(
    METADATA,
    K.BAD_ID,
    name="id_that_is_none",
    change=replaced(b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <urn:uuix:"),
)
edited(
    METADATA,
    K.BAD_HEADER,
    name="unknown_type",
    change=replaced(b"WARC-Type: metadata", b"WARC-Type: metadatum"),
)
edited(METADATA, K.BAD_HEADER, name="unknown_version", change=replaced(b"WARC/1.1", b"WARC/9.1"))
edited(METADATA, K.REFERENCE, name="concurrent_to_nothing",
        change=lambda c: re.sub(rb"(Concurrent-To: <urn:uuid:)[0-9a-f]{8}", rb"\g<1>11111111", c))  # fmt: skip
edited(METADATA, K.REFERENCE, name="warcinfo_id_of_nothing",
        change=lambda c: re.sub(rb"(Warcinfo-ID: <urn:uuid:)[0-9a-f]{8}", rb"\g<1>11111111", c))  # fmt: skip
edited(b"WARC-Type: warcinfo", K.WARCINFO, name="warcinfo_of_another_file",
        change=replaced(b"WARC-Filename: pages", b"WARC-Filename: other"))  # fmt: skip
edited(REVISIT, K.REFERENCE, key=SECOND, name="refers_to_nothing",
        change=lambda c: re.sub(rb"(Refers-To: <urn:uuid:)[0-9a-f]{8}", rb"\g<1>11111111", c))  # fmt: skip
edited(REVISIT, K.REFERENCE, key=SECOND, name="refers_to_another_page",
        change=replaced(b"Refers-To-Target-URI: https://example.org/2026/11/harbour", b"Refers-To-Target-URI: https://example.org/2026/11/harbors"))  # fmt: skip
edited(REVISIT, K.REFERENCE, key=SECOND, name="refers_to_another_date",
        change=replaced(b"Refers-To-Date: 2026-11-20", b"Refers-To-Date: 2026-11-19"))  # fmt: skip
edited(REVISIT, K.PROFILE, key=SECOND, name="revisit_without_profile", change=without(b"WARC-Profile"))
edited(REVISIT, K.PROFILE, key=SECOND, name="revisit_of_unknown_profile",
        change=replaced(b"identical-payload-digest", b"identical-payload-digesT"))  # fmt: skip
edited(REVISIT, K.REFERENCE, K.INDEX_OFFSET, key=SECOND, name="revisit_without_payload_digest",
        change=without(b"WARC-Payload-Digest"))  # fmt: skip


def _length(content: bytes, change: int | None, value: bytes = b"") -> bytes:
    stated = re.search(rb"Content-Length: (\d+)\r\n\r\n", content)
    assert stated
    fresh = value if change is None else b"%d" % (int(stated[1]) + change)
    return content[: stated.start(1)] + fresh + content[stated.end(1) :]
