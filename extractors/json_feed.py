"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1), with its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidate import MAX_ID, Candidate, Problem, date, names, title
from extractors.json_items import inner, items, top, word
from extractors.urls import absolute
from extractors.vocabulary import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractors.dates import Reading
    from extractors.json_items import Item


def json_feed(
    body: bytes, base: str, reading: Reading, purpose_of: Callable[[str], Purpose]
) -> Iterator[Candidate | Problem]:
    """The items of a feed, and the feed's next page."""
    around = top(body)
    language = word(around.get("language"))[:MAX_ID] or None
    for item in items(body):
        yield item if isinstance(item, Problem) else _entry(item, base, reading, purpose_of, language)
    following = absolute(base, word(around.get("next_url")))
    if following:
        yield Candidate(url=following, purpose=Purpose.FEED)


def _entry(
    item: Item, base: str, reading: Reading, purpose_of: Callable[[str], Purpose], language: str | None
) -> Candidate | Problem:
    own = word(item.get("id"))
    url = absolute(base, word(item.get("url")) or (own if own.startswith(("http://", "https://")) else ""))
    if url is None:
        return Problem(f"no address: {word(item.get('url'))[:80]!a}")
    writers = item.get("authors") or [item.get("author")]
    tags = item.get("tags")
    return Candidate(
        url=url,
        purpose=purpose_of(url),
        date_published=date(word(item.get("date_published")), reading),
        date_modified=date(word(item.get("date_modified")), reading),
        title=title(word(item.get("title"))),
        author=names(word(inner(one, "name")) for one in writers) if isinstance(writers, list) else (),
        in_language=word(item.get("language"))[:MAX_ID] or language,
        keywords=names(map(word, tags)) if isinstance(tags, list) else (),
        source_id=own[:MAX_ID] or None,
    )
