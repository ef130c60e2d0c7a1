"""Links and what linking knows of articles, as rows: of the table `links`, and of the index's SQLite file."""

from __future__ import annotations

import json
from array import array
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from storage.article import Kind
from storage.link import DirectedBy, Link, LinkedArticle, LinkLabel
from storage.link_entry import Credit, Fingerprint, LinkEntry

if TYPE_CHECKING:
    from storage.table_rows import Record

_PLAIN = (
    "containment", "original_containment", "shared_hashes", "hashes", "original_hashes", "sampled_every", "credit",
    "lag_s", "rules",
)  # fmt: skip
_DATES = ("date_published", "original_date_published")
ENTRY_COLUMNS = "captured, facts, every, posted, sample, numbers, pages, linked_pages"


def link_record(link: Link) -> Record:
    """The columns of the link, the partition's `outlet` and `year` left out."""
    article, original = link.article, link.original
    return {
        "article_id": article.article_id,
        "revision": article.revision,
        "url": article.url,
        "headline": article.headline,
        "date_published": article.date_published,
        "original_id": original.article_id,
        "original_outlet": original.outlet,
        "original_revision": original.revision,
        "original_url": original.url,
        "original_headline": original.headline,
        "original_date_published": original.date_published,
        "label": link.label.value,
        "directed_by": link.directed_by.value,
        **{name: getattr(link, name) for name in _PLAIN},
    }


def link_row(record: Record, outlet: str, year: int) -> Link:
    """The link of which `link_record` made this record."""
    return Link(
        article=LinkedArticle(
            record["article_id"],
            outlet,
            record["url"],
            record["revision"],
            record["headline"],
            _utc(record["date_published"]),
        ),
        original=LinkedArticle(
            record["original_id"],
            record["original_outlet"],
            record["original_url"],
            record["original_revision"],
            record["original_headline"],
            _utc(record["original_date_published"]),
        ),
        label=LinkLabel(record["label"]),
        directed_by=DirectedBy(record["directed_by"]),
        year=year,
        **{name: record[name] for name in _PLAIN},
    )


def link_json(link: Link) -> str:
    """The record as the index keeps it."""
    record = link_record(link)
    return json.dumps({**record, **{name: _iso(record[name]) for name in _DATES}}, ensure_ascii=True)


def record_of_json(text: str) -> Record:
    record: Record = json.loads(text)
    return {**record, **{name: _moment(record[name]) for name in _DATES}}


def entry_columns(entry: LinkEntry) -> tuple[Any, ...]:  # Any: what SQLite takes
    """Values for `ENTRY_COLUMNS`."""
    facts = {
        "article_id": entry.article_id,
        "outlet": entry.outlet,
        "site": entry.site,
        "url": entry.url,
        "kind": entry.kind.value,
        "revision": entry.revision,
        "content_digest": entry.content_digest,
        "headline": entry.headline,
        "heading": entry.heading,
        "date_published": _iso(entry.date_published),
        "credits": [[credit.site, credit.page, credit.evidence] for credit in entry.credits],
    }
    mark = entry.fingerprint
    return (
        entry.captured_at.astimezone(UTC).isoformat(),
        json.dumps(facts, ensure_ascii=True, sort_keys=True),
        mark.every,
        array("Q", mark.posted).tobytes(),
        mark.sample.tobytes(),
        mark.numbers.tobytes(),
        entry.pages.tobytes(),
        entry.linked_pages.tobytes(),
    )


def entry_of(columns: tuple[Any, ...], captured: str) -> LinkEntry:
    """The entry with this moment of its article's first capture."""
    _, facts, every, posted, sample, numbers, pages, linked = columns
    plain = json.loads(facts)
    stated = tuple(Credit(*credit) for credit in plain.pop("credits"))
    published = _moment(plain.pop("date_published"))
    mark = Fingerprint(tuple(numbers_in(posted)), array("I", sample), every, array("I", numbers))
    return LinkEntry(
        **{**plain, "kind": Kind(plain["kind"])},
        date_published=published,
        captured_at=datetime.fromisoformat(captured),
        fingerprint=mark,
        pages=array("Q", pages),
        linked_pages=array("Q", linked),
        credits=stated,
    )


def numbers_in(posted: bytes) -> array[int]:
    """Hashes as the index posts them."""
    return array("Q", posted)


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None  # Arrow brings a zone of its own
