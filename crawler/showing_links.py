"""Who copied an article and what it copies, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from storage.link import DirectedBy, LinkLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from storage.link import Link, LinkedArticle

MOST = 20  # of each kind: a wire story may have hundreds
_HOUR, _DAY = 3600, 86400
_WITHIN = {LinkLabel.REVISION, LinkLabel.TEMPLATE}
_EVIDENCE = {
    DirectedBy.CREDIT: "the copy says so",
    DirectedBy.LINK: "the copy links there",
    DirectedBy.DATE: "direction by date",
    DirectedBy.LENGTH: "direction by length",
    DirectedBy.ORDER: "the direction is a guess",
    DirectedBy.COMMON_SOURCE: "both name one source",
}


def links_shown(article_id: str, links: Sequence[Link]) -> RenderableType:
    """Every link of the article, the surest first, under what it means for this article."""
    copying = [one for one in links if one.article.article_id == article_id and one.label not in _WITHIN]
    copied = [one for one in links if one.original.article_id == article_id and one.label not in _WITHIN]
    parts = (
        *_part("it copies", [(one, one.original) for one in copying]),
        *_part("copied by", [(one, one.article) for one in copied]),
        *_part("other articles of this outlet", _others(article_id, links)),
    )
    return Group(*parts)


def _others(article_id: str, links: Sequence[Link]) -> list[tuple[Link, LinkedArticle]]:
    """Revisions under another id, and texts in the same frame; the article's own revisions have their own table."""
    within = [
        one for one in links if one.label in _WITHIN and one.article.article_id != one.original.article_id
    ]
    return [(one, one.original if one.article.article_id == article_id else one.article) for one in within]


def _part(title: str, found: list[tuple[Link, LinkedArticle]]) -> list[RenderableType]:
    if not found:
        return []
    ranked = sorted(found, key=lambda pair: (-_share(pair[0]), pair[1].article_id))
    parts: list[RenderableType] = [Text(f"{title}: {len(ranked)}", style="bold")]
    parts += [Padding(_entry(link, other), (0, 0, 1, 2)) for link, other in ranked[:MOST]]
    return [*parts, *([Text(f"  and {len(ranked) - MOST} more")] if len(ranked) > MOST else [])]


def _entry(link: Link, other: LinkedArticle) -> Text:
    shares = f"{link.containment:.0%} of the copy, {link.original_containment:.0%} of the original"
    facts = "; ".join(fact for fact in (f"{link.label}{_lag(link)}", shares, _evidence(link)) if fact)
    return Text.assemble(
        (other.headline or "(no headline)", ""),
        "\n",
        facts,
        "\n",
        (f"{other.article_id}  {other.url}", "dim"),
    )


def _share(link: Link) -> float:
    return max(link.containment, link.original_containment)


def _lag(link: Link) -> str:
    """How much later the copy was published."""
    if link.lag_s is None:
        return ""
    hours = abs(link.lag_s) / _HOUR
    span = f"{hours:.0f} hours" if abs(link.lag_s) < 2 * _DAY else f"{hours / 24:.0f} days"
    return f", {span} {'earlier' if link.lag_s < 0 else 'later'}"


def _evidence(link: Link) -> str:
    return link.credit or _EVIDENCE[link.directed_by]
