"""A polite look at a site: what it says it publishes, what that names, and some pages; then the draft of an outlet's file.

Four small crawls aside, some twenty-five requests: the home page with robots.txt; feeds and sitemaps; parts of sitemap
indexes; sample pages.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler import clock
from crawler.addresses import BadUrl, safe_url, why_refused
from crawler.aside import crawl_aside
from crawler.configuration import BadConfiguration
from crawler.extraction import extraction
from crawler.robots_rules import robots_decision
from extractors.charset import characters
from extractors.decode import payload, response
from extractors.drafting.draft import Observed, SeenSource, described
from extractors.drafting.pages import named, sketched
from extractors.drafting.shapes import proposed_shapes
from extractors.head import first, metas
from extractors.learning.learn import layouts_of
from extractors.parse import page
from extractors.refusal import Refusal
from extractors.urls import absolute, host_of, normalised, path_and_query
from extractors.vocabulary import Purpose, SourceKind
from storage import exchange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scrapy.settings import BaseSettings

    from crawler.configuration import Configuration
    from crawler.extraction import Extraction
    from extractors.parse import Page
    from storage.capture import Capture

USUAL = ("/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/feed/", "/rss.xml", "/rss")
MOST_SOURCES, MOST_PARTS, SAMPLES, SECTIONS = 8, 3, 10, 12
FEWEST = 3  # sample pages on which a container must be found
_OFFSET = re.compile(r"T\d\d:\d\d(?::\d\d(?:\.\d+)?)?([+-]\d\d:?\d\d)")
_DATED = ("article:published_time", "article:modified_time", "date", "datepublished")


@dataclass(slots=True)
class Probe:
    """One look at one site. `say` is told what is being done."""

    configuration: Configuration
    settings: BaseSettings
    say: Callable[[str], None]
    silent: list[tuple[str, str]] = field(default_factory=list)

    def look(self, address: str, slug: str) -> Observed:
        """BadConfiguration when the address cannot be asked, or nothing came of it."""
        home_url = _checked(address, self.configuration)
        self.say(f"robots.txt and {home_url}")
        came = self._fetched([home_url])
        home = next((each for each in reversed(came) if each.purpose is exchange.Purpose.PAGE), None)
        if home is None or (seen := _page(home)) is None:
            raise BadConfiguration(
                f"{home_url} gave no page: {self.silent[-1][1] if self.silent else 'no HTML'}"
            )
        robots = _robots(came)
        with extraction(self.configuration) as pool:
            sources, addresses = self._sources(home.url, _told(seen, home.url, robots[1]), pool)
            articles = [url for url in addresses if _same_site(url, home.url)] or _links(seen, home.url)
            samples = self._samples(articles)
            return self._observed(slug, home, seen, robots[0], sources, articles, samples, pool)

    def _sources(
        self, home: str, told: dict[str, tuple[SourceKind, str]], pool: Extraction
    ) -> tuple[tuple[SeenSource, ...], list[str]]:
        """The sources that name something, and what they name; the usual addresses where the site tells of none."""
        if not told:
            told = {urljoin(home, path): (_kind_of(path), "its usual address") for path in USUAL}
        told = dict(list(told.items())[:MOST_SOURCES])
        self.say(f"{len(told)} feeds and sitemaps")
        found, addresses, parts = [], [], []
        for capture in self._fetched(list(told)):
            kind, by = told.get(capture.url, (_kind_of(capture.url), "a redirect"))
            if capture.purpose is not exchange.Purpose.PAGE or not _same_site(capture.url, home):
                continue
            entries = _entries(pool, replace(capture, purpose=exchange.Purpose(kind)))
            if not entries:
                self.silent.append((capture.url, "nothing that we can read as a source"))
                continue
            found.append(SeenSource(capture.url, kind, len(entries), by))
            addresses += [url for url, purpose in entries if purpose == Purpose.ARTICLE]
            parts += [url for url, purpose in entries if purpose == Purpose.SITEMAP]
        if parts:
            self.say(f"{min(len(parts), MOST_PARTS)} of {len(parts)} parts of sitemaps")
            for capture in self._fetched(_telling(parts)):
                as_sitemap = replace(capture, purpose=exchange.Purpose.SITEMAP)
                if capture.purpose is exchange.Purpose.PAGE:
                    addresses += [
                        url for url, purpose in _entries(pool, as_sitemap) if purpose == Purpose.ARTICLE
                    ]
        return tuple(found), list(dict.fromkeys(addresses))

    def _samples(self, articles: list[str]) -> list[Capture]:
        chosen = _spread([url for url in articles if path_and_query(url) != "/"], SAMPLES)
        self.say(f"{len(chosen)} sample pages")
        return [each for each in self._fetched(chosen) if each.purpose is exchange.Purpose.PAGE]

    def _observed(
        self,
        slug: str,
        home: Capture,
        seen: Page,
        crawl_delay: float | None,
        sources: tuple[SeenSource, ...],
        articles: list[str],
        samples: list[Capture],
        pool: Extraction,
    ) -> Observed:
        pages = [parsed for capture in samples if (parsed := _page(capture))]
        shapes = tuple(shape for shape in proposed_shapes(articles) if shape.seen > 1)
        host = (host_of(home.url) or "").removeprefix("www.")
        others = {(host_of(url) or "").removeprefix("www.") for url in articles} - {host, ""}
        draft = Observed(
            slug=slug,
            name=_name(seen, host),
            hosts=(host, *sorted(others)),
            day=f"{clock.now():%Y-%m-%d}",
            language=_language([*pages, seen]),
            offsets=_offsets(pages),
            made_with=first(metas(seen), "generator") or "",
            crawl_delay=crawl_delay,
            sources=sources or (SeenSource(home.url, SourceKind.LISTING, len(articles), "nothing else"),),
            shapes=shapes,
            addresses=len(articles),
            sections=(),
            pages=len(pages),
            containers=(),
            silent=tuple(self.silent),
        )
        outlet = described(draft)
        sketches = pool.each(sketched, [(replace(each, outlet=slug), outlet) for each in samples])
        layouts = layouts_of(outlet, [found for found in sketches if found], FEWEST)
        containers = max((layout.containers for layout in layouts), key=len, default=())
        sections = [url for url in _links(seen, home.url) if outlet.purpose_of(url) is Purpose.LISTING]
        paths = dict.fromkeys(path_and_query(url) for url in sections)
        return replace(draft, containers=containers, sections=tuple(paths)[:SECTIONS])

    def _fetched(self, urls: Iterable[str]) -> list[Capture]:
        """What came with status 200; the rest is noted."""
        asked = list(dict.fromkeys(urls))
        if not asked:
            return []
        came = crawl_aside("pages", asked, self.configuration, self.settings)
        good = {"archived", "duplicate", "unchanged"}
        for outcome in came.outcomes:
            if outcome.label not in good and outcome.kind not in good:
                end = f"{outcome.label} {outcome.status or ''}".strip()
                self.silent.append((outcome.url, end))
            elif outcome.status and outcome.status >= 400:
                self.silent.append((outcome.url, f"status {outcome.status}"))
        return [each for each in came.captures if each.purpose is exchange.Purpose.ROBOTS or _is_ok(each)]


def _entries(pool: Extraction, capture: Capture) -> tuple[tuple[str, str], ...]:
    return next(pool.each(named, [capture])) or ()


def _checked(address: str, configuration: Configuration) -> str:
    text = address if "://" in address else f"https://{address}"
    try:
        url = safe_url(text)
    except BadUrl as error:
        raise BadConfiguration(f"--probe {text!a}: {error.reason}") from None
    if refusal := why_refused(url, configuration.ports):
        raise BadConfiguration(f"--probe {url}: {refusal}")
    return url


def _is_ok(capture: Capture) -> bool:
    received = response(capture)
    return not isinstance(received, Refusal) and received.status == 200


def _page(capture: Capture) -> Page | None:
    received = response(capture)
    if isinstance(received, Refusal):
        return None
    body = payload(received)
    if isinstance(body, Refusal):
        return None
    return page(characters(body, received.header("content-type") or "").text, capture.url)


def _robots(came: list[Capture]) -> tuple[float | None, tuple[str, ...]]:
    for capture in came:
        received = response(capture)
        if capture.purpose is exchange.Purpose.ROBOTS and not isinstance(received, Refusal):
            body = payload(received)
            if not isinstance(body, Refusal):
                decision = robots_decision(received.status, body, [])
                return decision.crawl_delay, decision.sitemaps
    return None, ()


def _told(home: Page, url: str, sitemaps: tuple[str, ...]) -> dict[str, tuple[SourceKind, str]]:
    """The sources that robots.txt and the home page name, on this site."""
    told: dict[str, tuple[SourceKind, str]] = {}
    for line in sitemaps:
        if (whole := absolute(url, line)) and _same_site(whole, url):
            told[whole] = (SourceKind.SITEMAP, "robots.txt")
    for link in home.tree.iter("link"):
        if "alternate" in link.get("rel", "").lower().split() and re.search(
            r"rss|atom", link.get("type", "")
        ):
            whole = absolute(home.base_url, link.get("href", ""))
            if whole and _same_site(whole, url) and "comments" not in whole:
                told.setdefault(whole, (SourceKind.FEED, "the home page"))
    return told


def _same_site(one: str, other: str) -> bool:
    """Of one registered domain, as far as that can be told without a list of suffixes: one host ends in the other."""
    hosts = sorted(((host_of(url) or "").removeprefix("www.") for url in (one, other)), key=len)
    return bool(hosts[0]) and (hosts[0] == hosts[1] or hosts[1].endswith(f".{hosts[0]}"))


def _kind_of(path: str) -> SourceKind:
    return SourceKind.SITEMAP if "sitemap" in path else SourceKind.FEED


def _telling(parts: list[str]) -> list[str]:
    """Parts of an index that look like articles', the newest first where they are numbered."""
    stories = [
        url for url in parts if re.search(r"post|news|article|story|node|20\d\d", url.rpartition("/")[2])
    ]
    return list(reversed(stories or parts))[:MOST_PARTS]


def _spread(urls: list[str], number: int) -> list[str]:
    """Half of them the first, which are the newest in a feed; the rest from all over."""
    newest = urls[: number // 2]
    rest = [url for url in urls[number // 2 :] if url not in newest]
    step = max(1, len(rest) // max(1, number - len(newest)))
    return newest + rest[::step][: number - len(newest)]


def _links(home: Page, url: str) -> list[str]:
    found = (absolute(home.base_url, anchor.get("href", "")) for anchor in home.tree.iter("a"))
    by_name = {normalised(link): link for link in found if link and _same_site(link, url)}
    return list(by_name.values())


def _name(home: Page, host: str) -> str:
    stated = metas(home)
    title = next((str(found.text_content()) for found in home.tree.iter("title")), "")
    parts = [part.strip() for part in re.split(r"\s[|–—-]\s", title) if part.strip()]  # noqa: RUF001 - as titles have them
    return " ".join((first(stated, "og:site_name") or min(parts, key=len, default="") or host).split())[:80]


def _language(pages: list[Page]) -> str | None:
    stated = [parsed.tree.get("lang", "").replace("_", "-") for parsed in pages]
    good = Counter(each for each in stated if re.fullmatch(r"[a-z]{2,3}(?:-\w+)*", each))
    return good.most_common(1)[0][0] if good else None


def _offsets(pages: list[Page]) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for parsed in pages:
        stated = metas(parsed)
        texts = [text for name in _DATED for text in stated.get(name, ())]
        texts += [element.get("datetime", "") for element in parsed.tree.iter("time")]
        found.update({match[1] for text in texts if (match := _OFFSET.search(text))})
    return tuple(offset for offset, _ in found.most_common(3))
