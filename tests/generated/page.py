"""A generated page, line by line, and the capture that a crawl would have archived of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from storage.capture import Capture

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Piece:
    """One printed line. `html` is the element, or its opening or closing part where one holds several lines."""

    html: str
    text: str = ""  # as a reader sees it; empty for what only opens or closes an element
    is_article: bool = False


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    url: str
    at: datetime  # published and captured
    headline: str
    pieces: tuple[Piece, ...]
    around: tuple[str, str]  # HTML before and behind the pieces, from <body> on
    language: str = "en"

    @property
    def article(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if piece.is_article and piece.text)

    @property
    def planted(self) -> tuple[str, ...]:
        return tuple(piece.text for piece in self.pieces if not piece.is_article and piece.text)

    def capture(self, outlet: str) -> Capture:
        body = self._html().encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        return Capture(outlet, self.url, self.at, head.encode() + body, None, None)

    def _html(self) -> str:
        stated = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.headline,
            "datePublished": self.at.isoformat(),
            "author": {"@type": "Person", "name": "Ada Example"},
        }
        opening, closing = self.around
        opening = opening.replace("HEADLINE", escape(self.headline))
        return (
            f'<!DOCTYPE html><html lang="{self.language}"><head><meta charset="utf-8"><title>{escape(self.headline)}</title>'
            f'<script type="application/ld+json">{json.dumps(stated)}</script></head><body>{opening}'
            + "\n".join(piece.html for piece in self.pieces)
            + f"{closing}</body></html>"
        )


def article(text: str, html: str = "<p>{}</p>") -> Piece:
    return Piece(html.format(escape(text)), text, is_article=True)


def planted(text: str, html: str = "<p>{}</p>") -> Piece:
    return Piece(html.format(escape(text)), text)


def markup(html: str) -> Piece:
    return Piece(html)
