"""The draft of an outlet's file from what a look at its site showed. Comments say what was seen and what was not."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.urls import path_and_query
from extractors.vocabulary import Layout, Outlet, Politeness, Purpose, Source, SourceKind, UrlShape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractors.drafting.shapes import ProposedShape
    from extractors.learning.eras import Container

WIDTH = 105  # of comments


@dataclass(frozen=True, slots=True)
class SeenSource:
    """A feed or a sitemap that answered."""

    url: str
    kind: SourceKind
    entries: int
    told_by: str  # "robots.txt", "the home page", "its usual address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was seen of a site. `silent` are addresses that gave nothing, with how they ended."""

    slug: str
    name: str
    hosts: tuple[str, ...]
    day: str
    language: str | None
    offsets: tuple[str, ...]  # of the dates that pages state, as "+03:00"
    made_with: str  # what the pages say of their CMS; empty
    crawl_delay: float | None
    sources: tuple[SeenSource, ...]
    shapes: tuple[ProposedShape, ...]
    addresses: int  # that the sources name
    sections: tuple[str, ...]  # paths that the home page links to and that are no articles
    pages: int  # sample pages that were read
    containers: tuple[Container, ...]
    silent: tuple[tuple[str, str], ...]


CUSTOM = (
    UrlShape(r"/[^?]*sitemap[^?]*\.xml(?:\.gz)?(?:\?.*)?", Purpose.SITEMAP),
    UrlShape(r"/(?:wp-(?:admin|login|json|content|includes)|xmlrpc|cdn-cgi|user|login)\b.*", Purpose.IGNORE),
    UrlShape(r"/[^?]*\?(?:.*&)?(?:s|q|search|replytocom|share|sid|PHPSESSID)=.*", Purpose.TRAP),
)
SECTIONS = UrlShape(r"/(?:[^/?]+/?){0,2}", Purpose.LISTING)


def described(seen: Observed) -> Outlet:
    """The outlet that the draft describes. BadOutletError: what was seen cannot be said in our words."""
    named = tuple(
        UrlShape(re.escape(path_and_query(source.url, keep_tracking=True)), Purpose(source.kind))
        for source in seen.sources
        if source.kind is not SourceKind.LISTING
    )
    articles = tuple(
        UrlShape(shape.pattern, Purpose.ARTICLE, examples=shape.examples) for shape in seen.shapes
    )
    selectors = tuple(container.selector for container in seen.containers)
    return Outlet(
        slug=seen.slug,
        name=seen.name,
        hosts=seen.hosts,
        language=seen.language or "en",
        time_zone="UTC",
        sources=tuple(Source(source.url, source.kind) for source in seen.sources),
        url_shapes=(*named, *CUSTOM, *articles, SECTIONS),
        layouts=(Layout(name="seen", container=selectors),) if selectors else (),
        politeness=Politeness(_delay(seen) or Politeness().delay_s),
    )


def draft(seen: Observed) -> str:
    """The file as Python; every text of the site stands in it as a literal or in a comment of one line."""
    return "\n".join(
        (
            f'"""{_plain(seen.name)}: a draft that `scrapy outlets --probe` made of its site on {seen.day}.',
            "",
            *_comment(_summary(seen), ""),
            '"""',
            "",
            _imports(seen),
            "",
            "OUTLET = Outlet(",
            *(f"    {line}" if line else "" for line in _arguments(seen)),
            ")",
            "",
        )
    )


def _imports(seen: Observed) -> str:
    names = ["Outlet", "Purpose", "Source", "SourceKind", "UrlShape"]
    if seen.containers:
        names.append("Layout")
    if _delay(seen):
        names.append("Politeness")
    listed = "".join(f"    {name},\n" for name in sorted(names))
    return f"from extractors.vocabulary import (\n{listed})"


def _summary(seen: Observed) -> str:
    named = f"Its sources named {seen.addresses} addresses; {seen.pages} pages were read."
    made = f"The pages say that they were made with {_plain(seen.made_with)}." if seen.made_with else ""
    return f"Mend it and say here what you have checked. {named} {made}"


def _arguments(seen: Observed) -> Iterator[str]:
    yield f"slug={seen.slug!r},".replace("'", '"')
    yield f"name={_literal(seen.name)},"
    yield f"hosts={_tuple(seen.hosts)},"
    if seen.language:
        yield f"language={_literal(seen.language)},  # as its pages say"
    else:
        yield 'language="en",  # not observed: its pages do not say'
    yield from _time_zone(seen)
    yield from _sources(seen)
    yield from _shapes(seen)
    yield from _layouts(seen)
    if delay := _delay(seen):
        yield f"politeness=Politeness(delay_s={delay:g}),  # its robots.txt asks for {seen.crawl_delay:g} s"


def _delay(seen: Observed) -> float | None:
    return seen.crawl_delay if seen.crawl_delay and seen.crawl_delay > Politeness().delay_s else None


def _time_zone(seen: Observed) -> Iterator[str]:
    said = (
        f"dates on its pages state {', '.join(seen.offsets)}" if seen.offsets else "no date states an offset"
    )
    yield from _comment(
        f"Not observed ({said}). It is for printed dates without an offset: name the IANA zone."
    )
    yield 'time_zone="UTC",'


def _sources(seen: Observed) -> Iterator[str]:
    yield "sources=("
    for source in seen.sources:
        yield from _indented(_comment(f"{source.entries} entries; named by {source.told_by}."))
        yield f"    Source({_literal(source.url)}, SourceKind.{source.kind.name}),"
    for url, end in seen.silent:
        yield from _indented(_comment(f"Nothing came of {_plain(url)}: {_plain(end)}."))
    yield "),"


def _shapes(seen: Observed) -> Iterator[str]:
    remarks = {shape.pattern: f"{shape.seen} of {seen.addresses} addresses." for shape in seen.shapes}
    remarks[CUSTOM[0].pattern] = (
        "By custom, not observed: sitemaps; no pages; searches and sessions without end."
    )
    sections = ", ".join(map(_plain, seen.sections)) or "none was seen"
    remarks[SECTIONS.pattern] = f"Sections that its home page links to: {sections}."
    yield "url_shapes=("
    for shape in described(seen).url_shapes:
        if remark := remarks.get(shape.pattern):
            yield from _indented(_comment(remark))
        shown = f", examples={_tuple(shape.examples)}" if shape.examples else ""
        yield f"    UrlShape({_pattern(shape.pattern)}, Purpose.{shape.purpose.name}{shown}),"
    yield "),"


def _layouts(seen: Observed) -> Iterator[str]:
    if not seen.containers:
        yield from _comment(
            "Not observed: no element held the article on enough sample pages. The generic extractor reads them;"
            f" `scrapy learn {seen.slug}` proposes a layout when some days are archived."
        )
        return
    yield "layouts=("
    for container in seen.containers:
        yield from _indented(
            _comment(
                f"{container.selector}: on {container.pages} of {container.of_pages} sample pages, agreement with the"
                f" generic extractor's article {container.agreement:.2f} of 1."
            )
        )
    selectors = _tuple(container.selector for container in seen.containers)
    yield f'    Layout(name="seen", container={selectors}),'
    yield "),"


def _comment(text: str, mark: str = "# ") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=mark, subsequent_indent=mark)


def _indented(lines: list[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _plain(text: str) -> str:
    """What a site says, fit for a comment or the docstring: one line of printable characters, no quotation marks."""
    shown = "".join(c if c.isprintable() else " " for c in " ".join(text.split()))
    return shown.replace("\\", "/").replace('"', "'")[:200]


def _tuple(texts: Iterable[str]) -> str:
    shown = [_literal(text) for text in texts]
    return f"({', '.join(shown)}{',' if len(shown) == 1 else ''})"


def _literal(text: str) -> str:
    shown = repr(text)
    return f'"{shown[1:-1]}"' if shown.startswith("'") and '"' not in shown else shown


def _pattern(text: str) -> str:
    return f'r"{text}"' if '"' not in text and not text.endswith("\\") and text.isprintable() else repr(text)
