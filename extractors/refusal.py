"""What a step answers when the capture cannot be an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.article import Reason


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rejection in the making: the step knows why, the caller knows of what."""

    reason: Reason
    detail: str = ""  # one printable line
