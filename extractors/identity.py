"""The id of an article: by its outlet and the outlet's own key of it, so that it keeps its name when a host changes."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from extractors.urls import normalised

if TYPE_CHECKING:
    from extractors.vocabulary import Outlet


def article_id(slug: str, url: str, key: str | None) -> str:
    """`slug` is that of the outlet under which it is archived; without a key the address names it."""
    name = key or normalised(url)
    return f"{slug}-{blake2b(name.encode('utf-8', 'replace'), digest_size=10).hexdigest()}"


def announced_id(known: Outlet | None, slug: str, url: str, key: str | None) -> str | None:
    """The id as far as an address and the outlet's `key` in it tell it; None where the page's canonical link decides."""
    own = known if known is not None and known.slug == slug else None
    if own and own.trusts_canonical(url):
        return None
    return article_id(slug, url, key if own else None)
