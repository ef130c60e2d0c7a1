"""The lines of an index that a replay tool may be given: an archive can be damaged, or be somebody else's."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from storage.keys import cdxj_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LONGEST = 64 << 10  # bytes: an address has some thousands
_LINE = re.compile(rb"[!-~]+ [0-9]{14} (\{.*\})\n")
_NUMBER = re.compile(r"[0-9]{1,15}")


def usable(file: BinaryIO, warc: str, damaged: list[str]) -> Iterator[bytes]:
    """The lines that stand in their order and lead into this WARC file; `damaged` is told of the others.

    In the memory of one line, whatever the file holds.
    """
    left_out, before = 0, b""
    for line in _lines(file):
        if line >= before and _leads_into(line, warc):
            yield line
            before = line
        else:
            left_out += 1
    if left_out:
        damaged.append(
            f"{cdxj_key(warc)}: lines left out, which lead nowhere or stand in disorder: {left_out}"
        )


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """A line that is too long comes without its end."""
    while line := file.readline(LONGEST):
        yield line
        while not line.endswith(b"\n") and (line := file.readline(LONGEST)):
            pass


def _leads_into(line: bytes, warc: str) -> bool:
    match = _LINE.fullmatch(line)
    try:
        fields: Any = json.loads(match[1]) if match else None
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(fields, dict)
        and fields.get("filename") == warc
        and all(_NUMBER.fullmatch(str(fields.get(name))) for name in ("offset", "length"))
    )
