"""What can be wrong with an archive, as values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class DamageKind(StrEnum):
    """The closed list; docs/verification.md explains each."""

    MISSING = "missing"
    SIZE = "size"
    DIGEST = "digest"
    UNNAMED = "unnamed"
    BAD_KEY = "bad_key"
    BAD_MANIFEST = "bad_manifest"
    CHAIN = "chain"
    NO_MANIFEST = "no_manifest"
    BAD_LOG = "bad_log"
    TABLE = "table"
    BAD_TABLE = "bad_table"
    ROW_COUNT = "row_count"
    BAD_GZIP = "bad_gzip"
    TRUNCATED = "truncated"
    MEMBERS = "members"
    EXPANDS = "expands"
    BAD_HEADER = "bad_header"
    BAD_DATE = "bad_date"
    BAD_ID = "bad_id"
    DUPLICATE_ID = "duplicate_id"
    LENGTH = "length"
    BLOCK_DIGEST = "block_digest"
    PAYLOAD_DIGEST = "payload_digest"
    NO_DIGEST = "no_digest"
    REFERENCE = "reference"
    PROFILE = "profile"
    EXCHANGE = "exchange"
    WARCINFO = "warcinfo"
    BAD_INDEX = "bad_index"
    INDEX_OFFSET = "index_offset"
    NOT_INDEXED = "not_indexed"
    ROW = "row"
    NO_ROW = "no_row"
    TEXT = "text"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it must be.

    `offset` is that of the gzip member in the file, in bytes, and `end` where what can be read goes on. `urls` and
    `articles` are what it affects, some of them, of `affected` in all.
    """

    kind: DamageKind
    file: str  # key in the archive, or path in the spool
    what: str
    offset: int | None = None
    end: int | None = None
    record_id: str | None = None
    urls: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    affected: int = 0

    def affecting(self, urls: tuple[str, ...], articles: tuple[str, ...], *, named: int = 5) -> Damage:
        """The same, with what it affects: `named` of each at most."""
        return replace(
            self, urls=urls[:named], articles=articles[:named], affected=max(len(urls), len(articles))
        )


def printable(value: object, limit: int = 200) -> str:
    """What a stranger wrote, on one line of printable ASCII and not too long of it."""
    text = str(value)
    text = text.encode("unicode_escape").decode("ascii")
    return text if len(text) <= limit else f"{text[:limit]}..."
