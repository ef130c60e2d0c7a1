"""How rules about wordings are written down."""

from __future__ import annotations


def prompt(alternatives: str) -> str:
    """One of the alternatives, with whatever ends a prompt: a colon, an arrow, a full stop."""
    return rf"(?:{alternatives})[ .:!>\u00bb\u2192-]*"
