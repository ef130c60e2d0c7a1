"""Pure functions from a capture to an article: no network, no disk, no clock, no settings."""

from extractors.extract import EXTRACTOR_VERSION, extract, extract_html
from extractors.sources import Candidate, candidates

__all__ = ["EXTRACTOR_VERSION", "Candidate", "candidates", "extract", "extract_html"]
