"""HTML as WordPress and an SEO plugin write it: head, blocks, and the pages around an article."""

from __future__ import annotations

import json
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.replica.planted import Line, Planted


def document(*, language: str, head: str, body: str, body_class: str) -> bytes:
    style = "".join(f".c{number}{{margin:0 auto;max-width:{number * 10}px}}" for number in range(40))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" prefix="og: https://ogp.me/ns#">\n<head>\n'
        '<meta charset="UTF-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{head}\n<style id='theme-inline-css'>{style}</style>\n"
        "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}</script>\n"
        f'</head>\n<body class="{body_class}">\n{body}\n</body>\n</html>\n'
    ).encode()


def stated_metadata(planted: Planted, *, site_name: str, title: str, with_json_ld: bool = True) -> str:
    """Title, canonical link, OpenGraph and JSON-LD; without the last two where the page states nothing."""
    lines = [f"<title>{escape(title)}</title>", f'<link rel="canonical" href="{escape(planted.url)}">']
    if not planted.states_metadata:
        return "\n".join(lines)
    properties = [
        ("og:locale", planted.language),
        ("og:type", "article"),
        ("og:title", planted.headline),
        ("og:url", planted.url),
        ("og:site_name", site_name),
        ("article:published_time", planted.published.isoformat()),
    ]
    if planted.modified:
        properties.append(("article:modified_time", planted.modified.isoformat()))
    if planted.image:
        properties.append(("og:image", planted.image))
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties]
    if with_json_ld:
        graph = json.dumps({"@context": "https://schema.org", "@graph": _graph(planted, site_name)})
        lines.append(f'<script type="application/ld+json" class="yoast-schema-graph">{graph}</script>')
    return "\n".join(lines)


def _graph(planted: Planted, site_name: str) -> list[dict[str, object]]:
    home = "/".join(planted.url.split("/")[:3]) + "/"
    people: list[dict[str, object]] = [
        {"@type": "Person", "@id": f"{home}#/person/{at}", "name": name}
        for at, name in enumerate(planted.authors)
    ]
    article: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": f"{planted.url}#article",
        "headline": planted.headline,
        "datePublished": planted.published.isoformat(),
        "author": [{"name": person["name"], "@id": person["@id"]} for person in people],
        "publisher": {"@id": f"{home}#organization"},
        "mainEntityOfPage": {"@id": planted.url},
        "inLanguage": planted.language,
    }
    if planted.modified:
        article["dateModified"] = planted.modified.isoformat()
    if planted.sections:
        article["articleSection"] = list(planted.sections)
    if planted.tags:
        article["keywords"] = list(planted.tags)
    if planted.image:
        article["image"] = {"@id": f"{planted.url}#primaryimage"}
        article["thumbnailUrl"] = planted.image
    crumbs = [("Home", home), (planted.headline, planted.url)]
    steps = [
        {"@type": "ListItem", "position": at, "name": name, "item": url}
        for at, (name, url) in enumerate(crumbs, 1)
    ]
    return [
        article,
        {
            "@type": "WebPage",
            "@id": planted.url,
            "url": planted.url,
            "name": planted.headline,
            "inLanguage": "en-US",
        },
        {"@type": "BreadcrumbList", "itemListElement": steps},
        {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": site_name},
        {"@type": "Organization", "@id": f"{home}#organization", "name": site_name, "url": home},
        *people,
    ]


def blocks(lines: Iterable[Line]) -> str:
    """The lines as elements: list items gathered into a list, wrapped ones into a `div` of their class."""
    runs = groupby(lines, key=lambda line: (line.wrap, line.tag == "li"))
    return "\n".join(_run(list(run), wrap=wrap, listed=listed) for (wrap, listed), run in runs)


def _run(lines: Sequence[Line], *, wrap: str | None, listed: bool) -> str:
    inner = "\n".join(f"<{line.tag}>{inner_html(line)}</{line.tag}>" for line in lines)
    if listed:
        inner = f"<ul>\n{inner}\n</ul>"
    return f'<div class="{wrap}">\n{inner}\n</div>' if wrap else inner


def inner_html(line: Line) -> str:
    return line.markup if line.markup is not None else escape(line.text, quote=False)


def figure(src: str, alt: str) -> str:
    return f'<figure class="wp-block-image"><a href="{escape(src)}"><img src="{escape(src)}" alt="{escape(alt)}"></a></figure>'


def menu(entries: Iterable[tuple[str, str]], *, label: str) -> str:
    items = "".join(
        f'<li class="menu-item"><a href="{escape(url)}">{escape(text)}</a></li>' for text, url in entries
    )
    return f'<nav class="{label}" aria-label="{label}"><ul class="menu">{items}</ul></nav>'


def teasers(articles: Iterable[Planted], *, tag: str = "h2", dated: bool = False) -> str:
    return "\n".join(
        f'<article class="post type-post teaser"><{tag} class="entry-title"><a href="{escape(each.url)}">'
        f"{escape(each.headline)}</a></{tag}>{_time(each) if dated else ''}</article>"
        for each in articles
    )


def _time(planted: Planted) -> str:
    return f'<time datetime="{planted.published.isoformat()}">{planted.published:%B %d, %Y}</time>'
