"""Numbered releases: the corpus of one moment, frozen, described, checksummed and chained."""
