"""The columns of the tables, as readers see them.

`outlet` and `year` are partition columns: they stand in the path of a file (`outlet=southfront/year=2026`) and in
the Delta log, and not inside the file, as the Delta protocol wants it (Transaction Log Protocol, "Column Storage").
Pairs are lists of structs and not maps: pandas, polars and DuckDB all show a list of structs for what it is.
Every column may be null in the schema, so that columns can be added to old tables.
"""

from __future__ import annotations

import pyarrow as pa

from storage.manifest import FileKind

PARTITION_COLUMNS = ("outlet", "year")

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_MOMENT = pa.timestamp("us", tz="UTC")
_BASED_ON = pa.struct([("outlet", _TEXT), ("url", _TEXT), ("date", _MOMENT), ("evidence", _TEXT)])
_BOILERPLATE = pa.struct(
    [("text", _TEXT), ("family", _TEXT), ("rule", _TEXT), ("before_paragraph", pa.int32())]
)
_FOUND_BY = pa.struct([("field", _TEXT), ("way", _TEXT)])

_ARTICLE: list[tuple[str, pa.DataType]] = [
    ("article_id", _TEXT),
    ("outlet", _TEXT),
    ("url", _TEXT),
    ("canonical_url", _TEXT),
    ("revision", pa.int32()),
    ("kind", _TEXT),
    ("headline", _TEXT),
    ("description", _TEXT),
    ("author", _TEXTS),
    ("byline", _TEXT),
    ("dateline", _TEXT),
    ("date_published", _MOMENT),
    ("date_modified", _MOMENT),
    ("date_published_source", _TEXT),
    ("article_section", _TEXTS),
    ("keywords", _TEXTS),
    ("in_language", _TEXT),
    ("image", _TEXTS),
    ("video", _TEXTS),
    ("links", _TEXTS),
    ("article_body", _TEXT),
    ("word_count", pa.int32()),
    ("is_accessible_for_free", pa.bool_()),
    ("is_based_on", pa.list_(_BASED_ON)),
    ("copyright_notice", _TEXT),
    ("boilerplate", pa.list_(_BOILERPLATE)),
    ("content_digest", _TEXT),
    ("found_by", pa.list_(_FOUND_BY)),
    ("layout", _TEXT),
    ("extractor_version", _TEXT),
    ("flags", _TEXTS),
    ("robots_directives", _TEXTS),
    ("tdm_reservation", pa.bool_()),
    ("tdm_policy", _TEXT),
    ("content_usage", _TEXT),
    ("license", _TEXTS),
    ("republication_notice", _TEXT),
    ("change", _TEXT),  # of this revision against the one before: cosmetic or substantial
    ("changed", _TEXTS),  # headline, byline, date, body
    ("words_added", pa.int32()),
    ("words_removed", pa.int32()),
    ("robots_txt", _TEXT),  # of the site, when the page was asked for: rules, unavailable, unreachable
    ("ai_agents_disallowed", _TEXTS),
    ("robots_record_id", _TEXT),
    ("tdmrep_reservation", pa.bool_()),
    ("tdmrep_policy", _TEXT),
    ("captured_at", _MOMENT),
    ("record_id", _TEXT),
    ("warc", _TEXT),
    ("warc_offset", pa.int64()),
    ("warc_length", pa.int64()),
    ("payload_digest", _TEXT),
    ("run", _TEXT),
    ("year", pa.int32()),
]

_OUTCOME: list[tuple[str, pa.DataType]] = [
    ("outlet", _TEXT),
    ("run", _TEXT),
    ("url", _TEXT),
    ("outcome", _TEXT),  # the label: `rejected:http_status`
    ("kind", _TEXT),
    ("reason", _TEXT),
    ("detail", _TEXT),
    ("purpose", _TEXT),
    ("via", _TEXT),
    ("status", pa.int32()),
    ("attempts", pa.int32()),
    ("decided_at", _MOMENT),
    ("record_id", _TEXT),
    ("article_id", _TEXT),
    ("year", pa.int32()),
]

_ANNOUNCEMENT: list[tuple[str, pa.DataType]] = [
    ("outlet", _TEXT),
    ("source", _TEXT),
    ("source_purpose", _TEXT),
    ("url", _TEXT),
    ("purpose", _TEXT),
    ("article_key", _TEXT),
    ("article_id", _TEXT),
    ("date_published", _MOMENT),
    ("date_modified", _MOMENT),
    ("title", _TEXT),
    ("author", _TEXTS),
    ("in_language", _TEXT),
    ("keywords", _TEXTS),
    ("source_id", _TEXT),
    ("first_seen", _MOMENT),
    ("record_id", _TEXT),
    ("run", _TEXT),
    ("year", pa.int32()),
]

_LINK: list[tuple[str, pa.DataType]] = [
    ("article_id", _TEXT),
    ("outlet", _TEXT),
    ("revision", pa.int32()),
    ("url", _TEXT),
    ("headline", _TEXT),
    ("date_published", _MOMENT),
    ("original_id", _TEXT),
    ("original_outlet", _TEXT),
    ("original_revision", pa.int32()),
    ("original_url", _TEXT),
    ("original_headline", _TEXT),
    ("original_date_published", _MOMENT),
    ("label", _TEXT),
    ("directed_by", _TEXT),
    ("containment", pa.float64()),  # share of the article's sampled 5-grams that the original has
    ("original_containment", pa.float64()),
    ("shared_hashes", pa.int32()),
    ("hashes", pa.int32()),
    ("original_hashes", pa.int32()),
    ("sampled_every", pa.int32()),
    ("credit", _TEXT),
    ("lag_s", pa.int64()),
    ("rules", _TEXT),
    ("year", pa.int32()),
]

ARTICLE_SCHEMA = pa.schema(_ARTICLE)
OUTCOME_SCHEMA = pa.schema(_OUTCOME)
ANNOUNCEMENT_SCHEMA = pa.schema(_ANNOUNCEMENT)
LINK_SCHEMA = pa.schema(_LINK)
SCHEMAS = {
    FileKind.ARTICLES: ARTICLE_SCHEMA,
    FileKind.OUTCOMES: OUTCOME_SCHEMA,
    FileKind.ANNOUNCEMENTS: ANNOUNCEMENT_SCHEMA,
    FileKind.LINKS: LINK_SCHEMA,
}

STATISTICS = {
    FileKind.ARTICLES: ("article_id", "revision", "kind", "date_published", "in_language", "captured_at"),
    FileKind.OUTCOMES: ("run", "kind", "decided_at", "article_id"),
    FileKind.ANNOUNCEMENTS: ("run", "article_id", "date_published", "first_seen"),
}
"""Columns by which a reader may leave out files and row groups. Of no other: each costs space in every footer."""

NO_VALUES: dict[str, list[str] | None] = {
    field.name: [] if pa.types.is_list(field.type) else None for field in ARTICLE_SCHEMA
}
"""The record of an article of which nothing is known: what a reader of some columns has for the others."""


def file_schema(table: FileKind) -> pa.Schema:
    """The columns inside a file: all but those of the partition."""
    return pa.schema([field for field in SCHEMAS[table] if field.name not in PARTITION_COLUMNS])
