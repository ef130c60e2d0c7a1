"""What a page and its site may not have stated, or must have, for an article to be wanted."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

STATED = (
    "tdm_reservation", "tdmrep_reservation", "robots_directives", "license", "ai_agents_disallowed",
)  # fmt: skip
"""The columns that are looked at."""


class Terms(StrEnum):
    """Each compares with what stands in a row; what is not stated speaks for `not-...`, and against the others."""

    NOT_RESERVED = (
        "not-reserved"  # tdm_reservation is not true; where the page says nothing, tdmrep_reservation
    )
    NOT_NOAI = "not-noai"  # no directive `noai` or `noimageai`, for whichever agent
    NOT_NOARCHIVE = "not-noarchive"  # no directive `noarchive`, for whichever agent
    NOT_AI_DISALLOWED = "not-ai-disallowed"  # robots.txt disallows it to no agent of AI
    LICENSED = "licensed"  # some licence is linked

    def admits(self, stated: Mapping[str, Any]) -> bool:  # Any: of the columns STATED
        """Whether a row with these values has what is asked for."""
        directives = {directive.rpartition(": ")[2] for directive in stated["robots_directives"] or ()}
        own = stated["tdm_reservation"]
        reserved = stated["tdmrep_reservation"] if own is None else own
        return {
            Terms.NOT_RESERVED: reserved is not True,
            Terms.NOT_NOAI: directives.isdisjoint({"noai", "noimageai"}),
            Terms.NOT_NOARCHIVE: "noarchive" not in directives,
            Terms.NOT_AI_DISALLOWED: not stated["ai_agents_disallowed"],
            Terms.LICENSED: bool(stated["license"]),
        }[self]
