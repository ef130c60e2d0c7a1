"""What pages made to be slow take, and what four times as much of them takes.

    python -m benchmarks.growth [NAME ...]

prints one table. What is proportional takes 4 times as long, what is quadratic 16 times. Known: libxml2 compares
each attribute of an element with all others; the time limit of the worker ends such a page.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING, Final

from benchmarks.report import HEAD, Row
from extractors.extract import extract_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TIMES: Final = 4
AT_MOST: Final = 6.0  # times the time
ROUNDS: Final = 2  # of which the quicker counts

_SENTENCE: Final = "The road to the northern town was closed by the army on Monday evening. "
_DATA: Final = '<script type="application/ld+json">{}</script>'


def _article(inside: str) -> str:
    first, last = (
        "".join(f"<p>{at}. {_SENTENCE * 4}</p>" for at in range(start, start + 6)) for start in (0, 6)
    )
    return f"<html><head><title>Roads</title></head><body><h1>Roads close</h1><article>{first}{inside}{last}</article>"


PAGES: Final[dict[str, Callable[[int], str]]] = {
    "paragraphs": lambda n: _article(f"<p>{_SENTENCE * 3}</p>\n" * (n // 25)),
    "links": lambda n: _article("<a href=/x>a link</a> " * n),
    "paragraphs of one link": lambda n: _article("<p><a href=/x>a link of some words</a>" * n),
    "links to as many places": lambda n: _article("".join(f"<p><a href=/{at}>a link</a>" for at in range(n))),
    "one paragraph": lambda n: _article(f"<p>{_SENTENCE * (n // 3)}"),
    "one word": lambda n: _article(f"<p>{'x' * 10 * n}"),
    "one paragraph of Persian": lambda n: _article("<p>" + "می\u200cخواهم برویم و " * (n // 2)),
    "joiners": lambda n: _article("<p>" + "x\u200d\u200c " * n),
    "empty blocks": lambda n: _article("<div></div>" * n),
    "line breaks": lambda n: _article("<br>\n" * n),
    "lines of one paragraph": lambda n: _article("x<br>" * n),
    "paragraphs of two breaks": lambda n: _article("some words<br><br>" * n),
    "cells of one row": lambda n: _article(f"<table><tr>{'<td>x' * n}</table>"),
    "empty cells of one row": lambda n: _article(f"<table><tr>{'<td>' * n}</table>"),
    "rows": lambda n: _article(f"<table>{'<tr><td>x<td>y' * (n // 2)}</table>"),
    "list items": lambda n: _article(f"<ul>{'<li>x' * n}</ul>"),
    "headings": lambda n: _article("<h2>x</h2>" * n),
    "emphasis": lambda n: _article("<p>" + "<b>x</b> <i>y</i> " * n),
    "spans": lambda n: _article("<p>" + "<span>x</span>" * n),
    "spans left open": lambda n: _article("<p>" + "<span>x" * n),
    "notes for screen readers": lambda n: _article("<p>" + "x <span class=sr-only>y</span>" * (n // 2)),
    "blocks within blocks": lambda n: _article(("<div>" * 200 + "x" + "</div>" * 200) * (n // 200)),
    "unclosed blocks": lambda n: _article("<div>x" * n),
    "closed and never opened": lambda n: _article("</div></p>x" * n),
    "forms": lambda n: _article("<form> x <button>y</button></form>" * (n // 2)),
    "hidden lines": lambda n: _article("<p style='color:red;display:none'>x</p>" * (n // 2)),
    "classes of their own": lambda n: _article("".join(f"<p class='a{at} b{at:x}c'>x" for at in range(n))),
    "one long class": lambda n: _article(f"<p class='{'related-share ' * n}'>x</p>" * 2),
    "styles of many parts": lambda n: _article(f"<p style='{'left : - ; clip: rect( 0 ' * n}'>x</p>"),
    "attributes": lambda n: _article(f"<p {' '.join(f'a{at}=1' for at in range(n // 10))}>x</p>"),
    "the headline again": lambda n: _article("<p>Roads close</p>" * n),
    "one line again": lambda n: _article("<p>Read also: the road to the town</p>" * n),
    "half a rule": lambda n: _article("<p>Subscribe to our newsletter and</p>" * n),
    "addresses of videos": lambda n: _article("<p>https://example.org/a.mp4</p>" * n),
    "pictures": lambda n: _article("<img src=/a.jpg>" * n),
    "comments": lambda n: _article(f"<div class=comments>{'<p>That is so true, my friend' * n}</div>"),
    "entities": lambda n: _article(f"<p>{'&amp;&#8204;&eacute; ' * n}"),
    "angle brackets": lambda n: _article("<" * n),
    "scripts": lambda n: _article("<script>var a = 'x';</script>" * n),
    "metas": lambda n: "<meta property=article:tag content=x>" * n + _article(""),
    "items of stated data": lambda n: (
        _DATA.format(json.dumps([{"@type": "NewsArticle", "headline": "Roads close"}] * (n // 4)))
        + _article("")
    ),
    "a stated text": lambda n: (
        _DATA.format(json.dumps({"@type": "NewsArticle", "articleBody": _SENTENCE * (n // 4)}))
        + _article(f"<p>{_SENTENCE}</p>" * (n // 10))
    ),
    "line breaks and hardly a word": lambda n: f"<body><p>{_SENTENCE}" + "<br>\n" * n,
    "years between line breaks": lambda n: _article("<p>" + "2020<br>" * n),
    "no article": lambda n: "<a href=/x>home</a> <br>" * n,
}
"""By name, of a size that grows with the number: at most 5 MB at `TIMES * SIZE`, which no page may exceed."""

SIZE: Final = 25_000


def rows(names: list[str]) -> Iterator[Row]:
    _timed(PAGES["paragraphs"](TIMES).encode())  # imports are no part of a page
    for name in names or PAGES:
        small, large = (_seconds(PAGES[name](size).encode()) for size in (SIZE, TIMES * SIZE))
        ratio = large / small
        yield Row(
            name,
            f"{large:.2f} s",
            f"{small:.2f} s",
            f"{ratio:.1f}",
            f"at most {AT_MOST:.0f}",
            ratio <= AT_MOST,
        )


def _seconds(html: bytes) -> float:
    """Of processor time, for all of an extraction."""
    return min(_timed(html) for _ in range(ROUNDS))


def _timed(html: bytes) -> float:
    start = time.process_time()
    extract_html(html, "https://example.org/2024/05/30/roads-close")
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*PAGES, []], metavar="NAME", help=", ".join(PAGES))
    print(f"Processor time for {TIMES} times {SIZE} elements, compared with {SIZE}\n")
    print(HEAD)
    for row in rows(parser.parse_args().names):
        print(row, flush=True)


if __name__ == "__main__":
    main()
