"""What a robots.txt says, by RFC 9309: from the bytes that came to a decision, without network or clock."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from protego import Protego

from extractors.robots_text import SOMEBODY_ELSE, addressed, meaning, robots_text
from storage.site_terms import RobotsTxt

if TYPE_CHECKING:
    from collections.abc import Sequence

PRODUCT_TOKEN = "Pressmark"  # noqa: S105 - RFC 9309, section 2.2.1: the name that groups of rules address us by
DECODED_BYTES = 32 << 20  # what unfolds to more is an attack, not a robots.txt
MAX_CODINGS = 3
MAX_MEMBERS = 64  # of a gzip body; each costs a copy of what follows it
LONGEST_DELAY = 60.0  # seconds; what asks for more is obeyed so far, else one page would take a day

_TOKEN = re.compile(r"\**([A-Za-z_-]+)")


class UndecodableError(ValueError):
    """The body does not keep what its Content-Encoding promises, or promises too much."""


@dataclass(frozen=True, slots=True)
class RobotsDecision:
    """What holds for one scheme, host and port. `reason` says in one line what it rests on."""

    status: RobotsTxt
    reason: str
    digest: str  # "sha256:" and hex, of the body as received; empty when none was
    crawl_delay: float | None  # seconds, at most LONGEST_DELAY; None where the file asks for none
    sitemaps: tuple[str, ...]  # as they stand in the file, not yet judged
    _rules: Protego | None = field(default=None, repr=False, compare=False)

    def allows(self, url: str) -> bool:
        if self._rules is not None:
            return self._rules.can_fetch(url, PRODUCT_TOKEN)
        return self.status is RobotsTxt.UNAVAILABLE


def unreachable(reason: str, body: bytes = b"") -> RobotsDecision:
    """Complete disallow, for as long as the decision is kept."""
    return RobotsDecision(RobotsTxt.UNREACHABLE, reason, _digest(body), None, ())


def robots_decision(status: int, body: bytes, content_encodings: Sequence[str]) -> RobotsDecision:
    """The decision on a whole response that is no redirect.

    `body` without transfer coding but still content-coded; `content_encodings` in the order of the header fields.
    """
    met = meaning(status)
    if met is RobotsTxt.UNAVAILABLE:
        return RobotsDecision(met, f"status {status}", _digest(body), None, ())
    if met is RobotsTxt.UNREACHABLE:
        return unreachable(f"status {status}", body)
    try:
        text = robots_text(_decoded(body, content_encodings))
    except UndecodableError as error:
        return unreachable(str(error), body)
    rules = Protego.parse(addressed(text, _reduced))
    delay = rules.crawl_delay(PRODUCT_TOKEN)  # finite and not negative, or None: Protego sees to it
    return RobotsDecision(
        RobotsTxt.RULES,
        f"status {status}",
        _digest(body),
        min(delay, LONGEST_DELAY) if delay else None,
        tuple(rules.sitemaps),
        rules,
    )


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}" if body else ""


def _reduced(said: str) -> str:
    token = _TOKEN.match(said)
    is_ours = token is not None and token[1].lower() == PRODUCT_TOKEN.lower()
    return PRODUCT_TOKEN if is_ours else SOMEBODY_ELSE


def _decoded(body: bytes, content_encodings: Sequence[str]) -> bytes:
    codings = [c.strip().lower() for value in content_encodings for c in value.split(",")]
    codings = [c for c in codings if c not in {"", "identity"}]
    if len(codings) > MAX_CODINGS:
        raise UndecodableError(f"{len(codings)} content codings")
    for coding in reversed(codings):  # RFC 9110, section 8.4: listed in the order in which they were applied
        body = _unfolded(coding, body)
    return body


def _unfolded(coding: str, body: bytes) -> bytes:
    if coding in {"gzip", "x-gzip"}:
        return _inflated(body, 16 + zlib.MAX_WBITS)
    if coding == "deflate":  # zlib by RFC 9110, bare by the habit of some servers
        is_zlib = len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0
        return _inflated(body, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
    raise UndecodableError(f"content coding {coding[:40]!r}")


def _inflated(body: bytes, wbits: int) -> bytes:
    unfolded = b""
    for _ in range(MAX_MEMBERS):
        inflate = zlib.decompressobj(wbits)
        try:
            unfolded += inflate.decompress(body, DECODED_BYTES + 1 - len(unfolded))
        except zlib.error as error:
            raise UndecodableError(f"content coding broken: {error}") from error
        if len(unfolded) > DECODED_BYTES:
            raise UndecodableError(f"content coding unfolds to more than {DECODED_BYTES} bytes")
        if not inflate.eof:
            raise UndecodableError("content coding cut short")
        body = inflate.unused_data
        if not body.startswith(
            b"\x1f\x8b"
        ):  # RFC 1952, section 2.2: members follow each other; padding is ignored
            return unfolded
    raise UndecodableError(f"more than {MAX_MEMBERS} gzip members")
