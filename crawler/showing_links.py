"""Who copied an article and what it copies, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from storage.link import DirectedBy, Link, LinkedArticle, LinkLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

LinkTo = tuple[Link, LinkedArticle]
"""A link, and the article at its other end."""

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
    return Group(
        *(shown for title, found in ranked_links(article_id, links) for shown in _part(title, found))
    )


def ranked_links(article_id: str, links: Sequence[Link]) -> tuple[tuple[str, list[LinkTo]], ...]:
    """What the links mean for this article, and those that mean it with the other article, the surest first."""
    copying = [one for one in links if one.article.article_id == article_id and one.label not in _WITHIN]
    copied = [one for one in links if one.original.article_id == article_id and one.label not in _WITHIN]
    found = (
        ("it copies", [(one, one.original) for one in copying]),
        ("copied by", [(one, one.article) for one in copied]),
        ("other articles of this outlet", _others(article_id, links)),
    )
    return tuple((title, sorted(pairs, key=_surest_first)) for title, pairs in found if pairs)


def _surest_first(pair: LinkTo) -> tuple[float, str]:
    return -_share(pair[0]), pair[1].article_id


def _others(article_id: str, links: Sequence[Link]) -> list[LinkTo]:
    """Revisions under another id, and texts in the same frame; the article's own revisions have their own table."""
    within = [
        one for one in links if one.label in _WITHIN and one.article.article_id != one.original.article_id
    ]
    return [(one, one.original if one.article.article_id == article_id else one.article) for one in within]


def _part(title: str, ranked: list[LinkTo]) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"{title}: {len(ranked)}", style="bold")]
    parts += [Padding(_entry(link, other), (0, 0, 1, 2)) for link, other in ranked[:MOST]]
    return [*parts, *([Text(f"  and {len(ranked) - MOST} more")] if len(ranked) > MOST else [])]


def link_facts(link: Link) -> str:
    """Label, lag, shares and evidence in one line."""
    shares = f"{link.containment:.0%} of the copy, {link.original_containment:.0%} of the original"
    return "; ".join(fact for fact in (f"{link.label}{_lag(link)}", shares, _evidence(link)) if fact)


def _entry(link: Link, other: LinkedArticle) -> Text:
    return Text.assemble(
        (other.headline or "(no headline)", ""),
        "\n",
        link_facts(link),
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
