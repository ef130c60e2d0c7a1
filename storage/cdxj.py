"""CDXJ: one line for each capture of a WARC file, by which replay tools find it.

`<SURT> <yyyymmddhhmmss> <JSON>`, sorted by bytes, with the fields that pywb writes and reads, and the id of the
record. The digest is the record's WARC-Payload-Digest as written.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storage.http_message import BadHttp, HttpResponse, head_length, parse_response
from storage.surt import surt
from storage.warc import RecordType
from storage.warc_reader import archived_records

if TYPE_CHECKING:
    from typing import BinaryIO

    from storage.warc_reader import ArchivedRecord

_REVISIT = "warc/revisit"
_UNKNOWN = "unk"  # pywb's word for an answer without Content-Type


def index(file: BinaryIO, name: str) -> bytes:
    """The index of a WARC file whose own name, without folders, is `name`.

    Raises storage.warc_reader.DamagedWarc.
    """
    lines = (index_line(record, name) for record in archived_records(file, name))
    return b"".join(sorted(f"{line}\n".encode("ascii") for line in lines if line))


def index_line(record: ArchivedRecord, name: str) -> str | None:
    """The line of one record; None unless it is a response or revisit that can be replayed as HTTP."""
    if record.url is None:
        return None
    if record.type is RecordType.REVISIT:
        return _line(record, name, _REVISIT, "-")
    if record.type is not RecordType.RESPONSE:
        return None
    try:
        response = parse_response(record.block[: head_length(record.block)])  # the body is not copied
    except BadHttp:
        return None  # nothing that a browser could be shown
    return _line(record, name, _media_type(response), str(response.status))


def _line(record: ArchivedRecord, name: str, media_type: str, status: str) -> str:
    fields = {
        "url": record.url,
        "mime": media_type,
        "status": status,
        "digest": record.header("WARC-Payload-Digest") or "-",
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": name,
        "recordId": record.record_id,
    }
    return f"{surt(record.url or '')} {record.date:%Y%m%d%H%M%S} {json.dumps(fields)}"


def _media_type(response: HttpResponse) -> str:
    """Content-Type without its parameters."""
    stated = (response.header("content-type") or "").partition(";")[0].strip()
    return stated or _UNKNOWN
