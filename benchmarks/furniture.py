"""What stands around an article on a news page: menus, rails, comments, scripts. All invented, by a seed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tests.replica.prose import SLOTS, Topic, sentence
from tests.replica.slug import slug_of

if TYPE_CHECKING:
    import random

SECTIONS = (
    "World",
    "Politics",
    "Economy",
    "Opinion",
    "Climate",
    "Science",
    "Health",
    "Culture",
    "Sport",
    "Travel",
)
NAMES = ("Maple", "quietreader", "J. Orme", "Sindre", "b_ko", "Marta V.", "old_harbor", "Ines", "T. Whitlock")


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of it: rules of style, entries of the state of the page above and below its text, widths of a picture."""

    rules: int
    state: int
    state_below: int
    widths: tuple[int, ...] = ()
    more_cards: int = 0  # of each rail
    menus: int = 1  # the same menu for wide and for narrow screens


LEAN = Amount(rules=90, state=60, state_below=30)
FULL = Amount(
    rules=600, state=640, state_below=320, widths=(160, 320, 480, 640, 960, 1280), more_cards=10, menus=2
)
"""What makes a page as large as real ones are: 230 KB, of which scripts and styles are 100 and attributes 80 (the means
of 791 real pages, by which EXTRACTION was measured, are 189, 79 and 70)."""


def headline(rng: random.Random) -> str:
    words = sentence(rng, rng.choice(rng.choice(tuple(Topic)).value)).rstrip(".").split()
    return " ".join(words[: rng.randint(7, 12)]).strip(",“”")


def address(rng: random.Random, title: str) -> str:
    return f"/{rng.choice(SECTIONS).lower()}/2026/{rng.randint(1, 12):02}/{slug_of(title)[:60]}-{rng.randrange(16**6):06x}"


def picture(rng: random.Random, width: int) -> str:
    return f"https://media.daily.example/{rng.randrange(16**16):016x}/{width}x{width * 9 // 16}.jpg?q=80&fit=crop"


def menu(rng: random.Random, per_section: int) -> str:
    """A drop-down menu: every section with the places below it."""
    entries = []
    for section in SECTIONS:
        places = "".join(
            f'<li class="sub-item"><a href="/{section.lower()}/{slug_of(place)}" data-nav="{rng.randrange(16**4):04x}">{place}</a></li>'
            for place in rng.sample(SLOTS["village"], per_section)
        )
        entries.append(
            f'<li class="nav-item has-sub"><a href="/{section.lower()}">{section}</a><ul>{places}</ul></li>'
        )
    return f'<nav class="site-nav" aria-label="Main"><ul class="nav-list">{"".join(entries)}</ul></nav>'


def rail(rng: random.Random, title: str, cards: int, amount: Amount = LEAN) -> str:
    """Teasers of other articles, each with a picture, a time and the first sentence."""
    return f'<section class="rail"><h2 class="rail-title">{title}</h2>{"".join(_card(rng, amount) for _ in range(cards + amount.more_cards))}</section>'


def _card(rng: random.Random, amount: Amount) -> str:
    title = headline(rng)
    teaser = sentence(rng, rng.choice(Topic.REGION.value))
    image = picture(rng, 320)
    widths = ", ".join(f"{picture(rng, width)} {width}w" for width in amount.widths)
    sizes = 'sizes="(max-width: 600px) 100vw, (max-width: 1200px) 50vw, 320px"'
    more = f' srcset="{widths}" {sizes} decoding="async"' if widths else ""
    source = (
        f'<source type="image/webp" srcset="{widths.replace(".jpg", ".webp")}" {sizes}>' if widths else ""
    )
    return (
        f'<div class="card card--teaser" data-id="{rng.randrange(16**8):08x}"><a class="card-link" href="{address(rng, title)}">'
        f'{source}<img loading="lazy" width="320" height="180" src="{image}"{more} alt="{escape(title)}"><h3 class="card-title">{escape(title)}</h3></a>'
        f'<p class="card-teaser">{escape(teaser)}</p><time datetime="2026-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}">{rng.randint(2, 23)} hours ago</time></div>'
    )


def comments(rng: random.Random, count: int) -> str:
    said = "".join(
        f'<li class="comment" id="c{rng.randrange(10**7)}"><div class="comment-meta"><b>{rng.choice(NAMES)}</b> <a href="#reply">Reply</a>'
        f'</div><div class="comment-body"><p>{escape(sentence(rng, rng.choice(Topic.ANALYSIS.value)))}</p></div></li>'
        for _ in range(count)
    )
    return f'<section id="comments" class="comments-area"><h2>{count} comments</h2><ol class="comment-list">{said}</ol></section>'


def share_bar(url: str) -> str:
    links = "".join(
        f'<li><a class="share-{name.lower()}" href="https://{name.lower()}.example/share?u={url}" rel="nofollow">Share on {name}</a></li>'
        for name in ("Facebook", "Telegram", "Reddit", "Mail")
    )
    return f'<ul class="share-buttons">{links}</ul>'


def newsletter() -> str:
    return (
        '<div class="newsletter-box"><p>Get the day in five minutes. Sign up for our newsletter.</p>'
        '<form action="/subscribe"><input type="email" placeholder="Your e-mail"><button>Subscribe</button></form></div>'
    )


def styles(rng: random.Random, rules: int) -> str:
    every = "".join(
        f".x{rng.randrange(16**5):05x}{{margin:{rng.randint(0, 40)}px auto;color:#{rng.randrange(16**6):06x};flex:{rng.randint(1, 9)}}}"
        for _ in range(rules)
    )
    return f"<style>{every}</style>"


def scripts(rng: random.Random, entries: int) -> str:
    """The state of the page as a script, and a loader of advertisements."""
    state = {
        f"slot{n}": {"id": f"{rng.randrange(16**12):012x}", "sizes": [[300, 250], [728, 90]]}
        for n in range(entries)
    }
    loader = "(function(d,s){var j=d.createElement(s);j.async=!0;j.src='/ads.js';d.head.appendChild(j)})(document,'script');"
    return f"<script>window.__STATE__={json.dumps(state)};</script><script>{loader}</script>"


def footer(rng: random.Random) -> str:
    links = "".join(
        f'<li><a href="/{slug_of(name)}">{name}</a></li>'
        for name in (*SECTIONS, "About us", "Contact", "Jobs", "Privacy")
    )
    return f'<footer class="site-footer">{menu(rng, 3)}<ul>{links}</ul><p>© 2026 The Daily Example. All rights reserved.</p></footer>'
