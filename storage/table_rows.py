"""Rows of the tables as values, and as records of plain Python data under the names of the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from storage.announcement import Announcement, SourceEntry
from storage.article import Article, BasedOn, Boilerplate, Family, Kind
from storage.capture import Pressmark
from storage.changes import Change, ChangeKind, Part
from storage.exchange import Purpose
from storage.outcome import Outcome, OutcomeKind
from storage.site_terms import NO_TERMS, RobotsTxt, SiteTerms

Record = dict[str, Any]  # Any: what Arrow takes and gives; the schema says which

_AS_IT_IS = (
    "article_id", "url", "canonical_url", "headline", "description", "byline", "dateline", "date_published",
    "date_modified", "date_published_source", "in_language", "article_body", "word_count",
    "is_accessible_for_free", "copyright_notice", "content_digest", "layout", "extractor_version", "captured_at",
    "tdm_reservation", "tdm_policy", "content_usage", "republication_notice",
)  # fmt: skip
_LISTS = (
    "author",
    "article_section",
    "keywords",
    "image",
    "video",
    "links",
    "flags",
    "robots_directives",
    "license",
)
_OUTCOME = (
    "run", "url", "reason", "detail", "purpose", "via", "status", "attempts", "decided_at", "record_id", "article_id",
)  # fmt: skip
_SAID = (
    "url",
    "article_key",
    "article_id",
    "date_published",
    "date_modified",
    "title",
    "in_language",
    "source_id",
)
_SAID_LISTS = ("author", "keywords")


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One revision of an article; the first is number 1. The article has its pressmark.

    `change` says what the revision changed: None for the first one, and in rows of archives that did not know yet.
    `terms` are those of the site when the page was asked for.
    """

    article: Article
    revision: int
    change: Change | None = None
    terms: SiteTerms = NO_TERMS


def article_record(row: ArticleRow) -> Record:
    """The columns of the row. ValueError for an article that was never archived."""
    article, mark = row.article, row.article.pressmark
    if mark is None:
        raise ValueError(f"{article.url} has no pressmark: a row must lead back to its bytes")
    return {
        **{name: getattr(article, name) for name in _AS_IT_IS},
        **{name: list(getattr(article, name)) for name in _LISTS},
        "revision": row.revision,
        "kind": article.kind.value,
        "is_based_on": [
            {"outlet": b.outlet, "url": b.url, "date": b.date, "evidence": b.evidence}
            for b in article.is_based_on
        ],
        "boilerplate": [
            {"text": b.text, "family": b.family.value, "rule": b.rule, "before_paragraph": b.before_paragraph}
            for b in article.boilerplate
        ],
        "found_by": [{"field": field, "way": way} for field, way in article.found_by],
        **change_record(row.change),
        **terms_record(row.terms),
        "record_id": mark.record_id,
        "warc": mark.warc,
        "warc_offset": mark.offset,
        "warc_length": mark.length,
        "payload_digest": mark.payload_digest,
        "run": mark.run,
    }


def change_record(change: Change | None) -> Record:
    """Its columns."""
    return {
        "change": change.kind.value if change else None,
        "changed": [part.value for part in change.parts] if change else None,
        "words_added": change.words_added if change else None,
        "words_removed": change.words_removed if change else None,
    }


def change_of(record: Record) -> Change | None:
    """The change of which `change_record` made these columns."""
    if record.get("change") is None:
        return None
    parts = tuple(Part(part) for part in record["changed"])
    return Change(ChangeKind(record["change"]), parts, record["words_added"], record["words_removed"])


def terms_record(terms: SiteTerms) -> Record:
    """Its columns."""
    agents = terms.ai_agents_disallowed
    return {
        "robots_txt": terms.robots_txt.value if terms.robots_txt else None,
        "ai_agents_disallowed": None if agents is None else list(agents),
        "robots_record_id": terms.robots_record_id,
        "tdmrep_reservation": terms.tdmrep_reservation,
        "tdmrep_policy": terms.tdmrep_policy,
    }


def terms_of(record: Record) -> SiteTerms:
    """The terms of which `terms_record` made these columns; none in an old file without them."""
    status, agents = record.get("robots_txt"), record.get("ai_agents_disallowed")
    return SiteTerms(
        RobotsTxt(status) if status else None,
        None if agents is None else tuple(agents),
        record.get("robots_record_id"),
        record.get("tdmrep_reservation"),
        record.get("tdmrep_policy"),
    )


def article_row(record: Record, outlet: str) -> ArticleRow:
    """The row of which `article_record` made this record."""
    mark = Pressmark(
        record["record_id"],
        record["warc"],
        record["warc_offset"],
        record["warc_length"],
        record["payload_digest"],
        record["run"],
    )
    lists: Record = {
        name: tuple(record.get(name) or ()) for name in _LISTS
    }  # None: in an old file without it
    article = Article(
        **{name: _value(record.get(name)) for name in _AS_IT_IS},
        **lists,
        outlet=outlet,
        kind=Kind(record["kind"]),
        is_based_on=tuple(BasedOn(**{**b, "date": _value(b["date"])}) for b in record["is_based_on"]),
        boilerplate=tuple(Boilerplate(**{**b, "family": Family(b["family"])}) for b in record["boilerplate"]),
        found_by=tuple((pair["field"], pair["way"]) for pair in record["found_by"]),
        pressmark=mark,
    )
    return ArticleRow(article, record["revision"], change_of(record), terms_of(record))


def outcome_record(outcome: Outcome) -> Record:
    """The columns of the outcome."""
    plain = {name: getattr(outcome, name) for name in _OUTCOME}
    return {**plain, "outcome": outcome.label, "kind": outcome.kind.value}


def outcome_row(record: Record, outlet: str) -> Outcome:
    """The outcome of which `outcome_record` made this record."""
    plain = {name: _value(record[name]) for name in _OUTCOME}
    return Outcome(outlet=outlet, kind=OutcomeKind(record["kind"]), **plain)


def announcement_record(row: Announcement) -> Record:
    """The columns of the announcement."""
    return {
        **{name: getattr(row.said, name) for name in _SAID},
        **{name: list(getattr(row.said, name)) for name in _SAID_LISTS},
        "source": row.source,
        "source_purpose": row.source_purpose.value,
        "purpose": row.said.purpose.value,
        "first_seen": row.first_seen,
        "record_id": row.record_id,
        "run": row.run,
    }


def announcement_row(record: Record, outlet: str) -> Announcement:
    """The announcement of which `announcement_record` made this record."""
    plain = {name: _value(record[name]) for name in _SAID}
    lists: Record = {name: tuple(record[name]) for name in _SAID_LISTS}
    return Announcement(
        outlet=outlet,
        source=record["source"],
        source_purpose=Purpose(record["source_purpose"]),
        said=SourceEntry(**plain, **lists, purpose=Purpose(record["purpose"])),
        run=record["run"],
        record_id=record["record_id"],
        first_seen=_value(record["first_seen"]),
    )


def printable(record: Record) -> Record:
    """The record with `?` for what UTF-8 cannot say: half of a surrogate pair, which a URL may smuggle in."""
    return {name: _encodable(value) for name, value in record.items()}


def _encodable(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return printable(value) if isinstance(value, dict) else value


def _value(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    return (
        value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
    )  # Arrow brings a zone of its own
