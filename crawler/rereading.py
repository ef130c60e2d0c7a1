"""Live article rows against what the archived bytes give when they are read again, in the workers' cage."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from extractors.version import EXTRACTOR_VERSION
from storage.article import NOT_READ, Article
from storage.article_json import from_json
from storage.capture import Capture, Pressmark
from storage.exchange import Truncation
from storage.table_rows import ArticleRow, article_record, change_of, printable, terms_of
from storage.verification.damage import Damage, DamageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.extraction import Extraction
    from storage.reading import Reading
    from storage.verification.table_check import Claimed


@dataclass(slots=True)
class Rereading:
    """Compares rows; what it could not compare it counts."""

    extraction: Extraction
    compared: int = 0
    of_another_version: int = 0  # rows that another extractor made: `scrapy reextract` brings them up to date
    not_read: int = 0  # pages that outlasted their worker this time

    def __call__(self, claims: Iterable[Claimed]) -> Iterator[Damage]:
        """The rows whose text or fields are not what their records give."""
        waiting: deque[Claimed] = deque()
        for reading in self.extraction.read_all(self._captures(claims, waiting)):
            claimed = waiting.popleft()
            if reading.reason in NOT_READ:
                self.not_read += 1
                continue
            self.compared += 1
            if what := _difference(claimed, reading):
                yield _damage(claimed, what)

    def _captures(self, claims: Iterable[Claimed], waiting: deque[Claimed]) -> Iterator[Capture]:
        for claimed in claims:
            if claimed.row.get("extractor_version") != EXTRACTOR_VERSION:
                self.of_another_version += 1
            else:
                waiting.append(claimed)
                yield _capture(claimed)


def _capture(claimed: Claimed) -> Capture:
    """The capture as the row's record has it; the row's claims were held against that record before."""
    row, record = claimed.row, claimed.record
    assert record.block is not None, "it was read with its block"
    mark = Pressmark(
        row["record_id"],
        row["warc"],
        row["warc_offset"],
        row["warc_length"],
        row["payload_digest"],
        row["run"],
    )
    truncated = record.header("WARC-Truncated")
    return Capture(
        claimed.outlet,
        row["url"],
        row["captured_at"].astimezone(UTC),
        record.block,
        Truncation(truncated) if truncated else None,
        mark,
    )


def _difference(claimed: Claimed, reading: Reading) -> str | None:
    """In what the row is not what was read; None when they are the same."""
    result = from_json(reading.result)
    if not isinstance(result, Article):
        return f"read again, the page is no article: {result.reason} {result.detail}".strip()
    row: dict[str, Any] = claimed.row
    # What other records say, the revision before and the site's own files, is no matter of this page.
    now = article_record(ArticleRow(result, row.get("revision") or 0, change_of(row), terms_of(row)))
    differing = [name for name in now if name in row and row[name] != now[name]]
    if not differing:
        return None
    settled = printable(now)
    differing = [name for name in differing if row[name] != settled[name]]
    return f"read again, {', '.join(differing)} differ" if differing else None


def _damage(claimed: Claimed, what: str) -> Damage:
    row = claimed.row
    urls, articles = (str(row["url"]),), (str(row["article_id"]),)
    place = f"{what} ({row['warc']})"
    return Damage(
        DamageKind.TEXT,
        claimed.key,
        place,
        row["warc_offset"],
        record_id=row["record_id"],
        urls=urls,
        articles=articles,
    )
