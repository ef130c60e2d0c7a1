"""What a source said of a URL: kept apart for each source, whatever the page itself says later."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from storage.exchange import Purpose

if TYPE_CHECKING:
    from datetime import datetime

    from storage.outcome import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A URL that a source named, what it is to be fetched for, and what the source says of it. Moments are aware UTC."""

    url: str
    purpose: Purpose
    article_key: str | None = None  # the outlet's own key of the article
    article_id: str | None = None  # None where only the page tells which article it is
    date_published: datetime | None = None
    date_modified: datetime | None = None
    title: str | None = None
    author: tuple[str, ...] = ()
    in_language: str | None = None
    keywords: tuple[str, ...] = ()
    source_id: str | None = None  # the outlet's own id: a guid, the number of a post
    refused: Refusal | None = (
        None  # why its address is not to be asked for; then nothing of the above is kept
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A row of the table `announcements`: what a source said of a URL for the first time in `run`.

    `source` is the address of the source without its paging, so that the pages of a listing are one source.
    """

    outlet: str
    source: str
    source_purpose: Purpose  # feed, sitemap, rest, listing; robots, which names sitemaps
    said: SourceEntry
    run: str
    record_id: str  # the capture of the source that said so
    first_seen: datetime  # that capture's moment


def digest(said: SourceEntry, source: Purpose) -> bytes:
    """Equal as long as the source says the same of the URL. The text of a listing's link is no statement: it varies."""
    moments = [at.isoformat() if at else None for at in (said.date_published, said.date_modified)]
    title = None if source is Purpose.LISTING else said.title
    stated = [*moments, title, said.author, said.in_language, said.keywords, said.source_id]
    return blake2b(json.dumps(stated).encode(), digest_size=8).digest()
