"""Which software made an archive."""

from __future__ import annotations

import platform
from importlib.metadata import version

from crawler import __version__
from extractors.version import EXTRACTOR_VERSION

LIBRARIES = ("scrapy", "twisted", "warcio", "trafilatura", "lxml", "pyarrow", "deltalake")


def versions() -> dict[str, str]:
    """Names and versions of all that shapes what is stored."""
    return {
        "pressmark": __version__,
        "extractor": EXTRACTOR_VERSION,
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }
