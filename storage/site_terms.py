"""What a site stated, for an address and at the time, of who may use its pages: robots.txt and TDMRep's file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RobotsTxt(StrEnum):
    """What was to be had at /robots.txt (RFC 9309, section 2.3.1)."""

    RULES = "rules"
    UNAVAILABLE = "unavailable"  # 4xx: it forbids nothing
    UNREACHABLE = "unreachable"  # 5xx, or what cannot be read


@dataclass(frozen=True, slots=True)
class SiteTerms:
    """Of one page. None: nothing of the kind was archived before it, or it says nothing of the page."""

    robots_txt: RobotsTxt | None = None
    ai_agents_disallowed: tuple[str, ...] | None = (
        None  # by their product tokens; None where no rules are known
    )
    robots_record_id: str | None = None  # of the record that has this robots.txt
    tdmrep_reservation: bool | None = None
    tdmrep_policy: str | None = None


NO_TERMS = SiteTerms()
