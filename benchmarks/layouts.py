"""Four ways to print an article, as sites of four makes do; one of them says nothing in its head."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from benchmarks.furniture import address, headline, newsletter, rail, share_bar

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Story:
    title: str
    author: str
    at: datetime
    url: str
    image: str
    texts: tuple[str, ...]


def head(story: Story, number: int) -> str:
    """The part of <head> that speaks of the article in page `number`."""
    return _bare_head(story) if _layout(number) is _old else _stated_head(story)


def article(story: Story, number: int, rng: random.Random) -> str:
    """The article in page `number`, with what a page puts into it."""
    return _layout(number)(story, rng)


def _bare_head(story: Story) -> str:
    """States neither author nor date, as a quarter of real pages do not (108 of 400 looked at)."""
    return f"<title>{escape(story.title)} | The Daily Example</title>"


def _stated_head(story: Story) -> str:
    stated = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.at.isoformat(),
        "author": [{"@type": "Person", "name": story.author}],
        "image": [story.image],
        "mainEntityOfPage": story.url,
        "publisher": {"@type": "Organization", "name": "The Daily Example"},
    }
    return (
        f"<title>{escape(story.title)} | The Daily Example</title>\n"
        f'<link rel="canonical" href="{story.url}">\n<meta property="og:type" content="article">\n'
        f'<meta property="og:title" content="{escape(story.title)}">\n<meta property="og:image" content="{story.image}">\n'
        f'<meta property="og:site_name" content="The Daily Example">\n<meta name="description" content="{escape(story.texts[0])}">\n'
        f'<meta property="article:published_time" content="{story.at.isoformat()}">\n'
        f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    )


def _blog(story: Story, rng: random.Random) -> str:
    inner = _with_interruptions([f"<p>{escape(text)}</p>" for text in story.texts], rng)
    return (
        f'<main><article class="post type-post hentry"><h1 class="entry-title">{escape(story.title)}</h1>'
        f'<div class="entry-meta">By <a rel="author" href="/author">{story.author}</a> <time class="entry-date" '
        f'datetime="{story.at.isoformat()}">{story.at:%B %d, %Y}</time></div>{share_bar(story.url)}'
        f'<div class="entry-content">{_lead(story)}{inner}</div></article></main>'
    )


def _modular(story: Story, rng: random.Random) -> str:
    """Every paragraph a component of its own, under class names that say nothing."""
    parts = [
        f'<div class="sc-{rng.randrange(16**4):04x}" data-component="text-block"><p class="sc-p">{escape(text)}</p></div>'
        for text in story.texts
    ]
    return (
        f'<main id="main-content"><article><div data-component="headline-block"><h1>{escape(story.title)}</h1></div>'
        f'<div data-component="byline-block"><span>{story.author}</span> <time datetime="{story.at.isoformat()}">{story.at:%d %b}</time></div>'
        f"{_lead(story)}{_with_interruptions(parts, rng)}{share_bar(story.url)}</article></main>"
    )


def _old(story: Story, rng: random.Random) -> str:
    """Line breaks for paragraphs, in a cell of a table."""
    text = "<br><br>\n".join(escape(text) for text in story.texts)
    return (
        f'<table class="layout" width="100%"><tr><td class="left">{rail(rng, "Today", 2)}</td><td id="story"><h1>{escape(story.title)}</h1>'
        f'<p class="byline">By {story.author}, {story.at:%d.%m.%Y}</p><div class="storytext">{text}</div></td></tr></table>'
    )


def _magazine(story: Story, rng: random.Random) -> str:
    parts = [f"<p>{escape(text)}</p>" for text in story.texts]
    parts[8:8] = ["<h2>What happens next</h2>", f"<blockquote><p>{escape(story.texts[2])}</p></blockquote>"]
    return (
        f'<div role="main" class="story"><header><h1 itemprop="headline">{escape(story.title)}</h1><p class="byline">Words: {story.author}</p>'
        f'</header>{share_bar(story.url)}<div itemprop="articleBody" class="article-body">{_lead(story)}{_with_interruptions(parts, rng)}</div></div>'
    )


def _layout(number: int) -> Callable[[Story, random.Random], str]:
    return (_blog, _modular, _old, _magazine)[number % 4]


def _lead(story: Story) -> str:
    return f'<figure><img src="{story.image}" alt=""><figcaption>Photo: {story.author}</figcaption></figure>'


def _with_interruptions(parts: list[str], rng: random.Random) -> str:
    """The paragraphs, with what a page puts between them."""
    title = headline(rng)
    between = (
        '<div class="ad-slot"><span>Advertisement</span></div>',
        f'<p class="read-more">Read more: <a href="{address(rng, title)}">{escape(title)}</a></p>',
        newsletter(),
    )
    for place, part in zip((18, 11, 5), between, strict=True):
        parts.insert(place, part)
    return "\n".join(parts)
