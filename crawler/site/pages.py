"""The pages as HTML: an article, what a revision changed, the lists, the search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.html_templates import templates
from crawler.report import page as report
from crawler.showing import changed, facts, sizes
from crawler.showing_changes import changed_fields, told
from crawler.showing_links import MOST, link_facts, ranked_links
from crawler.site.places import article_page, difference_page, month_page, outlet_page, root_from
from storage.changes import blocks, change, wording, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from storage.article import Article, Boilerplate
    from storage.browsing import WholeArticle
    from storage.link import Link, LinkedArticle
    from storage.table_rows import ArticleRow

FOLDER = Path(__file__).parent
UNTITLED = "(no headline)"
Values = dict[str, Any]  # Any: what a template is given


def style() -> str:
    """The report's, and what the browser has besides."""
    return "".join(
        (folder / name).read_text(encoding="utf-8")
        for folder, name in ((report.FOLDER, "page.css"), (FOLDER, "site.css"))
    )


def script() -> str:
    return (FOLDER / "site.js").read_text(encoding="utf-8")


def html(template: str, place: str, **values: Any) -> str:  # noqa: ANN401 - what the template is given
    return templates(FOLDER).get_template(template).render(root=root_from(place), **values)


def title_of(article: Article) -> str:
    return article.headline or UNTITLED


def moment_of(article: Article) -> datetime:
    """Of publication; of the capture where the page states none."""
    return article.date_published or article.captured_at


# -- an article


def article_html(whole: WholeArticle, replay: str, has_page: Callable[[str], bool]) -> str:
    """`replay`: what stands before moment and URL where archived pages are served. `has_page` says of an article id whether the site has it."""
    row = whole.newest
    article = row.article
    paragraphs = article.article_body.split("\n\n")
    return html(
        "article.html",
        article_page(article.outlet, article.article_id),
        article=article,
        title=title_of(article),
        day=f"{moment_of(article):%Y-%m-%d}",
        is_published=article.date_published is not None,
        outlet=(article.outlet, outlet_page(article.outlet)),
        month=(f"{moment_of(article):%B %Y}", month_page(article.outlet, moment_of(article))),
        parts=_parts(paragraphs, article.boilerplate),
        removed=sizes(article.boilerplate),
        facts=_facts(article, row.revision, len(paragraphs)),
        revisions=[_revision(each, replay) for each in whole.revisions] if len(whole.revisions) > 1 else [],
        links=_links(article.article_id, whole.links, has_page),
        replay=replayed(replay, article),
        original=_address(article.canonical_url or article.url),
    )


def _parts(paragraphs: Sequence[str], removed: Sequence[Boilerplate]) -> list[Values]:
    """The paragraphs, each with what was removed before it; at the end one without text."""
    last = len(paragraphs)
    by_place: dict[int, list[Boilerplate]] = {}
    for piece in removed:
        by_place.setdefault(min(max(piece.before_paragraph, 0), last), []).append(piece)
    return [
        {
            "number": number + 1,
            "text": paragraphs[number] if number < last else None,
            "removed": by_place.get(number, []),
            "families": ", ".join(dict.fromkeys(_named(piece) for piece in by_place.get(number, []))),
            "sizes": sizes(by_place.get(number, [])),
        }
        for number in range(last + 1)
    ]


def _named(piece: Boilerplate) -> str:
    return piece.family.value.replace("_", " ")


def _facts(article: Article, revision: int, paragraphs: int) -> list[tuple[str, str, str]]:
    """Label, value, and how it was found."""
    ways = dict(article.found_by)
    return [(label, value, ways.get(name, "")) for label, name, value in facts(article, revision, paragraphs)]


def _revision(row: ArticleRow, replay: str) -> Values:
    article = row.article
    return {
        "number": row.revision,
        "captured": f"{article.captured_at:%Y-%m-%d %H:%M} UTC",
        "words": article.word_count,
        "changed": changed(row),
        "page": difference_page(article.outlet, article.article_id, row.revision),
        "replay": replayed(replay, article),
    }


def _links(article_id: str, links: Sequence[Link], has_page: Callable[[str], bool]) -> list[Values]:
    return [
        {
            "title": title,
            "count": len(found),
            "more": len(found) - MOST,
            "links": [_link(link, other, has_page) for link, other in found[:MOST]],
        }
        for title, found in ranked_links(article_id, links)
    ]


def _link(link: Link, other: LinkedArticle, has_page: Callable[[str], bool]) -> Values:
    return {
        "title": other.headline or UNTITLED,
        "outlet": other.outlet,
        "day": f"{other.date_published:%Y-%m-%d}" if other.date_published else "",
        "facts": link_facts(link),
        "page": article_page(other.outlet, other.article_id) if has_page(other.article_id) else "",
        "original": _address(other.url),
    }


def replayed(replay: str, article: Article) -> str:
    """Where pywb shows this capture; empty for what is no address."""
    return f"{replay}/{article.captured_at:%Y%m%d%H%M%S}/{article.url}" if _address(article.url) else ""


def _address(url: str) -> str:
    """Empty for what a browser would do more with than open it."""
    return url if url.lower().startswith(("https://", "http://")) else ""


# -- what a revision changed


def difference_html(before: ArticleRow, after: ArticleRow, replay: str) -> str:
    old, new = wording(before.article), wording(after.article)
    article = after.article
    return html(
        "difference.html",
        difference_page(article.outlet, article.article_id, after.revision),
        article=article,
        title=title_of(article),
        page=article_page(article.outlet, article.article_id),
        sides=[_revision(before, replay), _revision(after, replay)],
        told=told(change(old, new)),
        fields=[(label, words(was, now)) for label, was, now in changed_fields(old, new)],
        runs=_runs(blocks(old, new)),
    )


def _runs(found: Iterable[Any]) -> list[Values]:
    """Blocks that differ, and between them the paragraphs that do not, together."""
    runs: list[Values] = []
    for block in found:
        is_same = all(piece.is_common for piece in block)
        if not runs or runs[-1]["is_same"] != is_same:
            runs.append({"is_same": is_same, "blocks": []})
        runs[-1]["blocks"].append(block)
    return runs


# -- lists


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list."""

    title: str
    place: str
    day: date
    kind: str
    language: str
    words: int
    authors: str
    revisions: int
    links: int


def listed(whole: WholeArticle) -> Listed:
    article = whole.newest.article
    return Listed(
        title_of(article),
        article_page(article.outlet, article.article_id),
        moment_of(article).date(),
        article.kind.value,
        article.in_language or "",
        article.word_count,
        ", ".join(article.author),
        len(whole.revisions),
        len({frozenset((link.article.article_id, link.original.article_id)) for link in whole.links}),
    )
