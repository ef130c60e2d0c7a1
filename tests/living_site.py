"""An outlet's site that a test can edit from one day to the next, and an operator who crawls it on those days."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests.replica.reply import Ask, Reply

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable

    from tests.operator import Operator

HOST = "southfront.press"
HOME = f"https://{HOST}"
OUTLET = "southfront"
DAY_0 = datetime(2026, 3, 5, 12, tzinfo=UTC)
PROSE = (
    "The road to the northern town was closed by the army on Monday evening, and buses were turned back at the bridge.",
    "A spokesman of the provincial council said that the detour would stay in place until the crossing was repaired.",
    "Traders in the old market counted their losses, and asked the ministry for tents, fuel and a date.",
    "Two delegations met in the school building, but neither would say what had been agreed on the exchange of goods.",
    "Observers expect another round of talks next week, because both sides have asked the mediators to return.",
)


def story(title: str, *paragraphs: str, day: str = "2026-03-04", author: str = "Jane Doe") -> Reply:
    """A page of the outlet, with a donation counter that no two fetches share."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PROSE)
    return Reply(
        200,
        f"<html><head><title>{title} - South Front</title>"
        f'<meta property="article:published_time" content="{day}T08:00:00+00:00"></head><body>'
        f'<h1 class="entry-title">{title}</h1><span class="author">{author}</span>'
        f'<div class="entry-content">{text}</div><div id="comments"><p>Nice read!</p></div></body></html>'.encode(),
    )


class LivingSite:
    """Answers by path; the feed and the sitemap name what they are told to."""

    hosts = (HOST,)

    def __init__(self, pages: dict[str, Reply]) -> None:
        self.pages = pages
        self.named = [f"{HOME}{path}" for path in pages]
        self.modified: dict[str, str] = {}
        self.asked: list[Ask] = []
        self.everything: Reply | None = None  # what every page is answered with, when it is set

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        if ask.target == "/robots.txt":
            return Reply(404, b"", "text/plain")
        self.asked.append(ask)
        if self.everything:
            return self.everything
        if ask.target in {"/feed/", "/wp-sitemap.xml"}:
            return self._source(ask.target)
        return self.pages.get(ask.target, Reply(404, b"<html><title>Not Found</title></html>"))

    @property
    def pages_asked(self) -> list[str]:
        """What was asked that is no source, of the file or guessed."""
        asked = (ask.target for ask in self.asked)
        return [path for path in asked if path not in SOURCES and not path.startswith("/wp-json/")]

    def _source(self, path: str) -> Reply:
        if path == "/feed/":
            items = "".join(f"<item><link>{url}</link></item>" for url in self.named)
            return Reply(200, f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml")
        urls = "".join(
            f"<url><loc>{url}</loc><lastmod>{at}</lastmod></url>" for url, at in self.modified.items()
        )
        return Reply(200, f"<urlset>{urls}</urlset>".encode(), "application/xml")


SOURCES = frozenset({"/feed/", "/wp-sitemap.xml", "/sitemap_index.xml"})


def crawl_on(
    operator: Operator, day: datetime, arguments: Iterable[str] = (), **settings: str
) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl southfront` on that day."""
    return operator.scrapy_on(day, "crawl", OUTLET, *arguments, **settings)
