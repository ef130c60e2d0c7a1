"""Pure functions from a capture to an article: no network, no disk, no clock, no settings."""

from extractors.candidate import Candidate, Problem
from extractors.extract import EXTRACTOR_VERSION, extract, extract_html
from extractors.sources import announced, candidates

__all__ = [
    "EXTRACTOR_VERSION",
    "Candidate",
    "Problem",
    "announced",
    "candidates",
    "extract",
    "extract_html",
]
