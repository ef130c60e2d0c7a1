"""What robots.txt says to crawlers of AI about an address (RFC 9309), and what TDMRep's file says of it. Pure.

TDMRep: W3C Community Group, "TDM Reservation Protocol", final report of 2024-02-02, section on /.well-known/tdmrep.json:
a list of objects with `location`, a pattern of paths as in robots.txt, `tdm-reservation` and `tdm-policy`. Where several
patterns match, the longest counts, as in robots.txt.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from protego import Protego

from extractors.decode import payload, response
from extractors.refusal import Refusal
from extractors.robots_text import SOMEBODY_ELSE, addressed, meaning, robots_text
from storage.site_terms import RobotsTxt

if TYPE_CHECKING:
    from storage.capture import Capture

ROBOTS_PATH, TDMREP_PATH = "/robots.txt", "/.well-known/tdmrep.json"

AI_AGENTS = (
    "AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ChatGPT-User", "Claude-User",
    "Claude-Web", "ClaudeBot", "cohere-ai", "Diffbot", "FacebookBot", "Google-Extended", "GPTBot", "Meta-ExternalAgent",
    "OAI-SearchBot", "omgili", "omgilibot", "Perplexity-User", "PerplexityBot", "YouBot",
)  # fmt: skip
"""Product tokens, as their operators document them, of crawlers and of switches for the use of pages in AI (2026-11)."""

MOST_BYTES = 512 << 10  # of tdmrep.json
MOST_LOCATIONS = 1_000
LONGEST = 2_083  # characters of a pattern or an address

# "Applebot" begins "Applebot-Extended": each token is written in a way that begins no other (robots_text.addressed).
_NAMES = {token.lower(): f"agent{number:02}" for number, token in enumerate(AI_AGENTS)}
_TOKEN = re.compile(r"\**([A-Za-z0-9_-]+)")


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """A robots.txt that came."""

    status: RobotsTxt
    rules: Protego | None  # None where there are none

    def disallowed(self, url: str) -> tuple[str, ...] | None:
        """The agents of AI that may not ask for this address; None where that is not known."""
        if self.status is RobotsTxt.UNREACHABLE:
            return None
        if self.rules is None:
            return ()
        rules = self.rules
        return tuple(token for token in AI_AGENTS if not rules.can_fetch(url, _NAMES[token.lower()]))


@dataclass(frozen=True, slots=True)
class Reservation:
    """One location of TDMRep's file."""

    location: str
    reserved: bool
    policy: str | None


def robots_rules(capture: Capture) -> RobotsRules:
    """What a captured robots.txt says; never raises, whatever came."""
    received = response(capture)
    if isinstance(received, Refusal):
        return RobotsRules(RobotsTxt.UNREACHABLE, None)
    met = meaning(received.status)
    if met is not RobotsTxt.RULES:
        return RobotsRules(met, None)
    body = payload(received)
    if isinstance(body, Refusal):
        return RobotsRules(RobotsTxt.UNREACHABLE, None)
    return RobotsRules(met, Protego.parse(addressed(robots_text(body), _renamed)))


def reservations(capture: Capture) -> tuple[Reservation, ...]:
    """What a captured tdmrep.json says; nothing where it is none. Never raises."""
    received = response(capture)
    body = payload(received) if not isinstance(received, Refusal) and received.status == 200 else None
    if not isinstance(body, bytes) or len(body) > MOST_BYTES:
        return ()
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    items = listed[:MOST_LOCATIONS] if isinstance(listed, list) else [listed]
    return tuple(found for item in items if (found := _reservation(item, capture.url)))


def reservation(said: tuple[Reservation, ...], url: str) -> Reservation | None:
    """What is said of this address."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    matching = [one for one in said if _covers(one.location, path or "/")]
    return max(matching, key=lambda one: len(one.location), default=None)


def _reservation(item: Any, base: str) -> Reservation | None:  # noqa: ANN401 - of any JSON
    if not isinstance(item, dict):
        return None
    location, reserved, policy = (item.get(name) for name in ("location", "tdm-reservation", "tdm-policy"))
    if not isinstance(location, str) or len(location) > LONGEST or reserved not in (0, 1, "0", "1"):
        return None
    return Reservation(location, int(reserved) == 1, _address(policy, base))


def _address(policy: object, base: str) -> str | None:
    if not isinstance(policy, str) or not policy or len(policy) > LONGEST:
        return None
    try:
        return urljoin(base, policy)
    except ValueError:
        return None


def _covers(location: str, path: str) -> bool:
    """`*` is any run of characters, a `$` at the end the end of the path; else what begins so matches.

    Each piece is looked for once, behind the one before it: a regular expression would try all places of all pieces.
    """
    first, *others = location.removesuffix("$").split("*")
    last = others.pop() if others and location.endswith("$") else None
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return at == len(path) or not location.endswith("$")


def _renamed(said: str) -> str:
    token = _TOKEN.match(said)
    return _NAMES.get(token[1].lower(), SOMEBODY_ELSE) if token else SOMEBODY_ELSE
