"""Sort-friendly URI Reordering Transform: the key of an index line.

`https://www.Example.org:443/b/A/?y=2&x=1` becomes `org,example)/b/a?x=1&y=2`, so that a site's captures stand
together, whatever the scheme and with www or without. The rules are those of the Internet Archive's
canonicalizer as pywb uses it, so that pywb finds by our index what it asks for; the replay test compares the
keys. The package `surt`, which has these rules, is not used: its last release is of 2019, and it needs
tldextract, which asks the network for the public suffix list.
"""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_WWW = re.compile(r"www\d*\.")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNESCAPED = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
_QUERY_SESSION_IDS = tuple(
    re.compile(rf"^(.*)(?:{pattern})(?:&(.*))?$")
    for pattern in (
        r"jsessionid=[0-9a-z]{32}",
        r"phpsessid=[0-9a-z]{32}",
        r"sid=[0-9a-z]{32}",
        r"aspsessionid[a-z]{8}=[a-z]{24}",
        r"cfid=[^&]+&cftoken=[^&]+",
    )
)
_PATH_SESSION_ID = re.compile(r"^(.*/)\((?:[0-9a-z]{24}|(?:[a-z]\([0-9a-z]{24}\))+)\)/([^?]+\.aspx.*)$")


def surt(url: str) -> str:
    """The key of an http or https URL in visible ASCII; equal for URLs that count as one."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    query = _query(parts.query)
    return f"{_host(parts.hostname or '')}{port}){_path(parts.path)}{'?' + query if query else ''}"


def _host(host: str) -> str:
    host = host.lower().replace("..", ".").strip(".")
    host = host.removeprefix(www[0]) if (www := _WWW.match(host)) else host
    return host if ":" in host else ",".join(reversed(host.split(".")))


def _path(path: str) -> str:
    kept: list[str] = []
    for part in _normal_escapes(path).lower().split("/")[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    whole = "/" + "/".join([part for part in kept[:-1] if part] + kept[-1:])
    if session := _PATH_SESSION_ID.match(whole):
        whole = session[1] + session[2]
    return whole[:-1] if len(whole) > 1 and whole.endswith("/") else whole


def _query(query: str) -> str:
    query = _normal_escapes(query).lower()
    for pattern in _QUERY_SESSION_IDS:
        if session := pattern.match(query):
            query = session[1] + (session[2] or "")
    return "&".join("=".join(pair) for pair in sorted(tuple(arg.split("=", 1)) for arg in query.split("&")))


def _normal_escapes(text: str) -> str:
    """Percent-escapes undone, however deep, and put back where a byte needs one."""
    data = text.encode()
    while (undone := unquote_to_bytes(data)) != data:
        data = undone
    return quote_from_bytes(data, safe=_UNESCAPED)
