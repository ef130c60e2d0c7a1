"""Which templates are filled in which languages: every template in English and in two others."""

from __future__ import annotations

from functools import cache

from tests.quality.planting import HERE, QualityPage, page

_OTHERS = ("de", "fr", "es", "it", "ru", "ar")


@cache
def all_pages() -> tuple[QualityPage, ...]:
    """In the order of their templates' names; the same pages every time."""
    templates = sorted(path.stem for path in HERE.glob("templates/*.html"))
    return tuple(
        page(template, language, turn)
        for turn, template in enumerate(templates)
        for language in ("en", _OTHERS[turn % 6], _OTHERS[(turn + 1 + turn // 6) % 6])
    )
