"""URLs as names of pages: what of them chooses the page, and what is only decoration."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

MAX_URL = 4_096  # characters; longer ones are traps or data
_UNUSABLE = re.compile(r"[\x00-\x20\x7f\\<>\"\ud800-\udfff]")

_ORIGIN_AS_IT_IS = r"https?://[a-z0-9][a-z0-9.-]*"
_REST_AS_IT_IS = r"[^\x00-\x20\x7f\\<>\"#?\ud800-\udfff]*(?:\?[^\x00-\x20\x7f\\<>\"#\ud800-\udfff]+)?"
_AS_IT_IS = re.compile(f"{_ORIGIN_AS_IT_IS}/{_REST_AS_IT_IS}")
"""Absolute addresses of which nothing would be changed: most, and taking them apart is dear."""
_ORIGIN = re.compile(f"({_ORIGIN_AS_IT_IS})/")
_PATH = re.compile(f"/(?!/){_REST_AS_IT_IS}")
"""Likewise of those that begin with a slash."""

TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|ref_src|cmpid|ncid|spm|"
    r"__twitter_impression|share|nb|amp|outputtype|doing_wp_cron|print(?:able|er[-_]?friendly|page)?|"
    r"phpsessid|jsessionid|aspsessionid\w*|session[-_]?id|cfid|cftoken)",
    re.IGNORECASE,
)
"""Names of query parameters that never choose the article: campaign marks, click ids, share counters, print views,
sessions."""
_SESSION = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)


def host_of(url: str) -> str | None:
    """Lower case, without port; None for what is no http or https URL."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:  # "http://[::1" is no URL
        return None
    return host.rstrip(".") if host and parts.scheme in {"http", "https"} else None


def path_and_query(url: str, *, keep_tracking: bool = False) -> str:
    """What a `UrlShape` is matched against. `url` must be one that `host_of` accepts."""
    parts = urlsplit(url)
    query = parts.query if keep_tracking else _without_tracking(parts.query)
    path = parts.path if keep_tracking else _SESSION.sub("", parts.path)
    return (path or "/") + (f"?{query}" if query else "")


def undecorated(url: str) -> str:
    """The same address without what never chooses the article. `url` must be one that `host_of` accepts."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{path_and_query(url)}"


def path_if_any(url: str) -> str:
    """Path and query; empty for what is no http or https URL."""
    return path_and_query(url) if host_of(url) else ""


def absolute(base: str, reference: str) -> str | None:
    """`reference` as found on the page `base`: http or https, without user, password and fragment.

    None for anything that cannot be asked for: nothing, other schemes, no host, control characters, endless
    length.
    """
    if len(reference) <= MAX_URL:
        if _AS_IT_IS.fullmatch(reference):
            return reference
        if _PATH.fullmatch(reference) and "/." not in reference and (origin := _origin(base)):
            return origin + reference
    reference = reference.strip().replace(" ", "%20")
    if not reference or len(reference) > MAX_URL or _UNUSABLE.search(reference):
        return None
    try:
        # An absolute reference needs no joining, which costs twice as much as all the rest.
        is_absolute = reference.startswith(("http://", "https://"))
        parts = urlsplit(reference if is_absolute else urljoin(base, reference))
        host, port = parts.hostname, parts.port
    except ValueError:  # "http://[::1", a port that is no number
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    netloc = (f"[{host}]" if ":" in host else host) + (f":{port}" if port else "")
    url = urlunsplit((parts.scheme, netloc, parts.path or "/", parts.query, ""))
    return None if _UNUSABLE.search(url) else url


@lru_cache(maxsize=64)
def _origin(base: str) -> str:
    """Scheme and host, where they stand in it as they are kept; else nothing."""
    found = _ORIGIN.match(base)
    return found[1] if found else ""


def normalised(url: str) -> str:
    """A name for the page at `url` that its common variants share: no scheme, "www.", tracking, final slash.

    For pages of which no outlet knows better; a text that is no URL names itself.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:  # no URL
        return url
    path = quote(_SESSION.sub("", parts.path).rstrip("/"), safe="/%:@!$&'()*+,;=~", errors="replace")
    query = _sorted_query(parts)
    shown_port = f":{port}" if port not in {None, 80, 443} else ""
    return host.removeprefix("www.") + shown_port + path + (f"?{query}" if query else "")


def _sorted_query(parts: SplitResult) -> str:
    return "&".join(sorted(_without_tracking(parts.query).split("&")))


def _without_tracking(query: str) -> str:
    if not query:
        return ""
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])]
    return urlencode(kept, errors="replace")
