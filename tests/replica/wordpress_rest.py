"""The posts of a replica site as WordPress's REST interface gives them: filters, order, pages, embedded authors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.replica.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.replica.planted import Planted

PATH = "/wp-json/wp/v2/posts"


def posts_reply(articles: Iterable[Planted], url: str) -> Reply:
    """What the interface answers at `url`, which has the query."""
    query = {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}
    size, number = int(query.get("per_page", "10")), int(query.get("page", "1"))
    by_change = query.get("orderby") == "modified"
    kept = [each for each in articles if _is_wanted(each, query)]
    kept.sort(key=lambda each: each.last_change if by_change else each.published, reverse=True)
    pages = -(-len(kept) // size)
    if number > max(pages, 1):
        return Reply(400, b'{"code":"rest_post_invalid_page_number"}', "application/json; charset=UTF-8")
    fields = [("X-WP-Total", str(len(kept))), ("X-WP-TotalPages", str(pages))]
    if number < pages:
        following = urlencode({**query, "page": number + 1})
        fields.append(("Link", f'<{url.partition("?")[0]}?{following}>; rel="next"'))
    shown = kept[(number - 1) * size : number * size]
    body = json.dumps([_post(each, embed="_embed" in query) for each in shown], ensure_ascii=False)
    return Reply(200, body.encode(), "application/json; charset=UTF-8", tuple(fields))


def _is_wanted(planted: Planted, query: dict[str, str]) -> bool:
    limits = (
        ("after", planted.published, 1),
        ("before", planted.published, -1),
        ("modified_after", planted.last_change, 1),
    )
    return all(
        (at - datetime.fromisoformat(query[name]).replace(tzinfo=UTC)).total_seconds() * sign > 0
        for name, at, sign in limits
        if name in query
    )


def _post(planted: Planted, *, embed: bool) -> dict[str, object]:
    post: dict[str, object] = {
        "id": planted.post_id,
        "date_gmt": f"{planted.published:%Y-%m-%dT%H:%M:%S}",
        "modified_gmt": f"{planted.last_change:%Y-%m-%dT%H:%M:%S}",
        "link": planted.url,
        "title": {"rendered": planted.headline},
    }
    if embed:
        post["_embedded"] = {"author": [{"name": name} for name in planted.authors]}
    return post
