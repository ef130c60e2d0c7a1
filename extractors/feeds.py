"""RSS 0.9x, 1.0 and 2.0, and Atom 0.3 and 1.0, with the Dublin Core that they borrow.

Element names decide and not the version that a file claims: real feeds mix them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.candidate import MAX_ID, Candidate, Problem, date, names, title
from extractors.entries import address, all_text, entries, name, text
from extractors.urls import absolute
from extractors.vocabulary import Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from lxml import etree

    from extractors.dates import Reading

_PUBLISHED = ("pubDate", "published", "issued", "created", "date")  # the last two of Dublin Core and Atom 0.3
_MODIFIED = ("updated", "modified", "lastmod")
_AUTHORS = ("creator", "author", "contributor")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_IN_CHANNEL = (
    200  # elements before the first entry among which the language and the next page of all may stand
)
_OLDER = ("next", "prev-archive")


def feed(
    body: bytes, base: str, reading: Reading, purpose_of: Callable[[str], Purpose]
) -> Iterator[Candidate | Problem]:
    """The entries in the order of the feed, then its next page where it states one; an entry without an address is a problem."""
    language = following = None
    for number, one in enumerate(entries(body)):
        if isinstance(one, Problem):
            yield one
            continue
        if not number:
            language, following = _language(one), _following(one, base)
        yield _entry(one, base, reading, purpose_of, language)
    if following:
        yield Candidate(url=following, purpose=Purpose.FEED)


def _entry(
    entry: etree._Element,
    base: str,
    reading: Reading,
    purpose_of: Callable[[str], Purpose],
    language: str | None,
) -> Candidate | Problem:
    parts = list(entry)
    written = _address(entry, parts)
    url = absolute(base, address(written))
    if url is None:
        return Problem(f"no address: {written[:80]!a}")
    return Candidate(
        url=url,
        purpose=purpose_of(url),
        date_published=_date(parts, _PUBLISHED, reading),
        date_modified=_date(parts, _MODIFIED, reading),
        title=title(next((all_text(part) for part in parts if name(part) == "title"), "")),
        author=names(_author(part) for part in parts if name(part) in _AUTHORS),
        in_language=next((text(part) for part in parts if name(part) == "language"), "")[:MAX_ID] or language,
        keywords=names(part.get("term") or text(part) for part in parts if name(part) == "category"),
        source_id=next((text(part) for part in parts if name(part) in {"guid", "id"}), "")[:MAX_ID] or None,
    )


def _address(entry: etree._Element, parts: Sequence[etree._Element]) -> str:
    """The first of: FeedBurner's original, <link>, <link href> of Atom, a permanent <guid>, rdf:about, an id that is one."""
    for part in parts:
        if name(part) == "origLink" and text(part):
            return text(part)
    for part in parts:
        if name(part) not in {"link", "loc"}:
            continue
        if text(part):
            return text(part)
        if part.get("rel", "alternate") == "alternate" and part.get("href"):
            return part.get("href", "")
    for part in parts:
        permanent = part.get("isPermaLink", "true").lower() != "false"
        if name(part) in {"guid", "id"} and permanent and text(part).startswith(("http://", "https://")):
            return text(part)
    return entry.get(_RDF_ABOUT, "")


def _date(parts: Sequence[etree._Element], known: tuple[str, ...], reading: Reading) -> datetime | None:
    for wanted in known:
        for part in parts:
            if name(part) == wanted and (at := date(text(part), reading)):
                return at
    return None


def _author(part: etree._Element) -> str:
    """<name> of Atom; of RSS's "mail (name)" the name."""
    called = next((text(inner) for inner in part if name(inner) == "name"), None)
    if called is not None:
        return called
    mail, _, rest = text(part).partition("(")
    return rest.rstrip(") ") if "@" in mail and rest else "" if "@" in mail else text(part)


def _language(entry: etree._Element) -> str | None:
    """That of the channel, which stands before its first entry."""
    parent = entry.getparent()
    if parent is None:
        return None
    for part in _of_channel(entry):
        if name(part) == "language" and text(part):
            return text(part)[:MAX_ID]
    return (entry.get(_XML_LANG) or parent.get(_XML_LANG) or "")[:MAX_ID] or None


def _following(entry: etree._Element, base: str) -> str | None:
    """The page with older entries: of a paged feed, or the archive before this one (RFC 5005, sections 3 and 4)."""
    links = [part for part in _of_channel(entry) if name(part) == "link" and part.get("rel") in _OLDER]
    return absolute(base, links[0].get("href", "")) if links else None


def _of_channel(entry: etree._Element) -> list[etree._Element]:
    parent = entry.getparent()
    return [] if parent is None else list(parent)[:_IN_CHANNEL]
