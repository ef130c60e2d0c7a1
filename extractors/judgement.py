"""Placeholder until trained."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.evidence import Evidence


def votes(line: Evidence) -> float:
    return line.path_share - 0.3
