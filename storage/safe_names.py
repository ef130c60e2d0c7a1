"""File names that every file system takes: Windows' reserved ones, letter case, length and letters of any script."""

from __future__ import annotations

import hashlib
import re

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}(?:\.[a-z0-9_-]{1,20}){0,3}")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\..*)?")
_STRANGE = re.compile(r"[^a-z0-9_-]+")
_KEPT = 80  # characters of a name that has to be changed


def safe_name(name: str) -> str:
    """The name itself where it is plain lower-case ASCII; else what is plain of it, and a digest of all of it.

    Two names never become one, also where letter case does not count.
    """
    if _PLAIN.fullmatch(name) and not _RESERVED.fullmatch(name):
        return name
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{_STRANGE.sub('_', name.lower())[:_KEPT].strip('_-') or 'x'}-{digest}"
