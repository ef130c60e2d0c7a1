"""Videos and pictures of an article: addresses printed as lines, and embedded players."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractors.urls import absolute, host_of
from storage.article import Family

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from extractors.lines import Line
    from extractors.parse import Page

MAX_MEDIA = 50

_VIDEO_FILE = re.compile(r"\.(?:mp4|m4v|webm|mov|avi|mkv|ogv|m3u8|mpd)$", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_VIDEO_HOSTS = frozenset(
    [
        "youtube.com",
        "youtu.be",
        "youtube-nocookie.com",
        "vimeo.com",
        "player.vimeo.com",
        "rumble.com",
        "dailymotion.com",
        "bitchute.com",
        "odysee.com",
        "rutube.ru",
        "videopress.com",
        "brighteon.com",
        "streamable.com",
    ]
)
_EXTENSIONS = frozenset(
    "mp4 m4v webm mov avi mkv ogv m3u8 mpd jpg jpeg png gif webp avif".split()  # noqa: SIM905 - easier to read
)


@dataclass(frozen=True, slots=True)
class Media:
    """Absolute addresses, each once, in order."""

    video: tuple[str, ...] = ()
    image: tuple[str, ...] = ()

    def with_more(self, other: Media) -> Media:
        """Its own addresses first."""
        return Media(
            video=tuple(dict.fromkeys((*self.video, *other.video)))[:MAX_MEDIA],
            image=tuple(dict.fromkeys((*self.image, *other.image)))[:MAX_MEDIA],
        )


def without_addresses(lines: tuple[Line, ...], base_url: str) -> tuple[tuple[Line, ...], Media]:
    """Lines that are nothing but the address of a video or picture are marked, and their addresses given."""
    if all(" " in line.text[2:] for line in lines):  # "- " may stand before an address
        return lines, Media()
    kinds = tuple(_kind_of_line(line, base_url) for line in lines)
    marked = tuple(
        line.marked(Family.MEDIA_ADDRESS, f"{kind}-address") if kind else line
        for line, (kind, _) in zip(lines, kinds, strict=True)
    )
    return marked, Media(_unique(kinds, "video"), _unique(kinds, "image"))


def embedded(page: Page, container: HtmlElement) -> Media:
    """Players and pictures that stand within `container`."""
    found: list[tuple[str, str]] = []
    for element in container.iter("video", "source", "iframe", "embed", "img", "a"):
        address = element.get("href") if element.tag == "a" else element.get("src") or element.get("data-src")
        if not address or not _may_be_media(address):
            continue
        url = absolute(page.base_url, address)
        if url and (kind := _kind(url)):
            found.append((kind, url))
    return Media(_unique(found, "video"), _unique(found, "image"))


def _may_be_media(address: str) -> bool:
    """Cheap to ask of every address before it is resolved."""
    lowered = address.strip().lower()
    path = lowered.partition("#")[0].partition("?")[0]
    if path.rpartition(".")[2] in _EXTENSIONS:
        return True
    host = path.partition("//")[2].partition("/")[0].rpartition("@")[2].partition(":")[0].rstrip(".")
    return host.removeprefix("www.").removeprefix("m.") in _VIDEO_HOSTS


def _kind_of_line(line: Line, base_url: str) -> tuple[str, str]:
    text = line.text.removeprefix("- ").strip("<>")
    if not line.is_open or " " in text or not text.lower().startswith(("http://", "https://", "www.")):
        return ("", "")
    url = absolute(base_url, text if text.lower().startswith("http") else f"https://{text}")
    return (_kind(url), url) if url else ("", "")


def _kind(url: str) -> str:
    path, host = urlsplit(url).path, (host_of(url) or "").removeprefix("www.").removeprefix("m.")
    if _VIDEO_FILE.search(path) or (host in _VIDEO_HOSTS and len(path) > 1):
        return "video"
    return "image" if _IMAGE_FILE.search(path) else ""


def _unique(pairs: Iterable[tuple[str, str]], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for found, url in pairs if found == kind and url))[:MAX_MEDIA]
