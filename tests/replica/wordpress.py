"""A small WordPress: what a news site serves beside its articles, made from the list of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tests.replica import wordpress_rest
from tests.replica.markup import document, menu, teasers
from tests.replica.reply import Ask, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.replica.planted import Planted

PER_PAGE = 10
PER_SITEMAP = 15
THEME_CHANGED = datetime(2025, 6, 30, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordPressSite:
    """One outlet's site. Query parameters that it does not know change nothing, as with the real thing."""

    name: str
    hosts: tuple[str, ...]  # the first is the one that URLs are written with
    articles: tuple[Planted, ...]  # newest first
    page_of: Callable[[Planted], bytes]
    feed_path: str = "/feed/"
    sitemap_path: str = "/wp-sitemap.xml"
    listing: str = "/page/{}/"
    front: str = "/"  # another address of the first listing page
    number_parameters: tuple[str, ...] = ("p",)  # query parameters that hold a post id
    feed_tracking: str = ""
    crawl_delay: float | None = None  # seconds
    extra: Mapping[str, Reply] = field(default_factory=dict)  # by path, before all else
    news_sitemap: str | None = None  # its path
    without: frozenset[str] = frozenset()  # paths at which this site has nothing
    stale: tuple[str, ...] = ()  # paths that the first sitemap names beside the articles

    @property
    def home(self) -> str:
        return f"https://{self.hosts[0]}"

    def reply(self, ask: Ask, *, secure: bool) -> Reply:
        if not secure or ask.host != self.hosts[0]:
            return self._moved(ask.target)
        parts = urlsplit(ask.target)
        query = parse_qs(parts.query)
        numbers = [query[name][0] for name in self.number_parameters if name in query]
        if numbers and parts.path in {"/", "/index.php"}:
            return self._shortlink(numbers[0])
        path = one_path(parts.path)
        if path == wordpress_rest.PATH and path not in self.without:
            return wordpress_rest.posts_reply(self.articles, self.home + ask.target)
        routes = self._routes()
        return routes[path]() if path in routes and path not in self.without else self._missing()

    def _routes(self) -> dict[str, Callable[[], Reply]]:
        routes: dict[str, Callable[[], Reply]] = {
            one_path("/robots.txt"): self._robots,
            one_path(self.feed_path): self._feed,
            one_path(self.sitemap_path): self._sitemap_index,
            "/": partial(self._listing, 1),
            one_path(self.front): partial(self._listing, 1),
        }
        if self.news_sitemap:
            routes[one_path(self.news_sitemap)] = self._news
        for number in range(1, self._pages(PER_SITEMAP) + 1):
            routes[one_path(self.sitemap_part(number))] = partial(self._sitemap, number)
        for number in range(1, self._pages(PER_PAGE) + 1):
            routes[one_path(self.listing.format(number))] = partial(self._listing, number)
        for article in self.articles:
            routes[one_path(article.path)] = partial(self._article, article)
        for path, reply in self.extra.items():
            routes[one_path(path)] = partial(replace, reply)
        return routes

    def sitemap_part(self, number: int) -> str:
        if self.sitemap_path == "/wp-sitemap.xml":
            return f"/wp-sitemap-posts-post-{number}.xml"
        return f"/post-sitemap{number if number > 1 else ''}.xml"

    def _pages(self, size: int) -> int:
        return -(-len(self.articles) // size)

    def _moved(self, target: str) -> Reply:
        return Reply(301, headers=(("Location", self.home + target),))

    def _shortlink(self, number: str) -> Reply:
        found = [article for article in self.articles if str(article.post_id) == number]
        return self._moved(found[0].path) if found else self._missing()

    def _article(self, planted: Planted) -> Reply:
        shortlink = ("Link", f"<{self.home}/?p={planted.post_id}>; rel=shortlink")
        return Reply(
            200,
            self.page_of(planted),
            headers=(("Server", "nginx"), shortlink),
            modified=planted.last_change.replace(microsecond=0),
            gzip=planted.post_id % 4 in {1, 3},
            chunked=planted.post_id % 4 in {2, 3},
        )

    def _robots(self) -> Reply:
        lines = ["User-agent: *", "Disallow: /wp-admin/", "Allow: /wp-admin/admin-ajax.php"]
        if self.crawl_delay is not None:
            lines.append(f"Crawl-delay: {self.crawl_delay}")
        lines += ["", f"Sitemap: {self.home}{self.sitemap_path}", ""]
        if self.news_sitemap:
            lines.append(f"Sitemap: {self.home}{self.news_sitemap}")
        return Reply(200, "\n".join(lines).encode(), "text/plain; charset=UTF-8")

    def _feed(self) -> Reply:
        items = "".join(self._feed_item(article) for article in self.articles[:PER_PAGE])
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
            f"<title>{escape(self.name)}</title><link>{self.home}</link>{items}</channel></rss>"
        )
        return Reply(
            200, body.encode(), "application/rss+xml; charset=UTF-8", modified=self._last_change(), gzip=True
        )

    def _feed_item(self, planted: Planted) -> str:
        return (
            f"<item><title>{escape(planted.headline)}</title><link>{escape(planted.url + self.feed_tracking)}</link>"
            f"<dc:creator>{escape(', '.join(planted.authors))}</dc:creator>"
            f"<pubDate>{format_datetime(planted.published)}</pubDate>"
            f'<guid isPermaLink="false">{self.home}/?p={planted.post_id}</guid></item>'
        )

    def _sitemap_index(self) -> Reply:
        numbers = range(1, self._pages(PER_SITEMAP) + 1)
        entries = "".join(
            f"<sitemap><loc>{self.home}{self.sitemap_part(number)}</loc></sitemap>" for number in numbers
        )
        return self._xml(
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'
        )

    def _sitemap(self, number: int) -> Reply:
        oldest_first = self.articles[::-1][(number - 1) * PER_SITEMAP : number * PER_SITEMAP]
        entries = "".join(
            f"<url><loc>{escape(each.url)}</loc><lastmod>{each.last_change.isoformat()}</lastmod></url>"
            for each in oldest_first
        )
        if number == 1:
            entries += "".join(f"<url><loc>{self.home}{escape(path)}</loc></url>" for path in self.stale)
        return self._xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>')

    def _news(self) -> Reply:
        """The last ten articles, as news sitemaps have those of the last two days."""
        entries = "".join(
            f"<url><loc>{escape(each.url)}</loc><news:news><news:publication><news:name>{escape(self.name)}</news:name>"
            f"<news:language>{each.language}</news:language></news:publication>"
            f"<news:publication_date>{each.published.isoformat()}</news:publication_date>"
            f"<news:title>{escape(each.headline)}</news:title>"
            f"<news:keywords>{escape(', '.join(each.tags))}</news:keywords></news:news></url>"
            for each in self.articles[:PER_PAGE]
        )
        return self._xml(
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{entries}</urlset>'
        )

    def _xml(self, inner: str) -> Reply:
        body = f'<?xml version="1.0" encoding="UTF-8"?>\n{inner}\n'.encode()
        return Reply(200, body, "application/xml; charset=UTF-8", modified=self._last_change())

    def _last_change(self) -> datetime:
        return max(article.last_change for article in self.articles).replace(microsecond=0)

    def _listing(self, number: int) -> Reply:
        shown = self.articles[(number - 1) * PER_PAGE : number * PER_PAGE]
        older = f'<a class="next page-numbers" href="{self.home}{self.listing.format(number + 1)}">Older posts</a>'
        body = (
            f'<header><a href="{self.home}/" rel="home">{escape(self.name)}</a>{self._menu()}</header>\n'
            f"<main>{teasers(shown, dated=True)}{older if number < self._pages(PER_PAGE) else ''}</main>"
        )
        title = (
            f"<title>{escape(self.name)} - Page {number}</title>"
            f'<link rel="alternate" type="application/rss+xml" href="{self.home}{self.feed_path}">'
        )
        html = document(language="en", head=title, body=body, body_class="home blog paged")
        return Reply(200, html, modified=THEME_CHANGED, gzip=True)

    def _menu(self) -> str:
        return menu([("Home", f"{self.home}/"), ("About", f"{self.home}/about/")], label="main-navigation")

    def _missing(self) -> Reply:
        body = "<main><h1>Oops! That page can’t be found.</h1><p>It looks like nothing was found here.</p></main>"
        head = f"<title>Page not found - {escape(self.name)}</title>"
        return Reply(404, document(language="en", head=head, body=body, body_class="error404"))


def one_path(path: str) -> str:
    """WordPress takes an address with and without its last slash for the same page."""
    return path.rstrip("/") or "/"
