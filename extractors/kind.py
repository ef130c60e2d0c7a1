"""What an article is: news, or something else that is kept and labelled.

Told by the outlet's rules first, then by what holds on any site: the type that the page states of itself, the section
that it names, the sections of its address, and labels that headlines carry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from extractors.matching import matching_form
from extractors.urls import host_of, path_if_any
from storage.article import Family, Kind

if TYPE_CHECKING:
    from extractors.lines import Line
    from extractors.parse import Page
    from extractors.stated import Stated
    from extractors.vocabulary import Outlet

STUB = 200  # words; what a paywall leaves to read

APPEALS = frozenset({Family.DONATION, Family.MEMBERSHIP})
"""Families whose lines are the content of a post that is an appeal as a whole."""

_LIVE_SECTIONS = frozenset(
    [
        "live-blog", "liveblog", "live-blogs", "liveblogs", "live-updates", "live-news", "liveticker", "live-ticker",
        "newsticker", "en-direct", "endirect", "en-vivo", "en-directo", "in-diretta", "onlajn", "онлайн", "بث-مباشر",
    ]
)  # fmt: skip
_LIVE_HEADLINE = re.compile(
    r"^(?:live(?: ?blog| ?ticker|-ticker| updates?)?|newsblog|newsticker|en direct|direct|en vivo|en directo|(?:in )?diretta|"
    r"(?:прямая )?трансляция|онлайн|хроника|مباشر|تغطية مباشرة)\s*[:|.-]|\blive[ -](?:updates|blog|ticker)\b|\bliveblog\b|"
    r"\bas it happened\b|[-|:,] (?:live(?: ?blog)?|en direct|en vivo|en directo|(?:in |la )?diretta|онлайн|مباشر)$",
    re.IGNORECASE,
)
_POSTS = 5  # the least of a live blog that only its address calls so
_GALLERY_SECTIONS = frozenset(
    [
        "gallery", "galleries", "photo-gallery", "photo-galleries", "photogallery", "photogalleries", "picture-gallery",
        "in-pictures", "slideshow", "slideshows", "photo-essay", "photo-essays", "diaporama", "diaporamas",
        "bildergalerie", "bildergalerien", "fotostrecke", "fotostrecken", "fotogalerie", "galeria", "galerias",
        "galerie", "galeries", "fotogaleria", "fotogalerias", "galeria-de-fotos", "fotogallery", "foto-gallery",
        "galleria", "gallerie", "fotogalereya", "fotogalereja", "photogallery", "фотогалерея", "معرض-الصور",
    ]
)  # fmt: skip
_GALLERY_HEADLINE = re.compile(
    r"^(?:in (?:pictures|photos|bildern)|gallery|photo gallery|slideshow|fotostrecke|bildergalerie|en (?:images|imágenes|fotos)|"
    r"diaporama|galería|fotogalería|fotogallery|le foto|фотогалерея|фоторепортаж|фотолента|بالصور|ألبوم صور)\b|"
    r"[-|:,(] ?(?:in (?:pictures|photos|bildern)|(?:photo |picture )?gallery|slideshow|fotostrecke|bildergalerie|"
    r"en (?:images|imágenes|fotos)|diaporama|galería|fotogalería|fotogallery|le foto|фотогалерея|фоторепортаж|بالصور)\)?$",
    re.IGNORECASE,
)
_GALLERY_TYPES = frozenset({"imagegallery", "mediagallery"})
_PICTURES = 5  # the least of a gallery that only its headline calls so

_OPINION_SECTIONS = frozenset(
    [
        "opinion", "opinions", "op-ed", "op-eds", "oped", "commentary", "commentaries", "commentisfree", "comment-is-free",
        "editorial", "editorials", "column", "columns", "columnist", "columnists", "viewpoint", "viewpoints", "letters",
        "letters-to-the-editor", "meinung", "kommentar", "kommentare", "kolumne", "kolumnen", "leitartikel",
        "gastbeitrag", "gastkommentar", "tribune", "tribunes", "éditorial", "éditoriaux", "editoriaux", "édito", "edito",
        "chronique", "chroniques", "point-de-vue", "points-de-vue", "idées", "opinión", "opiniones", "columna",
        "columnas", "columnistas", "tribuna", "tribunas", "editoriales", "opinione", "opinioni", "editoriale",
        "editoriali", "commento", "commenti", "мнение", "мнения", "колонка", "колонки", "mnenie", "mneniya", "mneniia",
        "kolonki", "kolonka", "رأي", "آراء", "الرأي", "مقالات-الرأي", "مقالات-رأي", "وجهات-نظر",
    ]
)  # fmt: skip
_OPINION_HEADLINE = re.compile(
    r"^(?:opinion|op-ed|editorial|commentary|column|viewpoint|letter(?:s)?(?: to the editor)?|kommentar|meinung|kolumne|leitartikel|"
    r"gast(?:beitrag|kommentar)|tribune|éditorial|édito|chronique|opinión|columna|tribuna|opinione|l'opinione|editoriale|"
    r"il commento|мнение|колонка|رأي)\s?[:|.-]\s|\| (?:opinion|editorial|commentary|op-ed|meinung|opinión|opinione|мнение|رأي)$",
    re.IGNORECASE,
)
_OPINION_TYPES = frozenset({"opinionnewsarticle"})
_OPINION_HOSTS = ("opinion.", "opinions.")

_DIGEST_HEADLINE = re.compile(
    r"\b(?:selected articles|(?:daily|weekly|morning|evening|news|weekend) (?:digest|round-?up|briefing)|(?:week|day|news) in brief|"
    r"round-?up|presseschau|wochenrückblick|revue de presse|l'essentiel de|resumen (?:semanal|de noticias|del día)|"
    r"rassegna stampa|дайджест|обзор прессы|главное за|نشرة|موجز)\b",
    re.IGNORECASE,
)
_TEASER_WORDS = 4
_TEASERS = 3  # the least of a digest; a list of references without a digest's headline is none
_PROMPTS = re.compile(
    r"\b(?:(?:subscribe|register|sign up|log in|sign in)(?: now| today)? to (?:continue|keep|unlock) reading|"
    r"(?:this|the full) (?:article|story|content) is (?:only )?(?:available )?(?:for|to|reserved for) (?:our )?(?:subscribers|members)|"
    r"(?:the rest of )?this (?:article|story) is behind a paywall|subscribers only|"
    r"(?:mit|nur mit) [\w+-]{2,20}(?:[ -]abo)? (?:weiterlesen|lesen)|jetzt (?:abonnieren und )?weiterlesen|"
    r"dieser (?:artikel|text|inhalt) ist (?:nur )?für abonnent\w+|"
    r"(?:cet )?article (?:est )?réservé (?:aux|à nos) abonnés|il vous reste \d+ ?% (?:de cet article )?à lire|la suite est réservée|"
    r"(?:contenido|artículo) (?:exclusivo|solo) para (?:suscriptores|socios)|suscríbete para (?:seguir|continuar) leyendo|"
    r"(?:contenuto|articolo) riservato agli abbonati|abbonati per (?:continuare a )?leggere|"
    r"(?:материал|статья|полный текст) (?:доступен|доступна|только) (?:только )?(?:для )?подписчик\w+|оформите подписку, чтобы (?:про)?читать|"
    r"(?:هذا المقال|هذا المحتوى) (?:متاح )?للمشتركين فقط|اشترك لمتابعة القراءة)",
    re.IGNORECASE,
)


def kind(outlet: Outlet | None, page: Page, said: Stated) -> Kind:
    """By the outlet's rules, then by what page and address state."""
    for rule in outlet.kind_rules if outlet else ():
        if isinstance(rule.kind, Kind) and rule.holds(page.url, said.headline):
            return rule.kind
    headline = matching_form(said.headline or "")
    sections = _sections(page.url)
    if _is_live(page, said, headline, sections):
        return Kind.LIVE
    if _is_gallery(page, said, headline, sections):
        return Kind.GALLERY
    return Kind.OPINION if _is_opinion(page, said, headline, sections) else Kind.ARTICLE


def with_text(
    kind_so_far: Kind, said: Stated, lines: tuple[Line, ...], words: int, *, has_prompt: bool
) -> Kind:
    """`kind_so_far`, unless what is left of the text says otherwise: `words` in the kept ones of `lines`."""
    if kind_so_far not in {Kind.ARTICLE, Kind.OPINION}:
        return kind_so_far
    if words < STUB and (said.is_accessible_for_free is False or has_prompt):
        return Kind.PAYWALL
    if not _DIGEST_HEADLINE.search(matching_form(said.headline or "")):
        return kind_so_far
    teasers = sum(line.is_link and line.words >= _TEASER_WORDS for line in lines)
    return Kind.DIGEST if teasers >= _TEASERS and words < 60 * teasers else kind_so_far


def asks_for_subscription(page: Page, lines: tuple[Line, ...], words: int) -> bool:
    """Whether the text of so many words holds a prompt to subscribe, or may be a stub and stands beside one."""
    if any(line.family is Family.PAYWALL for line in lines):
        return True
    return words < STUB and _PROMPTS.search(matching_form(page.visible_text)) is not None


def _is_live(page: Page, said: Stated, headline: str, sections: tuple[str, ...]) -> bool:
    if "liveblogposting" in said.types or not _LIVE_SECTIONS.isdisjoint(sections):
        return True
    # As the first section "live" may be about how to live, or about concerts; a live blog gives the time of each post.
    has_section = "live" in sections[1:] and len(page.named("time")) >= _POSTS
    return has_section or _LIVE_HEADLINE.search(headline) is not None


def _is_gallery(page: Page, said: Stated, headline: str, sections: tuple[str, ...]) -> bool:
    if not _GALLERY_SECTIONS.isdisjoint(sections):
        return True
    calls_itself_so = not _GALLERY_TYPES.isdisjoint(said.types) or _GALLERY_HEADLINE.search(headline)
    return bool(calls_itself_so) and len(page.named("figure")) + len(page.named("figcaption")) >= _PICTURES


def _is_opinion(page: Page, said: Stated, headline: str, sections: tuple[str, ...]) -> bool:
    named = {matching_form(name).lower().replace(" ", "-") for name in said.article_section}
    return (
        not _OPINION_TYPES.isdisjoint(said.types)
        or not _OPINION_SECTIONS.isdisjoint(named.union(sections))
        or (host_of(page.url) or "").startswith(_OPINION_HOSTS)
        or _OPINION_HEADLINE.search(headline) is not None
    )


def _sections(url: str) -> tuple[str, ...]:
    """The parts of the path before the last, which names the article; in lower case."""
    path = path_if_any(url).partition("?")[0]
    return tuple(unquote(part).lower() for part in path.strip("/").split("/")[:-1])
