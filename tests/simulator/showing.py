"""What the outlet answers at a moment: a pure function of its world, the moment and the request."""

from __future__ import annotations

from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from tests.replica.reply import Ask, Reply
from tests.simulator.world import DAY, START, Loss, Trouble

if TYPE_CHECKING:
    from datetime import datetime

    from tests.simulator.world import Story, World

OLD, NEW = "southfront.org", "southfront.press"
IN_FEED = 10
PART = 100  # stories of a part of the sitemap
MISSING = Reply(404, b"<html><head><title>Not Found</title></head><body><h1>Not Found</h1></body></html>")
HOME = Reply(200, b"<html><head><title>South Front</title></head><body><h1>South Front</h1></body></html>")
BROKEN = Reply(500, b"<html><head><title>Error</title></head></html>")
SHIELD = Reply(
    403,
    b"<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing the site."
    b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate'></script></body></html>",
    headers=(("Server", "cloudflare"), ("cf-mitigated", "challenge")),
)
NOTICE = "<p>This article has been removed at the request of the council. We regret the error.</p>"


def shown(world: World, at: datetime, ask: Ask) -> Reply:
    if world.has(Trouble.BLOCKED, at):
        return SHIELD
    host = host_at(world, at)
    if ask.target == "/robots.txt":
        return Reply(404, b"", "text/plain")
    if ask.host != host:
        return Reply(301, headers=(("Location", f"https://{host}{ask.target}"),))
    if ask.target == "/feed/" or "sitemap" in ask.target:
        if world.has(Trouble.LYING, at) and _is_conditional(ask):
            return Reply(304, content_type=None)
        return _feed(world, at) if ask.target == "/feed/" else _sitemap(world, at, ask.target)
    return HOME if ask.target == "/" else _page(world, at, ask)


def host_at(world: World, at: datetime) -> str:
    return NEW if world.moved_at <= at else OLD


def _is_conditional(ask: Ask) -> bool:
    return not ask.headers.keys().isdisjoint({"if-none-match", "if-modified-since"})


def _address(world: World, at: datetime, story: Story) -> str:
    return f"https://{host_at(world, at)}{story.path}"


def _feed(world: World, at: datetime) -> Reply:
    newest = [story for story in world.stories if story.is_there(at)][-IN_FEED:]
    items = "".join(
        f"<item><title>{escape(story.version(at).title)}</title><link>{_address(world, at, story)}</link>"
        f"<pubDate>{format_datetime(story.published)}</pubDate></item>"
        for story in reversed(newest)
    )
    changed = max(story.version(at).since for story in newest)
    return Reply(
        200, f"<rss><channel>{items}</channel></rss>".encode(), "application/rss+xml", modified=changed
    )


def _sitemap(world: World, at: datetime, path: str) -> Reply:
    parts = [world.stories[n : n + PART] for n in range(0, len(world.stories), PART)]
    named = {f"/wp-sitemap-posts-post-{n}.xml": part for n, part in enumerate(parts, 1)}
    if path == "/wp-sitemap.xml":
        text = "".join(
            f"<sitemap><loc>https://{host_at(world, at)}{name}</loc><lastmod>{_stated(part, at)}</lastmod></sitemap>"
            for name, part in named.items()
            if part[0].published <= at
        )
        text = f"<sitemapindex>{text}</sitemapindex>"
    elif path in named:
        text = "".join(
            f"<url><loc>{_address(world, at, story)}</loc><lastmod>{_stated((story,), at)}</lastmod></url>"
            for story in named[path]
            if story.is_there(at)
        )
        text = f"<urlset>{text}</urlset>"
    else:
        return MISSING
    if world.has(Trouble.SITEMAP, at):
        if at - world.spell(Trouble.SITEMAP).since >= DAY:
            return BROKEN
        text = text[: len(text) * 2 // 3]
    return Reply(200, text.encode(), "application/xml")


def _stated(stories: tuple[Story, ...], at: datetime) -> str:
    """The last change that the outlet owns to."""
    moments = (
        story.version(at).since if story.stated else story.published
        for story in stories
        if story.is_there(at)
    )
    return max(moments, default=START).isoformat()


def _page(world: World, at: datetime, ask: Ask) -> Reply:
    story = next((story for story in world.stories if story.path == ask.target), None)
    if story is None or story.published > at:
        return MISSING
    if story.is_gone(at):
        return _loss(world, at, story)
    if story.lies and _is_conditional(ask):
        return Reply(304, content_type=None)
    version = story.version(at)
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in version.paragraphs)
    return _laid_out(world, at, story, version.title, text)


def _loss(world: World, at: datetime, story: Story) -> Reply:
    match story.loss:
        case Loss.REDIRECT_HOME:
            return Reply(302, headers=(("Location", "/"),))
        case Loss.REDIRECT_ELSEWHERE:
            return Reply(301, headers=(("Location", world.stories[0].path),))
        case Loss.NOTICE:
            return _laid_out(world, at, story, story.version(at).title, NOTICE)
        case _:
            return Reply(410 if len(story.path) % 2 else 404, MISSING.body)


def _laid_out(world: World, at: datetime, story: Story, title: str, text: str) -> Reply:
    counter = "" if story.validators else f"<p>CURRENT AMOUNT: {int(at.timestamp()) // 3600 % 5000} $</p>"
    head = (
        f'<title>{escape(title)} - South Front</title><meta name="author" content="{story.author}">'
        f'<meta property="article:published_time" content="{story.published.isoformat()}">'
    )
    if world.relaid_at <= at:
        body = (
            f'<nav><a href="/">Home</a></nav><main><h1 class="story-title">{escape(title)}</h1>'
            f'<div class="by">By {story.author}</div><div class="story-text">{text}{counter}</div></main>'
        )
    else:
        body = (
            f'<h1 class="entry-title">{escape(title)}</h1><span class="author">{story.author}</span>'
            f'<div class="entry-content">{counter}{text}</div><div id="comments"><p>Nice read!</p></div>'
        )
    page = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    modified = max(story.version(at).since, world.relaid_at if world.relaid_at <= at else story.published)
    return Reply(200, page, modified=modified if story.validators else None)
