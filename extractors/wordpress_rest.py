"""Posts of a WordPress by its REST interface (developer.wordpress.org/rest-api/reference/posts).

`modified_after` is of WordPress 5.7; older ones ignore it and send the posts that changed last, which does as well.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from extractors.candidate import MAX_ID, Candidate, Problem, names, title
from extractors.json_items import inner, items, word
from extractors.urls import absolute
from extractors.vocabulary import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractors.dates import Reading
    from extractors.json_items import Item

PATH = "/wp-json/wp/v2/posts"
PER_PAGE = 100  # the most that WordPress gives
_FIELDS = "id,date_gmt,modified_gmt,link,title,_links.author,_embedded"
_NEXT = re.compile(r'<([^<>]+)>\s*;[^,]*\brel="?next\b', re.IGNORECASE)


def changed_posts(endpoint: str, after: datetime | None) -> str:
    """The address of the posts that changed last, newest first; `after` (aware) leaves out what is older."""
    wanted = {"modified_after": _written(after)} if after else {}
    return _address(endpoint, {"orderby": "modified", "order": "desc", **wanted})


def published_posts(endpoint: str, since: datetime | None, until: datetime | None) -> str:
    """The address of the posts published in that time (aware), newest first."""
    limits = {"after": since, "before": until}
    wanted = {name: _written(at) for name, at in limits.items() if at}
    return _address(endpoint, {"orderby": "date", "order": "desc", **wanted})


def posts(
    body: bytes, base: str, link: str, pages: str, purpose_of: Callable[[str], Purpose], reading: Reading
) -> Iterator[Candidate | Problem]:
    """The posts of one page, and the next page; `link` and `pages` are the answer's Link and X-WP-TotalPages."""
    found = False
    for item in items(body):
        found = found or not isinstance(item, Problem)
        yield item if isinstance(item, Problem) else _post(item, base, purpose_of, reading)
    following = _next_page(base, link, pages) if found else None
    if following:
        yield Candidate(url=following, purpose=Purpose.REST)


def _post(
    item: Item, base: str, purpose_of: Callable[[str], Purpose], reading: Reading
) -> Candidate | Problem:
    url = absolute(base, word(item.get("link")))
    if url is None:
        return Problem(f"no address: {word(item.get('link'))[:80]!a}")
    writers = inner(item, "_embedded", "author")
    return Candidate(
        url=url,
        purpose=purpose_of(url),
        date_published=_gmt(item.get("date_gmt"), reading),
        date_modified=_gmt(item.get("modified_gmt"), reading),
        title=title(word(inner(item, "title", "rendered"))),
        author=names(word(inner(one, "name")) for one in writers) if isinstance(writers, list) else (),
        source_id=word(item.get("id"))[:MAX_ID] or None,
    )


def _gmt(value: object, reading: Reading) -> datetime | None:
    """WordPress writes GMT without saying so; drafts that were never dated have the year 0."""
    try:
        at = datetime.fromisoformat(word(value))
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if at.year >= 1990 and at <= reading.not_after else None


def _next_page(base: str, link: str, pages: str) -> str | None:
    if stated := _NEXT.search(link):
        return absolute(base, stated[1])
    parts = urlsplit(base)
    query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    number = query.get("page", "1")
    if not (number.isdecimal() and pages.strip().isdecimal()) or int(number[:9]) >= int(pages.strip()[:9]):
        return None
    query["page"] = str(int(number[:9]) + 1)
    return parts._replace(query=urlencode(query)).geturl()


def _address(endpoint: str, wanted: dict[str, str]) -> str:
    always = {"per_page": str(PER_PAGE), "_fields": _FIELDS, "_embed": "author"}
    return f"{endpoint}?{urlencode({**wanted, **always}, safe=',:')}"


def _written(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
