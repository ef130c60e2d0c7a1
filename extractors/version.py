"""With what a capture is read."""

from __future__ import annotations

from extractors.by_trafilatura import GENERIC_EXTRACTOR
from extractors.parse import PARSER

EXTRACTOR_VERSION = f"2+{GENERIC_EXTRACTOR}+{PARSER}"
"""Changes whenever the same capture might be read differently."""
